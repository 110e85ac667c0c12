"""Carry out what the matching relation rules of a sentence emit."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from educoop.documents.model import Span
from educoop.extraction.lexicon import kind_class
from educoop.extraction.model import Mention
from educoop.extraction.recognition.known import find_known
from educoop.extraction.recognition.titles import title_kind
from educoop.extraction.relations.ages import Likely, note_age
from educoop.extraction.relations.frames import Masked, matches
from educoop.extraction.relations.groups import Groups
from educoop.extraction.relations.ledger import plain
from educoop.extraction.relations.parts.beside import those_beside
from educoop.extraction.relations.parts.doing import carry_out, take_parts
from educoop.extraction.relations.parts.gathered import those_gathered
from educoop.extraction.relations.parts.present import those_present
from educoop.extraction.relations.parts.two_beside import same_side, side_of_all
from educoop.extraction.relations.state import Ref, State, country_of, speaks_of_future
from educoop.extraction.relations.things.calls import calls
from educoop.extraction.relations.things.described import agreement_kind, clean
from educoop.extraction.relations.things.several import at_each, like_the_last, of_each, paired, with_each
from educoop.extraction.relations.things.told import clause_date, entry_time, is_term, told_event, told_meeting
from educoop.extraction.relations.things.told_clauses import told_by_verbs

_STANDING = kind_class("standing")
_GOES_ON = re.compile(
    r"(?:and )?(?:the |also )?"
    r"(?P<who><[NO]\d+>(?:[,;]? and (?:the )?<[NO]\d+>|; (?:the )?<[NO]\d+>)*)"
    r"\s?(?:\([^)]*\))?(?:(?P<more>;)|\.)?"
)
_OF_PEOPLE = {
    ("agreements", "party"): "signatory",
    ("events", "host"): "attendee",
    ("events", "co_host"): "attendee",
}
"""What people are in a thing whose parties or hosts are the bodies that they are of."""
_WEAK_ROLES = frozenset({"partner", "attendee"})
"""Roles that say no more than any other role does."""


class Emission(NamedTuple):
    """What a rule emits where it matches."""

    emit: Mapping[str, Any]
    """The emission as the rule has it; its first key says of what kind it is."""
    m: re.Match[str]
    made: dict[str, list[Ref]]
    """The things that earlier emissions of the same match have made, by name."""
    rule: str
    modality: str


def _names_a_country(name: str) -> bool:
    return any(m.kind == "place" and m.data["place_kind"] == "country" for m in find_known(name))


class Emitter(Groups):
    """Carries out what the matching rules of one sentence emit."""

    @staticmethod
    def plain(state: State) -> Emitter:
        """An emitter for claims that no single sentence makes."""
        return Emitter(state, Masked("", 0, ()), 0)

    def run(self) -> None:
        """Apply every rule to the sentence."""
        self._go_on_with_list()
        before = len(self.state.history)
        for frame, m in matches("relations", self.masked):
            made: dict[str, list[Ref]] = {}
            modality = self.modality(m.start(), m.end())
            for emit in frame.emit:
                _KINDS[next(iter(emit))](self, Emission(emit, m, made, frame.id, modality))
        take_parts(self)
        carry_out(self)
        those_beside(self)
        same_side(self)
        side_of_all(self)
        calls(self)
        those_present(self)
        those_gathered(self)
        told_by_verbs(self, self.state.history[before:])

    def modality(self, start: int, end: int) -> str:
        """Whether a stretch of the masked sentence tells what is, or what is planned."""
        return "planned" if speaks_of_future(self.masked.text[max(0, start - 45) : end]) else "asserted"

    def _go_on_with_list(self) -> None:
        """A list of people whose sentence was cut at its semicolons goes on."""
        open_list, self.state.open_list = self.state.open_list, None
        m = _GOES_ON.fullmatch(self.masked.text) if open_list else None
        if open_list is None or m is None:
            return
        things, role, rule = open_list
        for ref, x in self.actors(m, "who"):
            for table, row in things:
                if table == "events" or not ref.startswith("people:"):
                    self.participant(table, row, None, ref, x, role, self.masked.span(m), rule)
        if m["more"]:
            self.state.open_list = open_list

    # -- kinds of emission

    def _participants(self, said: Emission) -> None:
        emit, m, made, rule, modality = said
        groups = m.groupdict()
        if ("if" in emit and not groups.get(emit["if"])) or ("unless" in emit and groups.get(emit["unless"])):
            return
        if emit.get("specific") and groups.get(emit["specific"]):
            return
        wanted = emit.get("when_kind")
        wanted = [wanted] if isinstance(wanted, str) else wanted
        things = [
            t
            for t in self.things(emit["of"], m, made)
            if not wanted or self.ledger.values.get((*t[:2], "kind")) in wanted
        ]
        if modality == "planned" and any(x.data.get("states") for x in self.marks(m, emit["who"])):
            # What two states wish to have is nobody's project yet.
            things = [t for t in things if t[0] != "projects"]
        self.take_part(things, self.actors(m, emit["who"]), emit["part"], self.masked.span(m), rule, modality)

    def take_part(
        self,
        things: Sequence[tuple[str, str, Mention | None]],
        actors: Sequence[tuple[str, Mention]],
        role: str,
        clause: Span,
        rule: str,
        modality: str,
    ) -> None:
        """Everybody who takes this part in every thing, as the clause says."""
        if role == "host" and len(actors) > 1:
            role = "co_host"
        for table, row, at in things:
            if not row or table == "places":
                continue
            as_role = role
            if table == "projects":
                as_role = self._project_role(role, row, actors)
                if as_role == "host" and at is not None and "each" in at.data:
                    # Who opened several things has no one of them at his own place.
                    as_role = "partner"
            for ref, x in actors:
                if ref == f"{table}:{row}":
                    continue
                if table == "agreements" and x.kind == "place":
                    self.state.signers.append(x)
                if x.end == self.last_mark and self.masked.text.endswith(">;"):
                    self.state.open_list = ([(t, r) for t, r, _ in things], as_role, rule)
                # The words between what and who are what says the role.
                span = (min(clause[0], at.start), max(clause[1], at.end)) if at else clause
                of_person = _OF_PEOPLE.get((table, as_role), as_role) if ref.startswith("people:") else as_role
                self.participant(table, row, at, ref, x, of_person, span, rule, modality)

    def _project_role(self, role: str, row: str, actors: Sequence[tuple[str, Mention]]) -> str:
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
        if role not in _WEAK_ROLES and role != "funder":
            # Who hosts a thing is not also its partner, who speaks at it not also an attendee; who pays may be.
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

    def _date(self, said: Emission) -> None:
        emit, m, made, rule, modality = said
        for table, row, _ in self.things(emit["date"], m, made):
            if not row or table not in ("projects", "agreements", "events", "policies"):
                continue
            if "once" in emit and (table, row, "date") in self.ledger.values:
                continue
            date = None
            if "at" in emit:
                got = self.marks(m, emit["at"])
                date = got[0] if got else None
            else:
                date = self._clause_date(m, event=table == "events")
                if date is None and "T" not in self.masked.kinds:
                    date = entry_time(self.state, self.masked.view(m.start()))
            if date is None or emit.get("relation") not in (None, date.data["relation"]):
                continue
            edtf = date.data["edtf"]
            if is_term(table, edtf):
                continue
            if edtf.endswith("/..") and table != "agreements":
                edtf = edtf[:-3]
            if "likely" in emit:
                if not speaks_of_future(m.group()):
                    at = (date.start, date.end)
                    self.state.likely.append(Likely((table, row), *at, rule, self.ledger.passage, edtf))
                continue
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

    def _place(self, said: Emission) -> None:
        emit, m, made, rule, _ = said
        for table, row, _ in self.things(emit["place"], m, made):
            for p in self.marks(m, emit["at"]):
                if p.kind == "place" and p.data["place_kind"] in ("city", "region", "country") and table != "places":
                    self.ledger.claim_once(table, row, "place_id", p.data["place_id"], p.start, p.end, rule)

    def _issuer(self, said: Emission) -> None:
        emit, m, made, rule, _ = said
        for table, row, _ in self.things(emit["issuer"], m, made):
            if table == "policies":
                self.issued_by(row, self.actors(m, emit["by"]), rule)

    def issued_by(self, row: str, actors: Sequence[tuple[str, Mention]], rule: str) -> None:
        """The first body or country of those named has issued a policy."""
        for ref, x in actors:
            kind, _, ident = ref.partition(":")
            if kind == "organisations":
                self.ledger.claim_once("policies", row, "issuer_organisation_id", ref, x.start, x.end, rule)
            elif kind == "places":
                self.ledger.claim_once("policies", row, "issuer_country", ident, x.start, x.end, rule)

    def _renamed(self, said: Emission) -> None:
        emit, m, _, rule, _ = said
        old, new = self.marks(m, emit["renamed"]), self.marks(m, emit["to"])
        if not old or not new:
            return
        table, row = self.state.ref(old[-1])
        other_table, other = self.state.ref(new[0])
        if table == other_table:
            self.ledger.claim(table, row, "former_name", old[-1].name, old[-1].start, old[-1].end, rule)
            if other != row:
                self.state.merge(table, other, row)
            self.ledger.claim(table, row, "name", new[0].name, new[0].start, new[0].end, rule)

    def _meeting(self, said: Emission) -> None:
        told_meeting(self, said.emit, said.m, said.rule)

    def _new(self, said: Emission) -> None:
        emit, m, made, rule, modality = said
        table = emit["new"]
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
        owner = self.marks(m, emit["owner"]) if emit.get("owner") else []
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

    def _of_event(self, emit: Mapping[str, Any], m: re.Match[str], table: str, row: str, rule: str) -> None:
        """A declaration of an event is of the event's date, place and countries."""
        for x in self.marks(m, emit["of_event"]) if emit.get("of_event") else []:
            ref = self.state.ref(x)
            self.state.nested[(table, row)].extend(self.state.nested[ref])
            self.state.same_date.append(((table, row), ref))

    def _each(self, said: Emission) -> None:
        said.made[said.emit["as"]] = of_each(self, said.emit, said.m, said.rule)

    def _paired(self, said: Emission) -> None:
        said.made[said.emit["as"]] = paired(self, said.emit, said.m, said.rule)

    def _at_each(self, said: Emission) -> None:
        said.made[said.emit["as"]] = at_each(self, said.emit, said.m, said.rule, said.modality)

    def _with_each(self, said: Emission) -> None:
        said.made[said.emit["as"]] = with_each(self, said.emit, said.m, said.rule, said.modality)

    def _like(self, said: Emission) -> None:
        like_the_last(self, said.emit, said.m, said.rule)

    def _told(self, said: Emission) -> None:
        told_event(self, said.emit, said.m, said.made, said.rule, said.modality == "planned")

    def _status(self, said: Emission) -> None:
        emit, m, made, rule, modality = said
        for table, row, at in self.things(emit["of"], m, made):
            if (table == "projects" and modality == "asserted") or emit["status"] == "under_construction":
                if emit["status"] == "closed":
                    # What was founded and closed again is told to have been founded first.
                    self.ledger.withdraw(table, row, "status")
                self.ledger.claim_once(table, row, "status", emit["status"], *self.around(m, at), rule)

    def _country(self, said: Emission) -> None:
        emit, m, made, rule, _ = said
        for table, row, thing in self.things(emit["country"], m, made):
            if emit.get("unless") == "named" and thing is not None and _names_a_country(thing.name):
                # "China's workshop in Laos": whose it is says less than its name.
                continue
            for p in self.marks(m, emit["at"]):
                place = country_of(p.data.get("place_id"))
                if place and p.data["place_kind"] != "group":
                    self.ledger.claim_once(table, row, "country", place, p.start, p.end, rule)

    def _of_date(self, said: Emission) -> None:
        """What an event adopted is of its date."""
        emit, m, made, _, modality = said
        if modality != "asserted":
            return
        for _, of_row, _ in self.things(emit["of_event"], m, made):
            self.state.same_date.extend((x[:2], ("events", of_row)) for x in self.things(emit["what"], m, made))

    def _under(self, said: Emission) -> None:
        """A project and the agreement that it is part of."""
        emit, m, made, _, _ = said
        pairs = [(x, y) for x in self.things(emit["under"], m, made) for y in self.things(emit["act"], m, made)]
        self.state.under.extend((x[:2], y[:2]) for x, y in pairs if x[0] == "projects" and y[0] == "agreements")

    def _mechanism(self, said: Emission) -> None:
        """Meetings that go on are a mechanism of cooperation too."""
        for x in self.marks(said.m, said.emit["mechanism"]):
            if x.kind == "event" and "row" not in x.data:
                row = self.ledger.entity("projects", replace(x, data={"kind": "cooperation_mechanism"}), said.rule)
                self.state.where.setdefault(("projects", row), x)
                self.state.nested[("projects", row)] = self.state.nested[self.state.ref(x)]


_KINDS: dict[str, Callable[[Emitter, Emission], None]] = {
    "part": Emitter._participants,
    "at_each": Emitter._at_each,
    "with_each": Emitter._with_each,
    "like": Emitter._like,
    "pair": Emitter._paired,
    "each": Emitter._each,
    "new": Emitter._new,
    "told": Emitter._told,
    "date": Emitter._date,
    "aged": note_age,
    "status": Emitter._status,
    "place": Emitter._place,
    "country": Emitter._country,
    "issuer": Emitter._issuer,
    "renamed": Emitter._renamed,
    "of_event": Emitter._of_date,
    "under": Emitter._under,
    "mechanism": Emitter._mechanism,
    "meeting": Emitter._meeting,
}
"""Kinds of emissions, by their first key."""
KINDS = frozenset(_KINDS)
