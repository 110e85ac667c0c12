"""Structured blocks: tables, lists of members, labelled records, the frame of treaties, interviews."""

from __future__ import annotations

from educoop.extraction.blocks.agreement_entries import read_agreement_entries
from educoop.extraction.blocks.grids import grids
from educoop.extraction.blocks.interviews import Speech, attributed, read_interview
from educoop.extraction.blocks.listed import read_listed
from educoop.extraction.blocks.members import read_members
from educoop.extraction.blocks.page import Page
from educoop.extraction.blocks.records import read_records
from educoop.extraction.blocks.tables import read_tables
from educoop.extraction.blocks.treaties import read_treaty
from educoop.extraction.blocks.writer import Writer
from educoop.extraction.relations.state import State

_PAIR = 2
"""Columns of the fields of a record, which are no table of their own."""

__all__ = ["Speech", "attributed", "read_blocks"]


def read_blocks(state: State) -> list[Speech]:
    """Write into the ledger what blocks say that no sentence says; returns who says which passages.

    The sentences must have been read: what blocks name goes into the rows that these have made.
    """
    writer = Writer(state, Page.of(state.scan.reading))
    read_records(writer)
    found = [g for g in grids(writer.page.lines) if len(g.rows[0]) > _PAIR or not writer.in_record(g.first)]
    listed = read_listed(writer, found)
    read_tables(writer, found, listed)
    read_agreement_entries(writer, [(g.first, g.last) for g in found])
    read_members(writer)
    read_treaty(writer)
    speech = read_interview(writer)
    writer.drop_prose()
    writer.drop_run_together()
    writer.set_subjects()
    return speech
