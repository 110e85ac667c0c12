from __future__ import annotations

from typing import Any

from educoop.extraction.model import Extraction
from educoop.resolution.resolve import resolved
from educoop.resolution.shared import Origins, shared_sentences

from .literal import document, registry, row

ONE = "From 2003 to 2009, the average number of young otters from hill villages living by the lake was 71.5."
TWO = "It is told that the average number of young otters from hill villages has come to 71.5 by the lake since 2003."
OTHER = "Nothing of what is written here was ever written anywhere else before, as far as anybody can tell."


def written(document_id: str, text: str, repaired: str | None = None) -> Extraction:
    about = {"document_id": document_id}
    passage = {"position": 0, "kind": "paragraph", "spans": [(0, len(text))], "text": repaired or text}
    return Extraction(about, [passage], [], [])


def shared(*documents: Extraction, **raw: str) -> list[Any]:
    texts = {d.document["document_id"]: d.passages[0]["text"] for d in documents}
    return shared_sentences(documents, texts | raw)


def test_a_reworded_sentence_is_found_with_its_spans() -> None:
    first, second = f"{OTHER} {ONE}", f"{TWO} Some more."
    (found,) = shared(written("a", first), written("b", second))
    assert (found.original.document_id, found.original.quote) == ("a", ONE)
    assert (found.copy.document_id, found.copy.quote) == ("b", TWO)
    assert first[found.original.start : found.original.end] == ONE


def test_a_sentence_of_three_documents_is_shared_with_each_earlier_one() -> None:
    found = shared(written("a", ONE), written("b", ONE), written("c", f"{OTHER} {ONE}"))
    assert [(s.copy.document_id, s.original.document_id) for s in found] == [("b", "a"), ("c", "a"), ("c", "b")]
    assert {s.copy.quote for s in found} | {s.original.quote for s in found} == {ONE}


def test_other_sentences_are_not_shared() -> None:
    assert shared(written("a", OTHER), written("b", ONE)) == []


def test_a_document_shares_nothing_with_itself() -> None:
    assert shared(written("a", f"{ONE} {TWO}")) == []


def test_a_repaired_sentence_is_found_in_the_raw_text() -> None:
    raw = f"{OTHER} {ONE}".replace("average number", "aver-\nage num¬ber")
    (found,) = shared(written("a", raw, f"{OTHER} {ONE}"), written("b", TWO), a=raw)
    assert found.original.quote == ONE.replace("average number", "aver-\nage num¬ber")


def test_a_copy_of_a_copy_goes_back_to_the_first() -> None:
    documents = written("a", ONE), written("b", ONE), written("c", ONE)
    origins = Origins({"a": "a", "b": "b", "c": "c"}, shared(*documents))
    assert [origins.of(d, 10) for d in "abc"] == ["a", "a", "a"]


def test_a_recycled_sentence_is_one_witness() -> None:
    def telling(document_id: str, text: str) -> Extraction:
        spans = {"spans": ((text.index("71.5"), text.index("71.5") + 4),)}
        figure = row("observations", "1", indicator=("otters", spans), value=("71.5", spans), unit=("persons", spans))
        made = document(document_id, figure, text=text, published=f"200{ord(document_id) - 97}")
        made.passages[0]["text"] = text
        return made

    own = telling("c", "By another count, 71.5 otters were seen.")

    made = [telling("a", ONE), telling("b", TWO), own]
    raw = {"a": ONE, "b": TWO, "c": own.passages[0]["text"]}
    found, _ = resolved(made, [], registry(), raw_texts=raw)
    told = [(w["document_id"], w["witness_document_id"]) for w in found["witnesses"]]
    assert told == [("a", "a"), ("b", "a"), ("c", "c")]
    assert len(found["observations"]) == 1
