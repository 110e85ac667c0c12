"""`dataset.jsonld`: the package as a schema.org/Dataset, for search engines."""

from __future__ import annotations

from typing import Any

from educoop.dataset.facts import Facts


def schema_org(facts: Facts) -> dict[str, Any]:
    """The description as a JSON object. Its context needs no network."""
    described: dict[str, Any] = {
        "@context": {"@vocab": "https://schema.org/"},
        "@type": "Dataset",
        "name": facts.metadata["title"],
        "alternateName": facts.metadata["name"],
        "description": facts.description,
        "version": facts.version,
        "license": facts.licence["path"],
        "creator": [{"@type": "Organization", "name": name} for name in facts.creators],
        "keywords": list(facts.metadata["keywords"]),
        "inLanguage": "en",
        "isAccessibleForFree": True,
        "citation": facts.citation(),
        "spatialCoverage": [
            {"@type": "Place", "name": name} for name in facts.metadata.get("educoop:spatialCoverage", ())
        ],
        "variableMeasured": [
            {"@type": "PropertyValue", "name": f"{s.name}.{c.name}", "description": c.description}
            for s in facts.schemas.values()
            for c in s.columns
        ],
        "distribution": [
            {
                "@type": "DataDownload",
                "name": file.path,
                "description": facts.schemas[file.table].description,
                "contentUrl": file.path,
                "encodingFormat": file.media_type,
                "contentSize": f"{file.bytes} B",
                "sha256": file.sha256,
            }
            for file in facts.files
        ],
        "isBasedOn": [
            {
                "@type": "CreativeWork",
                "name": d["title"] or d["file"],
                **({"url": d["address"]} if d["address"] else {}),
                **({"datePublished": d["published"]} if d["published"] else {}),
                **({"license": f"https://spdx.org/licenses/{d['licence']}"} if d["licence"] else {}),
            }
            for d in facts.documents
        ],
    }
    if facts.metadata.get("homepage"):
        described["url"] = facts.metadata["homepage"]
    described["datePublished"] = facts.released
    return {key: value for key, value in described.items() if value != []}
