"""mlcroissant validates the description, loads every row, and refuses a file that was altered."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

import mlcroissant
from stated import asked, same


def load(package: Path) -> dict[str, int]:
    """Rows by record set."""
    dataset = mlcroissant.Dataset(jsonld=package / "croissant.json")
    same("errors", list(dataset.metadata.issues.errors), [])
    return {s.uuid: sum(1 for _ in dataset.records(s.uuid)) for s in dataset.metadata.record_sets}


release = asked()
same("rows", load(release.package), {name: rows for name, rows in release.rows().items() if rows})
with tempfile.TemporaryDirectory() as folder:
    copy = Path(shutil.copytree(release.package, Path(folder) / "package"))
    table = copy / "parquet" / "places.parquet"
    content = bytearray(table.read_bytes())
    content[len(content) // 2] ^= 1
    table.write_bytes(content)
    try:
        load(copy)
    except Exception as error:
        causes = f"{error} {error.__cause__} {error.__context__}"
        same(f"the hash is what was refused, not something else ({causes})", "hash" in causes.lower(), True)
    else:
        sys.exit("an altered file was loaded: the hashes are not checked")
