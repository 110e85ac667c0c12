"""Ways in which a body of a state is named after its country: one of them stands in the registry, the others follow."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from educoop.curated import curated_rows
from educoop.registry.checks import fail
from educoop.registry.entries import Form, FormKind, Place

_BODY = "{body}"
_SLOTS: dict[str, Callable[[Place], Sequence[str]]] = {
    "{country}": lambda place: (place.name, *place.aliases),
    "{people}": lambda place: place.demonyms,
    "{variant}": lambda place: place.variants,
}


class Pattern(NamedTuple):
    """One way to name a body of a country."""

    text: str
    slot: str
    """What in the text stands for the country."""
    damaged: bool
    """Whether only misspelt and damaged texts write it so."""


def load_patterns(path: Path) -> Mapping[str, tuple[Pattern, ...]]:
    """Of each kind of organisation the ways to name one; none where there is no such file.

    Raises RegistryError, with file, line and mend, at the first line that is wrong.
    """
    if not path.is_file():
        return MappingProxyType({})
    found: dict[str, tuple[Pattern, ...]] = {}
    for line, row in curated_rows(path, ("kind", "pattern", "form"), partial(fail, path)):
        text, form = row["pattern"], row["form"]
        slots = [slot for slot in _SLOTS if slot in text]
        if text.count(_BODY) != 1 or len(slots) != 1:
            raise fail(
                path,
                line,
                f"pattern {text!r} does not join a body and a country",
                f"Write {_BODY} and one of {', '.join(_SLOTS)}",
            )
        if form not in ("", "variant"):
            raise fail(path, line, f"form {form!r} is unknown", "Leave it empty, or write variant")
        found[row["kind"]] = (*found.get(row["kind"], ()), Pattern(text, slots[0], form == "variant"))
    return MappingProxyType(found)


@dataclass(frozen=True)
class Namer:
    """Makes the other names of a body of one country from one of them."""

    country: Place
    patterns: Sequence[Pattern]

    def others(self, form: Form) -> Iterator[Form]:
        """All names of the same body; none if the form does not end in "of" and a name of the country."""
        names = sorted((self.country.name, *self.country.aliases), key=len, reverse=True)
        body = next((b for name in names if (b := _before(form.form, name))), None)
        if body is None:
            return
        kind: FormKind = "alias" if form.kind == "name" else form.kind
        for pattern in self.patterns:
            told = pattern.text.replace(_BODY, body)
            for name in _SLOTS[pattern.slot](self.country):
                yield Form(told.replace(pattern.slot, name), "variant" if pattern.damaged else kind, form.id)


def _before(form: str, country: str) -> str | None:
    """The body in "body of country" and "body of the country"."""
    for tail in (f" of {country}", f" of the {country}"):
        if form.endswith(tail):
            return form.removesuffix(tail)
    return None
