from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from educoop.incremental import files
from educoop.incremental.kept import one


def test_what_was_written_in_pieces_is_handed_on_if_it_did_not_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_TOGETHER", 1)
    pieces = [("names", pa.table({"name": [word]})) for word in ("Osh", "Almaty", "Lanzhou")]
    sums = files._written(pieces, tmp_path, None)
    last = files.Found({}, tmp_path, sums)
    found = files._read(tmp_path / "names", *sums["names"])
    assert found is not None
    last.loaded["names"] = found
    assert found.column("name").to_pylist() == ["Osh", "Almaty", "Lanzhou"]
    next_one = tmp_path / "next"
    next_one.mkdir()
    taken_up = pa.table({"name": one(found.column("name"))})
    assert last.handed_on("names", taken_up, next_one) == sums["names"]
    assert (next_one / "names").samefile(tmp_path / "names")
    assert last.handed_on("names", pa.table({"name": ["Osh", "Almaty", "Lanzhou"]}), next_one) is None
