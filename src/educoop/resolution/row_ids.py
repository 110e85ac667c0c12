"""Ids of rows that are told apart by what they hold: positions, participants, observations, findings and works."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np

from educoop.resolution.ids import content_id, content_number, one_of_several, spelled
from educoop.resolution.keys import slug
from educoop.resolution.model import IDENTITY, REFERENCES, LocalRow, Said

BY_CONTENT = ("positions", "participants", "observations")
"""Tables whose rows of equal content are one."""


def identify(table: str, rows: Sequence[LocalRow]) -> None:
    """Ids of rows that are told apart by what they hold."""
    if table in ("findings", "works"):
        ordered = sorted(rows, key=lambda r: (r.document_id, r.said[0].start, r.row))
        # Readable where the document numbers its works; else by content, since counting would give the id of one
        # another meaning as soon as one before it is read otherwise.
        wanted = [_numbered_work(row) if table == "works" else None for row in ordered]
        counts = Counter(w for w in wanted if w is not None)
        used: Counter[str] = Counter()
        for row, number in zip(ordered, wanted, strict=True):
            if number is not None and counts[number] == 1:
                row.row_id = number
                continue
            sort = "work" if table == "works" else row.first("kind") or ""
            text = row.first("raw" if table == "works" else "statement") or ""
            base = f"{slug(row.document_id)}-{sort.replace('_', '-')}-{content_id(slug(text))[:8]}"
            used[base] += 1
            row.row_id = base if used[base] == 1 else f"{base}-{used[base]}"
        return
    # What is held of a row is two numbers, since there may be very many.
    numbers = np.zeros((len(rows), 2), np.uint64)
    for n, row in enumerate(rows):
        content = _content(table, row.first)
        numbers[n] = content_number(_wanted(table, content)), content_number(*content)
    several = _of_several(*numbers.T)
    for row, number in zip(rows, numbers[:, 0].tolist(), strict=True):
        content = _content(table, row.first)
        row.row_id = one_of_several(_wanted(table, content), repr(content), number in several)


def _of_several(wanted: np.ndarray, contents: np.ndarray) -> set[int]:
    """Numbers of ids that rows of different contents want."""
    order = np.lexsort((contents, wanted))
    wanted, contents = wanted[order], contents[order]
    same = wanted[1:] == wanted[:-1]
    return set(wanted[1:][same & (contents[1:] != contents[:-1])].tolist())


def wanted_id(table: str, row: LocalRow, linked: Callable[[Said], str | None]) -> str:
    """The id that a row of positions, participants or observations would have if no other content wanted the same.
    `linked` says where a reference leads."""

    def value(field: str) -> str | None:
        if field not in REFERENCES:
            return row.first(field)
        # What leads nowhere is dropped, though it be corrected.
        found = ((s, led) for s in row.of(field) if (led := linked(s)) is not None)
        return next((led if s.correction is None else s.value for s, led in found), None)

    return _wanted(table, _content(table, value))


def _numbered_work(row: LocalRow) -> str | None:
    ordinal = row.first("ordinal")
    return f"{slug(row.document_id)}-work-{int(ordinal):03d}" if ordinal is not None and ordinal.isdigit() else None


def _content(table: str, value: Callable[[str], str | None]) -> tuple[str, ...]:
    values = {f: value(f) or "" for f in IDENTITY[table]}
    if table == "positions":
        values["role"] = slug(values["role"])
        # The organisation says more than its country, which not every document repeats.
        values["country"] = "" if values["organisation_id"] else values["country"]
    return tuple(values.values())


def _wanted(table: str, content: tuple[str, ...]) -> str:
    parts = [part.partition(":")[2] if ":" in part else part for part in content]
    wanted = spelled(*parts)
    return wanted.lower() if table == "positions" else wanted
