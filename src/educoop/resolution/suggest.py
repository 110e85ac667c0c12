"""Names that may mean one thing. A score only suggests; merging is for a person, who says so in decisions.csv."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from rapidfuzz import fuzz

from educoop.resolution.decisions import COLUMNS
from educoop.resolution.keys import is_abbreviation, plain
from educoop.resolution.model import Row
from educoop.resolution.words import PARTICLES

LIKELY = 85.0
"""Least score (0 to 100) to be suggested, unless told otherwise."""
_KEYS = {
    "organisations": "organisation_id", "people": "person_id", "projects": "project_id", "events": "event_id",
    "policies": "policy_id", "agreements": "agreement_id",
}  # fmt: skip
_COMMON = 64
"""A word in the names of more things than this tells too little to look for pairs by."""
_LETTERS = 4
_SHOWN = 2


@dataclass(frozen=True, slots=True)
class Evidence:
    """One place where a thing is named."""

    document_id: str
    sha256: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of two things that may be one."""

    row_id: str
    names: tuple[str, ...]
    about: Mapping[str, str]
    """Kind, country, date … as far as known."""
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two things of a table that may be one; `stays` is the one with more evidence."""

    table: str
    score: float
    stays: Candidate
    goes: Candidate

    @property
    def yes(self) -> str:
        """The line of decisions.csv that makes them one."""
        return self._line("merge")

    @property
    def no(self) -> str:
        """The line of decisions.csv that keeps them apart, and out of the suggestions."""
        return self._line("distinct")

    def _line(self, action: str) -> str:
        cells = dict.fromkeys(COLUMNS, "")
        cells |= {
            "action": action,
            "table": self.table,
            "value": self.stays.row_id,
            "reason": "…",
            "by": "…",
            "on": date.today().isoformat(),
        }
        if self.goes.evidence:
            at = self.goes.evidence[0]
            quote = " ".join(at.quote.split())  # a line break would not survive being pasted everywhere
            cells |= {"document_id": at.document_id, "document_sha256": at.sha256, "quote": quote}
            cells |= {"start": str(at.start), "end": str(at.end)}
        else:
            cells["row"] = self.goes.row_id
        text = io.StringIO()
        csv.writer(text, lineterminator="").writerow(cells.values())
        return text.getvalue()


def suggestions(
    tables: Mapping[str, Sequence[Row]], likely: float = LIKELY, only: Collection[str] = ()
) -> list[Suggestion]:
    """Likely merges among the named things of a build, the likeliest first.

    Args:
        tables: Rows of a build: `names`, `claims`, `documents`, `decisions`, `participants`, and the named things.
        likely: Least score, 0 to 100.
        only: Tables to look at; all of named things unless given.
    """
    forms: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for name in tables["names"]:
        forms[(name["table_name"], name["row_id"])].setdefault(name["name"])
    apart = _apart(tables["decisions"])
    # Names without a document are the registry's, which holds every thing once.
    known = {(n["table_name"], n["row_id"]) for n in tables["names"] if n["document_id"] is None}
    parties = _parties(tables["participants"])
    found = []
    for table, key in _KEYS.items():
        if only and table not in only:
            continue
        rows = {row[key]: row for row in tables[table]}
        names = {i: [n for n in forms[(table, i)] if not is_abbreviation(n)] for i in rows}
        for a, b in sorted(_pairs(names)):
            if frozenset((a, b)) in apart.get(table, set()) or {(table, a), (table, b)} <= known:
                continue
            if _differ(table, rows[a], rows[b]) or _exclude(parties.get((table, a)), parties.get((table, b))):
                continue
            score = max((_score(table, x, y) for x in names[a] for y in names[b]), default=0.0)
            if score >= likely:
                found.append((table, round(score, 1), a, b))
    evidence = _evidence(tables, {(t, i) for t, _, a, b in found for i in (a, b)})
    made = [_suggestion(*pair, tables, forms, evidence) for pair in found]
    return sorted(made, key=lambda s: (-s.score, s.table, s.stays.row_id, s.goes.row_id))


def _apart(decisions: Iterable[Row]) -> dict[str, set[frozenset[str]]]:
    """Pairs that a curator found to be two things, by table."""
    things: dict[tuple[str, str], set[str]] = defaultdict(set)
    for d in decisions:
        if d["action"] == "distinct" and d["row_id"] is not None:
            things[(d["decision_id"], d["table_name"])].add(d["row_id"])
    found: dict[str, set[frozenset[str]]] = defaultdict(set)
    for (_, table), ids in things.items():
        found[table] |= {frozenset(pair) for pair in combinations(sorted(ids), 2)}
    return found


def _pairs(names: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Things whose names begin a word alike, each pair once; words that very many things share do not count."""
    sharing: dict[str, set[str]] = defaultdict(set)
    for row_id, forms in names.items():
        for form in forms:
            for word in plain(form).split():
                if word not in PARTICLES:
                    sharing[word[:_LETTERS]].add(row_id)
    pairs: set[tuple[str, str]] = set()
    for word in sorted(sharing):
        if len(sharing[word]) <= _COMMON:
            pairs.update(combinations(sorted(sharing[word]), 2))
    yield from pairs


def _differ(table: str, a: Row, b: Row) -> bool:
    """Whether what is known of the two excludes that they are one."""
    for column in ("country", "issuer_country"):
        if a.get(column) and b.get(column) and a[column] != b[column]:
            return True
    if table in ("events", "agreements", "policies"):
        years = {row["date"][:4] for row in (a, b) if row["date"]}
        return len(years) == 2
    return False


def _parties(participants: Iterable[Row]) -> dict[tuple[str, str], set[str]]:
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for p in participants:
        if p["role"] in ("party", "signatory") and p["entity_table"] == "places":
            found[(p["subject_table"], p["subject_id"])].add(p["entity_id"])
    return found


def _exclude(a: set[str] | None, b: set[str] | None) -> bool:
    """Whether each of two sets of parties has one that the other lacks."""
    return a is not None and b is not None and bool(a - b) and bool(b - a)


def _score(table: str, a: str, b: str) -> float:
    x, y = (" ".join(w for w in plain(name).split() if w not in PARTICLES) for name in (a, b))
    if table == "people":
        return fuzz.token_sort_ratio(x, y)
    # A name that is part of another one is as likely a part of the other thing: likeness of the whole counts most.
    return 0.7 * fuzz.token_sort_ratio(x, y) + 0.3 * fuzz.token_set_ratio(x, y)


def _evidence(
    tables: Mapping[str, Sequence[Row]], wanted: Collection[tuple[str, str]]
) -> dict[tuple[str, str], list[Evidence]]:
    hashes = {d["document_id"]: d["sha256"] for d in tables["documents"]}
    found: dict[tuple[str, str], dict[str, Evidence]] = defaultdict(dict)
    for claim in tables["claims"]:
        thing = (claim["table_name"], claim["row_id"])
        if thing in wanted and claim["field"] in ("name", "title") and claim["part"] == 1:
            document = claim["document_id"]
            at = Evidence(document, hashes[document], claim["start_offset"], claim["end_offset"], claim["quote"])
            found[thing].setdefault(claim["claim_id"], at)
    return {thing: list(places.values()) for thing, places in found.items()}


def _suggestion(
    table: str,
    score: float,
    a: str,
    b: str,
    tables: Mapping[str, Sequence[Row]],
    forms: Mapping[tuple[str, str], Mapping[str, None]],
    evidence: Mapping[tuple[str, str], Sequence[Evidence]],
) -> Suggestion:
    first, second = sorted((a, b), key=lambda i: (-len(evidence.get((table, i), ())), i))
    rows = {row[_KEYS[table]]: row for row in tables[table] if row[_KEYS[table]] in (a, b)}

    def candidate(row_id: str) -> Candidate:
        known = ("kind", "country", "issuer_country", "date", "place_id")
        about = {c: str(rows[row_id][c]) for c in known if rows[row_id].get(c)}
        places = tuple(evidence.get((table, row_id), ()))[:_SHOWN]
        return Candidate(row_id, tuple(forms[(table, row_id)]), about, places)

    return Suggestion(table, score, candidate(first), candidate(second))
