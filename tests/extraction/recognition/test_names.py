"""The shapes of names, in sentences with invented ones."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from educoop.extraction.recognition.names import find_in, find_names
from educoop.extraction.recognition.tokens import tokenize

from ..literal import said


def named(text: str) -> list[str]:
    """Names of bodies, projects, events, agreements and policies."""
    return [m.name for m in find_in(text, 0) if m.kind != "place"]


def kinds(text: str) -> list[tuple[str, str]]:
    return [(m.kind, m.data["kind"]) for m in find_in(text, 0) if m.kind != "place"]


def people(text: str) -> list[str]:
    """Capitalised runs without a head noun."""
    return [m.name for m in find_names(tokenize(text, 0, []), text, 0)[1]]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Yunling Normal University is large.", "Yunling Normal University"),
        ("Partner: Lanting Vocational College", "Lanting Vocational College"),
        ("Running Hainan University is hard.", "Hainan University"),
        ("Visiting Khorog Medical University helps.", "Khorog Medical University"),
    ],
)
def test_a_chinese_place_that_sounds_like_a_gerund_opens_the_name_of_a_body(text: str, name: str) -> None:
    assert named(text) == [name]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Barvel University and Temrin College met.", ["Barvel University", "Temrin College"]),
        ("The Ministry of Education and Temrin University met.", ["Ministry of Education", "Temrin University"]),
        (
            "The Council of Barvel and the Consulate General of Laos met.",
            ["Council of Barvel", "Consulate General of Laos"],
        ),
        ("Barvel University of Economics and Finance met.", ["Barvel University of Economics and Finance"]),
        (
            "The Ministry of Science, Higher Education and Innovation met.",
            ["Ministry of Science, Higher Education and Innovation"],
        ),
        (
            "The Barvel Language Education and Digital Innovation Cooperation Center opened.",
            ["Barvel Language Education and Digital Innovation Cooperation Center"],
        ),
    ],
)
def test_and_joins_words_of_a_name_or_parts_two_names(text: str, names: list[str]) -> None:
    assert named(text) == names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The University of Barvel met.", "University of Barvel"),
        (
            "The Confucius Institute at Temrin State University opened.",
            "Confucius Institute at Temrin State University",
        ),
        ("The Second Barvel Forum on Schools opened.", "Second Barvel Forum on Schools"),
        ("The Laos-Nepal Committee on Youth met.", "Laos-Nepal Committee on Youth"),
        ("The Barvel–Temrin Joint Institute of Mining opened.", "Barvel–Temrin Joint Institute of Mining"),
        (
            "The Barvel Alliance for Teacher Training in Road Building met.",
            "Barvel Alliance for Teacher Training in Road Building",
        ),
        (
            "The Barvel Institute of International and Comparative Law met.",
            "Barvel Institute of International and Comparative Law",
        ),
        ("The Laos-Nepal Heads of State Meeting Mechanism began.", "Laos-Nepal Heads of State Meeting Mechanism"),
        ("The Barvel People-to-People Friendship Forum met.", "Barvel People-to-People Friendship Forum"),
    ],
)
def test_what_follows_the_head_belongs_to_the_name(text: str, name: str) -> None:
    assert named(text) == [name]


@pytest.mark.parametrize(
    "name",
    [
        "L.N. Barvel Eurasian University",
        "K. I. Temrin State Medical University",
        "St. Barvel University",
        "Temrin State University named after Olkan Barvel",
        "Temrin State University named after Sh. Barvel",
        "Temrin People's University",
    ],
)
def test_initials_namesakes_and_people_stand_within_names(name: str) -> None:
    assert named(f"The {name} met.") == [name]


def test_an_owner_is_no_part_of_the_name() -> None:
    assert named("Barvel University's Temrin Laboratory opened.") == ["Barvel University", "Temrin Laboratory"]
    assert named("Barvel's Temrin University met.") == ["Temrin University"]


@pytest.mark.parametrize(
    "text",
    [
        "The university of their town met.",
        "The Executive Council met.",
        "The Other Eight Departments met.",
        "In May they met.",
        "Building bridges between universities is hard.",
        "Higher Education matters.",
    ],
)
def test_a_common_noun_names_nobody(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize("opener", ["Today", "In May", "Opening the", "According to the", "Meanwhile, the"])
def test_the_opening_of_a_sentence_is_no_part_of_the_name(opener: str) -> None:
    assert named(f"{opener} Barvel Academy met.") == ["Barvel Academy"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Barvel University", ("organisation", "university")),
        ("Barvel College", ("organisation", "school")),
        ("Barvel Institute", ("organisation", "research_institute")),
        ("Barvel University Press", ("organisation", "publisher")),
        ("Barvel Language Center", ("project", "language_centre")),
        ("Barvel Research Center", ("project", "research_centre")),
        ("Barvel Forum", ("event", "forum")),
        ("Barvel Ministerial Conference", ("event", "ministerial_conference")),
        ("Barvel Agreement on Recognition", ("agreement", "mutual_recognition")),
        ("Laos-Nepal Commission", ("project", "cooperation_mechanism")),
        ("Barvel League of Steppe Universities", ("project", "university_alliance")),
        ("Laos-Nepal Beekeeping Station", ("project", "practice_base")),
        ("Laos-Nepal Observatory of Mountain Hazards", ("project", "research_centre")),
        ("Council of Barvel Education of Laos and Nepal", ("project", "cooperation_mechanism")),
        ("Barvel Welders' Course", ("project", "training_programme")),
        ("Third Barvel Master's Programme", ("project", "joint_training_programme")),
        ("Road and Barvel Class", ("project", "joint_training_programme")),
        ("Barvel League", ("organisation", "association")),
    ],
)
def test_the_head_noun_tells_the_kind(text: str, kind: tuple[str, str]) -> None:
    assert kinds(f"The {text} grew.") == [kind]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("The Barvel Steppe scholarship began.", "Barvel Steppe scholarship", "scholarship"),
        ("The Barvel Steppe alliance began.", "Barvel Steppe alliance", "university_alliance"),
        ("The Barvel Steppe forum began.", "Barvel Steppe forum", "forum"),
    ],
)
def test_a_head_in_lower_case_closes_a_name_of_several_words(text: str, name: str, kind: str) -> None:
    assert [(m.name, m.data["kind"]) for m in find_in(text, 0)] == [(name, kind)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Rector Olkan Temrin met Dr. Barvel Undar.", ["Olkan Temrin", "Barvel Undar"]),
        ("They met O. Temrin there.", ["O. Temrin"]),
        ("They met Olkan al-Temrin there.", ["Olkan al-Temrin"]),
        ("They met in May there.", []),
    ],
)
def test_capitalised_runs_may_be_people(text: str, names: list[str]) -> None:
    assert people(text) == names


def test_an_abbreviation_is_a_form_of_the_name() -> None:
    got = said("Barvel State University (BSU) met. Then BSU grew.")
    assert [got.forms("organisations", row) for row in got.rows["organisations"]] == [
        ["Barvel State University", "BSU"]
    ]


def test_parties_within_the_title_of_an_agreement() -> None:
    got = said("The Agreement on Cooperation between Barvel University and Temrin College was signed.")
    assert got.names("agreements") == ["Agreement on Cooperation between Barvel University and Temrin College"]
    assert {who for _, who, _ in got.parts()} == {"Barvel University", "Temrin College"}


def test_the_subject_of_an_agreement_ends_before_the_verb() -> None:
    got = said("The Agreement between Laos and Nepal on student exchange was signed.")
    assert got.names("agreements") == ["Agreement between Laos and Nepal on student exchange"]


def test_letters_behind_a_longer_name_are_those_of_the_body_within() -> None:
    got = said("The Confucius Institute at Barvel State University (BSU) of Laos opened. BSU is large.")
    assert got.called("organisations:1") == ["Barvel State University", "BSU"]
    assert "BSU" not in got.called("projects:1")


def test_the_end_of_a_name_is_no_other_body() -> None:
    assert said("Al-Barvel Kazakh National University met.").names("organisations") == [
        "Al-Barvel Kazakh National University"
    ]


WORDS = st.sampled_from(
    ["Barvel", "University", "of", "and", "the", "Ministry", ",", "Laos", "Education", '"', "(", ")", "-", "Joint",
     "Agreement", "between", "on", "2014", "A.", "first", "Center", "'s", "Rector", "named", "after", "\n", "Ürümqi"]
)  # fmt: skip


@settings(max_examples=150, derandomize=True, database=None)
@given(st.lists(WORDS, max_size=25))
def test_a_mention_is_where_it_says_it_is(parts: list[str]) -> None:
    text = " ".join(parts)
    found = find_in(text, 100)
    for m in found:
        assert text[m.start - 100 : m.end - 100] == m.name
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_names_in_capitals_known_or_whole() -> None:
    got = said("BARVEL UNIVERSITY\n\nOSH STATE UNIVERSITY OPENS A DOOR. Barvel University is old.")
    names = {row["name"][0].value for row in got.rows["organisations"].values()}
    assert names == {"Barvel University", "Osh State University"}


@pytest.mark.parametrize(
    ("text", "company"),
    [
        ("They thanked the shipbuilder Altai Marine for it.", "Altai Marine"),
        ("Temrin Solar, a Mongolian firm in Osh, helped.", "Temrin Solar"),
    ],
)
def test_a_noun_beside_a_bare_name_makes_it_a_company(text: str, company: str) -> None:
    assert (company, "company") in [(m.name, m.data.get("kind")) for m in find_in(text, 0)]


def test_a_company_told_once_is_found_again() -> None:
    got = said("They met the shipbuilder Zardin. Zardin paid for the Robotics Laboratory.")
    assert got.names("organisations") == ["Zardin"]


@pytest.mark.parametrize(("text", "name"), [("Mr. Lam Chi-wah came.", "Lam Chi-wah"), ("A Barvel Temrin-based", None)])
def test_given_names_in_two_syllables(text: str, name: str | None) -> None:
    assert (name in people(text)) is (name is not None)


def test_a_small_noun_closes_a_name() -> None:
    assert named("They run the Snow Line doctoral programme.") == ["Snow Line doctoral programme"]


def test_the_label_of_the_next_line_is_no_part_of_a_name() -> None:
    assert named("Temrin Institute of Languages DONOR: Barvel Fund")[0] == "Temrin Institute of Languages"


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("They met at the Joint Snow School of Barvel.", "Joint Snow School of Barvel", "joint_institution"),
        ("He won the Golden Temrin Stipend.", "Golden Temrin Stipend", "scholarship"),
        ("They praised the Barvel Field School.", "Barvel Field School", "training_programme"),
        ('They run "Lakes" joint training programme.', "Lakes joint training programme", "joint_training_programme"),
        ('They run the "Two Lakes" training programme.', "Two Lakes training programme", "training_programme"),
    ],
)  # fmt: skip
def test_shared_schools_stipends_and_quoted_programmes_are_projects(text: str, name: str, kind: str) -> None:
    assert said(text).of("projects", name)["kind"] == kind
