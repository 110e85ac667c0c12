"""Frictionless finds the package valid, having read all of it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from stated import asked, same

release = asked()
command = [str(Path(sys.executable).with_name("frictionless")), "validate", "--json", "datapackage.json"]
run = subprocess.run(command, cwd=release.package, capture_output=True, text=True)
report = json.loads(run.stdout)
for task in report["tasks"]:
    for error in task["errors"]:
        print(task["name"], error["message"], file=sys.stderr)
same("valid", (run.returncode, report["valid"]), (0, True))
same("resources read", len(report["tasks"]), len(release.descriptor["resources"]))
stated = {r["name"]: r["rows"] for r in release.descriptor["resources"]}
same("rows read", {t["name"]: t["stats"].get("rows", 0) for t in report["tasks"]}, stated)
