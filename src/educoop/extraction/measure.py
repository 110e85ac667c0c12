"""Observations of one sentence, written into the ledger with the span of each field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from educoop.documents.model import Sentence
from educoop.extraction.dates import DateMention
from educoop.extraction.ledger import Ledger
from educoop.extraction.model import Mention
from educoop.extraction.observations import ObservationContext, ObservationDraft, observations
from educoop.extraction.quantities import find_quantities

_BEFORE = 400
"""Characters of the passage before the sentence that its numbers may lean on."""


@dataclass
class Measurer:
    """Reads the numbers of the sentences in order; what one sentence counted the next may go on counting."""

    ledger: Ledger
    dateline: str | None
    area: str | None = None
    """Place id of the last country or group other than the home side."""
    period: str | None = None
    """Date of the event the document reports."""
    _previous: list[ObservationDraft] = field(default_factory=list)
    _passage: int | None = None

    def read(
        self, s: Sentence, text: str, before: str, mentions: Sequence[Mention]
    ) -> list[tuple[str, ObservationDraft]]:
        """The observations of a sentence (row, draft). `mentions` hold view offsets; nested ones may be among them."""
        if s.passage != self._passage:
            self._previous, self._passage = [], s.passage
        quantities = find_quantities(text)
        if not quantities:
            return []
        shifted = [replace(m, start=m.start - s.start, end=m.end - s.start) for m in mentions]
        dates = [
            DateMention(m.start, m.end, m.data["edtf"], m.data["relation"], m.data["certainty"])
            for m in shifted
            if m.kind == "date"
        ]
        context = ObservationContext(
            dateline=self.dateline,
            area=self.area,
            period=self.period,
            before=before[-_BEFORE:],
            previous=tuple(self._previous),
        )
        drafts = observations(text, quantities, dates, shifted, context)
        rows = [(self._write(s, d), d) for d in drafts]
        if drafts:
            self._previous = drafts
        return rows

    def _write(self, s: Sentence, draft: ObservationDraft) -> str:
        key = f"{s.start}+{draft.quantity.start} {draft.rule} {draft.value('period')} {draft.value('ref_area')}"
        row, _ = self.ledger.row("observations", key)
        for name, said in draft.fields.items():
            value = f"{said.value:g}" if isinstance(said.value, float) and abs(said.value) < 1e6 else str(said.value)
            self.ledger.claim(
                "observations",
                row,
                name,
                value,
                said.start + s.start,
                said.end + s.start,
                draft.rule,
                certainty=said.certainty,
            )
        return row
