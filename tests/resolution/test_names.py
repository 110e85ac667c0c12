from __future__ import annotations

from educoop.registry import Organisation

from .literal import XJU, document, registry, row, tables


def kinds(found):
    return {(n["name"], n["document_id"]): n["kind"] for n in found["names"]}


def test_every_form_keeps_its_document() -> None:
    found = tables(
        document("a", row("organisations", "1", name=["Northern University", "NUX"])),
        document("b", row("organisations", "1", name="the Northern University")),
    )
    assert kinds(found) == {
        ("Northern University", "a"): "preferred",
        ("NUX", "a"): "abbreviation",
        ("the Northern University", "b"): "spelling_variant",
    }


def test_the_registrys_name_is_preferred() -> None:
    found = tables(document("a", row("organisations", "1", name="XRU")), known=registry(organisations=[XJU]))
    assert found["organisations"][0]["name"] == "Xian River University"
    assert kinds(found) == {("XRU", "a"): "abbreviation", ("Xian River University", None): "preferred"}


def test_the_registry_knows_former_names_and_misspellings() -> None:
    known = Organisation(
        "x", "Sea University", "university", None, None, former_names=("Ice University",), variants=("See University",)
    )
    found = tables(
        document(
            "a", row("organisations", "1", name="Ice University"), row("organisations", "2", name="See University")
        ),
        known=registry(organisations=[known]),
    )
    assert kinds(found)[("Ice University", "a")] == "former"
    assert kinds(found)[("See University", "a")] == "spelling_variant"


def test_a_former_name_of_a_document_is_former() -> None:
    found = tables(document("a", row("projects", "1", name="Sea Alliance", former_name="Ice Alliance")))
    assert kinds(found)[("Ice Alliance", "a")] == "former"


def test_the_fullest_form_is_preferred() -> None:
    found = tables(
        document("a", row("organisations", "1", name=["Sea University", "Great Sea University of Kazakhstan"]))
    )
    assert found["organisations"][0]["name"] == "Great Sea University of Kazakhstan"


def test_two_spellings_of_a_person_in_one_document_are_noted() -> None:
    found = tables(document("a", row("people", "1", name=["Aibek Nurlanov", "Aibek Nurlanof"])))
    assert [(d["kind"], d["table_name"]) for d in found["discrepancies"]] == [("contradiction", "people")]


def test_a_surname_is_no_other_spelling() -> None:
    assert tables(document("a", row("people", "1", name=["Aibek Nurlanov", "Nurlanov"])))["discrepancies"] == []
