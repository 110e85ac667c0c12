"""With one fact of a document replaced by another of its kind, exactly the claims that rest on it change."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from educoop.documents.read import read_documents

from .substitution import Change, Document, differences

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = (ROOT / "seeds" / "documents", ROOT / "tests" / "golden" / "development" / "documents")
OTHER_COUNTRIES = ("KAZ", "KGZ", "TJK", "TKM", "UZB", "MNG", "PAK", "AZE", "GEO", "ARM")
FEW = settings(max_examples=8, derandomize=True, database=None)


@cache
def documents() -> tuple[Document, ...]:
    return tuple(
        Document(source) for folder in FOLDERS if folder.is_dir() for source in read_documents(folder, None)[0]
    )


def candidates(kind: str) -> Iterator[tuple[int, str]]:
    """(number of the document, fact) of all facts of a kind."""
    for i, d in enumerate(documents()):
        facts = {
            "year": d.years,
            "day": d.days,
            "number": d.numbers,
            "word": d.number_words,
            "country": d.countries,
            "person": lambda d=d: d.distinctive("people"),
            "institution": lambda d=d: d.distinctive("organisations"),
            "city": d.bodies_of_cities,
        }[kind]()
        yield from ((i, fact) for fact in facts)


def replaced(kind: str, document: Document, fact: str, pick: int) -> Change | None:
    match kind:
        case "year":
            return document.another_year(fact, pick)
        case "day":
            return document.another_day(fact, pick)
        case "number":
            return document.another_number(fact, pick)
        case "word":
            return document.another_word(fact, pick)
        case "city":
            return document.body_of_another_city(fact, pick)
        case "country":
            n = len(OTHER_COUNTRIES)
            return next(
                (c for k in range(n) if (c := document.another_country(fact, OTHER_COUNTRIES[(pick + k) % n]))), None
            )
        case _:
            return document.another_name(fact, pick)


def check(document: Document, change: Change) -> None:
    missing, unexpected = differences(document, change)
    assert (missing, unexpected) == ([], []), (document.source.file, change)


@pytest.mark.parametrize("kind", ["year", "day", "number", "word", "country", "person", "institution", "city"])
def test_only_what_rests_on_the_fact_changes(kind: str) -> None:
    facts = list(candidates(kind))

    @FEW
    @given(st.sampled_from(facts), st.integers(0, 999))
    def replace_one(at: tuple[int, str], pick: int) -> None:
        document = documents()[at[0]]
        change = replaced(kind, document, at[1], pick)
        if change is not None:
            check(document, change)

    replace_one()


@pytest.mark.parametrize("kind", ["year", "day", "number", "word", "country", "person", "institution", "city"])
def test_no_fact_is_an_exception(kind: str) -> None:
    checked = 0
    for at, fact in candidates(kind):
        change = replaced(kind, documents()[at], fact, checked)
        if change is not None:
            check(documents()[at], change)
            checked += 1
    assert checked >= 5


@pytest.mark.slow
@pytest.mark.parametrize("new", OTHER_COUNTRIES)
def test_every_country_may_be_any_other(new: str) -> None:
    """Where a document names a body, a town or a river of the old country beside the new one, the words of the country
    decide: towns and names tell of a country only where none is named by its own name."""
    for at, fact in candidates("country"):
        change = documents()[at].another_country(fact, new)
        if change is not None:
            check(documents()[at], change)


@pytest.mark.parametrize("by", [-4, 3])
def test_all_years_moved(by: int) -> None:
    for document in documents():
        check(document, document.other_years(by))


def test_there_are_facts_of_every_kind() -> None:
    for kind in ("year", "day", "number", "word", "country", "person", "institution", "city"):
        assert len(list(candidates(kind))) >= 5, kind


def test_a_replaced_number_is_the_new_value() -> None:
    document, fact = next((documents()[i], fact) for i, fact in candidates("number") if i)
    change = document.another_number(fact, 1)
    assert change.values[0][1] in [c.value for c in document.changed(change) if c.table == "observations"]


def test_every_claim_of_a_name_is_what_its_words_say() -> None:
    for document in documents():
        for c in document.claims:
            if c.rule in ("name-shape", "name-known") and c.field in ("name", "title") and len(c.spans) == 1:
                words = " ".join(document.source.text[slice(*c.spans[0])].split())
                # Of "the ministries of A and B", the second one's own words are only "B".
                assert c.value.split()[-1].strip('"') in words, (c, words)
