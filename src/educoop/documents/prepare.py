"""From a source to its reading: repaired view, passages, sentences."""

from __future__ import annotations

import re

from educoop.documents.draft import Draft, Edit
from educoop.documents.model import Passage, Reading, Sentence, Source
from educoop.documents.segment import is_heading
from educoop.documents.sentences import sentence_spans

_SINGLE_LINE = re.compile(r"[ \t]*\r?\n[ \t]*(?=\S)")


def prepare(source: Source) -> Reading:
    """Repair and segment one document. A pure function of the source."""
    raw = source.text
    draft = Draft.of(raw)
    if raw.startswith("\ufeff"):
        draft = draft.edited([Edit(0, 1, "")])
    # First version: blank lines border blocks, wrapped lines within a block are joined.
    lines = [(m.start(), m.end()) for m in re.finditer(r"[^\n]+", draft.text)]
    parts: list[tuple[int, int] | Edit] = []
    text = draft.text
    previous: tuple[int, int] | None = None
    for a, b in lines:
        piece = text[a:b]
        s, e = a + len(piece) - len(piece.lstrip()), a + len(piece.rstrip())
        if s >= e:
            continue
        if previous is not None:
            gap = text[previous[1] : s]
            length = previous[1] - previous[0]
            wrapped = gap.count("\n") == 1 and length < 130 and not is_heading(text[previous[0] : previous[1]])
            joined = wrapped and (text[s].islower() or length > 40)
            parts.append(Edit(previous[1], s, " " if joined else "\n\n"))
        parts.append((s, e))
        previous = (s, e)
    draft = draft.assembled(parts)
    passages: list[Passage] = []
    sentences: list[Sentence] = []
    section: str | None = None
    at = 0
    for block in draft.text.split("\n\n"):
        end = at + len(block)
        kind = "heading" if is_heading(block) else "paragraph"
        if kind == "heading":
            section = block
        position = len(passages)
        passages.append(Passage(position, kind, section if kind != "heading" else None, at, end))
        sentences.extend(Sentence(position, a, b) for a, b in sentence_spans(draft.text, at, end))
        at = end + 2
    return Reading(source, draft.view(), passages, sentences, [])
