"""Forms of verbs and alternations of words."""

from __future__ import annotations

import re

import pytest

from educoop.extraction.findings.forms import alternation, verb, verb_classes

IRREGULAR = {"rise": ["rose", "risen"], "set": ["set", "set", "setting"]}


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("open", ("opens", "opened", "opened", "opening")),
        ("promise", ("promises", "promised", "promised", "promising")),
        ("plan", ("plans", "planned", "planned", "planning")),
        ("supply", ("supplies", "supplied", "supplied", "supplying")),
        ("employ", ("employs", "employed", "employed", "employing")),
        ("agree", ("agrees", "agreed", "agreed", "agreeing")),
        ("publish", ("publishes", "published", "published", "publishing")),
        ("train", ("trains", "trained", "trained", "training")),
        ("rise", ("rises", "rose", "risen", "rising")),
        ("set up", ("sets up", "set up", "set up", "setting up")),
    ],
)
def test_forms_of_a_verb(lemma: str, forms: tuple[str, ...]) -> None:
    v = verb(lemma, IRREGULAR)
    assert (v.s, v.past, v.done, v.ing) == forms


def test_class_has_each_form_and_all_forms() -> None:
    classes = verb_classes({"grow": ["rise"]}, IRREGULAR)
    assert classes["grow.past"] == ("rose",)
    assert classes["grow"] == ("rise", "rises", "rose", "risen", "rising")


def test_alternation_takes_the_longest_word() -> None:
    found = re.match(alternation(["plan", "plan to", "fail*"]), "plan to go")
    assert found is not None and found[0] == "plan to"
    assert re.fullmatch(alternation(["fail*"]), "failures")
