"""HTML: the text a reader sees, with the raw place of each character.

The parser of the standard library takes quadratic time on unclosed comments and raises on broken declarations, and the
tree builders lose the places; so tags are found here, forgiving and in one pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from educoop.documents.draft import Draft, Edit
from educoop.documents.model import Span

_BLOCK_TAGS = """address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption
figure form h1 h2 h3 h4 h5 h6 header hr html legend li main ol option p pre section summary table tbody tfoot thead
title ul"""
_SKIPPED_TAGS = "head script style nav footer noscript template svg iframe select button textarea"
_RAW_TAGS = "script style textarea iframe noscript title"
_BLOCK = frozenset(_BLOCK_TAGS.split())
_SKIPPED = frozenset(_SKIPPED_TAGS.split())
_RAW = frozenset(_RAW_TAGS.split())
_MARKS = {
    "h1": "# ",
    "h2": "## ",
    "h3": "## ",
    "h4": "## ",
    "h5": "## ",
    "h6": "## ",
    "li": "- ",
    "figcaption": "[caption] ",
}
_NOTE_NUMBER = re.compile(r"\s{0,9}(?:<[^>]{0,200}>\s{0,9}){0,3}\[?\d")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:-]{0,40})")
_QUOTE_OR_END = re.compile(r"=\s{0,20}(?P<quote>[\"'])|>")
# A run of spaces is looked at from its start only, or one without a line end would take quadratic time.
_BREAKS_OR_ENTITY = re.compile(
    r"(?<![ \t])[ \t]*[\r\n][ \t\r\n]*|&(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?"
)


def html_draft(raw: str) -> Draft:
    """The visible text of a page. Block elements are separated by blank lines, headings and list items carry the marks
    they have in Markdown; tags, scripts, styles, navigation and footers are left out. Linear in the page."""
    parts: list[Span | Edit] = []
    skipping = ""
    depth = pre = cells = 0
    last_end = _last_ends(raw)
    for start, end, slash, tag in _pieces(raw, last_end):
        if not tag:
            if not skipping:
                parts.extend(_text(raw, start, end, pre > 0))
        elif skipping:
            if tag == skipping:
                depth += -1 if slash else 1
                skipping = skipping if depth else ""
            elif tag == "body" and skipping == "head":
                skipping, depth = "", 0
        elif tag in _SKIPPED and not slash:
            # A tag that is never closed would swallow the rest of the page.
            if last_end[tag] > start:
                skipping, depth = tag, 1
        else:
            if tag == "pre":
                pre = max(pre + (-1 if slash else 1), 0)
            if tag == "br":
                parts.append(Edit(start, start, "\n"))
            elif tag == "tr":
                cells = 0
                parts.append(Edit(start, start, "\n\n"))
            elif tag in ("td", "th"):
                if not slash:
                    cells += 1
                    parts.append(Edit(start, start, " | " if cells > 1 else ""))
            elif tag == "sup":
                if not slash and _NOTE_NUMBER.match(raw, end):
                    parts.append(Edit(start, start, "^"))
            elif tag in _BLOCK:
                parts.append(Edit(start, start, "\n\n" + ("" if slash else _MARKS.get(tag, ""))))
    return Draft.of(raw).assembled(parts)


def _last_ends(raw: str) -> dict[str, int]:
    """Where the last end tag of each skipped or raw element is, -1 without one."""
    lower = raw.lower() if len(raw.lower()) == len(raw) else raw
    return {tag: lower.rfind(f"</{tag}") for tag in _SKIPPED | _RAW}


def _pieces(raw: str, last_end: dict[str, int]) -> Iterator[tuple[int, int, bool, str]]:
    """Text and tags in their order, as (start, end, whether an end tag, name of the tag or "" for text)."""
    at = 0
    closed = {'"': True, "'": True}
    """Whether a quotation mark of the kind may still follow."""
    while at < len(raw):
        start = raw.find("<", at)
        if start < 0:
            yield at, len(raw), False, ""
            return
        if start > at:
            yield at, start, False, ""
        tag = _TAG.match(raw, start)
        if tag:
            end = _tag_end(raw, tag.end(), closed)
            if end < 0:
                yield start, len(raw), False, ""
                return
            name = tag.group(2).lower()
            yield start, end, bool(tag.group(1)), name
            at = end
            if name in _RAW and not tag.group(1) and last_end[name] > end:
                # What stands in these is text whatever it looks like.
                close = re.compile(f"</{name}", re.IGNORECASE).search(raw, end)
                if close:
                    yield end, close.start(), False, ""
                    at = close.start()
        elif raw.startswith("<!--", start):
            end = raw.find("-->", start + 4)
            at = end + 3 if end >= 0 else len(raw)
        elif raw[start + 1 : start + 2] in ("!", "?", "/"):
            end = raw.find(">", start)
            at = end + 1 if end >= 0 else len(raw)
        else:
            yield start, start + 1, False, ""
            at = start + 1


def _tag_end(raw: str, at: int, closed: dict[str, bool]) -> int:
    """End of a tag whose attributes start at `at`; a `>` in a quoted value doesn't end it. -1 when nothing does."""
    first = raw.find(">", at)
    while first >= 0:
        m = _QUOTE_OR_END.search(raw, at)
        if m is None:
            break
        quote = m.group("quote")
        if quote is None:
            return m.end()
        close = raw.find(quote, m.end()) if closed[quote] else -1
        if close < 0:
            closed[quote] = False
            break
        at = close + 1
    return first + 1 if first >= 0 else -1


def _text(raw: str, at: int, end: int, pre: bool) -> Iterator[Span | Edit]:
    """Text with its entities decoded; line ends are spaces outside of preformatted text."""
    for m in _BREAKS_OR_ENTITY.finditer(raw, at, end):
        found = m.group()
        if found[0] == "&":
            new = unescape(found)
            if new == found:
                continue
        elif pre:
            continue
        else:
            new = " "
        yield at, m.start()
        yield Edit(m.start(), m.end(), new)
        at = m.end()
    yield at, end
