"""Whether all that rows refer to is there, and each value has its claim, when few rows came and went."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from educoop.dataset.evidence import unbacked_values
from educoop.dataset.rejecting import REJECTS
from educoop.dataset.table import Table
from educoop.incremental.arrays import numbers_of
from educoop.incremental.splice import Spliced
from educoop.schemas import Schema

Key = tuple[object, ...]


def still_supplied(schemas: Mapping[str, Schema], before: Mapping[str, Table], today: Mapping[str, Spliced]) -> bool:
    """Whether every row that others refer to is there, if it was so before: new rows refer to what is there, and
    nothing refers to what has gone."""
    checked = {name: schema for name, schema in schemas.items() if name != REJECTS}
    new = {name: today[name].table.take(today[name].new.tolist()) for name in checked}
    gone = {name: before[name].take(today[name].gone.tolist()) for name in checked}
    tables = {name: today[name].table for name in checked}

    @cache
    def lost(target: str, key: tuple[str, ...]) -> set[Key]:
        """Keys that rows had which went, and that no row has today."""
        had = _keys(gone[target], key)
        return had - _present(tables[target], key, had)

    for name, schema in checked.items():
        for columns, target, key in ((k.columns, k.table, k.target) for k in schema.foreign_keys):
            wanted = _keys(new[name], columns)
            if wanted != _present(tables[target], key, wanted):
                return False
            if _present(tables[name], columns, lost(target, key)):
                return False
        for reference in schema.references:
            columns = (reference.table_column, reference.row_column)
            for target, ids in _by_table(_keys(new[name], columns)):
                if target not in checked or ids != _present(tables[target], _id(checked[target]), ids):
                    return False
            missing = {(target, *found) for target in checked for found in lost(target, _id(checked[target]))}
            if _present(tables[name], columns, missing):
                return False
    return True


def still_claimed(schemas: Mapping[str, Schema], before: Mapping[str, Table], today: Mapping[str, Spliced]) -> bool:
    """Whether every value has a claim, if it was so before: those of new rows, and of rows that lost a claim."""
    claims = today["claims"].table
    losing = dict(_by_table(_keys(before["claims"].take(today["claims"].gone.tolist()), ("table_name", "row_id"))))
    looked_at: dict[str, Table] = {}
    for name, schema in schemas.items():
        table, key = today[name].table, schema.primary_key[0]
        looked = np.zeros(len(table), bool)
        looked[today[name].new] = True
        if name in losing:
            looked |= _among(table, key, [row for (row,) in losing[name]])
        looked_at[name] = table.take(np.flatnonzero(looked).tolist())
    ids = {row for name, table in looked_at.items() for row in table.column(schemas[name].primary_key[0])}
    speaking = claims.take(np.flatnonzero(_among(claims, "row_id", ids)).tolist())
    return not unbacked_values({**looked_at, "claims": speaking}, schemas)


def _id(schema: Schema) -> tuple[str, ...]:
    """The column that references to rows of a table hold."""
    return schema.primary_key[:1]


def _keys(rows: Table, columns: Sequence[str]) -> set[Key]:
    """The values of some columns, but for rows in which one is NULL."""
    return {key for key in rows.tuples(*columns) if None not in key}


def _by_table(keys: Collection[Key]) -> Iterator[tuple[str, set[Key]]]:
    """Keys of a table and an id: the ids of each table."""
    found: dict[str, set[Key]] = defaultdict(set)
    for table, row in keys:
        found[str(table)].add((row,))
    yield from found.items()


def _present(table: Table, columns: Sequence[str], keys: Collection[Key]) -> set[Key]:
    """Those of the keys that a row of the table has in its columns."""
    if not keys:
        return set()
    there = np.ones(len(table), bool)
    for column, values in zip(columns, zip(*keys, strict=True), strict=True):
        there &= _among(table, column, set(values))
    some = Table({column: table.values(column) for column in columns}).take(np.flatnonzero(there).tolist())
    return _keys(some, columns) & set(keys)


def _among(table: Table, column: str, values: Collection[object]) -> np.ndarray:
    """Which rows have one of the values in a column."""
    array = table.array(column)
    return numbers_of(pc.is_in(array, value_set=pa.array(list(values), array.type)))
