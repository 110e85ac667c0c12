"""Publishing: immutable versions, `latest` last and in one go, nothing half done in sight."""

from __future__ import annotations

import dataclasses
import functools
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from dataset.sample import raw_texts, rows
from educoop.dataset import package
from educoop.dataset.duckdb_file import FILE
from educoop.dataset.hashing import sha256
from educoop.dataset.release import write_release
from educoop.dataset.verify import verify
from educoop.id_registry import tables_of, update_of, write_update
from educoop.publish import Candidate, PublishError, check, move_latest, publish, upload
from educoop.schemas import load_package_metadata
from educoop.store import Store

Make = Callable[..., Path]


@pytest.fixture(scope="module")
def make(tmp_path_factory: pytest.TempPathFactory) -> Make:
    """Makes a release of the sample: its version, what is changed in its rows, and the release before."""

    def make(version: str, previous: Path | None = None, confirm_drop: bool = False, **changes: Any) -> Path:
        output = tmp_path_factory.mktemp("release") / "dist"
        metadata = {**load_package_metadata(), "version": version}
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(package, "load_package_metadata", lambda: metadata)
            tables = {**rows(), **changes}
            write_release(tables, raw_texts(), output, previous=previous, confirm_drop=confirm_drop)
        return output

    return make


@pytest.fixture(scope="module")
def first(make: Make) -> Path:
    """Version 1.0.0."""
    return make("1.0.0")


@pytest.fixture(scope="module")
def second(make: Make, first: Path) -> Path:
    """Version 1.1.0, with a place more."""
    return make("1.1.0", previous=first, places=[*rows()["places"], OSH])


@pytest.fixture(scope="module")
def rebuilt(make: Make) -> Path:
    """Version 1.0.0 built once more: only the database's random id differs."""
    return make("1.0.0")


@pytest.fixture(scope="module")
def other(make: Make) -> Path:
    """Another release that calls itself 1.0.0."""
    return make("1.0.0", places=[*rows()["places"], OSH])


OSH = {"place_id": "osh", "name": "Osh", "kind": "city"}


@pytest.fixture(scope="module", autouse=True)
def verified_once() -> Iterator[None]:
    """Each release is verified once, however often it is published; none is altered after that."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("educoop.publish.verify", functools.cache(verify))
        yield


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """An S3-compatible server on this machine."""
    from moto.server import ThreadedMotoServer

    running = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture(params=["folder", pytest.param("s3", marks=pytest.mark.slow), "memory"])
def target(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An empty target of each kind."""
    if request.param == "folder":
        yield str(tmp_path / "shelf")
    elif request.param == "memory":
        from fsspec.implementations.memory import MemoryFileSystem

        yield "memory://shelf"
        MemoryFileSystem.store.clear()
    else:
        import s3fs

        for name, value in {
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_ENDPOINT_URL": request.getfixturevalue("server"),
            "NO_PROXY": "127.0.0.1",
            "no_proxy": "127.0.0.1",
        }.items():
            monkeypatch.setenv(name, value)
        s3fs.S3FileSystem.clear_instance_cache()
        bucket = f"bucket-{tmp_path.name.replace('_', '-').lower()}"[:60].rstrip("-")
        s3fs.S3FileSystem().mkdir(bucket)
        yield f"s3://{bucket}/data"
        s3fs.S3FileSystem.clear_instance_cache()


@pytest.fixture
def folder(tmp_path: Path) -> str:
    """A folder to publish to."""
    return str(tmp_path / "shelf")


def latest(target: str) -> dict[str, Any] | None:
    content = Store(target).read("latest.json")
    return json.loads(content) if content else None


def download(target: str, to: Path) -> Path:
    """What `latest` leads to, as somebody gets it."""
    pointer = latest(target)
    assert pointer
    Store(target).get(pointer["folder"], to)
    return to


def test_what_is_published_verifies_and_latest_leads_to_it(
    target: str, first: Path, second: Path, tmp_path: Path
) -> None:
    assert publish(first, target).new
    done = publish(second, target, version="1.1.0")
    assert (done.version, done.folder, done.latest) == ("1.1.0", "releases/1.1.0", "1.1.0")
    assert verify(download(target, tmp_path / "got")) == []
    pointer = latest(target)
    assert pointer and pointer["version"] == "1.1.0"
    (tmp_path / "release.zip").write_bytes(Store(target).read(pointer["archive"]["path"]) or b"")
    assert verify(tmp_path / "release.zip") == []


def test_the_same_release_again_changes_nothing(target: str, first: Path, rebuilt: Path) -> None:
    publish(first, target)
    before = Store(target).read("releases/1.0.0/release.json")
    again = publish(rebuilt, target)
    assert (again.new, again.latest) == (False, "1.0.0")
    assert Store(target).read("releases/1.0.0/release.json") == before


def test_a_version_never_changes(target: str, first: Path, other: Path, tmp_path: Path) -> None:
    publish(first, target)
    with pytest.raises(PublishError, match=r"version 1\.0\.0 was published with other content"):
        publish(other, target)
    assert verify(download(target, tmp_path / "got")) == []


class Cut(Exception):
    """The run ends here."""


def cut_at(step: int, patch: pytest.MonkeyPatch) -> list[str]:
    """Make the nth write to any store fail; the list grows by the writes done."""
    done: list[str] = []

    def cutting(name: str) -> Callable[..., None]:
        real = getattr(Store, name)

        def write(self: Store, *arguments: Any) -> None:
            if len(done) == step:
                raise Cut(f"{name} {arguments[-1]!r}")
            done.append(name)
            real(self, *arguments)

        return write

    for name in ("put", "replace", "link", "remove"):
        patch.setattr(Store, name, cutting(name))
    return done


def few_files(candidate: Candidate) -> Candidate:
    """The candidate with no more files than it takes to compare releases, to save time on a slow server."""
    needed = ("duckdb", "datapackage.json", "checksums.txt", "changes.json", "places.parquet", "retired_ids.parquet")
    descriptor = json.loads((candidate.folder / "package/datapackage.json").read_bytes())
    kept = [r for r in descriptor["resources"] if r["path"].endswith(needed) or r["name"] in ("places", "retired_ids")]
    folder = Path(shutil.copytree(candidate.folder, candidate.folder.with_name("few"), dirs_exist_ok=True))
    (folder / "package/datapackage.json").write_text(json.dumps({**descriptor, "resources": kept}), "utf-8")
    files = {name: sha256(folder / name) for name in candidate.files if name.endswith(needed)}
    return dataclasses.replace(candidate, folder=folder, files=files)


@pytest.fixture(scope="module")
def candidates(first: Path, second: Path) -> tuple[Candidate, Candidate]:
    """Both releases, checked, with few files."""
    return few_files(check(first)), few_files(check(second))


@pytest.mark.parametrize("step", [0, 1, 4, -5, -4, -3, -2, -1])
def test_an_interrupted_run_leaves_latest_whole_and_the_next_one_finishes(
    target: str, step: int, candidates: tuple[Candidate, Candidate], monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = candidates
    writes = len(new.files) + 4  # the zip, the manifest, the link, latest
    store = Store(target)
    upload(old, store)
    move_latest(old, store)
    with monkeypatch.context() as patch:
        done = cut_at(step % writes, patch)
        with pytest.raises(Cut):
            upload(new, store)
            move_latest(new, store)
        assert len(done) == step % writes
    assert latest(target) == {**(latest(target) or {}), "version": "1.0.0", "folder": "releases/1.0.0"}
    assert all(store.read(f"releases/1.0.0/{name}") == (old.folder / name).read_bytes() for name in old.files)
    upload(new, store)
    assert move_latest(new, store) == "1.1.0"
    assert all(store.read(f"releases/1.1.0/{name}") == (new.folder / name).read_bytes() for name in new.files)
    assert latest(target) == {**(latest(target) or {}), "version": "1.1.0", "folder": "releases/1.1.0"}


@pytest.mark.parametrize("name", ["package/checksums.txt", "release.json", "latest.json"])
def test_a_run_that_is_killed_leaves_latest_whole(
    folder: str, name: str, first: Path, second: Path, tmp_path: Path
) -> None:
    publish(first, folder)
    check(second)
    killing = f"""
import os, signal, sys
from pathlib import Path
from educoop import publish, store
publish.verify = lambda _: []  # both releases were verified above
def kill(*_): os.kill(os.getpid(), signal.SIGKILL)
put, replace = store.Store.put, store.Store.replace
def killed(real):
    def write(self, *arguments):
        if any(str(a).endswith({name!r}) for a in arguments):
            os.fsync = kill
            if real is put: kill()
        real(self, *arguments)
    return write
store.Store.put, store.Store.replace = killed(put), killed(replace)
publish.publish(Path(sys.argv[1]), sys.argv[2])
"""
    run = subprocess.run([sys.executable, "-c", killing, str(second), folder], capture_output=True, text=True)
    assert run.returncode == -signal.SIGKILL, run.stderr
    whole = "1.1.0" if name == "latest.json" else "1.0.0"
    assert verify(Path(folder) / "latest") == []
    assert os.readlink(Path(folder) / "latest") == f"releases/{whole}"
    assert latest(folder)["version"] == "1.0.0"  # type: ignore[index]
    assert publish(second, folder).latest == "1.1.0"
    assert verify(Path(folder) / "latest") == []


def test_what_an_interrupted_run_left_does_not_become_part_of_a_release(folder: str, first: Path) -> None:
    left = Path(folder) / "releases/1.0.0/package/left.txt"
    left.parent.mkdir(parents=True)
    left.write_text("of another release")
    publish(first, folder)
    assert not left.exists()
    assert verify(Path(folder) / "releases/1.0.0") == []


def test_a_file_that_arrives_altered_is_noticed(folder: str, first: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from fsspec.implementations.local import LocalFileSystem

    def altering(self: object, source: str, to: str, **_: Any) -> None:
        Path(to).write_bytes(Path(source).read_bytes()[:-1])

    monkeypatch.setattr(LocalFileSystem, "put_file", altering)
    with pytest.raises(PublishError, match="did not arrive as it was sent"):
        publish(first, folder)
    assert latest(folder) is None


def test_a_release_that_does_not_verify_is_refused(folder: str, first: Path, tmp_path: Path) -> None:
    release = Path(shutil.copytree(first, tmp_path / "dist"))
    (release / "package/README.md").write_text("altered")
    with pytest.raises(PublishError, match=r"README\.md: was altered"):
        publish(release, folder)
    assert not Path(folder).exists()


def test_another_version_than_asked_for_is_refused(folder: str, first: Path) -> None:
    with pytest.raises(PublishError, match=r"is version 1\.0\.0, not 1\.2\.0"):
        publish(first, folder, version="1.2.0")
    with pytest.raises(ValueError, match="no version"):
        publish(first, folder, version="../1.2.0")


@pytest.fixture
def noted(tmp_path: Path, first: Path) -> Path:
    """The id registry after version 1.0.0."""
    ids = tmp_path / "ids.csv"
    note(ids, first, "1.0.0")
    return ids


def note(ids: Path, release: Path, version: str) -> None:
    write_update(update_of(tables_of(release / FILE), ids, version), ids)


def another_beta() -> dict[str, list[dict[str, Any]]]:
    """Rows with an organisation more, `gamma`, of which the same is said as of `beta`."""
    found = rows()
    (beta,) = (row for row in found["organisations"] if row["organisation_id"] == "beta")
    said = [claim for claim in found["claims"] if (claim["table_name"], claim["row_id"]) == ("organisations", "beta")]
    claims = [{**claim, "claim_id": f"{claim['claim_id']}-gamma", "row_id": "gamma"} for claim in said]
    return {
        "organisations": [*found["organisations"], {**beta, "organisation_id": "gamma"}],
        "claims": [*found["claims"], *claims],
    }


@pytest.fixture(scope="module")
def grown(make: Make, first: Path) -> Path:
    """Version 1.1.0, with an organisation more."""
    return make("1.1.0", previous=first, **another_beta())


def test_a_release_whose_ids_are_not_noted_is_refused(folder: str, noted: Path, first: Path, grown: Path) -> None:
    publish(first, folder, ids=noted)
    with pytest.raises(
        PublishError, match=r"ids\.csv does not hold .*: organisations gamma \(1 new or gone\)"
    ) as refused:
        publish(grown, folder, ids=noted)
    update = f"`educoop ids --update --database {grown / FILE} --file {noted} --release 1.1.0`"
    assert update in str(refused.value)
    assert (latest(folder) or {})["version"] == "1.0.0" and not (Path(folder) / "releases/1.1.0").exists()
    note(noted, grown, "1.1.0")
    assert publish(grown, folder, ids=noted).latest == "1.1.0"


def test_without_an_id_registry_no_id_is_noted(folder: str, first: Path, tmp_path: Path) -> None:
    with pytest.raises(PublishError, match=r"none\.csv does not hold the ids"):
        publish(first, folder, ids=tmp_path / "none.csv")
    assert not Path(folder).exists()


def test_an_id_that_went_must_be_retired(folder: str, noted: Path, grown: Path, make: Make) -> None:
    note(noted, grown, "1.1.0")
    back = make("1.2.0")
    with pytest.raises(PublishError, match="organisations gamma"):
        publish(back, folder, ids=noted)
    note(noted, back, "1.2.0")
    assert publish(back, folder, ids=noted).latest == "1.2.0"


def test_an_earlier_release_may_be_published_elsewhere_later(
    folder: str, noted: Path, first: Path, grown: Path
) -> None:
    note(noted, grown, "1.1.0")
    assert publish(first, folder, ids=noted).latest == "1.0.0"


def test_a_release_that_the_id_registry_misnames_is_told_of(folder: str, noted: Path, first: Path) -> None:
    noted.write_text(noted.read_text("utf-8").replace(",1.0.0\n", ",spring\n"), "utf-8")
    with pytest.raises(PublishError, match=r"ids\.csv: 'spring' is no version"):
        publish(first, folder, ids=noted)


def test_a_damaged_id_registry_publishes_nothing(folder: str, noted: Path, first: Path) -> None:
    noted.write_text("table;id\n", "utf-8")
    with pytest.raises(PublishError, match=r"ids\.csv:1: columns are table;id"):
        publish(first, folder, ids=noted)


def test_a_release_must_count_its_changes_from_the_latest_one(folder: str, first: Path, make: Make) -> None:
    publish(first, folder)
    with pytest.raises(PublishError, match=r"from nothing, but the latest one there is 1\.0\.0.*--previous"):
        publish(make("1.1.0", places=[*rows()["places"], OSH]), folder)


def test_new_data_ask_for_a_minor_version(folder: str, first: Path, make: Make) -> None:
    publish(first, folder)
    with pytest.raises(PublishError, match=r"asks for version 1\.1\.0 at least \(minor\), and this is 1\.0\.1"):
        publish(make("1.0.1", previous=first, places=[*rows()["places"], OSH]), folder)


def test_a_corrected_value_is_a_patch(folder: str, first: Path, make: Make) -> None:
    publish(first, folder)
    places = rows()["places"]
    places[1]["name"] = "Almaty City"
    assert publish(make("1.0.1", previous=first, places=places), folder).latest == "1.0.1"


def test_a_release_that_drops_too_much_stops_until_confirmed(folder: str, second: Path, make: Make) -> None:
    publish(second, folder)
    third = make("1.2.0", previous=second, confirm_drop=True)
    with pytest.raises(Exception, match=r"places lost 1 of 3 rows .*--confirm-drop"):
        publish(third, folder)
    assert publish(third, folder, confirm_drop=True).latest == "1.2.0"


def test_latest_never_goes_back(folder: str, second: Path, first: Path) -> None:
    publish(second, folder)
    done = publish(first, folder)
    assert (done.new, done.latest) == (True, "1.1.0")
    assert os.readlink(Path(folder) / "latest") == "releases/1.1.0"


def test_the_zip_depends_on_its_content_only(folder: str, first: Path, tmp_path: Path) -> None:
    publish(first, folder)
    publish(first, str(tmp_path / "other"))
    name = "releases/china-central-asia-education-cooperation-1.0.0.zip"
    assert Store(folder).read(name) == Store(str(tmp_path / "other")).read(name)
    with ZipFile(Path(folder) / name) as archive:
        assert {entry.filename.split("/")[0] for entry in archive.infolist()} == {
            "china-central-asia-education-cooperation-1.0.0"
        }


def test_what_goes_wrong_with_a_target_is_one_sentence(first: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(PublishError, match="Nothing that was published before has changed"):
        publish(first, str(tmp_path / "file"))
    with pytest.raises(PublishError, match="nowhere"):
        publish(first, "nowhere://x")
    with pytest.raises(PublishError, match="holds no release"):
        publish(tmp_path, str(tmp_path / "shelf"))
