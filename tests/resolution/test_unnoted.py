"""The ids that are new, retired or dropped are told from few names as they are from all."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from educoop.resolution.keys import Keys
from educoop.resolution.pins import NAMED, Pin, Thing, updated
from educoop.resolution.unnoted import unnoted

from .literal import PLACES

KEYS = Keys(PLACES)
NAMES = ("Sea University", "Ice University", "Seas")
Tables = Mapping[str, Sequence[dict[str, Any]]]


def built(things: Mapping[Thing, Collection[str]]) -> dict[str, list[dict[str, Any]]]:
    """Rows of things, by table and id, that go by some names."""
    found: dict[str, list[dict[str, Any]]] = {"names": []}
    for (table, id_), names in things.items():
        found.setdefault(table, []).append({NAMED[table]: id_, "country": None})
        about = {"table_name": table, "row_id": id_, "document_id": "a", "kind": "alias"}
        found["names"] += [{**about, "name": name} for name in names]
    return found


def told(
    pins: Sequence[Pin], things: Mapping[Thing, Collection[str]], reading: list[Thing] | None = None
) -> set[Thing]:
    """What `unnoted` finds; `reading` takes the things that it asks for."""

    def read(wanted: Collection[Thing] | None) -> Tables:
        if reading is not None:
            reading.extend(things if wanted is None else wanted)
        return built({thing: names for thing, names in things.items() if wanted is None or thing in wanted})

    return unnoted(pins, set(things), read, lambda: KEYS, "2.0.0")


def expected(pins: Sequence[Pin], things: Mapping[Thing, Collection[str]]) -> set[Thing]:
    update = updated(pins, built(things), KEYS, "2.0.0")
    return {(p.table, p.id) for p in (*update.new, *update.retired, *update.dropped)}


def pin(id_: str, name: str | None = None, **given: Any) -> Pin:
    return Pin("organisations", id_, name and " ".join(KEYS.key("organisations", name).words), **given)


def of(**names: str | Sequence[str]) -> dict[Thing, Sequence[str]]:
    return {("organisations", id_): [n] if isinstance(n, str) else n for id_, n in names.items()}


@pytest.mark.parametrize(
    ("pins", "things", "wanted"),
    [
        ([], of(sea=NAMES[0]), {"sea"}),
        ([pin("sea", NAMES[0])], of(sea=NAMES[0]), set()),
        ([pin("sea", NAMES[0])], of(sea=NAMES[1]), set()),
        ([pin("sea", NAMES[0])], of(sea=NAMES[0], ice=NAMES[1]), {"ice"}),
        ([pin("sea", NAMES[0])], {}, {"sea"}),
        ([pin("sea", NAMES[0], since="2.0.0")], {}, {"sea"}),
        ([pin("sea", None, release="1.0.0")], {}, set()),
        ([pin("sea", None, release="2.0.0")], {}, {"sea"}),
        # Its only name leads to another id, which is of no thing any more: nothing is noted of it.
        ([pin("sea", NAMES[0])], of(ocean=NAMES[0]), {"sea"}),
        ([pin("sea", NAMES[0])], of(ocean=NAMES[:2]), {"sea", "ocean"}),
        # Where the other one still goes by it, it leads to neither.
        ([pin("sea", NAMES[0])], of(sea=NAMES[0], ocean=NAMES[0]), {"ocean"}),
        ([pin("sea", NAMES[0])], of(sea=NAMES[1], ocean=NAMES[0]), set()),
        ([pin("sea", NAMES[0])], of(sea=NAMES[1], ocean=NAMES[0], ice=NAMES[0]), {"ocean", "ice"}),
    ],
)
def test_what_is_not_noted(pins: list[Pin], things: dict[Thing, Sequence[str]], wanted: set[str]) -> None:
    assert {id_ for _, id_ in told(pins, things)} == wanted
    assert told(pins, things) == expected(pins, things)


def test_every_small_registry_and_build() -> None:
    """Two things with up to two names each, of three ids; two ids with a name each, of this release or before it."""
    ids = [None, *product(("sea", "ice", "seas"), ((), NAMES[:1], NAMES[1:2], NAMES[:2]))]
    lines = [None, *product(("sea", "ice"), (None, *NAMES[:2]), (None, "2.0.0"), (None, "1.0.0", "2.0.0"))]
    for one, other in product(lines, lines):
        pins = [pin(i, n, since=s, release=r) for i, n, s, r in filter(None, (one, other))]
        for some in product(ids, ids):
            things = {("organisations", id_): names for id_, names in filter(None, some)}
            assert told(pins, things) == expected(pins, things), (pins, things)


TABLES = ("organisations", "people", "events")
SOME_NAMES = st.sets(
    st.sampled_from((*NAMES, "Ice University of Kazakhstan", "SU", "Fifth Ice Forum 2019")), max_size=3
)
THINGS = st.dictionaries(
    st.tuples(st.sampled_from(TABLES), st.sampled_from(("sea", "ice", "seas", "sea-0a1b2c", "forum-2019"))), SOME_NAMES
)


@given(st.lists(st.tuples(st.sampled_from(("1.0.0", "1.1.0", "2.0.0")), THINGS), max_size=3), THINGS)
def test_as_told_from_all_names(
    released: list[tuple[str, dict[Thing, set[str]]]], things: dict[Thing, set[str]]
) -> None:
    pins: list[Pin] = []
    for release, then in released:
        pins = updated(pins, built(then), KEYS, release).pins
    assert told(pins, things) == expected(pins, things)


def test_only_names_of_things_that_are_not_noted_are_read() -> None:
    things = {("organisations", f"u{n}"): [f"Sea University {n}"] for n in range(100)}
    pins = [pin(id_, *names) for (_, id_), names in things.items() if id_ != "u7"]
    asked: list[Thing] = []
    assert told(pins, things, asked) == {("organisations", "u7")}
    assert asked == [("organisations", "u7")]
