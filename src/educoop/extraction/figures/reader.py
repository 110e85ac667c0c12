"""The sentence whose numbers are being read, with all that is known of it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from educoop.extraction.figures.general_counts import Standing
from educoop.extraction.figures.model import ObservationContext, ObservationDraft
from educoop.extraction.figures.rules import ObservationRules
from educoop.extraction.model import Mention
from educoop.extraction.recognition.dates import DateMention
from educoop.extraction.recognition.quantities import Quantity

REACH = 320
"""Characters around a quantity in which places, dates and subjects are looked for."""
WINDOW = 200
"""Characters around a quantity that tell what it counts."""


@dataclass(frozen=True, slots=True)
class Area:
    start: int
    end: int
    place: str
    country: str
    nested: bool = False
    """It stands inside the name of something else."""


@dataclass
class Reader:
    """The sentence being read."""

    text: str
    rules: ObservationRules
    context: ObservationContext
    quantities: Sequence[Quantity]
    dates: Sequence[DateMention]
    mentions: Sequence[Mention]
    areas: list[Area]
    subjects: list[tuple[int, Mention]]
    cuts: list[int]
    drafts: list[ObservationDraft] = field(default_factory=list)

    @cached_property
    def now(self) -> re.Match[str] | None:
        """The words that say that the sentence is of the present."""
        return self.rules.patterns["current"].search(self.text)

    @cached_property
    def past(self) -> bool:
        """Whether the sentence tells the past, and nothing of the time of writing or to come."""
        patterns = self.rules.patterns
        other = any(patterns[name].search(self.text) for name in ("told_now", "present"))
        return not other and self.now is None and patterns["past_verbs"].search(self.text) is not None

    @cached_property
    def standing(self) -> Standing:
        """How the sentence as a whole stands to the field."""
        return Standing.of(self.rules, self.text, self.context.before)

    def near(self, at: int) -> list[Area]:
        """The areas around a place of the sentence."""
        low = bisect_left(self.areas, at - REACH, key=lambda a: a.start)
        high = bisect_left(self.areas, at + REACH, key=lambda a: a.start)
        return self.areas[low:high]

    def next_start(self, i: int) -> int:
        """Where the next quantity that counts something of its own begins."""
        for q in self.quantities[i + 1 : i + 4]:
            if not q.deictic:
                return q.start
        return len(self.text)
