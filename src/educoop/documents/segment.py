"""Zones: what each block of the view is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from educoop.documents.entries import is_reference_heading, opens_work
from educoop.documents.lexicon import pattern
from educoop.documents.lines import all_caps, bullet, caption, finished, label, marked_entry, numbered, title_case
from educoop.documents.model import Passage

_MARKS = re.compile(r"(?:#{1,6}\s+|>\s+|\[caption\]\s+|(?:[-–—*•●▪◦‣·○■□➢✓|])\s+(?=\S))+")
_BOLD = re.compile(r"(?:\*\*|__)[^*_]{2,150}(?:\*\*|__):?")
_NOTE = re.compile(r"\[\^\w{1,8}\]:\s")
_RULE = re.compile(r"[-*_=~·.|:\s]{3,}$")
_ENTRY_NUMBER = re.compile(r"(\d{1,3})[.)]\s")
_KEYWORDS = re.compile(r"key ?words|subjects?|index terms|topics?", re.IGNORECASE)
_ROW = re.compile(r"\w.{0,160}?(?:\s(?:[\d.,]{1,15}%?|[–—-]{1,2}|\.{2,3}|n/a)){2,40}(?:\s\([a-z]\))?")
_CODE = re.compile(r"#\s?\d|\b\d{5,}\b")
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_TOP = 10
"""Blocks at the head of a page among which the way to it is shown."""
_MOST_WAYS = 2
_LONG = 250
"""Longest heading or title, in characters."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A block of the view before its zone is known: offsets, what the layout knew of it, its heading or list mark."""

    start: int
    end: int
    kind: str
    mark: str


def is_bold(text: str, start: int, end: int) -> bool:
    """Whether a block is a short line in bold type and nothing else: a heading in Markdown."""
    return end - start < 160 and _BOLD.fullmatch(text, start, end) is not None


def strip_marks(text: str, start: int, end: int) -> int:
    """Length of the heading, quotation and list marks at the start of a block."""
    m = _MARKS.match(text, start, end)
    return m.end() - start if m else 0


def passages_of(text: str, cuts: Sequence[Cut]) -> list[Passage]:
    """Zones of all blocks, in their order."""
    kinds = _kinds(text, cuts)
    passages: list[Passage] = []
    section: str | None = None
    for cut, kind in zip(cuts, kinds, strict=True):
        if kind == "heading":
            section = text[cut.start : cut.end].strip("*_: ")
        under = None if kind in ("heading", "title") else section
        passages.append(Passage(len(passages), kind, under, cut.start, cut.end))
    return passages


def _kinds(text: str, cuts: Sequence[Cut]) -> list[str]:
    kinds: list[str] = []
    heads = [text[c.start : min(c.end, c.start + 420)] for c in cuts]
    page = _page_begins(heads)
    title = _title(heads, cuts, page)
    if page and title < page:  # the way stands under the title
        page, title = 0, _title(heads, cuts, 0)
    first_text = _first_text(heads, cuts, title)
    mode = ""
    for i, cut in enumerate(cuts):
        head = heads[i]
        short = cut.end - cut.start <= _LONG
        if cut.kind in ("footnote", "boilerplate", "caption"):
            kinds.append(cut.kind)
            continue
        if cut.mark == "caption" or _NOTE.match(head):
            kinds.append("caption" if cut.mark else "footnote")
            continue
        if i == title:
            if kinds and kinds[-1] == "heading" and all_caps(heads[i - 1]) and heads[i][0].islower():
                kinds[-1] = "title"  # PROTOCOL / of the Second Session …
            kinds.append("title")
            continue
        if i < page and short:
            kinds.append("boilerplate")
            continue
        if i == first_text + 1 and mode == "boilerplate":
            mode = ""  # a list of other articles stood above the text
        bare = head.strip(" :#*")
        if short and is_reference_heading(head):
            mode = "reference"
            kinds.append("heading")
            continue
        if short and pattern("notes").fullmatch(bare):
            mode = "footnote"
            kinds.append("heading")
            continue
        if short and pattern("back_matter").fullmatch(bare):
            mode = "boilerplate"
            kinds.append("boilerplate")
            continue
        if _is_boilerplate(head, short, i):
            kinds.append("boilerplate")
            continue
        if cut.kind == "reference":
            kinds.append("reference")
            mode = "listed"
            continue
        if mode == "listed":
            mode = ""
        is_caption = caption(head) or (cut.end - cut.start <= 400 and pattern("caption").match(head))
        if is_caption and not mode and cut.kind != "heading":
            kinds.append("caption")
            continue
        if _is_heading(heads, cuts, i, mode, i > first_text):
            mode = ""
            kinds.append("heading")
            continue
        if mode == "reference" and pattern("about_authors").match(head):
            mode = ""
        if mode:
            kinds.append(mode)
        elif pattern("cited_label").match(head):
            kinds.append("reference")
        elif cut.mark == "-" or _is_row(head) or bullet(head) or _is_list_entry(heads, i) or _is_field(heads, i):
            kinds.append("list_item")
        else:
            kinds.append("paragraph")
    _mark_entries(heads, kinds)
    _mark_cited_notes(heads, kinds)
    _mark_furniture_ends(heads, kinds)
    return kinds


def _mark_cited_notes(heads: Sequence[str], kinds: list[str]) -> None:
    """Notes under a heading of their own that mostly are works: references."""
    i = 0
    while i < len(heads):
        k = i + 1
        if kinds[i] == "heading" and pattern("notes").fullmatch(heads[i].strip(" :#*")):
            while k < len(heads) and kinds[k] == "footnote":
                k += 1
            works = sum(pattern("cited").search(h) is not None for h in heads[i + 1 : k])
            if k - i > 2 and 3 * works >= 2 * (k - i - 1):
                kinds[i + 1 : k] = ["reference"] * (k - i - 1)
        i = k


def _mark_furniture_ends(heads: Sequence[str], kinds: list[str]) -> None:
    """Short lines that stand among the page furniture at the end belong to it."""
    last = len(kinds)
    i = last - 1
    while i >= 0 and (kinds[i] == "boilerplate" or (kinds[i] in ("paragraph", "list_item") and _scrap(heads[i]))):
        if kinds[i] == "boilerplate" and not _RULE.fullmatch(heads[i]):
            last = i
        i -= 1
    for k in range(last, len(kinds)):
        if kinds[k] in ("paragraph", "list_item") and k + 1 < len(kinds):
            kinds[k] = "boilerplate"


def _scrap(head: str) -> bool:
    return len(head) < 100 and not finished(head) and not _is_row(head)


def _page_begins(heads: Sequence[str]) -> int:
    """Number of the block behind the way to the page ("Home > News"), before which a site speaks of itself; else 0."""
    shown = [i for i, head in enumerate(heads[:_TOP]) if _is_way(head)]
    # Many lines like it are a list ("A University / Kazakhstan").
    return shown[0 if len(shown) > _MOST_WAYS else -1] + 1 if shown else 0


def _is_way(head: str) -> bool:
    return len(head) <= _LONG and pattern("breadcrumb").fullmatch(head) is not None and not label(head)


def _title(heads: Sequence[str], cuts: Sequence[Cut], page: int) -> int:
    """Number of the block that is the document's title, -1 when there is none.

    The first short block that says something, from where the page begins and before any heading or paragraph; a heading
    of the first rank is one wherever it stands.
    """
    for i, cut in enumerate(cuts):
        if cut.mark == "#":
            return i
        if i > 200:
            break
    for i, (head, cut) in enumerate(zip(heads[:15], cuts, strict=False)):
        if i < page:
            continue
        if cut.kind in ("boilerplate", "caption", "footnote") or _is_boilerplate(head, len(head) <= _LONG, i):
            continue
        if pattern("dateline").fullmatch(head) or _is_field(heads, i) or _CODE.search(head):
            continue
        known = pattern("heading").fullmatch(head.strip(" :#*")) is not None
        if cut.end - cut.start > _LONG or known or (cut.kind == "heading" and numbered(head)):
            return -1
        if head.endswith((".", ";", ",", ":")) or numbered(head) or bullet(head) or marked_entry(head):
            return -1
        if len(head.split()) >= 3 or len(head) >= 15:
            return i
    return -1


def _first_text(heads: Sequence[str], cuts: Sequence[Cut], title: int) -> int:
    """Number of the first paragraph or known heading after the title: what stands between is bylines and datelines."""
    for i in range(title + 1, len(cuts)):
        head = heads[i]
        if cuts[i].kind == "heading" or cuts[i].mark or cuts[i].end - cuts[i].start > _LONG:
            return i - 1
        if numbered(head) or pattern("heading").fullmatch(head.strip(" :#*")) or (finished(head) and len(head) > 80):
            return i - 1
    return len(cuts)


def _is_boilerplate(head: str, short: bool, i: int) -> bool:
    if _RULE.fullmatch(head):
        return True
    if i < _TOP and _is_way(head):
        return True
    return pattern("boilerplate").match(head) is not None


def _is_heading(heads: Sequence[str], cuts: Sequence[Cut], i: int, mode: str, in_text: bool) -> bool:
    """Whether block i is a heading: by its mark, by what it says, by its number, by capitals, or by its shape."""
    head, cut = heads[i], cuts[i]
    if cut.end - cut.start > _LONG:
        return False
    if cut.kind == "heading" or cut.mark.startswith("#"):
        return True
    bare = head.strip(" :#*")
    if pattern("heading").fullmatch(bare):
        return True
    if _is_row(head):
        return False
    last = i + 1 == len(cuts)
    if mode == "reference":
        return bool(title_case(head) and not _YEAR.search(head) and not finished(head) and len(head) < 80 and not last)
    number = numbered(head)
    if number:
        return not finished(head) and not head.endswith((";", ",")) and not _is_list_entry(heads, i)
    if all_caps(head) and len(head) >= 4:
        return not last and not finished(head)
    if not in_text or last or head.endswith((".", ";", ",", "!", "?", ":", "…")) or bullet(head) or cut.mark:
        return bool(head.endswith(":") and len(head) < 40 and not last and title_case(head) and in_text)
    if pattern("dateline").fullmatch(head) or marked_entry(head) or label(head) or "@" in head:
        return False
    if pattern("person_line").match(head):
        return False
    # A short line in title case over a longer block.
    nearby = cuts[i + 1]
    return len(head) <= 110 and len(head.split()) >= 2 and title_case(head) and nearby.end - nearby.start > len(head)


def _is_row(head: str) -> bool:
    """Whether a block is a row of a table: cells parted by bars, or a label before two figures or more."""
    return " | " in head or (len(head) <= _LONG and _ROW.fullmatch(head) is not None)


def _is_list_entry(heads: Sequence[str], i: int) -> bool:
    """Whether a numbered block stands next to one with the number before or after it: a list, not headings."""
    m = _ENTRY_NUMBER.match(heads[i])
    if not m:
        return False
    number = int(m.group(1))
    for k, wanted in ((i - 1, number - 1), (i + 1, number + 1)):
        if 0 <= k < len(heads):
            other = _ENTRY_NUMBER.match(heads[k])
            if other and int(other.group(1)) == wanted:
                return True
    return finished(heads[i])


def _is_field(heads: Sequence[str], i: int) -> bool:
    """Whether a block is a labelled line: a short value, or next to another labelled line."""
    head = heads[i]
    if not label(head) or len(head) > 300 or (len(head) > 100 and finished(head)):
        return False
    if any(0 <= k < len(heads) and len(heads[k]) <= 300 and label(heads[k]) for k in (i - 1, i + 1)):
        return True
    value = head.split(":", 1)[1]
    return len(value) < 30 or (_KEYWORDS.match(head) is not None)


def _is_work(head: str) -> bool:
    """Whether an entry is a work by its form: by who wrote it, or by a year, volume or pages as they are cited."""
    return opens_work(head) or pattern("cited").search(head) is not None


def _mark_entries(heads: Sequence[str], kinds: list[str]) -> None:
    """A list of works without a heading: three or more blocks with reference marks in a row, most of them dated, some
    works by their form; numbered points, which may name years too, are none."""
    i = 0
    while i < len(heads):
        k = i
        while k < len(heads) and marked_entry(heads[k]) and kinds[k] in ("paragraph", "list_item"):
            k += 1
        dated = sum(_YEAR.search(h) is not None for h in heads[i:k])
        if k - i >= 3 and 3 * dated >= 2 * (k - i) and 3 * sum(map(_is_work, heads[i:k])) >= k - i:
            kinds[i:k] = ["reference"] * (k - i)
        i = max(k, i + 1)
