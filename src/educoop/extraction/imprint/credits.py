"""Who made a document: names under the title, labelled credits, signatures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from educoop.data_files import any_of
from educoop.documents.model import Span
from educoop.extraction.data_files import lexicon, rules
from educoop.extraction.imprint.datelines import dates_of
from educoop.extraction.imprint.edges import ABSTRACT, CAPITALS, Edges, Line, compile_words


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


def credits_of(edges: Edges) -> list[Credit]:
    """Everyone named as a maker of the document, in reading order."""
    out: list[Credit] = []
    seen: set[tuple[str, str]] = set()
    lines = edges.lines
    bylines = [*_byline(edges), *(c for line in lines for c in _labelled(line)), *_signature(edges)]
    for credit in bylines:
        key = (credit.name.casefold(), credit.role)
        if key not in seen:
            seen.add(key)
            out.append(credit)
    return sorted(out, key=lambda c: c.span)


def _byline(edges: Edges) -> list[Credit]:
    """Names that stand by themselves under the title, with marks or affiliations."""
    after = edges.title[-1][1] if edges.title else None
    if after is None:
        return []
    lines = [line for line in edges.head if line.start >= after]
    before = [line for line in edges.head if line.start < after]
    for i, line in enumerate(lines[:5]):
        if line.long or ABSTRACT.match(line.text):
            break
        names = _names(line) or _name_and_place(line)
        if names is None:
            continue
        affiliations = _affiliations(lines[i + 1 : i + 9])
        around = [*before[-1:], *lines[max(i - 1, 0) : i], *lines[i + 1 : i + 2]]
        marked = any(n.marks or n.affiliation for n in names)
        dated = any(dates_of(x) for x in around)
        if not (marked or affiliations or dated or any(ABSTRACT.match(x.text) for x in lines[i + 1 : i + 4])):
            continue
        return [n.credit("author", None, None, affiliations) for n in names]
    return []


@dataclass(frozen=True, slots=True)
class _Name:
    text: str
    span: Span
    marks: str
    affiliation: tuple[str, Span] | None

    def credit(self, role: str, label: str | None, span: Span | None, shared: list[tuple[str, str, Span]]) -> Credit:
        """The credit, with the affiliation that shares a mark with the name, or the only one there is."""
        got = self.affiliation
        if got is None and shared:
            marks = set(re.findall(r"\d+|[*†‡§¶#]|[a-z]", self.marks))
            fitting = [(t, s) for mark, t, s in shared if mark and mark in marks]
            unmarked = [(t, s) for mark, t, s in shared if not mark]
            got = fitting[0] if fitting else unmarked[0] if unmarked else shared[0][1:] if len(shared) == 1 else None
        text, where = got if got else (None, None)
        return Credit(self.text, self.span, text, where, role, label, span)


def _names(line: Line, start: int = 0, end: int | None = None) -> list[_Name] | None:
    """The names in a part of a line if it holds nothing else, else None."""
    words = _words()
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
    words = _words()
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
    return bool(han) or (bool(long) and not long & _words().not_names and (len(words) > 1 or "." in text))


def _affiliations(lines: Sequence[Line]) -> list[tuple[str, str, Span]]:
    """(mark, text, view span) of the affiliations on the lines right under a byline."""
    out: list[tuple[str, str, Span]] = []
    words = _words()
    for line in lines:
        if line.long or ABSTRACT.match(line.text) or line.kind == "heading":
            break
        if not words.affiliation.search(line.text) or line.text.endswith((".”", "?", "!")) or dates_of(line):
            break
        for m in words.marked_affiliation.finditer(line.text):
            value = m["text"].rstrip(" ;,")
            if value:
                a = line.start + m.start("text")
                out.append((m["mark"] or "", value, (a, a + len(value))))
    return out


def _labelled(line: Line) -> Iterator[Credit]:
    """Credits with a label: "Edit:… Responsible editor:…", "By …", "(Reporter: …)"."""
    words = _words()
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
        m = _words().signature.fullmatch(line.text)
        if m and not line.long and _is_name(m["name"]):
            a, b = m.span("name")
            c, d = m.span("agency")
            span = (line.start + c, line.start + d)
            yield Credit(m["name"], (line.start + a, line.start + b), m["agency"], span, "author", None, None)


@dataclass(frozen=True)
class _Words:
    not_names: frozenset[str]
    name: re.Pattern[str]
    separator: re.Pattern[str]
    signature: re.Pattern[str]
    affiliation: re.Pattern[str]
    marked_affiliation: re.Pattern[str]
    labels: re.Pattern[str]
    label_end: re.Pattern[str]
    bare_labels: frozenset[str]
    roles: dict[str, str]


_LETTERS = r"(?:[^\W\d_]|['’ʻʼ])"
_NAME_WORD = rf"[%U%]{_LETTERS}*(?:[-‐]{_LETTERS}+)*"
_NAME = (
    rf"(?:(?:[%U%]\.\s?-?){{1,3}}{_NAME_WORD}"
    rf"|{_NAME_WORD}\.?(?:\s(?:(?:van|von|der|de|del|di|da|al|bin|ibn|el)\s)?{_NAME_WORD}\.?){{1,4}}"
    r"|[\u4e00-\u9fff]{2,4}(?:·[\u4e00-\u9fff]+)?)"
)
_DIGIT = r"[\d¹²³⁴-⁹]{1,2}"
_MARKS = (
    r"(?:\s?(?:[*†‡§¶#✉∗]|\\\*|\^\[?[\w,*†‡ ]{1,8}\]?\^?"
    rf"|{_DIGIT}(?:,\s?(?:{_DIGIT}|[*†‡#])(?!\w))*"
    r"|(?<=\s)[a-f](?:,\s?[a-f*†](?![\w'’]))*(?![\w'’])"
    r"|\[\d\]|\((?:\d|[a-z]|\*)\)|<sup>[^<]{1,12}</sup>))*"
)
_AFFILIATED = r"(?:\s?\((?P<affiliation>[^()]{3,160}(?:\([^()]{1,40}\)[^()]{0,60})?)\))?"


@cache
def _words() -> _Words:
    data = lexicon("metadata")
    bibliography = rules("references")
    roles: dict[str, str] = {}
    bare: set[str] = set()
    for role, forms in data["credits"].items():
        bare |= set(forms["bare"])
        roles |= {label.casefold(): role for label in (*forms["labels"], *forms["bare"])}
    not_names = " ".join([data["not_names"], bibliography["not_names"], bibliography["corporate"]])
    agency = rf"{any_of(data['agencies'])}|[A-Z][A-Za-z]?[A-Z]{{1,8}}"
    return _Words(
        not_names=frozenset(not_names.split()),
        name=compile_words(
            rf"\s*(?:{data['titles_before_names']})?(?P<name>{_NAME})(?P<marks>{_MARKS}){_AFFILIATED}", "names"
        ),
        separator=re.compile(r"\s*(?:[,;，；、|/][,\s]*(?:(?:and|&)\s+)?|\s(?:and|&|и)\s+|\s{2,})"),
        signature=compile_words(rf"[\s(–—-]*(?P<name>{_NAME})\s?[,(|/–—]\s?(?P<agency>{agency})\)?[.]?", "agencies"),
        affiliation=compile_words(data["affiliation"], "affiliation"),
        marked_affiliation=re.compile(
            r"(?:^|(?<=;)|(?<=;\s))\s*"
            r"(?:\^?[\[(]?(?P<mark>\d{1,2}|[a-z*†‡§¶#])(?:[\])]?\^|[\])]|[.)]?(?=\s?[A-ZА-Я]))\s?)?(?P<text>[^;]{4,})"
        ),
        labels=re.compile(
            rf"(?<![\w-])(?P<label>(?i:{any_of([*roles])}))(?:\s?(?P<colon>[:：])\s?|\s+(?=[{CAPITALS}]))"
        ),
        label_end=re.compile(r"[|;)）/]|\s{3,}|\s[–—]\s|\s\d|[。]|\s(?i:source|date|photo)\s?[:：]"),
        bare_labels=frozenset(bare),
        roles=roles,
    )
