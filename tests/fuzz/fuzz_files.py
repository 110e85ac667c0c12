"""Fuzz the reader, the repair and the rules, led by coverage, for some minutes.

    make fuzz SECONDS=600       stops at the first crash, hang or false claim; goes on from .cache/fuzz/corpus

A finding is written to .cache/fuzz/crash-… or timeout-…; `python -m fuzz.fuzz_files crash-…`, run within tests/, shows
it again.
"""

from __future__ import annotations

import sys

import atheris  # type: ignore[import-not-found]

with atheris.instrument_imports(include=["educoop.documents", "educoop.extraction"]):
    from .properties import NASTY, SUFFIXES, check_file, check_text, sentences

SENTENCES = sentences()
PAGE, PAGES = 40, 20
"""Sentences of a page, and pages, that are read before chance begins."""


def warm_up() -> None:
    """Read some pages, so that expressions made when first needed count for no text of the fuzzer."""
    for i in range(PAGES):
        check_text("\n".join(SENTENCES[i :: len(SENTENCES) // PAGE]))


def one(data: bytes) -> None:
    """A file of chance bytes, or a text put together of telling pieces and sentences of real pages."""
    chance = atheris.FuzzedDataProvider(data)
    if chance.ConsumeIntInRange(0, 3) == 0:
        check_file(chance.ConsumeBytes(2000), SUFFIXES[chance.ConsumeIntInRange(0, len(SUFFIXES) - 1)])
        return
    media_type = ("text/plain", "text/markdown", "text/html")[chance.ConsumeIntInRange(0, 2)]
    text = ""
    while chance.remaining_bytes() and len(text) < 5000:
        kind = chance.ConsumeIntInRange(0, 8)
        if kind > 4:
            text += SENTENCES[chance.ConsumeIntInRange(0, len(SENTENCES) - 1)] + (" ", "\n")[kind % 2]
        elif kind:
            text += NASTY[chance.ConsumeIntInRange(0, len(NASTY) - 1)]
        else:
            text += chance.ConsumeUnicodeNoSurrogates(8)
    check_text(text, media_type)


if __name__ == "__main__":
    atheris.Setup([*sys.argv, "-timeout=20", "-max_len=600", "-len_control=0"], one)
    warm_up()
    atheris.Fuzz()
