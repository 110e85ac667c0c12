"""Publish a release to a folder or an object store, so that whoever looks finds whole releases only.

    releases/1.2.0/             one release: package/, the database, and release.json, which is written last
    releases/<name>-1.2.0.zip   the same as one file
    latest.json                 version, folder and zip of the newest release; replaced last, in one go
    latest                      in a folder also a link to the newest release

A release is out once its release.json is there, and never changes then. Whatever an interrupted run leaves is invisible
until the next run finishes it.
"""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from educoop.dataset.diff import Diff, diff
from educoop.dataset.duckdb_file import FILE
from educoop.dataset.errors import BuildError
from educoop.dataset.hashing import CHECKSUMS, files_below, sha256
from educoop.dataset.package import CHANGES, require_no_drop
from educoop.dataset.reading import PACKAGE, read_descriptor
from educoop.dataset.verify import verify
from educoop.dataset.versions import Version, suggested_step
from educoop.id_registry import unnoted_ids
from educoop.lock import locked
from educoop.resolution.pins import Pin, released_pins
from educoop.store import Store

RELEASES = "releases"
LATEST = "latest.json"
LINK = "latest"
MANIFEST = "release.json"
_SHOWN = 3
"""Findings that a refusal names."""


class PublishError(BuildError):
    """The release is not published; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A release that was found sound and may be published."""

    folder: Path
    name: str
    version: Version
    files: Mapping[str, str]
    """SHA-256 of each file, by its path in the release."""

    @property
    def place(self) -> str:
        """Folder of the release in the target."""
        return f"{RELEASES}/{self.version}"

    @property
    def archive(self) -> str:
        """Path of the zip in the target."""
        return f"{RELEASES}/{self.name}-{self.version}.zip"


@dataclass(frozen=True, slots=True)
class Published:
    """What a run did."""

    version: str
    folder: str
    """Of the release in the target."""
    archive: str
    new: bool
    """False when the very same release was there already."""
    latest: str
    """Version that `latest` leads to now."""


def publish(
    release: Path, target: str, version: str | None = None, confirm_drop: bool = False, ids: Path | None = None
) -> Published:
    """Publish a release and move `latest` to it, unless a newer version is there.

    Args:
        release: Folder that a build made.
        target: Folder, or any URL that fsspec can write to, such as s3://bucket/folder.
        version: Version the release must state; None takes the one it states.
        confirm_drop: Whether tables may have lost many rows since the latest release.
        ids: The id registry, which must hold the ids of the release; None does not ask for that.

    Raises:
        PublishError: the release is not sound, its ids are not noted, its version is taken, it lost too many rows, or
            the target fails.
    """
    candidate = check(release, version, ids)
    with opened(target) as store:
        new = upload(candidate, store, confirm_drop)
        return Published(str(candidate.version), candidate.place, candidate.archive, new, move_latest(candidate, store))


def summary(done: Published, target: str) -> str:
    """What a run did, in one line."""
    what = "Published" if done.new else "Was published before:"
    return f"{what} version {done.version} in {target}: {done.folder}. Latest is {done.latest}."


@contextmanager
def opened(target: str) -> Iterator[Store]:
    """The target; what goes wrong with it is raised as PublishError."""
    try:
        store = Store(target)
        with locked(store.folder) if store.folder else nullcontext():
            yield store
    except BuildError:
        raise
    except ImportError as e:
        raise PublishError(f"{target}: {e}. For S3, in a copy of the repository: pip install '.[publish]'") from e
    except Exception as e:  # each store has exceptions of its own
        raise PublishError(f"{target}: {type(e).__name__}: {e}. Nothing that was published before has changed.") from e


def check(release: Path, version: str | None = None, ids: Path | None = None) -> Candidate:
    """The release in a folder, if it is sound. PublishError when it is not, states another version, or has ids that the
    id registry `ids` does not hold."""
    package = release / PACKAGE
    if not package.is_dir() or not (release / FILE).is_file():
        raise PublishError(f"{release} holds no release; make one with `educoop build`")
    if findings := verify(release):
        shown = "; ".join(map(str, findings[:_SHOWN]))
        raise PublishError(f"{release} does not verify: {shown} ({len(findings)} findings). Build it again.")
    descriptor = read_descriptor(package)
    stated = Version.parse(str(descriptor.get("version")))
    if version is not None and Version.parse(version) != stated:
        raise PublishError(
            f"{release} is version {stated}, not {version}. Set `version` in schemas/datapackage.yaml and build again."
        )
    if ids is not None:
        _require_noted(release, stated, ids)
    names = [*(f"{PACKAGE}/{name}" for name in files_below(package)), FILE, f"{FILE}.sha256"]
    return Candidate(release, str(descriptor["name"]), stated, {name: sha256(release / name) for name in names})


def _require_noted(release: Path, version: Version, ids: Path) -> None:
    """What is published keeps its ids for ever, which it only does if they are noted. What was noted for later versions
    does not count, so that an earlier one may be published elsewhere."""
    pins = [pin for pin, since in _pins(ids) if since is None or since <= version]
    retired = {(p.table, p.id) for p in pins if p.release == str(version)}
    found = sorted(unnoted_ids(release / FILE, pins, str(version)) - retired)
    if found:
        shown = ", ".join(f"{table} {id_}" for table, id_ in found[:_SHOWN])
        raise PublishError(
            f"{ids} does not hold the ids of {release} as they are: {shown} ({len(found)} new or gone). "
            f"Note them with `educoop ids --update --database {release / FILE} --file {ids} --release {version}`, "
            "build again, and publish that."
        )


def _pins(ids: Path) -> list[tuple[Pin, Version | None]]:
    """The released ids, each with the version that first had it."""
    try:
        pins = released_pins(ids)
    except (ValueError, OSError) as error:
        raise PublishError(str(error)) from error
    try:
        return [(pin, Version.parse(pin.since) if pin.since else None) for pin in pins]
    except ValueError as error:
        raise PublishError(f"{ids}: {error}") from error


def upload(candidate: Candidate, store: Store, confirm_drop: bool = False) -> bool:
    """Put the release into the target, all but `latest`. False when it was there already.

    The database is not byte-reproducible, so releases are the same when their packages are; `check` has shown that the
    database holds what the package holds.
    """
    package = candidate.files[f"{PACKAGE}/{CHECKSUMS}"]
    if manifest := _read(store, f"{candidate.place}/{MANIFEST}"):
        if manifest["files"][f"{PACKAGE}/{CHECKSUMS}"] == package:
            return False
        raise PublishError(
            f"version {candidate.version} was published with other content, and a version never changes. "
            f"Set a higher `version` in schemas/datapackage.yaml and build again."
        )
    _require_fit(candidate, store, confirm_drop)
    for left in store.files(candidate.place):  # of a run that was cut short
        if left not in candidate.files:
            store.remove(f"{candidate.place}/{left}")
    for name, digest in candidate.files.items():
        store.put(candidate.folder / name, f"{candidate.place}/{name}", digest)
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "release.zip"
        write_zip(candidate, archive)
        zipped = sha256(archive)
        store.put(archive, candidate.archive, zipped)
    manifest = {
        "name": candidate.name,
        "version": str(candidate.version),
        "archive": {"path": candidate.archive, "sha256": zipped},
        "files": dict(candidate.files),
    }
    store.replace(f"{candidate.place}/{MANIFEST}", _json(manifest))
    return True


def move_latest(candidate: Candidate, store: Store) -> str:
    """Make `latest` lead to the release unless it leads to a newer one; the version it leads to then."""
    latest = _read(store, LATEST)
    if latest and Version.parse(latest["version"]) > candidate.version:
        return str(latest["version"])
    manifest = _read(store, f"{candidate.place}/{MANIFEST}")
    if manifest is None:
        raise PublishError(f"version {candidate.version} is not published yet, so latest cannot lead to it")
    pointer = {
        "name": candidate.name,
        "version": str(candidate.version),
        "folder": candidate.place,
        "archive": manifest["archive"],
        "checksums": manifest["files"][f"{PACKAGE}/{CHECKSUMS}"],
    }
    store.link(LINK, candidate.place)
    if pointer != latest:
        store.replace(LATEST, _json(pointer))
    return str(candidate.version)


def write_zip(candidate: Candidate, path: Path) -> None:
    """The release as a zip with one folder in it. Time stamps are those of no day, so that only content counts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(candidate.files):
            entry = zipfile.ZipInfo(f"{candidate.name}-{candidate.version}/{name}")
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, (candidate.folder / name).read_bytes())


def _require_fit(candidate: Candidate, store: Store, confirm_drop: bool) -> None:
    """The release must follow on the latest one: its version, its changes, its rows."""
    latest = _read(store, LATEST)
    if latest is None or Version.parse(latest["version"]) > candidate.version:
        return
    there = Version.parse(latest["version"])
    counted = _counted_from(candidate)
    if counted != str(there):
        raise PublishError(
            f"the release counts its changes from {counted or 'nothing'}, but the latest one there is {there}. "
            f"Build it again with --previous and that release."
        )
    with tempfile.TemporaryDirectory() as folder:
        store.get(f"{latest['folder']}/{PACKAGE}", Path(folder) / PACKAGE)
        changes = diff(Path(folder), candidate.folder)
    _require_step(candidate, there, changes)
    if not confirm_drop:
        require_no_drop(changes, candidate.folder / PACKAGE, f"in version {there}")


def _counted_from(candidate: Candidate) -> str | None:
    path = candidate.folder / PACKAGE / CHANGES
    counted = json.loads(path.read_bytes()).get("from") if path.is_file() else None
    return str(counted) if counted else None


def _require_step(candidate: Candidate, latest: Version, changes: Diff) -> None:
    step = suggested_step(changes) or "patch"
    if step == "major" and latest.major == 0:
        step = "minor"  # before 1.0.0 nothing is promised
    needed = latest.next(step)
    if candidate.version < needed:
        raise PublishError(
            f"what changed since {latest} asks for version {needed} at least ({step}), and this is "
            f"{candidate.version}. Set `version` in schemas/datapackage.yaml and build again."
        )


def _read(store: Store, name: str) -> dict[str, Any] | None:
    content = store.read(name)
    if content is None:
        return None
    try:
        found = json.loads(content)
        if isinstance(found, dict):
            return found
    except ValueError:
        pass
    raise PublishError(f"{name} in the target is no JSON object; somebody else wrote it")


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
