"""From a source to its reading: repaired view, passages, sentences."""

from __future__ import annotations

import re

from educoop.documents.draft import Draft, Edit
from educoop.documents.html import html_draft
from educoop.documents.lines import split_lines
from educoop.documents.model import Passage, Reading, Sentence, Source, Span
from educoop.documents.repair_characters import repair_characters
from educoop.documents.repair_columns import take_columns_apart
from educoop.documents.repair_furniture import mark_running_lines
from educoop.documents.repair_joins import Block, join_blocks
from educoop.documents.repair_lines import blocks_of
from educoop.documents.repair_quotes import repair_quotes
from educoop.documents.repair_words import repair_words
from educoop.documents.segment import Cut, is_bold, passages_of, strip_marks
from educoop.documents.sentences import sentence_spans
from educoop.documents.vocabulary import Vocabulary

_NOTE_NUMBER = re.compile(r"([lLI|]|\d{1,2})[.)]?\s")
_WHOLE = frozenset({"title", "heading", "reference", "boilerplate"})
"""Kinds that are one sentence, whatever stands in them."""


def prepare(source: Source) -> Reading:
    """Repair and segment one document. A pure function of the source, linear in its text."""
    draft = html_draft(source.text) if source.media_type == "text/html" else Draft.of(source.text)
    draft = repair_characters(draft)
    vocabulary = Vocabulary(draft.text)
    lines = split_lines(draft.text)
    mark_running_lines(draft.text, lines)
    lines, seams = take_columns_apart(draft.text, lines, vocabulary, draft.places_of("\t"))
    draft = draft.logged(seams, "column_cut", "\n")
    blocks = blocks_of(draft.text, lines, vocabulary)
    marks = [_strip(draft.text, b) for b in blocks]
    notes = _note_numbers(draft.text, blocks)
    draft = join_blocks(draft, blocks, vocabulary)
    draft = _mend_note_numbers(draft, blocks)
    draft = repair_words(draft, vocabulary, notes)
    draft = repair_quotes(draft)
    cuts = _cuts(draft.text, blocks, marks)
    passages = passages_of(draft.text, cuts)
    repairs = tuple(sorted(draft.repairs, key=lambda r: (r.start, r.end, r.rule)))
    return Reading(source, draft.view(), passages, _sentences(draft.text, passages), repairs)


def _strip(text: str, block: Block) -> str:
    """Take the marks of headings and list items off the start of a block; what they were: "#", "##", "-" or ""."""
    start, end = block.pieces[0]
    if len(block.pieces) == 1 and is_bold(text, start, end):
        return "##"
    length = strip_marks(text, start, end)
    if not length or start + length >= end:
        return ""
    block.pieces[0] = (start + length, end)
    mark = text[start : start + length].strip()
    if mark == "[caption]":
        return "caption"
    if mark.startswith("#"):
        return "#" if mark == "#" else "##"
    return "" if mark.startswith(">") else "-"


def _note_numbers(text: str, blocks: list[Block]) -> frozenset[int]:
    """Numbers of the footnotes cut out of the text, and those up to the highest of them."""
    numbers: list[int] = []
    for block in blocks:
        if block.kind == "footnote":
            m = _NOTE_NUMBER.match(text, *block.pieces[0])
            if m:
                numbers.append(int(m.group(1)) if m.group(1).isdigit() else 1)
    return frozenset(range(1, max(numbers) + 1)) if numbers else frozenset()


def _mend_note_numbers(draft: Draft, blocks: list[Block]) -> Draft:
    """Write the number of a footnote that was read as a letter: `l.` is `1.`."""
    edits: list[Edit] = []
    for block, (start, end) in zip(blocks, _spans(draft.text, blocks), strict=True):
        if block.kind == "footnote":
            m = _NOTE_NUMBER.match(draft.text, start, end)
            if m and not m.group(1).isdigit():
                edits.append(Edit(m.start(1), m.end(1), "1", "damaged_number"))
    return draft.edited(edits)


def _spans(text: str, blocks: list[Block]) -> list[Span]:
    """Spans of the blocks of a joined text. A block of nothing but marks leaves an empty one."""
    spans: list[Span] = []
    at = 0
    for m in re.finditer("\n\n", text):
        spans.append((at, m.start()))
        at = m.end()
    spans.append((at, len(text)))
    return spans if blocks else []


def _cuts(text: str, blocks: list[Block], marks: list[str]) -> list[Cut]:
    cuts: list[Cut] = []
    for (start, end), block, mark in zip(_spans(text, blocks), blocks, marks, strict=True):
        piece = text[start:end]
        a = start + len(piece) - len(piece.lstrip())
        b = a + len(piece.strip())
        if a < b:
            cuts.append(Cut(a, b, block.kind, mark))
    return cuts


def _sentences(text: str, passages: list[Passage]) -> list[Sentence]:
    sentences: list[Sentence] = []
    for p in passages:
        if p.kind in _WHOLE:
            sentences.append(Sentence(p.position, p.start, p.end))
        else:
            sentences.extend(Sentence(p.position, a, b) for a, b in sentence_spans(text, p.start, p.end))
    return sentences
