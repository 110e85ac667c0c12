"""Files of chance: no crash, no claim without its place. `fuzz_files.py` goes on for as long as one likes."""

from __future__ import annotations

import io
import random
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .properties import NASTY, SUFFIXES, check_file, check_text, sentences

FEWER = settings(max_examples=60)
PIECES = st.lists(st.one_of(st.sampled_from(NASTY), st.text(max_size=12)), max_size=40).map("".join)


@FEWER
@given(PIECES, st.sampled_from(["text/plain", "text/markdown", "text/html"]))
def test_any_text_is_read_and_all_claims_stand_in_it(text: str, media_type: str) -> None:
    check_text(text.encode("utf-8", "replace").decode(), media_type)


@FEWER
@given(
    st.lists(
        st.tuples(st.sampled_from(sentences()), st.sampled_from([" ", " ", "\n", "\n\n", ": ", " | "])), max_size=30
    )
)
def test_any_mixture_of_real_sentences_is_read_and_all_claims_stand_in_it(pieces: list[tuple[str, str]]) -> None:
    check_text("".join(piece + behind for piece, behind in pieces))


@FEWER
@given(st.binary(max_size=400), st.sampled_from(SUFFIXES))
def test_any_bytes_are_read_or_rejected(content: bytes, suffix: str) -> None:
    check_file(content, suffix)


@FEWER
@given(st.binary(max_size=300), st.sampled_from([b"%PDF-1.4\n", b"PK\x03\x04", b"\xef\xbb\xbf", b"<!doctype html>"]))
def test_any_bytes_under_a_true_beginning_are_read_or_rejected(content: bytes, beginning: bytes) -> None:
    for suffix in SUFFIXES:
        check_file(beginning + content, suffix)


def docx() -> bytes:
    from docx import Document

    document = Document()
    document.add_heading("Agreement", 1)
    document.add_paragraph("Osh State University signed an agreement.")
    document.add_table(2, 2).cell(0, 0).text = "3"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize("seed", range(5))
def test_a_damaged_word_file_is_read_or_rejected(seed: int) -> None:
    rng, whole = random.Random(seed), docx()
    for _ in range(10):
        damaged = bytearray(whole)
        for _ in range(rng.randint(1, 20)):
            damaged[rng.randrange(len(damaged))] = rng.randrange(256)
        check_file(bytes(damaged[: rng.randint(len(damaged) // 2, len(damaged))]), ".docx")
    # Damage within the parts, which a checksum of the archive would notice.
    parts = zipfile.ZipFile(io.BytesIO(whole))
    for _ in range(10):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for name in parts.namelist():
                content = bytearray(parts.read(name))
                if name == "word/document.xml":
                    for _ in range(rng.randint(1, 5)):
                        content[rng.randrange(len(content))] = rng.choice(b'<>/"= &;x')
                archive.writestr(name, bytes(content))
        check_file(out.getvalue(), ".docx")
