"""What a curator says of identity: two ids that are one thing, and two that never are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from educoop.resolution.clusters import Entity
from educoop.resolution.decisions import Decision, Verdicts
from educoop.resolution.model import LocalRow


def merge(
    table: str,
    entities: Sequence[Entity],
    verdicts: Verdicts,
    is_known: Callable[[str], bool],
    released: Collection[str],
) -> tuple[list[Entity], list[tuple[str, str]]]:
    """Join entities of a table that a curator found to be one, and check those found to be two.

    Args:
        is_known: Whether an id is one of the registry's or was released, though no document of this build speaks of it.
        released: Ids that were released.

    Returns:
        The entities, and pairs (old id, new id) of ids that were in use apart and now mean one thing.

    Raises:
        DecisionError: an id of a decision is not in use, or the decision changes nothing.
    """
    by_id = {e.entity_id: e for e in entities}
    done: list[tuple[str, str]] = []
    for d, rows in verdicts.identities:
        if d.table != table or d.value is None:
            continue
        # A thing shown by a span need not have been published apart.
        goes = {r.row_id for r in rows} if rows else {d.row or ""}
        absent = sorted(i for i in {*goes, d.value} if i not in by_id)
        for wanted in absent:
            if not is_known(wanted):
                raise d.error(f"there is no {table} {wanted!r} any more; take the decision out, or name the id meant")
        if d.action == "distinct":
            if not absent and any(by_id[i] is by_id[d.value] for i in goes):
                raise d.error(f"{min(goes)} and {d.value} are one by now; take the decision out, or what joins them")
            continue
        if not rows and absent:
            continue  # what speaks of one of the two is not in this build
        if goes == {d.value}:
            raise d.error(f"{table} {d.value} and {d.quote!r} are one already without this decision; take it out")
        stays = by_id.get(d.value) or _named(d, by_id.pop(min(goes)))
        by_id[d.value] = stays
        for old in sorted(goes - {d.value}):
            gone = by_id.get(old, stays)
            if gone is not stays:
                stays.rows = sorted([*stays.rows, *gone.rows], key=lambda r: r.order)
                stays.known_id = stays.known_id or gone.known_id
            by_id[old] = stays
            _point(stays.rows, d.value)
            if not rows or old in released:
                done.append((old, d.value))
    unique = {id(e): e for e in by_id.values()}
    return sorted(unique.values(), key=lambda e: e.rows[0].order), done


def _named(d: Decision, entity: Entity) -> Entity:
    """The entity under the id that the decision gives it, which nothing else in this build bears."""
    entity.entity_id = d.value or ""
    _point(entity.rows, entity.entity_id)
    return entity


def _point(rows: Sequence[LocalRow], entity_id: str) -> None:
    for row in rows:
        row.row_id = entity_id
