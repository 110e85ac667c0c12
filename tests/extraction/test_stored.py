from __future__ import annotations

from educoop.extraction.model import Claim, Extraction
from educoop.extraction.stored import Stored


def test_what_was_stored_comes_back_and_is_stored_the_same() -> None:
    claim = Claim("people", "1", "name", "Ä \ud800", ((0, 1), (4, 7)), 0, "rule")
    extraction = Extraction({"document_id": "a"}, [{"text": "Ä"}], [], [claim])
    stored = Stored.of(extraction)
    assert stored.document_id == "a"
    assert stored.extraction() == extraction
    assert Stored.of(stored.extraction()) == stored
