"""The local rows of a large corpus: what they are stands in arrays, what is claimed of most of them in a file, and a
row is made when it is asked for."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import overload

from educoop.nameless import Spill
from educoop.resolution.model import Corpus, LocalRow, Putting
from educoop.resolution.shelf import Shelf


class ShelvedRow(LocalRow):
    """A local row that holds nothing itself. All that are made of one number are the same."""

    __slots__ = ("_ids",)

    def __init__(self, key: tuple[str, str, str], number: int, away: Putting, ids: list[str]) -> None:
        self.document_id, self.table, self.row = key
        self.number = number
        self._said, self._away, self._ids = None, away, ids

    @property
    def row_id(self) -> str:
        """The id it is resolved to."""
        return self._ids[self.number]

    @row_id.setter
    def row_id(self, row_id: str) -> None:
        self._ids[self.number] = row_id

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ShelvedRow) and self.number == other.number and self._away is other._away

    def __hash__(self) -> int:
        return self.number


class ShelvedRows(Sequence[LocalRow]):
    """Rows of a corpus, by their numbers."""

    def __init__(self, corpus: ShelvedCorpus, numbers: Sequence[int]) -> None:
        self._corpus, self._numbers = corpus, numbers

    def __len__(self) -> int:
        return len(self._numbers)

    def __iter__(self) -> Iterator[LocalRow]:
        return map(self._corpus.numbered, self._numbers)

    @overload
    def __getitem__(self, index: int) -> LocalRow: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[LocalRow]: ...
    def __getitem__(self, index: int | slice) -> LocalRow | Sequence[LocalRow]:
        if isinstance(index, slice):
            return ShelvedRows(self._corpus, self._numbers[index])
        return self._corpus.numbered(self._numbers[index])


class ShelvedCorpus(Corpus):
    """Takes up rows in the order of their numbers, which is that of `LocalRow.order`. There may be numbers between them
    that no row has."""

    def __init__(self, spill: Spill) -> None:
        super().__init__(())
        self._shelf = Shelf(spill)
        self._held: dict[int, LocalRow] = {}
        """Rows that are in memory as they are."""
        self._spans: dict[str, tuple[int, int]] = {}
        """Of each document the number of its first row, and the one after its last."""
        self._documents: list[str] = []
        self._tables: dict[str, array[int]] = {}
        """Numbers of the rows of each table."""
        self._table_names: list[str] = []
        self._codes: dict[str, int] = {}
        self._keys: list[str] = []
        self._key_codes: dict[str, int] = {}
        self._document, self._table, self._key = array("i"), array("b"), array("i")
        """Of each number its document, table (-1 if no row has it) and key."""
        self._ids: list[str] = []

    def add(self, rows: Iterable[LocalRow], judged: bool = False) -> None:
        """Take up rows of one document. Those that decisions may have been made on stay as they are."""
        for row in rows:
            self._note(row)
            if not judged:
                self._shelf.take(row)
            if judged or not row.away:
                self._held[row.number] = row

    def _note(self, row: LocalRow) -> None:
        number = row.number
        first, _ = self._spans.setdefault(row.document_id, (number, number))
        if first == number:
            self._documents.append(row.document_id)
        self._spans[row.document_id] = (first, number + 1)
        missing = number - len(self._table)
        self._document.extend([0] * missing)
        self._table.extend([-1] * missing)
        self._key.extend([0] * missing)
        self._ids.extend([""] * (missing + 1))
        self._document.append(len(self._documents) - 1)
        self._table.append(_code(row.table, self._codes, self._table_names))
        self._key.append(_code(row.row, self._key_codes, self._keys))
        self._tables.setdefault(row.table, array("i")).append(number)

    def numbered(self, number: int) -> LocalRow:
        """The row of a number."""
        held = self._held.get(number)
        if held is not None:
            return held
        document, table = self._documents[self._document[number]], self._table_names[self._table[number]]
        return ShelvedRow((document, table, self._keys[self._key[number]]), number, self._shelf, self._ids)

    def rows(self, table: str) -> Sequence[LocalRow]:
        return ShelvedRows(self, self._tables.get(table, array("i")))

    def of(self, document_id: str) -> Sequence[LocalRow]:
        first, end = self._spans.get(document_id, (0, 0))
        return ShelvedRows(self, [n for n in range(first, end) if self._table[n] >= 0])

    def each(self) -> Iterator[Sequence[LocalRow]]:
        return map(self.of, self._documents)

    def tables(self) -> Sequence[str]:
        return sorted(self._tables)

    def listed(self, rows: Iterable[LocalRow]) -> Sequence[LocalRow]:
        return ShelvedRows(self, array("i", (row.number for row in rows)))

    def by_id(self, table: str) -> Iterator[Sequence[LocalRow]]:
        def row_id(number: int) -> str:
            held = self._held.get(number)
            return self._ids[number] if held is None else held.row_id

        numbers = sorted((n for n in self._tables.get(table, ()) if row_id(n)), key=row_id)
        return (ShelvedRows(self, array("i", same)) for _, same in groupby(numbers, key=row_id))


def _code(value: str, codes: dict[str, int], values: list[str]) -> int:
    code = codes.setdefault(value, len(values))
    if code == len(values):
        values.append(value)
    return code
