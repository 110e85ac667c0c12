"""The same documents give the same release, wherever, whenever and however they are built."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from educoop.dataset.duckdb_file import SCALAR_MACROS, TABLE_MACROS, VIEWS
from educoop.dataset.hashing import files_below
from educoop.dataset.sql_text import identifier
from educoop.schemas import load_schemas

DOCUMENTS = {
    "lab.txt": "Universities open joint laboratory\n\nOn 3 May 2021, Lanzhou University of Technology and Osh State "
    "University signed a memorandum of understanding. Osh State University will send 40 students to Lanzhou.\n",
    "étude.md": "# A Confucius Institute in Bishkek\n\nThe Confucius Institute at Kyrgyz National University was "
    "established in 2008. It has about 1,200 students.\n",
    "copy.html": "<h1>Universities open joint laboratory</h1><p>On 3 May 2021, Lanzhou University of Technology and "
    "Osh State University signed a memorandum of understanding.</p><p>=1+1 is no formula.</p>",
    "more.txt": "Forum held in Tashkent\n\nThe Education Forum was held in Tashkent on 12 June 2019. Tashkent State "
    "University and Northwest University attended the forum.\n",
}
BUILD = """
import sys
from pathlib import Path
from educoop import batches, build
from educoop.dataset.release import write_release
documents, output, workers, order = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
backwards = order == "backwards"
corpus = build.read(documents)
if backwards:
    corpus = build.Corpus(corpus.sources[::-1], corpus.rejects[::-1])
if workers > 1:
    batches.batches = lambda sources: [[s] for s in sources]  # each document a batch, so that both workers have some
batch = batches.extract_all(corpus.sources, workers=workers)
assert len(batch.extractions) == 4, batch
tables = build.assemble(corpus, batch).tables
if backwards:
    tables = {name: rows[::-1] for name, rows in reversed(tables.items())}
write_release(tables, corpus.raw_texts(), output)
"""
HERE = {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "1", "PYTHONUTF8": "0", "OMP_NUM_THREADS": "1"}
THERE = {"TZ": "Asia/Almaty", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2"}


def start(folder: Path, workers: int, order: str, settings: dict[str, str]) -> subprocess.Popen[bytes]:
    (folder / "documents").mkdir(parents=True)
    for name, text in DOCUMENTS.items() if order == "forwards" else reversed(DOCUMENTS.items()):
        (folder / "documents" / name).write_text(text, "utf-8")
    command = [sys.executable, "-c", BUILD, "documents", "out", str(workers), order]
    paths = os.pathsep.join(p for p in sys.path if p)
    return subprocess.Popen(command, cwd=folder, env={**os.environ, "PYTHONPATH": paths, **settings})


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two releases of the same documents, with all that ought not to matter different at once."""
    home = tmp_path_factory.mktemp("same")
    one, other = home / "one", home / "other place, ünïcode"
    runs = [start(one, 1, "forwards", HERE), start(other, 2, "backwards", THERE)]
    assert [run.wait() for run in runs] == [0, 0]
    return one / "out", other / "out"


@pytest.mark.slow
def test_all_files_of_the_package_are_the_same_bytes(releases: tuple[Path, Path]) -> None:
    one, other = (release / "package" for release in releases)
    assert files_below(one) == files_below(other)
    assert [n for n in files_below(one) if (one / n).read_bytes() != (other / n).read_bytes()] == []
    assert {Path(n).suffix for n in files_below(one)} >= {".csv", ".parquet", ".json", ".jsonld", ".ttl", ".md", ".cff"}


@pytest.mark.slow
def test_the_databases_hold_the_same(releases: tuple[Path, Path]) -> None:
    """Tables as the schemas state them, rows with their NULLs, views, macros, keys and comments; the file itself has a
    random id in it."""
    with duckdb.connect() as connection:
        for name, release in zip(("one", "other"), releases, strict=True):
            connection.execute(
                f"ATTACH '{str(release / 'educoop.duckdb').replace(chr(39), chr(39) * 2)}' AS {name} (READ_ONLY)"
            )

        def content(sql: str) -> list[tuple[object, ...]]:
            """What a query on the catalogue gives, the same in both databases."""
            one, other = (connection.execute(sql, {"name": name}).fetchall() for name in ("one", "other"))
            assert one == other
            return one

        columns = content(
            "SELECT table_name, column_name, data_type, is_nullable, comment FROM duckdb_columns() "
            "WHERE database_name = $name AND schema_name = 'main' ORDER BY table_name, column_index"
        )
        types = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"}
        stated = [(s.name, c.name, types[c.type], not c.required, c.description)
                  for s in load_schemas().values() for c in s.columns]  # fmt: skip
        assert set(stated) <= set(columns)
        views = content("SELECT view_name, sql, comment FROM duckdb_views() WHERE database_name = $name ORDER BY 1")
        assert {name for name, _, _ in views} >= set(VIEWS)
        macros = content(
            "SELECT function_name, macro_definition, comment FROM duckdb_functions() "
            "WHERE database_name = $name ORDER BY 1"
        )
        assert {name for name, _, _ in macros} >= {*SCALAR_MACROS, *TABLE_MACROS}
        assert content("SELECT constraint_text FROM duckdb_constraints() WHERE database_name = $name ORDER BY ALL")

        filled = 0
        for name in [*load_schemas(), *VIEWS]:
            count = connection.execute(f"SELECT count(*) FROM one.{identifier(name)}").fetchone()
            filled += count != (0,)
            for a, b in (("one", "other"), ("other", "one")):
                # In sets NULL is NULL, and '' is another thing.
                sql = f"FROM {a}.{identifier(name)} EXCEPT ALL FROM {b}.{identifier(name)}"
                assert connection.execute(sql).fetchall() == [], name
        assert filled > 20


@pytest.mark.slow
def test_csv_and_parquet_hold_the_rows_of_the_database(releases: tuple[Path, Path]) -> None:
    from educoop.dataset.verify import verify

    assert verify(releases[1]) == []
