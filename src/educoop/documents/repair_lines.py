"""Lines to blocks: join what was wrapped, take side matter out of the sentences it interrupts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from educoop.documents.draft import Draft, Edit
from educoop.documents.lexicon import pattern, words
from educoop.documents.lines import (
    Line,
    all_caps,
    bullet,
    caption,
    column_width,
    finished,
    is_wrapped,
    label,
    lower_start,
    marked_entry,
    numbered,
    title_case,
)
from educoop.documents.model import Span
from educoop.documents.vocabulary import Vocabulary

_NOTE = re.compile(r"(?:\d{1,2}[.)]?|[*†‡①-⑳])\s+(?=[A-Z\"“'])")
_ENTRY_BULLET = re.compile(r"[-•]\s+(?=\S)")
_CITATION_START = re.compile(r"\[\d{1,3}\]\s+[A-Z\"“]")
_LAST_WORD = re.compile(r"([^\W\d_]+)\W*$")
_MARKDOWN = re.compile(r"#{1,6}\s+|>\s+|\||\*\*[^*]{1,150}\*\*$|(?:-{3,}|\*{3,}|_{3,}|={3,})$")
_NUMBER = re.compile(r"\d{1,2}")
_TABLE_ROW = re.compile(r"\S {4,}\S| \| ")
_LEADERS = re.compile(r"(?:\.{4,40}|(?:\. ){4,40}\.?|…{2,20})\s?[^\s.…][^.…]{0,30}$")
"""Dots that lead from an entry to its figure, as in a list of members with their years or a table of contents."""
_MARK_SIGNS = "#>|*-_="
_HYPHEN_END = re.compile(r"([^\W\d_]{1,40})( ?)-$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_END_OF_NOTE = re.compile(r"(?:https?://|www\.)\S+$")
_MAX_NOTE_LINES = 60


@dataclass(slots=True)
class Block:
    """Pieces of the draft that are read as one, in their order. An empty kind is still to be found out."""

    pieces: list[Span] = field(default_factory=list)
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """What holds for the lines of a whole document."""

    text: str
    lines: Sequence[Line]
    vocabulary: Vocabulary
    wrapped: bool
    width: int
    tabular: bool
    """Whether any line may fall into cells."""
    named: dict[int, bool] = field(default_factory=dict)
    """Lines already asked whether they name an institution, with the answer."""

    @staticmethod
    def of(text: str, lines: Sequence[Line], vocabulary: Vocabulary) -> Layout:
        """Measure the lines of a text."""
        tabular = any(sign in text for sign in (" | ", "    ", "....", ". . .", "……"))
        return Layout(text, lines, vocabulary, is_wrapped(text, lines), column_width(lines), tabular)

    def words(self, line: Line) -> str:
        """The text of a line."""
        return self.text[line.start : line.end]

    def finished(self, line: Line) -> bool:
        """Whether a sentence ends with the line."""
        return finished(self.text[max(line.end - 40, line.start) : line.end])


def blocks_of(text: str, lines: list[Line], vocabulary: Vocabulary) -> list[Block]:
    """Blocks in reading order. Side matter stands after the block it interrupted."""
    layout = Layout.of(text, lines, vocabulary)
    _mark_notes(layout)
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
        kind = _line_kind(layout, i)
        if current is not None and last is not None and _goes_on(layout, current, last, line, i, kind):
            # A list mark in the middle of an entry is not the entry's.
            skip = bullet(text[line.start : line.start + 10]) if current.kind == "" and kind == "" else 0
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


def _line_kind(layout: Layout, i: int) -> str:
    """Kind of the block that line i would begin, where the line alone tells it."""
    line = layout.lines[i]
    if line.end - line.start > 300 or layout.text[line.start].islower():
        return ""
    words_ = layout.words(line)
    if caption(words_):
        return "caption"
    if layout.wrapped and _heading_line(layout, i, words_):
        return "heading"
    return ""


def _heading_line(layout: Layout, i: int, words_: str) -> bool:
    """Whether a line of a wrapped text begins a heading."""
    if words_.endswith((".", ";", ",")):
        return False
    number = numbered(words_)
    if all_caps(words_):
        return number > 0 or len(words_.split()) >= 2 or layout.lines[i].gap > 0 or i == 0
    after = layout.lines[i + 1] if i + 1 < len(layout.lines) else None
    # An entry of a list goes on under its words, not under its number.
    hangs = after is not None and not after.gap and after.indent >= layout.lines[i].indent + number
    return number > 0 and not hangs and title_case(words_[number:])


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
        return length > 0.6 * layout.width and len(current.pieces) > 1 and not _NOTE.match(words_)
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


def _mark_notes(layout: Layout) -> None:
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
        if is_note and above is not None and _NOTE.match(words_) and layout.finished(above):
            end = _small_print(layout, i)
            for k in range(i, end):
                lines[k].zone, lines[k].group = lines[k].zone or "footnote", line.start
        elif is_note and above is not None and _NOTE.match(words_):
            runs_on = i + 1 < len(lines) and lines[i + 1].gap == 0
            long = above.end - above.start > 0.5 * layout.width
            end = _note_end(layout, i, above) if long and (runs_on or not _heading_line(layout, i, words_)) else i
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
    alone = end == len(lines) or not _NOTE.match(layout.words(lines[end])[:10])
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


def join_blocks(draft: Draft, blocks: Sequence[Block], vocabulary: Vocabulary) -> Draft:
    """The blocks' text: wrapped lines joined by a space or at a hyphen, blocks separated by a blank line."""
    # A line end between two pieces that follow each other becomes a space one for one, without an edit.
    draft = draft.with_text(draft.text.replace("\n", " "))
    parts: list[Span | Edit] = []
    for number, block in enumerate(blocks):
        if number:
            at = block.pieces[0][0]
            parts.append(Edit(at, at, "\n\n"))
        for k, (a, b) in enumerate(block.pieces):
            if k == 0:
                parts.append((a, b))
                continue
            previous = block.pieces[k - 1][1]
            last = parts[-1]
            adjacent = a == previous + 1 and not isinstance(last, Edit) and draft.text[previous] == " "
            if adjacent and draft.text[previous - 1] != "-" and isinstance(last, tuple):
                parts[-1] = (last[0], b)
                continue
            if draft.text[previous : previous + 1].isspace() and draft.text[previous:a].isspace():
                gap = Edit(previous, a, " ")
            else:
                gap = Edit(a, a, " ")
            hyphen = after = None
            if draft.text[previous - 1] == "-":
                hyphen = _HYPHEN_END.search(draft.text, max(block.pieces[k - 1][0], previous - 40), previous)
                after = _FIRST_WORD.match(draft.text, a, b)
            if hyphen and after and after.group()[0].islower():
                join = _hyphen_join(hyphen.group(1), after.group(), bool(hyphen.group(2)), vocabulary)
                if join is not None:
                    start = parts.pop()
                    if isinstance(start, Edit):
                        raise AssertionError("a piece stands before each gap")
                    cut = previous - 1 - len(hyphen.group(2))
                    parts.append((start[0], cut))
                    if join == "-" and not hyphen.group(2):
                        parts.append((cut, previous))
                    elif join == "-":
                        parts.append(Edit(cut, previous, "-", "hyphen_spacing"))
                    gap = Edit(a, a, "")
            if gap.new:
                parts.append(gap)
            parts.append((a, b))
    return draft.assembled(parts)


def _hyphen_join(left: str, right: str, spaced: bool, vocabulary: Vocabulary) -> str | None:
    """What joins two parts of a word across a line end: "-", "" or None for a dash between two words."""
    low, both = left.lower(), f"{left}-{right}".lower()
    if both in vocabulary.hyphenated:
        return "-"
    if vocabulary.words[low + right] > 0 and not spaced:
        return ""
    if low in words("prefixes"):
        return "-"
    if spaced:
        return None
    if right in ("and", "or", "to"):
        return None
    # Two words of their own make a compound; a part that is no word alone is the half of one.
    return "-" if vocabulary.words[low] > 1 and vocabulary.words[right] > 1 else ""


def is_reference_heading(text: str) -> bool:
    """Whether a block is the heading of a list of cited works."""
    return pattern("references").fullmatch(text.strip(" :#*")) is not None
