from __future__ import annotations

from pathlib import Path

import pytest

from dataset.sample import raw_texts, rows
from educoop.dataset.query import rows as select
from educoop.dataset.release import write_release
from educoop.dataset.why import UnknownRow, why


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tables = rows()
    tables["retired_ids"] = [
        {"table_name": "projects", "old_id": "oldest", "new_id": "older"},
        {"table_name": "projects", "old_id": "older", "new_id": "gamma"},
        {"table_name": "projects", "old_id": "gone"},
    ]
    tables["retired_ids"][0]["new_id"] = "gamma"
    tables["discrepancies"] = [
        {"discrepancy_id": "d1", "kind": "precision", "table_name": "projects", "row_id": "gamma", "explanation": "x"}
    ]
    return write_release(tables, raw_texts(), tmp_path_factory.mktemp("why") / "dist").database


def test_all_claims_of_the_row_are_given_by_field(database: Path) -> None:
    found = why(database, "projects", "gamma")
    assert [(r.field, r.value, r.document_id) for r in found.reasons] == [
        ("date", "2014-05", "one"),
        ("name", "Gamma Centre", "one"),
        ("name", "Gamma Centre", "two"),
    ]
    assert found.values["name"] == "Gamma Centre"


def test_a_quote_stands_in_its_sentence_with_its_line(database: Path) -> None:
    reason = why(database, "observations", "gamma-students", raw_texts()).reasons[0]
    (quote,) = reason.quotes
    assert (quote.before, quote.text, quote.after) == ("It has ", "about 120 students", ".")
    assert (quote.first_line, quote.last_line) == (2, 2)


def test_each_span_of_a_claim_has_its_place(database: Path) -> None:
    reason = why(database, "projects", "gamma", raw_texts()).reasons[0]
    assert [q.text for q in reason.quotes] == ["opened", "May 2014"]
    assert reason.quotes[1].before == "=Alpha University and Beta College opened the Gamma Centre in "


def test_without_raw_texts_the_sentence_comes_from_the_published_passage(database: Path) -> None:
    reasons = {r.document_id: r for r in why(database, "projects", "gamma").reasons if r.field == "name"}
    open_quote, closed_quote = reasons["two"].quotes[0], reasons["one"].quotes[0]
    assert (open_quote.before, open_quote.after, open_quote.first_line) == (
        "The ",
        " was opened by Alpha University and Beta College.",
        None,
    )
    assert (closed_quote.before, closed_quote.after) == ("", "")


def test_a_raw_text_that_is_not_the_one_that_was_read_is_not_shown(database: Path) -> None:
    reason = why(database, "observations", "gamma-students", {"one": "quite another text"}).reasons[0]
    assert (reason.quotes[0].before, reason.quotes[0].first_line) == ("", None)


def test_a_retired_id_leads_to_the_one_in_use(database: Path) -> None:
    assert why(database, "projects", "oldest").row_id == "gamma"


def test_a_withdrawn_id_is_said_to_be_so(database: Path) -> None:
    with pytest.raises(UnknownRow, match="the id was withdrawn"):
        why(database, "projects", "gone")


def test_discrepancies_about_the_row_are_given(database: Path) -> None:
    assert [d["discrepancy_id"] for d in why(database, "projects", "gamma").discrepancies] == ["d1"]


def test_a_thing_known_from_the_registry_only_has_no_claims(database: Path) -> None:
    assert why(database, "places", "KAZ").reasons == ()


def test_an_unknown_table_or_row_is_named(database: Path) -> None:
    with pytest.raises(UnknownRow, match="there is no table project; the tables are agreements"):
        why(database, "project", "gamma")
    with pytest.raises(UnknownRow, match="projects has no row delta"):
        why(database, "projects", "delta")


def test_the_macro_takes_a_retired_id_too(database: Path) -> None:
    found = select(database, "SELECT claim_id FROM why('projects', 'oldest')")
    assert found == select(database, "SELECT claim_id FROM why('projects', 'gamma')") != []
    ids = select(database, "SELECT current_id('projects', 'oldest') AS a, current_id('people', 'oldest') AS b")
    assert ids == [{"a": "gamma", "b": "oldest"}]
