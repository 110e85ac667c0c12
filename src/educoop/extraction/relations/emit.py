"""Carry out what the matching relation rules of a sentence emit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from educoop.data_files import any_of
from educoop.extraction.data_files import lexicon
from educoop.extraction.field import HOME
from educoop.extraction.lexicon import kind_class
from educoop.extraction.model import Mention
from educoop.extraction.recognition.titles import title_kind
from educoop.extraction.relations.described import agreement_kind, clean
from educoop.extraction.relations.frames import Masked, matches
from educoop.extraction.relations.ledger import plain
from educoop.extraction.relations.several import at_each, like_the_last, with_each
from educoop.extraction.relations.state import UNNAMED, Ref, State, country_of, speaks_of_future
from educoop.extraction.relations.told import clause_date, told_event

_STANDING, _TEACHING = kind_class("standing"), kind_class("teaching")
_WORDS = lexicon("relations")
_OF_STATES = re.compile(any_of(_WORDS["two_states"]))
_GOES_ON = re.compile(
    r"(?:and )?(?:the |also )?"
    r"(?P<who><[NO]\d+>(?:[,;]? and (?:the )?<[NO]\d+>|; (?:the )?<[NO]\d+>)*)"
    r"\s?(?:\([^)]*\))?(?:(?P<more>;)|\.)?"
)
_PARTIES = re.compile(any_of(_WORDS["two_parties"]))
_NEAR = 500
"""Characters back in which "the parties" have been named."""
_MEMORY = 60
"""How many named things back a sentence may point."""
_WEAK_ROLES = frozenset({"partner", "attendee"})
"""Roles that say no more than any other role does."""


_RECENT = 300
"""Things named last among which the agreements of the last 300 characters are."""


class Emitter:
    """Carries out what the matching rules of one sentence emit."""

    def __init__(self, state: State, masked: Masked, start: int) -> None:
        self.state = state
        self.ledger = state.ledger
        self.masked = masked
        self.start = start
        self.text = state.text
        self.last_mark = masked.mentions[-1].end if masked.mentions else -1

    @staticmethod
    def plain(state: State) -> Emitter:
        """An emitter for claims that no single sentence makes."""
        return Emitter(state, Masked("", 0, ()), 0)

    def run(self) -> None:
        """Apply every rule to the sentence."""
        self._go_on_with_list()
        for frame, m in matches("relations", self.masked):
            made: dict[str, list[Ref]] = {}
            start = max(0, m.start() - 45)
            region = self.masked.text[start : m.end()]
            modality = "planned" if speaks_of_future(region) else "asserted"
            for emit in frame.emit:
                self._emit(emit, m, made, frame.id, modality)

    def _go_on_with_list(self) -> None:
        """A list of people whose sentence was cut at its semicolons goes on."""
        open_list, self.state.open_list = self.state.open_list, None
        m = _GOES_ON.fullmatch(self.masked.text) if open_list else None
        if open_list is None or m is None:
            return
        things, role, rule = open_list
        for ref, x in self._actors(m, "who"):
            for table, row in things:
                if table == "events" or not ref.startswith("people:"):
                    self.participant(table, row, None, ref, x, role, self.masked.span(m), rule)
        if m["more"]:
            self.state.open_list = open_list

    def _emit(
        self, emit: dict[str, Any], m: re.Match[str], made: dict[str, list[Ref]], rule: str, modality: str
    ) -> None:
        if "part" in emit:
            self._participants(emit, m, made, rule, modality)
        elif "at_each" in emit:
            made[emit["as"]] = at_each(self, emit, m, rule, modality)
        elif "with_each" in emit:
            made[emit["as"]] = with_each(self, emit, m, rule, modality)
        elif "like" in emit:
            like_the_last(self, emit, m, rule)
        elif "pair" in emit:
            self._paired(emit, m, made, rule)
        elif "new" in emit:
            self._new(emit, m, made, rule, modality)
        elif "told" in emit:
            told_event(self, emit, m, made, rule, modality == "planned")
        elif "date" in emit:
            self._date(emit, m, made, rule, modality)
        elif "status" in emit:
            for table, row, at in self._things(emit["of"], m, made):
                if (table == "projects" and modality == "asserted") or emit["status"] == "under_construction":
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
                        self.state.same_date.append(((table, row), ("events", of_row)))
        elif "under" in emit:
            pairs = [(x, y) for x in self._things(emit["under"], m, made) for y in self._things(emit["act"], m, made)]
            self.state.under.extend((x[:2], y[:2]) for x, y in pairs if x[0] == "projects" and y[0] == "agreements")
        elif "mechanism" in emit:
            for x in self._marks(m, emit["mechanism"]):
                if x.kind == "event" and "row" not in x.data:
                    row = self.ledger.entity("projects", replace(x, data={"kind": "cooperation_mechanism"}), rule)
                    self.state.where.setdefault(("projects", row), x)
                    self.state.nested[("projects", row)] = self.state.nested[self.state.ref(x)]
        elif "meeting" in emit:
            self._meeting(emit, m, rule)

    # -- reading groups

    def _marks(self, m: re.Match[str], group: str) -> list[Mention]:
        return self.masked.marks(m, group) if m.groupdict().get(group) else []

    def _things(
        self, group: str, m: re.Match[str], made: dict[str, list[Ref]]
    ) -> list[tuple[str, str, Mention | None]]:
        if group in made:
            return [(t, r, None) for t, r in made[group]]
        if group == "topic":
            row = self.state.topic.get("projects")
            return [("projects", row, None)] if row else []
        if group in ("recent_alliance", "recent_project"):
            kinds = _STANDING if group == "recent_alliance" else None
            return [(*ref, None) for ref in self._recent_project(kinds)]
        if group == "project_here":
            passage = self.ledger.passage
            return [(*ref, None) for ref in self._recent_project(None, since=passage.start if passage else 0)]
        if group == "last_agreement":
            last = [r for x, r in self.state.history[-_MEMORY:] if x.kind == "agreement" and x.end <= self.start]
            return [("agreements", last[-1], None)] if last else []
        if group == "recent_event":
            found = [r for x, r in self.state.history[-_MEMORY:] if x.kind == "event" and x.end <= self.start]
            return [("events", found[-1], None)] if found else []
        if group == "topic_event" and not self.state.news:
            return []
        if group == "topic_event":
            here = [x for x in self.masked.mentions if x.kind == "event"]
            row = self.state.ref(here[0])[1] if here else UNNAMED
            return [("events", row, None)]
        if group == "recent_agreements":
            near = self.state.history[-_RECENT:]
            return [("agreements", r, None) for x, r in near if x.kind == "agreement" and self.start - x.end < 300]
        out: list[tuple[str, str, Mention | None]] = []
        for x in self._marks(m, group):
            ref = self.state.ref(x)
            if ref:
                out.append((*ref, x))
        return out

    def _actors(self, m: re.Match[str], group: str) -> list[tuple[str, Mention]]:
        """Entity references of a group: organisations, people, countries; a region that acts is its government."""
        if group.startswith("the_two"):
            return self._the_two(m[group], self.masked.view(m.start(group))) if m.groupdict().get(group) else []
        if group == "last_country":
            last = next(self._countries_before(m), None)
            return [(f"places:{last.data['place_id']}", last)] if last else []
        out = []
        for x in self._marks(m, group):
            if x.kind == "place":
                kind = x.data["place_kind"]
                if kind in ("country", "group"):
                    out.append((f"places:{x.data['place_id']}", x))
                elif kind == "region":
                    row = self.ledger.entity(
                        "organisations", replace(x, kind="organisation", data={"kind": "government"}), "region-acts"
                    )
                    self.ledger.claim_once(
                        "organisations",
                        row,
                        "country",
                        country_of(x.data["place_id"]) or "",
                        x.start,
                        x.end,
                        "region-acts",
                    )
                    self.ledger.claim_once(
                        "organisations", row, "place_id", x.data["place_id"], x.start, x.end, "region-acts"
                    )
                    self.state.where.setdefault(("organisations", row), x)
                    out.append((f"organisations:{row}", x))
                continue
            table, row = self.state.ref(x)
            if row:
                out.append((f"{table}:{row}", x))
        return out

    def _recent_project(self, kinds: frozenset[str] | None, since: int = 0) -> list[Ref]:
        """The project named last before the sentence and not before `since`, of some kinds only."""
        for x, row in reversed(self.state.history[-_MEMORY:]):
            before = x.kind == "project" and since <= x.end <= self.start
            if before and (kinds is None or self.ledger.values.get(("projects", row, "kind")) in kinds):
                return [("projects", row)]
        return []

    def _the_two(self, words: str, before: int) -> list[tuple[str, Mention]]:
        """Two bodies, or two countries, spoken of as "the two universities", "both sides"."""
        out: dict[str, Mention] = {}
        if self.text[before + 4 : before + 5].isupper():
            # "The Parties" of a treaty are its states.
            return []
        parties = self._parties_before(before) if _PARTIES.search(words) else []
        if len(parties) >= 2:
            return parties
        bodies = [x for x, _ in self.state.history[-_MEMORY:] if x.kind == "organisation" and before - _NEAR < x.end]
        if _OF_STATES.search(words) or (_PARTIES.search(words) and not bodies):
            for c in (c for c in reversed(self.state.countries[-_MEMORY:]) if c.end <= before):
                if c.data["place_id"] != HOME and len(out) < 1:
                    out.setdefault(f"places:{c.data['place_id']}", c)
                if c.data["place_id"] == HOME and f"places:{HOME}" not in out:
                    return [(f"places:{HOME}", c), *out.items()] if out else []
            return []
        for x, row in reversed(self.state.history[-_MEMORY:]):
            if x.kind == "organisation" and x.end <= before and x.data.get("kind") in _TEACHING:
                out.setdefault(f"organisations:{row}", x)
                if len(out) == 2:
                    return list(out.items())
        return []

    def _countries_before(self, m: re.Match[str]) -> Iterator[Mention]:
        """Countries named before a match, the nearest first."""
        start = self.masked.view(m.start())
        countries = reversed(self.state.countries)
        return (c for c in countries if c.data["place_kind"] == "country" and c.end <= start)

    def _parties_before(self, before: int) -> list[tuple[str, Mention]]:
        """Who is party to the agreement named last before a place in the text."""
        for x, row in reversed(self.state.history[-_MEMORY:]):
            if x.kind == "agreement" and before - _NEAR < x.end <= before:
                return [(who, x) for who in self.ledger.entities_of(f"agreements:{row}")]
        return []

    def _around(self, m: re.Match[str], at: Mention | None = None) -> tuple[int, int]:
        """The clause of a match: the evidence of a relation as a whole."""
        a, b = self.masked.span(m)
        if at is not None:
            a, b = min(a, at.start), max(b, at.end)
        return a, b

    # -- kinds of emission

    def _participants(
        self, emit: dict[str, Any], m: re.Match[str], made: dict[str, list[Ref]], rule: str, modality: str
    ) -> None:
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
                    self.state.signers.append(x)
                if x.end == self.last_mark and self.masked.text.endswith(">;"):
                    self.state.open_list = ([(t, r) for t, r, _ in things], as_role, rule)
                # The words between what and who are what says the role.
                span = self._around(m, at)
                signs = as_role == "party" and ref.startswith("people:")
                self.participant(table, row, at, ref, x, "signatory" if signs else as_role, span, rule, modality)

    def _project_role(self, role: str, row: str, actors: list[tuple[str, Mention]]) -> str:
        """Founding a scholarship is funding it; one founding body is the host of its centre, several are partners."""
        kind = self.ledger.values.get(("projects", row, "kind"))
        if role != "founder":
            return "partner" if role == "co_host" and kind != "scholarship" else role
        if kind == "scholarship":
            return "funder"
        bodies = [r for r, _ in actors if r.startswith("organisations")]
        if kind in _STANDING or not bodies:
            return "founder"
        return "host" if len(actors) == 1 else "partner"

    def participant(
        self,
        table: str,
        row: str,
        at: Mention | None,
        ref: str,
        who: Mention,
        role: str,
        span: tuple[int, int],
        rule: str,
        modality: str = "asserted",
        certainty: str = "explicit",
    ) -> None:
        """Claims of one participant: who, in what, as what."""
        roles = self.state.roles[(f"{table}:{row}", ref)]
        weaker = [r for r in roles if r in _WEAK_ROLES]
        if role in _WEAK_ROLES and len(roles) > len(weaker):
            return
        if role not in _WEAK_ROLES:
            # Who hosts a thing is not also its partner, who speaks at it not also an attendee.
            self.ledger.drop("participants", [roles.pop(r) for r in weaker])
        key, new = self.ledger.row("participants", f"{table}:{row}|{ref}|{role}")
        roles[role] = key
        if not new:
            return
        a, b = (at.start, at.end) if at else span
        own = who.data.get("named_at")
        how: dict[str, Any] = {"modality": modality, "certainty": "inferred" if own else certainty}
        self.ledger.claim("participants", key, "subject", f"{table}:{row}", a, b, rule, **how)
        also = own if own and own != (who.start, who.end) else None
        self.ledger.claim("participants", key, "entity", ref, who.start, who.end, rule, also=also, **how)
        self.ledger.claim("participants", key, "role", role, span[0], span[1], rule, **how)
        if role == "host" and table == "projects" and ref.startswith("organisations:"):
            self.ledger.claim_once(
                "projects", row, "host_organisation_id", ref, who.start, who.end, rule, modality=modality
            )

    def _date(
        self, emit: dict[str, Any], m: re.Match[str], made: dict[str, list[Ref]], rule: str, modality: str
    ) -> None:
        for table, row, _ in self._things(emit["date"], m, made):
            if not row or table not in ("projects", "agreements", "events", "policies"):
                continue
            if "once" in emit and (table, row, "date") in self.ledger.values:
                continue
            date = None
            if "at" in emit:
                got = self._marks(m, emit["at"])
                date = got[0] if got else None
            else:
                date = self._clause_date(m, event=table == "events")
            if date is None or emit.get("relation") not in (None, date.data["relation"]):
                continue
            edtf = date.data["edtf"]
            if edtf.endswith("/..") and table != "agreements":
                edtf = edtf[:-3]
            self.ledger.claim(
                table,
                row,
                "date",
                edtf,
                date.start,
                date.end,
                rule,
                modality=modality,
                certainty=date.data.get("certainty", "explicit"),
            )

    def _clause_date(self, m: re.Match[str], event: bool = False) -> Mention | None:
        """The date of the clause that a match stands in: inside it, else right after it, else the nearest before it."""
        return clause_date(self.masked, *self.masked.span(m), self.text, event)

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
        table, row = self.state.ref(old[-1])
        other_table, other = self.state.ref(new[0])
        if table == other_table:
            self.ledger.claim(table, row, "former_name", old[-1].name, old[-1].start, old[-1].end, rule)
            if other != row:
                self.state.merge(table, other, row)
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

    def _new(
        self, emit: dict[str, Any], m: re.Match[str], made: dict[str, list[Ref]], rule: str, modality: str
    ) -> None:
        table = emit["new"]
        if "each" in emit:
            self._each(emit, m, made, rule, modality)
            return
        a, b = self.masked.span(m, emit["name"])
        name = clean(self.text[a:b])
        kind = emit.get("kind")
        if emit.get("only") and emit["only"] not in name.lower():
            return
        if table == "agreements":
            got = title_kind(name.title()) if not kind else None
            kind = (
                kind
                or agreement_kind(name)
                or (got[1] if got and got[0] == table else "treaty_or_intergovernmental_agreement")
            )
        row, _ = self.ledger.row(table, plain(name) + f" @{self.start}")
        owner = self._marks(m, emit["owner"]) if emit.get("owner") else []
        if owner:
            name, a = self.text[owner[0].start : owner[0].end] + " " + name, min(a, owner[0].start)
        self.ledger.claim(
            table, row, "title" if table in ("agreements", "policies") else "name", name, a, b, rule, modality=modality
        )
        self.ledger.claim(table, row, "kind", kind or "other", a, b, rule, modality=modality)
        made[emit["as"]] = [(table, row)]
        self._of_event(emit, m, table, row, rule)
        at = Mention(table.rstrip("s"), a, b, name)
        self.state.where.setdefault((table, row), at)
        self.state.in_sentence[(table, row)].extend(x for x in self.masked.mentions if x.kind == "place")
        self.state.history.append((replace(at, kind="agreement" if table == "agreements" else "project"), row))

    def _of_event(self, emit: dict[str, Any], m: re.Match[str], table: str, row: str, rule: str) -> None:
        """A declaration of an event is of the event's date, place and countries."""
        for x in self._marks(m, emit["of_event"]) if emit.get("of_event") else []:
            ref = self.state.ref(x)
            self.state.nested[(table, row)].extend(self.state.nested[ref])
            self.state.same_date.append(((table, row), ref))

    def _each(
        self, emit: dict[str, Any], m: re.Match[str], made: dict[str, list[Ref]], rule: str, modality: str
    ) -> None:
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
            self.state.where.setdefault((emit["new"], row), Mention("project", a, b, name))
        made[emit["as"]] = refs

    def _paired(self, emit: dict[str, Any], m: re.Match[str], made: dict[str, list[Ref]], rule: str) -> None:
        """Dates and countries in the same order, one agreement each ("in 2002 and 2006 … with A and B")."""
        dates, places = (self._marks(m, g) for g in emit["pair"])
        a, b = self.masked.span(m, emit["name"])
        name = clean(self.text[a:b])
        kind = agreement_kind(name) or "treaty_or_intergovernmental_agreement"
        if len(dates) != len(places):
            dates = dates[:1] * len(places) if len(dates) == 1 else []
        before = (c for c in self._countries_before(m) if c.data["place_id"] == HOME)
        home = list(islice(before, 1)) or self.state.signers[-1:]
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
                self.participant(
                    "agreements",
                    row,
                    None,
                    f"places:{home[-1].data['place_id']}",
                    home[-1],
                    "party",
                    whole,
                    rule,
                    certainty="inferred",
                )
            refs.append(("agreements", row))
        made[emit["as"]] = refs
