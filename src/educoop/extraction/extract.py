"""Extraction of one document: a pure function from its reading to its claims."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from educoop.documents.model import Reading, Span
from educoop.extraction.blocks import attributed, read_blocks
from educoop.extraction.citations.references import references
from educoop.extraction.findings.findings import findings
from educoop.extraction.imprint.metadata import authors, dateline, metadata
from educoop.extraction.lexicon import kind_class
from educoop.extraction.model import Claim, Extraction
from educoop.extraction.recognition.recognise import recognise
from educoop.extraction.relations.bylines import read_bylines
from educoop.extraction.relations.finish import finish
from educoop.extraction.relations.finish_event import reports_event
from educoop.extraction.relations.ledger import Ledger
from educoop.extraction.relations.own import find_own_body
from educoop.extraction.relations.relate import Relator


def extract(reading: Reading, witness: Callable[..., None] | None = None) -> Extraction:
    """Everything the document says, as claims with raw spans, in a fixed order.

    `witness` is called with every phrase that may tell a thing, for weights to be learned from them.
    """
    document, document_claims = metadata(reading)
    relator = related(reading, document, document_claims, witness)
    speech = read_blocks(relator)
    found = findings(reading)
    relator.recommended = _recommended(found)
    finish(relator, relator.scan.dated)
    claims: list[Claim] = [*document_claims, *relator.ledger.claims, *found, *references(reading)]
    return Extraction(document, _passages(reading), _repairs(reading), attributed(claims, speech))


def related(
    reading: Reading,
    document: Mapping[str, object],
    document_claims: Sequence[Claim],
    witness: Callable[..., None] | None = None,
) -> Relator:
    """The document with its sentences read. `document` is its row, with the claims that say it."""
    dated = dateline(reading)
    anchor = dated[0] if dated else document.get("published")
    scan = recognise(reading, anchor if isinstance(anchor, str) else None)
    if dated:
        scan.dated = (dated[0], *dated[1])
    relator = Relator(Ledger(reading), scan)
    relator.witness = witness
    relator.published = next((c for c in document_claims if c.field == "published"), None)
    title = next((p for p in reading.passages if p.kind == "title"), None)
    if title is not None:
        relator.title = (reading.view.text[title.start : title.end], title.start, title.end)
    kind = document.get("kind")
    relator.news = kind not in kind_class("studies") or (kind in kind_class("reports") and reports_event(relator))
    find_own_body(relator, kind)
    for ps in scan.passages:
        relator.read(ps)
    read_bylines(relator, authors(reading))
    return relator


def _recommended(found: list[Claim]) -> list[Span]:
    """Raw spans of what the document recommends, in order."""
    rows = {c.row for c in found if c.field == "kind" and c.value == "recommendation"}
    return sorted(span for c in found if c.field == "statement" and c.row in rows for span in c.spans)


def _passages(reading: Reading) -> list[dict[str, object]]:
    view = reading.view
    return [
        {
            "position": p.position,
            "kind": p.kind,
            "section": p.section,
            "spans": view.raw_spans(p.start, p.end, bridge=200),
            "text": view.text[p.start : p.end],
        }
        for p in reading.passages
    ]


def _repairs(reading: Reading) -> list[dict[str, object]]:
    return [
        {"start": r.start, "end": r.end, "raw": r.raw, "repaired": r.repaired, "rule": r.rule} for r in reading.repairs
    ]
