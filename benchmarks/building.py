"""What a whole `educoop build` of the five documents costs, from the start of the process to its end."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
AIM = 2.0
"""Times the imports."""
IMPORTS = "import pandas, pandera.pandas, frictionless, pyarrow, duckdb"
"""The libraries that check and write a release; no build can be quicker than loading them."""


def building(rounds: int = 7, flow: bool = True) -> dict[str, Any]:
    """CPU seconds (user and system, with all child processes) and wall seconds of whole processes, run by turns.

    Ratios are medians over the rounds, so that what else the machine does cancels out.
    """
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        documents = ["--documents", str(ROOT / "seeds" / "documents"), "--output", str(here / "dist")]
        build = [sys.executable, "-m", "educoop", "build", *documents]
        commands = {
            "imports": [sys.executable, "-c", IMPORTS],
            "warm": build,
            "cold": [*build, "--no-cache"],
        }
        if flow:
            commands["flow"] = [sys.executable, str(ROOT / "flows" / "build.py"), *documents]
        for command in commands.values():  # fills the caches of files, bytecode, extractions and of Prefect
            _timed(command, here)
        cpu: dict[str, list[float]] = {name: [] for name in commands}
        wall: dict[str, list[float]] = {name: [] for name in commands}
        for k in range(rounds):
            for name, command in commands.items():
                if name == "flow" and k >= 3:
                    continue
                used, elapsed = _timed(command, here)
                cpu[name].append(used)
                wall[name].append(elapsed)
    return {
        "rounds": rounds,
        "imports": IMPORTS,
        "cpu_seconds": {name: round(median(values), 2) for name, values in cpu.items()},
        "wall_seconds": {name: round(median(values), 2) for name, values in wall.items()},
        "ratio_warm_to_imports": _ratio(cpu["warm"], cpu["imports"]),
        "ratio_cold_to_warm": _ratio(cpu["cold"], cpu["warm"]),
        **({"ratio_flow_to_warm": _ratio(cpu["flow"], cpu["warm"])} if flow else {}),
        "aim_warm_to_imports": AIM,
    }


def _ratio(ours: list[float], theirs: list[float]) -> float:
    return round(median(a / b for a, b in zip(ours, theirs, strict=False)), 3)


def _timed(command: list[str], folder: Path) -> tuple[float, float]:
    """CPU and wall seconds of a process. Raises RuntimeError with what it said if it fails."""
    before = os.times()
    began = time.monotonic()
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    elapsed = time.monotonic() - began
    after = os.times()
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: exit code {done.returncode}\n{done.stderr}")
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return used, elapsed
