"""What a curator says of identity: two ids that are one thing, and two that never are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from educoop.resolution.clusters import Entity, Linking
from educoop.resolution.decisions import Decision, Identity
from educoop.resolution.forms import Forms
from educoop.resolution.model import LocalRow
from educoop.resolution.pins import Released
from educoop.resolution.retired import Retired


def merge(
    table: str,
    entities: Sequence[Entity],
    identities: Iterable[Identity],
    released: Released,
    forms: Forms,
    linking: Linking,
) -> tuple[list[Entity], list[Retired]]:
    """Join entities of a table that a curator found to be one, and check those found to be two.

    Args:
        identities: What the curator found, in the order of the file.
        released: Ids that were released.
        forms: Knows the things of the registry.
        linking: Takes up which decisions speak of which rows.

    Returns:
        The entities, and ids that were in use apart and now mean one thing with another.

    Raises:
        DecisionError: an id of a decision is not in use, or the decision changes nothing.
    """
    by_id = {e.entity_id: e for e in entities}
    others: dict[Entity, list[str]] = defaultdict(list)  # ids that mean an entity beside its own
    done: list[Retired] = []
    for d, rows in identities:
        if d.table != table or d.value is None:
            continue
        # A thing shown by a span need not have been published apart.
        goes = {r.row_id for r in rows} if rows else {d.row or ""}
        for row in (row for i in {*goes, d.value} if i in by_id for row in by_id[i].rows):
            linking(row, decision_links(d))
        absent = sorted(i for i in {*goes, d.value} if i not in by_id)
        for wanted in absent:
            # What no document of this build speaks of may have been released, or be known.
            if wanted not in released.order and forms.thing(table, wanted) is None:
                raise d.error(f"there is no {table} {wanted!r} any more; take the decision out, or name the id meant")
        if d.action == "distinct":
            if not absent and any(by_id[i] is by_id[d.value] for i in goes):
                raise d.error(f"{min(goes)} and {d.value} are one by now; take the decision out, or what joins them")
            continue
        if not rows and absent:
            continue  # what speaks of one of the two is not in this build
        stays = by_id.get(d.value)
        if goes == {d.value} or (rows and all(by_id.get(i) is stays for i in goes)):
            raise d.error(f"{table} {d.value} and {d.quote!r} are one already without this decision; take it out")
        stays = stays or _named(d, by_id.pop(min(goes)))
        by_id[d.value] = stays
        for old in sorted(goes - {d.value}):
            gone = by_id.get(old, stays)
            leaving = {old}
            if gone is not stays:
                # An earlier decision may have joined what has this id to something else, or the other way round.
                leaving.add(gone.entity_id)
                stays.rows = sorted([*stays.rows, *gone.rows], key=lambda r: r.order)
                stays.known_id = stays.known_id or gone.known_id
            others[stays] += [*leaving, *others.pop(gone, ())]
            by_id.update((i, stays) for i in others[stays])
            _point(stays.rows, stays.entity_id)
            for one in sorted(leaving - {stays.entity_id}):
                if not rows or one in released.order:
                    done.append(Retired(table, one, stays.entity_id, decision=d.decision_id))
    unique = {id(e): e for e in by_id.values()}
    return sorted(unique.values(), key=lambda e: e.rows[0].order), done


def decision_links(d: Decision) -> set[tuple[str, str]]:
    """What joins the rows that a decision on identity speaks of, now or as soon as they are there."""
    return {("decided", d.decision_id), *(("id", i) for i in (d.row, d.value) if i is not None)}


def _named(d: Decision, entity: Entity) -> Entity:
    """The entity under the id that the decision gives it, which nothing else in this build bears."""
    entity.entity_id = d.value or ""
    _point(entity.rows, entity.entity_id)
    return entity


def _point(rows: Sequence[LocalRow], entity_id: str) -> None:
    for row in rows:
        row.row_id = entity_id
