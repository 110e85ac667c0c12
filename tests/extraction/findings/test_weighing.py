"""Findings by weights: what signs show of a sentence, what the weights drop and add, and silence on other matters."""

from __future__ import annotations

from pathlib import Path

import pytest

from educoop.documents.model import Source
from educoop.documents.prepare import prepare
from educoop.extraction.data_files import lexicon
from educoop.extraction.findings.findings import findings
from educoop.extraction.findings.rules import finding_rules
from educoop.extraction.findings.signs import stem, tokens
from educoop.extraction.findings.themes import weights as theme_weights
from educoop.extraction.findings.weighing import weights

from ..learned import learn, unlike

ABOUT = """Universities of China and Kazakhstan exchange students and teachers under an agreement on cooperation in
education. The two ministries of education meet once a year.

"""

OTHER_FIELDS = {
    "tourism": """
The lake lacks hotels, and the road is bad. Visitors should come in June. The number of guests has doubled in
five years. The resort faces a shortage of guides. Owners ought to lower their prices. The village has become
famous.
""",
    "farming": """
Wheat yields fell for the third year. Farmers suffer from drought and have no money for pumps. Cooperatives
should share their tractors. The new variety has raised the harvest by a tenth. Milk prices remain too low.
""",
    "hospital": """
The ward has too few beds, and nurses leave. Waiting times have been cut by half thanks to the new scanner.
Patients must not eat before the operation. The clinic needs a second lift. Doctors complain of night shifts.
""",
    "software": """
The update fixes the crash on start. Users should back up their files. The interface is slow and confusing.
Speed has improved by a third. The library lacks tests. Developers must upgrade the driver before they build it.
""",
    "sports": """
The striker missed two penalties, and the defence was weak. The club has won the cup three times. The coach
demanded more discipline. The stadium should be repaired. Ticket sales have never been better.
""",
    "cookery": """
The dough should rest for an hour. Do not add too much salt. The sauce lacks pepper. Bread has become expensive.
Serve it with herbs. The oven must be hot.
""",
    "astronomy": """
The telescope discovered a comet. The mirror suffers from dust. Observers should avoid moonlight. The survey has
doubled the number of known moons. Funding of the second mirror is uncertain.
""",
    "banking": """
Shares rose by four per cent. The bank warned of losses. Investors should sell. Rates remain too low. The fund
has outperformed its rivals for five years.
""",
    "music": """
The orchestra needs a new violin. The hall has poor acoustics. The band has sold two million records. Singers
must rest their voices. Critics praised the second act.
""",
    "weather": """
Snow blocked the pass. Drivers should stay at home. The winter was the coldest for a century. Forecasts have
improved. The town lacks ploughs.
""",
    "housing": """
Rents have doubled. Tenants complain of damp walls. The council should build more flats. The scheme has housed
nine hundred families. There is a shortage of plumbers.
""",
    "filler": """
Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor. Ut enim ad minim veniam, quis
nostrud exercitation ullamco laboris nisi ut aliquip. Duis aute irure dolor in reprehenderit.
""",
}


def told(text: str) -> list[tuple[str, str]]:
    claims = findings(prepare(Source("d", "d.txt", "text/plain", len(text), "0", text)))
    kinds = {c.row: c.value for c in claims if c.field == "kind"}
    return [(kinds[c.row], c.value) for c in claims if c.field == "statement"]


@pytest.mark.parametrize("field", OTHER_FIELDS)
def test_texts_of_other_fields_tell_no_findings(field: str) -> None:
    assert told(OTHER_FIELDS[field] * 3) == []


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Agreements are signed by everybody and remembered by hardly anyone.", "challenge"),
        ("Places in the hostel are far too few for all who study here.", "challenge"),
        ("By now the textbooks are used in every school of the valley.", "achievement"),
        ("A standing office with money of its own ought to look after the partners.", "recommendation"),
    ],
)
def test_points_are_told_by_all_they_show(sentence: str, kind: str) -> None:
    assert (kind, sentence) in told(ABOUT + sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The delegation visited the library and the new laboratory.",
        "The programme comprises lectures, laboratory work and a thesis.",
        "Disputes shall be settled by consultation between the two universities.",
        "Lessons begin at eight and end at two.",
    ],
)
def test_what_only_tells_of_things_is_no_point(sentence: str) -> None:
    assert sentence not in [s for _, s in told(ABOUT + sentence)]


def test_names_numbers_and_dates_are_masked() -> None:
    words = tokens("The University of Osh sent 25 students to Xi'an Technical College on 3 May 2019.", [])
    assert words == ["the", "<name>", "sent", "<number>", "student", "to", "<name>", "on", "<date>"]


def test_another_name_date_and_number_are_the_same_signs() -> None:
    one = tokens("In 2019 Naryn University and Osh College admitted 40 students.", [3])
    two = tokens("In March 2021 the Almaty Academy of Arts admitted seven students.", [])
    assert [w for w in two if w != "the"] == one


@pytest.mark.parametrize(
    ("word", "root"),
    [("graduates", "graduat"), ("studies", "studi"), ("study", "studi"), ("planned", "plan"), ("bus", "bus")],
)
def test_endings_are_taken_off(word: str, root: str) -> None:
    assert stem(word) == root


def test_cues_and_classes_with_weights_exist() -> None:
    known = {f"cue {c.id}" for c in finding_rules().cues} | {f"class {c}" for c in lexicon("tones")["classes"]}
    assert {s for s in weights() if s.startswith(("cue ", "class "))} <= known


def test_weights_know_no_figure() -> None:
    assert not [s for s in weights() if s.startswith(("word ", "pair ", "start ")) and any(map(str.isdigit, s))]


@pytest.mark.slow
def test_the_same_sentences_give_the_same_weights(tmp_path: Path) -> None:
    learn("findings/train.py", tmp_path)
    assert not unlike(tmp_path / "finding_weights.csv", weights()), "run benchmarks/findings/train.py"
    assert not unlike(tmp_path / "theme_weights.csv", theme_weights()), "run benchmarks/findings/train.py"
