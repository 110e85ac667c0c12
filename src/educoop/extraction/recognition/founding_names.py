"""Projects, events and papers whose names no head noun tells, told by the verb beside them: "the Steppe Skills
Corridor, which two universities launched in May", "the Poplar Readings were held", "adopted the Osh Principles"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from educoop.data_files import any_of
from educoop.extraction.data_files import lexicon
from educoop.extraction.lexicon import heads, kind_class, macros
from educoop.extraction.model import Mention

_RUN = (
    r"(?P<name>[A-Z][\w'’-]{1,30}(?:\s(?:(?:of|for|and)\s(?:the\s)?)?[A-Z][\w'’-]{0,30}){1,6})"
    r"(?![\w'’-])(?!\s[A-Z])"
)
_THE = r"[Tt](?<=\b.)he\s"
_ASIDE = r"(?:,\s[^,.;:]{2,80},|\s\([^()]{1,40}\))?"
_LATER = r"(?:,\s(?:as|in|at|on|after|with)\s[^,.;:]{2,60},)?"
"""Between a verb and what it is done to: when, where or as what."""
_OF = re.compile(r"\s(?:of|for)\s")
_REACH = 240
"""Characters on either side in which a place of teaching must be named: much else is founded too."""
_TEACHING = kind_class("teaching")


class _Ways(NamedTuple):
    hint: re.Pattern[str]
    patterns: tuple[re.Pattern[str], ...]
    table: str
    """Of which what is so told is a row."""


class _Data(NamedTuple):
    ways: tuple[_Ways, ...]
    classes: dict[str, tuple[str, str]]
    not_names: frozenset[str]


@cache
def _data() -> _Data:
    data = lexicon("founding_names")
    how = any_of(data["how"])
    be = any_of(data["be"])

    verbs_of = {"projects": macros()["found"], "events": data["held"], "agreements": data["adopted"]}
    takes_place = any_of(data["takes_place"])

    def ways(table: str) -> _Ways:
        verbs = any_of(verbs_of[table])
        patterns = [
            rf"\b(?:{verbs}){_LATER}\s(?:(?:{how})\s)?(?:the|a|an|its|their)\s(?:(?:first|new|second)\s)?{_RUN}",
            rf"{_THE}{_RUN}{_ASIDE}\s(?:{be})\s(?:(?:{how})\s){{0,2}}(?:{verbs})\b",
            rf"{_THE}{_RUN},\s(?:which|that)\s[^.;:]{{3,160}}?\s(?:{verbs})\s(?:{any_of(data['then'])})\b",
        ]
        if table == "events":
            patterns.append(rf"{_THE}{_RUN}{_ASIDE}\s(?:(?:{how})\s)?(?:{takes_place})\b")
            verbs = f"{verbs}|{takes_place}"
        return _Ways(re.compile(rf"\b(?:{verbs})\b"), tuple(map(re.compile, patterns)), table)

    return _Data(
        (ways("projects"), ways("events"), ways("agreements")),
        {word: (table, kind) for table, kinds in data["classes"].items() for kind, ws in kinds.items() for word in ws},
        frozenset(data["not_names"]),
    )


def find_told(part: str, offset: int, others: Sequence[Mention]) -> Iterator[Mention]:
    """Capitalised runs that somebody is said to have founded or held, where a place of teaching is named near them and
    no other mention has a share in them but places."""
    data = _data()
    taken = [m for m in others if m.kind not in ("place", "locality", "candidate")]
    near = [m for m in taken if m.kind == "organisation" and m.data.get("kind") in _TEACHING]
    seen: set[int] = set()
    for ways in data.ways if near else ():
        if ways.hint.search(part) is None:
            continue
        for m in (m for pattern in ways.patterns for m in pattern.finditer(part)):
            start, end = m.start("name") + offset, m.end("name") + offset
            words = m["name"].split()
            if start in seen or any(o.start < end and start < o.end for o in taken):
                continue
            if not data.not_names.isdisjoint(words) or heads().ending(words, len(words)) is not None:
                continue
            if not any(abs(o.start - start) < _REACH for o in near):
                continue
            head = _OF.split(m["name"])[0].split()[-1]
            told = data.classes.get(words[-1].lower()) or data.classes.get(head.lower())
            table, kind = told or (ways.table, "other")
            if table != ways.table or (told is None and table == "agreements"):
                continue
            seen.add(start)
            yield Mention(table.rstrip("s"), start, end, m["name"], {"kind": kind})
