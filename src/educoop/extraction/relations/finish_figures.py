"""What only the whole document tells of its figures: of which area they are and since when they are counted."""

from __future__ import annotations

from educoop.extraction.field import FRAME, HOME
from educoop.extraction.relations.state import Ref, State

_YEAR, _MONTH = 4, 7
"""Characters of a date that name its year and its month."""


def finish_figures(state: State) -> None:
    """Complete the observations of a document that has been read to its end."""
    for row, about in state.so_far:
        _since_the_beginning(state, row, about)
    _areas_of_subjects(state)


def _since_the_beginning(state: State, row: str, about: Ref) -> None:
    """What has been done so far has been since the beginning of the thing that did it."""
    ledger = state.ledger
    table, thing = ledger.reference(":".join(about)).split(":")
    began = next((c for c in ledger.of(table, thing) if c.field == "date"), None)
    now = next((c for c in ledger.of("observations", row) if c.field == "period"), None)
    if began is None or now is None or "/" in began.value:
        return
    if not state.news and now.certainty == "inferred":
        # A study is of no date: what has been done so far goes on.
        first, last = began.value[:_MONTH], ".."
    else:
        to = now.value if now.certainty == "explicit" or state.scan.dated is None else state.scan.dated[0]
        fine = len(began.value) >= _MONTH and (len(to) >= _MONTH or now.certainty == "explicit")
        size = _MONTH if fine else _YEAR
        first, last = began.value[:size], to[:size]
    if last == ".." or first[:_MONTH] < last:
        start, end = ledger.view_span(now)
        ledger.withdraw("observations", row, "period")
        ledger.claim(
            "observations",
            row,
            "period",
            f"{first}/{last}",
            start,
            end,
            now.rule,
            certainty="inferred",
            modality=now.modality,
            also=ledger.view_span(began),
        )


def _areas_of_subjects(state: State) -> None:
    """A figure about a project or body is of the area where that is, where the sentence itself names none."""
    ledger = state.ledger
    about = {c.row: c for c in ledger.of("observations") if c.field == "subject"}
    for c in ledger.of("observations"):
        if c.field != "ref_area" or c.certainty != "inferred" or c.row not in about:
            continue
        table, _, row = ledger.reference(about[c.row].value).partition(":")
        place = ledger.values.get((table, row, "country"))
        if place == HOME and c.value not in (HOME, FRAME):
            # What is of the shared side does what is told in the country that the text is about.
            continue
        if place and place != c.value:
            ledger.withdraw("observations", c.row, "ref_area")
            a, b = ledger.view_span(about[c.row])
            ledger.claim("observations", c.row, "ref_area", place, a, b, "area-of-subject", certainty="inferred")
