"""Structured blocks: tables, lists of members, labelled records, the frame of treaties, interviews."""

from __future__ import annotations

from educoop.extraction.blocks.members import read_members
from educoop.extraction.blocks.page import Page
from educoop.extraction.blocks.records import read_records
from educoop.extraction.blocks.tables import read_tables
from educoop.extraction.blocks.writer import Writer
from educoop.extraction.state import State


def read_blocks(state: State) -> None:
    """Write into the ledger what blocks say that no sentence says. Sentences must have been read."""
    writer = Writer(state, Page.of(state.scan.reading))
    read_tables(writer)
    read_members(writer)
    read_records(writer)
    writer.drop_prose()
