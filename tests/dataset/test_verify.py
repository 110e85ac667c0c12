from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import duckdb
import pyarrow.parquet as pq
import pytest

from educoop.dataset.hashing import sha256, write_checksums
from educoop.dataset.reading import ReadingError
from educoop.dataset.verify import verify


def found(path: Path) -> str:
    """All findings in one text."""
    return "\n".join(map(str, verify(path)))


def cover_up(release: Path) -> None:
    """Make hashes, sizes and counts fit again, as somebody would who edits on purpose."""
    package = release / "package"
    path = package / "datapackage.json"
    descriptor = json.loads(path.read_text("utf-8"))
    for resource in descriptor["resources"]:
        file = package / resource["path"]
        resource["hash"] = f"sha256:{sha256(file)}"
        if "bytes" in resource:
            resource["bytes"] = file.stat().st_size
    path.write_text(json.dumps(descriptor), "utf-8")
    write_checksums(package)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_a_sound_release_has_no_findings(built: Path) -> None:
    assert verify(built) == []


def test_a_package_alone_is_enough(built: Path) -> None:
    assert verify(built / "package") == []


@pytest.mark.parametrize("root", ["dist", "dist/package"])
def test_a_zip_is_verified_too(release: Path, tmp_path: Path, root: str) -> None:
    archive = shutil.make_archive(str(tmp_path / "release"), "zip", tmp_path, root)
    assert verify(Path(archive)) == []


def flip_a_bit(release: Path) -> None:
    path = release / "package/parquet/works.parquet"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def add_a_row(release: Path) -> None:
    with (release / "package/csv/people.csv").open("a", encoding="utf-8") as file:
        file.write('"ann","Ann"\n')


@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        (flip_a_bit, "parquet/works.parquet: was altered"),
        (lambda release: (release / "package/csv/people.csv").unlink(), "csv/people.csv: is missing"),
        (lambda release: edit(release / "package/csv/places.csv", '"Almaty"', '"Alma-Ata"'), "places, row almaty: csv"),
        (add_a_row, "people, row ann: csv has it so, parquet has not"),
    ],
    ids=["flipped bit", "missing file", "edited cell", "extra row"],
)
@pytest.mark.parametrize("form", ["folder", "zip"])
def test_what_is_wrong_is_named_without_a_network(
    release: Path, tmp_path: Path, spoil: Callable[[Path], object], named: str, form: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    def refused(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr("socket.socket", refused)
    spoil(release)
    path = release if form == "folder" else Path(shutil.make_archive(str(tmp_path / "x"), "zip", tmp_path, "dist"))
    assert named in found(path)


def test_a_bit_flipped_anywhere_in_a_zip_is_found(package_zip: Path, tmp_path: Path) -> None:
    content = package_zip.read_bytes()
    damaged = tmp_path / "damaged.zip"
    for place in range(0, len(content), len(content) // 60):
        altered = bytearray(content)
        altered[place] ^= 16
        damaged.write_bytes(altered)
        try:
            findings = verify(damaged)
        except ReadingError:
            continue
        # What zip keeps twice, or does not need, may change: then what comes out of it is what went in.
        assert findings or unpacked(damaged) == unpacked(package_zip), place


@pytest.mark.parametrize("share", [0.0, 0.5, 0.99])
def test_a_download_that_was_cut_short_is_named(package_zip: Path, tmp_path: Path, share: float) -> None:
    content = package_zip.read_bytes()
    (tmp_path / "cut.zip").write_bytes(content[: int(len(content) * share)])
    with pytest.raises(ReadingError, match=r"cut\.zip is neither a zip nor a DuckDB database, or was cut short"):
        verify(tmp_path / "cut.zip")


@pytest.fixture
def package_zip(built: Path, tmp_path: Path) -> Path:
    """A few files of the package as a zip, to be fast; they verify but for those that are missing."""
    folder = tmp_path / "few"
    (folder / "csv").mkdir(parents=True)
    for name in ("datapackage.json", "checksums.txt", "csv/places.csv"):
        shutil.copy(built / "package" / name, folder / name)
    return Path(shutil.make_archive(str(tmp_path / "few"), "zip", folder))


def unpacked(archive: Path) -> dict[str, bytes]:
    with ZipFile(archive) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def test_flipped_bits_are_found_in_every_file(release: Path) -> None:
    flipped = [release / "educoop.duckdb", *(p for p in (release / "package").rglob("*") if p.suffix != ".json")]
    flipped = [p for p in flipped if p.is_file() and p.name != "checksums.txt"]
    for path in flipped:
        data = bytearray(path.read_bytes())
        data[-100 if len(data) > 100 else 0] ^= 1
        path.write_bytes(data)
    findings = found(release)
    assert len(flipped) > 40
    assert [p for p in flipped if f"{p.name}: was altered" not in findings] == []


def test_a_flipped_bit_of_the_descriptor_is_found(release: Path) -> None:
    edit(release / "package/datapackage.json", "educoop contributors", "educoop contributorr")
    assert found(release).startswith("datapackage.json: was altered")


def test_missing_files_are_found(release: Path) -> None:
    names = ["csv/people.csv", "parquet/places.parquet", "CITATION.cff"]
    for name in names:
        (release / "package" / name).unlink()
    findings = found(release)
    assert [name for name in names if f"{name}: is missing" not in findings] == []


def test_missing_checksums_are_found(release: Path) -> None:
    (release / "package/checksums.txt").unlink()
    assert "checksums.txt: cannot be read" in found(release)


def test_an_extra_file_is_found(release: Path) -> None:
    (release / "package/extra.txt").write_text("", "utf-8")
    assert "extra.txt: is not listed" in found(release)


def test_an_edited_cell_is_found_and_named_though_hashes_fit(release: Path) -> None:
    edit(release / "package/csv/places.csv", '"Almaty"', '"Alma-Ata"')
    cover_up(release)
    assert verify(release) != []
    assert "places, row almaty: csv has it so, parquet has not" in found(release)


def test_null_and_empty_text_are_not_the_same(release: Path) -> None:
    edit(release / "package/csv/people.csv", "person_id,name\n", 'person_id,name\n"ann",""\n')
    cover_up(release)
    assert "people, row ann: csv has it so, parquet has not" in found(release)


def test_an_extra_row_is_found_and_named(release: Path) -> None:
    add_a_row(release)
    cover_up(release)
    findings = found(release)
    assert "csv/people.csv: has 1 rows; datapackage.json says 0" in findings
    assert "people, row ann: csv has it so, parquet has not" in findings


def test_a_row_of_the_database_alone_is_found(release: Path) -> None:
    with duckdb.connect(str(release / "educoop.duckdb")) as connection:
        connection.execute("UPDATE observations SET value = 121")
    assert "observations, row gamma-students: educoop.duckdb has it so, csv has not" in found(release)


def test_a_table_missing_from_the_database_is_found(release: Path) -> None:
    with duckdb.connect(str(release / "educoop.duckdb")) as connection:
        connection.execute("DROP VIEW things CASCADE; DROP TABLE works")
    assert "educoop.duckdb: has no table works" in found(release)


def test_a_broken_key_is_found_even_when_all_formats_agree(release: Path) -> None:
    edit(release / "package/csv/organisations.csv", '"KAZ"', '"KGZ"')
    path = release / "package/parquet/organisations.parquet"
    table = pq.read_table(path)
    country = table.schema.get_field_index("country")
    cells = ["KGZ" if v == "KAZ" else v for v in table.column(country).to_pylist()]
    pq.write_table(table.set_column(country, table.schema.field(country), [cells]), path)
    cover_up(release)
    findings = found(release / "package")
    assert "organisations, row alpha: country: there is no row KGZ in places" in findings


def test_a_value_without_evidence_is_found(release: Path) -> None:
    for made in ("csv", "parquet"):
        (release / "package" / made / f"projects.{made}").unlink()
    edit_projects(release)
    cover_up(release)
    assert "projects, row gamma: status: no claim backs this value" in found(release / "package")


def edit_projects(release: Path) -> None:
    from educoop.dataset.formats import FORMATS
    from educoop.dataset.rows import complete
    from educoop.schemas import load_schemas

    schemas = load_schemas()
    projects = [{"project_id": "gamma", "name": "Gamma Centre", "date": "2014-05", "status": "closed"}]
    table = complete({"projects": projects}, schemas)["projects"]
    for name, made in FORMATS.items():
        made.write(schemas["projects"], table, release / f"package/{name}/projects.{name}")


@pytest.mark.parametrize(
    "text", ["", "{}", "[1]", '{"resources": [{"name": "x", "format": "csv"}]}', '{"resources": 3}']
)
def test_a_spoilt_descriptor_is_a_finding_not_a_crash(release: Path, text: str) -> None:
    (release / "package/datapackage.json").write_text(text, "utf-8")
    assert "datapackage.json: " in found(release)


def test_files_of_rubbish_are_findings_not_a_crash(release: Path) -> None:
    names = ["csv/claims.csv", "parquet/claims.parquet", "csv/people.csv", "parquet/people.parquet"]
    for name, rubbish in zip(names, (b"\xff\xferubbish\n\n,,,\n", b"PAR1 rubbish PAR1", b"", b""), strict=True):
        (release / "package" / name).write_bytes(rubbish)
    findings = found(release)
    assert [name for name in names if f"{name}: cannot be read" not in findings] == []


def test_a_database_of_rubbish_is_a_finding_not_a_crash(release: Path) -> None:
    (release / "educoop.duckdb").write_bytes(b"rubbish" * 1000)
    assert "educoop.duckdb: cannot be read" in found(release)


def test_a_place_without_a_release_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match=r"holds neither datapackage\.json nor educoop\.duckdb"):
        verify(tmp_path)
    with pytest.raises(ReadingError, match="does not exist"):
        verify(tmp_path / "nowhere")
