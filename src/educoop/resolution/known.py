"""The registries as resolution sees them: places, and named things of all tables alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Protocol

from educoop.registry import Place


class Registry(Protocol):
    """What resolution needs of `educoop.registry.Registry`: entries by id."""

    @property
    def places(self) -> Mapping[str, Place]: ...
    @property
    def organisations(self) -> Mapping[str, Any]: ...
    @property
    def projects(self) -> Mapping[str, Any]: ...
    @property
    def events(self) -> Mapping[str, Any]: ...
    @property
    def policies(self) -> Mapping[str, Any]: ...
    @property
    def people(self) -> Mapping[str, Any]: ...
    def __hash__(self) -> int: ...


@dataclass(frozen=True, slots=True)
class KnownThing:
    """An organisation, person, project, event or policy of the registry: its identity, never its facts."""

    id: str
    name: str
    kind: str | None = None
    country: str | None = None
    place_id: str | None = None
    aliases: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    former_names: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    ror_id: str | None = None
    wikidata_id: str | None = None


@dataclass(frozen=True)
class Known:
    """All registries."""

    places: Mapping[str, Place] = field(default_factory=dict)
    things: Mapping[str, Mapping[str, KnownThing]] = field(default_factory=dict)
    """By table, then by id."""


_TABLES = ("organisations", "people", "projects", "events", "policies")


@lru_cache(maxsize=1)
def known(registry: Registry) -> Known:
    """The registries in the form resolution works with; made once for all builds of a process."""
    things = {table: {e.id: _thing(e) for e in getattr(registry, table).values()} for table in _TABLES}
    return Known(dict(registry.places), things)


def _thing(entry: Any) -> KnownThing:
    values = {name: getattr(entry, name) for name in KnownThing.__slots__ if hasattr(entry, name)}
    if values.get("ror_id"):
        values["ror_id"] = values["ror_id"].rsplit("/", 1)[-1]
    return KnownThing(**values)
