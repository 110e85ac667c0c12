"""What a document says of itself: title, creators, publisher, date, kind, language, address, licence.

Only its edges are read: the first and last lines, headings and page furniture. The registry of sources wins over the
text for what it states. Words and shapes are in lexicons/metadata.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from educoop.documents.model import Reading, Span
from educoop.extraction.data_files import lexicon, rules
from educoop.extraction.dates import find_dates
from educoop.extraction.model import Claim

_HEAD_LINES, _TAIL_LINES, _FURNITURE_LINES = 25, 12, 200
_SHORT, _LONG = 300, 400
"""Characters: a line of the edges is at most _SHORT; of a longer one only the first or last _LONG are read."""
_SAMPLE = 20_000
"""Characters looked at for the language and for cues in running text."""
_REGISTRY_FIELDS = ("title", "kind", "creators", "publisher", "published", "language", "address", "licence")

_CAPITALS = "".join(c for c in map(chr, range(0x41, 0x530)) if c.isupper())
_BLANKS = str.maketrans("\u00a0\u2007\u202f\t", "    ")
_WORD = re.compile(r"[^\W\d_][\w'’.-]*")
_MARKUP = re.compile(r"^[#>*_\s]*(?:[Tt]itle\s?:\s)?|[*_\s]*$")
_HAN_DATE = re.compile(r"((?:19|20)\d\d)\s?年\s?(\d{1,2})\s?月(?:\s?(\d{1,2})\s?日)?")
_POINT = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d\d(?::\d\d)?\b")
_ABSTRACT = re.compile(r"(?i)\W*(?:abstract|аннотация|摘要|summary)\b")


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


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    """View offset of text[0]."""
    text: str
    passage: int
    kind: str
    long: bool
    """Running text, of which only an end is here."""


@dataclass(frozen=True, slots=True)
class _Edges:
    """The parts of a document in which it speaks of itself."""

    title: tuple[Span, ...]
    head: tuple[_Line, ...]
    """From the start to the first running text, titles left out."""
    opening: _Line | None
    """Start of the first running text."""
    tail: tuple[_Line, ...]
    furniture: tuple[_Line, ...]
    """Headings, captions and boilerplate in between."""

    @property
    def lines(self) -> tuple[_Line, ...]:
        return self.head + self.furniture + self.tail


class _Found(NamedTuple):
    value: str
    spans: tuple[Span, ...]
    rule: str
    certainty: str = "explicit"


def metadata(reading: Reading) -> tuple[dict[str, object], list[Claim]]:
    """The row of `documents` (without repeats_document_id) and claims for what the text itself says of its fields.

    What the registry states stands in the row in place of what was read; the claims stay as the text has them.
    """
    source, registry = reading.source, reading.source.registry
    edges = _edges(reading)
    credits = _credits(edges)
    date = _date(edges)
    found: dict[str, _Found | None] = {
        "title": _title(reading, edges),
        "creators": _creators(credits),
        "published": date,
        "publisher": _publisher(reading, edges),
        "address": _first(edges, _lexicon().addresses, "address"),
        "licence": _licence(edges),
    }
    found["kind"] = _kind(reading, edges, credits, date, found["publisher"])
    row: dict[str, object] = {
        "document_id": source.document_id,
        **{f: found[f].value if found.get(f) else None for f in _REGISTRY_FIELDS if f != "language"},  # type: ignore[union-attr]
        "language": language(reading.view.text),
    }
    row["kind"] = row["kind"] or "other"
    for name in _REGISTRY_FIELDS:
        stated = registry.get(name)
        if stated is not None:
            row[name] = "; ".join(map(str, stated)) if isinstance(stated, list | tuple) else str(stated)
    stated = registry.get("may_republish")
    row["may_republish"] = bool(stated) if stated is not None else may_republish(row["licence"])
    row |= {
        "file": source.file,
        "media_type": source.media_type,
        "bytes": source.size,
        "sha256": source.sha256,
        "characters": len(source.text),
        "words": len(source.text.split()),
    }
    return row, [c for name, f in found.items() if f for c in _claim(reading, name, f)]


def dateline(reading: Reading) -> tuple[str, Span] | None:
    """The date the text gives itself (EDTF) and its view span; None when it gives none."""
    date = _date(_edges(reading))
    return (date.value, date.spans[0]) if date else None


def authors(reading: Reading) -> list[Credit]:
    """Everyone the text names as its maker, in reading order: authors, editors, translators and so on."""
    return _credits(_edges(reading))


def may_republish(licence: object) -> bool:
    """Whether a licence (SPDX id) lets the whole text be given out again."""
    return isinstance(licence, str) and licence.startswith(_lexicon().republishable)


def language(text: str) -> str | None:
    """BCP 47 code of the language of a text, by its script and its commonest small words; None if undecided."""
    sample = text[:_SAMPLE]
    words = _lexicon()
    letters = sum(c.isalpha() for c in sample)
    if letters < 20:
        return None
    scripts = {code: len(pattern.findall(sample)) for code, pattern in words.scripts.items()}
    if scripts["ja"] > 0.05 * letters:
        return "ja"
    for code, count in scripts.items():
        if count > 0.3 * letters:
            return code
    cyrillic = sum("\u0400" <= c <= "\u052f" for c in sample)
    if cyrillic > 0.5 * letters:
        return _cyrillic(sample, cyrillic)
    tokens = re.findall(r"[^\W\d_]+(?:[‘’'][^\W\d_]+)?", sample.lower())
    counts = {code: sum(t in stop for t in tokens) for code, stop in words.languages.items()}
    best = max(counts, key=lambda code: counts[code])
    return best if tokens and counts[best] >= max(2, 0.06 * len(tokens)) else None


def _cyrillic(sample: str, letters: int) -> str:
    counts = {code: sum(c in own for c in sample) for code, own in _lexicon().cyrillic.items()}
    marks = max(counts.values())
    if marks < 0.01 * letters:
        return "ru"
    # The language whose own letters explain all marks with the fewest letters.
    fitting = [code for code, n in counts.items() if n == marks]
    return min(fitting, key=lambda code: len(_lexicon().cyrillic[code]))


# Edges


def _edges(reading: Reading) -> _Edges:
    text, passages = reading.view.text, reading.passages
    title: list[Span] = []
    for p in passages:
        if p.kind == "title":
            title.append((p.start, p.end))
        elif title:
            break
    lines: list[_Line] = []
    opening: _Line | None = None
    head_passages = 0
    for p in passages:
        head_passages += 1
        if p.kind == "title":
            continue
        for line in _split(text, p.start, p.end, p.position, p.kind):
            abstract = _ABSTRACT.match(line.text) or (lines and _ABSTRACT.fullmatch(lines[-1].text.rstrip(": ")))
            if line.long and not abstract and p.kind in ("paragraph", "list_item"):
                opening = line
                break
            lines.append(line)
        if opening or len(lines) >= _HEAD_LINES:
            break
    head = tuple(lines[:_HEAD_LINES])
    tail: list[_Line] = []
    tail_passages = len(passages)
    while tail_passages > head_passages and len(tail) < _TAIL_LINES:
        tail_passages -= 1
        p = passages[tail_passages]
        if p.kind not in ("title", "reference", "footnote"):
            tail = [*_split(text, p.start, p.end, p.position, p.kind, last=True), *tail]
    furniture: list[_Line] = []
    for p in passages[head_passages:tail_passages]:
        brief = p.kind in ("paragraph", "list_item") and p.end - p.start <= _SHORT // 3
        if brief or p.kind in ("boilerplate", "heading", "caption"):
            furniture += _split(text, p.start, p.end, p.position, p.kind)
        if len(furniture) >= _FURNITURE_LINES:
            break
    return _Edges(tuple(title), head, opening, tuple(tail[-_TAIL_LINES:]), tuple(furniture))


def _split(text: str, start: int, end: int, passage: int, kind: str, *, last: bool = False) -> list[_Line]:
    """Lines of text[start:end]; at most the outer ones of a very long passage."""
    if end - start > 20 * _LONG:
        start, end = (end - _LONG, end) if last else (start, start + _LONG)
        piece = text[start:end].translate(_BLANKS)
        return [_Line(start, piece, passage, kind, True)]
    out: list[_Line] = []
    for m in re.finditer(r"[^\n]+", text[start:end]):
        line = m[0].translate(_BLANKS)
        left = len(line) - len(line.lstrip())
        line = line.strip()
        at = start + m.start() + left
        if not line:
            continue
        if len(line) <= _SHORT:
            out.append(_Line(at, line, passage, kind, False))
        else:
            cut = max(len(line) - _LONG, 0) if last else 0
            out.append(_Line(at + cut, line[cut : cut + _LONG], passage, kind, True))
    return out


# Title, creators


def _title(reading: Reading, edges: _Edges) -> _Found | None:
    values: list[str] = []
    spans: list[Span] = []
    for start, end in edges.title:
        value = reading.view.text[start:end].translate(_BLANKS)
        markup = _MARKUP.match(value)
        prefix = markup.end() if markup else 0
        if not values:
            agency = _lexicon().agency_prefix.match(value, prefix)
            prefix = agency.end() if agency else prefix
        value = value[prefix:].rstrip(" *_\n")
        if value:
            values.append(" ".join(value.split()))
            spans.append((start + prefix, start + prefix + len(value)))
    return _Found(" ".join(values), tuple(spans), "title") if values else None


def _creators(credits: Sequence[Credit]) -> _Found | None:
    names = [c for c in credits if c.role == "author"]
    if not names:
        return None
    return _Found("; ".join(c.name for c in names), tuple(c.span for c in names), "byline")


def _credits(edges: _Edges) -> list[Credit]:
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


def _byline(edges: _Edges) -> list[Credit]:
    """Names that stand by themselves under the title, with marks or affiliations."""
    after = edges.title[-1][1] if edges.title else None
    if after is None:
        return []
    lines = [line for line in edges.head if line.start >= after]
    before = [line for line in edges.head if line.start < after]
    for i, line in enumerate(lines[:5]):
        if line.long or _ABSTRACT.match(line.text):
            break
        names = _names(line)
        if names is None:
            continue
        affiliations = _affiliations(lines[i + 1 : i + 9])
        around = [*before[-1:], *lines[max(i - 1, 0) : i], *lines[i + 1 : i + 2]]
        marked = any(n.marks or n.affiliation for n in names)
        dated = any(_dates_of(x) for x in around)
        if not (marked or affiliations or dated or any(_ABSTRACT.match(x.text) for x in lines[i + 1 : i + 4])):
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


def _names(line: _Line, start: int = 0, end: int | None = None) -> list[_Name] | None:
    """The names in a part of a line if it holds nothing else, else None."""
    words = _lexicon()
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
        separator = words.name_separator.match(text, at)
        if separator is None:
            break
        at = separator.end()
        if at >= end:
            break
    return names if not text[at:end].strip(" .,;:|*_") else None


def _is_name(text: str) -> bool:
    words = [w.strip(".").lower() for w in re.split(r"[\s.]+", text) if w]
    han = re.fullmatch(r"[\u4e00-\u9fff·]{2,8}", text)
    return bool(han) or (
        not set(words) & _lexicon().not_names and any(len(w) > 1 for w in words) and (len(words) > 1 or "." in text)
    )


def _affiliations(lines: Sequence[_Line]) -> list[tuple[str, str, Span]]:
    """(mark, text, view span) of the affiliations on the lines right under a byline."""
    out: list[tuple[str, str, Span]] = []
    words = _lexicon()
    for line in lines:
        if line.long or _ABSTRACT.match(line.text) or line.kind == "heading":
            break
        if not words.affiliation.search(line.text) or line.text.endswith((".”", "?", "!")) or _dates_of(line):
            break
        for m in words.marked_affiliation.finditer(line.text):
            value = m["text"].rstrip(" ;,")
            if value:
                a = line.start + m.start("text")
                out.append((m["mark"] or "", value, (a, a + len(value))))
    return out


def _labelled(line: _Line) -> Iterator[Credit]:
    """Credits with a label: "Edit:… Responsible editor:…", "By …", "(Reporter: …)"."""
    words = _lexicon()
    labels = list(words.credit_labels.finditer(line.text))
    for i, m in enumerate(labels):
        if line.long and line.text[m.start() - 1 : m.start()] not in ("(", "（"):
            continue
        if not m["colon"]:
            opens = m.start() == 0 or line.text[m.start() - 1] in "(（|"
            if not opens or m["label"] not in words.bare_labels:
                continue
        stop = labels[i + 1].start() if i + 1 < len(labels) else len(line.text)
        value = words.credit_end.search(line.text, m.end(), stop)
        end = value.start() if value else stop
        names = _names(line, m.end(), end) or _names(line, m.end(), _first_comma(line.text, m.end(), end))
        for name in names or ():
            a, b = m.span("label")
            yield name.credit(words.roles[m["label"].casefold()], m["label"], (line.start + a, line.start + b), [])


def _first_comma(text: str, start: int, end: int) -> int:
    at = text.find(",", start, end)
    return at if at >= 0 else end


def _signature(edges: _Edges) -> Iterator[Credit]:
    """A name with an agency on one of the last lines: "N. Surname, Agency"."""
    for line in edges.tail[-4:]:
        m = _lexicon().signature.fullmatch(line.text)
        if m and not line.long and _is_name(m["name"]):
            a, b = m.span("name")
            c, d = m.span("agency")
            span = (line.start + c, line.start + d)
            yield Credit(m["name"], (line.start + a, line.start + b), m["agency"], span, "author", None, None)


# Dates


def _date(edges: _Edges) -> _Found | None:
    """The date a document gives itself: under a label of publication, on a line of its own, under a label of update,
    before the first sentence, or on one of the last lines."""
    best: tuple[int, int, _Found] | None = None
    lines = [(x, True) for x in edges.head] + [(x, False) for x in (*edges.furniture, *edges.tail)]
    for n, (line, at_head) in enumerate(lines):
        for found, how in _dates_of(line):
            if how == "bare" and not at_head and line.kind != "boilerplate" and n < len(lines) - 4:
                continue
            rank = {"publication": 0, "bare": 1 if at_head else 4, "update": 2}[how]
            if best is None or (rank, n) < best[:2]:
                best = (rank, n, found)
    if edges.opening and (best is None or best[0] > 3):
        found_there = _opening_date(edges.opening)
        if found_there:
            return found_there
    return best[2] if best else None


def _dates_of(line: _Line) -> list[tuple[_Found, str]]:
    """Dates on a short line that are the document's own: (date, publication | bare | update)."""
    if line.long or line.kind in ("caption", "reference", "footnote"):
        return []
    words = _lexicon()
    out: list[tuple[_Found, str]] = []
    points = list(_points(line.text))
    at = 0
    for edtf, start, end, certainty in points:
        before = line.text[at:start]
        at = end
        span = (line.start + start, line.start + end)
        label = words.date_label.search(before)
        how = None
        if label:
            how = "publication" if label["publication"] else "update" if label["update"] else None
        elif len(points) == 1 and not re.search(r"[\w)]\s?[:：]\s*$", _CLOCK.sub(" ", before)):
            how = "bare" if _nothing_else(line.text[:start] + " " + line.text[end:]) else None
        if how:
            out.append((_Found(edtf, (span,), f"date_{how}", certainty), how))
    return out


def _points(text: str) -> Iterator[tuple[str, int, int, str]]:
    """Single dates in a line: (EDTF, start, end, certainty)."""
    taken: list[Span] = []
    for m in _HAN_DATE.finditer(text):
        taken.append(m.span())
        edtf = "-".join(f"{int(g):02}" for g in m.groups() if g)
        yield edtf, m.start(), m.end(), "explicit"
    for m in _lexicon().russian_date.finditer(text):
        month = next(i for i, stem in enumerate(_lexicon().russian_months, 1) if m["month"].lower().startswith(stem))
        taken.append(m.span())
        yield f"{m['year']}-{month:02}-{int(m['day']):02}", m.start(), m.end(), "explicit"
    for d in find_dates(text):
        if _POINT.fullmatch(d.edtf) and not d.in_title and not any(a < d.end and d.start < b for a, b in taken):
            if len(d.edtf) == 4 and not _lexicon().date_label.search(text[: d.start]):
                continue
            yield d.edtf, d.start, d.end, d.certainty


def _nothing_else(rest: str) -> bool:
    """Whether what stands beside a date on its line is only a place, a source, a time of day or a session."""
    words = _lexicon()
    rest = words.weekdays.sub(" ", _CLOCK.sub(" ", rest))
    found = [w for w in (t.strip(".,;:()[]|/-–—") for t in rest.split()) if any(c.isalpha() for c in w)]
    if len(found) > 6 or re.search(r"[.!?]\s+\w+\s+\w+", rest):
        return False
    named = re.compile(r"\w+\.\w")  # a domain, or a name such as 24.kg
    small = [w for w in found if w[0].islower() and w.lower() not in words.beside and not named.match(w)]
    return not small and not words.not_own.search(rest)


def _opening_date(line: _Line) -> _Found | None:
    """The dateline before the first sentence: "CITY, 16 October 2023 (Agency) — …"."""
    for edtf, start, end, certainty in _points(line.text[:120]):
        before = line.text[:start].strip(" ,(")
        after = line.text[end : end + 50]
        place = re.fullmatch(rf"[{_CAPITALS}][\w'’.-]*(?:[ ,/]+[{_CAPITALS}][\w'’.-]*){{0,4}}", before) or not before
        if place and len(edtf) == 10 and re.match(r"[\s,)]*(?:\([^()]{2,40}\)|/[^/]{2,40}/)?\s?(?:--|[-–—:|.])", after):
            return _Found(edtf, ((line.start + start, line.start + end),), "date_opening", certainty)
    return None


# Publisher, address, licence


def _first(edges: _Edges, patterns: Sequence[re.Pattern[str]], rule: str) -> _Found | None:
    """First match of the patterns on short lines of the edges, running notes and captions left out."""
    for pattern in patterns:
        for line in (*edges.head, *edges.furniture, *edges.tail):
            if line.long or line.kind in ("caption", "reference", "footnote"):
                continue
            m = pattern.search(line.text)
            if m:
                value = m["v"].rstrip(".,;)]")
                start = line.start + m.start("v")
                shown = f"https://doi.org/{value}" if value.startswith("10.") else value
                return _Found(shown, ((start, start + len(value)),), rule)
    return None


def _publisher(reading: Reading, edges: _Edges) -> _Found | None:
    words = _lexicon()
    short = [x for x in edges.lines if not x.long and x.kind not in ("caption", "reference", "footnote")]
    dated = [x for x in short if _dates_of(x)]
    places = {
        "edges": short if len(short) <= 60 else [*edges.head, *edges.tail],
        "head": list(edges.head),
        "boilerplate": [x for x in short if x.kind == "boilerplate"],
        "dateline": dated,
    }
    if any(x.long for x in edges.tail):
        places["edges"] = [*places["edges"], *(x for x in edges.tail if x.long)]
    for rule, where, pattern in words.publishers:
        for line in places[where]:
            if line.long and rule != "neutral":
                continue
            m = pattern.search(line.text)
            if m and _WORD.search(m["v"]):
                value = m["v"].rstrip(" ,;")
                start = line.start + m.start("v")
                return _Found(value, ((start, start + len(value)),), f"publisher_{rule}")
    return _agency(reading, edges, dated)


def _agency(reading: Reading, edges: _Edges, dated: Sequence[_Line]) -> _Found | None:
    """A known agency before the title, on the dateline or under the text."""
    words = _lexicon()
    if edges.title:
        start, end = edges.title[0]
        m = words.agency_prefix.match(reading.view.text[start:end])
        if m:
            a, b = m.span("agency")
            return _Found(m["agency"], ((start + a, start + b),), "publisher_agency")
    opening = [edges.opening] if edges.opening else []
    for line in (*dated, *opening, *edges.tail[-4:]):
        text = line.text[:120] if line is edges.opening else line.text
        if line.long and line is not edges.opening:
            continue
        m = words.agency.search(text) if line is not edges.opening else words.agency_bracket.search(text)
        if m:
            a, b = m.span("agency")
            return _Found(m["agency"], ((line.start + a, line.start + b),), "publisher_agency")
    return None


def _licence(edges: _Edges) -> _Found | None:
    """SPDX id of a Creative Commons licence stated for the document itself, with its version."""
    words = _lexicon()
    for line in (*edges.head, *edges.furniture, *edges.tail):
        if line.kind in ("caption", "reference"):
            continue
        if not words.licence_own.search(line.text) or words.licence_foreign.search(line.text):
            continue
        code, version, spans = None, None, []
        for m in words.licence.finditer(line.text):
            got, got_version = _spdx_parts(m)
            if got is None or (code is not None and got != code):
                continue
            code, version = got, version or got_version
            spans.append((line.start + m.start(), line.start + m.end()))
            if version is None:
                near = words.licence_version.match(line.text, m.end()) or words.licence_version.search(
                    line.text, m.end(), m.end() + 30
                )
                if near:
                    version = near["v"]
                    spans[-1] = (spans[-1][0], line.start + near.end())
        if code == "0":
            return _Found("CC0-1.0", tuple(spans), "licence")
        if code and version:
            return _Found(f"CC-{code}-{version}", tuple(spans), "licence")
    return None


def _spdx_parts(m: re.Match[str]) -> tuple[str | None, str | None]:
    """Code (`BY-NC`, `0`) and version that a licence statement gives; (None, None) where it names no licence."""
    if m["zero"]:
        return "0", m["zero"]
    if m["path"]:
        return m["path"].upper(), m["path_version"]
    if m["code"]:
        return re.sub(r"\s", "-", m["code"]), m["version"]
    said = (m["words"] or "").lower().replace("–", "-").replace("—", "-")
    if re.search(r"\bzero\b|\bcc0\b", said):
        return "0", "1.0"
    parts = {code for word, code in _lexicon().licence_words.items() if word in said}
    if "BY" not in parts:
        return None, None
    return "-".join(["BY", *(p for p in ("NC", "ND", "SA") if p in parts)]), None


# Kind


def _kind(
    reading: Reading, edges: _Edges, credits: Sequence[Credit], date: _Found | None, publisher: _Found | None
) -> _Found | None:
    words = _lexicon()
    roles = {c.role for c in credits}
    signals = {
        "references": any(p.kind == "reference" for p in reading.passages),
        "dateline": date is not None,
        "editor": "editor" in roles or any(c.label in ("Reporter", "记者", "Корреспондент") for c in credits),
        "byline": "author" in roles,
        "agency": publisher is not None and publisher.rule.endswith("agency"),
        "short": len(reading.view.text) < 5_000 and date is None,
    }
    lines = [(x.start, x.text[:_LONG]) for x in edges.lines]
    if edges.opening:
        lines.append((edges.opening.start, edges.opening.text))
    text = reading.view.text[:_SAMPLE]
    best: _Found | None = None
    highest = 0.0
    for kind, cues in words.kinds.items():
        total = 0.0
        spans: list[Span] = []
        for cue in cues:
            if cue.signal and not signals[cue.signal]:
                continue
            if cue.pattern is not None:
                places = [(0, text)] if cue.where == "text" else lines
                hit = next(((at, m) for at, line in places if (m := cue.pattern.search(line))), None)
                if hit is None:
                    continue
                at, m = hit
                spans.append((at + m.start(), at + m.end()))
            total += cue.weight
        if not spans and kind == "news":
            vouching = date or publisher
            spans = list(vouching.spans) if vouching else [c.span for c in credits[:1]]
        if total >= words.threshold and total > highest and spans:
            highest, best = total, _Found(kind, tuple(sorted(spans)), f"kind_{kind}", "inferred")
    return best


def _claim(reading: Reading, name: str, found: _Found) -> Iterator[Claim]:
    spans = tuple(s for a, b in found.spans for s in reading.view.raw_spans(a, b))
    first = found.spans[0][0]
    passage = next((p.position for p in reading.passages if p.start <= first < p.end), 0)
    yield Claim("documents", "0", name, found.value, spans, passage, f"metadata/{found.rule}", found.certainty)


# The lexicon, compiled


@dataclass(frozen=True, slots=True)
class _Cue:
    where: str
    pattern: re.Pattern[str] | None
    signal: str | None
    weight: float


@dataclass(frozen=True)
class _Lexicon:
    not_names: frozenset[str]
    name: re.Pattern[str]
    name_separator: re.Pattern[str]
    signature: re.Pattern[str]
    affiliation: re.Pattern[str]
    marked_affiliation: re.Pattern[str]
    credit_labels: re.Pattern[str]
    credit_end: re.Pattern[str]
    bare_labels: frozenset[str]
    roles: dict[str, str]
    date_label: re.Pattern[str]
    not_own: re.Pattern[str]
    beside: frozenset[str]
    weekdays: re.Pattern[str]
    russian_date: re.Pattern[str]
    russian_months: tuple[str, ...]
    agency: re.Pattern[str]
    agency_prefix: re.Pattern[str]
    agency_bracket: re.Pattern[str]
    publishers: tuple[tuple[str, str, re.Pattern[str]], ...]
    addresses: tuple[re.Pattern[str], ...]
    licence: re.Pattern[str]
    licence_own: re.Pattern[str]
    licence_foreign: re.Pattern[str]
    licence_version: re.Pattern[str]
    licence_words: dict[str, str]
    republishable: tuple[str, ...]
    threshold: float
    kinds: dict[str, tuple[_Cue, ...]]
    languages: dict[str, frozenset[str]]
    scripts: dict[str, re.Pattern[str]]
    cyrillic: dict[str, frozenset[str]]


def _compile(pattern: str, where: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern.replace("%U%", _CAPITALS))
    except re.error as error:
        raise ValueError(f"lexicons/metadata.yaml: {where}: {error}; mend the expression") from error


def _any_of(words: Sequence[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w)))


@cache
def _lexicon() -> _Lexicon:
    data: dict[str, Any] = lexicon("metadata")
    names = rules("references")
    word = "[%U%][\\w'’ʻʼ]*(?:[-‐][\\w'’ʻʼ]+)*"
    name = (
        rf"(?:(?:[%U%]\.\s?-?){{1,3}}{word}|{word}\.?(?:\s(?:(?:van|von|der|de|del|di|da|al|bin|ibn|el)\s)?{word}\.?){{1,4}}"
        r"|[\u4e00-\u9fff]{2,4}(?:·[\u4e00-\u9fff]+)?)"
    )
    marks = r"(?:\s?(?:[*†‡§¶#✉∗]|\\\*|\^\[?[\w,*†‡ ]{1,8}\]?\^?|[\d⁰¹²³⁴-⁹]{1,2}(?:,\s?(?:[\d¹²³⁴-⁹]{1,2}|[*†‡#])(?!\w))*|\[\d\]|\((?:\d|[a-z]|\*)\)|<sup>[^<]{1,12}</sup>))*"
    agency = _any_of(data["agencies"])
    dates = data["dates"]
    credits = data["credits"]
    labels = [label for role in credits.values() for label in (*role["labels"], *role["bare"])]
    flat = {k: "".join(v.split("\n")).replace(" |", "|").replace("| ", "|") for k, v in dates.items() if k in ("publication", "update", "not_own")}
    months = "|".join(f"{m}[а-я]{{0,2}}" for m in dates["months_ru"])
    licences = data["licences"]
    return _Lexicon(
        not_names=frozenset(" ".join([data["not_names"], names["not_names"], names["corporate"]]).split()),
        name=_compile(
            rf"\s*(?:{data['titles_before_names']})?(?P<name>{name})(?P<marks>{marks})(?:\s?\((?P<affiliation>[^()]{{3,160}}(?:\([^()]{{1,40}}\)[^()]{{0,60}})?)\))?",
            "names",
        ),
        name_separator=re.compile(r"\s*(?:[,;，；、|/]\s*(?:(?:and|&)\s+)?|\s(?:and|&|и)\s+|\s{2,})"),
        signature=_compile(rf"[\s(–—-]*(?P<name>{name})\s?[,(|/–—]\s?(?P<agency>{agency}|[A-Z][A-Za-z]?[A-Z]{{1,8}})\)?[.]?", "signature"),
        affiliation=_compile(data["affiliation"], "affiliation"),
        marked_affiliation=re.compile(
            r"(?:^|(?<=;)|(?<=;\s))\s*(?:\^?[\[(]?(?P<mark>\d{1,2}|[a-z*†‡§¶#])(?:[\])]?\^|[\])]|[.)]?(?=\s?[A-ZА-Я]))\s?)?(?P<text>[^;]{4,})"
        ),
        credit_labels=re.compile(
            rf"(?<![\w-])(?P<label>(?i:{_any_of(labels)}))(?:\s?(?P<colon>[:：])\s?|\s+(?=[{_CAPITALS}]))"
        ),
        credit_end=re.compile(r"[|;)）/]|\s{3,}|\s[–—]\s|\s\d|[。]|\s(?i:source|date|photo)\s?[:：]"),
        bare_labels=frozenset(label for role in credits.values() for label in role["bare"]),
        roles={
            label.casefold(): role for role, forms in credits.items() for label in (*forms["labels"], *forms["bare"])
        },
        date_label=_compile(
            rf"(?i)(?<![\w-])(?:(?P<publication>{flat['publication']})|(?P<update>{flat['update']})|(?P<not_own>{flat['not_own']}))"
            rf"(?:\s(?:on|at|in|time|date))?\s?[:：]?[\s(]*(?:{dates['weekdays']},?\s?)?(?:\d\d?:\d\d(?::\d\d)?,?\s?)?$",
            "dates",
        ),
        not_own=_compile(rf"(?i)(?<!\w)(?:{flat['not_own']})(?!\w)(?<!by)(?<!from)", "dates, not_own"),
        beside=frozenset(dates["beside"].split()),
        weekdays=_compile(dates["weekdays"], "weekdays"),
        russian_date=re.compile(rf"(?i)\b(?P<day>\d{{1,2}})\s(?P<month>{months})\s(?P<year>(?:19|20)\d\d)"),
        russian_months=tuple(dates["months_ru"]),
        agency=re.compile(rf"(?<![\w.])(?P<agency>{agency})(?![\w-])"),
        agency_prefix=re.compile(rf"[\s#*]*(?P<agency>{agency})\s?[.:|–—]\s+"),
        agency_bracket=re.compile(rf"[(/]\s?(?P<agency>{agency})\s?[)/]"),
        publishers=tuple((p["id"], p["where"], _compile(p["pattern"], p["id"])) for p in data["publishers"]),
        addresses=tuple(_compile(p, "addresses") for p in data["addresses"]),
        licence=_compile(licences["statement"], "licences"),
        licence_own=_compile(licences["own"], "licences"),
        licence_foreign=_compile(licences["foreign"], "licences"),
        licence_version=_compile(licences["version"], "licences"),
        licence_words=dict(licences["words"]),
        republishable=tuple(licences["republishable"]),
        threshold=float(data["threshold"]),
        kinds={
            kind: tuple(
                _Cue(
                    c.get("where", "lines"),
                    _compile(c["pattern"], f"kinds, {kind}") if "pattern" in c else None,
                    c.get("signal"),
                    float(c["weight"]),
                )
                for c in cues
            )
            for kind, cues in data["kinds"].items()
        },
        languages={code: frozenset(words.split()) for code, words in data["languages"].items()},
        scripts={code: _compile(p, "scripts") for code, p in data["scripts"].items()},
        cyrillic={code: frozenset(letters) for code, letters in data["cyrillic"].items()},
    )
