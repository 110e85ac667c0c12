"""The pattern language of the rules, and the way from a masked sentence back to the text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from educoop.extraction.model import Mention
from educoop.extraction.relations import frames as module
from educoop.extraction.relations.emit import KINDS
from educoop.extraction.relations.frames import Masked, RuleError, compile_pattern, frames, matches

from ..literal import said

TEXT = 'In 2014, Barvel University and the Temrin College signed the "Undar Charter" with Laos.'


def mention(kind: str, name: str, text: str = TEXT, offset: int = 0) -> Mention:
    at = text.index(name)
    return Mention(kind, at + offset, at + len(name) + offset, name, {"place_id": "LAO"} if kind == "place" else {})


def mentions(offset: int = 0) -> list[Mention]:
    return [
        mention(kind, name, offset=offset)
        for kind, name in [
            ("date", "2014"), ("organisation", "Barvel University"), ("organisation", "Temrin College"),
            ("agreement", "Undar Charter"), ("place", "Laos"),
        ]
    ]  # fmt: skip


def found(pattern: str, text: str) -> re.Match[str] | None:
    return re.search(compile_pattern(pattern), text)


def test_each_mention_is_one_mark_of_its_kind() -> None:
    masked = Masked(TEXT, 0, mentions())
    assert masked.text == "in <T0>, <O1> and the <O2> signed the <A3> with <L4>."
    assert masked.kinds == {"T", "O", "A", "L"}


def test_quotation_marks_belong_to_the_name_they_enclose() -> None:
    assert '"' not in Masked(TEXT, 0, mentions()).text


def test_a_demonym_has_its_own_kind() -> None:
    adjective = Mention("place", 0, 7, "Laotian", {"form": "demonym", "place_id": "LAO"})
    assert Masked("Laotian tea", 0, [adjective]).text == "<D0> tea"


def test_signs_of_the_text_are_no_marks() -> None:
    assert Masked("a <O1> b", 0, []).text == "a  o1> b"
    assert Masked("a <O1> b", 0, []).kinds == frozenset()


def test_a_group_leads_back_to_its_mentions_and_to_the_view() -> None:
    masked = Masked(TEXT, 1000, mentions(1000))
    m = found("@[OL]+:who %sign the @A:what with @L:with", masked.text)
    assert m
    assert [x.name for x in masked.marks(m, "who")] == ["Barvel University", "Temrin College"]
    start, end = masked.span(m, "what")
    assert TEXT[start - 1000 : end - 1000] == "Undar Charter"
    start, end = masked.span(m)
    assert TEXT[start - 1000 : end - 1000] == TEXT[TEXT.index("Barvel") : -1]


def test_whose_a_member_of_a_list_is_is_no_member() -> None:
    text = "Founded by Laos's Barvel University and Temrin College."
    named = [("place", "Laos"), ("organisation", "Barvel University"), ("organisation", "Temrin College")]
    masked = Masked(text, 0, [mention(kind, name, text) for kind, name in named])
    m = found("by @[OL]+:who", masked.text)
    assert m
    assert [x.name for x in masked.marks(m, "who")] == ["Barvel University", "Temrin College"]


def test_where_a_member_of_a_list_is_is_no_member() -> None:
    text = "Barvel University in Laos and Temrin College met."
    names = {"Barvel University": "organisation", "Laos": "place", "Temrin College": "organisation"}
    masked = Masked(text, 0, [mention(kind, name, text) for name, kind in names.items()])
    m = found("@OO:who met", masked.text)
    assert m
    assert [x.name for x in masked.marks(m, "who")] == ["Barvel University", "Temrin College"]


@pytest.mark.parametrize(
    ("pattern", "text", "group"),
    [
        ("@O:who met", "<O0> and <O1> met", "<O1>"),
        ("@OO:who met", "<O0>, <O1> and the <O2> met", "<O0>, <O1> and the <O2>"),
        ("@OO:who met", "<O0>, <L1> and <O2> met", "<O2>"),
        ("@[OL]+:who met", "<L0>, <L1> met", "<L0>, <L1>"),
        ("@[OL]*:who met", "<O0>, <L1> and <O2> met", "<O0>, <L1> and <O2>"),
        ("@OO:who met", "<O0> as well as <O1> met", "<O0> as well as <O1>"),
    ],
)
def test_one_mark_and_lists_of_marks(pattern: str, text: str, group: str) -> None:
    m = found(pattern, text)
    assert m
    assert m["who"] == group


@pytest.mark.parametrize(
    ("pattern", "yes", "no"),
    [
        ("x %be y", "x has been y", "x became y"),
        ("%found", "it was set up here", "the setup"),
        ("x ~y", "x " + "a" * 60 + "y", "x " + "a" * 61 + "y"),
        ("x ~~y", "x " + "a" * 160 + "y", "x " + "a" * 161 + "y"),
        ("x ~y", "x a, b y", "x a; b y"),
    ],
)
def test_words_and_gaps(pattern: str, yes: str, no: str) -> None:
    assert found(pattern, yes)
    assert not found(pattern, no)


def test_an_unknown_word_list_is_an_error_that_names_it() -> None:
    with pytest.raises(RuleError, match="%nonsense"):
        compile_pattern("x %nonsense")


@pytest.mark.parametrize(
    ("yaml", "message"),
    [
        ("- {id: broken, pattern: '(unclosed'}", "bad.yaml: rule broken"),
        ("- {id: wordless, pattern: '%nothing'}", "bad.yaml: rule wordless.*lexicons/macros.yaml"),
        ("- {pattern: 'x'}", "bad.yaml: rule without an id"),
        ("- {id: empty}", "bad.yaml: rule empty"),
    ],
)
def test_a_wrong_rule_is_named(yaml: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bad.yaml").write_text(yaml, "utf-8")
    monkeypatch.setattr(module, "rules_dir", lambda: tmp_path)
    with pytest.raises(RuleError, match=message):
        frames.__wrapped__("bad")


def test_needs_triggers_and_guards_hold_a_rule_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rule = "- {id: r, needs: OL, triggers: [met], pattern: '@O:who met(?: not)? @L:where', not: ' not '}"
    (tmp_path / "held.yaml").write_text(rule, "utf-8")
    monkeypatch.setattr(module, "rules_dir", lambda: tmp_path)

    def fires(text: str, *names: tuple[str, str]) -> bool:
        return bool(list(matches("held", Masked(text, 0, [mention(k, n, text) for k, n in names]))))

    body, place = ("organisation", "Barvel University"), ("place", "Laos")
    assert fires("Barvel University met Laos", body, place)
    assert not fires("Barvel University met Laos", body)
    assert not fires("Barvel University left Laos", body, place)
    assert not fires("Barvel University met not Laos", body, place)


@settings(max_examples=100, derandomize=True, database=None)
@given(
    st.lists(st.tuples(st.text("ab <İ\"'", max_size=6), st.text("XY", min_size=1, max_size=4)), max_size=5),
    st.integers(0, 50),
)
def test_every_mark_leads_back_to_its_mention(parts: list[tuple[str, str]], offset: int) -> None:
    text, found = "", []
    for gap, name in parts:
        text += gap + " "
        found.append(Mention("organisation", offset + len(text), offset + len(text) + len(name), name))
        text += name
    masked = Masked(text, offset, found)
    for k, m in enumerate(re.finditer(r"<O\d+>", masked.text)):
        assert masked.span(m) == (found[k].start, found[k].end)


def test_every_emission_of_a_rule_is_of_a_known_kind() -> None:
    """The first key of an emission says of what kind it is."""
    assert {next(iter(emit)) for frame in frames() for emit in frame.emit} <= KINDS


def test_members_of_a_list_may_have_brackets_behind_them() -> None:
    got = said("Barvel University (BU) and Temrin College (Osh, Laos) opened the Robotics Laboratory.")
    assert {who for _, who, _ in got.parts()} == {"Barvel University", "Temrin College"}
