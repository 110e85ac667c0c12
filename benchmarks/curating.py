"""What curators leave beside a corpus: the ids of all that is in its last build, and decisions on some of it."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from educoop.dataset.query import rows
from educoop.id_registry import tables_of, update_of, write_update
from educoop.resolution.decisions import COLUMNS

DECISIONS = 300
SHARES = {"flag": 8, "accept": 4, "correct": 4, "reject": 2, "merge": 1, "distinct": 1}
"""How many of each kind, in twentieths."""
_CLAIMS = """
    SELECT DISTINCT ON (document_id) document_id, table_name, row_id, field, value, start_offset, end_offset, quote
    FROM claims WHERE {} AND NOT list_contains(?, document_id) ORDER BY document_id, start_offset, claim_id
"""
_THINGS = """
    SELECT row_id FROM claims WHERE table_name = 'organisations' AND field = 'name'
    GROUP BY row_id HAVING count(DISTINCT document_id) BETWEEN 2 AND 20 ORDER BY row_id
"""


class Companions(NamedTuple):
    """Files that a build takes beside its documents."""

    decisions: Path
    pins: Path


def curate(database: Path, documents: Path, folder: Path, apart_from: list[str], count: int = DECISIONS) -> Companions:
    """Make both for a build of the documents. No decision is about the documents `apart_from`."""
    folder.mkdir()
    made = Companions(folder / "decisions.csv", folder / "ids.csv")
    write_update(update_of(tables_of(database), made.pins), made.pins)

    def claims(condition: str) -> list[dict[str, Any]]:
        return rows(database, _CLAIMS.format(condition), [apart_from])

    with made.decisions.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\n")
        writer.writeheader()
        for decision in _decisions(claims, [row["row_id"] for row in rows(database, _THINGS)], count):
            if (document := decision.get("document_id")) is not None:
                content = (documents / f"{document}.txt").read_bytes()
                decision["document_sha256"] = hashlib.sha256(content).hexdigest()
            writer.writerow({"reason": "looked at", "by": "curators", "on": "2026-11-22", **decision})
    return made


def _decisions(
    claims: Callable[[str], list[dict[str, Any]]], things: list[str], count: int
) -> Iterator[dict[str, Any]]:
    """Each of another document, of those with such a claim by turns; merges and distinctions of things of some."""
    conditions = {
        "flag": "table_name = 'organisations' AND field = 'name'",
        "accept": "table_name = 'observations' AND field = 'value'",
        "correct": "table_name IN ('agreements', 'events', 'projects') AND field = 'date' AND value < '2020'",
        "reject": "table_name = 'positions' AND field = 'as_of'",
    }
    used: set[str] = set()
    for action, share in SHARES.items():
        wanted = count * share // sum(SHARES.values())
        if action not in conditions:
            for _ in range(min(wanted, len(things) // 2 - 1)):
                yield {"action": action, "table": "organisations", "row": things.pop(), "value": things.pop(0)}
            continue
        found = [claim for claim in claims(conditions[action]) if claim["document_id"] not in used]
        for claim in found[:: max(1, len(found) // max(1, wanted))][:wanted]:
            used.add(claim["document_id"])
            decision = {"action": action, "document_id": claim["document_id"], "quote": claim["quote"]}
            decision |= {"start": claim["start_offset"], "end": claim["end_offset"]}
            if action == "flag":
                yield {**decision, "kind": "translation"}
            else:
                about = {"table": claim["table_name"], "field": claim["field"]}
                yield {**decision, **about, "value": "2024" if action == "correct" else ""}
