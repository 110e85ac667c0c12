"""Who made a document: names under the title, labelled credits, signatures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from educoop.documents.model import Span, View
from educoop.extraction.imprint.credit_words import credit_words
from educoop.extraction.imprint.datelines import dates_of
from educoop.extraction.imprint.edges import ABSTRACT, Edges, Line

Affiliations = list[tuple[str, str, Span]]
"""Mark, text and view span of each."""
_TITLE_REACH = 5
"""Lines under the title among which the names of its makers stand."""
_MOST = 8
"""Lines of names, and of affiliations under each, that are read."""
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_RAISED_MARKS = re.compile(r"[¹²³⁴-⁹](?:,? ?[⁰¹²³⁴-⁹*†‡]){0,4}")


class Credit(NamedTuple):
    """Someone a document names as its maker. Spans are of the view."""

    name: str
    span: Span
    affiliation: str | None
    affiliation_span: Span | None
    role: str
    """author, editor, translator, proofreader or photographer."""
    label: str | None
    """As written, `Responsible editor`; None for a name that stands under the title by itself."""
    label_span: Span | None


def credits_of(edges: Edges, view: View, raw: str) -> list[Credit]:
    """Everyone named as a maker of the document, in reading order. `raw`: the text that the view is of, in which names
    still have the raised marks of their notes."""
    out: list[Credit] = []
    seen: set[tuple[str, str]] = set()
    lines = edges.lines
    bylines = [*_byline(edges, view, raw), *(c for line in lines for c in _labelled(line)), *_signature(edges)]
    for credit in bylines:
        key = (credit.name.casefold(), credit.role)
        if key not in seen:
            seen.add(key)
            out.append(credit)
    return sorted(out, key=lambda c: c.span)


def _byline(edges: Edges, view: View, raw: str) -> list[Credit]:
    """Names that stand by themselves under the title, with marks or affiliations."""
    after = edges.title[-1][1] if edges.title else None
    if after is None:
        return []
    lines = [line for line in edges.head if line.start >= after]
    before = [line for line in edges.head if line.start < after]
    for i, line in enumerate(lines[:_TITLE_REACH]):
        if line.long or ABSTRACT.match(line.text):
            break
        block = _block(lines[i:])
        if not block:
            continue
        around = [*before[-1:], *lines[max(i - 1, 0) : i], *lines[i + 1 : i + 2]]
        marked = any(n.marks or n.affiliation for n, _ in block)
        affiliated = any(affiliations for _, affiliations in block)
        dated = any(dates_of(x) for x in around)
        if not (marked or affiliated or dated or any(ABSTRACT.match(x.text) for x in lines[i + 1 : i + 4])):
            continue
        raised = (
            (n if n.marks else replace(n, marks=_raised_behind(n, view, raw)), affiliations)
            for n, affiliations in block
        )
        return [n.credit("author", None, None, affiliations) for n, affiliations in raised]
    return []


def _block(lines: Sequence[Line]) -> list[tuple[_Name, Affiliations]]:
    """The names of the first line and of those that follow it with their own affiliations, each with the affiliations
    that stand under its line, or under a later one where it has none."""
    parts: list[tuple[list[_Name], Affiliations]] = []
    at = 0
    while at < len(lines) and len(parts) < _MOST:
        names = None if lines[at].long else _names(lines[at]) or _name_and_place(lines[at])
        paired = names is not None and any(n.affiliation for n in names)
        under = _affiliation_lines(lines[at + 1 : at + 1 + _MOST], paired) if names else []
        if not names or (parts and not under and not any(n.affiliation or n.marks for n in names)):
            break
        parts.append((names, _affiliations(under)))
        at += 1 + len(under)
    out: list[tuple[_Name, Affiliations]] = []
    shared: Affiliations = []
    for names, affiliations in reversed(parts):
        shared = affiliations or shared
        out[:0] = [(n, shared) for n in names]
    return out


def _raised_behind(name: _Name, view: View, raw: str) -> str:
    """The raised marks behind a name, which the view leaves out."""
    spans = view.raw_spans(*name.span)
    m = _RAISED_MARKS.match(raw, spans[-1][1]) if spans else None
    return m.group() if m else ""


@dataclass(frozen=True, slots=True)
class _Name:
    """A name on a line of makers."""

    text: str
    span: Span
    marks: str
    affiliation: tuple[str, Span] | None

    def credit(self, role: str, label: str | None, span: Span | None, shared: Affiliations) -> Credit:
        """The credit, with the affiliation that shares a mark with the name, or the only one there is."""
        got = self.affiliation
        if got is None and shared:
            known = {mark for mark, _, _ in shared}
            found = re.findall(r"\d+|[*†‡§¶#]|[a-z]", self.marks.translate(_RAISED))
            marks = {x for m in found for x in ([m] if m in known else m)}
            fitting = [(t, s) for mark, t, s in shared if mark and mark in marks]
            unmarked = [(t, s) for mark, t, s in shared if not mark]
            got = fitting[0] if fitting else unmarked[0] if unmarked else shared[0][1:] if len(shared) == 1 else None
        text, where = got if got else (None, None)
        return Credit(self.text, self.span, text, where, role, label, span)


def _names(line: Line, start: int = 0, end: int | None = None) -> list[_Name] | None:
    """The names in a part of a line if it holds nothing else, else None."""
    words = credit_words()
    end = len(line.text) if end is None else end
    text = line.text[:end]
    at = start
    names: list[_Name] = []
    while True:
        m = words.name.match(text, at)
        if m is None or not _is_name(m["name"]):
            return None
        at = m.end()
        affiliation = None
        if m["affiliation"]:
            a, b = m.span("affiliation")
            affiliation = (m["affiliation"], (line.start + a, line.start + b))
        a, b = m.span("name")
        names.append(_Name(m["name"], (line.start + a, line.start + b), m["marks"] or "", affiliation))
        separator = words.separator.match(text, at)
        if separator is None:
            break
        at = separator.end()
        if at >= end:
            break
    return names if not text[at:end].strip(" .,;:|*_") else None


def _name_and_place(line: Line) -> list[_Name] | None:
    """A line of one name, a comma and an affiliation."""
    words = credit_words()
    m = words.name.match(line.text)
    if m is None or not _is_name(m["name"]) or line.text[m.end() : m.end() + 1] != ",":
        return None
    place = line.text[m.end() + 1 :].strip()
    if (
        not place[:1].isupper()
        or not words.affiliation.search(place)
        or place.endswith((".", "!", "?"))
        or len(place) > 160
    ):
        return None
    start = line.start + line.text.rindex(place)
    a, b = m.span("name")
    affiliation = (place, (start, start + len(place)))
    return [_Name(m["name"], (line.start + a, line.start + b), m["marks"] or "", affiliation)]


def _is_name(text: str) -> bool:
    words = [w.strip(".").lower() for w in re.split(r"[\s.]+", text) if w]
    han = re.fullmatch(r"[\u4e00-\u9fff·]{2,8}", text)
    long = {w for w in words if len(w) > 1}
    return bool(han) or (bool(long) and not long & credit_words().not_names and (len(words) > 1 or "." in text))


def _affiliation_lines(lines: Sequence[Line], paired: bool) -> list[Line]:
    """The first of some lines, as far as they hold affiliations; below a name that is `paired` with its own on a
    line, no other such line."""
    out: list[Line] = []
    for line in lines:
        if line.long or ABSTRACT.match(line.text) or line.kind == "heading":
            break
        other = paired and _name_and_place(line) is not None
        if (
            other
            or not credit_words().affiliation.search(line.text)
            or line.text.endswith((".”", "?", "!"))
            or dates_of(line)
        ):
            break
        out.append(line)
    return out


def _affiliations(lines: Sequence[Line]) -> Affiliations:
    """What lines of affiliations hold."""
    return [
        (
            (m["mark"] or "").translate(_RAISED),
            value,
            (line.start + m.start("text"), line.start + m.start("text") + len(value)),
        )
        for line in lines
        for m in credit_words().marked_affiliation.finditer(line.text)
        if (value := m["text"].rstrip(" ;,"))
    ]


def _labelled(line: Line) -> Iterator[Credit]:
    """Credits with a label: "Edit:… Responsible editor:…", "By …", "(Reporter: …)"."""
    words = credit_words()
    labels = list(words.labels.finditer(line.text))
    for i, m in enumerate(labels):
        if line.long and line.text[m.start() - 1 : m.start()] not in ("(", "（"):
            continue
        if not m["colon"]:
            opens = m.start() == 0 or line.text[m.start() - 1] in "(（|"
            if not opens or m["label"] not in words.bare_labels:
                continue
        stop = labels[i + 1].start() if i + 1 < len(labels) else len(line.text)
        value = words.label_end.search(line.text, m.end(), stop)
        end = value.start() if value else stop
        names = _names(line, m.end(), end) or _names(line, m.end(), _first_comma(line.text, m.end(), end))
        for name in names or ():
            a, b = m.span("label")
            yield name.credit(words.roles[m["label"].casefold()], m["label"], (line.start + a, line.start + b), [])


def _first_comma(text: str, start: int, end: int) -> int:
    at = text.find(",", start, end)
    return at if at >= 0 else end


def _signature(edges: Edges) -> Iterator[Credit]:
    """A name with an agency on one of the last lines: "N. Surname, Agency"."""
    for line in edges.tail[-4:]:
        m = credit_words().signature.fullmatch(line.text)
        if m and not line.long and _is_name(m["name"]):
            a, b = m.span("name")
            c, d = m.span("agency")
            span = (line.start + c, line.start + d)
            yield Credit(m["name"], (line.start + a, line.start + b), m["agency"], span, "author", None, None)
