"""Quotation marks: damaged, curly and straight ones become straight ones that open and close."""

from __future__ import annotations

import re
from collections.abc import Iterator

from educoop.documents.draft import Draft, Edit
from educoop.documents.repair_words import without_overlap

_FORMS = "“”„‟«»″〝〞"
_MARK = re.compile(rf"[\"{_FORMS}™\n]")
_MARK_OR_TWO = re.compile(rf"''|[\"{_FORMS}™\n]")
_BEFORE_OPENING = " \t\n([{—–-/'"
_AFTER_CLOSING = " \t\n.,;:!?)]}—–-/'"


def repair_quotes(draft: Draft) -> Draft:
    """Write all double quotation marks as `"`; put the space that is missing outside of a quotation, take away the one
    that is too many inside. A trade mark sign where a quotation is open closes it."""
    edits = without_overlap(list(_edits(draft.text)))
    # One character for one: no edit, whose objects would take many times the room of the text.
    text = draft.text
    for mark in _FORMS:
        text = text.replace(mark, '"')
    return draft.with_text(text).edited(edits)


def _edits(text: str) -> Iterator[Edit]:
    open_ = False
    # Two apostrophes stand for a quotation mark in some sources.
    marks = _MARK_OR_TWO if "''" in text else _MARK
    for m in marks.finditer(text):
        mark = m.group()
        if mark == "\n":
            open_ = False
            continue
        a, b = m.span()
        before = text[a - 1] if a else "\n"
        after = text[b] if b < len(text) else "\n"
        if mark == "™":
            if open_ and (before.isalnum() or before in ".,;:!?)") and (after in _AFTER_CLOSING or after in '"”'):
                yield Edit(a, b, '"', "damaged_quote")
                open_ = False
            continue
        closing = _closing(mark, before, after, open_)
        if mark == "''":
            yield Edit(a, b, '"')
        if closing:
            if open_ and before == " " and after in _AFTER_CLOSING and a > 1:
                yield Edit(a - 1, a, "")
            elif after.isalnum() and before not in " \t\n":
                yield Edit(b, b, " ")
        elif mark == '"' and (before.isalnum() or before in ",;:.!?)"):
            yield Edit(a, a, " ")
        open_ = not closing


def _closing(mark: str, before: str, after: str, open_: bool) -> bool:
    """Direction of a mark: by the space and the letters next to it; by its form and the pair before where they say
    nothing."""
    space_before, space_after = before in _BEFORE_OPENING, after in _AFTER_CLOSING
    if space_before and not space_after:
        return False
    if space_after and not space_before:
        return True
    if mark in "”»" and not space_before:
        return True
    if mark in "“„«" and not space_after:
        return False
    return open_
