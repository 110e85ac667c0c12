from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest
from docx import Document

from educoop.documents.docx import read_docx
from educoop.documents.pdf import read_pdf
from educoop.documents.read import RegistryError, document_slug, read_documents
from educoop.documents.unreadable import Unreadable

SEEDS = Path(__file__).resolve().parents[2] / "seeds"


def minimal_pdf(text: str) -> bytes:
    stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode() if text else b""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, 2)
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for place in places:
        out.write(b"%010d 00000 n \n" % place)
    out.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return out.getvalue()


def docx_bytes(*paragraphs: tuple[str, str]) -> bytes:
    document = Document()
    for text, style in paragraphs:
        document.add_paragraph(text, style=style)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def reasons(folder: Path, **options: int) -> dict[str, str]:
    return {r["file"]: r["reason"] for r in read_documents(folder, None, **options)[1]}


def test_reads_all_five_kinds_sorted_by_name(tmp_path: Path) -> None:
    (tmp_path / "e.txt").write_text("Plain.", "utf-8")
    (tmp_path / "d.md").write_text("# Marked", "utf-8")
    (tmp_path / "c.html").write_text("<p>Tagged</p>", "utf-8")
    (tmp_path / "b.pdf").write_bytes(minimal_pdf("Printed"))
    (tmp_path / "a.docx").write_bytes(docx_bytes(("Typed", "Normal")))
    sources, rejects = read_documents(tmp_path, None)
    assert rejects == []
    assert [s.file for s in sources] == ["a.docx", "b.pdf", "c.html", "d.md", "e.txt"]
    assert [s.text.strip() for s in sources] == ["Typed", "Printed", "<p>Tagged</p>", "# Marked", "Plain."]
    assert [s.media_type for s in sources][2:] == ["text/html", "text/markdown", "text/plain"]


def test_content_outweighs_the_extension(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("<!DOCTYPE html><p>Hi</p>", "utf-8")
    (tmp_path / "print.txt").write_bytes(minimal_pdf("Printed"))
    assert {s.file: s.media_type for s in read_documents(tmp_path, None)[0]} == {
        "page.txt": "text/html",
        "print.txt": "application/pdf",
    }


def test_line_ends_and_byte_order_mark_stay_in_the_raw_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbfOne\r\ntwo")
    assert read_documents(tmp_path, None)[0][0].text == "\ufeffOne\r\ntwo"


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", b"", "empty"),
        ("b.txt", b" \n\t", "empty"),
        ("c.txt", b"ab\x00cd", "not_text"),
        ("c.md", b"\x1b[2J\x01\x02" * 9, "not_text"),
        ("d.txt", "Kraków".encode("iso-8859-2"), "invalid_utf8"),
        ("e.pdf", minimal_pdf(""), "no_text_layer"),
        ("f.pdf", b"%PDF-1.4 broken", "unreadable"),
        ("g.docx", b"PK\x03\x04 broken", "unreadable"),
        ("h.xlsx", b"PK\x03\x04", "unsupported_type"),
        ("i.pdf", b"just text", "unreadable"),
    ],
)
def test_a_bad_file_is_a_reject_with_its_reason(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(data)
    (tmp_path / "good.txt").write_text("Good.", "utf-8")
    sources, rejects = read_documents(tmp_path, None)
    assert [s.file for s in sources] == ["good.txt"]
    assert [(r["file"], r["stage"], r["reason"]) for r in rejects] == [(name, "read", reason)]
    assert rejects[0]["detail"]


def test_invalid_utf8_names_the_byte(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"abc\xff")
    assert "byte 3" in read_documents(tmp_path, None)[1][0]["detail"]


def test_the_same_bytes_again_are_a_duplicate(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Same.", "utf-8")
    (tmp_path / "b.txt").write_text("Same.", "utf-8")
    sources, rejects = read_documents(tmp_path, None)
    assert len(sources) == 1
    assert rejects[0]["reason"] == "duplicate"
    assert "a.txt" in rejects[0]["detail"]


def test_a_file_above_the_limit_is_too_large(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x" * 101, "utf-8")
    assert reasons(tmp_path, max_bytes=100) == {"a.txt": "too_large"}


def test_links_out_of_the_folder_and_loops_are_rejects(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text("Secret.", "utf-8")
    folder = tmp_path / "folder"
    folder.mkdir()
    os.symlink(outside / "secret.txt", folder / "leak.txt")
    os.symlink(outside, folder / "leaks")
    os.symlink(folder / "loop.txt", folder / "loop.txt")
    os.symlink(folder, folder / "again")
    sources, rejects = read_documents(folder, None)
    assert sources == []
    assert {r["file"]: r["reason"] for r in rejects} == {
        "again": "unsupported_type",
        "leak.txt": "outside_folder",
        "leaks": "outside_folder",
        "loop.txt": "outside_folder",
    }


@pytest.mark.parametrize("name", ["..x; DROP TABLE documents;.txt", "a\nb.txt", "$(rm -rf).txt", "'\"`.txt"])
def test_a_file_name_is_only_data(tmp_path: Path, name: str) -> None:
    if name.startswith("."):
        name = "x" + name
    (tmp_path / name).write_text("Text.", "utf-8")
    sources, rejects = read_documents(tmp_path, None)
    assert rejects == []
    assert sources[0].file == name
    assert sources[0].document_id == document_slug(name.rsplit(".", 1)[0])


def test_ids_that_collide_get_a_part_of_the_hash(tmp_path: Path) -> None:
    (tmp_path / "My file.txt").write_text("One.", "utf-8")
    (tmp_path / "my-file.md").write_text("Two.", "utf-8")
    ids = sorted(s.document_id for s in read_documents(tmp_path, None)[0])
    assert all(i.startswith("my-file-") and len(i) == len("my-file-") + 8 for i in ids)
    assert ids[0] != ids[1]


def test_ids_without_ascii_letters() -> None:
    assert document_slug("文件") == "document"
    assert document_slug("Über_Schule 3") == "uber-schule-3"


def test_a_docx_bomb_is_too_large() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("word/document.xml", b"\0" * 100_000)
    with pytest.raises(Unreadable, match="too_large"):
        read_docx(out.getvalue(), max_unpacked=50_000)


def test_docx_headings_and_lists_carry_marks() -> None:
    data = docx_bytes(("Aims", "Heading 1"), ("First aim", "List Bullet"), ("Text.", "Normal"))
    assert read_docx(data) == "## Aims\n\n- First aim\n\nText."


def test_no_folder_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(NotADirectoryError, match="nowhere"):
        read_documents(tmp_path / "nowhere", None)


def test_registry_gives_the_id_and_the_entry(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Text.", "utf-8")
    registry = tmp_path / "sources.yaml"
    registry.write_text("a.txt: {id: smith-2020, creators: Ann Smith, licence: null}", "utf-8")
    (source,) = (s for s in read_documents(tmp_path, registry)[0] if s.file == "a.txt")
    assert source.document_id == "smith-2020"
    assert source.registry == {"id": "smith-2020", "creators": ["Ann Smith"]}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a.txt: {colour: red}", ["a.txt", "colour", "the keys are"]),
        ("gone.txt: {id: x}", ["gone.txt", "no such file"]),
        ("../sources.yaml: {id: x}", ["no such file"]),
        ("a.txt: [", ["not valid YAML"]),
        ("a.txt: {id: x}\nb.txt: {id: y}\na.txt: {id: z}", ["'a.txt' is told twice", "line 3"]),
        ("[a, b]", ["must be a mapping"]),
        ("a.txt: text", ["a.txt", "must be a mapping"]),
        ("a.txt: {may_republish: maybe}", ["may_republish", "true or false"]),
        ("a.txt: {published: 16.10.2023}", ["published", "16.10.2023", "write it as 2023-10-14"]),
        ("a.txt: {published: 2020-01-01 10:00:00}", ["published", "text"]),
        ("a.txt: {kind: newz}", ["a.txt", "'newz' is no kind", "press_release"]),
        ("a.txt: {language: in english}", ["language", "BCP 47"]),
        ("a.txt: {licence: CC BY 4}", ["licence", "SPDX"]),
        ("a.txt: {id: No Good}", ["id", "kebab-case"]),
        ("a.txt: {id: x}\nb.txt: {id: x}", ["already the id"]),
        ("a.txt: !!python/object/apply:os.system [ls]", ["not valid YAML"]),
    ],
)
def test_a_wrong_registry_is_one_clear_error(tmp_path: Path, text: str, words: list[str]) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "a.txt").write_text("A.", "utf-8")
    (folder / "b.txt").write_text("B.", "utf-8")
    registry = tmp_path / "sources.yaml"
    registry.write_text(text, "utf-8")
    with pytest.raises(RegistryError) as e:
        read_documents(folder, registry)
    assert all(w in str(e.value) for w in ["sources.yaml", *words])


@pytest.mark.parametrize(("written", "published"), [("2020-01-01", "2020-01-01"), ("2020", "2020"), ("'2020'", "2020")])
def test_a_date_of_the_registry_needs_no_quotes(tmp_path: Path, written: str, published: str) -> None:
    (tmp_path / "a.txt").write_text("A.", "utf-8")
    registry = tmp_path / "sources.yaml"
    registry.write_text(f"a.txt: {{published: {written}}}", "utf-8")
    (source,) = (s for s in read_documents(tmp_path, registry)[0] if s.file == "a.txt")
    assert source.registry == {"published": published}


def test_the_seed_registry_fits_the_seed_documents() -> None:
    sources, rejects = read_documents(SEEDS / "documents", SEEDS / "sources.yaml")
    assert rejects == []
    assert len({s.document_id for s in sources}) == 5
    assert [s.document_id for s in sources if s.registry.get("may_republish")] == ["shi-2025"]


def changing(times: int, path: Path, patch: pytest.MonkeyPatch) -> None:
    """Have somebody else write to a file while it is read, a number of times."""
    real, calls = os.fstat, 0

    def fstat(handle: int) -> os.stat_result:
        nonlocal calls
        found = real(handle)
        calls += 1
        if calls % 2 and calls < 2 * times:
            path.write_text(f"Written for the {calls}th time, and at greater length.", "utf-8")
        return found

    patch.setattr("educoop.documents.read.os.fstat", fstat)


def test_a_file_that_changes_while_it_is_read_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("At first.", "utf-8")
    changing(2, tmp_path / "a.txt", monkeypatch)
    sources, rejects = read_documents(tmp_path, None)
    assert [s.text for s in sources] == [(tmp_path / "a.txt").read_text("utf-8")]
    assert rejects == []


def test_a_file_that_never_stops_changing_is_a_reject(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("At first.", "utf-8")
    changing(100, tmp_path / "a.txt", monkeypatch)
    assert reasons(tmp_path) == {"a.txt": "changing"}


def test_a_file_that_has_become_a_pipe_or_a_link_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "link.txt").symlink_to("/etc/passwd")
    found = [(p.name, p) for p in (tmp_path / "gone.txt", tmp_path / "link.txt", tmp_path / "pipe.txt")]
    monkeypatch.setattr("educoop.documents.read._walk", lambda *_: found)
    assert reasons(tmp_path) == {"gone.txt": "unreadable", "link.txt": "unreadable", "pipe.txt": "unsupported_type"}


def flate_pdf(content: bytes, rounds: int = 1) -> bytes:
    import zlib

    for _ in range(rounds):
        content = zlib.compress(content, 9)
    filters = b" ".join([b"/FlateDecode"] * rounds)
    plain = minimal_pdf("x")
    start = plain.index(b"4 0 obj")
    stream = b"4 0 obj\n<< /Length %d /Filter [%s] >>\nstream\n%s\nendstream\nendobj\n" % (
        len(content),
        filters,
        content,
    )
    return plain[:start] + stream + plain[plain.index(b"5 0 obj") :]


@pytest.mark.parametrize("rounds", [1, 2])
def test_a_pdf_bomb_is_unreadable(tmp_path: Path, rounds: int) -> None:
    (tmp_path / "bomb.pdf").write_bytes(flate_pdf(bytes(200_000_000), rounds))
    assert reasons(tmp_path) == {"bomb.pdf": "unreadable"}


def test_a_pdf_of_more_pages_or_text_than_any_document_has_is_too_large() -> None:
    with pytest.raises(Unreadable, match="too_large"):
        read_pdf(minimal_pdf("Printed"), max_pages=0)
    with pytest.raises(Unreadable, match="too_large"):
        read_pdf(minimal_pdf("Printed"), max_characters=5)
    assert read_pdf(minimal_pdf("Printed"), max_pages=1, max_characters=7).strip() == "Printed"


def test_a_pdf_of_endless_steps_is_read_in_bounded_time(tmp_path: Path) -> None:
    (tmp_path / "steps.pdf").write_bytes(flate_pdf(b"q " * 500_000))
    assert reasons(tmp_path) == {"steps.pdf": "no_text_layer"}


def docx_of(xml: str) -> bytes:
    """A Word file whose document.xml is given."""
    whole, out = zipfile.ZipFile(io.BytesIO(docx_bytes(("x", "Normal")))), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in whole.namelist():
            archive.writestr(name, xml if name == "word/document.xml" else whole.read(name))
    return out.getvalue()


def word(text: str, entities: str) -> str:
    main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = f'<w:document xmlns:w="{main}"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>'
    return f'<?xml version="1.0"?><!DOCTYPE x [{entities}]>{body}'


def test_entities_of_a_word_file_that_multiply_are_unreadable() -> None:
    more = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))
    with pytest.raises(Unreadable, match="unreadable"):
        read_docx(docx_of(word("&a9;", f'<!ENTITY a0 "ha">{more}')))


def test_entities_of_a_word_file_lead_to_no_other_file(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret", "utf-8")
    address = (tmp_path / "secret.txt").as_uri()
    assert "secret" not in read_docx(docx_of(word("Shown &a;", f'<!ENTITY a SYSTEM "{address}">')))


def test_a_word_file_that_lies_about_its_size_is_no_way_around_the_limit() -> None:
    data = docx_of(word("x" * 3_000_000, ""))
    at = data.rindex(b"word/document.xml") - 46 + 24  # the size when unpacked, in the list at the archive's end
    lying = data[:at] + (1000).to_bytes(4, "little") + data[at + 4 :]
    with pytest.raises(Unreadable, match=r"unreadable|too_large"):
        read_docx(lying, max_unpacked=2_000_000)
