"""A folder of bad documents and one good one: the good one is built, each bad one is rejected with its reason."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from pypdf import PdfWriter

from educoop.build import build

GOOD = (
    "Universities open joint laboratory\n\n"
    "On 3 May 2021, Lanzhou University of Technology and Osh State University signed a memorandum of understanding.\n"
)
INJECTION = "x; DROP TABLE.txt"


def hostile(folder: Path, long_line: str) -> None:
    folder.mkdir()
    (folder / "good.txt").write_text(GOOD)
    (folder / "empty.txt").touch()
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 64)
    (folder / "invalid.txt").write_bytes("Universität".encode("latin-1"))
    (folder / "program.exe").write_bytes(b"MZ\x90\x00")
    (folder / "long.txt").write_text(long_line)
    pdf = PdfWriter()
    pdf.add_blank_page(width=100, height=100)
    pdf.write(folder / "scan.pdf")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing follows")
    (folder / "fake.docx").write_bytes(b"PK\x03\x04 no archive")
    (folder / INJECTION).write_text("")
    (folder / "loop").symlink_to("loop")
    (folder / "up").symlink_to("..")
    (folder / "passwords.txt").symlink_to("/etc/passwd")
    (folder / "\x1b[31mred\n.txt").write_text("")


@pytest.mark.parametrize(
    "long_line",
    [
        pytest.param("On 5 May 2021 Osh State University opened. " * 500, id="sentences"),
        pytest.param("lorem ipsum " * 20_000, id="words"),
        pytest.param("x" * 20_000_000, id="20 MB", marks=pytest.mark.slow),
    ],
)
def test_the_good_document_is_built_and_the_bad_ones_are_rejected(tmp_path: Path, long_line: str) -> None:
    hostile(tmp_path / "documents", long_line)
    summary = build(tmp_path / "documents", tmp_path / "dist")
    with duckdb.connect(str(summary.database), read_only=True) as database:
        built = {file for (file,) in database.execute("SELECT file FROM documents").fetchall()}
        rejects = dict(database.execute("SELECT file, reason FROM rejects").fetchall())
        names = {name for (name,) in database.execute("SELECT name FROM organisations").fetchall()}
    assert "good.txt" in built
    assert "Osh State University" in names
    assert rejects.keys() == {
        "empty.txt",
        "binary.txt",
        "invalid.txt",
        "program.exe",
        "scan.pdf",
        "broken.pdf",
        "fake.docx",
        INJECTION,
        "loop",
        "up",
        "passwords.txt",
        "\x1b[31mred\n.txt",
    } | ({"long.txt"} - built)
    assert all(rejects.values())
    assert rejects["empty.txt"] == rejects[INJECTION] == "empty"
    assert rejects["invalid.txt"] == "invalid_utf8"
    assert rejects["scan.pdf"] == "no_text_layer"


def test_a_good_file_may_have_a_hostile_name(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / INJECTION).write_text(GOOD)
    summary = build(tmp_path / "documents", tmp_path / "dist")
    with duckdb.connect(str(summary.database), read_only=True) as database:
        assert database.execute("SELECT file FROM documents").fetchall() == [(INJECTION,)]
    assert summary.rows["organisations"] == 2
