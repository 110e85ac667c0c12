"""Structured blocks: tables, lists of members, labelled records, the frame of treaties, interviews."""

from __future__ import annotations

from educoop.extraction.blocks.page import Page
from educoop.extraction.blocks.tables import read_tables
from educoop.extraction.blocks.writer import Writer
from educoop.extraction.relate import Relator


def read_blocks(relator: Relator) -> None:
    """Write into the ledger what blocks say that no sentence says. Sentences must have been read."""
    writer = Writer(relator, Page.of(relator.scan.reading))
    read_tables(writer)
