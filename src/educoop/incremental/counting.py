"""The table `coverage`, of which only what a change can reach is counted anew."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from educoop.dataset.coverage import COUNTED, COVERAGE, coverage_rows
from educoop.dataset.table import Table
from educoop.incremental.splice import Spliced, splice
from educoop.schemas import Schema

_LOOKED_UP = ("places", "organisations")
"""Tables that say in which country something is."""
_ABOUT = {"witnesses": "table_name", "participants": "subject_table"}
"""Tables whose rows tell of rows of others, and the column that says of which table."""


def coverage(schema: Schema, before: Mapping[str, Table], today: Mapping[str, Spliced]) -> Spliced:
    """Today's table, from that of the last build."""
    tables = {name: spliced.table for name, spliced in today.items()}
    anew = _reached(before, today)
    old = before[COVERAGE]
    gone = [table in anew for table in old.column("table_name")]
    return splice(schema, old, np.array(gone, bool), coverage_rows(tables, anew))


def _reached(before: Mapping[str, Table], today: Mapping[str, Spliced]) -> frozenset[str]:
    """The tables whose counts may have changed."""
    changed = {name for name, spliced in today.items() if len(spliced.new) or len(spliced.gone)}
    if not changed.isdisjoint(_LOOKED_UP) or any(_values("documents", "repeats_document_id", before, today)):
        return COUNTED
    told = {table for name, column in _ABOUT.items() for table in _values(name, column, before, today)}
    return COUNTED & (changed | told)


def _values(name: str, column: str, before: Mapping[str, Table], today: Mapping[str, Spliced]) -> set[str | None]:
    """What the rows of a table that went and came hold in a column."""
    spliced = today[name]
    gone, new = before[name].take(spliced.gone.tolist()), spliced.table.take(spliced.new.tolist())
    return {*gone.column(column), *new.column(column)}
