"""Values of a column as an Arrow array, if all of them are of the column's type."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from educoop.dataset.table import Values
from educoop.edtf import is_day
from educoop.schemas import Column

if TYPE_CHECKING:
    import pyarrow as pa

_PYTHON = {"string": str, "integer": int, "number": float, "boolean": bool, "date": str}
"""Python type of each schema type."""
_PROBLEMS = {
    "string": ("is not text", "is not valid Unicode"),
    "integer": ("is not a whole number", "does not fit into 64 bits"),
    "number": ("is not a number", "is not a number"),
    "boolean": ("is not true or false", "is not true or false"),
    "date": ("is not an ISO date", "is not an ISO date"),
}
"""What is said of a value of another Python type, and of one of the right type."""


def held_type(column: Column) -> pa.DataType:
    """The Arrow type in which a column's values are held while they are checked. Dates are ISO texts; texts have wide
    offsets, so that there is no size at which a column does not fit, and pandas takes them as they are."""
    import pyarrow as pa

    held = {"integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_()}
    return held.get(column.type, pa.large_string())


def typed(values: list[Any], column: Column) -> Values:
    """The values as an Arrow array; as the list they are if one of them is not of the type of the column."""
    import pyarrow as pa

    if not set(map(type, values)) <= {_PYTHON[column.type], type(None)}:
        return values
    try:
        found = pa.array(values, held_type(column))
    except (UnicodeEncodeError, OverflowError, pa.ArrowInvalid):
        return values
    return found if _sound(found, values, column) else values


def joined(pieces: Iterable[Values], column: Column) -> Values:
    """Several runs of values as one: an array if all of them are."""
    import pyarrow as pa

    pieces = list(pieces)
    if any(isinstance(piece, list) for piece in pieces):
        return [v for piece in pieces for v in (piece if isinstance(piece, list) else piece.to_pylist())]
    return pa.chunked_array(pieces, held_type(column)).combine_chunks()


def type_problem(value: Any, column: Column) -> str | None:
    """What is wrong with the type of a value, if anything is."""
    if not isinstance(typed([value], column), list):
        return None
    return _PROBLEMS[column.type][type(value) is _PYTHON[column.type]]


def _sound(array: pa.Array, values: list[Any], column: Column) -> bool:
    import pyarrow.compute as pc

    if column.type == "number":
        return pc.all(pc.is_finite(array)).as_py() is not False
    if column.type == "date":
        return all(v is None or is_day(v) for v in set(values))
    return True
