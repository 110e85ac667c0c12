"""From the mentions of a sentence to claims: every named thing gets a row, the rules relate them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from rapidfuzz.distance import Levenshtein

from educoop.documents.model import Passage, Sentence
from educoop.extraction.frames import Masked, matches
from educoop.extraction.ledger import Ledger, mention_key, plain
from educoop.extraction.lexicon import heads, macros
from educoop.extraction.measure import Measurer
from educoop.extraction.model import Mention
from educoop.extraction.names import title_kind
from educoop.extraction.recognise import PassageScan, Scan, anaphors, antecedent, is_person_name
from educoop.registry import load_registry

TABLES = {
    "organisation": "organisations",
    "project": "projects",
    "event": "events",
    "agreement": "agreements",
    "policy": "policies",
    "person": "people",
    "candidate": "people",
    "title": "projects",
}
UNNAMED = "unnamed"
"""Row of the event that a news item reports without naming it, until the whole item is read."""
HOME = "CHN"
"""The side that every document of the field has, where a sentence leaves it unsaid."""
Ref = tuple[str, str]
"""A table and a row of this document, or ("places", place id)."""


_IMPLIED = {"ceremony": "ceremony", "meeting": "other", "event": "other"}


@cache
def _future() -> re.Pattern[str]:
    forms = sorted(macros()["future"], key=len, reverse=True)
    return re.compile(r"(?<![a-z])(?:" + "|".join(map(re.escape, forms)) + r")(?![a-z])")


def country_of(place_id: str | None) -> str | None:
    """The country a place lies in, the place itself when it is a country or group."""
    if place_id is None:
        return None
    place = load_registry().places.get(place_id)
    if place is None:
        return None
    return place.id if place.kind in ("country", "group") else place.country


@dataclass
class Relator:
    """Reads the sentences of one document in order and writes what they say into the ledger."""

    ledger: Ledger
    scan: Scan
    history: list[tuple[Mention, str]] = field(default_factory=list)
    """Named things so far with their rows, for pronouns and generic nouns."""
    people: dict[str, list[str]] = field(default_factory=dict)
    """Tokens of the names of each person row."""
    signers: list[Mention] = field(default_factory=list)
    """Countries that signed something, in order."""
    under: list[tuple[Ref, Ref]] = field(default_factory=list)
    """Projects with the agreement that is about them."""
    planned_events: dict[str, str] = field(default_factory=dict)
    """Modality of the first mention of each event."""
    implied: str | None = None
    """Row of the event that the item calls "the ceremony" without naming it."""
    news: bool = False
    """Whether the document reports an event, so that who speaks in it speaks there."""
    title: tuple[str, int, int] | None = None
    measurer: Measurer = field(init=False)
    offices: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    """Position rows of each person with their roles."""
    countries: list[Mention] = field(default_factory=list)
    places: list[Mention] = field(default_factory=list)
    topic: dict[str, str] = field(default_factory=dict)
    """First row of each table: what the document is about."""
    spoken: list[tuple[Mention, str]] = field(default_factory=list)
    founded: dict[str, list[str]] = field(default_factory=dict)
    """Modality of each mention of a project row, in order."""
    where: dict[Ref, Mention] = field(default_factory=dict)
    """First mention of each row."""
    nested: dict[Ref, list[Mention]] = field(default_factory=dict)
    near: dict[Ref, list[Mention]] = field(default_factory=dict)
    """Places right beside the name of a row ("X University in Y")."""
    same_date: list[tuple[Ref, Ref]] = field(default_factory=list)
    """Things that bear the date and place of another (a declaration, of its summit)."""
    in_sentence: dict[Ref, list[Mention]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.measurer = Measurer(self.ledger, self.scan.anchor)

    # -- mentions to rows ------------------------------------------------------------------------------------------

    def read(self, ps: PassageScan) -> None:
        """All sentences of a passage."""
        self.ledger.passage = ps.passage
        text = self.scan.reading.view.text
        i = 0
        for s in ps.sentences:
            mine: list[Mention] = []
            while i < len(ps.mentions) and ps.mentions[i].start < s.end:
                if ps.mentions[i].start >= s.start:
                    mine.append(ps.mentions[i])
                i += 1
            self._sentence(s, text[s.start : s.end], mine, [n for n in ps.nested if s.start <= n.start < s.end] if ps.nested else [])

    def _sentence(self, s: Sentence, text: str, mentions: list[Mention], nested: list[Mention]) -> None:
        pointing = [a for a in anaphors(text, s.start) if not any(m.start < a.end and a.start < m.end for m in mentions)]
        for a in pointing:
            found = antecedent(a.data["points_back"], self.history)
            row = found[1] if found else self._implied_event(a)
            if row:
                a.data["row"] = row
                mentions.append(a)
        mentions = [m for m in mentions if m.kind != "candidate" or self._may_be_person(m)]
        mentions = sorted((_trimmed(m, s) for m in mentions if m.start < s.end), key=lambda m: m.start)
        masked = Masked(text, s.start, mentions)
        mentions, masked = self._founded_bodies(masked, mentions)
        for k, m in enumerate(mentions):
            if m.kind in ("organisation", "project", "event", "agreement", "policy") and "row" not in m.data:
                self._named(m, masked, nested, mentions, k)
            elif m.kind == "place":
                if m.data["place_kind"] in ("country", "group"):
                    self.countries.append(m)
                if m.data["place_kind"] != "group":
                    self.places.append(m)
        self._measure(s, text, mentions, nested)
        mentions = self._things_without_name(masked, mentions)
        masked = Masked(text, s.start, mentions)
        mentions = self._positions(masked, mentions, s)
        masked = Masked(text, s.start, mentions)
        Emitter(self, masked, s).run()

    def _measure(self, s: Sentence, text: str, mentions: list[Mention], nested: list[Mention]) -> None:
        """What the numbers of the sentence count, about which of its things."""
        ps = self.ledger.passage
        before = self.scan.reading.view.text[max(ps.start, s.start - 400) : s.start] if ps else ""
        others = [m for m in self.countries if m.end <= s.start and m.data["place_id"] != HOME]
        self.measurer.area = others[-1].data["place_id"] if others else None
        near = sorted([*mentions, *(n for n in nested if n.kind == "place")], key=lambda m: (m.start, -m.end))
        for row, draft in self.measurer.read(s, text, before, near):
            if draft.subject is None:
                continue
            about = near[draft.subject]
            table, ref = Emitter(self, Masked("", 0, ()), s).ref(about)
            if ref and table != "places":
                self.ledger.claim("observations", row, "subject", f"{table}:{ref}", about.start, about.end, draft.rule)

    def _founded_bodies(self, masked: Masked, mentions: list[Mention]) -> tuple[list[Mention], Masked]:
        """An institute or school that two sides found is a project of their cooperation, not a party to it."""
        if not {"O"} <= masked.kinds:
            return mentions, masked
        changed = False
        for _, m in matches("founded", masked):
            for x in masked.marks(m, "what"):
                kind = heads().founded_as_project.get(x.data.get("kind", ""))
                if x.kind == "organisation" and kind and not x.data.get("id"):
                    mentions[mentions.index(x)] = replace(x, kind="project", data={**x.data, "kind": kind})
                    changed = True
        return mentions, Masked(masked.source, masked.offset, mentions) if changed else masked

    def _things_without_name(self, masked: Masked, mentions: list[Mention]) -> list[Mention]:
        """Things told by a description ("the second meeting of the Commission") become mentions of their own."""
        made: list[Mention] = []
        for frame, m in matches("things", masked):
            a, b = masked.span(m, "name")
            if any(x.start < b and a < x.end for x in made):
                continue
            text = self.scan.reading.view.text
            name = re.sub(r"\s+", " ", text[a:b]).strip(' "')
            owner = masked.marks(m, "owner") if m.groupdict().get("owner") else []
            if owner:
                name = f"{owner[0].name} {name}" if owner[0].start < a else name
                a = min(a, owner[0].start)
            emit = frame.emit[0]
            got = title_kind(name.title())
            kind = got[1] if got and TABLES[emit["thing"]] == got[0] and emit["kind"] != "other" else emit["kind"]
            if emit["thing"] == "agreement":
                kind = _agreement_kind(name) or kind
            thing = Mention(emit["thing"], a, b, name, {"kind": kind, "described": True})
            ledger = self.ledger
            if thing.kind == "agreement":
                thing.data["apart"] = a
            row = ledger.entity(TABLES[thing.kind], thing, frame.id)
            thing.data["row"] = row
            ref = (TABLES[thing.kind], row)
            self.where.setdefault(ref, thing)
            inner = [x for x in mentions if a <= x.start and x.end <= b]
            self.nested.setdefault(ref, []).extend(x for x in inner if x.kind in ("place", "organisation"))
            self.in_sentence.setdefault(ref, []).extend(x for x in mentions if x.kind == "place")
            self.history.append((thing, row))
            self.topic.setdefault(ref[0], row)
            made.append(replace(thing, start=masked.span(m, "name")[0]))
            if emit["thing"] == "project":
                planned = _future().search(masked.text[max(0, m.start() - 60) : m.end()])
                self.founded.setdefault(row, []).append("planned" if planned else "asserted")
        if not made:
            return mentions
        kept = [x for x in mentions if not any(t.start < x.end and x.start < t.end for t in made)]
        return sorted([*kept, *made], key=lambda x: x.start)

    def _named(self, m: Mention, masked: Masked, nested: Sequence[Mention], mentions: list[Mention], k: int) -> None:
        modality = "planned" if self._planned(masked, k) else "asserted"
        inner = [n for n in nested if m.start <= n.start and n.end <= m.end and n.end - n.start < m.end - m.start]
        if m.data.get("same_as"):
            m = replace(m, data=dict(m.data))
        row = self._row(m, modality)
        ref = (TABLES[m.kind], row)
        self.where.setdefault(ref, m)
        self.nested.setdefault(ref, []).extend(n for n in inner if n.kind in ("place", "organisation", "policy"))
        self.near.setdefault(ref, []).extend(_neighbours(mentions, k, masked))
        self.in_sentence.setdefault(ref, []).extend(x for x in mentions if x.kind == "place")
        if m.kind == "event":
            self.planned_events.setdefault(row, modality)
        if m.kind == "project":
            self.founded.setdefault(row, []).append(modality)
        for n in inner:
            if n.kind == "project" and m.kind == "agreement":
                pref = ("projects", self._row(n, modality))
                self.where.setdefault(pref, n)
                self.founded.setdefault(pref[1], []).append(modality)
                self.under.append((pref, ref))
            if n.kind == "organisation" and not (m.kind == "organisation" and n.start == m.start):
                self._row(n, modality)
                nref = ("organisations", self._row(n, modality))
                self.where.setdefault(nref, n)
                self.nested.setdefault(nref, []).extend(
                    x for x in nested if x.kind == "place" and n.start <= x.start and x.end <= n.end
                )

    def _row(self, m: Mention, modality: str = "asserted") -> str:
        table = TABLES[m.kind]
        if m.data.get("same_as"):
            known = self.ledger.find(table, mention_key(table, m))
            row = known or self.ledger.entity(table, replace(m, name=m.data["same_as"]), "name-introduced", modality)
            self.ledger.claim(table, row, "title" if table in ("events", "agreements", "policies") else "name", m.name, m.start, m.end, "name-introduced")
        else:
            row = self.ledger.entity(table, m, "name-shape" if "id" not in m.data else "name-known", modality)
        if "abbreviation" in m.data:
            form, a, b = m.data["abbreviation"]
            self.ledger.claim(table, row, "title" if table in ("events", "agreements", "policies") else "name", form, a, b, "abbreviation")
        self.history.append((m, row))
        self.topic.setdefault(table, row)
        return row

    def _planned(self, masked: Masked, k: int) -> bool:
        """Whether the sentence speaks of the mention as something to come."""
        mark = masked.text.find(f"{k}>")
        before = masked.text[max(0, mark - 90) : mark]
        after = masked.text[mark : mark + 40]
        return bool(_future().search(before.rpartition(";")[2])) or bool(re.match(r"\d+> (?:will|is to|are to|shall|would)\b", after))

    def merge(self, table: str, row: str, into: str) -> None:
        """Two rows are one thing."""
        self.ledger.join(table, row, into)
        self.where.pop((table, row), None)
        for kept in (self.nested, self.near, self.in_sentence):
            kept.setdefault((table, into), []).extend(kept.pop((table, row), []))
        for m in self.where.values():
            if m.kind == "position" and table == "organisations" and m.data.get("org") == row:
                m.data["org"] = into

    def _implied_event(self, a: Mention) -> str | None:
        """The event that a news item reports without naming it ("the ceremony"): its title stands for the name."""
        noun = a.data["points_back"]
        if not (self.news and noun in _IMPLIED):
            return None
        name, start, end = self.title or (a.name, a.start, a.end)
        event = Mention("event", start, end, name, {"kind": _IMPLIED[noun], "described": True})
        row = self.ledger.entity("events", event, "event-of-the-news")
        self.ledger.claim("events", row, "title", a.name, a.start, a.end, "event-of-the-news", certainty="inferred")
        self.implied = row
        self.where.setdefault(("events", row), event)
        self.history.append((replace(event, name=f"{name} ({noun})"), row))
        self.topic.setdefault("events", row)
        if self.scan.dated:
            edtf, s, e = self.scan.dated
            self.ledger.claim_once("events", row, "date", edtf, s, e, "event-of-the-news", certainty="inferred")
        return row

    def _may_be_person(self, m: Mention) -> bool:
        parts = plain(m.name).split()
        return is_person_name(m.name) or (len(parts) == 1 and any(parts[0] in have for have in self.people.values()))

    def person(self, m: Mention, rule: str) -> str | None:
        """The row of a person, surnames and spelling variants of one already met included; None for other things."""
        name = m.name
        tokens = plain(name).split()
        if m.kind == "candidate" and not is_person_name(name):
            if len(tokens) != 1:
                return None
            known = [r for r, have in self.people.items() if tokens[0] in have]
            return known[0] if len(known) == 1 else None
        for row, have in self.people.items():
            if tokens == have or sorted(tokens) == sorted(have) or set(tokens) < set(have) or _initialled(tokens, have):
                if tokens != have:
                    self.ledger.claim("people", row, "name", name, m.start, m.end, rule)
                return row
            if len(tokens) == len(have) > 1 and _variant(tokens, have):
                self.ledger.claim("people", row, "name", name, m.start, m.end, "person-spelling-variant", certainty="inferred")
                return row
        row = self.ledger.entity("people", m, rule)
        self.people[row] = tokens
        self.topic.setdefault("people", row)
        return row

    def passage_of(self, m: Mention) -> Passage | None:
        """The passage a mention stands in."""
        starts = [ps.passage.start for ps in self.scan.passages]
        i = bisect_right(starts, m.start) - 1
        return self.scan.passages[i].passage if i >= 0 else None

    # -- positions -------------------------------------------------------------------------------------------------

    def _positions(self, masked: Masked, mentions: list[Mention], s: Sentence) -> list[Mention]:
        """Find who holds which office; returns the mentions with each office taken into its holder's mark."""
        if "N" not in masked.kinds:
            return mentions
        taken: list[tuple[int, int]] = []
        absorbed: dict[int, tuple[int, int]] = {}
        for frame, m in matches("positions", masked):
            who = masked.marks(m, "who")[0]
            groups = m.groupdict()
            number = next(i for i, x in enumerate(mentions) if x is who)
            if number in absorbed or not (who.kind == "person" or is_person_name(who.name)):
                continue
            role_at = m.span("role") if groups.get("role") else None
            if role_at and any(a < role_at[1] and role_at[0] < b for a, b in taken):
                continue
            row = self.person(who, frame.id)
            if row is None:
                continue
            if role_at:
                taken.append(role_at)
            start, end = masked.span(m)
            absorbed[number] = (min(start, who.start), max(end, who.end))
            self._position(row, who, frame.id, masked, m, groups, s)
        if not absorbed:
            return mentions
        spans = sorted(absorbed.values())
        kept = []
        for i, x in enumerate(mentions):
            if i in absorbed:
                a, b = absorbed[i]
                others = [mentions[j] for j in absorbed if j != i and mentions[j].start < b and mentions[j].end > a]
                if others:
                    a, b = x.start, x.end
                kept.append(replace(x, kind="person", start=a, end=b))
            elif not any(a < x.end and x.start < b for a, b in spans):
                kept.append(x)
            elif x.kind in ("candidate",):
                continue
        return _disjoint(kept)

    def _position(
        self, person: str, who: Mention, rule: str, masked: Masked, m: re.Match[str], groups: dict[str, Any], s: Sentence
    ) -> None:
        text = self.scan.reading.view.text
        ledger = self.ledger
        role, role_span = None, (who.start, who.end)
        if groups.get("role"):
            role_span = masked.span(m, "role")
            role = text[role_span[0] : role_span[1]].strip(" ,")
        org = next((masked.marks(m, g)[0] for g in ("org", "org2", "org3") if groups.get(g)), None)
        if org is None and role is None:
            return
        country = masked.marks(m, "country")[0] if groups.get("country") else None
        org_row = None
        if org is not None:
            org_row = org.data.get("row") or self._row(org)
        known = self._same_office(person, role, org_row)
        if known == "kept":
            return
        if known:
            ledger.withdraw("positions", known, "role")
            row = known
        else:
            row, _ = ledger.row("positions", f"{person}|{plain(role or '')}|{org_row or (country.data.get('place_id') if country else '')}")
        a, b = masked.span(m)
        ledger.claim("positions", row, "person_id", f"people:{person}", who.start, who.end, rule)
        if role:
            ledger.claim("positions", row, "role", role, role_span[0], role_span[1], rule)
        if org is not None and org_row:
            ledger.claim("positions", row, "organisation_id", f"organisations:{org_row}", org.start, org.end, rule)
        if country is not None:
            place = country_of(country.data.get("place_id"))
            if place:
                ledger.claim("positions", row, "country", place, country.start, country.end, rule)
        self.offices.setdefault(person, []).append((row, plain(role or "")))
        self.where.setdefault(("positions", row), Mention("position", a, b, role or "", {"org": org_row, "person": person}))


    def _same_office(self, person: str, role: str | None, org_row: str | None) -> str | None:
        """The row that already shows the person in this office less fully; "kept" when it shows it as fully."""
        said = plain(role or "")
        for row, have in self.offices.get(person, []):
            org = self.ledger.values.get(("positions", row, "organisation_id"))
            if org_row and org and org != f"organisations:{org_row}":
                continue
            if said in have or have in said:
                return "kept" if len(said) <= len(have) else row
        return None


def _trimmed(m: Mention, s: Sentence) -> Mention:
    return m if m.end <= s.end else replace(m, end=s.end)


def _disjoint(mentions: list[Mention]) -> list[Mention]:
    out: list[Mention] = []
    for m in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if not out or m.start >= out[-1].end:
            out.append(m)
    return out


def _initialled(tokens: list[str], have: list[str]) -> bool:
    """Whether the name is the other with its given names cut to initials."""
    short = [t for t in tokens if len(t) == 1]
    long = [t for t in tokens if len(t) > 1]
    return bool(short) and bool(long) and set(long) < set(have) and all(any(h[0] == t for h in have) for t in short)


def _variant(a: list[str], b: list[str]) -> bool:
    """Two spellings of one name: the same number of words, one of them equal, the others close."""
    pairs = list(zip(a, b, strict=True))
    return any(x == y for x, y in pairs) and all(
        x == y or (x[0] == y[0] and len(x) > 4 and Levenshtein.distance(x, y) <= len(x) // 3) for x, y in pairs
    )


_BESIDE = re.compile(r"^(?:,? (?:in|of)(?: the)? (?:city of )?|, | \(|,? located in |,? based in )$")


def _neighbours(mentions: list[Mention], k: int, masked: Masked) -> Iterator[Mention]:
    """Places named right after a name, or as its owner right before it."""
    m = mentions[k]
    if k + 1 < len(mentions) and mentions[k + 1].kind == "place":
        gap = masked.text[masked.text.find(f"{k}>") + len(f"{k}>") : masked.text.find(f"{mentions[k + 1].start and ''}<", masked.text.find(f"{k}>"))]
        if _BESIDE.match(gap):
            yield mentions[k + 1]
    if k and mentions[k - 1].kind == "place" and m.start - mentions[k - 1].end <= 3:
        yield mentions[k - 1]


# -- emissions ---------------------------------------------------------------------------------------------------------


class Emitter:
    """Carries out what the matching rules of one sentence emit."""

    def __init__(self, relator: Relator, masked: Masked, sentence: Sentence) -> None:
        self.r = relator
        self.ledger = relator.ledger
        self.masked = masked
        self.s = sentence
        self.text = relator.scan.reading.view.text
        self.dates = [m for m in masked.mentions if m.kind == "date"]

    @staticmethod
    def plain(relator: Relator) -> Emitter:
        """An emitter for claims that no single sentence makes."""
        return Emitter(relator, Masked("", 0, ()), Sentence(0, 0, 0))

    def run(self) -> None:
        """Apply every rule to the sentence."""
        for frame, m in matches("relations", self.masked):
            made: dict[str, list[Ref]] = {}
            start = max(0, m.start() - 45)
            region = self.masked.text[start : m.end()]
            modality = "planned" if _future().search(region) else "asserted"
            for emit in frame.emit:
                self._emit(emit, m, made, frame.id, modality)

    def _emit(self, emit: dict[str, Any], m: re.Match[str], made: dict[str, list[Ref]], rule: str, modality: str) -> None:
        if "part" in emit:
            self._participants(emit, m, made, rule, modality)
        elif "pair" in emit:
            self._paired(emit, m, made, rule)
        elif "new" in emit:
            self._new(emit, m, made, rule, modality)
        elif "date" in emit:
            self._date(emit, m, made, rule, modality)
        elif "status" in emit:
            for table, row, at in self._things(emit["of"], m, made):
                if table == "projects" and modality == "asserted" or emit["status"] == "under_construction":
                    self.ledger.claim_once(table, row, "status", emit["status"], *self._around(m, at), rule)
        elif "place" in emit:
            self._place(emit, m, made, rule)
        elif "country" in emit:
            for table, row, _ in self._things(emit["country"], m, made):
                for p in self._marks(m, emit["at"]):
                    place = country_of(p.data.get("place_id"))
                    if place and p.data["place_kind"] != "group":
                        self.ledger.claim_once(table, row, "country", place, p.start, p.end, rule)
        elif "issuer" in emit:
            self._issuer(emit, m, made, rule)
        elif "renamed" in emit:
            self._renamed(emit, m, made, rule)
        elif "of_event" in emit:
            for _, of_row, _ in self._things(emit["of_event"], m, made):
                for table, row, _ in self._things(emit["what"], m, made):
                    if modality == "asserted":
                        self.r.same_date.append(((table, row), ("events", of_row)))
        elif "mechanism" in emit:
            for x in self._marks(m, emit["mechanism"]):
                if x.kind == "event" and "row" not in x.data:
                    row = self.ledger.entity("projects", replace(x, data={"kind": "cooperation_mechanism"}), rule)
                    self.r.where.setdefault(("projects", row), x)
                    self.r.nested[("projects", row)] = self.r.nested.get(self.ref(x), [])
        elif "meeting" in emit:
            self._meeting(emit, m, rule)

    # -- reading groups

    def _marks(self, m: re.Match[str], group: str) -> list[Mention]:
        return self.masked.marks(m, group) if m.groupdict().get(group) else []

    def _things(self, group: str, m: re.Match[str], made: dict[str, list[Ref]]) -> list[tuple[str, str, Mention | None]]:
        if group in made:
            return [(t, r, None) for t, r in made[group]]
        if group == "topic":
            row = self.r.topic.get("projects")
            return [("projects", row, None)] if row else []
        if group == "topic_event" and not self.r.news:
            return []
        if group == "topic_event":
            here = [x for x in self.masked.mentions if x.kind == "event"]
            row = self.ref(here[0])[1] if here else UNNAMED
            return [("events", row, None)]
        if group == "recent_agreements":
            recent = [(x, r) for x, r in self.r.history if x.kind == "agreement" and self.s.start - x.end < 300]
            return [("agreements", r, None) for _, r in recent]
        out = []
        for x in self._marks(m, group):
            ref = self.ref(x)
            if ref:
                out.append((*ref, x))
        return out

    def ref(self, x: Mention) -> Ref:
        """The row (or place) that a mention stands for."""
        if x.kind == "place":
            return "places", x.data["place_id"]
        table = TABLES[x.kind]
        if "row" in x.data:
            return table, x.data["row"]
        if x.kind in ("person", "candidate"):
            return table, self.r.person(x, "person-in-relation") or ""
        if x.kind == "title":
            got = title_kind(x.name)
            row = self.ledger.entity("projects", replace(x, data={"kind": got[1] if got else "other"}), "title-related")
            self.r.where.setdefault(("projects", row), x)
            return "projects", row
        return table, self.ledger.find(table, mention_key(table, x)) or self.r._row(x)

    def _actors(self, m: re.Match[str], group: str) -> list[tuple[str, Mention]]:
        """Entity references of a group: organisations, people, countries; a region that acts is its government."""
        if group == "last_country":
            last = [c for c in self.r.countries if c.data["place_kind"] == "country" and c.end <= self.masked.view(m.start())]
            return [(f"places:{last[-1].data['place_id']}", last[-1])] if last else []
        out = []
        for x in self._marks(m, group):
            if x.kind == "place":
                kind = x.data["place_kind"]
                if kind in ("country", "group"):
                    out.append((f"places:{x.data['place_id']}", x))
                elif kind == "region":
                    row = self.ledger.entity("organisations", replace(x, kind="organisation", data={"kind": "government"}), "region-acts")
                    self.ledger.claim_once("organisations", row, "country", country_of(x.data["place_id"]) or "", x.start, x.end, "region-acts")
                    self.ledger.claim_once("organisations", row, "place_id", x.data["place_id"], x.start, x.end, "region-acts")
                    self.r.where.setdefault(("organisations", row), x)
                    out.append((f"organisations:{row}", x))
                continue
            table, row = self.ref(x)
            if row:
                out.append((f"{table}:{row}", x))
        return out

    def _around(self, m: re.Match[str], at: Mention | None = None) -> tuple[int, int]:
        """The clause of a match: the evidence of a relation as a whole."""
        a, b = self.masked.span(m)
        if at is not None:
            a, b = min(a, at.start), max(b, at.end)
        return a, b

    # -- kinds of emission

    def _participants(self, emit: dict[str, Any], m: re.Match[str], made: dict[str, list[Ref]], rule: str, modality: str) -> None:
        groups = m.groupdict()
        if ("if" in emit and not groups.get(emit["if"])) or ("unless" in emit and groups.get(emit["unless"])):
            return
        if emit.get("specific") and groups.get(emit["specific"]):
            return
        things = self._things(emit["of"], m, made)
        actors = self._actors(m, emit["who"])
        role = emit["part"]
        if role == "host" and len(actors) > 1:
            role = "co_host"
        for table, row, at in things:
            if not row or table == "places":
                continue
            wanted = emit.get("when_kind")
            if wanted and self.ledger.values.get((table, row, "kind")) != wanted:
                continue
            as_role = role
            if table == "projects":
                as_role = self._project_role(role, row, actors)
            for ref, x in actors:
                if ref == f"{table}:{row}":
                    continue
                if table == "agreements" and x.kind == "place":
                    self.r.signers.append(x)
                span = (min(x.start, at.start) if at else x.start, max(x.end, at.end) if at else x.end)
                self.participant(table, row, at, ref, x, as_role, span, rule, modality)

    def _project_role(self, role: str, row: str, actors: list[tuple[str, Mention]]) -> str:
        """Founding a scholarship is funding it; one founding body is the host of its centre, several are partners."""
        kind = self.ledger.values.get(("projects", row, "kind"))
        if role != "founder":
            return "partner" if role == "co_host" and kind != "scholarship" else role
        if kind == "scholarship":
            return "funder"
        bodies = [r for r, _ in actors if r.startswith("organisations")]
        if kind in ("university_alliance", "cooperation_mechanism") or not bodies:
            return "founder"
        return "host" if len(actors) == 1 else "partner"

    def participant(
        self, table: str, row: str, at: Mention | None, ref: str, who: Mention, role: str, span: tuple[int, int], rule: str, modality: str = "asserted", certainty: str = "explicit"
    ) -> None:
        """Claims of one participant: who, in what, as what."""
        key, new = self.ledger.row("participants", f"{table}:{row}|{ref}|{role}")
        if not new:
            return
        a, b = (at.start, at.end) if at else span
        how = {"modality": modality, "certainty": certainty}
        self.ledger.claim("participants", key, "subject", f"{table}:{row}", a, b, rule, **how)
        self.ledger.claim("participants", key, "entity", ref, who.start, who.end, rule, **how)
        self.ledger.claim("participants", key, "role", role, span[0], span[1], rule, **how)
        if role == "host" and table == "projects" and ref.startswith("organisations:"):
            self.ledger.claim_once("projects", row, "host_organisation_id", ref, who.start, who.end, rule, modality=modality)

    def _date(self, emit: dict[str, Any], m: re.Match[str], made: dict[str, list[Ref]], rule: str, modality: str) -> None:
        for table, row, at in self._things(emit["date"], m, made):
            if not row or table not in ("projects", "agreements", "events", "policies"):
                continue
            date = None
            if "at" in emit:
                got = self._marks(m, emit["at"])
                date = got[0] if got else None
            else:
                date = self._clause_date(m)
            if date is None:
                continue
            edtf = date.data["edtf"]
            if "/" in edtf and table != "agreements" and edtf.endswith("/.."):
                edtf = edtf if table == "projects" else edtf[:-3]
            self.ledger.claim(table, row, "date", edtf, date.start, date.end, rule, modality=modality, certainty=date.data.get("certainty", "explicit"))

    def _clause_date(self, m: re.Match[str]) -> Mention | None:
        """The date of the clause that a match stands in: inside it, else right after it, else the nearest before it."""
        a, b = self.masked.span(m)
        usable = [d for d in self.dates if d.data["relation"] not in ("until",)]
        inside = [d for d in usable if a <= d.start and d.end <= b]
        if inside:
            return inside[-1]
        after = [d for d in usable if d.start >= b and re.fullmatch(r"[ ,]*(?:in|on|at|this|of|at the end of|as early as)? ?", self.text[b : d.start].lower())]
        if after:
            return after[0]
        before = [d for d in usable if d.end <= a and ";" not in self.text[d.end : a] and a - d.end < 160]
        if before:
            return before[-1]
        later = [d for d in usable if d.start >= b and d.start - b < 60 and not re.search(r"[;,]|\bsince\b|\bto\b", self.text[b : d.start])]
        return later[0] if later else None

    def _place(self, emit: dict[str, Any], m: re.Match[str], made: dict[str, list[Ref]], rule: str) -> None:
        for table, row, _ in self._things(emit["place"], m, made):
            for p in self._marks(m, emit["at"]):
                if p.kind == "place" and p.data["place_kind"] in ("city", "region", "country") and table != "places":
                    self.ledger.claim_once(table, row, "place_id", p.data["place_id"], p.start, p.end, rule)

    def _issuer(self, emit: dict[str, Any], m: re.Match[str], made: dict[str, list[Ref]], rule: str) -> None:
        for table, row, _ in self._things(emit["issuer"], m, made):
            if table != "policies":
                continue
            for ref, x in self._actors(m, emit["by"]):
                kind, _, ident = ref.partition(":")
                if kind == "organisations":
                    self.ledger.claim_once(table, row, "issuer_organisation_id", ref, x.start, x.end, rule)
                elif kind == "places":
                    self.ledger.claim_once(table, row, "issuer_country", ident, x.start, x.end, rule)

    def _renamed(self, emit: dict[str, Any], m: re.Match[str], made: dict[str, list[Ref]], rule: str) -> None:
        old, new = self._marks(m, emit["renamed"]), self._marks(m, emit["to"])
        if not old or not new:
            return
        table, row = self.ref(old[-1])
        other_table, other = self.ref(new[0])
        if table == other_table:
            self.ledger.claim(table, row, "former_name", old[-1].name, old[-1].start, old[-1].end, rule)
            if other != row:
                self.r.merge(table, other, row)
            self.ledger.claim(table, row, "name", new[0].name, new[0].start, new[0].end, rule)

    def _meeting(self, emit: dict[str, Any], m: re.Match[str], rule: str) -> None:
        people = [(ref, x) for g in emit["meeting"] for ref, x in self._actors(m, g)]
        if len(people) != 2 or not all(ref.startswith("people:") for ref, _ in people):
            return
        a, b = self.masked.span(m)
        row, _ = self.ledger.row("events", "talks " + " ".join(sorted(ref for ref, _ in people)))
        title = f"talks between {people[0][1].name} and {people[1][1].name}"
        self.ledger.claim("events", row, "title", title, a, b, rule, certainty="inferred")
        self.ledger.claim("events", row, "kind", "other", a, b, rule)
        for ref, x in people:
            self.participant("events", row, None, ref, x, "attendee", (a, b), rule)

    def _new(self, emit: dict[str, Any], m: re.Match[str], made: dict[str, list[Ref]], rule: str, modality: str) -> None:
        table = emit["new"]
        if "each" in emit:
            self._each(emit, m, made, rule, modality)
            return
        a, b = self.masked.span(m, emit["name"])
        name = re.sub(r"\s+", " ", self.text[a:b]).strip(' "')
        kind = emit.get("kind")
        if emit.get("only") and emit["only"] not in name.lower():
            return
        if table == "agreements":
            got = title_kind(name.title()) if not kind else None
            kind = kind or _agreement_kind(name) or (got[1] if got and got[0] == table else "treaty_or_intergovernmental_agreement")
        row, _ = self.ledger.row(table, plain(name) + f" @{self.s.start}")
        owner = self._marks(m, emit["owner"]) if emit.get("owner") else []
        if owner:
            name, a = self.text[owner[0].start : owner[0].end] + " " + name, min(a, owner[0].start)
        self.ledger.claim(table, row, "title" if table in ("agreements", "policies") else "name", name, a, b, rule, modality=modality)
        self.ledger.claim(table, row, "kind", kind or "other", a, b, rule, modality=modality)
        made[emit["as"]] = [(table, row)]
        self._of_event(emit, m, table, row, rule)
        at = Mention(table.rstrip("s"), a, b, name)
        self.r.where.setdefault((table, row), at)
        self.r.in_sentence.setdefault((table, row), []).extend(x for x in self.masked.mentions if x.kind == "place")
        self.r.history.append((replace(at, kind="agreement" if table == "agreements" else "project"), row))

    def _of_event(self, emit: dict[str, Any], m: re.Match[str], table: str, row: str, rule: str) -> None:
        """A declaration of an event is of the event's date, place and countries."""
        for x in self._marks(m, emit["of_event"]) if emit.get("of_event") else []:
            ref = self.ref(x)
            self.r.nested.setdefault((table, row), []).extend(self.r.nested.get(ref, []))
            self.r.same_date.append(((table, row), ref))

    def _each(self, emit: dict[str, Any], m: re.Match[str], made: dict[str, list[Ref]], rule: str, modality: str) -> None:
        a, b = self.masked.span(m, emit["kind_word"])
        word = self.text[a:b].rstrip("s")
        got = title_kind(word[:1].upper() + word[1:] if word.istitle() else word.title())
        refs: list[Ref] = []
        for p in self._marks(m, emit["each"]):
            place = country_of(p.data.get("place_id"))
            row, _ = self.ledger.row(emit["new"], f"{plain(word)} of {place}")
            name = f"{word} of {p.name}"
            self.ledger.claim(emit["new"], row, "name", name, p.start, b, rule, certainty="inferred")
            self.ledger.claim(emit["new"], row, "kind", got[1] if got else "other", a, b, rule)
            if place:
                self.ledger.claim(emit["new"], row, "country", place, p.start, p.end, rule)
            refs.append((emit["new"], row))
            self.r.where.setdefault((emit["new"], row), Mention("project", a, b, name))
        made[emit["as"]] = refs

    def _paired(self, emit: dict[str, Any], m: re.Match[str], made: dict[str, list[Ref]], rule: str) -> None:
        """Dates and countries in the same order, one agreement each ("in 2002 and 2006 … with A and B")."""
        dates, places = (self._marks(m, g) for g in emit["pair"])
        a, b = self.masked.span(m, emit["name"])
        name = re.sub(r"\s+", " ", self.text[a:b]).strip()
        kind = _agreement_kind(name) or "treaty_or_intergovernmental_agreement"
        if len(dates) != len(places):
            dates = dates[:1] * len(places) if len(dates) == 1 else []
        before = [c for c in self.r.countries if c.data["place_kind"] == "country" and c.end <= self.masked.view(m.start())]
        home = [c for c in before if c.data["place_id"] == HOME][-1:] or self.r.signers[-1:]
        whole = self.masked.span(m)
        refs = []
        for k, p in enumerate(places):
            row, _ = self.ledger.row("agreements", f"{plain(name)} {p.data['place_id']}")
            one = re.sub(r"\bagreements\b", "agreement", name)
            self.ledger.claim("agreements", row, "title", f"{one} with {p.name}", *whole, rule, certainty="inferred")
            self.ledger.claim("agreements", row, "kind", kind, a, b, rule)
            if dates:
                d = dates[k]
                self.ledger.claim("agreements", row, "date", d.data["edtf"], d.start, d.end, rule, certainty="inferred")
            self.participant("agreements", row, None, f"places:{p.data['place_id']}", p, "party", whole, rule)
            if home:
                self.participant("agreements", row, None, f"places:{home[-1].data['place_id']}", home[-1], "party", whole, rule, certainty="inferred")
            refs.append(("agreements", row))
        made[emit["as"]] = refs


def _agreement_kind(name: str) -> str | None:
    low = name.lower()
    for words, kind in (
        (("mutual recognition", "recognition of"), "mutual_recognition"),
        (("memorand",), "memorandum"),
        (("protocol", "contract"), "contract_or_protocol"),
        (("charter", "consensus"), "consensus_or_charter"),
        (("declaration",), "joint_declaration"),
        (("statement", "communiq"), "joint_statement"),
    ):
        if any(w in low for w in words):
            return kind
    return None

