"""One matter told in several rows: agreements of the same day with other parties, figures that begin in other years."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from educoop.resolution.checks import Figure
from educoop.resolution.clusters import Entity
from educoop.resolution.keys import Keys, plain
from educoop.resolution.model import Corpus, LocalRow, Row, Said, place_of
from educoop.resolution.values import Context, best_claim, discrepancy

_SINCE = re.compile(r"\bsince\s+((?:19|20)\d\d)\b", re.IGNORECASE)
_BEGUN = re.compile(r"(\d{4})/\.\.")
_LONGEST_PHRASE = 6
_MANY = 8
"""Of more agreements of one kind and date than this only neighbours by name are compared."""


def other_parties(agreements: Sequence[Entity], values: Mapping[str, Row], corpus: Corpus, keys: Keys) -> Iterable[Row]:
    """Agreements of the same kind, date and words that different documents give with fewer and more parties.

    Args:
        agreements: The resolved agreements.
        values: Their rows by id.
    """
    groups: dict[tuple[str, str], list[tuple[Entity, frozenset[str], frozenset[str]]]] = defaultdict(list)
    for entity in agreements:
        row = values[entity.entity_id]
        if row["date"] is not None:
            words = frozenset(w for w in keys.key("agreements", row["title"]).words if not w.startswith("="))
            groups[(row["kind"] or "", row["date"])].append((entity, words, _parties(entity, corpus)))
    for _, group in sorted(groups.items()):
        group.sort(key=lambda g: (len(g[2]), g[0].entity_id))
        for n, (fewer, words_a, parties_a) in enumerate(group):
            for more, words_b, parties_b in group[n + 1 : n + 1 + _MANY]:
                short, long = sorted((words_a, words_b), key=len)
                apart = {r.document_id for r in fewer.rows}.isdisjoint(r.document_id for r in more.rows)
                if apart and len(parties_a) > 1 and parties_a < parties_b and short and short <= long:
                    first, second = _title(fewer), _title(more)
                    yield discrepancy(
                        "scope",
                        "agreements",
                        fewer.entity_id,
                        "title",
                        first,
                        second,
                        f"{first.document_id} names the parties {_listed(parties_a)}; {second.document_id} names "
                        f"{_listed(parties_b - parties_a)} besides.",
                        f"Both stand as they are told, as {fewer.entity_id} and {more.entity_id}; the shorter list may "
                        "be one of examples.",
                    )


def _parties(entity: Entity, corpus: Corpus) -> frozenset[str]:
    found = set()
    for row in entity.rows:
        for participant in corpus.participants_of(row):
            party = participant.first("entity")
            signs = participant.first("role") in ("party", "signatory")
            if signs and party is not None and party.startswith("places:"):
                found.add(place_of(party))
    return frozenset(found)


def _title(entity: Entity) -> Said:
    return best_claim([s for row in entity.rows for s in row.of("title")])


def _listed(parties: Iterable[str]) -> str:
    return ", ".join(sorted(parties))


def other_beginnings(
    figures: Sequence[Figure], findings: Iterable[LocalRow], keys: Keys, context: Context
) -> Iterable[Row]:
    """Figures counted since one year, where a statement says of the same things that they began in another one."""
    begun: dict[str, list[tuple[str, Figure]]] = defaultdict(list)
    for figure in figures:
        m = _BEGUN.fullmatch(figure.row["period"] or "")
        if m and figure.row["ref_area"]:
            for phrase in {plain(context.quote(s)) for row in figure.locals for s in row.of("indicator")}:
                begun[phrase].append((m[1], figure))
    if not begun:
        return
    for row in findings:
        said = next(iter(row.of("statement")), None)
        since = _SINCE.search(said.value) if said is not None else None
        if said is None or since is None:
            continue
        words = plain(said.value).split()
        told = {
            " ".join(words[i : i + n]) for n in range(1, _LONGEST_PHRASE + 1) for i in range(len(words) - n + 1)
        } & begun.keys()
        areas = {t.place.lstrip("=") for t in keys.tokens(said.value) if t.place is not None} if told else set()
        for phrase in sorted(told):
            for year, figure in begun[phrase]:
                if year == since[1] or figure.row["ref_area"] not in areas:
                    continue
                period = next((s for r in figure.locals for s in r.of("period")), None)
                if period is not None:
                    yield discrepancy(
                        "contradiction",
                        "observations",
                        figure.row["observation_id"],
                        "period",
                        period,
                        said,
                        f"{period.document_id} counts {phrase} since {year}, {said.document_id} says since {since[1]}.",
                        f"The table shows {figure.row['period']}: it is given with the figure.",
                    )
