"""Where the project keeps its data files: schemas, registry, documents."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_ROOT = _PACKAGE.parent.parent


def _data(inside: str, beside: str) -> Path:
    """A data folder: shipped inside the package when installed as a wheel, at the top of the checkout otherwise."""
    shipped = _PACKAGE / "_data" / inside
    return shipped if shipped.is_dir() else _ROOT / beside


def schemas_dir() -> Path:
    """Folder of the Table Schemas (YAML), the single source of truth of the dataset's form."""
    return _data("schemas", "schemas")


def registry_dir() -> Path:
    """Folder of the registries of places, organisations and other things already known."""
    return _data("registry", "seeds/registry")


def golden_dir() -> Path:
    """Folder of the annotations made by hand that the quality of a release is measured against."""
    return _data("golden", "tests/golden/seeds")


def rules_dir() -> Path:
    """Folder of the extraction rules (YAML)."""
    return _PACKAGE / "extraction" / "rules"


def lexicons_dir() -> Path:
    """Folder of the extraction lexicons (YAML)."""
    return _PACKAGE / "extraction" / "lexicons"
