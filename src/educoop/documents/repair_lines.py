"""Lines to blocks: which lines are read as one, with side matter taken out of the sentences it interrupts."""

from __future__ import annotations

import re

from educoop.documents.entries import Entry, cut_entries, entry_lines, is_reference_heading
from educoop.documents.layout import Layout, heading_line
from educoop.documents.lexicon import words
from educoop.documents.lines import (
    Line,
    all_caps,
    bullet,
    caption,
    label,
    lower_start,
    marked_entry,
    numbered,
    title_case,
)
from educoop.documents.repair_joins import Block
from educoop.documents.repair_notes import NOTE, mark_notes
from educoop.documents.vocabulary import Vocabulary

_ENTRY_BULLET = re.compile(r"[-•]\s+(?=\S)")
_CITATION_START = re.compile(r"\[\d{1,3}\]\s+[A-Z\"“]")
_LAST_WORD = re.compile(r"([^\W\d_]+)\W*$")
_MARKDOWN = re.compile(r"#{1,6}\s+|>\s+|\||\*\*[^*]{1,150}\*\*$|(?:-{3,}|\*{3,}|_{3,}|={3,})$")
_TABLE_ROW = re.compile(r"\S {4,}\S| \| ")
_LEADERS = re.compile(r"(?:\.{4,40}|(?:\. ){4,40}\.?|…{2,20})\s?[^\s.…][^.…]{0,30}$")
"""Dots that lead from an entry to its figure, as in a list of members with their years or a table of contents."""
_MARK_SIGNS = "#>|*-_="
_FIRST_WORD = re.compile(r"[^\W\d_]+")


def blocks_of(text: str, lines: list[Line], vocabulary: Vocabulary) -> list[Block]:
    """Blocks in reading order. Side matter stands after the block it interrupted."""
    lines = cut_entries(text, lines)
    layout = Layout.of(text, lines, vocabulary)
    mark_notes(layout)
    entries = entry_lines(text, lines)
    blocks: list[Block] = []
    last_line = {(line.zone, line.group): i for i, line in enumerate(lines) if line.zone}
    side: dict[tuple[str, int], Block] = {}
    """Side blocks not yet put down."""
    current: Block | None = None
    last: Line | None = None
    for i, line in enumerate(lines):
        if line.zone:
            kind = "heading" if line.zone == "column_heading" else line.zone
            side.setdefault((line.zone, line.group), Block(kind=kind)).pieces.append((line.start, line.end))
            continue
        entry = entries.get(i)
        kind = _line_kind(layout, i) if entry is None else _entry_kind(entry)
        if entry is not None or i - 1 in entries:
            goes_on = entry is not None and not entry.begins
        else:
            goes_on = current is not None and last is not None and _goes_on(layout, current, last, line, i, kind)
        if current is not None and goes_on:
            # A list mark in the middle of an entry is not the entry's.
            in_text = current.kind in ("", "reference") and kind in ("", "reference")
            skip = bullet(text[line.start : line.start + 10]) if in_text else 0
            current.pieces.append((line.start + (skip if _ENTRY_BULLET.match(text, line.start) else 0), line.end))
        else:
            if current is not None:
                blocks.append(current)
            if side:
                # Side matter is complete when its last line has been read.
                ready = [key for key in side if last_line[key] < i]
                blocks.extend(side.pop(key) for key in ready)
            current = Block([(line.start, line.end)], kind)
        last = line
    if current is not None:
        blocks.append(current)
    blocks.extend(side.values())
    return blocks


def _entry_kind(entry: Entry) -> str:
    return "reference" if entry.work else ""


def _line_kind(layout: Layout, i: int) -> str:
    """Kind of the block that line i would begin, where the line alone tells it."""
    line = layout.lines[i]
    if line.end - line.start > 300 or layout.text[line.start].islower():
        return ""
    words_ = layout.words(line)
    if caption(words_):
        return "caption"
    if layout.wrapped and heading_line(layout, i, words_):
        return "heading"
    return ""


def _goes_on(layout: Layout, current: Block, last: Line, line: Line, i: int, kind: str) -> bool:
    """Whether the line is read on with the block before it."""
    text = layout.text
    first_start, first_end = current.pieces[0]
    head = text[first_start : min(first_end, first_start + 200)]
    words_ = text[line.start : min(line.end, line.start + 200)]
    if (words_[0] in _MARK_SIGNS and _MARKDOWN.match(words_)) or (head[0] in _MARK_SIGNS and _MARKDOWN.match(head)):
        return False
    plain = layout.wrapped and not (current.kind or kind or line.gap) and words_[1:2] != ")"
    if plain and words_[0].isalpha() and words_[0].islower() and text[last.end - 1].isalpha():
        # Most lines: small letters go on with a line that ends within a sentence.
        return not (layout.tabular and (_is_row(words_) or _is_row(head)))
    if current.kind == "heading":
        if line.gap or len(current.pieces) >= 6:
            return False
        if all_caps(head):
            return all_caps(words_) and not numbered(words_)
        return not kind and last.end - last.start > 0.55 * layout.width and _heading_tail(layout, i)
    if kind:
        return False
    if layout.tabular and (_is_row(words_) or _is_row(head)):
        return False
    if current.kind == "caption":
        return line.gap == 0 and not layout.finished(last)
    done = layout.finished(last)
    low = lower_start(words_, 0)
    if bullet(words_) and not (layout.wrapped and line.gap == 0 and not done and not bullet(head)):
        return _entry_goes_on(head, words_, done)
    if marked_entry(words_):
        # A citation mark can't begin a paragraph: it belongs to the sentence before, unless this is a list of works.
        if len(current.pieces) == 1 and first_end - first_start < 60 and is_reference_heading(head):
            return False
        return not marked_entry(head) and bool(_CITATION_START.match(words_)) and layout.wrapped and i > 2 and done
    if line.gap == 0:
        return _wrapped_on(layout, last, line, i, words_, head, done, low)
    if done:
        return False
    length = last.end - last.start
    if layout.wrapped:
        if low:
            return length > 0.3 * layout.width
        return length > 0.6 * layout.width and len(current.pieces) > 1 and not NOTE.match(words_)
    if length < 120 or label(words_) or numbered(head):
        return False
    return low or _open_end(layout, last, words_)


def _is_row(words_: str) -> bool:
    """Whether a line falls into cells."""
    return (
        " | " in words_
        or ("    " in words_ and _TABLE_ROW.search(words_) is not None)
        or ((".." in words_ or ". ." in words_ or "……" in words_) and _LEADERS.search(words_) is not None)
    )


def _entry_goes_on(head: str, words_: str, done: bool) -> bool:
    """Whether a list item without a reference mark goes on with the entry before it, which has one."""
    bare = words_[bullet(words_) :]
    return bullet(head) > 0 and marked_entry(head[bullet(head) :]) and not marked_entry(bare) and not done


def _wrapped_on(layout: Layout, last: Line, line: Line, i: int, words_: str, head: str, done: bool, low: bool) -> bool:
    """Whether the next line without a blank line between is of the same paragraph."""
    length = last.end - last.start
    if label(words_) and label(head):
        return False
    if not low and _names_institutions(layout, i):
        return False
    if low and not done:
        return length >= 25 or layout.wrapped
    first_word = len(words_.split(None, 1)[0])
    if layout.wrapped:
        if numbered(words_) and done:
            return False
        if line.indent > last.indent + 2 and done:
            return False
        room = layout.width - length - 1
        return not (done and room > first_word + 0.12 * layout.width) and not (not low and room > 0.3 * layout.width)
    # A greedy line break: the next word had no room.
    return 50 <= length <= 140 and not done and length + 1 + first_word > layout.width > 0.8 * length


def _names_institutions(layout: Layout, i: int) -> bool:
    """Whether line i and the one before it stand in a list of institutions: three lines that name one each."""
    first = next((k for k in (i - 2, i - 1) if k >= 0 and all(_names_one(layout, n) for n in range(k, k + 3))), None)
    return first is not None


def _names_one(layout: Layout, i: int) -> bool:
    """Whether a line is the name of an institution and nothing else."""
    if i >= len(layout.lines) or layout.lines[i].end - layout.lines[i].start > 120:
        return False
    if i not in layout.named:
        layout.named[i] = _one_institution(layout, i)
    return layout.named[i]


def _one_institution(layout: Layout, i: int) -> bool:
    words_ = layout.words(layout.lines[i])
    if words_.endswith((".", ",", ";", ":", "-")) or not words_[0].isupper():
        return False
    tokens = _FIRST_WORD.findall(words_)
    small = sum(t[0].islower() for t in tokens)
    institutions = sum(t.lower() in words("institutions") for t in tokens)
    return tokens[-1].lower() not in words("open_words") and institutions == 1 and small < 0.5 * len(tokens)


def _open_end(layout: Layout, last: Line, words_: str) -> bool:
    """Whether a long line stops where no sentence can stop."""
    tail = layout.text[max(last.end - 60, last.start) : last.end]
    word = _LAST_WORD.search(tail)
    if word is None:
        return tail.endswith(",")
    open_word = tail.endswith(",") or word.group(1).lower() in words("open_words")
    return open_word or layout.vocabulary.pairs(tail, words_) > 1


def _heading_tail(layout: Layout, i: int) -> bool:
    """Whether line i is the second or a later line of a heading: title case, and the heading ends within two lines."""
    lines = layout.lines
    for k in range(i, min(i + 3, len(lines))):
        words_ = layout.words(lines[k])
        if len(words_) > 200 or words_.endswith(".") or not title_case(words_):
            return False
        if k + 1 == len(lines) or lines[k + 1].gap:
            return True
    return False
