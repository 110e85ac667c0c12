from __future__ import annotations

import gc
import pickle
from pathlib import Path

from educoop.extraction.model import Claim, Extraction
from educoop.extraction.stored import Filed, Stored
from educoop.nameless import Spill


def test_what_was_stored_comes_back_and_is_stored_the_same() -> None:
    claim = Claim("people", "1", "name", "Ä \ud800", ((0, 1), (4, 7)), 0, "rule")
    extraction = Extraction({"document_id": "a"}, [{"text": "Ä"}], [], [claim])
    stored = Stored.of(extraction)
    assert stored.document_id == "a"
    assert stored.extraction() == extraction
    assert Stored.of(stored.extraction()) == stored


def test_of_filed_extractions_none_is_in_memory(tmp_path: Path) -> None:
    given = [Stored(str(n), bytes([n]) * 1_000) for n in range(10)]
    filed = Filed(Spill(tmp_path))
    found = [filed.filed(stored) for stored in given]
    assert [stored.content for stored in found] == [stored.content for stored in given]
    assert pickle.loads(pickle.dumps(found)) == given
    assert all(given[0].content is not held for stored in found for held in gc.get_referents(stored))
