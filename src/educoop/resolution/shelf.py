"""Claims of local rows in a file: of a large corpus there are more than should be in memory."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from typing import Any

from educoop.extraction.model import Claim
from educoop.nameless import Blobs, Spill
from educoop.recent import Recent
from educoop.resolution.model import REFERENCES, LocalRow, Said

HELD = 8_192
"""Claims that are held before any are put away: a small corpus needs no file."""
_READ = 1_024
"""Rows whose claims are in memory after they were read."""
Packed = tuple[Any, ...]


class Shelf:
    """Takes the claims of rows, which must be numbered and have no decision, and gives them back."""

    def __init__(self, spill: Spill) -> None:
        self._room = HELD
        self._blobs = Blobs(spill)
        self._packing = Packing()
        self._places = array("q")
        """Of each row by its number the place of its claims among the blobs, -1 if there are none."""
        self._refer = bytearray()
        self._read: Recent[int, list[Said]] = Recent(_READ)

    def take(self, row: LocalRow) -> None:
        """Put the claims of a row away, unless there are few so far."""
        if self._room > 0:
            self._room -= len(row.said)
        else:
            row.put_away(self)

    def put(self, row: LocalRow, said: list[Said]) -> None:
        """Put claims away."""
        missing = row.number + 1 - len(self._places)
        if missing > 0:
            self._places.extend([-1] * missing)
            self._refer.extend(bytes(missing))
        self._places[row.number] = len(self._blobs)
        self._refer[row.number] = any(s.claim.field in REFERENCES for s in said)
        self._blobs.append(self._packing.packed(said))
        self._read.put(row.number, said)

    def get(self, row: LocalRow) -> list[Said]:
        """The claims of a row as they were put away last."""
        number = row.number
        found = self._read.get(number)
        if found is None:
            found = self._read.put(number, self._packing.unpacked(row, self._blobs[self._places[number]]))
        return found

    def refers(self, row: LocalRow) -> bool:
        """Whether one of the claims of a row refers to another one."""
        return bool(self._refer[row.number])


class Packing:
    """Claims as `marshal` holds them. What most claims have in common with many others is numbered."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str, str, str], int] = {}
        self._how: list[tuple[str, str, str, str]] = []

    def packed(self, said: Iterable[Said]) -> list[Packed]:
        """Claims that no decision was made on."""
        found = []
        codes = self._codes
        for s in said:
            claim = s.claim
            how = (claim.field, claim.rule, claim.certainty, claim.modality)
            code = codes.get(how)
            if code is None:
                code = codes[how] = len(self._how)
                self._how.append(how)
            value = None if s.value == claim.value else s.value
            found.append((code, claim.value, value, claim.spans, claim.passage, claim.attributed_to, s.claim_id))
        return found

    def unpacked(self, row: LocalRow, packed: Iterable[Packed]) -> list[Said]:
        """The inverse, for the claims of a row."""
        found = []
        document, table, key, hows = row.document_id, row.table, row.row, self._how
        for code, value, canonical, spans, passage, by, claim_id in packed:
            field, rule, certainty, modality = hows[code]
            claim = Claim(table, key, field, value, spans, passage, rule, certainty, modality, by)
            value = value if canonical is None else canonical
            found.append(Said(document, claim, value, False, None, None, claim_id, value))
        return found
