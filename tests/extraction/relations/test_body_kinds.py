"""Kinds of places of teaching and research, told by their names."""

from __future__ import annotations

import pytest

from educoop.extraction.relations.body_kinds import body_kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Hovd Mining Institute", "university"),
        ("Hovd Institute of Foreign Languages", "university"),
        ("Hovd State Institute of Geography", "university"),
        ("Hovd Institute of Geography", "research_institute"),
        ("Institute of Botany", "research_institute"),
        ("Institute for Education Policy", "research_institute"),
        ("Hovd Forest Research Institute", "research_institute"),
        ("Hovd Veterinary Academy", "university"),
        ("Academy of Agricultural Sciences", "research_institute"),
        ("Hovd Vocational College of Railways", "university"),
        ("Hovd Secondary College", "school"),
        ("Hovd State Institute", "university"),
        ("Hovd State Academy", "university"),
        ("Hovd Vocational Academy", "school"),
        ("Hovd Business School", "university"),
    ],
)
def test_the_whole_name_tells_who_teaches_and_who_does_research(name: str, kind: str) -> None:
    head = "school" if "College" in name or "School" in name else "research_institute"
    assert body_kind(name, head) == kind


def test_other_bodies_keep_the_kind_of_their_head() -> None:
    assert body_kind("Hovd Boarding School", "school") == "school"
    assert body_kind("Hovd Medical Academy Press", "publisher") == "publisher"
