"""Typed form of the Table Schemas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

TYPES = ("string", "integer", "number", "boolean", "date")
ORIGINS = ("key", "claim", "derived", "registry", "document")
"""Where the values of a column come from: its own id; claims with evidence; a computation; the registry of known things
(identity, never facts) where no document says it; the document's file, text layout or entry of the sources registry."""


@dataclass(frozen=True, slots=True)
class Former:
    """A public name that was changed. It stays usable, in a view, for one major version."""

    name: str
    since: str
    """Version of the dataset that changed it."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table."""

    name: str
    type: str
    """One of TYPES."""
    description: str
    origin: str
    """One of ORIGINS."""
    derived: str | None = None
    """How a derived column is computed."""
    claim: str = ""
    """Field under which claims speak of this column."""
    edtf: bool = False
    """Whether values are EDTF dates; `<name>_start` and `<name>_end` then hold their bounds."""
    codes: Mapping[str, str] = field(default_factory=dict)
    """Meaning of each code."""
    required: bool = False
    unique: bool = False
    pattern: str | None = None
    """Regular expression that a whole value matches."""
    minimum: float | None = None
    maximum: float | None = None
    formerly: Former | None = None
    title: str | None = None
    """What people are shown instead of the name, where the name says too little."""

    @property
    def enum(self) -> tuple[str, ...]:
        """The closed list of values; empty when any value, or any that fits the pattern, is allowed."""
        return () if self.pattern else tuple(self.codes)


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Columns that hold the values of columns of one other table."""

    columns: tuple[str, ...]
    table: str
    target: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """A pair of columns that name a table and a key of it; no database can enforce it, so SQL checks do."""

    table_column: str
    row_column: str


@dataclass(frozen=True, slots=True)
class Check:
    """A condition over the columns of one row, in SQL."""

    sql: str
    description: str


@dataclass(frozen=True)
class Schema:
    """One table."""

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...] = ()
    references: tuple[Reference, ...] = ()
    checks: tuple[Check, ...] = ()
    formerly: Former | None = None

    @property
    def column_names(self) -> tuple[str, ...]:
        """Names of the columns, in order."""
        return tuple(c.name for c in self.columns)

    def column(self, name: str) -> Column:
        """The column of that name; KeyError when there is none."""
        for c in self.columns:
            if c.name == name:
                return c
        raise KeyError(f"table {self.name} has no column {name}")


@dataclass(frozen=True, slots=True)
class Indicator:
    """A code of the indicator vocabulary."""

    code: str
    definition: str
    unit: str
    """Unit a figure has unless the text says otherwise; a code of observations.unit."""
    measure: str
    """Measure a figure has unless the text says otherwise; a code of observations.measure."""
    uis: str | None = None
    """Code of the UNESCO Institute for Statistics for the same thing."""
    uis_title: str | None = None

    @property
    def meaning(self) -> str:
        """All of the above in one line, as the data dictionary shows it."""
        uis = f" UNESCO UIS {self.uis}: {self.uis_title}." if self.uis else ""
        return f"{self.definition} Default unit {self.unit}, measure {self.measure}.{uis}"
