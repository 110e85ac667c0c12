"""How like an annotated row and a built row are, and which belong together.

Every measure gives 0 for "not the same thing" and otherwise a likeness up to about 1. Rows are paired so that the sum
of the likenesses is greatest, each row once.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

from educoop.evaluation.rows import Row

_QUOTES = str.maketrans({"’": "'", "‘": "'"})
_OTHER = re.compile(r"[^\w'%.+ ]+")
_ARTICLE = re.compile(r"\b(?:the|a|an)\b")
_NAME = 0.85
"""Two names this alike are one."""


@cache
def _normal(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).lower().translate(_QUOTES)
    return " ".join(_ARTICLE.sub(" ", _OTHER.sub(" ", text)).split())


def normal(value: object) -> str:
    """A value as it is compared: letters' case, articles, punctuation and spacing do not count; None is ''."""
    return "" if value is None else _normal(str(value))


@cache
def _alike(a: str, b: str) -> float:
    from rapidfuzz import fuzz

    if not a or not b:
        return 0.0
    if a == b:
        return 1.0
    best = max(fuzz.token_sort_ratio(a, b), fuzz.ratio(a, b))
    if min(len(a.split()), len(b.split())) >= 3:
        # Words one has beside the other cost little, but only between names long enough to say something.
        best = max(best, 0.92 * fuzz.token_set_ratio(a, b))
    return best / 100


def alike(a: object, b: object) -> float:
    """Likeness of two names, 0 to 1."""
    return _alike(normal(a), normal(b))


def _most_alike(xs: Iterable[object], ys: Sequence[object]) -> float:
    return max((alike(x, y) for x in xs for y in ys), default=0.0)


def _names(row: Row, label: str) -> list[object]:
    return [n for n in (row.get(label), *(row.get("aliases") or ())) if n]


@cache
def _words(quote: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", quote))


@cache
def _overlap(a: str, b: str) -> float:
    first, second = _words(a), _words(b)
    if not first or not second:
        return 0.0
    n = min(3, len(first), len(second))
    x = {first[i : i + n] for i in range(len(first) - n + 1)}
    y = {second[i : i + n] for i in range(len(second) - n + 1)}
    return len(x & y) / min(len(x), len(y))


def evidence_overlap(a: Row, b: Row) -> float:
    """Greatest share of three-word runs that a quote of one row has in common with a quote of the other."""
    return max((_overlap(p, q) for p in _quotes(a) for q in _quotes(b)), default=0.0)


def _quotes(row: Row) -> list[str]:
    return [normal(q) for q in row.get("quotes") or [row.get("quote")]]


def _name_likeness(gold: Row, row: Row) -> float:
    likeness = _most_alike(_names(gold, "name"), _names(row, "name"))
    return likeness if likeness >= _NAME else 0.0


def _position(gold: Row, row: Row) -> float:
    person, role = alike(gold["person"], row["person"]), alike(gold["role"], row["role"])
    return (person + role) / 2 if person >= 0.8 and role >= 0.55 else 0.0


def _titled(gold: Row, row: Row, label: str = "title", name_factor: float = 1.0, evidence_factor: float = 1.0) -> float:
    """By name, or by evidence when the kind agrees too: things without a proper name are known by their sentence."""
    same_kind = gold["kind"] == row["kind"]
    named = _most_alike(_names(gold, label), _names(row, label)) * name_factor
    shown = evidence_overlap(gold, row) * evidence_factor
    likeness = max(named if named >= 0.72 else 0.0, shown * 0.9 if shown >= 0.5 and same_kind else 0.0)
    return likeness + 0.05 if likeness and same_kind else likeness


def _agreement(gold: Row, row: Row) -> float:
    """Several agreements can stand in one sentence: the date and the parties tell them apart."""
    a, b = gold.get("date") or "", row.get("date") or ""
    conflict = a and b and not (a.startswith(b) or b.startswith(a))
    parties = {normal(p) for p in gold.get("parties") or ()}
    others = {normal(p) for p in row.get("parties") or ()}
    common = len(parties & others) / max(1, len(parties | others))
    return _titled(gold, row, name_factor=0.7 if conflict else 1.0, evidence_factor=0.5 + 0.5 * common)


def _participant(gold: Row, row: Row) -> float:
    entity = _most_alike([gold["entity"]], [row["entity"], *(row.get("entity_aliases") or ())])
    if entity < _NAME:
        return 0.0
    subject = _most_alike([gold["subject"]], [row["subject"], *(row.get("subject_aliases") or ())])
    shown = evidence_overlap(gold, row)
    if subject < 0.6 and shown < 0.5:
        return 0.0
    same_role = bool(gold["role"] == row["role"])
    return 0.5 * entity + 0.3 * max(subject, shown) + 0.2 * same_role


def _observation(gold: Row, row: Row) -> float:
    """The same number in the same place of the text; the rest only decides between several such."""
    try:
        expected, found = float(gold["value"]), float(row["value"])
    except (TypeError, ValueError):
        return 0.0
    shown = evidence_overlap(gold, row)
    if not abs(expected - found) <= 1e-6 * max(1, abs(expected)) or shown < 0.3:
        return 0.0
    indicators = alike(str(gold["indicator"]).replace("_", " "), str(row["indicator"]).replace("_", " "))
    same_unit = bool(gold["unit"] == row["unit"])
    same_area = normal(gold.get("ref_area")) == normal(row.get("ref_area"))
    return 0.4 + 0.2 * shown + 0.1 * same_unit + 0.2 * same_area + 0.1 * indicators


def _finding(gold: Row, row: Row) -> float:
    shown = evidence_overlap(gold, row)
    return shown if shown >= 0.4 and gold["kind"] == row["kind"] else 0.0


def _reference(gold: Row, row: Row) -> float:
    likeness = alike(gold["title"], row["title"])
    return likeness if likeness >= 0.7 else 0.0


LIKENESS: dict[str, Callable[[Row, Row], float]] = {
    "organisations": _name_likeness,
    "people": _name_likeness,
    "positions": _position,
    "agreements": _agreement,
    "policies": _titled,
    "projects": lambda gold, row: _titled(gold, row, "name"),
    "events": _titled,
    "participants": _participant,
    "observations": _observation,
    "findings": _finding,
    "references": _reference,
}
"""The measure of each annotated table, in the order in which figures are shown."""

ATTRIBUTES: dict[str, tuple[str, ...]] = {
    "organisations": ("kind", "country"),
    "positions": ("role", "organisation", "as_of"),
    "agreements": ("kind", "date"),
    "policies": ("date",),
    "projects": ("kind", "country", "date"),
    "events": ("kind", "date"),
    "participants": ("role",),
    "observations": ("unit", "qualifier", "ref_area", "period"),
    "findings": ("theme",),
    "references": ("year", "container", "volume", "pages"),
}
"""Attributes compared on matched rows, where the annotation gives them."""
_FREE_TEXT = {"role", "organisation", "container", "ref_area"}


def same_attribute(attribute: str, expected: Any, found: Any) -> bool:
    """Whether an attribute of a matched row is right; free text needs only be alike."""
    if attribute in _FREE_TEXT:
        return alike(expected, found) >= 0.75 or (not expected and not found)
    return normal(expected) == normal(found)


def pairs(table: str, gold: Sequence[Row], rows: Sequence[Row]) -> list[tuple[int, int]]:
    """Indexes of the annotated and built rows that are the same thing."""
    if not gold or not rows:
        return []
    # Here, because a build that is not measured should not wait for them to load.
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    likeness = np.array([[LIKENESS[table](g, r) for r in rows] for g in gold])
    return [(int(i), int(j)) for i, j in zip(*linear_sum_assignment(-likeness), strict=True) if likeness[i, j] > 0]
