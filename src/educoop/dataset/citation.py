"""CITATION.cff: how to cite the dataset."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def citation(metadata: Mapping[str, Any], version: str, released: str | None) -> str:
    """The file's text (Citation File Format 1.2.0). `released` is an ISO date."""
    import yaml

    entry = {
        "cff-version": "1.2.0",
        "message": "If you use this dataset, please cite it as below.",
        "type": "dataset",
        "title": metadata["title"],
        "abstract": metadata["description"].strip(),
        "version": version,
        "authors": [{"name": c["title"]} for c in metadata["contributors"]],
        "license": [x["name"] for x in metadata["licenses"]],
        "keywords": list(metadata["keywords"]),
    }
    if released:
        entry["date-released"] = released
    if metadata.get("homepage"):
        entry["url"] = metadata["homepage"]
    text: str = yaml.safe_dump(entry, sort_keys=False, allow_unicode=True, width=100)
    return text
