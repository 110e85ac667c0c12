"""Numbers with owners, looked at in parts of their range: of a large corpus there are too many hashes of words to be in
memory at once, but equal ones are in one part."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import numpy as np

from educoop.nameless import Spill

PARTS = 64
"""Parts that the range is cut into."""
TOGETHER = 1 << 18
"""Numbers that are put into the file together, cut into parts."""
AT_ONCE = 1 << 20
"""Numbers that are looked at together, if there are as many; more only if one part has more."""
Owned = tuple[np.ndarray, np.ndarray]
"""Numbers (uint64) and the owner of each (int32)."""


class Parts:
    """Takes up numbers and gives them back, those of one part together. Within a part they stand as they came."""

    def __init__(self, spill: Spill, bits: int = 64, at_once: int | None = None) -> None:
        """`bits` says how large the numbers can be, `at_once` how many are looked at together."""
        self._at_once = at_once or AT_ONCE
        self._file = spill.file() or BytesIO()
        self._shift = np.uint64(max(bits - (PARTS - 1).bit_length(), 0))
        self._waiting: list[Owned] = []
        self._count = 0
        self._blocks: list[tuple[int, np.ndarray]] = []
        """Of each block its place in the file, and where in it each part begins and the last one ends."""
        self._end = 0

    def add(self, numbers: np.ndarray, owners: np.ndarray) -> None:
        """Take up some."""
        self._waiting.append((numbers, owners))
        self._count += len(numbers)
        if self._count >= TOGETHER:
            self._put_away()

    def _put_away(self) -> None:
        numbers, owners = (np.concatenate(arrays) for arrays in zip(*self._waiting, strict=True))
        part = (numbers >> self._shift).astype(np.uint8)
        order = np.argsort(part, kind="stable")
        bounds = np.concatenate(([0], np.cumsum(np.bincount(part, minlength=PARTS))))
        self._file.seek(self._end)
        self._file.write(numbers[order].astype(np.uint64, copy=False).tobytes())
        self._file.write(owners[order].astype(np.int32, copy=False).tobytes())
        self._blocks.append((self._end, bounds))
        self._end = self._file.tell()
        self._waiting, self._count = [], 0

    def __iter__(self) -> Iterator[Owned]:
        """All of them, part by part in rising order; small parts come together."""
        if self._waiting:
            self._put_away()
        sizes = sum((np.diff(bounds) for _, bounds in self._blocks), np.zeros(PARTS, np.int64))
        first = 0
        while first < PARTS:
            end, size = first + 1, int(sizes[first])
            while end < PARTS and size + sizes[end] <= self._at_once:
                size += int(sizes[end])
                end += 1
            if size:
                yield self._read(first, end)
            first = end

    def _read(self, first: int, end: int) -> Owned:
        numbers, owners = [], []
        for place, bounds in self._blocks:
            a, b, all_of_it = int(bounds[first]), int(bounds[end]), int(bounds[-1])
            if a < b:
                numbers.append(self._array(place + 8 * a, b - a, np.uint64))
                owners.append(self._array(place + 8 * all_of_it + 4 * a, b - a, np.int32))
        return np.concatenate(numbers), np.concatenate(owners)

    def _array(self, place: int, length: int, kind: type) -> np.ndarray:
        self._file.seek(place)
        return np.frombuffer(self._file.read(length * np.dtype(kind).itemsize), kind)
