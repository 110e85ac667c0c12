"""Cooperation projects whose names no head noun tells, told by the verb of founding beside them: "the Steppe Skills
Corridor, which two universities launched in May"."""

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
_ASIDE = r"(?:,\s[^,.;:]{2,80},|\s\([^()]{1,40}\))?"
_REACH = 240
"""Characters on either side in which a place of teaching must be named: much else is founded too."""
_TEACHING = kind_class("teaching")


class _Ways(NamedTuple):
    hint: re.Pattern[str]
    patterns: tuple[re.Pattern[str], ...]
    classes: dict[str, tuple[str, str]]
    not_names: frozenset[str]


@cache
def _ways() -> _Ways:
    data = lexicon("founding_names")
    verbs = any_of(macros()["found"])
    how = any_of(data["how"])
    return _Ways(
        re.compile(rf"\b(?:{verbs})\b"),
        (
            re.compile(rf"\b(?:{verbs})\s(?:(?:{how})\s)?(?:the|a|an|its|their)\s(?:(?:first|new|second)\s)?{_RUN}"),
            re.compile(
                rf"[Tt](?<=\b.)he\s{_RUN}{_ASIDE}\s(?:{any_of(data['be'])})\s(?:(?:{how})\s){{0,2}}(?:{verbs})\b"
            ),
            re.compile(
                rf"[Tt](?<=\b.)he\s{_RUN},\s(?:which|that)\s[^.;:]{{3,160}}?\s(?:{verbs})\s(?:{any_of(data['then'])})\b"
            ),
        ),
        {word: (table, kind) for table, kinds in data["classes"].items() for kind, ws in kinds.items() for word in ws},
        frozenset(data["not_names"]),
    )


def find_founded(part: str, offset: int, others: Sequence[Mention]) -> Iterator[Mention]:
    """Capitalised runs that somebody is said to have founded, where a place of teaching is named near them and no
    other mention has a share in them but places."""
    ways = _ways()
    if ways.hint.search(part) is None:
        return
    taken = [m for m in others if m.kind not in ("place", "locality", "candidate")]
    near = [m for m in taken if m.kind == "organisation" and m.data.get("kind") in _TEACHING]
    seen: set[int] = set()
    for pattern in ways.patterns if near else ():
        for m in pattern.finditer(part):
            start, end = m.start("name") + offset, m.end("name") + offset
            words = m["name"].split()
            if start in seen or any(o.start < end and start < o.end for o in taken):
                continue
            if not ways.not_names.isdisjoint(words) or heads().ending(words, len(words)) is not None:
                continue
            if not any(abs(o.start - start) < _REACH for o in near):
                continue
            table, kind = ways.classes.get(words[-1].lower(), ("projects", "other"))
            if table != "projects":
                continue
            seen.add(start)
            yield Mention("project", start, end, m["name"], {"kind": kind})
