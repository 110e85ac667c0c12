"""Which ids of a build the id registry does not have as the build has them; few names are read to tell."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from educoop.resolution.keys import Keys
from educoop.resolution.model import Row
from educoop.resolution.pins import Pin, Thing, pin_keys, pins_of

Read = Callable[[Collection[Thing] | None], Mapping[str, Sequence[Row]]]
"""Rows of the tables that `pin_keys` looks at: those that tell of some things, or of all."""


def unnoted(pins: Sequence[Pin], live: set[Thing], read: Read, keys: Callable[[], Keys], release: str) -> set[Thing]:
    """The things that are new, retired or dropped by `pins.updated`. Only the names of those are read that the id
    registry does not have, and of those that had one of their names before them.

    Args:
        pins: The id registry.
        live: All named things of the build, which was made with that registry.
        read: Gives their rows.
        keys: Gives what makes the keys of names.
        release: Version of the dataset.
    """
    earlier = [p for p in pins if release not in (p.since, p.release)]
    noted = {(p.table, p.id) for p in pins}
    gone = {(p.table, p.id) for p in earlier if p.release is not None}
    fresh = live - noted
    led = _led(fresh, earlier, read, keys()) if fresh else set()
    return (fresh - led) | (noted - live - gone)


def _led(fresh: set[Thing], earlier: Sequence[Pin], read: Read, keys: Keys) -> set[Thing]:
    """Those of the things that go by names alone which led to another one before, and lead to no two things now."""
    leads = {(p.table, p.key): (p.table, p.id) for p in earlier if p.key is not None}
    if not leads:
        return set()
    former: dict[Thing, dict[str, Thing]] = {}
    for thing, own in pin_keys(read(fresh), keys).items():
        former[thing] = {key: leads[thing[0], key] for key in own if (thing[0], key) in leads}
    theirs = pin_keys(read({other for others in former.values() for other in others.values()}), keys)
    # A name that the other one still goes by leads to neither.
    doubtful = {
        thing
        for thing, others in former.items()
        if any(key not in theirs.get(other, ()) for key, other in others.items())
    }
    if not doubtful:
        return set()
    return doubtful - {(p.table, p.id) for p in pins_of(read(None), keys) if (p.table, p.key) not in leads}
