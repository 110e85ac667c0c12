"""Cited works: the entries of a bibliography, taken apart.

An entry becomes a tape of cells. Whole parts (a list of authors, a year, volume and pages) shrink to one cell each, so
that a citation style is one short expression over the tape, kept with its examples in rules/references.yaml. Every cell
knows its place in the view, hence every part its raw spans.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from educoop.documents.model import Passage, Reading
from educoop.extraction.data_files import rules
from educoop.extraction.model import Claim

LONGEST_ENTRY = 1_200
"""Characters; what is longer is no bibliography entry and is kept whole, not taken apart."""

FIELDS = ("authors", "year", "title", "container", "volume", "issue", "pages", "doi")

_CAPITALS = "".join(c for c in map(chr, range(0x41, 0x530)) if c.isupper())
_WIDE = str.maketrans("，：；．。（）［］／\u00a0\u2007\u202f\u2009\t\u2011", ",:;..()[]/     -")
_SPACE = re.compile(r"\s*\n\s*(?:[-•*·]\s+)?|\s+")
_PART = re.compile(r"%(\w+)%")
_WORD = re.compile(r"[^\W\d_][\w'’.-]*")
_LABEL_INSIDE = re.compile(r"(?<=[\s.])\[(\d{1,3})\]\s?(?=[^\W\d_“\"])")
_EDGE = " \t.,;:"
_AUTHORS, _YEARS = "Ⓐ", "Ⓨⓨ"


class Part(NamedTuple):
    """One part of an entry: its text, and the view range that says it."""

    value: str
    start: int
    end: int


@dataclass(slots=True)
class _Cell:
    char: str
    written: str
    start: int
    end: int
    parts: dict[str, Part] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Work:
    """A bibliography entry taken apart; `parts` maps columns of `works` to what the entry says."""

    start: int
    end: int
    ordinal: Part | None
    parts: Mapping[str, Part]
    style: str
    """Id of the body style that fitted, `raw` when none did."""


def references(reading: Reading) -> list[Claim]:
    """Claims for `works`, one row an entry in reading order; every entry gives at least `ordinal` and `raw`."""
    claims: list[Claim] = []
    row = 0
    for passage in reading.passages:
        if passage.kind != "reference":
            continue
        for start, end in _entries(reading.view.text, passage):
            row += 1
            claims += _claims(reading, passage, str(row), parse(reading.view.text, start, end))
    return claims


def parse(text: str, start: int, end: int) -> Work:
    """Take the entry text[start:end] apart."""
    if end - start > LONGEST_ENTRY:
        return Work(start, end, None, {}, "raw")
    tape = _tape(text, start, end)
    ordinal = _take_label(tape)
    parts: dict[str, Part] = {}
    _cut_tails(tape, parts)
    _mark_quotes(tape)
    grammar = _grammar()
    for pattern in grammar.abbreviation_stops.finditer(_string(tape)):
        tape[pattern.end() - 1].char = "․"
    for sign, expressions in grammar.signs:
        for expression in expressions:
            tape = _shrink(tape, expression, sign)
    tape = _shrink_authors(_strip(tape))
    style = _read(tape, parts)
    return Work(start, end, ordinal, parts, style)


def _entries(text: str, passage: Passage) -> Iterator[tuple[int, int]]:
    """Ranges of the entries in a passage: several where "[8] … [9] …" run on in it."""
    starts = [passage.start]
    first = re.match(r"\s*(?:[-•*]\s+)?\[(\d{1,3})\]", text[passage.start : passage.start + 20])
    expected = int(first[1]) + 1 if first else None
    if expected is not None:
        for m in _LABEL_INSIDE.finditer(text, passage.start + 4, passage.end):
            if int(m[1]) == expected:
                starts.append(m.start())
                expected += 1
    for i, start in enumerate(starts):
        end = starts[i + 1] if i + 1 < len(starts) else passage.end
        entry = text[start:end]
        if entry.strip():
            yield start + len(entry) - len(entry.lstrip()), start + len(entry.rstrip())


def _claims(reading: Reading, passage: Passage, row: str, work: Work) -> Iterator[Claim]:
    def claim(name: str, part: Part, certainty: str = "explicit") -> Claim:
        spans = tuple(reading.view.raw_spans(part.start, part.end))
        return Claim("works", row, name, part.value, spans, passage.position, f"references/{work.style}", certainty)

    raw = Part(" ".join(reading.view.text[work.start : work.end].split()), work.start, work.end)
    if work.ordinal is not None:
        yield claim("ordinal", work.ordinal)
    else:
        yield claim("ordinal", Part(row, work.start, work.end), "inferred")
    for name in FIELDS:
        if name in work.parts:
            yield claim(name, work.parts[name])
    yield claim("raw", raw)


# The tape


def _tape(text: str, start: int, end: int) -> list[_Cell]:
    """Cells of an entry: one a character, white space and line breaks (with the bullet of a list) as one blank."""
    tape: list[_Cell] = []
    at = start
    for m in _SPACE.finditer(text, start, end):
        _letters(tape, text, at, m.start())
        at = m.end()
        after_hyphen = bool(tape) and "\n" in m[0] and tape[-1].char in "-‐/" and not text[at : at + 1].isdigit()
        if tape and at < end and not after_hyphen:
            tape.append(_Cell(" ", " ", m.start(), m.end()))
    _letters(tape, text, at, end)
    return _mark_emphasis(tape)


def _letters(tape: list[_Cell], text: str, start: int, end: int) -> None:
    for i, c in enumerate(text[start:end].translate(_WIDE), start):
        tape.append(_Cell(c, c, i, i + 1))


def _mark_emphasis(tape: list[_Cell]) -> list[_Cell]:
    """Runs in Markdown or HTML emphasis between ‹ and ›; the signs themselves say nothing."""
    text = _string(tape)
    out: list[_Cell] = []
    at = 0
    for m in re.finditer(r"(\*{1,3}|(?<!\w)_{1,2}(?=\w)|<(?:i|em)>)(?!\s)([^*<>]{1,300}?)(?:\1|</(?:i|em)>)", text):
        out += tape[at : m.start()]
        out.append(_Cell("‹", "", tape[m.start()].start, tape[m.start()].end))
        out += tape[m.start(2) : m.end(2)]
        out.append(_Cell("›", "", tape[m.end() - 1].start, tape[m.end() - 1].end))
        at = m.end()
    out += tape[at:]
    return out


def _mark_quotes(tape: list[_Cell]) -> None:
    """Quotation marks by direction, whatever their form."""
    for i, cell in enumerate(tape):
        if cell.char in '"„«»‟＂':
            before = tape[i - 1].char if i else " "
            cell.char = "“" if cell.char in "„«" or (cell.char != "»" and before in " (‹[") else "”"
    text = _string(tape)
    if "“" in text:
        return
    opening = re.search(r"(?:(?<=[,.:;] )|(?<=\) )|^)[‘'](?=\w)", text)
    closing = opening and re.search(r"(?<=[\w?!.,)])[’'](?=[,.;]|\s(?:in\s|‹|[A-Z]|$))", text[opening.end() :])
    if opening and closing:
        tape[opening.start()].char = "“"
        tape[opening.end() + closing.start()].char = "”"


def _string(tape: list[_Cell]) -> str:
    return "".join(c.char for c in tape)


def _part(tape: list[_Cell], start: int, end: int) -> Part | None:
    """The part in tape[start:end], without signs at its edges."""
    while start < end and (tape[start].char in _EDGE or tape[start].char in "‹›“"):
        start += 1
    while end > start and (tape[end - 1].char in " ,;:‹›–—" or tape[end - 1].char in "."):
        end -= 1
    if start < end and tape[end - 1].char == "․" and "․" not in _string(tape[start : end - 1]):
        end -= 1  # the only full stop of an abbreviation is rather that of the sentence
    if start >= end:
        return None
    value = "".join(c.written for c in tape[start:end])
    return Part(" ".join(value.split()), tape[start].start, tape[end - 1].end)


def _exact(tape: list[_Cell], span: tuple[int, int]) -> Part:
    start, end = span
    return Part("".join(c.written for c in tape[start:end]).strip(), tape[start].start, tape[end - 1].end)


def _strip(tape: list[_Cell]) -> list[_Cell]:
    start, end = 0, len(tape)
    while start < end and tape[start].char in " .,;:–—-•":
        start += 1
    while end > start and tape[end - 1].char in " .,;:–—-[(":
        end -= 1
    return tape[start:end]


def _shrink(tape: list[_Cell], expression: re.Pattern[str], sign: str) -> list[_Cell]:
    """The tape with every match as one cell that keeps the match's named groups as parts."""
    out: list[_Cell] = []
    at = 0
    for m in expression.finditer(_string(tape)):
        if m.start() == m.end() or any(c.char in "ⒿⓂⓁⓅⓎⓨ" for c in tape[m.start() : m.end()]):
            continue
        parts = {k.rstrip("2"): _exact(tape, m.span(k)) for k, v in m.groupdict().items() if v}
        out += tape[at : m.start()]
        written = "".join(c.written for c in tape[m.start() : m.end()])
        out.append(_Cell(sign, written, tape[m.start()].start, tape[m.end() - 1].end, parts))
        at = m.end()
    return out + tape[at:] if at else tape


def _take_label(tape: list[_Cell]) -> Part | None:
    """Cut the number (and bullet) before an entry."""
    bullet = re.match(r"[-•*·‹\s]*[-•*·]\s+", _string(tape))
    if bullet:
        del tape[: bullet.end()]
    text = _string(tape)
    for expression in _grammar().labels:
        m = expression.match(text)
        if m and m.end() < len(text):
            ordinal = Part(str(int(m["ordinal"])), tape[m.start("ordinal")].start, tape[m.end("ordinal") - 1].end)
            del tape[: m.end()]
            return ordinal
    return None


def _cut_tails(tape: list[_Cell], parts: dict[str, Part]) -> None:
    for expression in _grammar().tails:
        for m in reversed(list(expression.finditer(_string(tape)))):
            end = m.end()
            while end > m.start() and tape[end - 1].char in ".,;)]>”" and _unpaired(_string(tape[m.start() : end])):
                end -= 1
            if "doi" in m.groupdict() and m["doi"] and "doi" not in parts:
                part = _exact(tape, (m.start("doi"), end))
                parts["doi"] = part._replace(value=part.value.replace(" ", ""))
            del tape[m.start() : end]


def _unpaired(text: str) -> bool:
    last = text[-1]
    return last not in ")]" or text.count(last) > text.count("(" if last == ")" else "[")


# Names


def _shrink_authors(tape: list[_Cell]) -> list[_Cell]:
    """The tape with the list of names that opens it, or that follows "In", as one cell."""
    text = _string(tape)
    names, end = _name_list(tape, text, 0)
    if not names:
        return tape
    listed = Part("; ".join(n.value for n in names), names[0].start, names[-1].end)
    written = "".join(c.written for c in tape[:end])
    return [_Cell(_AUTHORS, written, listed.start, listed.end, {"authors": listed}), *tape[end:]]


def _name_list(tape: list[_Cell], text: str, at: int) -> tuple[list[Part], int]:
    """Names from a place on, and where their list ends."""
    grammar = _grammar()
    names: list[Part] = []
    end = at
    while True:
        span = _organisation(text, at) or _person(text, at, first=not names)
        if span is None:
            break
        end = span[1]
        names.append(_exact(tape, span))
        separator = grammar.separators.match(text, end)
        others = grammar.others.match(text, separator.end() if separator else _skip_blank(text, end))
        if others:
            names.append(_exact(tape, others.span()))
            end = others.end()
            break
        if separator is None:
            break
        at = separator.end()
    if names and len(names[-1].value) > 3 and names[-1].value[-3] == " " and names[-1].value[-1] == ".":
        # "Xu Y." at the end of a list without full stops: it ends the list. Cyrillic names keep it, by custom.
        initial = names[-1].value[-2]
        if initial < "А" and not any("." in n.value for n in names[:-1]) and "," not in names[-1].value:
            last = names[-1]
            names[-1] = Part(last.value[:-1], last.start, last.end - 1)
    if names:
        editors = grammar.editors.match(text, end)
        end = editors.end() if editors else end
        short = grammar.short_form.match(text, end)
        end = short.end() if short else end
    return names, end


def _skip_blank(text: str, at: int) -> int:
    return at + 1 if text[at : at + 1] == " " else at


def _person(text: str, at: int, *, first: bool) -> tuple[int, int] | None:
    grammar = _grammar()
    for expression, only_first in grammar.names:
        if only_first and not first:
            continue
        m = expression.match(text, at)
        if m is None or not m[0].strip():
            continue
        words = {w.lower() for w in _WORD.findall(m[0]) if len(w) > 1}
        if words & grammar.not_names or words & grammar.corporate:
            continue
        stops = m[0][-1] in ".․" and (text[m.end() : m.end() + 1] in (" ", "") or text[m.end()] in "ⓎⓨⓂⒿ“")
        if stops or grammar.after_name.match(text, m.end()):
            return m.start(), m.end()
    return None


def _organisation(text: str, at: int) -> tuple[int, int] | None:
    """A corporate author: capitalised words up to a full stop, colon, year or quotation mark, with a head noun."""
    grammar = _grammar()
    m = grammar.corporate_run.match(text, at)
    if m is None or not grammar.after_corporate.match(text, m.end()):
        return None
    for end in (m.start() + m[0].find(", "), m.end()):
        if end <= at or not _is_corporate(text[at:end]):
            continue
        if end < m.end() and not _person(text, end + 2, first=False) and not _is_corporate(text[end + 2 : m.end()]):
            continue
        return at, end
    return None


def _is_corporate(run: str) -> bool:
    grammar = _grammar()
    words = _WORD.findall(run)
    if not words or len(words) > 20 or (words[0].lower() in ("the", "on") and len(words) < 3):
        return False
    if any(w[0].islower() and w.lower() not in grammar.connectors for w in words):
        return False
    lower = {w.strip(".").lower() for w in words}
    if len(words) == 1 and re.fullmatch(r"[A-Z]{3,10}", words[0]):
        return True
    return bool(lower & (grammar.corporate | grammar.acronyms))


# Styles


def _read(tape: list[_Cell], parts: dict[str, Part]) -> str:
    """Fill the parts by the first head and body that fit; give the id of the body."""
    grammar = _grammar()
    text = _string(tape)
    if grammar.not_works.match(text):
        return "raw"
    for expression, guarded in grammar.heads:
        head = expression.match(text)
        if head is None:
            continue
        if guarded and not _plausible_authors(_string_written(tape, head.span("authors"))):
            continue
        break
    else:
        raise ValueError("rules/references.yaml: `heads` must end with one that always fits")
    _take_head(tape, head, parts)
    rest = tape[head.end() :]
    text = _string(rest)
    for style, expression in grammar.bodies:
        m = expression.match(text)
        if m is None:
            continue
        _take_body(rest, m, parts)
        return style
    return "raw"


def _string_written(tape: list[_Cell], span: tuple[int, int]) -> str:
    return "".join(c.written for c in tape[span[0] : span[1]])


def _plausible_authors(text: str) -> bool:
    """Whether unlisted words before a year or a title can be names: hardly a small word among them."""
    grammar = _grammar()
    words = _WORD.findall(text)
    small = [w for w in words if w[0].islower() and w.lower() not in grammar.connectors]
    return 0 < len(words) <= 25 and len(small) <= 1 and words[0].lower() not in ("the", "a", "an", "on", "how", "what")


def _take_head(tape: list[_Cell], m: re.Match[str], parts: dict[str, Part]) -> None:
    if m[0].startswith(_AUTHORS):
        parts["authors"] = tape[0].parts["authors"]
    groups = m.groupdict()
    if groups.get("authors"):
        part = _part(tape, *m.span("authors"))
        if part:
            parts["authors"] = part
    if groups.get("year"):
        _take_year(tape[m.start("year")], parts)


def _take_year(cell: _Cell, parts: dict[str, Part]) -> None:
    if "year" in cell.parts:
        parts.setdefault("year", cell.parts["year"])


def _take_body(tape: list[_Cell], m: re.Match[str], parts: dict[str, Part]) -> None:
    groups = {k: v for k, v in m.groupdict().items() if v}
    for name in ("title", "container", "publisher"):
        if name in groups:
            part = _part(tape, *m.span(name))
            column = "container" if name == "publisher" else name
            if part and re.search(r"\w", part.value):
                parts.setdefault(column, part)
    for name in ("year", "year2", "year3"):
        if name in groups:
            _take_year(tape[m.start(name)], parts)
    if "pages" in groups:
        parts["pages"] = _exact(tape, m.span("pages"))
    inside = m.span("title") if "title" in groups else (0, 0)
    for i, cell in enumerate(tape):
        if inside[0] <= i < inside[1]:
            continue
        if cell.char in "ⓁⓅ":
            for name in ("volume", "issue", "pages", "year"):
                if name in cell.parts:
                    parts.setdefault(name, cell.parts[name])
        elif cell.char in _YEARS:
            _take_year(cell, parts)
    volume = parts.get("volume")
    if volume:
        parts["volume"] = volume._replace(value=re.sub(r"\s", "", volume.value))
        named = re.fullmatch(r"((?:1[6-9]|20)\d\d)\(.*", parts["volume"].value)
        if named and "year" not in parts:
            parts["year"] = Part(named[1], volume.start, volume.start + 4)


# The rules, compiled


@dataclass(frozen=True)
class _Grammar:
    labels: list[re.Pattern[str]]
    tails: list[re.Pattern[str]]
    signs: list[tuple[str, list[re.Pattern[str]]]]
    names: list[tuple[re.Pattern[str], bool]]
    others: re.Pattern[str]
    separators: re.Pattern[str]
    after_name: re.Pattern[str]
    editors: re.Pattern[str]
    short_form: re.Pattern[str]
    not_works: re.Pattern[str]
    corporate_run: re.Pattern[str]
    after_corporate: re.Pattern[str]
    abbreviation_stops: re.Pattern[str]
    not_names: frozenset[str]
    corporate: frozenset[str]
    acronyms: frozenset[str]
    connectors: frozenset[str]
    heads: list[tuple[re.Pattern[str], bool]]
    bodies: list[tuple[str, re.Pattern[str]]]


@cache
def _grammar() -> _Grammar:
    data = rules("references")
    parts: dict[str, str] = {"U": _CAPITALS, **data["parts"]}

    def build(pattern: str, where: str) -> re.Pattern[str]:
        for _ in range(6):
            pattern = _PART.sub(lambda m: parts[m[1]], pattern)
        try:
            return re.compile(pattern)
        except re.error as error:
            raise ValueError(f"rules/references.yaml: {where}: {error}; mend the expression") from error

    def each(patterns: list[str], where: str) -> list[re.Pattern[str]]:
        return [build(p, f"{where}, number {i}") for i, p in enumerate(patterns, 1)]

    def words(name: str) -> frozenset[str]:
        return frozenset(str(data[name]).split())

    connectors = "|".join(re.escape(w) for w in sorted(words("connectors")))
    abbreviations = "|".join(re.escape(w) for w in sorted(words("abbreviations")))
    signs: list[tuple[str, list[str]]] = [
        *((sign, [pattern]) for sign, pattern in data["marks"].items()),
        *data["dates"].items(),
        ("Ⓛ", data["locators"]),
        ("Ⓟ", data["pages"]),
        *data["years"].items(),
    ]
    return _Grammar(
        labels=each(data["labels"], "labels"),
        tails=each(data["tails"], "tails"),
        signs=[(sign, each(patterns, sign)) for sign, patterns in signs],
        names=[(build(n["pattern"], f"names, {n['id']}"), bool(n.get("first"))) for n in data["names"]],
        others=build(data["others"], "others"),
        separators=build(data["separators"], "separators"),
        after_name=build(data["after_name"], "after_name"),
        editors=build(data["editors"], "editors"),
        short_form=re.compile(r"\s\([A-Z][A-Za-z]{1,9}\)(?=\s?[.,:(ⓨ“‹])"),
        not_works=build(data["not_works"], "not_works"),
        corporate_run=build(
            rf"[%U%][\w'’&.-]*(?<![.])(?:,?\s(?:(?:{connectors})(?=\s)|[%U%][\w'’&-]*|&)){{0,24}}", "corporate"
        ),
        after_corporate=re.compile(
            r"\s?(?:[.:;]|,?\s?[ⓨ]|,\s?Ⓨ|,?\s?[“‹]|\((?=[A-Z][A-Za-z]{1,9}\))|[,.]?\s?(?:et al|eds?\b))"
        ),
        abbreviation_stops=re.compile(rf"(?i:\b(?:{abbreviations})|(?<![\w'’])[A-ZА-Я])\.(?=\s?[^\s]|$)"),
        not_names=words("not_names"),
        corporate=words("corporate"),
        acronyms=words("acronyms"),
        connectors=words("connectors"),
        heads=[(build(h["pattern"], f"heads, {h['id']}"), "guard" in h) for h in data["heads"]],
        bodies=[(b["id"], build(b["pattern"], f"bodies, {b['id']}")) for b in data["bodies"]],
    )
