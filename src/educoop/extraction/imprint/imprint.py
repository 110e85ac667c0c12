"""Where a document appeared and how it may be used: publisher, address, licence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from educoop.data_files import any_of
from educoop.documents.model import Reading
from educoop.extraction.data_files import lexicon
from educoop.extraction.imprint.datelines import RUN_IN, dates_of
from educoop.extraction.imprint.edges import Edges, Found, Line, compile_words
from educoop.extraction.literals import Possible

_LETTERS = re.compile(r"[^\W\d_]")


def address_of(edges: Edges) -> Found | None:
    """The document's own web address or DOI, labelled as such on a short line of the edges."""
    words = _words()
    lines = (*edges.head, *edges.furniture, *edges.tail)
    possible = words.possible_addresses.among(_text_of(lines))
    for number, pattern in enumerate(words.addresses):
        for line in lines if number in possible else ():
            if line.long or line.kind in ("caption", "reference", "footnote"):
                continue
            m = pattern.search(line.text)
            if m:
                value = m["v"].rstrip(".,;)]")
                start = line.start + m.start("v")
                shown = f"https://doi.org/{value}" if value.startswith("10.") else value
                return Found(shown, ((start, start + len(value)),), "address")
    return None


def publisher_of(reading: Reading, edges: Edges) -> Found | None:
    """The journal, proceedings, site, agency or house that published the document."""
    words = _words()
    short = [x for x in edges.lines if not x.long and x.kind not in ("caption", "reference", "footnote")]
    dated = [x for x in short if dates_of(x)]
    places = {
        "edges": short if len(short) <= 60 else [*edges.head, *edges.tail],
        "head": list(edges.head),
        "boilerplate": [x for x in short if x.kind == "boilerplate"],
        "dateline": dated,
    }
    if any(x.long for x in edges.tail):
        places["edges"] = [*places["edges"], *(x for x in edges.tail if x.long)]
    possible = words.possible_publishers.among(_text_of(edges.lines))
    for number, (rule, where, pattern) in enumerate(words.publishers):
        for line in places[where] if number in possible else ():
            if line.long and rule != "neutral":
                continue
            m = pattern.search(line.text)
            if m and _LETTERS.search(m["v"]):
                value = m["v"].rstrip(" ,;")
                start = line.start + m.start("v")
                return Found(value, ((start, start + len(value)),), f"publisher_{rule}")
    run_in = RUN_IN.search(edges.opening.text) if edges.opening else None
    if edges.opening and run_in is not None:
        a, b = run_in.span("source")
        return Found(run_in["source"], ((edges.opening.start + a, edges.opening.start + b),), "publisher_run_in")
    return _agency(reading, edges, dated)


def agency_before(title: str, at: int = 0) -> re.Match[str] | None:
    """The agency that stands before a title, "Agency. Title", as a match with the group `agency`."""
    return _words().agency_prefix.match(title, at)


def _agency(reading: Reading, edges: Edges, dated: Sequence[Line]) -> Found | None:
    """A known agency before the title, on the dateline or under the text."""
    words = _words()
    if edges.title:
        start, end = edges.title[0]
        m = agency_before(reading.view.text[start:end])
        if m:
            a, b = m.span("agency")
            return Found(m["agency"], ((start + a, start + b),), "publisher_agency")
    opening = [edges.opening] if edges.opening else []
    for line in (*dated, *opening, *edges.tail[-4:]):
        text = line.text[:120] if line is edges.opening else line.text
        if line.long and line is not edges.opening:
            continue
        m = words.agency.search(text) if line is not edges.opening else words.agency_bracket.search(text)
        if m:
            a, b = m.span("agency")
            return Found(m["agency"], ((line.start + a, line.start + b),), "publisher_agency")
    return None


def _text_of(lines: Sequence[Line]) -> str:
    """Lines as one text, to tell at once what none of them can hold."""
    return "\n".join(x.text for x in lines)


def may_republish(licence: object) -> bool:
    """Whether a licence (SPDX id) lets the whole text be given out again."""
    return isinstance(licence, str) and licence.startswith(_words().republishable)


def licence_of(edges: Edges) -> Found | None:
    """SPDX id of a Creative Commons licence stated for the document itself, with its version."""
    words = _words()
    lines = (*edges.head, *edges.furniture, *edges.tail)
    if not words.possible_licence.among(_text_of(lines)):
        return None
    for line in lines:
        if line.kind in ("caption", "reference") or not words.licence.search(line.text):
            continue
        if not words.licence_own.search(line.text) or words.licence_foreign.search(line.text):
            continue
        code, version, spans = None, None, []
        for m in words.licence.finditer(line.text):
            got, got_version = _spdx_parts(m)
            if got is None or (code is not None and got != code):
                continue
            code, version = got, version or got_version
            spans.append((m.start(), m.end()))
        if spans and version is None:
            start, end = spans[-1]
            near = words.licence_version.search(line.text, end, end + 30)
            if near:
                version = near["v"]
                spans[-1] = (start, near.end())
        places = tuple((line.start + a, line.start + b) for a, b in spans)
        if code == "0":
            return Found("CC0-1.0", places, "licence")
        if code and version:
            return Found(f"CC-{code}-{version}", places, "licence")
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
    parts = {code for word, code in _words().licence_words.items() if word in said}
    if "BY" not in parts:
        return None, None
    return "-".join(["BY", *(p for p in ("NC", "ND", "SA") if p in parts)]), None


@dataclass(frozen=True)
class _Words:
    agency: re.Pattern[str]
    agency_prefix: re.Pattern[str]
    agency_bracket: re.Pattern[str]
    publishers: tuple[tuple[str, str, re.Pattern[str]], ...]
    possible_publishers: Possible
    addresses: tuple[re.Pattern[str], ...]
    possible_addresses: Possible
    possible_licence: Possible
    licence: re.Pattern[str]
    licence_own: re.Pattern[str]
    licence_foreign: re.Pattern[str]
    licence_version: re.Pattern[str]
    licence_words: dict[str, str]
    republishable: tuple[str, ...]


@cache
def _words() -> _Words:
    data = lexicon("metadata")
    licences = data["licences"]
    agency = rf"(?P<agency>{any_of(data['agencies'])})"
    publishers = tuple((p["id"], p["where"], compile_words(p["pattern"], p["id"])) for p in data["publishers"])
    addresses = tuple(compile_words(p, "addresses") for p in data["addresses"])
    statement = compile_words(licences["statement"], "licences, statement")
    return _Words(
        agency=re.compile(rf"(?<![\w.]){agency}(?![\w-])"),
        agency_prefix=re.compile(rf"[\s#*]*{agency}\s?[.:|–—]\s+"),
        agency_bracket=re.compile(rf"[(/]\s?{agency}\s?[)/]"),
        publishers=publishers,
        possible_publishers=Possible([pattern for _, _, pattern in publishers]),
        addresses=addresses,
        possible_addresses=Possible(addresses),
        possible_licence=Possible([statement]),
        licence=statement,
        licence_own=compile_words(licences["own"], "licences, own"),
        licence_foreign=compile_words(licences["foreign"], "licences, foreign"),
        licence_version=compile_words(licences["version"], "licences, version"),
        licence_words=dict(licences["words"]),
        republishable=tuple(licences["republishable"]),
    )
