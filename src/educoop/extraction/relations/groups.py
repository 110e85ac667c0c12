"""What the groups of a match mean: things and who acts, as far as a sentence names them or points to them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from educoop.extraction.lexicon import kind_class
from educoop.extraction.model import Mention
from educoop.extraction.relations.frames import Masked
from educoop.extraction.relations.state import TABLES, UNNAMED, Ref, State, country_of

_STANDING = kind_class("standing")
_NEAR = 400
"""Characters back in which the thing stands that a sentence speaks of without naming it."""
_NEAR_BY: dict[str, tuple[str, frozenset[str] | None, bool]] = {
    "event_here": ("event", None, True),
    "event_near": ("event", None, True),
    "project_near": ("project", None, True),
    "project_here_or_near": ("project", None, True),
    "standing_near": ("project", _STANDING, False),
}
"""Groups of things spoken of close by: their kind, the kinds of projects, and whether the sentence itself counts."""
CALLS = frozenset({"visit", "other"})
"""Kinds of visits and talks."""
_MEMORY = 60
"""How many named things back a sentence may point."""
_RECENT = 300
"""Things named last among which the agreements of the last 300 characters are."""


class Groups:
    """Reads the groups of the matches of one sentence."""

    def __init__(self, state: State, masked: Masked, start: int) -> None:
        self.state = state
        self.ledger = state.ledger
        self.masked = masked
        self.start = start
        self.text = state.text
        self.last_mark = masked.mentions[-1].end if masked.mentions else -1

    def marks(self, m: re.Match[str], group: str) -> list[Mention]:
        """The mentions in a group; none where the match has no such group."""
        return self.masked.marks(m, group) if m.groupdict().get(group) else []

    def things(self, group: str, m: re.Match[str], made: dict[str, list[Ref]]) -> list[tuple[str, str, Mention | None]]:
        """Table, row and mention of the things of a group: named in it, made before, or pointed back to by its name
        (`topic`, `recent_project` …)."""
        if group in made:
            return [(t, r, None) for t, r in made[group]]
        if group == "topic":
            row = self.state.topic.get("projects")
            return [("projects", row, None)] if row else []
        if group in ("recent_alliance", "recent_project"):
            kinds = _STANDING if group == "recent_alliance" else None
            return [(*ref, None) for ref in self.recent_project(kinds)]
        if group in _NEAR_BY:
            kind, kinds, own = _NEAR_BY[group]
            return self.near_by(kind, kinds, self.masked.view(m.start()) if own else None)
        if group == "project_here":
            passage = self.ledger.passage
            since = max(passage.start if passage else 0, self.start - _NEAR)
            return [(*ref, None) for ref in self.recent_project(None, since=since)]
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
            row = self.state.ref(here[0])[1] if here else self.event_told(CALLS) or UNNAMED
            return [("events", row, None)]
        if group == "recent_agreements":
            near = self.state.history[-_RECENT:]
            return [("agreements", r, None) for x, r in near if x.kind == "agreement" and self.start - x.end < 300]
        out: list[tuple[str, str, Mention | None]] = []
        for x in self.marks(m, group):
            out.extend((*ref, x) for ref in self.state.refs(x))
        return out

    def event_told(self, kinds: frozenset[str] | None = None) -> str | None:
        """The event that the paragraph has told of last, or the one without a name of some kinds only."""
        passage = self.ledger.passage
        for x, row in reversed(self.state.spoken_of):
            if passage is None or x.start < passage.start:
                break
            if x.kind == "event" and (kinds is None or (x.data.get("described") and x.data.get("kind") in kinds)):
                return row
        return None

    def actors(self, m: re.Match[str], group: str) -> list[tuple[str, Mention]]:
        """Entity references of a group: organisations, people, countries; a region that acts is its government."""
        if group == "last_country":
            last = next(self.countries_before(m), None)
            return [(f"places:{last.data['place_id']}", last)] if last else []
        return self.actors_among(self.marks(m, group))

    def actors_among(self, marks: Iterable[Mention]) -> list[tuple[str, Mention]]:
        """Entity references of those who act."""
        out: list[tuple[str, Mention]] = []
        for x in marks:
            if "together" in x.data:
                out.extend(x.data["together"])
            elif x.kind == "place":
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
            else:
                table, row = self.state.ref(x)
                if row:
                    out.append((f"{table}:{row}", x))
        return out

    def near_by(self, kind: str, kinds: frozenset[str] | None, at: int | None) -> list[tuple[str, str, Mention | None]]:
        """The thing of a kind that is spoken of: the nearest before a place of the view in its sentence, else the last
        one shortly before the sentence, else what the news item reports."""
        if at is not None:
            here = [x for x in self.masked.mentions if x.kind == kind]
            before = [x for x in here if x.start <= at]
            if here:
                return [(*self.state.ref(before[-1] if before else here[0]), None)]
        for x, row in reversed(self.state.spoken_of):
            if self.start - x.end > _NEAR:
                break
            if x.kind == kind and (kinds is None or self.ledger.values.get((TABLES[kind], row, "kind")) in kinds):
                return [(TABLES[kind], row, None)]
        topic = self.state.topic.get("projects")
        if kinds == _STANDING and topic and self._is_standing_title(topic):
            return [("projects", topic, None)]
        return [("events", UNNAMED, None)] if kind == "event" and self.state.news else []

    def _is_standing_title(self, row: str) -> bool:
        """Whether the document's title is the name of an alliance."""
        at = self.state.where.get(("projects", row))
        if at is None or self.state.title is None or self.ledger.values.get(("projects", row, "kind")) not in _STANDING:
            return False
        return at.name.lower() in self.state.title[0].lower() or self.state.title[0].lower() in at.name.lower()

    def recent_project(self, kinds: frozenset[str] | None, since: int = 0) -> list[Ref]:
        """The project named last before the sentence and not before `since`, of some kinds only."""
        for x, row in reversed(self.state.history[-_MEMORY:]):
            before = x.kind == "project" and since <= x.end <= self.start
            if before and (kinds is None or self.ledger.values.get(("projects", row, "kind")) in kinds):
                return [("projects", row)]
        return []

    def countries_before(self, m: re.Match[str]) -> Iterator[Mention]:
        """Countries named before a match, the nearest first."""
        start = self.masked.view(m.start())
        countries = reversed(self.state.countries)
        return (c for c in countries if c.data["place_kind"] == "country" and c.end <= start)

    def around(self, m: re.Match[str], at: Mention | None = None) -> tuple[int, int]:
        """The clause of a match: the evidence of a relation as a whole."""
        a, b = self.masked.span(m)
        if at is not None:
            a, b = min(a, at.start), max(b, at.end)
        return a, b
