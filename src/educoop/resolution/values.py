"""Which of several claims the table shows, by declared rules; what disagrees becomes a discrepancy.

In this order: what a curator confirmed; asserted before quoted, planned, proposed; explicit before repaired, inferred;
a date that lies within another one before the other, however it was found; what more independent documents say; what
the earliest document says first. The status of a project goes by the newest document.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from educoop.edtf import edtf_bounds
from educoop.resolution.ids import content_id
from educoop.resolution.model import CERTAINTIES, DATE_FIELDS, MODALITIES, PLACE_FIELDS, Row, Said

if TYPE_CHECKING:
    from educoop.resolution.known import Registry
    from educoop.resolution.shared import Origins

_WITNESSES = "more independent documents say it, or it was said first"


@dataclass(frozen=True)
class Context:
    """What the corpus says of its documents and the registry of its places."""

    origin: Mapping[str, str]
    """The document whose text a document repeats, or itself: copies are no independent witnesses."""
    published: Mapping[str, str]
    """Last day of publication by document, where it is known."""
    place_kind: Mapping[str, str]
    place_country: Mapping[str, str | None]
    place_region: Mapping[str, str | None]
    origins: Origins | None = None
    """From which document the words of a claim are; None when only whole documents repeat each other."""
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Countries of groups, as far as the registry lists them."""
    raw_texts: Mapping[str, str] = field(default_factory=dict)

    @staticmethod
    def of(
        origin: Mapping[str, str],
        published: Mapping[str, str],
        origins: Origins,
        registry: Registry,
        raw_texts: Mapping[str, str],
    ) -> Context:
        """With what the registry says of places."""
        places = registry.places.values()
        return Context(
            origin,
            published,
            {p.id: p.kind for p in places},
            {p.id: p.country for p in places},
            {p.id: p.region for p in places},
            origins,
            getattr(registry, "members", {}),
            raw_texts,
        )

    def quote(self, said: Said) -> str:
        """The document's words for a claim, white space as single spaces."""
        raw = self.raw_texts.get(said.document_id, "")
        return " ".join(" ".join(raw[a:b] for a, b in said.claim.spans).split())

    def witness(self, said: Said) -> str:
        """The document whose words a claim is made of: a sentence told twice is one witness."""
        if self.origins is not None:
            return self.origins.of(said.document_id, said.start)
        return self.origin.get(said.document_id, said.document_id)

    def lies_in(self, place: str, area: str) -> bool:
        """Whether a city or region lies in a region or country."""
        return area in (self.place_region.get(place), self.place_country.get(place))


def choose(field: str, said: Sequence[Said], context: Context) -> Said | None:
    """The claim whose value the table shows; None when there is no claim."""
    if len(said) < 2:
        return said[0] if said else None
    by_value: dict[str, list[Said]] = defaultdict(list)
    for s in said:
        by_value[s.value].append(s)

    if len(by_value) == 1:
        return best_claim(said)

    def rank(value: str) -> tuple[object, ...]:
        claims = by_value[value]
        witnesses = {context.witness(s) for s in claims}
        newest = max((context.published.get(s.document_id, "") for s in claims), default="")
        age = tuple(-ord(c) for c in newest) if field in ("status", "as_of") else (0,)
        vague = value == "other" or (field in PLACE_FIELDS and context.place_kind.get(value) == "group")
        confirmed, *standing = _standing(claims)
        return (confirmed, vague, *standing, age, -len(witnesses), min(s.order for s in claims))

    best = min(by_value, key=rank)
    if field in DATE_FIELDS:
        while finer := [v for v in by_value if v != best and _within(v, best)]:
            best = min(finer, key=rank)
    elif field in PLACE_FIELDS:
        while finer := [v for v in by_value if v != best and context.lies_in(v, best)]:
            best = min(finer, key=rank)
    return best_claim(by_value[best])


def best_claim(claims: Sequence[Said]) -> Said:
    """The claim with the best standing among those that give one value; the first in reading order of several."""
    return min(claims, key=lambda s: (_standing([s]), s.order))


def _standing(claims: Sequence[Said]) -> tuple[int, int, int]:
    def of(s: Said) -> tuple[int, int, int]:
        return (not s.accepted, _index(MODALITIES, s.claim.modality), _index(CERTAINTIES, s.claim.certainty))

    return min(of(s) for s in claims)


def _index(order: Sequence[str], value: str) -> int:
    return order.index(value) if value in order else len(order)


def _within(inner: str, outer: str) -> bool:
    a, b = edtf_bounds(inner), edtf_bounds(outer)
    if a == b:
        return False
    low = b[0] is None or (a[0] is not None and a[0] >= b[0])
    high = b[1] is None or (a[1] is not None and a[1] <= b[1])
    return low and high


def disagreements(
    table: str, row_id: str, field: str, said: Sequence[Said], chosen: Said, context: Context
) -> list[Row]:
    """Discrepancies between the chosen value of a field and every other value that is claimed of it."""
    by_value: dict[str, list[Said]] = defaultdict(list)
    for s in said:
        if s.value != chosen.value:
            by_value[s.value].append(s)
    found = _worded_otherwise(table, row_id, field, said, chosen, context) if field in DATE_FIELDS else []
    for value in sorted(by_value):
        other = best_claim(by_value[value])
        kind, why = _kind(field, chosen, other, context)
        where = "the same document" if other.document_id == chosen.document_id else other.document_id
        found.append(
            discrepancy(
                kind,
                table,
                row_id,
                field,
                chosen,
                other,
                f"{chosen.document_id} says {chosen.value}, {where} says {other.value}.",
                f"The table shows {chosen.value}: {why}.",
            )
        )
    return found


_WORDINGS = (
    ("slash", re.compile(r"\d{4}\s*[/–-]\s*\d{2,4}")),
    ("from-to", re.compile(r"\b(?:from|between)\b.*\b(?:to|until|and)\b", re.IGNORECASE)),
    ("since-in", re.compile(r"\bsince\b.*\bin\b", re.IGNORECASE)),
)


def _worded_otherwise(
    table: str, row_id: str, field: str, said: Sequence[Said], chosen: Said, context: Context
) -> list[Row]:
    """A period that is read alike from words that need not mean the same: a school year `2008/2009` and `from 2008 to
    2009`."""
    if "/" not in chosen.value or chosen.value.startswith("..") or chosen.value.endswith(".."):
        return []
    by_wording: dict[str, Said] = {}
    for s in sorted((s for s in said if s.value == chosen.value), key=lambda s: (s is not chosen, s.order)):
        wording = next((name for name, form in _WORDINGS if form.search(context.quote(s))), None)
        if wording is not None:
            by_wording.setdefault(wording, s)
    first, *others = by_wording.values() or [chosen]
    return [
        discrepancy(
            "precision",
            table,
            row_id,
            field,
            first,
            other,
            f"{first.document_id} writes {context.quote(first)!r}, {other.document_id} {context.quote(other)!r}.",
            f"The table shows {chosen.value}: both are read as that period.",
        )
        for other in others
    ]


def _kind(field: str, chosen: Said, other: Said, context: Context) -> tuple[str, str]:
    if chosen.accepted and not other.accepted:
        return "contradiction", "a curator confirmed it"
    if field in DATE_FIELDS and (_within(chosen.value, other.value) or _within(other.value, chosen.value)):
        return "precision", "it is the more precise date and lies within the other"
    ages = [context.published.get(s.document_id, "") for s in (chosen, other)]
    if field == "status" and ages[0] > ages[1]:
        return "staleness", "it is of the newer document"
    if field in PLACE_FIELDS:
        kinds = (context.place_kind.get(chosen.value), context.place_kind.get(other.value))
        if "group" in kinds:
            why = "a country says more than a group of countries" if kinds[0] != "group" else _WITNESSES
            return "scope", why
        if context.lies_in(chosen.value, other.value):
            return "precision", "it is the more precise place and lies within the other"
    if "other" in (chosen.value, other.value) or field in ("qualifier", "measure"):
        return "precision", "it says more" if other.value == "other" else "it has the better evidence"
    a, b = _standing([chosen]), _standing([other])
    if a[1] != b[1]:
        return "contradiction", f"what is {chosen.claim.modality} goes before what is {other.claim.modality}"
    if a[2] != b[2]:
        return "contradiction", f"what is {chosen.claim.certainty} goes before what is {other.claim.certainty}"
    return "contradiction", _WITNESSES


def discrepancy(
    kind: str,
    table: str | None,
    row_id: str | None,
    field: str | None,
    a: Said | None,
    b: Said | None,
    explanation: str,
    resolution: str | None,
) -> Row:
    """A row of `discrepancies`; its id comes from the claims, or from the explanation where there are none."""
    ids = (a.claim_id if a else None, b.claim_id if b else None)
    return {
        "discrepancy_id": content_id(kind, field, ids, explanation if ids == (None, None) else ""),
        "kind": kind,
        "table_name": table,
        "row_id": row_id,
        "field": field,
        "claim_id_a": ids[0],
        "claim_id_b": ids[1],
        "explanation": explanation,
        "resolution": resolution,
    }
