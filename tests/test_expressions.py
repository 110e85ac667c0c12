"""Every expression of the program takes time in proportion to the text, whatever a stranger puts into it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from educoop.bounded import bounded
from educoop.extraction.relations.frames import compile_pattern

BENCHMARKS = Path(__file__).resolve().parents[1] / "benchmarks"


@pytest.fixture
def growing(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """`benchmarks/expressions.py`, which belongs to no package."""
    monkeypatch.syspath_prepend(BENCHMARKS)
    import expressions  # type: ignore[import-not-found]

    yield expressions
    sys.modules.pop("expressions", None)


@pytest.mark.slow
def test_no_expression_grows_faster_than_the_text() -> None:
    # In a process of its own, since all modules are loaded anew to see what they compile.
    script = str(BENCHMARKS / "expressions.py")
    run = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    found = json.loads(run.stdout)
    assert found["expressions"] > 1000
    assert found["not_seen"] == []
    assert found["steeper"] == []


@pytest.mark.parametrize(
    ("pattern", "way"),
    [
        (r"\s+$", "search"),
        (r"[a-z]+\d", "search"),
        (r"\(.*\)", "search"),
        (r"launch[a-z]*(?: the)* scholarships", "search"),
        (r"\s*,?\s*;", "match"),
        (r"(?P<title>.+?)[\s.,]*(?P<year>\d{4})?[\s.]*$", "match"),
        (r"(?:[a-z]+)+!", "match"),
        (r"(?:(?:,? and |, )(?:the )?(?:[a-z]+ ){0,2}<L>)*!", "fullmatch"),
    ],
)
def test_an_expression_that_grows_faster_is_caught(growing: ModuleType, pattern: str, way: str) -> None:
    assert growing.judged(re.compile(pattern), {way}).exponent > growing.STEEP


@pytest.mark.parametrize(
    ("pattern", "way"),
    [
        (r"\s+\d", "match"),
        (r"(?<!\s)\s+$", "search"),
        (r"[a-z]{1,40}\d", "search"),
        (r"signed .{0,160}?agreement", "search"),
        (r"(?>\s*),?\d", "match"),
    ],
)
def test_an_expression_that_is_linear_is_not(growing: ModuleType, pattern: str, way: str) -> None:
    assert growing.judged(re.compile(pattern), {way}).exponent < growing.STEEP


def test_what_databases_and_arrow_match_is_known(growing: ModuleType) -> None:
    # They match on automata (RE2); what is listed here cannot backtrack.
    assert set(growing.on_automata()) == {
        "src/educoop/dataset/csv_file.py",
        "src/educoop/dataset/duckdb_file.py",
        "src/educoop/dataset/sql/things.sql",
    }


@pytest.mark.parametrize(
    ("pattern", "result"),
    [
        ("a*b+?c{2,}", "a{0,100}b{1,100}?c{2,100}"),
        (r"\s*\W+\w+", r"\s{0,20}\W{1,20}\w{1,100}"),
        ("(?:ab)+ .*[^x]*[]x]*", "(?:ab){1,40} .{0,600}[^x]{0,600}[]x]{0,100}"),
        (r"\*[*+]\+?a{2,5}+b?+(?P<c>d)", r"\*[*+]\+?a{2,5}+b?+(?P<c>d)"),
        (r"[^\]*]a*+", r"[^\]*]a{0,100}+"),
        ("a{500,}", "a{500,500}"),
    ],
)
def test_each_repetition_of_a_rule_has_an_end(pattern: str, result: str) -> None:
    assert bounded(pattern) == result
    re.compile(result)


def test_where_and_when_can_be_read_in_one_way_only() -> None:
    aside = compile_pattern("%aside")
    began = time.process_time()
    assert re.fullmatch(f"{aside} signed", ", in the <L1>" * 25 + " and") is None
    assert time.process_time() - began < 0.5
    assert re.fullmatch(aside, " on <T1>, <L2>, in the <L3>, at <E1>,")
