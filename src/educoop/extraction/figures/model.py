"""What the reading of a sentence's numbers gives and needs: drafts of observations and their context."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from educoop.documents.model import Span
from educoop.extraction.field import HOME
from educoop.extraction.recognition.quantity import Quantity


@dataclass(frozen=True, slots=True)
class FieldDraft:
    """One field of an observation: its value and the words of the sentence that say it."""

    value: str | int | float
    start: int
    end: int
    certainty: str = "explicit"
    also: Span | None = None
    """Words elsewhere that say the value, as a range of the view."""


@dataclass(frozen=True)
class ObservationDraft:
    """An observation as one sentence says it. Offsets are of the sentence."""

    rule: str
    fields: Mapping[str, FieldDraft]
    """Among indicator, measure, value, unit, qualifier, period, ref_area, counterpart_area."""
    subject: int | None
    """Index of the mention it is about."""
    quantity: Quantity
    pronoun: tuple[int, int] | None = None
    """Span of the "It" or "They" that stands for the subject when no mention does."""
    planned: bool = False
    """The sentence announces the figure: it is not yet so."""
    group: str = ""
    """Class of the counted things; what an elliptic number after it counts too."""
    so_far: bool = False
    """A total up to its period, since the beginning of what it is about."""
    again: bool = False
    """It only names again what was counted before, for its parts to be told: no observation of its own."""
    at: int | None = None
    """Where the sentence begins in the view, once it has been read to its end."""

    def value(self, name: str) -> str | int | float | None:
        """Value of a field, None when the sentence does not give it."""
        found = self.fields.get(name)
        return None if found is None else found.value


@dataclass(frozen=True)
class ObservationContext:
    """What is known before the sentence is read."""

    dateline: str | None = None
    """Date of the document, EDTF."""
    dated: Span | None = None
    """Where the document gives that date, as a range of the view."""
    counterpart: str | None = HOME
    """The side that all documents share; ref_area is the other side wherever there is one."""
    area: str | None = None
    """Place id of the last other area named before the sentence, for sentences that name none."""
    about: str | None = None
    """The country other than the home side that the document is mostly about."""
    area_said: Span | None = None
    """Where the text names that area, as a range of the view."""
    period: str | None = None
    """Date of the event the passage is about, for counts of those who took part."""
    told: tuple[str, Span] | None = None
    """The one date of the last sentence before that has any, in the same passage, and its range of the view."""
    began: tuple[str, Span] | None = None
    """The one date since which the sentences before, in the same passage, tell something: "2017/.."."""
    heading: tuple[str, Span] | None = None
    """The date in the heading over the passage, and its range of the view."""
    entry: tuple[str, Span] | None = None
    """The year or month under which the passage stands as an entry of a chronicle, and its range of the view."""
    year: tuple[str, Span] | None = None
    """The year that the document as a whole reports on, and its range of the view."""
    before: str = ""
    """Text of the passage before the sentence."""
    previous: tuple[ObservationDraft, ...] = ()
    """Drafts of the sentences before, for "193 of them"."""
    news: bool = False
    """The text was written for its date: what has been done since something is told up to that."""
    in_domain: bool = False
    """The document is about cooperation in education: what its numbers count is taken to belong to it."""
    of_one_matter: bool = False
    """It is so short that what its sentences count belongs to it without a word of the field."""
