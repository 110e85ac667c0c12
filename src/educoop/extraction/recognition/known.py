"""Places and registered things in a text, by the forms of the registries."""

from __future__ import annotations

from functools import cache
from typing import Any

import ahocorasick

from educoop.extraction.model import MENTION_OF, Mention
from educoop.registry import load_registry

_LAYERS = (("places",), ("people", "organisations"), ("events", "projects", "policies"))
"""Registries searched apart, so that the place in the name of a known university is still found."""


@cache
def _known() -> list[Any]:
    """An automaton a layer over all surface forms of the registries."""
    registry = load_registry()
    out = []
    for tables in _LAYERS:
        automaton = ahocorasick.Automaton()
        for table in tables:
            part = getattr(registry, table)
            for form, form_kind, ident in part.forms:
                if table == "places" and form_kind != "name" and len(form) < 3:
                    continue
                entry = part[ident]
                data = {"id": ident, "form": form_kind, "kind": getattr(entry, "kind", "")}
                if table == "places":
                    data |= {"place_id": ident, "place_kind": entry.kind}
                automaton.add_word(form, (len(form), MENTION_OF[table], data))
        automaton.make_automaton()
        if len(automaton):
            out.append(automaton)
    return out


def find_known(text: str, start: int = 0) -> list[Mention]:
    """Places and registered things in the text, the longest at each place, whole words only."""
    found = []
    for automaton in _known():
        for last, (length, kind, data) in automaton.iter_long(text):
            a, b = last + 1 - length, last + 1
            if (a and text[a - 1].isalnum()) or (b < len(text) and text[b].isalnum()):
                continue
            found.append(Mention(kind, start + a, start + b, text[a:b], data.copy()))
    return found
