from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import Any

import pytest

from educoop.registry import Organisation
from educoop.resolution.decisions import Decision
from educoop.resolution.keys import Keys
from educoop.resolution.known import Known, KnownThing
from educoop.resolution.model import ResolutionError
from educoop.resolution.pins import Pin, check_meanings, load_pins, pins_of, save_pins, updated

from .literal import PLACES, document, ids, registry, row, tables

CORPUS = (
    document(
        "a",
        row("organisations", "1", name=["Northern University", "NUX"], country="KAZ"),
        row("organisations", "2", name="Ministry of Water", country="KAZ"),
        row("events", "1", title="First China-Central Asia Water Forum", date="2021-05"),
        row("participants", "1", subject="events:1", entity="organisations:1", role="host"),
        row(
            "observations", "1", indicator="students", ref_area="KAZ", value="12.50", unit="percent", period="2019/2021"
        ),
    ),
    document(
        "b",
        row("organisations", "1", name="Water Ministry of Kazakhstan"),
        row("events", "1", title="Central Asia – China Water Forum", date="2021"),
        row("people", "1", name="Aibek Nurlanov"),
        row("positions", "1", person_id="people:1", role="minister", organisation_id="organisations:1"),
    ),
    document(
        "c",
        row("organisations", "1", name="The Northern University"),
        row("findings", "1", kind="challenge", statement="x"),
    ),
)


def test_tables_do_not_depend_on_the_order_of_documents() -> None:
    first = tables(*CORPUS)
    for order in itertools.permutations(CORPUS):
        assert tables(*order) == first


def test_ids_do_not_depend_on_other_documents() -> None:
    whole = tables(*CORPUS)
    for left_out in range(3):
        part = tables(*(d for i, d in enumerate(CORPUS) if i != left_out))
        for table in (
            "organisations",
            "events",
            "people",
            "positions",
            "participants",
            "observations",
            "claims",
            "names",
        ):
            assert set(ids(part, table)) <= set(ids(whole, table)), table


def test_ids_do_not_depend_on_the_numbers_of_local_rows() -> None:
    one = document(
        "a", row("organisations", "1", name="Northern University"), row("organisations", "2", name="Sea Institute")
    )
    other = document(
        "a", row("organisations", "9", name="Northern University"), row("organisations", "7", name="Sea Institute")
    )
    assert tables(one) == tables(other)


def test_ids_are_kebab_case() -> None:
    found = tables(*CORPUS)
    for table, rows in found.items():
        if rows and table != "retired_ids":
            assert all(re.fullmatch(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*", i) for i in ids(found, table)), table


def test_an_event_carries_its_year_and_no_number() -> None:
    assert ids(tables(*CORPUS), "events") == ["china-central-asia-water-forum-2021"]


def test_an_event_without_a_year_keeps_its_number() -> None:
    assert ids(tables(document("a", row("events", "1", title="Third Water Road Forum"))), "events") == [
        "3rd-water-road-forum"
    ]


def test_a_figure_is_named_by_what_it_says() -> None:
    assert ids(tables(*CORPUS), "observations") == ["students-KAZ-2019-2021-12-5-percent"]


def test_claims_sort_in_reading_order() -> None:
    claims = [c for c in tables(*CORPUS)["claims"] if c["document_id"] == "a"]
    assert [c["start_offset"] for c in claims] == sorted(c["start_offset"] for c in claims)


def test_a_pin_keeps_an_id_whose_name_has_changed() -> None:
    pin = Pin("organisations", "old-northern", "northern university")
    found = tables(document("a", row("organisations", "1", name="Northern University")), pins=[pin])
    assert ids(found, "organisations") == ["old-northern"]


def test_two_pins_of_one_thing_leave_a_retired_id() -> None:
    pins = [Pin("organisations", "northern", "northern university"), Pin("organisations", "sea", "sea university")]
    found = tables(document("a", row("organisations", "1", name=["Northern University", "Sea University"])), pins=pins)
    assert ids(found, "organisations") == ["northern"]
    assert [(r["old_id"], r["new_id"]) for r in found["retired_ids"]] == [("sea", "northern")]


def test_a_retired_id_stays_resolvable() -> None:
    pins = [Pin("organisations", "sea", None, "northern-university", "1.1.0")]
    found = tables(document("a", row("organisations", "1", name="Northern University")), pins=pins)
    assert found["retired_ids"] == [
        {"table_name": "organisations", "old_id": "sea", "new_id": "northern-university", "release": "1.1.0"}
    ]


def test_pins_of_a_build_give_the_same_ids_again() -> None:
    found = tables(*CORPUS)
    pins = pins_of(found, Keys(PLACES))
    assert tables(*CORPUS, pins=pins) == found


def test_pins_are_read_as_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / "ids.csv"
    pins = [*pins_of(tables(*CORPUS), Keys(PLACES)), Pin("people", "gone", None, None, "1.0.0")]
    save_pins(path, [*pins, *pins])
    assert load_pins(path) == pins


def test_two_areas_in_a_title_stand_in_one_order() -> None:
    def one(title: str) -> list[str]:
        return ids(tables(document("a", row("events", "1", title=title))), "events")

    assert (
        one("Uzbekistan-China Water Forum") == one("China – Uzbekistan Water Forum") == ["china-uzbekistan-water-forum"]
    )
    assert one("Water Forum of Uzbekistan, Tajikistan and China") == ["water-forum-of-uzbekistan-tajikistan-and-china"]


def test_a_malformed_pin_names_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "ids.csv"
    path.write_text("table,id,key,retired_into,retired_in,since\norganisations,x,,y,,\n")
    with pytest.raises(ResolutionError, match=r"ids\.csv:2"):
        load_pins(path)


def test_an_id_retired_twice_leads_to_the_one_in_use() -> None:
    pins = [
        Pin("organisations", "old-sea-college", None, "sea-college", "1.0.0"),
        Pin("organisations", "sea-college", None, "sea-university", "1.1.0"),
    ]
    found = tables(document("a", row("organisations", "1", name="Sea University")), pins=pins)
    assert [(r["old_id"], r["new_id"], r["release"]) for r in found["retired_ids"]] == [
        ("old-sea-college", "sea-university", "1.0.0"),
        ("sea-college", "sea-university", "1.1.0"),
    ]


def test_a_released_id_is_not_given_to_another_thing() -> None:
    pins = [Pin("organisations", "northern-university", "polar university")]
    found = tables(document("a", row("organisations", "1", name="Northern University", country="KAZ")), pins=pins)
    assert ids(found, "organisations") == ["northern-university-kaz"]


def test_an_id_lasts_when_only_another_form_of_the_name_is_at_hand() -> None:
    one = document("a", row("organisations", "1", name=["Northern University of Rivers", "River University"]))
    two = document("b", row("organisations", "1", name="River University"))
    pins = pins_of(tables(one, two), Keys(PLACES))
    assert ids(tables(two, pins=pins), "organisations") == ids(tables(one, two), "organisations")


def test_a_release_adds_new_ids_and_retires_those_gone() -> None:
    pins = [Pin("organisations", "sea-university", "sea university"), Pin("people", "ann", "ann")]
    found = tables(document("a", row("organisations", "1", name=["Northern University", "Sea University"])), pins=pins)
    update = updated(pins, found, Keys(PLACES), "1.2.0")
    assert update.new == [] and [(p.id, p.retired_into, p.release) for p in update.retired] == [("ann", None, "1.2.0")]
    assert {p.key for p in update.pins if p.id == "sea-university"} == {"northern university", "sea university"}
    assert updated(update.pins, found, Keys(PLACES), "1.3.0").pins == update.pins


def test_a_key_with_two_ids_names_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "ids.csv"
    save_pins(path, [Pin("people", "ann", "ann lee"), Pin("people", "ann-2", "ann lee")])
    with pytest.raises(ResolutionError, match=r"ids\.csv:3: the key 'ann lee' belongs to ann already"):
        load_pins(path)


def test_a_form_that_two_things_go_by_leads_to_neither() -> None:
    found = tables(
        document("a", row("events", "1", title=["Northern Water Forum", "Water Days"], date="2021")),
        document("b", row("events", "1", title=["Southern Water Forum", "Water Days"], date="2021")),
    )
    pins = pins_of(found, Keys(PLACES))
    keyed = [p.key for p in pins if p.key is not None]
    assert len(keyed) == len(set(keyed))


def test_an_id_lasts_when_the_country_becomes_known() -> None:
    pins = pins_of(tables(document("a", row("organisations", "1", name="Northern University"))), Keys(PLACES))
    found = tables(document("b", row("organisations", "1", name="Northern University", country="KAZ")), pins=pins)
    assert ids(found, "organisations") == ["northern-university"]


def test_an_id_is_not_given_to_a_thing_of_another_country() -> None:
    one = tables(document("a", row("organisations", "1", name="Northern University", country="KAZ")))
    pins = pins_of(one, Keys(PLACES))
    found = tables(document("b", row("organisations", "1", name="Northern University", country="UZB")), pins=pins)
    assert ids(found, "organisations") == ["northern-university-uzb"]


def test_updates_for_one_release_may_be_repeated() -> None:
    keys = Keys(PLACES)
    draft = tables(
        document("a", row("organisations", "1", name="Nothern Univrsity"), row("people", "1", name="Ann Lee"))
    )
    first = updated([], draft, keys, "1.0.0")
    mended = tables(
        document("a", row("organisations", "1", name="Northern University"), row("people", "1", name="Ann Lee"))
    )
    again = updated(first.pins, mended, keys, "1.0.0")
    assert [p.id for p in again.dropped] == ["nothern-univrsity"] and again.retired == []
    assert [p.id for p in again.new] == ["northern-university"]
    assert again.pins == updated([], mended, keys, "1.0.0").pins == updated(again.pins, mended, keys, "1.0.0").pins


def test_an_id_of_an_earlier_release_is_retired_not_dropped() -> None:
    keys = Keys(PLACES)
    old = updated([], tables(document("a", row("people", "1", name="Ann Lee"))), keys, "1.0.0").pins
    new = updated(old, tables(document("b", row("people", "1", name="Bo Chen"))), keys, "1.1.0")
    assert [(p.id, p.release, p.since) for p in new.retired] == [("ann-lee", "1.1.0", "1.0.0")] and not new.dropped
    assert {p.id: p.since for p in new.new} == {"bo-chen": "1.1.0"}


def test_an_entry_of_the_registry_cannot_take_an_id_released_for_something_else() -> None:
    thing = KnownThing("sea-university", "Mountain Academy", aliases=("Academy of Mountains",))
    seen = Known({}, {"organisations": {"sea-university": thing}})
    with pytest.raises(ResolutionError, match="'Mountain Academy', but it was released for 'sea university'"):
        check_meanings([Pin("organisations", "sea-university", "sea university")], seen, Keys(PLACES))
    check_meanings([Pin("organisations", "sea-university", "academy mountains")], seen, Keys(PLACES))


def test_an_edition_may_have_been_released_under_the_name_of_its_series() -> None:
    series = KnownThing("sea-forum", "Sea Forum", aliases=("Forum of the Seas",))
    second = KnownThing("sea-forum-2031", "Second Sea Forum")
    seen = Known(PLACES, {"events": {t.id: t for t in (series, second)}})
    check_meanings([Pin("events", "sea-forum-2031", "forum seas||2031")], seen, Keys(PLACES))
    with pytest.raises(ResolutionError, match="'Second Sea Forum', but it was released for 'forum mountain'"):
        check_meanings([Pin("events", "sea-forum-2031", "forum mountain||2031")], seen, Keys(PLACES))


def test_a_year_in_the_id_of_anything_else_makes_no_series() -> None:
    things = (KnownThing("sea-plan", "Sea Plan"), KnownThing("sea-plan-2031", "Plan for the Coast"))
    seen = Known(PLACES, {"policies": {t.id: t for t in things}})
    with pytest.raises(ResolutionError, match="released for 'sea plan'"):
        check_meanings([Pin("policies", "sea-plan-2031", "sea plan")], seen, Keys(PLACES))


def test_an_entry_that_the_registry_renames_leaves_its_old_id_behind() -> None:
    def known(row_id: str) -> Any:
        return registry(organisations=[Organisation(row_id, "Northern University", "university", None, None)])

    one = document("a", row("organisations", "1", name="Northern University"))
    pins = pins_of(tables(one, known=known("old-northern")), Keys(PLACES))
    found = tables(one, known=known("northern"), pins=pins)
    assert ids(found, "organisations") == ["northern"]
    assert [(r["old_id"], r["new_id"]) for r in found["retired_ids"]] == [("old-northern", "northern")]


def memorandum(document_id: str, *parties: str) -> Any:
    others = [row("organisations", str(n), name=name) for n, name in enumerate(parties)]
    signed = [
        row("participants", str(n), subject="agreements:1", entity=f"organisations:{n}", role="party")
        for n in range(len(parties))
    ]
    return document(
        document_id, *others, row("agreements", "1", title="memorandum of understanding", date="2021-05"), *signed
    )


def test_the_id_of_one_memorandum_never_goes_to_that_of_others() -> None:
    ours = memorandum("m", "Northern University", "Sea University")
    pins = pins_of(tables(ours), Keys(PLACES))
    (released,) = ids(tables(ours), "agreements")
    assert ids(tables(ours, pins=pins), "agreements") == [released]
    theirs = memorandum("a", "Polar University", "Glass University")  # comes before ours in every order of documents
    assert released not in ids(tables(theirs, pins=pins), "agreements")
    both = tables(theirs, ours, pins=pins)
    assert {c["row_id"] for c in both["claims"] if (c["document_id"], c["table_name"]) == ("m", "agreements")} == {
        released
    }


def test_a_memorandum_keeps_its_id_when_a_party_is_merged() -> None:
    ours = memorandum("m", "Northern University", "Sea University", "Ocean University")
    pins = pins_of(tables(ours), Keys(PLACES))
    merge = Decision(
        "merge", "r", "b", "2026-01-01", table="organisations", row="ocean-university", value="lake-academy"
    )
    lake = document("z", row("organisations", "1", name="Lake Academy"))
    assert ids(tables(ours, lake, pins=pins, decisions=[merge]), "agreements") == ids(tables(ours), "agreements")
