"""Cited works: the entries of a bibliography, taken apart.

An entry becomes a tape of cells. Whole parts (a list of authors, a year, volume and pages) shrink to one cell each, so
that a citation style is one short expression over the tape, kept with its examples in rules/references.yaml. Every cell
knows its place in the view, hence every part its raw spans.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from educoop.documents.lexicon import pattern
from educoop.documents.model import Passage, Reading
from educoop.extraction.citations.grammar import AUTHORS, WORD, grammar
from educoop.extraction.citations.names import with_authors, without_editors
from educoop.extraction.citations.tape import (
    Cell,
    Part,
    exact_part,
    mark_quotes,
    part_of,
    shrunk,
    string_of,
    stripped,
    tape_of,
)
from educoop.extraction.model import Claim

LONGEST_ENTRY = 1_200
"""Characters; what is longer is no bibliography entry and is kept whole, not taken apart."""

FIELDS = ("authors", "year", "title", "container", "volume", "issue", "pages", "doi")

_LABEL_INSIDE = re.compile(r"(?<=[\s.])\[(\d{1,3})\]\s?(?=[^\W\d_“\"])")
_YEARS = "Ⓨⓨ"
_NO_WORK = ("raw", "title_only")
"""Styles of what is no work but a remark, in notes."""


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
        note = pattern("notes").fullmatch((passage.section or "").strip(" :#*")) is not None
        for start, end in _entries(reading.view.text, passage):
            if grammar().behind.match(reading.view.text, start, end):
                continue
            works = [parse(reading.view.text, start, end)]
            if note:
                works = [w for w in _noted(reading.view.text, start, end) if w.style not in _NO_WORK]
            for work in works:
                row += 1
                claims += _claims(reading, passage, str(row), work)
    return claims


def _noted(text: str, start: int, end: int) -> Iterator[Work]:
    """The works that a note names, one after another, behind what leads up to them; all bear its number."""
    known = grammar()
    number = parse(text, start, end).ordinal
    lead = known.note_lead.match(text, start, end)
    cuts = [m.span() for m in known.note_border.finditer(text, start, end)]
    begins = [lead.end() if lead else start, *(b for _, b in cuts)]
    for a, b in zip(begins, [*(a for a, _ in cuts), end], strict=True):
        if a < b:
            yield replace(parse(text, a, b), ordinal=number)


def parse(text: str, start: int, end: int) -> Work:
    """Take the entry text[start:end] apart."""
    if end - start > LONGEST_ENTRY:
        return Work(start, end, None, {}, "raw")
    tape = tape_of(text, start, end)
    ordinal = _take_label(tape)
    parts: dict[str, Part] = {}
    _cut_tails(tape, parts)
    known = grammar()
    mark_quotes(tape, known.goes_on)
    for m in known.abbreviation_stops.finditer(string_of(tape)):
        tape[m.end() - 1].char = "․"
    text_of_tape = string_of(tape)
    for sign, expressions in known.signs:
        for expression in expressions:
            tape, text_of_tape = shrunk(tape, text_of_tape, expression, sign)
    tape = with_authors(without_editors(stripped(tape)))
    style = _read(tape, parts)
    return Work(start, end, ordinal, parts, style)


def _entries(text: str, passage: Passage) -> Iterator[tuple[int, int]]:
    """Ranges of the entries in a passage: several where "[8] … [9] …" or names with
    years in brackets run on in it."""
    starts = [passage.start]
    first = re.match(r"\s*(?:[-•*]\s+)?\[(\d{1,3})\]", text[passage.start : passage.start + 20])
    expected = int(first[1]) + 1 if first else None
    if expected is not None:
        for m in _LABEL_INSIDE.finditer(text, passage.start + 4, passage.end):
            if int(m[1]) == expected:
                starts.append(m.start())
                expected += 1
    if len(starts) == 1:
        starts += [m.start() for m in grammar().run_on.finditer(text, passage.start + 4, passage.end)]
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


def _take_label(tape: list[Cell]) -> Part | None:
    """Cut the number (and bullet) before an entry."""
    bullet = re.match(r"[-•*·‹\s]*[-•*·]\s+", string_of(tape))
    if bullet:
        del tape[: bullet.end()]
    named = grammar().list_label.match(string_of(tape))
    if named:
        del tape[: named.end()]
    text = string_of(tape)
    for expression in grammar().labels:
        m = expression.match(text)
        if m and m.end() < len(text):
            ordinal = Part(str(int(m["ordinal"])), tape[m.start("ordinal")].start, tape[m.end("ordinal") - 1].end)
            del tape[: m.end()]
            return ordinal
    return None


def _cut_tails(tape: list[Cell], parts: dict[str, Part]) -> None:
    text = string_of(tape)
    for expression in grammar().tails:
        found = list(expression.finditer(text))
        for m in reversed(found):
            end = m.end()
            while end > m.start() and text[end - 1] in ".,;)]>”" and _unpaired(text[m.start() : end]):
                end -= 1
            if "doi" in m.groupdict() and m["doi"] and "doi" not in parts:
                part = exact_part(tape, (m.start("doi"), end))
                parts["doi"] = part._replace(value=part.value.replace(" ", ""))
            del tape[m.start() : end]
        if found:
            text = string_of(tape)


def _unpaired(text: str) -> bool:
    opening = {")": "(", "]": "[", ">": "<"}.get(text[-1])
    return opening is None or text.count(text[-1]) > text.count(opening)


def _read(tape: list[Cell], parts: dict[str, Part]) -> str:
    """Fill the parts by the first head and body that fit; give the id of the body."""
    known = grammar()
    text = string_of(tape)
    if known.not_works.match(text):
        return "raw"
    for expression, guarded in known.heads:
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
    text = string_of(rest)
    for style, expression in known.bodies:
        m = expression.match(text)
        if m is None:
            continue
        _take_body(rest, m, parts)
        return style
    return "raw"


def _string_written(tape: list[Cell], span: tuple[int, int]) -> str:
    return "".join(c.written for c in tape[span[0] : span[1]])


def _plausible_authors(text: str) -> bool:
    """Whether unlisted words before a year or a title can be names: hardly a small word among them."""
    known = grammar()
    words = WORD.findall(text)
    small = [w for w in words if w[0].islower() and w.lower() not in known.connectors]
    return 0 < len(words) <= 25 and len(small) <= 1 and words[0].lower() not in ("the", "a", "an", "on", "how", "what")


def _take_head(tape: list[Cell], m: re.Match[str], parts: dict[str, Part]) -> None:
    if m[0].startswith(AUTHORS):
        parts["authors"] = tape[0].parts["authors"]
    groups = m.groupdict()
    if groups.get("authors"):
        part = part_of(tape, *m.span("authors"))
        if part:
            parts["authors"] = part
    if groups.get("year"):
        _take_year(tape[m.start("year")], parts)


def _take_year(cell: Cell, parts: dict[str, Part]) -> None:
    if "year" in cell.parts:
        parts.setdefault("year", cell.parts["year"])


def _take_body(tape: list[Cell], m: re.Match[str], parts: dict[str, Part]) -> None:
    groups = {k: v for k, v in m.groupdict().items() if v}
    for name in ("title", "container", "publisher"):
        if name in groups:
            part = part_of(tape, *m.span(name))
            column = "container" if name == "publisher" else name
            if part and re.search(r"\w", part.value):
                parts.setdefault(column, part)
    for name in ("year", "year2", "year3"):
        if name in groups:
            _take_year(tape[m.start(name)], parts)
    if "pages" in groups:
        parts["pages"] = exact_part(tape, m.span("pages"))
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
    _trim_container(tape, parts)
    volume = parts.get("volume")
    if volume:
        parts["volume"] = volume._replace(value=re.sub(r"\s", "", volume.value))
        named = re.fullmatch(r"((?:1[6-9]|20)\d\d)\(.*", parts["volume"].value)
        if named and "year" not in parts:
            parts["year"] = Part(named[1], volume.start, volume.start + 4)


def _trim_container(tape: list[Cell], parts: dict[str, Part]) -> None:
    """Take off the container what stands behind it: a page or a volume, the town of a university."""
    whole = parts.get("container")
    if whole is None:
        return
    figure, place = grammar().figure_behind.fullmatch(whole.value), grammar().town_behind.fullmatch(whole.value)
    found = figure or place
    if found is None or len(whole.value) != whole.end - whole.start:
        return
    cut = whole.start + len(found[1])
    if figure:
        column = "pages" if "pages" not in parts else "volume"
        parts.setdefault(column, Part(figure[2], whole.end - len(figure[2]), whole.end))
    parts["container"] = Part(found[1], whole.start, cut)
