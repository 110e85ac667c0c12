"""HTML: the text a reader sees, with the raw place of each character."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from educoop.documents.draft import Draft, Edit
from educoop.documents.model import Span

_BLOCK_TAGS = """address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption
figure form h1 h2 h3 h4 h5 h6 header hr html legend li main ol option p pre section summary table tbody td tfoot th
thead title tr ul"""
_SKIPPED_TAGS = "head script style nav footer noscript template svg iframe select button textarea"
_BLOCK = frozenset(_BLOCK_TAGS.split())
_SKIPPED = frozenset(_SKIPPED_TAGS.split())
_MARKS = {"h1": "# ", "h2": "## ", "h3": "## ", "h4": "## ", "h5": "## ", "h6": "## ", "li": "- "}
_BREAKS = re.compile(r"[ \t]*[\r\n][ \t\r\n]*")


def html_draft(raw: str) -> Draft:
    """The visible text of a page. Block elements are separated by blank lines, headings and list items carry the marks
    they have in Markdown; tags, scripts, styles, navigation and footers are left out. Linear in the page."""
    parser = _Visible(raw)
    parser.feed(raw)
    parser.close()
    return Draft.of(raw).assembled(parser.parts)


class _Visible(HTMLParser):
    """Collects ranges of the raw text and what stands for tags and entities between them."""

    def __init__(self, raw: str) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[Span | Edit] = []
        self._raw = raw
        self._lines = [0]
        self._lines.extend(m.end() for m in re.finditer("\n", raw))
        self._skipping: list[str] = []
        self._pre = 0

    def _place(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def _mark(self, new: str) -> None:
        at = self._place()
        self.parts.append(Edit(at, at, new))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._skipping:
            if tag in _SKIPPED and tag == self._skipping[-1]:
                self._skipping.append(tag)
            return
        if tag in _SKIPPED:
            self._skipping.append(tag)
        elif tag == "body":
            self._skipping.clear()
        if tag == "br":
            self._mark("\n")
        elif tag in _BLOCK:
            self._mark("\n\n" + _MARKS.get(tag, ""))
        if tag == "pre":
            self._pre += 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _SKIPPED:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self._skipping:
            if tag == self._skipping[-1]:
                self._skipping.pop()
            return
        if tag in _BLOCK:
            self._mark("\n\n")
        if tag == "pre":
            self._pre = max(self._pre - 1, 0)

    def handle_data(self, data: str) -> None:
        if self._skipping:
            return
        at = self._place()
        end = at + len(data)
        if self._pre:
            self.parts.append((at, end))
            return
        for m in _BREAKS.finditer(self._raw, at, end):
            self.parts.append((at, m.start()))
            self.parts.append(Edit(m.start(), m.end(), " "))
            at = m.end()
        self.parts.append((at, end))

    def handle_entityref(self, name: str) -> None:
        self._entity(f"&{name}", named=True)

    def handle_charref(self, name: str) -> None:
        self._entity(f"&#{name}", named=False)

    def _entity(self, source: str, named: bool) -> None:
        from html import unescape

        if self._skipping:
            return
        at = self._place()
        end = at + len(source)
        closed = self._raw[end : end + 1] == ";"
        decoded = unescape(source + ";")
        if named and decoded == source + ";":
            self.parts.append((at, end + closed))
        else:
            self.parts.append(Edit(at, end + closed, decoded))
