"""Rows of the tables of things and facts, each from all that is claimed of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from dataclasses import field as made_by

from educoop.resolution import checks, tables, tellings
from educoop.resolution.checks import Figure
from educoop.resolution.clusters import Entity
from educoop.resolution.comparing import Compared, Member, Noting, compare
from educoop.resolution.forms import Forms
from educoop.resolution.keys import Keys
from educoop.resolution.model import ALONE, ENTITY_TABLES, OTHER_TABLES, Corpus, LocalRow, Row, Said
from educoop.resolution.names import names, preferred, spelling_conflicts
from educoop.resolution.spill import Rows
from educoop.resolution.tellings import Agreement, Beginning
from educoop.resolution.values import Context, choose, disagreements

Settled = Mapping[tuple[tuple[str, str, str], str], str]
"""Values that a curator gave to fields of local rows of which the document says nothing."""


@dataclass(frozen=True, slots=True)
class Merged:
    """Rows by table, and what goes with them."""

    tables: MutableMapping[str, Rows] = made_by(default_factory=lambda: defaultdict(Rows))
    """Of things and facts, and `names`."""
    disagreements: Rows = made_by(default_factory=Rows)
    """Discrepancies within single rows."""
    figures: list[Figure] = made_by(default_factory=list)


def merged(
    corpus: Corpus,
    entities: Mapping[str, Sequence[Entity]],
    keys: Keys,
    forms: Forms,
    context: Context,
    languages: Mapping[str, str | None],
    flags: Mapping[str, str],
    settled: Settled,
    result: Merged | None = None,
) -> Merged:
    """The rows of the things given and of all facts in the corpus. What is said of one row depends on its own claims
    and the context alone.

    Args:
        languages: Language by document.
        flags: Kind of discrepancy that a curator flagged a claim with, by claim_id.
        result: Rows that these come to.
    """
    result = result or Merged()
    for table in ENTITY_TABLES:
        for entity in entities[table]:
            name = preferred(entity, keys, forms, flags)
            values, found = _values(table, entity.entity_id, entity.rows, context, settled)
            named = {tables.KEYS[table]: entity.entity_id, tables.NAME_COLUMN[table]: name, **values}
            result.tables[table].append(_completed(table, named, entity, forms))
            result.disagreements.extend(found + spelling_conflicts(entity))
            result.tables["names"].extend(names(entity, name, keys, forms, flags, languages))
    merge_facts(corpus, context, settled, result)
    return result


def merge_facts(corpus: Corpus, context: Context, settled: Settled, result: Merged) -> None:
    """Add the rows of all facts in the corpus."""
    for table in OTHER_TABLES:
        for rows in corpus.by_id(table):
            values, found = _values(table, rows[0].row_id, rows, context, settled)
            values = {tables.KEYS[table]: rows[0].row_id, **values}
            if table in ALONE:
                values["document_id"] = rows[0].document_id
            if table == "observations":
                result.figures.append(Figure(values, rows))
            result.tables[table].append(values)
            result.disagreements.extend(found)


def members(
    made: Merged, agreements: Iterable[Entity], findings: Iterable[LocalRow], corpus: Corpus, keys: Keys
) -> list[Member]:
    """The figures, agreements and findings that are compared with one another."""
    rows = {row["agreement_id"]: row for row in made.tables["agreements"]}
    signed = (Agreement.of(rows[entity.entity_id], entity.rows, corpus) for entity in agreements)
    begun = (beginning for row in findings if (beginning := Beginning.of(row, keys)) is not None)
    return [*made.figures, *signed, *begun]


def across_rows(
    compared: Iterable[Member],
    keys: Keys,
    context: Context,
    wanted: Collection[int] | None = None,
    noting: Noting | None = None,
) -> Compared:
    """Discrepancies between several rows, and the rows of `checks`; of the groups wanted only, if they are given.
    `noting` as for `compare`."""
    ways = {**checks.comparisons(context), **tellings.comparisons(keys, context)}
    return compare(compared, ways, wanted, noting)


def _values(
    table: str, row_id: str, rows: Sequence[LocalRow], context: Context, settled: Settled
) -> tuple[Row, list[Row]]:
    """The values of a row, and the disagreements behind them."""
    values: Row = {}
    found: list[Row] = []
    by_field: dict[str, list[Said]] = defaultdict(list)
    for row in rows:
        for claimed in row.said:
            by_field[claimed.claim.field].append(claimed)
    for field in tables.FIELDS[table]:
        said = by_field.get(field, [])
        chosen = choose(field, said, context)
        value = chosen.value if chosen is not None else None
        if value is None:
            value = next((settled[(r.order, field)] for r in rows if (r.order, field) in settled), None)
        if value is None:
            value = tables.DEFAULTS.get((table, field))
        values |= tables.cells(table, field, value)
        if chosen is not None and field not in tables.NOT_EXCLUSIVE:
            found += disagreements(table, row_id, field, said, chosen, context)
    return values, found


def _completed(table: str, row: Row, entity: Entity, forms: Forms) -> Row:
    """What the registry knows of a thing's identity, where the documents are silent."""
    thing = forms.thing(table, entity.known_id)
    if table == "organisations":
        row["ror_id"] = thing.ror_id if thing else None
        row["wikidata_id"] = thing.wikidata_id if thing else None
    if thing is not None:
        for column in ("kind", "country", "place_id"):
            if column in row and row[column] is None and (table == "organisations" or column == "kind"):
                row[column] = getattr(thing, column)
    return row
