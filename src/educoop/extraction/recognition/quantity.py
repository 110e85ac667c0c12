"""A number with what it counts or measures."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with what it counts. `text[start:end]` covers the qualifier, the number and its unit of measure."""

    start: int
    end: int
    value: int | float
    qualifier: str
    """exact, approximately, more_than or less_than."""
    number_start: int
    number_end: int
    unit: str | None = None
    """Code of the unit of measure or ISO 4217 currency; None when things are counted."""
    noun: str = ""
    """The counted noun phrase up to its head, as written; empty when the text leaves it out ("40 in Bishkek")."""
    noun_start: int = -1
    noun_end: int = -1
    deictic: bool = False
    """Points back to things known ("the two sides") and counts nothing new."""
