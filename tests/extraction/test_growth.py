"""Every expression of the reader, the repair and the rules, on texts made to defeat it: none takes more than squared
time, which the longest sentence bounds."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from educoop.extraction.relations.frames import compile_pattern

SCRIPT = Path(__file__).with_name("expressions.py")


ANCHORED = {"educoop.extraction.blocks.grid", "educoop.extraction.blocks.records"}
"""Modules whose cubed expressions are tried at the start of a line or value of bounded length only."""


@pytest.mark.slow
def test_no_expression_takes_more_than_squared_time() -> None:
    run = subprocess.run([sys.executable, str(SCRIPT)], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    found = json.loads(run.stdout)
    assert found["expressions"] > 500
    assert [s for s in found["slow"] if s["module"] not in ANCHORED] == []
    assert found["linear"] > 0.9 * found["expressions"]


def test_where_and_when_can_be_read_in_one_way_only() -> None:
    aside = compile_pattern("%aside")
    began = time.process_time()
    assert re.fullmatch(f"{aside} signed", ", in the <L1>" * 25 + " and") is None
    assert time.process_time() - began < 0.5
    assert re.fullmatch(aside, " on <T1>, <L2>, in the <L3>, at <E1>,")
