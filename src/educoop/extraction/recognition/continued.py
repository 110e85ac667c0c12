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
_NUMBER = r"(?:No\.?|Nr\.?|№|N|#) ?[\w/-]+"
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
    if m.kind == "project" and "id" not in m.data and (lasting := _PERIOD.match(part, end)):
        # A programme for a period is what an authority has laid down.
        name = part[m.start - offset : lasting.end()]
        if re.search(r"\bProgramm?e?\b", m.name):
            return replace(m, kind="policy", end=lasting.end() + offset, name=name, data={"kind": "action_plan"})
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
    return [*(continued(m, part, offset) for m in named), *find_acts(part, offset)]
