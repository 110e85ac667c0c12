from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from educoop.documents.vocabulary import Vocabulary

from .helpers import blocks, read, view

SOUND = """Two schools opened a laboratory

The "River School" and the Valley College opened a joint laboratory in 2019. It has 1,200 students (2+2 model), 12.5% \
of them from abroad; "we never had so many," said Dr. A. B. Rivers. The lab's web page is http://river.example/a_b,c.html.

- Welding is taught by 14 teachers, e.g. in well-known workshops.

The C++ course, the COVID-19 course, the Node.js course and the R&D unit (RDU) cost $5 – 7 each. A = B, x ~ y, a/b.

Acme™ and Acme® pay for it. Is that enough? It was 5 ° cold."""


def test_sound_text_passes_unchanged() -> None:
    reading = read(SOUND)
    assert reading.view.text == SOUND.replace("- Welding", "Welding")
    assert reading.repairs == ()


def test_only_repairs_of_damage_are_logged_and_they_quote_the_raw_text() -> None:
    raw = "The school is open for all.\nThis school has been open for\nall since 2O15, =~ they say."
    reading = read(raw)
    assert "open for all since 2015, they say." in reading.view.text
    assert [(r.raw, r.repaired, r.rule) for r in reading.repairs] == [
        ("2O15", "2015", "damaged_number"),
        (" =~", "", "stray_noise"),
    ]
    assert all(raw[r.start : r.end] == r.raw for r in reading.repairs)


@pytest.mark.parametrize(
    ("raw", "repaired"),
    [
        ("A school\u00a0of the\u00adatre", "A school of theatre"),
        ("the ﬁrst oﬃce", "the first office"),
        ("in ２０１９，the school opened", "in 2019, the school opened"),
        ("zero\u200bwidth", "zerowidth"),
        ("the school’s pupils", "the school's pupils"),
        ("\ufeffThe school", "The school"),
        ("many   spaces", "many spaces"),
    ],
)
def test_characters(raw: str, repaired: str) -> None:
    assert view(raw) == repaired


def test_chinese_punctuation_stays_in_chinese_text() -> None:
    assert view("学校，老师。") == "学校，老师。"


@pytest.mark.parametrize(
    ("raw", "repaired"),
    [
        ("the “River Plan” of 2011", 'the "River Plan" of 2011'),
        ('the "River Plan” of 2011', 'the "River Plan" of 2011'),
        ('the "River Plan™, of 2011', 'the "River Plan", of 2011'),
        ("a version of 'the River Plan' here", "a version of 'the River Plan' here"),
        ('the "the River Plan" work', 'the "the River Plan" work'),
        ('in the"River Plan"period', 'in the "River Plan" period'),
        ('the"new","shared"and"open"rivers', 'the "new", "shared" and "open" rivers'),
        ('signed the "River Plan."', 'signed the "River Plan."'),
        ("the ''River Plan'' here", 'the "River Plan" here'),
    ],
)
def test_quotation_marks(raw: str, repaired: str) -> None:
    assert view(raw) == repaired


@pytest.mark.parametrize(
    ("raw", "repaired"),
    [
        ("two events:the first one", "two events: the first one"),
        ("for schools,platforms and a mill,a well", "for schools, platforms and a mill, a well"),
        ("It grew.Today it is open", "It grew. Today it is open"),
        ("It grew until 2007.Today it is open", "It grew until 2007. Today it is open"),
        ("the River Alliance(RA) met", "the River Alliance (RA) met"),
        (
            "see www.river.example/a,b or mail a.b@river.example,Rivers",
            "see www.river.example/a,b or mail a.b@river.example,Rivers",
        ),
        ("co - construction and medium - and long-term plans", "co-construction and medium- and long-term plans"),
        ("the China - Europe line - a long one - opened", "the China - Europe line - a long one - opened"),
        ("the *River Plan* of **2011** by A. Rivers*", "the River Plan of 2011 by A. Rivers"),
        ("in *River Quarterly, 9*(1), and", "in River Quarterly, 9(1), and"),
        (
            "The **Altai School** (**AS**; in [[Osh]]) of the [[Temrin (city)|Temrin]] side",
            "The Altai School (AS; in Osh) of the Temrin side",
        ),
        ("it rose [3]. Then it fell.[4, 5] So [1]–[2] it went ^[1].", "it rose. Then it fell. So– it went."),
        ("the rivers^2 and 10^6 of m^2", "the rivers and 10^6 of m^2"),
        ("the rivers¹ and 5 km²", "the rivers and 5 km²"),
    ],
)
def test_words_and_marks(raw: str, repaired: str) -> None:
    assert view(raw) == repaired


def test_broken_words_are_read_by_the_documents_own_vocabulary() -> None:
    raw = "Rivers and roads with bridges and boats with oars. Mills wit_h wheels ar_‘d rivers."
    assert view(raw).endswith("Mills with wheels and rivers.")


def test_identifiers_are_not_broken_words() -> None:
    raw = "The data set and the data set use data_set and river_id, a_b."
    assert view(raw) == raw


def test_registered_signs_behind_ordinary_words_are_note_marks() -> None:
    assert view("the rivers® are long") == "the rivers are long"


COLUMN = """the schools of the valley have been growing since
the ministry opened them. The number of students
in the valley rose from 200 to 900, and teachers
of the valley came from abroad. Many of the pupils
speak two languages, and some of the pupils speak
"""


def test_a_year_keeps_four_figures_where_a_note_mark_is_glued_to_it() -> None:
    raw = (
        COLUMN
        + "three. This has been so since 20(_)71 and will be\n\n1. See the report of the ministry.\nso for years.\n"
    )
    assert "since 2007 and will be so for years." in view(raw)


def test_five_figures_stay_where_there_are_no_notes() -> None:
    assert view("It cost 20071 yuan in all.") == "It cost 20071 yuan in all."


@pytest.mark.parametrize(
    ("mark", "plain"), [("pupils1 came", "pupils came"), ('"Plan".1 ', '"Plan". '), ("pupils ? came", "pupils came")]
)
def test_note_marks_are_dropped_where_there_are_notes(mark: str, plain: str) -> None:
    raw = (
        COLUMN
        + f"three. The {mark} and went home again in the\n\n1. See the report of the ministry.\nevening, as ever.\n"
    )
    assert f"The {plain}".rstrip() in view(raw)


def test_a_footnote_in_a_sentence_becomes_its_own_block() -> None:
    raw = (
        COLUMN
        + "three. The ministry of education has opened many\n\n"
        + '2. In May 2011, "The River Plan of the\nValley" was signed.\n of the schools again.\n'
    )
    assert blocks(raw)[-2:] == [
        ("paragraph", blocks(raw)[0][1]),
        ("footnote", '2. In May 2011, "The River Plan of the Valley" was signed.'),
    ]
    assert "has opened many of the schools again." in blocks(raw)[0][1]


def test_a_footnote_printed_on_the_lines_of_the_other_column_is_cut_off() -> None:
    raw = (
        COLUMN
        + "three. Since then the schools of the valley were\n"
        + "l. This study deals with schools of the upper opened again, and some of the pupils of the valley\n\n"
        + "and the lower valley only. came from abroad. The ministry of the valley has\n"
        + "been content with the schools of the valley and\nwith the pupils who came from abroad to them.\n"
    )
    got = blocks(raw)
    assert got[1] == ("footnote", "1. This study deals with schools of the upper and the lower valley only.")
    assert "the schools of the valley were opened again, and some" in got[0][1]
    assert "of the valley came from abroad. The ministry" in got[0][1]


def test_headings_of_the_right_column_are_cut_off_the_left_one() -> None:
    raw = (
        " 1. INTRODUCTION 2. AREVIEW OF RIVER\n"
        "In the report on the schools of this SCHOOLS AND THE\n"
        "valley, the ministry says that it is ROADS\n"
        "going to open more of them, and that\n"
        "the roads will be mended in time for\n"
        "the pupils.\n\n"
        "Long ago the rivers and the roads of\n"
        "this valley were one.\n"
    )
    assert blocks(raw) == [
        ("heading", "1. INTRODUCTION"),
        (
            "paragraph",
            "In the report on the schools of this valley, the ministry says that it is going to "
            "open more of them, and that"
            " the roads will be mended in time for the pupils.",
        ),
        ("heading", "2. A REVIEW OF RIVER SCHOOLS AND THE ROADS"),
        ("paragraph", "Long ago the rivers and the roads of this valley were one."),
    ]


def test_abbreviations_at_line_ends_are_not_headings() -> None:
    raw = (
        COLUMN
        + "three. The valley joined UNESCO and also UNICEF\n"
        + "in the year after, which the ministry was glad\nof, as it says.\n"
    )
    assert len(blocks(raw)) == 1


def test_a_page_foot_in_a_sentence_becomes_boilerplate() -> None:
    raw = (
        COLUMN
        + "three. The ministry has opened many of the old\n\n\n"
        + "Journal of Valleys, Volume 3, ISSN: 1111-222X\n\nschools again.\n"
    )
    assert [kind for kind, _ in blocks(raw)] == ["paragraph", "boilerplate"]
    assert "many of the old schools again." in blocks(raw)[0][1]


def test_two_columns_with_a_gutter_are_read_one_after_the_other() -> None:
    raw = "".join(
        f"{a:<40}{b}\n"
        for a, b in [
            ("The schools were founded in the", "The second column is about the"),
            ("year 2003 by the ministry and", "teachers who came to work in"),
            ("have since grown to 45 schools", "the valley. Their number rose"),
            ("in six districts of the north.", "to 310 in the year 2015."),
        ]
    )
    assert "45 schools in six districts of the north." in view(raw)
    assert "The second column is about the teachers who came to work in the valley." in view(raw)


def test_hyphens_at_line_ends_follow_the_documents_vocabulary() -> None:
    raw = (
        "The high-quality schools and their cooperation are\n"
        "known for good teaching. Now high-\nquality teaching needs coopera-\n"
        "tion of all the people who live along the river and\nin the valley of the well-\nknown lakes.\n"
    )
    text = view(raw)
    assert "high-quality teaching needs cooperation of" in text
    assert "well-known lakes" in text


def test_vocabulary_pairs_do_not_cross_a_stop() -> None:
    vocabulary = Vocabulary("The river. Schools open. The river schools open.")
    assert vocabulary.pairs("the river", "schools of") == 1
    assert vocabulary.pairs("schools", "open now") == 2


PLAIN = "river valley school pupils teachers ministry bridge roads water mill boats stones"
WORDS = st.sampled_from(PLAIN.split())


@st.composite
def interleaved(draw: st.DrawFn) -> str:
    """A page of two columns with a gutter, a running foot and a footnote, of plain words."""
    left = draw(st.lists(st.lists(WORDS, min_size=4, max_size=5), min_size=4, max_size=8))
    right = draw(st.lists(st.lists(WORDS, min_size=3, max_size=5), min_size=len(left), max_size=len(left)))
    page = "".join(f"{' '.join(a):<50}{' '.join(b)}\n" for a, b in zip(left, right, strict=True))
    note = draw(st.sampled_from(["", "\n1. See the book of the mill.\nwhich is old.\n", "\n\n12\n\n"]))
    damage = draw(st.sampled_from(["", " =~ x", "\u00ad", '"a™ b', "[3]", "®", "\r\n"]))
    return page + note + " ".join(draw(st.lists(WORDS, max_size=12))) + damage + "\n"


@settings(max_examples=80)
@given(interleaved())
def test_no_character_is_lost(raw: str) -> None:
    reading = read(raw)
    kept = [False] * len(raw)
    for s in reading.view.segments:
        kept[s.raw_start : s.raw_end] = [True] * (s.raw_end - s.raw_start)
    for r in reading.repairs:
        kept[r.start : r.end] = [True] * (r.end - r.start)
    lost = "".join(c for c, k in zip(raw, kept, strict=True) if not k)
    assert re.fullmatch(r"(?:\s|\[3\]|\u00ad)*", lost), lost
    assert sorted(re.findall(r"[a-z]{3,}", reading.view.text)) == sorted(re.findall(r"[a-z]{3,}", raw))


@settings(max_examples=80)
@given(interleaved(), st.data())
def test_raw_spans_lead_back_to_the_words(raw: str, data: st.DataObject) -> None:
    reading = read(raw)
    found = list(re.finditer(r"[a-z]{3,}", reading.view.text))
    m = data.draw(st.sampled_from(found)) if found else None
    if m:
        assert "".join(raw[a:b] for a, b in reading.view.raw_spans(*m.span())).replace("\u00ad", "") == m.group()


SIGNS = "the School 2. [1] ™ ® \" “ ” ' - – * _ # | ( ) . , ; ? ! : / = ~ ^ < > & \n \r \f \t ﬁ １ ， 中"
OTHERS = [
    "\n\n",
    " ",
    "  ",
    "References",
    "Figure 1",
    "http://a.b/c",
    "20(_)41",
    "ar_‘d",
    "\ufeff",
    "&amp;",
    "<p>",
    "²",
]
ALPHABET = st.sampled_from([*SIGNS.split(" "), *OTHERS])


@settings(max_examples=150)
@given(st.lists(ALPHABET, max_size=40).map("".join), st.sampled_from(["text/plain", "text/html"]))
def test_any_text_gives_a_sound_reading(raw: str, media_type: str) -> None:
    reading = read(raw, media_type)
    end = 0
    for s in reading.view.segments:
        assert s.view_start == end
        assert 0 <= s.raw_start <= s.raw_end <= len(raw)
        end = s.view_end
    assert end == len(reading.view.text)
    end = 0
    for p in reading.passages:
        assert end <= p.start < p.end
        end = p.end
    for t in reading.sentences:
        passage = reading.passages[t.passage]
        assert passage.start <= t.start < t.end <= passage.end
    assert all(raw[r.start : r.end] == r.raw for r in reading.repairs)


def two_columns(rows: list[tuple[str, str]]) -> str:
    """A page of two columns, the right one at the same place on each line."""
    return "\n".join(f"{left:<45}{right}".rstrip() for left, right in rows)


def test_columns_of_unlike_length_are_read_one_after_the_other() -> None:
    page = two_columns(
        [
            ("", "ought to be taught in the valley, and not"),
            ("1  What the schools are known for", "only there."),
            ("", "References"),
            ("The schools were founded in the valley by", ""),
            ("people who had come from the plain, where", "Rivers, A. (2019). How much do we learn in"),
            ("they had learned to weld and to build. It", "a valley? Journal of Valleys, 3(1), 2-9."),
            ("was hard.", "Stone, B. (2020). Welding and grammar in a"),
            ("What they taught there is not known to us,", "new school. Valley Review, 4(2), 12-19."),
            ("and nobody has asked them. Welding was what", ""),
            ("everybody wanted; grammar", ""),
        ]
    )
    text = view("A study of the schools of the valley\n\n" + page + "\n\nDownloaded from valley.example\n")
    assert "everybody wanted; grammar ought to be taught in the valley, and not only there." in text
    assert "It was hard." in text
    assert "How much do we learn in a valley? Journal of Valleys, 3(1), 2-9." in text


def test_labels_with_their_values_are_no_columns() -> None:
    labels = ["Staff of the laboratory:", "Books in the library:", "Rooms for the pupils:", "Years of operation:"]
    record = "".join(f"{label:<30}{n}\n" for n, label in enumerate(labels, 22))
    text = view("The laboratory of the valley\n\n" + record)
    assert "Staff of the laboratory: 22" in " ".join(text.split())
