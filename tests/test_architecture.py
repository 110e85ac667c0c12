"""What holds for the whole repository: layers import downwards, and no file knows the machine it was written on."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from educoop import cache as extraction_cache

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "educoop"

LAYERS = (
    ("__main__",),
    ("cli", "orchestrator", "report"),
    (
        "summary", "query_output", "diff_output", "why_text", "suggest_text", "questions_text", "evaluation_text",
        "add", "cache_text",
    ),
    ("build", "terminal", "publish", "server", "transient"),
    ("apart", "assembled", "batches", "lock", "store", "id_registry"),
    ("incremental",),
    ("cache",),
    ("dataset",),
    ("evaluation",),
    ("resolution",),
    ("extraction",),
    ("documents",),
    ("registry",),
    ("schemas",),
    ("data_files",),
    ("bounded", "curated", "edtf", "nameless", "paths", "recent", "running", "__init__"),
)  # fmt: skip
"""Modules and packages of educoop, from top to bottom; `flows` is above all of them."""


def part(module: str) -> str:
    """The layer's name in `educoop.dataset.query`."""
    return [*module.split("."), "__init__"][1]


@cache
def import_statements(file: Path) -> list[ast.Import | ast.ImportFrom]:
    """All of a file, also inside functions."""
    nodes = ast.walk(ast.parse(file.read_text("utf-8")))
    return [node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom)]


def imports(file: Path) -> Iterator[str]:
    """Modules of educoop that a file imports."""
    for node in import_statements(file):
        if isinstance(node, ast.Import):
            yield from (a.name for a in node.names if a.name.split(".")[0] == "educoop")
        elif node.level or (node.module or "").split(".")[0] == "educoop":
            assert not node.level, f"{file}: relative imports hide the layer"
            if node.module == "educoop":
                yield from (f"educoop.{a.name}" for a in node.names if (PACKAGE / a.name).with_suffix(".py").exists())
                yield from (f"educoop.{a.name}" for a in node.names if (PACKAGE / a.name).is_dir())
            else:
                yield node.module or ""


def height() -> dict[str, int]:
    return {name: i for i, layer in enumerate(reversed(LAYERS)) for name in layer}


def files() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def own(file: Path) -> str:
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


def tracked() -> list[Path]:
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.decode().split("\0") if name and (ROOT / name).is_file()]


def test_every_module_has_its_layer() -> None:
    assert {own(f) for f in files()} == height().keys()


def test_layers_import_downwards_only() -> None:
    heights = height()
    upwards = [
        f"{file.relative_to(ROOT)} imports {module}"
        for file in files()
        for module in imports(file)
        if part(module) != own(file) and heights[part(module)] >= heights[own(file)]
    ]
    assert upwards == []


def test_only_flows_import_prefect() -> None:
    modules = {
        (file.name, name.split(".")[0])
        for file in files()
        for node in import_statements(file)
        for name in _imported(node)
    }
    assert {file for file, module in modules if module in ("prefect", "flows")} == set()


def _imported(node: ast.Import | ast.ImportFrom) -> list[str]:
    return [a.name for a in node.names] if isinstance(node, ast.Import) else [node.module or ""]


def test_the_cache_knows_all_code_below_extraction() -> None:
    """Whatever extraction may import counts for the version of the code that a cached extraction was made by."""
    heights = height()
    below = {name for name, h in heights.items() if h <= heights["extraction"]}
    above = {name.removesuffix(".py") for name in extraction_cache._ABOVE_EXTRACTION}
    assert not above & below
    assert above | below == heights.keys()


def test_no_file_names_a_registry_of_packages_or_a_path_of_a_machine() -> None:
    # Put together here, so that this file does not find itself.
    forbidden = ["py" + "pi.org", "python" + "hosted", "registry." + "npmjs", "deb." + "debian"]
    forbidden += ["/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/", "/fa" + "rm/", "/Us" + "ers/"]
    found = []
    for file in tracked():
        relative = file.relative_to(ROOT)
        if relative.parts[:2] == ("seeds", "documents") or relative.parts[0] == "dist":
            continue
        content = file.read_bytes()
        found += [f"{relative}: {text}" for text in forbidden if text.encode() in content]
    assert found == []
