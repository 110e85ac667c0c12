"""Findings: cue examples, kinds, splitting, attribution, scope, and silence on other matter."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from educoop.documents.model import Passage, Reading, Sentence, Source, View
from educoop.extraction.findings.findings import cues_in, findings
from educoop.extraction.findings.rules import finding_rules
from educoop.extraction.model import Claim

pytestmark = pytest.mark.usefixtures("rules_alone")
SECTION_OF = {c.id: next(iter(sorted(c.sections)), None) for c in finding_rules().cues}
GENRE_OF = {c.id: next(iter(sorted(c.genres)), "news") for c in finding_rules().cues}
CONTEXT = "The universities of both countries exchange students and teachers under a cooperation agreement."


def reading(*blocks: str) -> Reading:
    """A reading of blocks: `# ` marks a heading, `= ` a title, `- ` a list item; sentences end at ` | `."""
    text = ""
    passages: list[Passage] = []
    sentences: list[Sentence] = []
    section: str | None = None
    for i, block in enumerate(blocks):
        kind = {"# ": "heading", "= ": "title", "- ": "list_item"}.get(block[:2], "paragraph")
        body = block[2:] if kind != "paragraph" else block
        start = len(text)
        for part in body.split(" | "):
            sentences.append(Sentence(i, len(text), len(text) + len(part)))
            text += part + " "
        section = body if kind == "heading" else section
        passages.append(Passage(i, kind, section if kind != "heading" else None, start, len(text) - 1))
        text += "\n"
    source = Source("d", "d.txt", "text/plain", len(text), "0", text)
    return Reading(source, View.identity(text), passages, sentences, [])


def rows(claims: list[Claim]) -> list[dict[str, str]]:
    out: dict[str, dict[str, str]] = {}
    for c in claims:
        out.setdefault(c.row, {})[c.field] = c.value
    return list(out.values())


def found(*blocks: str) -> list[tuple[str, str]]:
    return [(r["kind"], r["statement"]) for r in rows(findings(reading(CONTEXT, *blocks)))]


@pytest.mark.parametrize(("cue", "text"), [(k, t) for k, (yes, _) in finding_rules().examples.items() for t in yes])
def test_cue_is_found_in_its_examples(cue: str, text: str) -> None:
    assert cue in cues_in(text, SECTION_OF[cue], GENRE_OF[cue])


@pytest.mark.parametrize(("cue", "text"), [(k, t) for k, (_, no) in finding_rules().examples.items() for t in no])
def test_cue_is_not_found_in_its_counterexamples(cue: str, text: str) -> None:
    assert cue not in cues_in(text, SECTION_OF[cue], GENRE_OF[cue])


def test_should_makes_a_recommendation() -> None:
    assert found("Partner colleges should share their laboratories.") == [
        ("recommendation", "Partner colleges should share their laboratories.")
    ]


def test_shortage_makes_a_challenge() -> None:
    assert found("There is a shortage of teachers of Chinese.")[0][0] == "challenge"


def test_growth_makes_an_achievement() -> None:
    assert found("The number of exchange students continues to rise every year.")[0][0] == "achievement"


def test_imperative_is_a_recommendation_only_under_a_heading_of_recommendations() -> None:
    sentence = "Strengthen the training of language teachers."
    assert found("# 4. Recommendations", sentence) == [("recommendation", sentence)]
    assert found("# 2. Background", sentence) == []


def test_subsection_takes_after_its_section() -> None:
    assert found("# 4. Pathways", "# 4.1 Courses", "Create joint courses for students.")[0][0] == "recommendation"


def test_problems_after_a_colon_are_one_finding_each() -> None:
    text = "There are problems in this cooperation: funds are scarce, courses are outdated, and progress is slow."
    assert [s for _, s in found(text)] == ["funds are scarce", "courses are outdated", "progress is slow."]


def test_things_to_do_in_a_row_are_one_finding_each() -> None:
    text = "The deans agreed to open a joint college, to exchange lecturers every year and to share their libraries."
    assert [s for _, s in found(text)] == [
        "The deans agreed to open a joint college",
        "to exchange lecturers every year",
        "to share their libraries.",
    ]


def test_questions_are_no_findings() -> None:
    assert found("What challenges does the exchange of students face?") == []


def test_aims_of_a_study_are_no_findings() -> None:
    assert found("This paper aims to explore the problems that hinder university cooperation.") == []


def test_speaker_is_kept_with_what_is_said() -> None:
    claims = findings(reading(CONTEXT, "Rector Ada Imanova said the two universities should exchange more students."))
    assert {(c.modality, c.attributed_to) for c in claims} == {("quoted", "Rector Ada Imanova")}


def test_pronoun_stands_for_the_last_speaker() -> None:
    claims = findings(reading(CONTEXT, "Ada Imanova said all went well. | She urged the students to study Chinese."))
    assert {c.attributed_to for c in claims} == {"Ada Imanova"}


def test_speaker_named_at_the_end() -> None:
    text = "The network should look for more scholarships, a delegate of Oasis University advised."
    assert {c.attributed_to for c in findings(reading(CONTEXT, text))} == {"a delegate of Oasis University"}


def test_recommendations_of_the_author_are_proposed() -> None:
    assert {c.modality for c in findings(reading(CONTEXT, "Universities should open joint courses."))} == {"proposed"}


def test_scope_comes_from_the_sentence_then_from_the_heading() -> None:
    own = rows(findings(reading(CONTEXT, "Universities in Kazakhstan and China should open joint courses.")))
    text = "Universities should open joint courses."
    above = rows(findings(reading(CONTEXT, "# 4. Pathways for Central Asia", text)))
    none = rows(findings(reading(CONTEXT, text)))
    assert [r[0].get("scope") for r in (own, above, none)] == ["KAZ", "central-asia", None]


def test_direct_speech_belongs_to_who_is_named_after_it() -> None:
    text = '"We should open joint courses. | Exchange of students must grow," said Ada Imanova, rector of a college.'
    assert [c.attributed_to for c in findings(reading(CONTEXT, text)) if c.field == "kind"] == ["Ada Imanova"] * 2


def test_item_of_a_list_is_one_finding() -> None:
    text = "- The network shall be open to all universities. | Exchange of students shall grow."
    assert [s for _, s in found(text)] == [text[2:].replace(" | ", " ")]


def test_topic_sentence_takes_the_kind_of_what_follows() -> None:
    text = "Build a shared library for students. | Both universities have strengthened exchange since then."
    assert [k for k, _ in found(text)] == ["achievement", "achievement"]


def test_announced_problems_give_way_to_the_problems_told() -> None:
    text = "Exchange faces serious challenges. | Teachers are lacking in all colleges."
    assert found(text) == [("challenge", "Teachers are lacking in all colleges.")]


def test_long_explanation_of_a_problem_is_no_problem_of_its_own() -> None:
    text = (
        "Funds for exchange are insufficient. | Large disparities between the colleges of the two regions have "
        "long been seen by everyone who works there."
    )
    assert found(text) == [("challenge", "Funds for exchange are insufficient.")]


def test_abstract_gives_way_to_the_text() -> None:
    body = "Universities should open joint courses for students of both countries. " * 3
    assert found("# Abstract", "Colleges should share teachers.", "# 1. Recommendations", body) == [
        ("recommendation", body.strip())
    ]


def test_lists_of_a_bare_abstract_are_taken_apart() -> None:
    text = (
        "In response to the problems of scarce funds, slow progress, and outdated courses, universities should change "
        "their plans, improve their courses, and take joint measures."
    )
    assert found("Abstract: exchange of students matters. | " + text) == [
        ("challenge", "scarce funds"),
        ("challenge", "slow progress"),
        ("challenge", "outdated courses"),
        ("recommendation", "universities should change their plans"),
        ("recommendation", "improve their courses"),
        ("recommendation", "take joint measures."),
    ]


def test_duties_of_a_treaty_are_no_recommendations() -> None:
    assert found("Article 1", "Universities shall promote joint research.", "Article 2", "Colleges shall grow.") == []


def test_rules_for_applicants_are_no_recommendations() -> None:
    assert found("Applicants should submit a certificate of their university.") == []


@pytest.mark.parametrize(
    ("theme", "sentence"),
    [
        ("scholarships", "The ministry should offer more scholarships."),
        ("vocational_education", "Both sides should open Luban Workshops for vocational education."),
        ("teachers", "There is a shortage of qualified teachers."),
        ("digital_education", "Online learning platforms and digital education should be expanded."),
    ],
)
def test_theme(theme: str, sentence: str) -> None:
    assert rows(findings(reading(CONTEXT, sentence)))[0]["theme"] == theme


def test_statement_is_the_sentence_without_reference_marks() -> None:
    claims = findings(reading(CONTEXT, "[3] Colleges should share laboratories ^[4]."))
    assert rows(claims)[0]["statement"] == "Colleges should share laboratories."


@pytest.mark.parametrize(
    "blocks",
    [
        ["City won the derby. | The coach has achieved great success. | Fans should come early as trains are slow."],
        ["Chop the onions. | You should add salt. | The sauce must not boil. | It lacks flavour without garlic."],
        ["Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore."],
        ["", " "],
    ],
)
def test_other_matter_yields_nothing(blocks: list[str]) -> None:
    assert findings(reading(*blocks)) == []


def test_references_yield_nothing() -> None:
    entry = "[1] Doe J, 2020, Challenges That University Exchange Should Overcome. International Education, 3(2): 4-9."
    assert findings(reading("# References", entry, entry.replace("1", "2"))) == []


@settings(max_examples=50)
@given(st.lists(st.sampled_from([*"aİß.;: ?\n", "students should ", "China ", "problems: ", "(1) "]), max_size=40))
def test_spans_lie_within_the_text(parts: list[str]) -> None:
    r = reading(CONTEXT, "".join(parts))
    for c in findings(r):
        assert all(0 <= a < b <= len(r.source.text) for a, b in c.spans)


def test_items_too_short_to_say_anything_give_nothing() -> None:
    assert findings(reading(CONTEXT, "students should (1) a. (2) b")) == []


@pytest.mark.parametrize(
    "piece",
    [
        "was proposed, ",
        "first, fees should fall; second, more courses; ",
        "(a) fees should fall; (b) courses; ",
        "two problems: fees, ",
        "when fees rose, ",
        ", ; ",
        "number of students ",
        "; and shall ",
        "asked and not ",
        "although, the ",
        '"should" ',
        "problems such as (1) ",
        "it is necessary to ",
    ],
)
def test_long_sentences_take_time_in_proportion(piece: str) -> None:
    text = f"{CONTEXT} " * 20 + piece * 20_000
    began = time.process_time()
    findings(reading(text))
    assert time.process_time() - began < 5


STATEMENT = "JOINT COMMUNIQUE of two governments on cooperation in education"


def kinds(*blocks: str) -> list[tuple[str, str]]:
    return [(r["kind"], r["theme"]) for r in rows(findings(reading(CONTEXT, CONTEXT, *blocks)))]


def test_duties_in_a_statement_are_recommendations() -> None:
    text = ("Article 1. The Sides shall open a joint college.", "Article 2. The Sides support exchanges of nurses.")
    assert [k for k, _ in found(STATEMENT, *text)] == ["recommendation", "recommendation"]


def test_acts_of_one_sentence_are_findings_of_their_own() -> None:
    text = (
        "The dean complained that diplomas are recognized slowly and promised that her office would shorten the queue."
    )
    assert [k for k, _ in found(text)] == ["challenge", "recommendation"]


def test_reason_before_the_act_is_a_finding_of_its_own() -> None:
    text = "Article 1. Recognizing that village schools lack teachers, the Sides shall open a joint college."
    assert [k for k, _ in found(STATEMENT, text, "Article 2. They met.")] == ["challenge", "recommendation"]


def test_answers_of_an_interview_are_taken_sentence_by_sentence() -> None:
    blocks = [
        "- Who studies here?",
        "- We teach students of two universities.",
        "- What troubles you most?",
        "- Firstly, the textbooks. | Our budget has not grown since the spring.",
        "- And what should be done?",
        "- I would ask both ministries to share their readers.",
    ]
    assert [k for k, _ in found(*blocks)] == ["challenge", "challenge", "recommendation"]


def test_label_before_a_text_tells_its_kind() -> None:
    assert found("Problems: first, the hostel.") != []
    assert found("Address: first, the hostel.") == []


def test_dense_text_needs_no_word_of_the_field_in_each_sentence() -> None:
    assert found(CONTEXT, CONTEXT, "The hostels are in good condition.")[0][0] == "achievement"


def test_theme_of_a_bare_statement_is_that_of_what_comes_before() -> None:
    text = "Twenty lecturers arrived in the spring. | The shortage has not been overcome since then."
    assert rows(findings(reading(CONTEXT, "= Exchange of teachers", text)))[0]["theme"] == "teachers"


def test_names_of_offices_tell_no_theme() -> None:
    text = "The Ministry of Health, Science and Innovation should raise the number of scholarships."
    assert kinds(text) == [("recommendation", "scholarships")]


@pytest.mark.parametrize(
    "blocks",
    [
        ["= Curriculum vitae", CONTEXT, "She has trained more than two hundred students and plans to open a school."],
        ["City fell to a third defeat. | The university side plans to appeal. | Students and teachers left early."],
        ["Universities use the exchange module. | Students should update. | Colleges do not support it yet."],
    ],
)
def test_matter_of_one_person_or_no_country_yields_nothing(blocks: list[str]) -> None:
    assert findings(reading(*blocks)) == []


def test_application_guides_yield_nothing() -> None:
    guide = ["Applicants must hold a degree of a university.", "Please note that late forms will not be considered."]
    assert found(*guide) == []


def test_short_line_between_paragraphs_is_a_heading() -> None:
    blocks = [
        "Policy options",
        "- Put the pay of teachers on a common scale.",
        "- Hostels for the students of both sides.",
    ]
    assert [k for k, _ in found(*blocks)] == ["recommendation", "recommendation"]


def test_items_of_a_list_are_what_the_heading_says() -> None:
    item = "- Hostels for the students of both sides."
    assert [k for k, _ in found("# 3. Problems", item)] == ["challenge"]
    assert found("# 3. Members", item) == []


def test_announced_points_are_told_in_turn() -> None:
    text = "The analysis shows a number of shortcomings. | Firstly, most contracts of colleges have a formal character."
    assert [k for k, _ in found(text)] == ["challenge"]


@pytest.mark.parametrize(("times", "expected"), [(1, []), (8, ["achievement"])])
def test_only_long_prose_about_a_table_is_read(times: int, expected: list[str]) -> None:
    text = "Table 4 shows students. " * times + "| The number of students from abroad rose by a third."
    r = reading(CONTEXT, CONTEXT, text)
    passages = [*r.passages[:-1], replace(r.passages[-1], kind="caption")]
    assert [x["kind"] for x in rows(findings(replace(r, passages=passages)))] == expected


def test_marked_points_under_a_telling_heading_need_no_cue() -> None:
    blocks = [
        "# Abstract",
        "Colleges share a campus.",
        "# 2. Obstacles",
        "Mechanism. | The two offices sit in different towns.",
    ]
    assert ("challenge", "Mechanism. The two offices sit in different towns.") in found(*blocks)


def test_items_of_an_announced_list_are_what_the_sentence_before_announces() -> None:
    blocks = [
        "The ministries of education intend to:",
        "- exchange course plans of colleges;",
        "- open a common library.",
    ]
    assert [k for k, _ in found(*blocks)] == ["recommendation", "recommendation"]


def test_a_long_statement_is_cut_to_the_part_that_says_it() -> None:
    names = ", ".join(f"the University of Town {chr(65 + i)}" for i in range(20))
    text = f"In the past {names} took part, and exchange between these colleges remains relatively limited."
    (kind, statement), *_ = found(text)
    assert kind == "challenge" and "relatively limited" in statement and len(statement.split()) <= 46


def test_each_thing_told_with_that_is_a_finding() -> None:
    text = "The deans noted that the libraries are poorly equipped and that their colleges lack modern tools."
    assert [k for k, _ in found(text)] == ["challenge", "challenge"]


def test_praise_and_blame_in_one_sentence_are_two_findings() -> None:
    text = "The audit of the college praised the new halls but noted that the books of the library are insufficient."
    assert [k for k, _ in found(text)] == ["achievement", "challenge"]


@pytest.mark.parametrize(
    ("tasks", "points"),
    [
        ("water, energy and the training of teachers", 1),
        ("a common list of courses for all colleges, and a fund of grants for the young teachers", 2),
    ],
)
def test_tasks_that_say_enough_are_points_of_their_own(tasks: str, points: int) -> None:
    text = f"The plan of the universities sets the following tasks: {tasks}."
    assert [k for k, _ in found(text)] == ["recommendation"] * points


def test_what_clearly_asks_for_something_is_no_challenge_under_a_heading_of_challenges() -> None:
    blocks = ["# 3. Problems", "- (1) A pool of bilingual teachers should be trained."]
    assert [k for k, _ in found(*blocks)] == ["recommendation"]


def test_who_asks_makes_no_points() -> None:
    blocks = [
        '"The universities must open their doors"',
        "Review: Who studies at your college?",
        "A. Bek: We teach students of two universities.",
        "Review: Your courses for teachers have become well known.",
        "A. Bek: We are glad.",
        "Review: And what do the students do then?",
        "A. Bek: Our teachers lack books.",
        "Review: Will our exchange go on?",
    ]
    assert [s for _, s in found(*blocks)] == ["A. Bek: Our teachers lack books."]


def test_an_answer_counts_the_points_that_were_asked_for() -> None:
    blocks = [
        "- Who studies here?",
        "- We teach students of two universities.",
        "- What does not work?",
        "- The hours, to begin with. | Our plan gives the language four lessons a week.",
        "- And where do we meet?",
        "- In our school.",
    ]
    assert [k for k, _ in found(*blocks)] == ["challenge"]


def test_what_explains_a_short_counted_point_belongs_to_it() -> None:
    text = "First, the design of courses should be improved. | A joint committee of colleges should be set up in town."
    blocks = ["# Abstract", "Colleges share a campus.", "# 4. Suggestions", text]
    assert [k for k, _ in found(*blocks)].count("recommendation") == 1


def test_rows_of_figures_say_nothing() -> None:
    assert found("Students trained since 2020 have grown 1,200   1,340   2,560") == []


def test_another_kind_of_marks_ends_an_announced_list() -> None:
    blocks = [
        "The ministries of education intend to:",
        "- (a) exchange course plans of colleges;",
        "- (b) open a common library of the universities.",
        "- 8. The rectors signed a memorandum of the universities on water.",
    ]
    assert [k for k, _ in found(*blocks)] == ["recommendation", "recommendation"]


def test_two_points_in_an_item_of_a_list_are_two() -> None:
    text = "- 7. They note that the libraries are poorly equipped and that the colleges lack modern tools."
    assert [k for k, _ in found(text)] == ["challenge", "challenge"]


def test_a_numbered_line_between_paragraphs_is_a_heading() -> None:
    blocks = [
        "The colleges exchange students, and all of them were asked.",
        "4 Ways forward",
        "- (1) A common list of courses for all the colleges of both sides.",
    ]
    assert [k for k, _ in found(*blocks)] == ["recommendation"]


def test_a_menu_of_the_page_says_nothing() -> None:
    assert found("Students| Lack of teachers| Poorly equipped schools| Up") == []


@pytest.mark.parametrize(
    "text",
    [
        "When the rector proposed a joint college in 2005, two students took part in the talks.",
        "The academies signed a treaty on students, under which the college will accept ninety trainees.",
        "If the students must travel so far, the course is a courtesy.",
        "Students crossed the border at the pass (visas should be abolished) in May.",
    ],
)
def test_what_a_sentence_only_adds_makes_no_point(text: str) -> None:
    assert found(text) == []


def test_what_learners_have_to_bear_is_a_challenge_and_what_colleges_have_to_do_a_recommendation() -> None:
    assert found("Graduates of the college have to wait a year for their papers.")[0][0] == "challenge"
    assert found("The colleges have to update their courses for foreign students.")[0][0] == "recommendation"


def test_a_sentence_that_names_nothing_of_the_field_needs_a_firmer_sign() -> None:
    assert found("The old man does not mind.") == []
    assert found("The old college does not meet the needs of students.")[0][0] == "challenge"


def test_details_of_what_a_statement_has_settled_are_no_points_of_their_own() -> None:
    blocks = (
        "# Joint Communique",
        "Article 1. The Sides shall open a language centre for students. | The centre shall start its work in May.",
        "Article 2. The Sides shall exchange lecturers.",
    )
    assert [s for _, s in found(*blocks)] == [
        "Article 1. The Sides shall open a language centre for students.",
        "Article 2. The Sides shall exchange lecturers.",
    ]


def test_a_text_of_a_few_sentences_needs_only_a_word_of_the_field_and_a_place() -> None:
    told = findings(reading("Too few lecturers in Vientiane can teach in the language of their guests."))
    assert [c.value for c in told if c.field == "kind"] == ["challenge"]
    assert findings(reading("Too few drivers in the valley know the road.")) == []
