"""Every expression of the reader, the repair and the rules, on texts made to defeat it: twice the text may take twice
the time, and not four times."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("expressions.py")


@pytest.mark.slow
def test_no_expression_takes_quadratic_time() -> None:
    run = subprocess.run([sys.executable, str(SCRIPT)], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    found = json.loads(run.stdout)
    assert found["expressions"] > 500
    assert found["steep"] == []
