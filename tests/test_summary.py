"""What a build says on the terminal when it is done."""

from __future__ import annotations

from pathlib import Path

import pytest

from educoop.assembled import Row
from educoop.build import BuildSummary
from educoop.summary import print_summary


def reject(stage: str, reason: str, detail: str | None = None) -> Row:
    return {"file": None, "document_id": "a", "stage": stage, "reason": reason, "detail": detail}


def shown(capsys: pytest.CaptureFixture[str], rejects: list[Row]) -> list[str]:
    print_summary(BuildSummary(Path("dist"), Path("dist/x.duckdb"), 1, 0, rejects, {"people": 2}, None, 1.0))
    return [line.strip() for line in capsys.readouterr().out.splitlines()]


def test_what_failed_is_named_without_its_row_and_what_went_with_it_is_counted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lost = [reject("depend", f"claims {n}: its evidence was rejected", "{}") for n in range(12)]
    lines = shown(capsys, [*lost, reject("validate", "events f: kind: is not one of the codes", '{"row": 1}')])
    assert "left out: a: events f: kind: is not one of the codes" in lines
    assert "12 rows that need what was left out went with it; they are in the table rejects." in lines
    assert not any("evidence" in line for line in lines)


def test_what_could_not_be_read_is_named_with_the_reason_in_full(capsys: pytest.CaptureFixture[str]) -> None:
    assert "left out: a: damaged: no text on page 3" in shown(capsys, [reject("read", "damaged", "no text on page 3")])


def test_no_more_than_ten_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    lines = shown(capsys, [reject("read", f"damaged {n}") for n in range(1012)])
    assert sum(line.startswith("left out") for line in lines) == 10
    assert "… and 1,002 more in the table rejects." in lines
