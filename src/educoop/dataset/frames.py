"""Rows as pandas frames with exact types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from educoop.dataset.table import Table
from educoop.schemas import Schema

if TYPE_CHECKING:
    import pandas as pd

DTYPES = {"string": "str", "integer": "Int64", "number": "Float64", "boolean": "boolean", "date": "str"}
"""pandas type of each schema type; dates are ISO texts, NULL is NA in all."""


def frame(schema: Schema, rows: Table) -> pd.DataFrame:
    """The rows of one table, complete and well-typed, in the order given, with the position as index."""
    import pandas as pd

    return pd.DataFrame({c.name: pd.Series(rows.column(c.name), dtype=DTYPES[c.type]) for c in schema.columns})
