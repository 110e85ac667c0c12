"""What the scripts in benchmarks/ learn, to be compared with the tables of weights that are kept."""

from __future__ import annotations

import csv
import importlib.util
import subprocess
import sys
from operator import sub
from pathlib import Path
from types import ModuleType

from educoop.extraction.weights import Weights

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
_NEAR = 0.1
"""A document read otherwise by a word or two moves a weight by a hair."""
_NEW = 50
"""One sign in so many may have got a weight or lost it."""


def learn(script: str, folder: Path) -> None:
    """Run a script of benchmarks/, which writes its tables into a folder."""
    subprocess.run([sys.executable, str(BENCHMARKS / script), str(folder)], check=True)


def script(path: str) -> ModuleType:
    """A script of benchmarks/ as a module."""
    name = path.removesuffix(".py").replace("/", "_")
    spec = importlib.util.spec_from_file_location(name, BENCHMARKS / path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def unlike(made: Path, kept: Weights) -> list[str]:
    """What has clearly another weight in a table just made than in the one kept."""
    with made.open(encoding="utf-8", newline="") as file:
        new = {sign: tuple(map(float, row)) for sign, *row in list(csv.reader(file))[1:]}
    moved = {x for x in new.keys() & kept.keys() if max(map(abs, map(sub, new[x], kept[x]))) > _NEAR}
    here_or_there = new.keys() ^ kept.keys()
    return sorted(moved | (here_or_there if len(here_or_there) > len(kept) / _NEW else set()))
