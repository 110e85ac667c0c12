"""One matter told in several rows: agreements of the same day with other parties, figures that begin in other years."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from educoop.resolution.checks import Figure
from educoop.resolution.comparing import Compare, Found, Group
from educoop.resolution.keys import Keys, plain
from educoop.resolution.model import Corpus, LocalRow, Row, Said, place_of
from educoop.resolution.values import Context, best_claim, discrepancy

_SINCE = re.compile(r"\bsince\s+((?:19|20)\d\d)\b", re.IGNORECASE)
_LONGEST_PHRASE = 6
_MANY = 8
"""Of more agreements of one kind and date than this only neighbours by name are compared."""


@dataclass(frozen=True, slots=True, eq=False)
class Agreement:
    """A resolved agreement: its published row, its claims, and the places that are parties to it."""

    row: Row
    locals: Sequence[LocalRow]
    parties: frozenset[str]

    @staticmethod
    def of(row: Row, local_rows: Sequence[LocalRow], corpus: Corpus) -> Agreement:
        """With the parties that the corpus has for it."""
        parties = set()
        for participant in (p for local in local_rows for p in corpus.participants_of(local)):
            party = participant.first("entity")
            signs = participant.first("role") in ("party", "signatory")
            if signs and party is not None and party.startswith("places:"):
                parties.add(place_of(party))
        return Agreement(row, local_rows, frozenset(parties))

    @property
    def title(self) -> Said:
        """The claim that gives its title."""
        return best_claim([s for row in self.locals for s in row.of("title")])

    def groups(self) -> Iterator[tuple[LocalRow, Group]]:
        """What each of its local rows is compared with others for."""
        if self.row["date"] is not None:
            yield from ((local, ("parties", self.row["kind"], self.row["date"])) for local in self.locals)


@dataclass(frozen=True, slots=True, eq=False)
class Beginning:
    """A finding that says since when something is so."""

    local: LocalRow
    said: Said
    year: str
    areas: frozenset[str]
    """Ids of the places that it names."""

    @staticmethod
    def of(finding: LocalRow, keys: Keys) -> Beginning | None:
        """None when a finding does not say so."""
        said = next(iter(finding.of("statement")), None)
        since = _SINCE.search(said.value) if said is not None else None
        if said is None or since is None:
            return None
        areas = frozenset(t.place.lstrip("=") for t in keys.tokens(said.value) if t.place is not None)
        return Beginning(finding, said, since[1], areas)

    def groups(self) -> Iterator[tuple[LocalRow, Group]]:
        """What it is compared with figures for."""
        yield from ((self.local, ("beginnings", area)) for area in self.areas)


def comparisons(keys: Keys, context: Context) -> Mapping[str, Compare]:
    """How agreements are compared with one another, and figures with statements."""
    return {"parties": partial(_other_parties, keys=keys), "beginnings": partial(_other_beginnings, context=context)}


def _other_parties(group: Group, agreements: Sequence[Agreement], *, keys: Keys) -> Iterator[Found]:
    """Agreements of the same kind, date and words that different documents give with fewer and more parties."""
    ordered = sorted(agreements, key=lambda a: (len(a.parties), a.row["agreement_id"]))
    words = [
        frozenset(w for w in keys.key("agreements", a.row["title"]).words if not w.startswith("=")) for a in ordered
    ]
    for n, fewer in enumerate(ordered):
        for m in range(n + 1, min(n + 1 + _MANY, len(ordered))):
            more = ordered[m]
            short, long = sorted((words[n], words[m]), key=len)
            apart = {r.document_id for r in fewer.locals}.isdisjoint(r.document_id for r in more.locals)
            if apart and len(fewer.parties) > 1 and fewer.parties < more.parties and short and short <= long:
                first, second = fewer.title, more.title
                ids = (fewer.row["agreement_id"], more.row["agreement_id"])
                yield (
                    "discrepancies",
                    discrepancy(
                        "scope",
                        "agreements",
                        ids[0],
                        "title",
                        first,
                        second,
                        f"{first.document_id} names the parties {_listed(fewer.parties)}; {second.document_id} names "
                        f"{_listed(more.parties - fewer.parties)} besides.",
                        f"Both stand as they are told, as {ids[0]} and {ids[1]}; the shorter list may be one of "
                        "examples.",
                    ),
                )


def _listed(parties: Iterable[str]) -> str:
    return ", ".join(sorted(parties))


def _other_beginnings(group: Group, members: Sequence[Figure | Beginning], *, context: Context) -> Iterator[Found]:
    """Figures of an area counted since one year, where a statement says of the same things that they began in another
    one."""
    begun: dict[str, list[Figure]] = defaultdict(list)
    for figure in members:
        if isinstance(figure, Figure):
            for phrase in {plain(context.quote(s)) for row in figure.locals for s in row.of("indicator")}:
                begun[phrase].append(figure)
    for telling in members if begun else ():
        if not isinstance(telling, Beginning):
            continue
        said, words = telling.said, plain(telling.said.value).split()
        told = {
            " ".join(words[i : i + n]) for n in range(1, _LONGEST_PHRASE + 1) for i in range(len(words) - n + 1)
        } & begun.keys()
        for phrase in sorted(told):
            for figure in begun[phrase]:
                period = next((s for r in figure.locals for s in r.of("period")), None)
                if period is None or figure.begun == telling.year:
                    continue
                yield (
                    "discrepancies",
                    discrepancy(
                        "contradiction",
                        "observations",
                        figure.row["observation_id"],
                        "period",
                        period,
                        said,
                        f"{period.document_id} counts {phrase} since {figure.begun}, {said.document_id} says since "
                        f"{telling.year}.",
                        f"The table shows {figure.row['period']}: it is given with the figure.",
                    ),
                )
