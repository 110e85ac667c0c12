"""Footnotes at the foot of a page or column, taken out of the sentence that they interrupt."""

from __future__ import annotations

import re

from educoop.documents.layout import Layout, heading_line
from educoop.documents.lines import Line, finished, lower_start

NOTE = re.compile(r"(?:\d{1,2}[.)]?|[*†‡①-⑳])\s+(?=[A-Z\"“'])")
_NUMBER = re.compile(r"\d{1,2}")
_END_OF_NOTE = re.compile(r"(?:https?://|www\.)\S+$")
_MAX_NOTE_LINES = 60


def mark_notes(layout: Layout) -> None:
    """Put footnotes that interrupt a sentence at a page's or column's foot into the zone `footnote`.

    A note starts with a number after a blank line while the sentence above is open, and ends where a line goes on with
    that sentence in small letters or with a known pair of words.
    """
    if not layout.wrapped:
        return
    lines = layout.lines
    above: Line | None = None
    i = 0
    while i < len(lines):
        line = lines[i]
        if line.zone:
            i += 1
            continue
        is_note = bool(line.gap) and above is not None and line.end - line.start <= 300
        words_ = layout.words(line) if is_note else ""
        if is_note and above is not None and NOTE.match(words_) and layout.finished(above):
            end = _small_print(layout, i)
            for k in range(i, end):
                lines[k].zone, lines[k].group = lines[k].zone or "footnote", line.start
        elif is_note and above is not None and NOTE.match(words_):
            runs_on = i + 1 < len(lines) and lines[i + 1].gap == 0
            long = above.end - above.start > 0.5 * layout.width
            end = _note_end(layout, i, above) if long and (runs_on or not heading_line(layout, i, words_)) else i
            for k in range(i, end):
                if not lines[k].zone:
                    lines[k].zone, lines[k].group = "footnote", line.start
            if end > i:
                if end < len(lines):
                    lines[end].gap = 0
                i = end
                continue
        above = line
        i += 1


def _small_print(layout: Layout, first: int) -> int:
    """End of a note of one paragraph between two sentences: a mark with its number is glued to a word of the text."""
    lines = layout.lines
    end = first + 1
    while end < len(lines) and not lines[end].gap and not lines[end].zone:
        end += 1
    number = _NUMBER.match(layout.words(lines[first]))
    if number is None or int(number.group()) not in layout.vocabulary.glued_numbers:
        return first
    alone = end == len(lines) or not NOTE.match(layout.words(lines[end])[:10])
    return end if alone and layout.finished(lines[end - 1]) else first


def _note_end(layout: Layout, first: int, above: Line) -> int:
    """The line that goes on with the sentence above the note, or `first` when none does."""
    lines = layout.lines
    tail = layout.text[max(above.end - 60, above.start) : above.end]
    by_pair = first
    for k in range(first + 1, min(first + _MAX_NOTE_LINES, len(lines))):
        if lines[k].zone:
            continue
        before = layout.words(lines[k - 1])[-200:]
        if not finished(before) and not _END_OF_NOTE.search(before):
            continue
        words_ = layout.words(lines[k])[:60]
        if _END_OF_NOTE.match(words_):
            continue
        if lower_start(words_, 0):
            return k
        if by_pair == first and layout.vocabulary.pairs(tail, words_) > 0:
            by_pair = k
    return by_pair
