"""What holds for the lines of a whole document: how long they are, and whether they are wrapped or fall into cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from educoop.documents.lines import Line, all_caps, column_width, finished, is_wrapped, numbered, title_case
from educoop.documents.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Layout:
    """What holds for the lines of a whole document."""

    text: str
    lines: Sequence[Line]
    vocabulary: Vocabulary
    wrapped: bool
    width: int
    tabular: bool
    """Whether any line may fall into cells."""
    named: dict[int, bool] = field(default_factory=dict)
    """Lines already asked whether they name an institution, with the answer."""

    @staticmethod
    def of(text: str, lines: Sequence[Line], vocabulary: Vocabulary) -> Layout:
        """Measure the lines of a text."""
        tabular = any(sign in text for sign in (" | ", "    ", "....", ". . .", "……"))
        return Layout(text, lines, vocabulary, is_wrapped(text, lines), column_width(lines), tabular)

    def words(self, line: Line) -> str:
        """The text of a line."""
        return self.text[line.start : line.end]

    def finished(self, line: Line) -> bool:
        """Whether a sentence ends with the line."""
        return finished(self.text[max(line.end - 40, line.start) : line.end])


def heading_line(layout: Layout, i: int, words_: str) -> bool:
    """Whether a line of a wrapped text begins a heading."""
    if words_.endswith((".", ";", ",")):
        return False
    number = numbered(words_)
    if all_caps(words_):
        return number > 0 or len(words_.split()) >= 2 or layout.lines[i].gap > 0 or i == 0
    after = layout.lines[i + 1] if i + 1 < len(layout.lines) else None
    # An entry of a list goes on under its words, not under its number.
    hangs = after is not None and not after.gap and after.indent >= layout.lines[i].indent + number
    return number > 0 and not hangs and title_case(words_[number:])
