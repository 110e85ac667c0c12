"""The nouns by which things are told without a proper name: their plurals, and what the file may not hold."""

from __future__ import annotations

from typing import Any

import pytest

from educoop.extraction.relations.things.thing_nouns import nouns, read_nouns, read_words, words
from educoop.extraction.relations.things.thing_phrases import is_verb, phrases, tokens


def told(plurals: dict[str, list[str]] | None = None, **kinds: list[str]) -> dict[str, Any]:
    """A file with projects of these kinds."""
    return {"agreements": {}, "projects": kinds, "events": {}, "plurals": plurals or {}}


def listed(**lists: list[str]) -> dict[str, list[str]]:
    """A file with these lists of words, and the others empty."""
    return {name: [] for name in ("determiners", "function", "qualities", "verbs", "people")} | lists


@pytest.mark.parametrize(
    ("singular", "plural"),
    [("corner", "corners"), ("class", "classes"), ("campus", "campuses"), ("branch", "branches"), ("study", "studies"),
     ("survey", "surveys"), ("letter of intent", "letters of intent"), ("master class", "master classes")],
)  # fmt: skip
def test_a_noun_is_known_in_the_plural(singular: str, plural: str) -> None:
    assert {form: noun.plural for form, (noun,) in read_nouns(told(other=[singular])).items()} == {
        singular: False,
        plural: True,
    }


def test_a_plural_of_its_own_stands_for_the_regular_one() -> None:
    found = read_nouns(told({"datum": ["data"]}, other=["datum of birth"]))
    assert list(found) == ["datum of birth", "data of birth"]


def test_what_is_only_plural_has_no_other() -> None:
    assert list(read_nouns(told(other=["talks"]))) == ["talks"]


@pytest.mark.parametrize(
    ("kinds", "error"),
    [
        ({"one": ["scheme"], "other": ["fund", "scheme"]}, "projects.other: 'scheme' is told already by 'scheme' in "),
        ({"other": ["day", "days"]}, "'days' is told already by 'day' in projects.other; leave one of them out"),
    ],
)
def test_a_noun_told_twice_of_a_table_is_refused(kinds: dict[str, list[str]], error: str) -> None:
    with pytest.raises(ValueError, match=error):
        read_nouns(told(**kinds))


def test_a_plural_of_no_noun_is_refused() -> None:
    with pytest.raises(ValueError, match=r"thing_nouns\.yaml: plurals\.ox: no noun of the file is 'ox'; leave it out"):
        read_nouns(told({"ox": ["oxen"]}, other=["farm"]))


@pytest.mark.parametrize(
    ("lists", "error"),
    [
        ({"verbs": ["win", "wins", "win"]}, "verbs: 'win' is told already in verbs; leave one of them out"),
        ({"determiners": ["such"], "function": ["such"]}, "function: 'such' is told already in determiners"),
        ({"function": ["only"], "qualities": ["only"]}, "qualities: 'only' is told already in function"),
    ],
)
def test_a_word_told_twice_is_refused(lists: dict[str, list[str]], error: str) -> None:
    with pytest.raises(ValueError, match=error):
        read_words(listed(**lists))


def test_a_quality_may_look_like_a_verb() -> None:
    assert read_words(listed(qualities=["following"], verbs=["following"]))["verbs"] == {"following"}


@pytest.mark.parametrize("form", nouns())
def test_every_noun_can_tell_a_thing(form: str) -> None:
    found = {p.noun for p in phrases(tokens(f"<O0> has a new {form}."))}
    assert found == {noun for noun in nouns()[form] if noun.table != "agreements" or not noun.plural}


def test_no_verb_is_listed_that_its_form_tells() -> None:
    assert not list(filter(is_verb, words("verbs")))
