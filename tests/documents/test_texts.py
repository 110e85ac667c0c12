from __future__ import annotations

import gc
import pickle
from pathlib import Path

import pytest

from educoop.documents import texts as module
from educoop.documents.model import Source
from educoop.documents.read import read_documents
from educoop.documents.texts import RawTexts, Texts
from educoop.nameless import Spill


@pytest.fixture(params=["in memory", "in a file"])
def texts(request: pytest.FixtureRequest, tmp_path: Path) -> Texts:
    return Texts(Spill(tmp_path / "cache" if request.param == "in a file" else None))


def source(name: str, text: str) -> Source:
    return Source(name, f"{name}.txt", "text/plain", len(text), "0" * 64, text, {"title": name})


def test_a_text_is_read_when_it_is_asked_for(texts: Texts) -> None:
    given = [source("a", "one"), source("b", "zwei – \udcff"), source("c", "")]
    found = [texts.filed(s) for s in given]
    assert [s.text for s in (*reversed(found), *found)] == ["", "zwei – \udcff", "one", "one", "zwei – \udcff", ""]
    assert [(s.document_id, s.size, s.registry) for s in found] == [(s.document_id, s.size, s.registry) for s in given]
    assert dict(RawTexts(found)) == {s.document_id: s.text for s in given}
    assert "d" not in RawTexts(found)


def test_a_document_that_is_sent_elsewhere_has_its_text(texts: Texts) -> None:
    given = source("a", "one")
    assert pickle.loads(pickle.dumps(texts.filed(given))) == given


def test_no_more_than_some_texts_are_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "HELD", 15_000)
    folder = tmp_path / "documents"
    folder.mkdir()
    for n in range(50):
        (folder / f"{n}.txt").write_text(f"{n:05d} " * 2_000, "utf-8")
    sources, _ = read_documents(folder, None, away=Texts(Spill(tmp_path)).filed)
    assert in_memory(sources) == 0
    assert all(s.text.startswith(f"{int(s.document_id):05d} ") for s in sources)
    assert in_memory(sources) <= 4


def in_memory(sources: list[Source]) -> int:
    """Texts that documents or what they refer to hold."""
    seen: set[int] = set()
    left: list[object] = [sources]
    texts = 0
    while left:
        one = left.pop()
        if id(one) not in seen and not isinstance(one, type):
            seen.add(id(one))
            texts += isinstance(one, str) and len(one) == 12_000
            left += gc.get_referents(one)
    return texts
