"""Who holds which office: the rules of rules/positions.yaml over one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from educoop.data_files import any_of
from educoop.documents.model import Span
from educoop.extraction.data_files import lexicon
from educoop.extraction.figures.measure import spoken_of
from educoop.extraction.lexicon import macros
from educoop.extraction.model import Mention
from educoop.extraction.recognition.anaphors import antecedent, can_point_back, noun_fits
from educoop.extraction.recognition.shapes import gave_a_name, is_person_name
from educoop.extraction.relations.frames import Masked, matches
from educoop.extraction.relations.ledger import plain
from educoop.extraction.relations.state import State, country_of

_PROFESSOR = re.compile(r"Prof(?:essor|\.)?(?= )")
_RIGHT_BEFORE = re.compile(r"<T(\d+)>,? (?:the |our |its |their |then |[a-z]+'s )?$")
_RIGHT_BEHIND = re.compile(r"(?: (?:from|after) <N\d+>)?,? (?:in|on) <T(\d+)>")
"""When somebody took an office, right behind it."""
_NEAR = 40
_MONTH = 7
"""Characters of a date that is a month; that of a day has more."""
_OF_NAMED = re.compile(r" (?:of|at) the (?P<noun>[A-Z][a-z]+)$")
_OF_THING = re.compile(r" (?:of|at) (?:the|this|that) (?P<noun>[a-z]+)$")
"""What an office is of, told by a noun alone for a body or project named before."""
_OF_SUBJECTS = frozenset({"as-role", "heads-body"})
"""Rules that tell an office by a verb of which its holder is the subject."""
_BEFORE_NAMES = frozenset({"role-before-comma", "role-of-body-in-before-comma", "minister-of-before-comma"})
_SUBJECT = re.compile(r"(?:[a-z]+\.? ){0,4}<[N]\d+>")
_WORDS = lexicon("offices")
_TAKES_OFFICE = re.compile(rf"(?<![a-z])(?:{any_of(_WORDS['takes'])})(?![a-z])")
_WHEN = rf"(?:(?:{any_of(_WORDS['when'])}|(?:since|from|in) <T\d+>),? ){{0,2}}"
_AND_VERB = re.compile(
    rf"(?:,? (?:and|but)|,(?= (?:{any_of(_WORDS['when'])}) ))(?= {_WHEN}(?:{any_of(_WORDS['verbs'])}) )"
)
_TERM = re.compile(r",? \(?<T(\d+)>")
"""How long somebody has been or was in an office, right behind it."""
_SAYS = re.compile(r"\bthat\b|[\"“]")
"""What leads what somebody says."""
_OF_LETTERS = re.compile(r"(?<=[a-z]) (?:of|at) (?:the )?[A-Z]\w*[A-Z]\w*$")
"""What an office is of, told by letters that the text does not explain."""
_OF_TWO = re.compile(r" (?:of|at) the (?P<which>latter|former)$")


def read_offices(state: State, masked: Masked, mentions: list[Mention]) -> list[Mention]:
    """Write the positions of a sentence; returns its mentions with each office taken into its holder's."""
    if "N" not in masked.kinds:
        return mentions
    numbers = {id(x): i for i, x in enumerate(mentions)}
    taken: list[tuple[int, int]] = []
    absorbed: dict[int, tuple[int, int]] = {}
    labelled: dict[int, tuple[int, int]] = {}
    read = [(masked, frame, m) for frame, m in matches("positions", masked)]
    # "A was born in B and is now rector of C": the verb of the second clause has the subject of the first.
    carried = (masked.without([cut]) for cut in _between_subject_and_verb(masked.text))
    read += [(one, frame, m) for one in carried for frame, m in matches("positions", one) if frame.id in _OF_SUBJECTS]
    for masked, frame, m in read:
        who = masked.marks(m, "who")[0]
        number = numbers[id(who)]
        again = m.groupdict().get("again") is not None
        again = again or (number in absorbed and _before_and_behind(frame.id, masked, m))
        if (number in absorbed and not again) or not (who.kind == "person" or is_person_name(who.name)):
            continue
        if "who2" in m.groupdict():
            # A label with several holders after it.
            for group in ("who", "who2", "who3"):
                x = masked.marks(m, group)[0] if m.groupdict().get(group) else None
                holder = state.people.row(x, frame.id) if x else None
                if x and holder is not None:
                    _write(state, holder, x, frame.id, masked, m, own=f"{group}_of")
                    # Behind the name may stand another office: "Chair: A, rector of B".
                    labelled[numbers[id(x)]] = (x.start, x.end)
            taken.append(masked.span(m, "role"))
            continue
        role_at = masked.span(m, "role") if "role" in frame.pattern.groupindex else (-1, -1)
        if role_at[0] < 0 and (number in labelled or _title_of(state, who) is None):
            continue
        if gave_a_name(state.text[max(0, masked.span(m)[0] - _NEAR) : masked.span(m)[0]]):
            # "the university named after academician A": a namesake holds no office.
            continue
        if role_at[0] >= 0 and any(a < role_at[1] and role_at[0] < b for a, b in taken):
            continue
        person = state.people.row(who, frame.id)
        if person is None:
            continue
        taken.append(role_at)
        if again:
            # The office stands before a name that may have another behind it: the name stays as it is.
            _write(state, person, who, frame.id, masked, m)
            continue
        start, end = masked.span(m)
        absorbed[number] = (min(start, who.start), max(end, who.end))
        _write(state, person, who, frame.id, masked, m)
    absorbed = labelled | absorbed
    return _absorb(mentions, absorbed) if absorbed else mentions


def _before_and_behind(rule: str, masked: Masked, m: re.Match[str]) -> bool:
    """Whether an office stands before a name that may have another behind it: "the local director, A, a former …"."""
    return rule in _BEFORE_NAMES and masked.text[: m.start("role")].endswith(("the ", "its "))


def _between_subject_and_verb(text: str) -> Iterator[Span]:
    """What stands between the person that a masked sentence begins with and each further verb of his, beside names of
    others."""
    subject = _SUBJECT.match(text)
    if subject is None:
        return
    for verb in _AND_VERB.finditer(text, subject.end()):
        between = text[subject.end() : verb.start()]
        if "<N" not in between and ";" not in between:
            yield subject.end(), verb.end()


def _absorb(mentions: list[Mention], absorbed: dict[int, tuple[int, int]]) -> list[Mention]:
    kept = []
    for i, x in enumerate(mentions):
        if i in absorbed:
            a, b = absorbed[i]
            if any(j != i and mentions[j].start < b and mentions[j].end > a for j in absorbed):
                a, b = x.start, x.end
            kept.append(replace(x, kind="person", start=a, end=b))
        elif not any(a < x.end and x.start < b for a, b in absorbed.values()):
            kept.append(x)
    out: list[Mention] = []
    for x in sorted(kept, key=lambda x: (x.start, -x.end)):
        if not out or x.start >= out[-1].end:
            out.append(x)
    return out


def _write(
    state: State, person: str, who: Mention, rule: str, masked: Masked, m: re.Match[str], own: str = "org"
) -> None:
    """The position that a match shows a person in. The body is that of the group `own`, else the one of all."""
    ledger = state.ledger
    groups = m.groupdict()
    org = next((masked.marks(m, g)[0] for g in (own, "org", "org2", "org3") if groups.get(g)), None)
    country = masked.marks(m, "country")[0] if groups.get("country") else None
    role_span = masked.span(m, "role") if groups.get("role") else _title_of(state, who)
    if role_span is None:
        return
    role = state.text[role_span[0] : role_span[1]].strip(" ,")
    if groups.get("rest"):
        # "Dean A of the School of B": the other half of the office stands behind the name.
        start, end = masked.span(m, "rest")
        role, role_span = f"{role} {state.text[start:end]}", (role_span[0], end)
    org_row = state.ref(org)[1] if org is not None and org.kind == "organisation" else None
    if org is None and (of_thing := _OF_THING.search(role)) and (thing := _thing_before(state, of_thing["noun"], who)):
        role, org = role[: of_thing.start()], thing[0]
        org_row = thing[1] if org.kind == "organisation" else None
    role = _of_one(role if org_row else _without_whole(role))
    role = _OF_LETTERS.sub("", role)
    if (of_two := _OF_TWO.search(role)) and (named := _one_of_two(state, of_two["which"], who)):
        role, (org, org_row) = role[: of_two.start()], named
    of_named = _OF_NAMED.search(role) if org_row is None else None
    if of_named and (named := _of_this_kind(state, of_named["noun"], who)):
        role, (org, org_row) = role[: of_named.start()], named
    if (
        groups.get("its")
        and (last := spoken_of(state.history, masked.span(m, "its")[0]))
        and last[0] == "organisations"
    ):
        org, org_row = state.where.get(last), last[1]
    row, as_full = state.people.same_office(person, plain(role), org_row)
    if row and ("positions", row) in state.offices_in and org_row:
        # President of an alliance, and of a university.
        row, as_full = None, False
    if as_full:
        if row and org is not None and org_row:
            # "Rector A. Name" before, "A. Name, rector of B" now.
            ledger.claim_once("positions", row, "organisation_id", f"organisations:{org_row}", org.start, org.end, rule)
        return
    if row:
        ledger.withdraw("positions", row, "role")
    else:
        place = country.data.get("place_id") if country else ""
        row, _ = ledger.row("positions", f"{person}|{plain(role)}|{org_row or place}")
    ledger.claim("positions", row, "person_id", f"people:{person}", who.start, who.end, rule)
    ledger.claim("positions", row, "role", role, role_span[0], role_span[1], rule)
    if org is not None and org.kind == "project":
        state.offices_in[("positions", row)] = state.ref(org)
    if org is not None and org_row:
        ledger.claim("positions", row, "organisation_id", f"organisations:{org_row}", org.start, org.end, rule)
    lies_in = country_of(country.data.get("place_id")) if country else None
    if country is not None and lies_in:
        ledger.claim("positions", row, "country", lies_in, country.start, country.end, rule)
    timed = next((g for g in (f"{own.removesuffix('_of')}_term", "term") if groups.get(g)), None)
    if timed:
        term = masked.marks(m, timed)[0]
        ledger.claim_once("positions", row, "as_of", term.data["edtf"], term.start, term.end, rule)
    day = _when(masked, m)
    if day is not None and not (_is_open(day) and (state.published or state.scan.dated)):
        # "Rector since 2022": the text shows it at its own date; the year stands only where it has none.
        ledger.claim_once("positions", row, "as_of", day.data["edtf"], day.start, day.end, rule, certainty="inferred")
    state.people.offices[person].append((row, plain(role)))
    a, b = masked.span(m)
    state.where.setdefault(("positions", row), Mention("position", a, b, role))


def _one_of_two(state: State, which: str, who: Mention) -> tuple[Mention, str] | None:
    """The latter or the former of the two bodies named last before somebody."""
    bodies = [(m, row) for m, row in state.history if m.kind == "organisation" and m.end <= who.start][-2:]
    return bodies[which == "latter"] if len(bodies) == 2 and bodies[0][1] != bodies[1][1] else None


def _thing_before(state: State, noun: str, who: Mention) -> tuple[Mention, str] | None:
    """The body or project that "the college" or "the centre" means, named last before somebody."""
    if not can_point_back(noun):
        return None
    found = antecedent(noun, [(m, row) for m, row in state.history if m.end <= who.start])
    return found if found and found[0].kind in ("organisation", "project") else None


def _of_this_kind(state: State, noun: str, who: Mention) -> tuple[Mention, str] | None:
    """The body that a document calls "the Society" or "the Department", named last before somebody."""
    bodies = [(m, row) for m, row in state.history if m.kind == "organisation" and m.end <= who.start]
    return next(((m, row) for m, row in reversed(bodies) if noun_fits(noun.lower(), m.name)), None)


def _when(masked: Masked, m: re.Match[str]) -> Mention | None:
    """The date on which the sentence shows somebody in office: its only day ("laid on 5 May 2025 by the rector, …") or
    month before it, the month or year right before the office ("In 2021 our rector, …"), or when it was taken."""
    days = [d for d in masked.mentions if d.kind == "date"]
    before = _RIGHT_BEFORE.search(masked.text, max(0, m.start() - _NEAR), m.start())
    term = _TERM.match(masked.text, m.end())
    if term and _is_term(masked.mentions[int(term[1])]):
        return masked.mentions[int(term[1])]
    if _TAKES_OFFICE.search(m.group()) and (behind := _RIGHT_BEHIND.match(masked.text, m.end())):
        days = [masked.mentions[int(behind[1])]]
    elif before:
        days = [masked.mentions[int(before[1])]]
    elif len(days) != 1 or not _dates_office(days[0], masked.span(m)[0]) or _reported(masked, m, days[0]):
        return None
    return days[0] if days[0].data["relation"] not in ("since", "until") else None


def _is_term(day: Mention) -> bool:
    """Whether a date says from when until when, or since when, of some years."""
    first, _, last = day.data["edtf"].partition("/")
    return bool(first and last) and ".." not in first and first[:4] != last[:4]


def _is_open(day: Mention) -> bool:
    """Whether a date says since when, and not until when."""
    return str(day.data["edtf"]).endswith("/..")


def _dates_office(day: Mention, start: int) -> bool:
    """Whether the one date of a sentence tells when somebody was in the office told at `start`."""
    edtf = day.data["edtf"]
    return "/" not in edtf and (len(edtf) > _MONTH or (len(edtf) == _MONTH and day.start < start))


def _reported(masked: Masked, m: re.Match[str], day: Mention) -> bool:
    """Whether the day is told by the one who holds the office ("the rector said that … on 5 May 2025")."""
    said = masked.source[max(0, masked.span(m)[1] - masked.offset) : max(0, day.start - masked.offset)]
    return bool(_SAYS.search(said))


def _title_of(state: State, who: Mention) -> Span | None:
    """Where the title before a name stands that is an office too ("Professor Li Wen of <a university>")."""
    found = _PROFESSOR.match(state.text, who.start, who.end)
    return found.span() if found else None


@cache
def _whole() -> re.Pattern[str]:
    return re.compile(rf" (?:of|at) the (?:[a-z-]+ ){{0,2}}(?:{any_of(macros()['whole'])})$", re.IGNORECASE)


_PLURAL = {"ies": "y", "men": "man", "women": "woman"}


def _of_one(role: str) -> str:
    """An office held by several as each of them holds it: "Vice-Presidents", "members of the board"."""
    lower = role.lower()
    of_several = next((r for r in macros()["roles"] if lower == r or lower.startswith(f"{r} of ")), None)
    if of_several is None:
        whose, _, last = role.rpartition(" ")
        # "Chinese directors": of one of them, "Chinese director".
        return f"{whose} {_of_one(last)}" if whose[:1].isupper() and last in macros()["roles"] else role
    head, rest = role[: len(of_several)], role[len(of_several) :]
    noun, of, whole = head.partition(" of ")
    end = next((e for e in _PLURAL if noun.lower().endswith(e)), "s")
    return noun.removesuffix(end) + _PLURAL.get(end, "") + of + whole + rest


def _without_whole(role: str) -> str:
    """An office without the body or project that it is of, where only a noun tells it ("director of the park")."""
    return _whole().sub("", role)
