"""Figures against each other: totals that are not the sum of their parts, and figures that exclude each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from educoop.edtf import edtf_bounds
from educoop.resolution.comparing import Compare, Found, Group
from educoop.resolution.gather import number_text
from educoop.resolution.ids import content_id
from educoop.resolution.model import LocalRow, Row, Said
from educoop.resolution.values import Context, best_claim, discrepancy

_NEAR = 300
"""Parts stand at most this many characters after the total or the part before."""
_TELLING = 100
"""From this size on, or with a fraction, an equal figure of another area is hardly a coincidence."""
_BEGUN = re.compile(r"(\d{4})/\.\.")
_ABOUT = ("indicator", "subject_table", "subject_id", "ref_area", "unit")


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """A resolved observation: its published row and its claims."""

    row: Row
    locals: Sequence[LocalRow]

    @property
    def value_claim(self) -> Said:
        """The claim that gives the figure."""
        return best_claim([s for row in self.locals for s in row.of("value")])

    @property
    def begun(self) -> str | None:
        """The year that it is counted since."""
        found = _BEGUN.fullmatch(self.row["period"] or "")
        return found[1] if found else None

    def groups(self) -> Iterator[tuple[LocalRow, Group]]:
        """What each of its local rows is compared with others for."""
        row, area = self.row, self.row["ref_area"]
        found: list[Group] = []
        if row["period"] is not None and (area or row["subject_id"]):
            found.append(("values", *_same(row, "measure", "counterpart_area", "period", *_ABOUT)))
            found.append(("periods", *_same(row, "value", *_ABOUT)))
        if area and (row["value"] >= _TELLING or row["value"] % 1):
            found.append(("populations", *_same(row, "value", "indicator", "measure", "unit")))
        if area and self.begun:
            found.append(("beginnings", area))
        for local in self.locals:
            yield from ((local, group) for group in found)
            if row["measure"] != "rate" and area is not None:
                for said in local.of("value")[:1]:
                    yield local, self._listed(said)

    def listed(self, group: Group) -> Iterator[Said]:
        """Its claims in a list of figures, as a group."""
        for local in self.locals:
            yield from (said for said in local.of("value")[:1] if self._listed(said) == group)

    def _listed(self, said: Said) -> Group:
        return ("sums", said.document_id, said.claim.passage, *_same(self.row, "indicator", "unit"))


def comparisons(context: Context) -> Mapping[str, Compare]:
    """How figures are compared with one another."""
    return {
        "sums": partial(_sums, context=context),
        "values": _conflicts,
        "periods": _periods,
        "populations": _populations,
    }


@dataclass(frozen=True, slots=True)
class _Total:
    """A figure followed by figures of parts of its area."""

    figure: Figure
    said: Said
    parts: Sequence[tuple[Figure, Said]]

    @property
    def whole(self) -> float:
        return float(sum(part.row["value"] for part, _ in self.parts))

    @property
    def adds_up(self) -> bool:
        return abs(self.whole - float(self.figure.row["value"])) <= 1e-9 * max(1.0, abs(self.whole))

    def check(self, context: Context) -> Row:
        total = self.figure.row
        listing = " + ".join(number_text(part.row["value"]) for part, _ in self.parts)
        given = "" if self.adds_up else f", given as {number_text(total['value'])}"
        areas = [part.row["ref_area"] for part, _ in self.parts]
        missing = [m for m in context.members.get(total["ref_area"], ()) if m not in areas]
        return {
            "check_id": f"sum-{content_id(self.said.claim_id, *(s.claim_id for _, s in self.parts))}",
            "kind": "sum",
            "outcome": "consistent" if self.adds_up else "inconsistent",
            "document_id": self.said.document_id,
            "observation_id": total["observation_id"],
            "claim_id": self.said.claim_id,
            "calculation": f"{listing} = {number_text(self.whole)}{given}",
            "areas": "; ".join(areas),
            "missing_areas": "; ".join(missing) or None,
        }

    def discrepancies(self, check: Row) -> Iterable[Row]:
        total, first = self.figure.row, self.parts[0][1]
        about = ("observations", total["observation_id"])
        if not self.adds_up:
            less = self.whole < total["value"]
            yield discrepancy(
                "arithmetic",
                *about,
                "value",
                self.said,
                first,
                f"{self.said.document_id} gives {number_text(total['value'])} in all, the parts listed with it are "
                f"{check['calculation'].partition(',')[0]}.",
                f"All figures stand as given{'; the list of parts may be incomplete' if less else ''}.",
            )
        elif check["missing_areas"]:
            yield discrepancy(
                "scope",
                *about,
                "ref_area",
                self.said,
                first,
                f"{self.said.document_id} gives the total for {total['ref_area']}, but its parts are only of "
                f"{check['areas']}; nothing is said of {check['missing_areas']}.",
                f"The table shows {total['ref_area']}, as the document says of the total: {check['calculation']}.",
            )


def _sums(group: Group, figures: Sequence[Figure], *, context: Context) -> Iterator[Found]:
    """Totals that are not the sum of their parts, and which were."""
    for total in _totals(group, figures, context):
        check = total.check(context)
        yield "checks", check
        yield from (("discrepancies", row) for row in total.discrepancies(check))


def _totals(group: Group, figures: Sequence[Figure], context: Context) -> Iterator[_Total]:
    """Totals for a group or country followed in the same passage by figures of its members."""
    found = [(said.start, figure, said) for figure in figures for said in figure.listed(group)]
    found.sort(key=lambda f: (f[0], f[1].row["observation_id"]))
    for i, (start, total, said) in enumerate(found):
        parts: list[tuple[Figure, Said]] = []
        end = start
        for offset, part, part_said in found[i + 1 :]:
            if offset - end > _NEAR or not _is_part(part.row["ref_area"], total.row["ref_area"], context):
                break
            parts.append((part, part_said))
            end = offset
        areas = {p.row["ref_area"] for p, _ in parts}
        if len(parts) >= 2 and len(areas) == len(parts):
            yield _Total(total, said, parts)


def _is_part(area: str, whole: str, context: Context) -> bool:
    if context.place_country.get(area) == whole:
        return True
    if whole in context.members:
        return area in context.members[whole]
    return context.place_kind.get(whole) == "group" and context.place_kind.get(area) == "country"


def _same(row: Row, *columns: str) -> tuple[object, ...]:
    return tuple(row[c] for c in columns)


def _conflicts(group: Group, figures: Sequence[Figure]) -> Iterator[Found]:
    """Different values of one indicator for the same thing, area and period."""
    for a, b in pairwise(sorted(figures, key=lambda f: (f.row["value"], f.row["observation_id"]))):
        first, second = a.value_claim, b.value_claim
        here = first.document_id == second.document_id
        rounded = _compatible(a.row, b.row)
        kind = "precision" if rounded else "scope" if here else "contradiction"
        where = "it also" if here else second.document_id
        yield (
            "discrepancies",
            discrepancy(
                kind,
                "observations",
                a.row["observation_id"],
                "value",
                first,
                second,
                f"{first.document_id} says {first.value}, {where} says {second.value} for the same indicator, area and "
                "period.",
                "Both figures stand; the less exact one does not exclude the other."
                if rounded
                else "Both figures stand; they may count different groups."
                if here
                else "Both figures stand.",
            ),
        )


def _compatible(low: Row, high: Row) -> bool:
    """Whether the qualifiers let both figures be true: `more than 25,000` and `26,000`."""
    if low["qualifier"] == "more_than" or high["qualifier"] == "less_than":
        return True
    rounded = "approximately" in (low["qualifier"], high["qualifier"])
    return rounded and high["value"] - low["value"] <= 0.1 * abs(high["value"])


def _periods(group: Group, figures: Sequence[Figure]) -> Iterator[Found]:
    """The same figure given for different periods."""
    for a, b in pairwise(sorted(figures, key=lambda f: (f.row["period"], f.row["observation_id"]))):
        if a.row["period"] == b.row["period"]:
            continue
        first, second = _period_claim(a), _period_claim(b)
        kind = "precision" if _overlap(a.row["period"], b.row["period"]) else "contradiction"
        if kind == "contradiction" and a.row["measure"] in ("stock", "flow"):
            # The same number in two years is no conflict unless one text is repeated by the other.
            continue
        yield (
            "discrepancies",
            discrepancy(
                kind,
                "observations",
                a.row["observation_id"],
                "period",
                first,
                second,
                f"The same figure is given for {a.row['period']} and for {b.row['period']}.",
                "Both stand as the documents give them.",
            ),
        )


def _populations(group: Group, figures: Sequence[Figure]) -> Iterator[Found]:
    """The same figure given by different documents for different areas or sides."""
    for a, b in pairwise(sorted(figures, key=lambda f: f.row["observation_id"])):
        first, second = a.value_claim, b.value_claim
        sides = [column for column in ("ref_area", "counterpart_area") if a.row[column] != b.row[column]]
        told = {s.document_id for f in (a, b) for s in (f.value_claim,)}
        if not sides or len(told) < 2 or None in (a.row[sides[0]], b.row[sides[0]]):
            continue
        periods = (a.row["period"], b.row["period"])
        if None not in periods and not _overlap(*periods):
            continue
        also = f", of {periods[0] or 'no period'} and of {periods[1] or 'no period'}" if len(set(periods)) > 1 else ""
        yield (
            "discrepancies",
            discrepancy(
                "scope",
                "observations",
                a.row["observation_id"],
                sides[0],
                first,
                second,
                f"The same figure is given for {a.row[sides[0]]} by {first.document_id} and for {b.row[sides[0]]} by "
                f"{second.document_id}{also}.",
                "Both stand as the documents give them.",
            ),
        )


def _period_claim(figure: Figure) -> Said:
    claims = [s for row in figure.locals for s in row.of("period") if s.value == figure.row["period"]]
    return best_claim(claims) if claims else figure.value_claim


def _overlap(a: str, b: str) -> bool:
    (a0, a1), (b0, b1) = edtf_bounds(a), edtf_bounds(b)
    return (a1 is None or b0 is None or b0 <= a1) and (b1 is None or a0 is None or a0 <= b1)
