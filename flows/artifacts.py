"""What a run of the build leaves on the Prefect server for people to look at."""

from __future__ import annotations

import json
from collections.abc import Mapping

from prefect.artifacts import create_markdown_artifact, create_table_artifact

from educoop import report
from educoop.build import BuildSummary


def leave(done: BuildSummary, seconds: Mapping[str, float], changes: str) -> None:
    """Five artifacts; a key has one page on the server, with those of earlier runs."""
    quality = json.loads((done.output / "package" / "quality.json").read_bytes())
    for key, text, description in (
        ("build-summary", report.summary(done, seconds), "What was read and made, and how long each step took"),
        ("build-changes", changes, "What is new against the last release"),
        ("build-quality", report.quality(quality), "What was found of what is annotated by hand"),
    ):
        create_markdown_artifact(text, key=key, description=description)
    create_table_artifact(report.row_counts(done), key="build-rows", description="Rows of each table")
    create_table_artifact(report.rejects(done.rejects), key="build-rejects", description="What was left out, and why")
