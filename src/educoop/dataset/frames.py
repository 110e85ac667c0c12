"""Rows as pandas frames with exact types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from educoop.dataset.table import Table
from educoop.schemas import Column, Schema

if TYPE_CHECKING:
    import pandas as pd

DTYPES = {"string": "str", "integer": "Int64", "number": "Float64", "boolean": "boolean", "date": "str"}
"""pandas type of each schema type; dates are ISO texts, NULL is NA in all."""


def frame(schema: Schema, rows: Table) -> pd.DataFrame:
    """The rows of one table, complete and well-typed, in the order given, with the position as index."""
    import pandas as pd

    def series(column: Column) -> pd.Series:
        # Texts are taken as they are, without a copy.
        dtype: Any = pd.api.types.pandas_dtype(DTYPES[column.type])
        return pd.Series(dtype.__from_arrow__(rows.array(column.name)))

    return pd.DataFrame({c.name: series(c) for c in schema.columns})
