"""Names that go on in words of their kind: meetings of ministers, strategies until a year, titles of policies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from educoop.data_files import any_of
from educoop.extraction.data_files import lexicon
from educoop.extraction.lexicon import heads, words
from educoop.extraction.model import Mention
from educoop.extraction.recognition.acts import WORD, find_acts
from educoop.registry import load_registry

_WORDS: dict[str, list[str]] = lexicon("continued")
_OFFICERS = rf"(?:(?:{any_of(_WORDS['ranks'])})[- ])*(?:{any_of(_WORDS['officers'])})"
_WHOSE = re.compile(
    rf" of (?:the )?{_OFFICERS}(?:(?:, | and | of (?:the )?| of the Republic of |, and ){WORD}(?: {WORD})*){{0,9}}"
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
_YEAR_BEFORE_NOUN = re.compile(
    r"(?<![\w-])(?P<name>(?:[A-Z][\w’'+-]{0,30} ){1,5}[–—-]? ?20\d\d)"
    r" (?P<noun>strategy|concept|vision|plan|programme|program|agenda)\b"
)
_ON_WHAT = re.compile(r" (?:on|for) ")
_REST_OF_TITLE = re.compile(
    r"(?: (?:up|Up|to|in|into|for|of|and|through|on)(?= ))?(?: the(?= [A-Z]))? (?P<word>[A-Z][a-z][\w’'-]*)(?![\w-])"
)
_NOT_TOLD = any_of([*_WORDS["no_subject"], *_WORDS["verbs_after"]])
_IN_SMALL_LETTERS = re.compile(
    rf" (?:on|for|of) (?:the )?(?!(?:{_NOT_TOLD})\b)[a-z-]{{3,}}(?: (?!(?:{_NOT_TOLD})\b)[a-z-]+){{0,12}}"
    r"(?<! of)(?<! and)(?<! in)(?<! the)(?<! on)(?<! to)(?<! with)(?<! for)(?<! by)(?<! from)(?<! at)"
    rf"(?=[.,;:)\n\"]|$| (?:{_NOT_TOLD})\b| (?:for|until|till) (?:the )?(?:period|years?|\d)"
    r"| (?:of|in|on|for|to|by|at|from|with|and) [\dA-Z(])"
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

_ON_ONE = re.compile(rf" on (?:the )?{WORD}(?: {WORD})?$")
_AND_MORE = re.compile(
    rf"(?:, {WORD}(?: {WORD})?){{1,4}},? and {WORD}(?: {WORD})*(?= between| with| of|,|\.| was| in| signed)"
)


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


def with_acts(named: Sequence[Mention], part: str, offset: int) -> list[Mention]:
    """The mentions of a passage with names that go on, and its acts."""
    named = [_with_rest_of_title(m, part, offset) for m in named]
    own = (m for m in named if not _is_of_something_else(m, part, offset))
    return [*(continued(m, part, offset) for m in own), *find_acts(part, offset), *find_with_years(part, offset)]


def _with_rest_of_title(m: Mention, part: str, offset: int) -> Mention:
    """The title of a policy with what it goes on with behind small words that end other names: "Opinions on Opening Up
    Education to the Outside World"."""
    if m.kind != "policy" or "id" in m.data or m.data.get("quoted"):
        return m
    end = m.end - offset
    while _ON_WHAT.search(m.name) and (rest := _REST_OF_TITLE.match(part, end)):
        word = rest["word"]
        if word in words().months or word in words().roles or load_registry().places.find(word):
            break
        end = rest.end()
    if end == m.end - offset and (subject := _IN_SMALL_LETTERS.match(part, end)):
        end = subject.end()
    return m if end == m.end - offset else replace(m, end=end + offset, name=part[m.start - offset : end])


def find_with_years(part: str, offset: int) -> Iterator[Mention]:
    """Plans named by nothing but their years ("Action Plan 2025-2030"), or with the year before the noun."""
    for m in _YEAR_BEFORE_NOUN.finditer(part):
        first = m["name"].split(" ", 1)[0]
        start = m.start() + (len(first) + 1 if first in words().openers else 0)
        kind = heads().lower.get(m["noun"], ("policies", "national_policy"))[1]
        name = part[start : m.end("name")]
        if " " in name:
            yield Mention(
                "policy", start + offset, m.end() + offset, name, {"kind": kind, "name_end": m.end("name") + offset}
            )
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
