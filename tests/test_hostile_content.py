"""Documents are data from strangers: what they say can neither run nor steer nor leave the files it gets into."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import duckdb
import pytest
import rdflib

from educoop import cli
from educoop.build import build
from educoop.dataset.verify import verify
from educoop.documents.registry import RegistryError, read_registry

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)>"
TITLE = f"=1+1 {SCRIPT} '); DROP TABLE documents; -- \x1b]0;taken\x07 ${{jndi:ldap://x}} {{{{7*7}}}} %s"
TEXT = f"""Universities open joint laboratory

On 3 May 2021, =HYPERLINK("http://example.org") Osh State University and {SCRIPT} Lanzhou University signed a
memorandum of understanding '); DROP TABLE claims; -- and established the "Robert'); DROP TABLE people;-- Laboratory".
Professor @SUM(A1:A9) Aibek Nurlanov \x1b[31m led the project "=cmd|' /C calc'!A0".
"""


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of hostile documents in a folder with a hostile name, and the one before it."""
    home = tmp_path_factory.mktemp('it\'s; DROP "x" --')
    (home / "documents").mkdir()
    (home / "documents/a.txt").write_text(TEXT, "utf-8")
    (home / f"documents/{SCRIPT.replace('/', '')}.html").write_text(f"<p>{TEXT}</p>{SCRIPT}", "utf-8")
    (home / "documents/=1+1\x1b[31m.txt").write_text(TEXT.replace("Osh", "Naryn"), "utf-8")
    for release, title in (("old", "Before"), ("dist", TITLE)):
        entry = {"a.txt": {"title": title, "address": "https://example.org/<script>"}}
        (home / "sources.yaml").write_text(json.dumps(entry), "utf-8")
        previous = home / "old" if release == "dist" else None
        build(home / "documents", home / release, home / "sources.yaml", previous=previous, confirm_drop=True)
    return home / "dist"


def test_the_release_is_sound_and_says_what_the_documents_say(output: Path) -> None:
    assert verify(output) == []
    with duckdb.connect(str(output / "educoop.duckdb"), read_only=True) as database:
        titles = {title for (title,) in database.execute("SELECT title FROM documents").fetchall()}
        assert database.execute("SELECT count(*) > 0 FROM organisations").fetchone() == (True,)
    assert TITLE in titles


def test_no_cell_of_a_spreadsheet_is_a_formula(output: Path) -> None:
    hostile = 0
    for file in (output / "package/csv").glob("*.csv"):
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                for cell in row.values():
                    assert cell[:1] not in ("=", "+", "@", "\t", "\r") or not cell
                    hostile += cell.startswith("'=")
    assert hostile


def test_no_markup_gets_into_files_that_are_shown_as_pages(output: Path) -> None:
    for file in (output / "package").iterdir():
        if file.suffix in (".md", ".jsonld") or file.name == "croissant.json":
            assert "<script" not in file.read_text("utf-8"), file.name
            assert "<img" not in file.read_text("utf-8"), file.name
    page = (output / "package/index.html").read_text("utf-8")
    assert page.count("<script") == page.count("</script") == 3  # its program and two elements of data
    assert page.count("<img") == 0
    described = json.loads((output / "package/dataset.jsonld").read_text("utf-8"))
    assert TITLE in {d["name"] for d in described["isBasedOn"]}
    rdflib.Graph().parse(output / "package/dcat.ttl")


def test_nothing_that_is_printed_steers_the_terminal(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    database = str(output / "educoop.duckdb")
    for command in (
        ["documents", "-d", database],
        ["query", "FROM documents", "-d", database],
        ["query", "SELECT \x1b[31m", "-d", database],
        ["diff", str(output.parent / "old"), str(output)],
        ["verify", "\x1b[31mnowhere"],
        ["build", "--documents", "\x1b]0;x\x07", "--output", str(output)],
        ["why", "organisations", "\x1b[31m'; DROP TABLE claims; --", "-d", database],
        ["cache", "--folder", "\x1b[31m"],
    ):
        with pytest.raises(SystemExit):
            cli.run(command)
        out, error = capsys.readouterr()
        assert out + error
        assert not any(c < " " and c not in "\n\t" for c in out + error), command
    assert verify(output) == []


@pytest.mark.parametrize(
    "text",
    [
        'a.txt: !!python/object/apply:os.system ["touch taken"]',
        'a.txt: {title: !!python/object/apply:os.system ["touch taken"]}',
        "!!python/object/new:type {args: [z, [], {}]}",
        "a.txt: {title: !!python/name:os.system }",
        "a.txt: {title: " + "[" * 20_000,
        "a.txt: {title: [&a [l, l, l, l, l, l, l, l, l], "
        + ", ".join(f"&{b} [{', '.join([f'*{a}'] * 9)}]" for a, b in zip("abcdefghij", "bcdefghijk", strict=True))
        + "]}",
        "a.txt: &x {title: *x}",
    ],
    ids=["tag", "tag in a value", "tag of a class", "tag of a name", "deep", "aliases", "recursive"],
)
def test_a_hostile_registry_is_one_clear_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents/a.txt").touch()
    (tmp_path / "sources.yaml").write_text(text, "utf-8")
    with pytest.raises(RegistryError) as error:
        read_registry(tmp_path / "sources.yaml", tmp_path / "documents")
    assert "sources.yaml" in str(error.value)
    assert len(str(error.value)) < 1000
    assert not (tmp_path / "taken").exists()
