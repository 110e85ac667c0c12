"""What the benchmarks say of their figures; measuring itself is left to `make bench`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

BENCHMARKS = Path(__file__).resolve().parent.parent / "benchmarks"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """`benchmarks/run.py`, which finds its neighbours beside it; they are part of no package."""
    monkeypatch.syspath_prepend(BENCHMARKS)
    import run  # type: ignore[import-not-found]

    yield run
    for path in BENCHMARKS.glob("*.py"):
        sys.modules.pop(path.stem, None)


def result(ratio: float) -> dict[str, object]:
    return {"building": {"ratio_warm_to_imports": ratio}}


@pytest.mark.parametrize(("now", "worse"), [(2.0, []), (2.2, []), (2.5, ["building.ratio_warm_to_imports"]), (1.0, [])])
def test_a_ratio_that_is_worse_than_the_last_one_by_more_than_noise_is_named(
    run: ModuleType, now: float, worse: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run.compared(result(now), result(2.0)) == worse
    assert ("worse" in capsys.readouterr().err) == bool(worse)


def test_more_is_better_where_it_is_said_so(run: ModuleType) -> None:
    old, new = {"throughput": {"ratio_to_spacy": 1.0}}, {"throughput": {"ratio_to_spacy": 0.5}}
    assert run.compared(new, old) == ["throughput.ratio_to_spacy"]
    assert run.compared(old, new) == []


@pytest.mark.parametrize(("now", "said"), [(2.9, "aim 3 NOT REACHED"), (3.0, "aim 3 reached"), (4.0, "aim 3 reached")])
def test_an_aim_is_told_beside_the_figure(
    run: ModuleType, now: float, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run.compared({"throughput": {"ratio_to_spacy": now}}, {})
    assert capsys.readouterr().err.rstrip().endswith(said)


def test_less_is_better_for_some_aims(run: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    run.compared(result(2.5), {})
    assert "aim 2 NOT REACHED" in capsys.readouterr().err


def test_what_was_not_measured_is_not_compared(run: ModuleType) -> None:
    assert run.compared({}, result(2.0)) == []
    assert run.compared(result(2.0), {}) == []


def test_every_ratio_belongs_to_a_benchmark(run: ModuleType) -> None:
    assert {name.partition(".")[0] for name in run.RATIOS} <= set(run.BENCHMARKS)


def test_a_run_writes_what_it_measured_with_its_machine_and_fails_when_it_is_worse(
    run: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "BENCHMARKS", {"building": lambda quick: {"ratio_warm_to_imports": 9.0}})
    monkeypatch.setattr(run, "latest", lambda quick: result(2.0))
    monkeypatch.setattr(run, "version", lambda package: "1.0")
    monkeypatch.setattr(sys, "argv", ["run.py", "--output", str(tmp_path / "result.json")])
    assert run.main() == 1
    written = json.loads((tmp_path / "result.json").read_text("utf-8"))
    assert written["building"] == {"ratio_warm_to_imports": 9.0}
    assert written["machine"]["cores"] >= 1
    assert {"processor", "system", "python", "packages", "load_at_start"} <= set(written["machine"])


def test_the_last_committed_result_can_be_compared_with(run: ModuleType) -> None:
    last = run.latest()
    assert [name for name in run.RATIOS if run.at(last, name) is not None]
    assert last["quick"] is False
