"""Several things told by a plural and those whom or where each of them is of: "Luban Workshops in X and Y", "memoranda
with A on training and with B on exchange"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from educoop.data_files import any_of
from educoop.documents.model import Span
from educoop.extraction.data_files import lexicon
from educoop.extraction.model import Mention
from educoop.extraction.relations.emit import Emitter
from educoop.extraction.relations.frames import Masked
from educoop.extraction.relations.state import Ref, State, country_of, speaks_of_future
from educoop.extraction.relations.things.phrases import is_denied, is_unreal, speaks_of_other_fields
from educoop.extraction.relations.things.plural_nouns import Several, one_of_them, told_in

RULE = "several-told-together"
_W = lexicon("plurals")
_NAMES: dict[str, str] = _W["names"]
_NUMBERS: dict[str, int] = {"both": 2, **lexicon("numbers")["values"]}
_HOW = r"(?:at|in|with|near|of)"
_WHO = r"(?:the )?(?:<[OL]\d+>'s )?<[OL]\d+>(?: in (?:the )?<L\d+>)?"
_TOPIC = (
    r" (?:on|to|for|in|about|concerning|regarding)"
    r" (?:(?! and (?:an? |the |one )?(?:[a-z]+ ){0,2}with )[^,;.<>()]){3,90}"
)
_WHEN = r"(?: (?:in|since|on) <T\d+>| \((?:in |since )?<T\d+>\))"
_VERB = rf"(?P<verb> (?:(?:{any_of(_W['before_placed'])}) ){{0,4}}(?:{any_of(_W['placed'])}))?"
_AND_WHO = r"(?:the )?<O\d+>(?:(?:,|,? and) (?:the )?<O\d+>)"
_LIST = {
    "alike": re.compile(
        rf"(?: in (?:the )?<L\d+>(?=[,:]))??(?P<apart>,|:| [–—-])?{_VERB} (?P<how>{_HOW}) {_WHO}"
        rf"(?:(?:,|,? and|,? as well as)(?: also)? (?:{_HOW} )?{_WHO}){{1,12}}(?! (?:and|on)\b)(?! \()"
    ),
    "dated": re.compile(
        rf"{_VERB} (?P<how>{_HOW}) {_WHO}{_WHEN}(?:(?:,|;|,? and)(?: also)? (?:{_HOW} )?{_WHO}{_WHEN}){{1,12}}"
    ),
    "on": re.compile(
        rf",?{_VERB} (?:one )?(?P<how>with) {_WHO}{_TOPIC}"
        rf"(?:(?:,|;|,? and) (?:one |another )?with {_WHO}(?:{_TOPIC})?){{1,8}}"
    ),
    "named": re.compile(rf"(?: in (?:the )?<[LD]\d+>)?(?P<how>:) {_AND_WHO}{{1,12}}"),
}
"""Behind the noun: whose or where the things are, all alike, each with its day, each with what it is on, or named
behind a colon."""
_OWNERS = re.compile(rf"(?P<who>{_AND_WHO}{{1,8}}),? (?:(?:each|all|both) )?(?:{any_of(_W['has'])}) (?:their own )?$")
"""Before the noun: who has one each."""
_AFTER = re.compile(r"(?: by (?:the )?<O(?P<by>\d+)>)?(?:,? (?:in|since|on) <T(?P<day>\d+)>)?")
"""Behind those of whom the things are said to have been opened: by whom and when."""
_ONE = re.compile(
    rf"(?:(?P<how>{_HOW}) )?(?:the )?(?:<[OL]\d+>'s )?<(?P<letter>[OL])(?P<mark>\d+)>(?: in (?:the )?<L\d+>)?"
    rf"(?:(?: (?:in|since|on)| \((?:in |since )?) ?<T(?P<day>\d+)>\)?)?(?P<on>{_TOPIC})?"
)
_COUNT = re.compile(r"(?<![\w.,-])(?P<number>[\w,-]+) (?:new |joint |further |more |other |such )?$")
_TOTAL = re.compile(rf"(?<![a-z])(?:{any_of(_W['total'])}) of (?:the |all )?$")
"""Before a plural whose things are told all together."""
_BEFORE = 30
_LONGEST = 160
"""Signs of the longest list of owners."""


class _Group(NamedTuple):
    """A plural with those whom its things are of."""

    start: int
    end: int
    several: Several
    ones: Sequence[re.Match[str]]
    after: re.Match[str] | None = None
    """By whom and when they were opened, where that is a part of it."""


def told_together(state: State, masked: Masked, mentions: list[Mention]) -> list[Mention]:
    """The mentions of a sentence with one for each plural whose things it tells one by one; these have got rows."""
    made: list[Mention] = []
    for group in _groups(masked):
        a, b = masked.view(group.start), masked.view(group.end, end=True)
        if not any(m.start < b and a < m.end for m in made):
            made.append(_tell(state, masked, group, a, b))
    if not made:
        return mentions
    kept = [m for m in mentions if not any(t.start <= m.start and m.end <= t.end for t in made)]
    return sorted([*kept, *made], key=lambda m: m.start)


def _groups(masked: Masked) -> list[_Group]:
    text, out = masked.text, []
    for several in told_in(text, 0) if masked.kinds & {"O", "L"} else ():
        if is_denied(text, 0, several.start) or _TOTAL.search(text, max(0, several.start - _BEFORE), several.start):
            continue
        got = next((m for form in _LIST.values() if (m := form.match(text, several.end))), None)
        if got is not None:
            ones, end = _each(masked, several.end, got.end()), got.end()
            firm = bool(got.groupdict().get("apart"))
            if _are_things(masked, several, got["how"], ones) and _as_many(text, several, len(ones), firm):
                after = _AFTER.match(text, end) if got.groupdict().get("verb") else None
                out.append(_Group(several.start, after.end() if after else end, several, ones, after))
                continue
        owners = _OWNERS.search(text, max(0, several.start - _LONGEST), several.start)
        if owners is not None and several.in_series:
            ones = _each(masked, owners.start("who"), owners.end("who"))
            if _as_many(text, several, len(ones), firm=False):
                out.append(_Group(owners.start("who"), several.end, several, ones))
    return out


def _each(masked: Masked, start: int, end: int) -> list[re.Match[str]]:
    """Those listed in a stretch of the masked sentence, without the countries in which they are."""
    out: list[re.Match[str]] = []
    for m in _ONE.finditer(masked.text, start, end):
        x, last = masked.mentions[int(m["mark"])], masked.mentions[int(out[-1]["mark"])] if out else None
        around = country_of(last.data.get("place_id")) if last is not None and last.kind == "place" else None
        if x.kind != "place" or x.data["place_id"] != around:
            out.append(m)
    return out


def _are_things(masked: Masked, several: Several, how: str, ones: Sequence[re.Match[str]]) -> bool:
    """Whether each of those listed has one of the things."""
    bodies = all(m["letter"] == "O" for m in ones)
    dated = all(m["day"] for m in ones)
    if several.table == "agreements":
        told_apart = bodies or dated or all(m["on"] for m in ones)
        unreal = is_unreal(masked.text, several.start, several.end)
        other = speaks_of_other_fields(masked.text, several.start, several.end)
        return how == "with" and told_apart and not unreal and not other
    if several.table == "events":
        return dated and how in ("at", "in")
    if how == ":":
        return several.in_series and bodies
    return several.in_series or dated or (bodies and several.is_shared)


def _as_many(text: str, several: Several, listed: int, firm: bool) -> bool:
    """Whether as many are counted as are listed, or nobody counts them where they need not be counted (`firm`)."""
    found = _COUNT.search(text, max(0, several.start - _BEFORE), several.start)
    number = found["number"].replace(",", "") if found else ""
    counted = int(number) if number.isdigit() else _NUMBERS.get(number, 0)
    if number in _W["uncounted"] or listed == 1:
        return False
    return counted == listed or (not counted and not firm)


def _tell(state: State, masked: Masked, group: _Group, a: int, b: int) -> Mention:
    """The mention of several things, with a row for each."""
    several, text = group.several, masked.text
    start, end = masked.view(several.start), masked.view(several.end, end=True)
    written = state.text[max(0, start - _BEFORE) : end]
    several = next((s for s in told_in(written, len(written) - (end - start))), several)
    planned = speaks_of_future(text[max(0, several.start - 60) : several.start])
    emitter = Emitter(state, masked, masked.offset)
    refs: list[Ref] = []
    # Who has one, or is named behind a colon, has it at his own place.
    how = "at"
    for m in group.ones:
        how = m["how"] or how
        x = masked.mentions[int(m["mark"])]
        where = x.data.get("same_as") or x.name
        name = _NAMES[{"near": "in"}.get(how, how)].format(what=several.words, whose=where)
        span = masked.view(m.start()), masked.view(m.end(), end=True)
        if m["on"]:
            name += state.text[masked.view(m.start("on")) : span[1]]
        told = several._replace(start=start, end=end)
        thing, ref = one_of_them(state, masked, told, name, span, RULE, planned=planned)
        refs.append(ref)
        if x.kind == "place":
            state.near[ref].append(x)
        if m["day"]:
            day = masked.mentions[int(m["day"])]
            edtf = day.data["edtf"].partition("/")[0]
            state.ledger.claim_once(*ref, "date", edtf, day.start, day.end, RULE)
        role = _role(several, how, x)
        if role:
            modality = "planned" if planned else "asserted"
            emitter.take_part([(*ref, thing)], emitter.actors_among([x]), role, span, RULE, modality)
        _opened(emitter, group, (ref, thing), span, planned)
    kind = thing.kind
    return Mention(kind, a, b, state.text[a:b], {"row": refs[0][1], "each": refs, "described": True})


def _opened(emitter: Emitter, group: _Group, one: tuple[Ref, Mention], span: Span, planned: bool) -> None:
    """By whom and when one of several was opened, as it was told of all."""
    after, masked = group.after, emitter.masked
    (table, row), thing = one
    if after is not None and after["day"]:
        day = masked.mentions[int(after["day"])]
        edtf = day.data["edtf"].partition("/")[0]
        emitter.ledger.claim_once(table, row, "date", edtf, day.start, day.end, RULE)
    if after is not None and after["by"]:
        x = masked.mentions[int(after["by"])]
        role = "party" if table == "agreements" else "partner"
        whole = min(span[0], x.start), max(span[1], x.end)
        said = emitter.actors_among([x]), role, whole, RULE, "planned" if planned else "asserted"
        emitter.take_part([(table, row, thing)], *said)


def _role(several: Several, how: str, x: Mention) -> str:
    """What somebody is in the one thing of several that is his."""
    if several.table == "agreements":
        return "party"
    if x.kind != "organisation" or several.table == "events":
        return ""
    return "partner" if how == "with" else "host"
