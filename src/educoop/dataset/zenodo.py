"""`.zenodo.json`: what a deposit of the release at Zenodo, or an archive like it, is to be described by."""

from __future__ import annotations

from html import escape
from typing import Any

from educoop.dataset.facts import Facts


def zenodo(facts: Facts) -> dict[str, Any]:
    """The metadata of a deposit (Zenodo's deposit metadata) as a JSON object."""
    described: dict[str, Any] = {
        "title": facts.metadata["title"],
        "upload_type": "dataset",
        "description": f"<p>{escape(facts.description)}</p>",
        "creators": [{"name": name} for name in facts.creators],
        "access_right": "open",
        "license": facts.licence["name"].lower(),
        "keywords": list(facts.metadata["keywords"]),
        "version": facts.version,
        "language": "eng",
        "related_identifiers": [
            {"identifier": d["address"], "relation": "isDerivedFrom", "resource_type": "publication"}
            for d in facts.documents
            if d["address"]
        ],
    }
    described["publication_date"] = facts.released
    return {key: value for key, value in described.items() if value != []}
