"""CITATION.cff: how to cite the dataset."""

from __future__ import annotations

from educoop.dataset.facts import Facts


def citation(facts: Facts) -> str:
    """The file's text (Citation File Format 1.2.0)."""
    import yaml

    entry = {
        "cff-version": "1.2.0",
        "message": "If you use this dataset, please cite it as below.",
        "type": "dataset",
        "title": facts.metadata["title"],
        "abstract": facts.description,
        "version": facts.version,
        "date-released": facts.released,
        "authors": [{"name": name} for name in facts.creators],
        "license": [x["name"] for x in facts.metadata["licenses"]],
        "keywords": list(facts.metadata["keywords"]),
    }
    if facts.metadata.get("homepage"):
        entry["url"] = facts.metadata["homepage"]
    text: str = yaml.safe_dump(entry, sort_keys=False, allow_unicode=True, width=100)
    return text
