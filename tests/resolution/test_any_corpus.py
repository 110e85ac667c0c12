"""What holds whatever the documents say."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from educoop.schemas import load_schemas

from .literal import document, ids, row, tables

COUNTRIES = st.sampled_from(["KAZ", "UZB", "CHN", "central-asia"])
DATES = st.sampled_from(["2021", "2021-05", "2021-05-02", "2022", "2020/..", "not a date"])


def thing(table: str, name_field: str, names: list[str], **fields: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    given_names = st.lists(st.sampled_from(names), min_size=1, max_size=2, unique=True)
    optional = {field: values for field, values in fields.items()}
    return st.fixed_dictionaries({name_field: given_names}, optional=optional).map(lambda f: (table, f))


ORGANISATIONS = thing(
    "organisations",
    "name",
    [
        "Northern University",
        "the Northern University",
        "NUX",
        "Ministry of Water",
        "Kazakh Ministry of Water",
        "University",
    ],
    country=COUNTRIES,
    kind=st.sampled_from(["university", "other"]),
)
EVENTS = thing(
    "events",
    "title",
    [
        "First Water Road Forum",
        "Water Road Forum",
        "Water Road Almaty Forum",
        "opening ceremony",
        "2nd Water Road Forum",
    ],
    date=DATES,
    kind=st.sampled_from(["forum", "ceremony"]),
    place_id=st.sampled_from(["almaty", "KAZ"]),
)
PROJECTS = thing(
    "projects",
    "name",
    ["Luban Workshop", "Luban Workshop of Kazakhstan", "Water Road Laboratory", "Road Water Lab"],
    country=COUNTRIES,
    date=DATES,
    host_organisation_id=st.sampled_from(["organisations:0", "organisations:9"]),
)
AGREEMENTS = thing("agreements", "title", ["Agreement on Cooperation", "Water Road Charter"], date=DATES)
PEOPLE = thing("people", "name", ["Aibek Nurlanov", "Nurlanov Aibek", "Nurlanov"])
LINKS = st.fixed_dictionaries(
    {
        "subject": st.sampled_from(["agreements:0", "projects:0", "events:0", "events:1"]),
        "entity": st.sampled_from(["organisations:0", "people:0", "places:KAZ", "places:CHN"]),
        "role": st.sampled_from(["party", "host"]),
    }
).map(lambda f: ("participants", f))
SCHEMAS = load_schemas()
ROWS = st.lists(st.one_of(ORGANISATIONS, EVENTS, PROJECTS, AGREEMENTS, PEOPLE, LINKS), max_size=8)


def build(rows_of_documents: list[list[tuple[str, dict[str, Any]]]]) -> list[Any]:
    documents = []
    for number, rows in enumerate(rows_of_documents):
        counts: dict[str, int] = {}
        numbered = []
        for table, fields in rows:
            numbered.append(row(table, str(counts.get(table, 0)), **fields))
            counts[table] = counts.get(table, 0) + 1
        documents.append(document(f"d{number}", *numbered))
    return documents


@settings(max_examples=60)
@given(st.lists(ROWS, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_tables_are_whole_and_do_not_depend_on_the_order_of_documents(rows: list[Any], random: Any) -> None:
    documents = build(rows)
    found = tables(*documents)
    for table in found:
        keys = [tuple(r[column] for column in SCHEMAS[table].primary_key) for r in found[table]]
        assert len(set(keys)) == len(keys), table
    there = {(table, i) for table in found if table not in ("retired_ids", "witnesses") for i in ids(found, table)}
    for claim in found["claims"]:
        assert (claim["table_name"], claim["row_id"]) in there
    for participant in found["participants"]:
        assert (participant["subject_table"], participant["subject_id"]) in there
        assert (participant["entity_table"], participant["entity_id"]) in there
    for project in found["projects"]:
        assert project["host_organisation_id"] is None or ("organisations", project["host_organisation_id"]) in there
    claims = {c["claim_id"] for c in found["claims"]}
    assert all(d["claim_id_a"] in claims and d["claim_id_b"] in claims for d in found["discrepancies"])
    shuffled = list(documents)
    random.shuffle(shuffled)
    assert tables(*shuffled) == found
