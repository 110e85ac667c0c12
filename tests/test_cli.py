"""The command line as its users meet it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pyarrow import parquet

from educoop import __version__, cli
from educoop.build import build
from educoop.curated import IDS
from educoop.terminal import line, safe

STEERING = "\x1b]0;taken over\x07\x1b[31m"
TEXT = (
    "Universities open joint laboratory\n\n"
    "On 3 May 2021, Lanzhou University of Technology and Osh State University signed a memorandum of understanding. "
    "Osh State University will send 40 students to Lanzhou University of Technology.\n"
)
ROW = ("organisations", "osh-state-university")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one document, its registry and a built dataset, laid out as the project is."""
    home = tmp_path_factory.mktemp("home")
    (home / "seeds" / "documents").mkdir(parents=True)
    (home / "seeds" / "documents" / "lab.txt").write_text(TEXT)
    title = STEERING.encode("unicode_escape").decode()
    (home / "seeds" / "sources.yaml").write_text(f'lab.txt:\n  id: lab-2021\n  title: "{title}Lab"\n  kind: news\n')
    build(home / "seeds" / "documents", home / "dist", home / "seeds" / "sources.yaml")
    return home


@pytest.fixture
def here(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(home)
    return home


class Run:
    """One run of the program: its exit code and what it printed."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys
        self.out = self.error = ""

    def __call__(self, *arguments: object) -> int:
        self.capsys.readouterr()
        with pytest.raises(SystemExit) as exit:
            cli.run([str(a) for a in arguments])
        self.out, self.error = self.capsys.readouterr()
        assert "Traceback" not in self.out + self.error
        assert "\x1b" not in self.out + self.error
        return int(exit.value.code or 0)


@pytest.fixture
def educoop(capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(capsys)


def test_the_version(educoop: Run) -> None:
    assert educoop("--version") == 0
    assert educoop.out == f"educoop {__version__}\n"


def test_python_runs_it_by_its_name() -> None:
    run = [sys.executable, "-m", "educoop", "--version"]
    assert subprocess.run(run, capture_output=True, text=True, check=True).stdout == f"educoop {__version__}\n"


@pytest.mark.parametrize(
    "command", ["build", "query", "why", "documents", "add", "evaluate", "verify", "diff", "cache"]
)
def test_every_command_has_help(educoop: Run, command: str) -> None:
    assert educoop(command, "--help") == 0
    assert "Usage" in educoop.out


def test_help_imports_nothing_heavy() -> None:
    heavy = ["duckdb", "pandas", "pandera", "prefect", "pyarrow", "scipy", "frictionless"]
    code = f"import sys, time, educoop.cli; print([m for m in {heavy} if m in sys.modules], time.process_time())"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    imported, seconds = found.rsplit(maxsplit=1)
    assert imported == "[]"
    assert float(seconds) < 5


def test_an_unknown_option_is_a_usage_error(educoop: Run) -> None:
    assert educoop("build", "--wrong") == 2
    assert "--wrong" in educoop.error


def test_build_says_what_it_made_and_what_to_try(educoop: Run, here: Path) -> None:
    assert educoop("build", "--output", "again", "--no-cache", "--workers", 1) == 0
    assert "Read 1 document in" in educoop.out
    assert "query --database again/educoop.duckdb" in educoop.out
    assert (here / "again" / "package" / "datapackage.json").is_file()
    assert not (here / ".cache").exists()


def test_build_without_the_folder_is_one_line(educoop: Run, here: Path) -> None:
    assert educoop("build", "--documents", "nowhere") == 2
    assert educoop.error == "educoop: nowhere: no such folder. Name the folder of documents with --documents.\n"


def test_build_with_a_wrong_registry_names_the_place(educoop: Run, here: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "sources.yaml"
    wrong.write_text("lab.txt: {colour: red}")
    assert educoop("build", "--sources", wrong) == 2
    assert educoop.error.startswith(f"educoop: {wrong}: 'lab.txt': unknown key 'colour'")
    assert educoop.error.count("\n") == 1


def test_query_prints_a_table(educoop: Run, here: Path) -> None:
    assert educoop("query", "SELECT organisation_id, country, ror_id FROM organisations ORDER BY 1") == 0
    assert "osh-state-university" in educoop.out
    assert educoop.out.endswith("2 rows\n")


@pytest.mark.parametrize("form", ["csv", "json", "parquet"])
def test_query_writes_files(educoop: Run, here: Path, tmp_path: Path, form: str) -> None:
    file = tmp_path / f"out.{form}"
    assert educoop("query", "SELECT 1 AS one, NULL AS none, 'é,\"' AS text", "--output", file) == 0
    if form == "csv":
        assert file.read_text() == '"one","none","text"\n1,,"é,"""\n'
    elif form == "json":
        assert json.loads(file.read_text()) == [{"one": 1, "none": None, "text": 'é,"'}]
    else:
        assert parquet.read_table(file).to_pylist() == [{"one": 1, "none": None, "text": 'é,"'}]


def test_no_cell_of_a_csv_runs_as_a_formula(educoop: Run, here: Path) -> None:
    assert educoop("query", "SELECT '=1+1' AS text, -1 AS number", "--format", "csv") == 0
    assert educoop.out == '"text","number"\n"\'=1+1",-1\n'


def test_parquet_is_not_for_the_screen(educoop: Run, here: Path) -> None:
    assert educoop("query", "SELECT 1", "--format", "parquet") == 2
    assert "--output" in educoop.error


def test_a_file_of_a_format_that_is_not_written_is_refused(educoop: Run, here: Path, tmp_path: Path) -> None:
    assert educoop("query", "SELECT 1", "--output", tmp_path / "out.xlsx") == 2
    assert ".xlsx is not written; end it in .csv" in educoop.error
    assert not (tmp_path / "out.xlsx").exists()


def test_several_statements_are_refused(educoop: Run, here: Path) -> None:
    assert educoop("query", "SELECT 1; SELECT 2") == 2
    assert "one at a time" in educoop.error


@pytest.mark.parametrize(
    "sql", ["SELEC 1", "SELECT * FROM nowhere", "DROP TABLE people", "SELECT * FROM 'seeds/documents/lab.txt'"]
)
def test_a_wrong_query_is_one_line(educoop: Run, here: Path, sql: str) -> None:
    assert educoop("query", sql) == 2
    assert educoop.error.startswith("educoop: ")
    assert educoop.error.count("\n") == 1


def test_a_missing_database_says_what_to_do(educoop: Run, here: Path) -> None:
    assert educoop("query", "SELECT 1", "--database", "none.duckdb") == 2
    assert educoop.error == "educoop: none.duckdb: no such database; build the dataset first, or name it\n"


def test_why_shows_the_sentence_and_its_line(educoop: Run, here: Path) -> None:
    assert educoop("why", *ROW) == 0
    assert "Lab, lab.txt, line 3" in educoop.out
    sentence = "On 3 May 2021, Lanzhou University of Technology and »Osh State University« signed a memorandum"
    assert sentence in educoop.out
    assert "explicit, asserted; rule" in educoop.out


def test_why_without_the_documents_gives_offsets(educoop: Run, here: Path) -> None:
    assert educoop("why", *ROW, "--documents", "elsewhere") == 0
    assert "Lab, lab.txt, characters " in educoop.out


def test_why_knows_a_changed_file_from_the_one_that_was_read(educoop: Run, here: Path, tmp_path: Path) -> None:
    (tmp_path / "lab.txt").write_text("Another text.\n\n" + TEXT)
    assert educoop("why", *ROW, "--documents", tmp_path) == 0
    assert "characters " in educoop.out


@pytest.mark.parametrize("row", [("organisations", "nobody"), ("nothing", "1"), ("people; DROP TABLE people", "1")])
def test_why_of_nothing_is_one_line(educoop: Run, here: Path, row: tuple[str, str]) -> None:
    assert educoop("why", *row) == 2
    assert educoop.error.startswith("educoop: ")
    assert educoop.error.count("\n") == 1


def test_documents_are_listed_harmlessly(educoop: Run, here: Path) -> None:
    assert educoop("documents") == 0
    assert r"\x1b]0;taken over\x07\x1b[31mLab" in educoop.out


def test_the_cache_is_shown_and_pruned(educoop: Run, here: Path, tmp_path: Path) -> None:
    assert educoop("cache", "--folder", tmp_path / "none") == 0
    assert "It is empty." in educoop.out
    build(here / "seeds" / "documents", tmp_path / "dist", cache=tmp_path / "cache")
    assert educoop("cache", "--folder", tmp_path / "cache") == 0
    assert "usable" in educoop.out
    (tmp_path / "cache" / ("0" * 32 + ".json")).write_text("cut short")
    assert educoop("cache", "--folder", tmp_path / "cache", "--prune") == 0
    assert "Removed 1 entry from" in educoop.out
    assert "damaged" not in educoop.out
    assert "whole builds" in educoop.out
    assert sorted(file.suffix for file in (tmp_path / "cache").iterdir()) == ["", ".z"]


def test_verify_finds_a_release_sound_until_it_is_altered(educoop: Run, here: Path, tmp_path: Path) -> None:
    shutil.copytree(here / "dist", tmp_path / "dist")
    assert educoop("verify", tmp_path / "dist") == 0
    assert educoop.out == f"{tmp_path / 'dist'} is sound.\n"
    file = next((tmp_path / "dist" / "package").rglob("people.csv"))
    file.write_text(file.read_text() + "x\n")
    assert educoop("verify", tmp_path / "dist") == 1
    assert "people.csv" in educoop.out


def test_verify_of_nothing_could_not_run(educoop: Run, here: Path) -> None:
    assert educoop("verify", "nowhere") == 2
    assert educoop.error.startswith("educoop: nowhere")


def test_diff_tells_same_from_different(educoop: Run, here: Path, tmp_path: Path) -> None:
    assert educoop("diff", "dist", "dist") == 0
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "lab.txt").write_text(TEXT.replace("40 students", "50 students"))
    build(documents, tmp_path / "dist", None)
    assert educoop("diff", "dist", tmp_path / "dist") == 1
    assert "## documents" in educoop.out
    assert educoop("diff", "dist", tmp_path / "dist", "--format", "json") == 1
    assert "documents" in json.loads(educoop.out)["tables"]
    for name in ("changes.parquet", "changes.json", "changes.txt"):
        assert educoop("diff", "dist", tmp_path / "dist", "--output", tmp_path / name) == 1
        assert (tmp_path / name).stat().st_size > 100
    assert educoop("diff", "dist", tmp_path / "dist", "--format", "parquet") == 2
    assert "name a file with --output" in educoop.error
    assert educoop("diff", "dist", "nowhere") == 2


def test_a_build_that_drops_too_much_stops_until_confirmed(educoop: Run, here: Path, tmp_path: Path) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "other.txt").write_text("Nothing is said here.\n")
    arguments = ("build", "--documents", documents, "--output", tmp_path / "dist", "--no-cache", "--previous", "dist")
    assert educoop(*arguments) == 2
    assert "--confirm-drop" in educoop.error
    assert not (tmp_path / "dist").exists()
    assert educoop(*arguments, "--confirm-drop") == 0
    assert (tmp_path / "dist/package/changes.parquet").is_file()


def test_evaluate_prints_figures_of_a_folder(educoop: Run, here: Path, tmp_path: Path) -> None:
    row = {"table": "organisations", "name": "Osh State University", "kind": "university", "country": "KGZ"}
    other = {"table": "people", "name": "Nobody At All", "aliases": []}
    lines = [json.dumps({**r, "core": True, "quote": "Osh State University"}) for r in (row, other)]
    (tmp_path / "lab.jsonl").write_text("\n".join(lines))
    arguments = ("evaluate", "--documents", "seeds/documents", "--annotations", tmp_path)
    assert educoop(*arguments, "--show", "people", "--per-document", "--output", tmp_path / "figures.json") == 0
    recorded = json.loads((tmp_path / "figures.json").read_text())
    assert (recorded["documents"], recorded["tables"]["organisations"]["precision"]) == (1, 0.5)
    figures = {c[0]: c[1:] for c in (text.split() for text in educoop.out.splitlines()) if c}
    assert figures["organisations"][:7] == ["1", "1", "2", "0.50", "1.00", "1.00", "0.67"]
    assert figures["people"][:7] == ["1", "1", "0", "–", "0.00", "0.00", "–"]
    assert "missed core lab people: name=Nobody At All" in educoop.out


def test_evaluate_wants_both_folders(educoop: Run, here: Path) -> None:
    assert educoop("evaluate", "--documents", "seeds/documents") == 2
    assert "both" in educoop.error
    assert educoop("evaluate", "--output", "figures.json") == 2
    assert "one set" in educoop.error


def test_evaluate_names_a_wrong_annotation(educoop: Run, here: Path, tmp_path: Path) -> None:
    (tmp_path / "lab.jsonl").write_text('{"table": "people"}\nnonsense\n')
    assert educoop("evaluate", "--documents", "seeds/documents", "--annotations", tmp_path) == 2
    assert "lab.jsonl:2: not an annotated row" in educoop.error


def test_publish_asks_for_noted_ids(educoop: Run, here: Path, tmp_path: Path) -> None:
    noted, shelf = tmp_path / "ids.csv", tmp_path / "shelf"
    assert educoop("publish", shelf) == 2
    assert f"{IDS} does not hold the ids" in educoop.error and not shelf.exists()
    assert educoop("ids", "--update", "--file", noted) == 0
    educoop("publish", shelf, "--ids", noted)
    assert "does not hold the ids" not in educoop.error and shelf.exists()


def test_a_fault_of_our_own_is_one_line_too(educoop: Run, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("oops")

    monkeypatch.setattr("educoop.dataset.verify.verify", broken)
    assert educoop("verify", "dist") == 2
    assert educoop.error.startswith("educoop: ZeroDivisionError: oops (a fault in educoop")
    monkeypatch.setenv("EDUCOOP_TRACEBACK", "1")
    with pytest.raises(ZeroDivisionError):
        cli.run(["verify", "dist"])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2J", r"\x1b[2J"),
        ("a\x9bb", r"a\x9bb"),
        ("a\u202eb", r"a\u202eb"),
        ("a\u2066b\u200b", r"a\u2066b\u200b"),
        ("\ud800", r"\ud800"),
        ("Xi’an 西安 é\u00a0ü", "Xi’an 西安 é\u00a0ü"),
        ("a\nb\tc\r", "a\nb    c\\r"),
    ],
)
def test_text_can_not_steer_the_terminal(text: str, shown: str) -> None:
    assert safe(text) == shown


def test_one_line_is_one_line() -> None:
    assert line("a\n\n b\t\x1b") == r"a b \x1b"
