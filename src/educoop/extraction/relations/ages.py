"""When things were founded, told by how old they are: "in its third year", "marked its tenth anniversary".

What a sentence says of an age is kept until the document has been read: a day of founding told anywhere goes before it,
and where the sentence tells no date of its own, the age is that of the day of the document.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from educoop.documents.model import Passage
from educoop.edtf import is_edtf
from educoop.extraction.data_files import lexicon
from educoop.extraction.model import Mention
from educoop.extraction.relations.frames import Masked
from educoop.extraction.relations.things.told import clause_date

if TYPE_CHECKING:
    from educoop.extraction.relations.emit import Emission, Emitter
    from educoop.extraction.relations.state import State

_NUMBERS = lexicon("numbers")
_YEARS: dict[str, int] = {
    "a decade": 10,
    **{w: n for w, n in _NUMBERS["values"].items() if n <= 90},
    **{w: i for i, w in enumerate(_NUMBERS["ordinals"], 1)},
    **_NUMBERS["tens"],
}
_OLDEST = 120
"""Years; a larger number counts something else."""


@dataclass(frozen=True, slots=True)
class Likely:
    """A date that a thing most likely has: that of its beginning, or of its age."""

    of: tuple[str, str]
    """Table and row."""
    start: int
    end: int
    """View span that says it."""
    rule: str
    passage: Passage | None
    date: str | None
    """EDTF; of an age the date at which it was reached, None for the day of the document."""
    years: int = 0
    """How many years before `date` the thing began."""
    to_the_day: bool = False
    """Whether the day itself is the anniversary."""


def note_age(emitter: Emitter, said: Emission) -> None:
    """Remember how old a sentence says that a thing is."""
    emit, m, made, rule, _ = said
    years = _count(m[emit["years"]])
    if years is None:
        return
    if emit.get("begun"):
        years -= 1
    masked = emitter.masked
    start, end = masked.span(m, emit["years"])
    when = emitter.marks(m, emit["at"])[:1] if "at" in emit else []
    date: Mention | None = when[0] if when else clause_date(masked, *masked.span(m), emitter.text) or _only_date(masked)
    if date is not None and ("/" in date.data["edtf"] or date.data["relation"] in ("since", "until")):
        return
    edtf = date.data["edtf"] if date is not None else None
    for table, row, _ in emitter.things(emit["aged"], m, made):
        if row and table in ("projects", "agreements", "events", "policies"):
            state, passage = emitter.state, emitter.ledger.passage
            # What will be of an age is there.
            state.modality[(table, row)].append("asserted")
            state.likely.append(Likely((table, row), start, end, rule, passage, edtf, years, bool(when)))


def _only_date(masked: Masked) -> Mention | None:
    dates = [x for x in masked.mentions if x.kind == "date"]
    return dates[0] if len(dates) == 1 else None


def settle_likely(state: State, as_of: str | None) -> None:
    """Date what no sentence has dated by what they say of its beginning and age; `as_of` is the day of the document."""
    for x in sorted(state.likely, key=lambda x: x.years > 0):
        when = x.date or as_of
        if not when or not when[:4].isdigit():
            continue
        edtf = _before(when, x.years, x.to_the_day) if x.years else when
        state.ledger.passage = x.passage
        row = state.ledger.reference(":".join(x.of)).partition(":")[2]
        state.ledger.claim_once(x.of[0], row, "date", edtf, x.start, x.end, x.rule, certainty="inferred")


def _before(when: str, years: int, to_the_day: bool) -> str:
    """The date so many years before another one: the year, or of an anniversary the day, if there was one."""
    year = f"{int(when[:4]) - years:04}"
    return year + when[4:] if to_the_day and is_edtf(year + when[4:]) else year


def _count(words: str | None) -> int | None:
    """The years that words or digits say ("fourth", "15", "a decade")."""
    if words is None:
        return None
    digits = re.match(r"\d+", words)
    years = int(digits[0]) if digits else _YEARS.get(words.strip())
    return years if years is not None and 0 < years <= _OLDEST else None
