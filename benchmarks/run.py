"""Run the benchmarks, write what they measured, and compare the ratios with the last committed ones.

    python benchmarks/run.py [BENCHMARK ...] [--quick] [--output FILE]      all of BENCHMARKS unless some are named

Exit code 1 when a ratio is worse than the last committed one by more than its noise.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, NamedTuple

from building import building
from growth import growth
from incremental import incremental
from memory import memory
from resolving import resolving
from spreading import spreading
from throughput import throughput
from worst import worst

RESULTS = Path(__file__).resolve().parent / "results"
EXTRACTED = Path(found) if (found := os.environ.get("EDUCOOP_BENCHMARK_CACHE")) else None
"""Where extractions are kept for other runs of the benchmark of memory, if anywhere: they take most of its time."""
BENCHMARKS = {
    "throughput": lambda quick: throughput(2_000_000, 5) if quick else throughput(),
    "growth": lambda quick: growth((10_000, 100_000, 1_000_000), (250_000, 500_000), 7) if quick else growth(),
    "building": lambda quick: building(3, flow=False) if quick else building(),
    "resolving": lambda quick: resolving((10_000, 30_000, 100_000)) if quick else resolving(),
    "spreading": lambda quick: spreading(200) if quick else spreading(),
    "incremental": lambda quick: incremental(300) if quick else incremental(),
    "worst": lambda quick: worst((30_000, 300_000)) if quick else worst(),
    "memory": lambda quick: memory((400_000, 1_600_000)) if quick else memory(cache=EXTRACTED),
}


class Ratio(NamedTuple):
    """How a figure is judged."""

    better: int
    """1 where more is better, -1 where less is."""
    noise: float
    """Part by which it may be worse than the last one before that counts."""
    aim: float | None = None
    """What it should be; told beside the figure, since an aim that is not reached yet is no reason to fail."""


RATIOS = {
    "throughput.ratio_to_spacy": Ratio(1, 0.15, 3),
    "growth.ratio_with_new_names": Ratio(-1, 0.05, 1.05),
    "building.ratio_warm_to_imports": Ratio(-1, 0.15, 2),
    "building.ratio_cold_to_warm": Ratio(-1, 0.2),
    "building.ratio_flow_to_warm": Ratio(-1, 0.3),
    "resolving.ratio_to_n_log_n": Ratio(-1, 0.2, 1),
    "spreading.orchestration_share": Ratio(-1, 0.3, 0.05),
    "incremental.ratio_full_to_unchanged": Ratio(1, 0.3, 20),
    "incremental.ratio_full_to_changed": Ratio(1, 0.2, 20),
    "incremental.ratio_full_to_added": Ratio(1, 0.2, 20),
    "incremental.ratio_curated_to_unchanged": Ratio(1, 0.3, 20),
    "incremental.ratio_curated_to_changed": Ratio(1, 0.2, 20),
    "incremental.ratio_curated_to_added": Ratio(1, 0.2, 20),
    "worst.worst_growth": Ratio(-1, 0.3, 1.3),
    "memory.extrapolated_gb_for_1_gb": Ratio(-1, 0.2, 2),
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("which", nargs="*", metavar="BENCHMARK", help="benchmarks to run (default: all)")
    parser.add_argument("--quick", action="store_true", help="less of everything: some minutes, and rough figures")
    parser.add_argument("--output", type=Path, help="file for the result (default: results/<date>.json)")
    arguments = parser.parse_args()
    last = latest(arguments.quick)
    result: dict[str, Any] = {"date": str(date.today()), "quick": arguments.quick, "machine": machine()}
    output = arguments.output or RESULTS / f"{result['date']}{'-quick' if arguments.quick else ''}.json"
    output.parent.mkdir(parents=True, exist_ok=True)
    for name in arguments.which or BENCHMARKS:
        print(f"{name} …", file=sys.stderr)
        result[name] = BENCHMARKS[name](arguments.quick)
        # After each of them, so that what was measured is kept when a run is cut short.
        output.write_text(json.dumps(result, indent=2) + "\n", "utf-8")
    print(json.dumps(result, indent=2))
    worse = compared(result, last)
    print(f"\nWritten to {output}.", file=sys.stderr)
    return 1 if worse else 0


def latest(quick: bool = False) -> dict[str, Any]:
    """The newest committed result of each benchmark, of quick runs or of full ones; empty if there is none."""
    listed = subprocess.run(
        ["git", "ls-files", "results/*.json"], cwd=RESULTS.parent, capture_output=True, text=True, check=False
    )
    files = sorted(f for f in listed.stdout.split() if f.endswith("-quick.json") == quick)
    merged: dict[str, Any] = {}
    for file in files:
        merged |= json.loads((RESULTS.parent / file).read_text("utf-8"))
    return merged


def compared(new: dict[str, Any], old: dict[str, Any]) -> list[str]:
    """Print each ratio beside the last one and its aim; the names of those that became worse."""
    worse = []
    for name, (sign, noise, aim) in RATIOS.items():
        now, before = at(new, name), at(old, name)
        if now is None:
            continue
        verdict = "new" if before is None else "same"
        if before is not None and sign * (now - before) < -noise * before:
            verdict = "worse"
            worse.append(name)
        elif before is not None and sign * (now - before) > noise * before:
            verdict = "better"
        hoped = "" if aim is None else f"aim {aim:g} {'reached' if sign * (now - aim) >= 0 else 'NOT REACHED'}"
        print(f"{name:36} {now:8} {'' if before is None else before:>8} {verdict:6} {hoped}".rstrip(), file=sys.stderr)
    return worse


def at(result: dict[str, Any], name: str) -> float | None:
    """A figure of a result by its path, None if it was not measured."""
    benchmark, _, figure = name.partition(".")
    value = result.get(benchmark, {}).get(figure)
    return None if value is None else float(value)


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        models = [x.partition(":")[2].strip() for x in cpuinfo.read_text().splitlines() if x.startswith("model name")]
        model = models[0] if models else model
    packages = ("spacy", "pandas", "pandera", "frictionless", "pyarrow", "duckdb", "prefect", "pyahocorasick")
    return {
        "processor": model,
        "cores": os.cpu_count(),
        "load_at_start": [round(x, 1) for x in os.getloadavg()],
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "packages": {p: found for p in packages if (found := _installed(p)) is not None},
    }


def _installed(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:  # only one benchmark needs spaCy
        return None


if __name__ == "__main__":
    sys.exit(main())
