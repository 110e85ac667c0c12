from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

from educoop.registry import Organisation
from educoop.resolution.decisions import COLUMNS, Decision, checked, load_decisions
from educoop.resolution.suggest import suggestions

from .literal import document, registry, row, sha256, tables

ONE = document("a", row("organisations", "1", name="Northern University of Water Management"))
TWO = document("b", row("organisations", "1", name="North University of Water Management"))


def pasted(line: str) -> Decision:
    (cells,) = csv.reader(io.StringIO(line))
    given: dict[str, Any] = {k: v or None for k, v in zip(COLUMNS, cells, strict=True)}
    given |= {"start": int(given["start"]), "end": int(given["end"])}
    return checked(Decision(**given, place="decisions.csv:2"))


def test_likely_names_are_shown_side_by_side_with_their_evidence() -> None:
    (found,) = suggestions(tables(ONE, TWO))
    assert (found.table, found.score >= 85) == ("organisations", True)
    assert found.stays.names == ("North University of Water Management",)
    assert [(e.document_id, e.sha256, e.quote) for e in found.goes.evidence] == [("a", sha256("a"), "0000 ")]


def test_lines_can_be_pasted_whatever_the_quote_holds(tmp_path: Path) -> None:
    raw = (
        'North University, the\r\n"Water\u00a0Gate" of Management; Northern University, the "Water Gate" of Management'
    )
    names = [(raw[:51], 0, 51), (raw[53:], 53, len(raw))]
    a, b = (
        document(d, row("projects", "1", name=(" ".join(name.split()), {"spans": ((i, j),)})), text=raw)
        for d, (name, i, j) in zip("ab", names, strict=True)
    )
    built = tables(a, b, text=raw)
    (found,) = suggestions(built)
    for line, left in ((found.yes, 1), (found.no, 2)):
        assert "\n" not in line and "\r" not in line
        path = tmp_path / "decisions.csv"
        path.write_text(f"{','.join(COLUMNS)}\n{line}\n", "utf-8")
        after = tables(a, b, decisions=load_decisions(path), text=raw)
        assert len(after["projects"]) == left
        assert suggestions(after) == []


def test_the_line_for_yes_makes_them_one() -> None:
    (found,) = suggestions(tables(ONE, TWO))
    merged = tables(ONE, TWO, decisions=[pasted(found.yes)])
    assert [o["organisation_id"] for o in merged["organisations"]] == [found.stays.row_id]
    assert suggestions(merged) == []


def test_what_was_found_to_be_two_is_not_suggested_again() -> None:
    (found,) = suggestions(tables(ONE, TWO))
    apart = tables(ONE, TWO, decisions=[pasted(found.no)])
    assert len(apart["organisations"]) == 2
    assert suggestions(apart) == []


def test_things_of_different_countries_are_not_suggested() -> None:
    one = document("a", row("organisations", "1", name="Northern University of Water", country="KAZ"))
    two = document("b", row("organisations", "1", name="North University of Water", country="UZB"))
    assert suggestions(tables(one, two)) == []


def test_two_things_of_the_registry_are_two() -> None:
    things = [
        Organisation("river-university", "River Management University", "university", "CHN", None),
        Organisation("rivers-university", "Rivers Management University", "university", "CHN", None),
    ]
    doc = document("a", *(row("organisations", str(n), name=t.name) for n, t in enumerate(things)))
    assert suggestions(tables(doc, known=registry(organisations=things))) == []
    assert len(suggestions(tables(doc))) == 1


def test_unlike_names_are_not_suggested() -> None:
    other = document("b", row("organisations", "1", name="Academy of Mountain Water"))
    assert suggestions(tables(ONE, other)) == []
