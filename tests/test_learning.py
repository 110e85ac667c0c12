"""What the scripts that learn tables of weights have in common (benchmarks/learning.py)."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from educoop.paths import golden_dir, lexicons_dir


@pytest.fixture(scope="module")
def learning() -> ModuleType:
    """The module, which stands beside the scripts and not in a package."""
    path = Path(__file__).resolve().parents[1] / "benchmarks" / "learning.py"
    spec = importlib.util.spec_from_file_location("learning", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_all_annotated_documents_but_the_unseen_ones_are_learned_from(learning: ModuleType) -> None:
    sets = {p.name for p in golden_dir().parent.iterdir() if p.is_dir()}
    assert sets - set(learning.OPEN) == {"unseen"}
    found = list(learning.annotated_documents())
    assert {name.partition("/")[0] for name, *_ in found} == set(learning.OPEN)
    assert "invented/c" in {name for name, *_ in found}
    assert all(gold for *_, gold in found)


def test_a_set_is_left_out_with_its_parts(learning: ModuleType) -> None:
    assert learning.is_of("invented/c", "invented")
    assert learning.is_of("invented/c", "invented/c")
    assert not learning.is_of("invented/c", "inv")
    assert not learning.is_of("invented/c", None)


def test_a_set_to_leave_out_must_be_there(learning: ModuleType) -> None:
    learning.check_left_out(["b", "invented/c"], "invented")
    learning.check_left_out(["b"], None)
    with pytest.raises(SystemExit, match="--without invented/x: there is no such set, but b, invented/c"):
        learning.check_left_out(["invented/c", "b", "b"], "invented/x")


def test_without_needs_a_set(learning: ModuleType) -> None:
    assert learning.asked([]) == (None, lexicons_dir())
    assert learning.asked(["out"]) == (None, Path("out"))
    assert learning.asked(["--without", "b", "out"]) == ("b", Path("out"))
    with pytest.raises(SystemExit, match="--without needs the set"):
        learning.asked(["--without"])


def test_a_table_has_a_row_a_sign_and_a_column_a_class(learning: ModuleType, tmp_path: Path) -> None:
    learning.write({"snow": (0.5, 3), "rain": (0.25, -1)}, tmp_path / "w.csv", ["wet", "cold"], "word")
    assert (tmp_path / "w.csv").read_text("utf-8") == "word,wet,cold\nrain,0.25,-1.00\nsnow,0.50,3.00\n"
