"""Names that go on in words of their kind: meetings of ministers, strategies until a year; acts by number and date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from educoop.data_files import any_of
from educoop.extraction.data_files import lexicon
from educoop.extraction.lexicon import months
from educoop.extraction.model import Mention

_WORDS: dict[str, list[str]] = lexicon("continued")
_WORD = r"(?:[A-Z][\w’'–-]*|[IVX]+)"
_OFFICERS = rf"(?:(?:{any_of(_WORDS['ranks'])})[- ])*(?:{any_of(_WORDS['officers'])})"
_WHOSE = re.compile(
    rf" of (?:the )?{_OFFICERS}(?:(?:, | and | of (?:the )?| of the Republic of |, and ){_WORD}(?: {_WORD})*){{0,9}}"
)
_GATHERING = re.compile(rf"(?:{any_of(_WORDS['gatherings'])})$")
_UNTIL = re.compile(
    r",? (?:(?:until|till|to|up to|by|through|for|towards)(?: the)?(?: period| years?)?(?: of| until| to| from)? ?)?"
    r"(?:\((?:until |till |to |for )?)?(?:19|20)\d\d(?: ?(?:[-–—/]|to) ?(?:20)?\d\d)?(?!\d|[-.]\d)(?: years?)?\)?"
)
_PERIOD = re.compile(
    r"(?: for the [Pp]eriod)? (?:up to|until|till|through|(?<=[Pp]eriod )(?:of|from)) "
    r"(?:19|20)\d\d(?:[-–—](?:20)?\d\d)?"
)
_YEARS: dict[str, dict[str, str]] = lexicon("continued")
_WITH_YEARS = re.compile(
    rf"(?<![\w-])(?P<head>{any_of(_YEARS['with_years'])})(?: for| until| to)?"
    r" (?:19|20)\d\d ?[-–—] ?(?:20)?\d\d(?!\d)"
)
_CAPITAL_AFTER = re.compile(r" [A-Z][a-z]")
_PROGRAMME = re.compile(r"\bProgramm?e?\b")
_OF_A_STATE = re.compile(rf"(?:{any_of(_WORDS['issued_by'])}) (?:[A-Z]\w+ )?Programm?e?\b")
_LAID_DOWN = re.compile(
    rf"\b(?:{any_of(_WORDS['laid_down'])})(?:,? (?:in|on) [^.;,]{{3,30}},?)? (?:its|the|a|an|their) $"
)
_APPROVED = re.compile(
    rf",? (?:which |that )?(?:(?:was|were|is|has been|had been) )?(?:{any_of(_WORDS['approved'])}) (?:by|in|on|at) "
)
_BEFORE = 60
"""Characters before a name in which it is told who laid it down."""
_LASTING = re.compile(rf"(?:{any_of(_WORDS['lasting'])})\b")

_ACTS = _WORDS["acts"]
_ON_ONE = re.compile(rf" on (?:the )?{_WORD}(?: {_WORD})?$")
_AND_MORE = re.compile(
    rf"(?:, {_WORD}(?: {_WORD})?){{1,4}},? and {_WORD}(?: {_WORD})*(?= between| with| of|,|\.| was| in| signed)"
)

_ISSUED = re.compile(
    r"(?<![\w-])"
    rf"(?:(?:{any_of(_WORDS['issued_by'])}) )?"
    rf"(?:{any_of(_ACTS)}|(?<=[a-z] )(?:{any_of(h.lower() for h in _ACTS)})(?= (?:No\.?|№) ?\d))(?![\w-])"
)
_NUMBER = r"(?:(?:No\.?|Nr\.?|№|N|#) ?[\w/-]+|[A-ZА-Я]{1,3}-\d[\w/-]*)"
_DATE = rf"(?:\d\d?\.\d\d?\.\d{{4}}|(?:\d\d? )?(?:{any_of(months())})(?: \d\d?,)? \d{{4}}|\d{{4}}-\d\d-\d\d|\d{{4}})"
_BODY = rf"(?:the )?{_WORD}(?:(?: of (?:the )?| and |, | )(?!(?:No|On|Nr)\b){_WORD})*"
_TITLE = r"\"[^\"]{4,240}\""
_PIECE = re.compile(
    rf"(?P<number>,? ?\(?{_NUMBER}\)?)"
    rf"|(?P<date>,? \(?(?:of|dated|as of|from|on)? ?{_DATE}\)?)"
    rf"|(?P<body>,? (?:of|by) (?:the )?(?=[A-Z]){_BODY})"
    rf"|(?P<title>,? (?:on |entitled |titled )?{_TITLE})"
    rf"|(?P<both> ?\({_NUMBER}, ?(?:of )?{_DATE}\))"
)
_PIECES = 4


def continued(m: Mention, part: str, offset: int) -> Mention:
    """A gathering or policy with the rest of its name: of which officers it is, until which year it runs."""
    end = m.end - offset
    if m.kind == "project" and "id" not in m.data and _PROGRAMME.search(m.name):
        # A programme for a period is what an authority has laid down.
        if lasting := _PERIOD.match(part, end):
            name = part[m.start - offset : lasting.end()]
            return replace(m, kind="policy", end=lasting.end() + offset, name=name, data={"kind": "action_plan"})
        if _OF_A_STATE.match(m.name):
            return replace(m, kind="policy", data={"kind": "national_policy"})
        if _LAID_DOWN.search(part[max(0, m.start - offset - _BEFORE) : m.start - offset]) or _APPROVED.match(part, end):
            return replace(m, kind="policy", data={"kind": "action_plan"})
    if m.kind == "event" and "id" not in m.data and _GATHERING.search(m.name):
        more = _WHOSE.match(part, end)
    elif m.kind == "policy" and "id" not in m.data and not m.data.get("quoted") and _LASTING.search(m.name):
        more = _UNTIL.match(part, end)
    elif m.kind == "agreement" and "id" not in m.data and _ON_ONE.search(m.name):
        more = _AND_MORE.match(part, end)
    else:
        return m
    if more is None:
        return m
    data = {**m.data}
    if m.kind == "event" and "Ministers" in more.group():
        data["kind"] = "ministerial_conference"
    stop = more.end()
    return replace(m, end=stop + offset, name=part[m.start - offset : stop], data=data)


def find_acts(part: str, offset: int) -> Iterator[Mention]:
    """Laws, decrees and orders named by who issued them, number, date and title, two of these at least or the title."""
    if not any(head in part for head in _ACTS) and "No" not in part and "№" not in part:
        return
    for m in _ISSUED.finditer(part):
        end, seen = m.end(), set()
        for _ in range(_PIECES):
            piece = _PIECE.match(part, end)
            if piece is None or (piece.lastgroup in seen and piece.lastgroup != "body"):
                break
            seen.add(piece.lastgroup)
            end = piece.end()
        if "title" in seen or len(seen) >= 2 or seen & {"both"} or ("number" in seen):
            name = part[m.start() : end]
            yield Mention("policy", m.start() + offset, end + offset, name, {"kind": "national_policy", "act": True})


def with_acts(named: Sequence[Mention], part: str, offset: int) -> list[Mention]:
    """The mentions of a passage with names that go on, and its acts."""
    own = (m for m in named if not _is_of_something_else(m, part, offset))
    return [*(continued(m, part, offset) for m in own), *find_acts(part, offset), *find_with_years(part, offset)]


def find_with_years(part: str, offset: int) -> Iterator[Mention]:
    """Plans and strategies named by nothing but their years: "Action Plan 2025-2030"."""
    for m in _WITH_YEARS.finditer(part):
        kind = _YEARS["with_years"][m["head"]]
        yield Mention("policy", m.start() + offset, m.end() + offset, m[0], {"kind": kind})


def _is_of_something_else(m: Mention, part: str, offset: int) -> bool:
    """Whether a policy's name only begins the name of another thing: "Khovd Policy Breakfast"."""
    first, more, _ = m.name.partition(" ")
    return (
        m.kind == "policy"
        and "id" not in m.data
        and not (more and _LASTING.match(first))
        and _CAPITAL_AFTER.match(part, m.end - offset) is not None
    )
