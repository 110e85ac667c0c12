"""Whether a text that a person wrote down can be a value of a column."""

from __future__ import annotations

import math
import re

from educoop.edtf import edtf_bounds, is_day
from educoop.schemas.model import Column

_MANY = 40
"""Codes of a longer list are not all named."""


def text_problem(text: str, column: Column) -> str | None:
    """What is wrong with a text as a value of the column, with the mend; None when it may stand there.

    Types, codes, patterns, bounds and dates are those that a build checks in every row (`educoop.dataset.checks`).
    """
    if column.enum and text not in column.enum:
        known = f"use one of {', '.join(column.enum)}" if len(column.enum) <= _MANY else "see the codes in its schema"
        return f"{text!r} is no {column.name}; {known}"
    if column.edtf:
        try:
            edtf_bounds(text)
        except ValueError as error:
            return str(error)
    if column.pattern and not re.fullmatch(column.pattern, text):
        return f"{text!r} is no {column.name}: {column.description.rstrip('.')} (it must match {column.pattern})"
    if column.type == "date" and not is_day(text):
        return f"{text!r} is not an ISO date; write it as 2023-10-14"
    if column.type in ("integer", "number"):
        return _number_problem(text, column)
    return None


def _number_problem(text: str, column: Column) -> str | None:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number) or (column.type == "integer" and not number.is_integer()):
        return f"{text!r} is not a {'whole ' if column.type == 'integer' else ''}number; write it as 1250"
    if column.minimum is not None and number < column.minimum:
        return f"{text} is less than {column.minimum:g}, the least that {column.name} can be"
    if column.maximum is not None and number > column.maximum:
        return f"{text} is more than {column.maximum:g}, the most that {column.name} can be"
    return None
