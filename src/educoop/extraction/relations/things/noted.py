"""What is remembered of a thing that a sentence tells without a proper name."""

from __future__ import annotations

from collections.abc import Sequence

from educoop.extraction.model import Mention
from educoop.extraction.relations.state import TABLES, State, is_to_begin, speaks_of_future

_REACH = 60
"""Signs before a description in which it may say that the thing is still to come."""


def note_thing(state: State, thing: Mention, around: Sequence[Mention], *, planned: bool, aside: bool = False) -> None:
    """Remember a thing that has got its row: who and where its words name, and which places the mentions of its
    sentence (`around`) name; later sentences may speak of it, unless it is told `aside`."""
    ref = (TABLES[thing.kind], thing.data["row"])
    state.where.setdefault(ref, thing)
    named = (x for x in around if x.kind in ("place", "organisation") and thing.start <= x.start)
    state.nested[ref].extend(x for x in named if names_side(x, thing.end))
    state.in_sentence[ref].extend(x for x in around if x.kind == "place")
    state.history.append((thing, ref[1]))
    if aside:
        state.openings.append(ref[1])
    else:
        state.topic.setdefault(*ref)
    if thing.kind != "agreement":
        state.modality[ref].append("planned" if planned else "asserted")


def names_side(x: Mention, end: int) -> bool:
    """Whether a place or body stands in a description up to `end`. A demonym that ends one is a language ("courses of
    Kazakh"), but not in the plural ("grants for Kazakhs")."""
    return x.end < end or (x.end == end and (x.data.get("form") != "demonym" or x.name.endswith("s")))


def is_to_come(text: str, start: int, end: int) -> bool:
    """Whether a masked sentence speaks of what it describes there as something to come."""
    return speaks_of_future(text[max(0, start - _REACH) : end]) or is_to_begin(text, end)
