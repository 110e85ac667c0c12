from __future__ import annotations

import pytest

from .helpers import blocks, read

LONG = "The school was opened by the ministry in the spring of that year, and many pupils came to it from all valleys."


def kinds(text: str) -> list[str]:
    return [kind for kind, _ in blocks(text)]


def test_title_dateline_and_paragraph_of_a_news_page() -> None:
    text = (
        f"Home / Valley News\nAdvertorial\n\nTwo schools open a workshop\n\n"
        f"(river.example.com) Updated: 2021-03-04\n\n{LONG}"
    )
    assert kinds(text) == ["boilerplate", "boilerplate", "title", "paragraph", "paragraph"]


def test_what_stands_ahead_of_the_way_to_a_page_is_no_title_of_it() -> None:
    text = f"Valley Times Hill Edition\nWorld\nHome / World / Hills\n\nTwo schools open a workshop\n\n{LONG}"
    assert kinds(text) == ["boilerplate", "boilerplate", "boilerplate", "title", "paragraph"]


def test_a_title_may_begin_with_a_word_in_capitals_on_a_line_of_its_own() -> None:
    assert kinds(f"PROTOCOL\n\nof the second session of the council\n\n{LONG}") == ["title", "title", "paragraph"]


def test_a_way_that_nothing_follows_leaves_the_title_before_it() -> None:
    assert kinds(f"Two schools open a workshop\n\nHome / World / Hills\n\n{LONG}")[0] == "title"


def test_one_very_long_line_is_one_paragraph_under_its_title() -> None:
    text = f"Two schools open a workshop\n2021-03-04\n{LONG * 50}"
    assert kinds(text) == ["title", "paragraph", "paragraph"]


def test_a_document_may_have_no_title() -> None:
    assert kinds(f"ABSTRACT\n\n{LONG}") == ["heading", "paragraph"]


def test_headings_and_the_section_of_what_stands_below() -> None:
    reading = read(f"Schools of the valley\n\n1. Introduction\n\n{LONG}\n\n2.1. The aims of this work\n\n{LONG}")
    assert [(p.kind, p.section) for p in reading.passages] == [
        ("title", None),
        ("heading", None),
        ("paragraph", "1. Introduction"),
        ("heading", None),
        ("paragraph", "2.1. The aims of this work"),
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "## The Aims",
        "**The Aims**",
        "THE AIMS",
        "The Aims of the Work",
        "Article 3",
        "Abstract:",
        "IV. The Aims",
        "Conclusion",
    ],
)
def test_forms_of_headings(heading: str) -> None:
    assert kinds(f"Schools of the valley\n\n{LONG}\n\n{heading}\n\n{LONG}")[2] == "heading"


def test_a_line_of_a_list_of_people_is_no_heading() -> None:
    assert (
        kinds(f"Schools of the valley\n\n{LONG}\n\nDr Olkan Temrin, Dean, Barvel College\n\n{LONG}")[2] == "paragraph"
    )


def test_a_numbered_list_is_not_a_row_of_headings() -> None:
    text = f"Schools of the valley\n\n{LONG}\n\n1. River School\n\n2. Valley College\n\n3. City of Rivers\n\n{LONG}"
    assert kinds(text) == ["title", "paragraph", "list_item", "list_item", "list_item", "paragraph"]


def test_labelled_lines_are_list_items() -> None:
    text = (
        f"SUMMARY\nFunding agency [Type]: River Fund [State]\nRecipient: Valley\n"
        f"Status: Completion\n\nDESCRIPTION\n{LONG}"
    )
    assert kinds(text) == ["heading", "list_item", "list_item", "list_item", "heading", "paragraph"]


def test_a_paragraph_broken_by_a_page_is_joined() -> None:
    text = f"{LONG} The ministry has opened\n\nnew schools since then."
    assert blocks(text) == [("paragraph", f"{LONG} The ministry has opened new schools since then.")]


def test_entries_of_a_list_of_works_are_references() -> None:
    text = (
        "Schools\n\nReferences\n\n"
        "- [1] Rivers A, 2019, Schools of the valley. *Valley Review*, 3(2): 1–9.\n"
        "- [2] Stone B, 2020, Roads and\n\n"
        "- Schools of the plain. *Valley Review*, 4(1): 3–8.\n"
        "- [3] Mill C, 2021, Water. *Valley Review*, 5(1): 3–8.\n\n"
        "Publisher's note\n\nThe publisher remains neutral."
    )
    assert blocks(text)[1:] == [
        ("heading", "References"),
        ("reference", "[1] Rivers A, 2019, Schools of the valley. Valley Review, 3(2): 1–9."),
        ("reference", "[2] Stone B, 2020, Roads and Schools of the plain. Valley Review, 4(1): 3–8."),
        ("reference", "[3] Mill C, 2021, Water. Valley Review, 5(1): 3–8."),
        ("boilerplate", "Publisher's note"),
        ("boilerplate", "The publisher remains neutral."),
    ]


@pytest.mark.parametrize("heading", ["References to Chapter Two", "REFERENCES FOR PART II"])
def test_the_references_of_a_chapter_are_references(heading: str) -> None:
    assert kinds(f"{LONG}\n\n{heading}\n\nRivers, A. (2019). Schools. Valley Press.")[-1] == "reference"


def test_numbered_points_that_name_years_are_no_references() -> None:
    points = (
        "(1) A common fund of the valley would be desirable from 2024 on.\n\n"
        "(2) Every school should settle with firms. The base kept at Mill since 2018 shows how.\n\n"
        "(3) An alliance of the eight schools might be formed by 2025."
    )
    assert "reference" not in kinds(f"{LONG}\n\n{points}")


def test_unnumbered_references_are_one_each() -> None:
    text = (
        f"{LONG}\n\nBibliography\n\nRivers, A. (2019). Schools. Valley Press.\n\n"
        f"Stone, B., & Mill, C. (2020). Roads. Valley Press."
    )
    assert kinds(text) == ["paragraph", "heading", "reference", "reference"]


@pytest.mark.parametrize(
    "line",
    [
        "Special statement: if pictures on this site infringe your rights, contact us.",
        "Click the star to add this item.",
        "You need to be logged in to see this.",
        "Copyright: © 2020 Author(s).",
        "Edit:ANN RIVERS",
        "Source:river.example",
        "News > Valley > Content",
        "Welcome to River University!",
        "Our Privacy Statement & Cookie Policy",
        "By continuing to browse our site you agree to it all.",
        "Barvel 17 °C",
        "USD 386.82",
        "(unofficial translation)",
        "[Unofficial translation]",
        "----------",
    ],
)
def test_page_furniture(line: str) -> None:
    assert kinds(f"{line}\n\nTwo schools open a workshop\n\n{LONG}")[0] == "boilerplate"


def test_captions() -> None:
    text = (
        f"Schools of the valley\n\n{LONG}\n\nFigure 2 Number of pupils from 2001 to 2004.\n\n"
        f"Ann Rivers (left) and Bob Stone. — APP\n\n{LONG}"
    )
    assert kinds(text)[2:4] == ["caption", "caption"]


def test_html_zones() -> None:
    page = (
        "<!DOCTYPE html><head><title>x</title></head><nav>Home</nav><h1>Two &amp; two</h1>"
        f"<p>{LONG}<sup>1</sup></p><ul><li>One</li></ul><script>if (a<b) "
        f"{{}}</script><table><tr><td>a</td><td>b</td></tr></table>"
        "<!-- never closed"
    )
    assert blocks(page, "text/html") == [
        ("title", "Two & two"),
        ("paragraph", LONG),
        ("list_item", "One"),
        ("list_item", "a | b"),
    ]


def test_html_offsets_lead_into_the_page() -> None:
    page = "<p>One <b>two</b> &lt;three</p>"
    reading = read(page, "text/html")
    at = reading.view.text.index("two")
    assert [page[a:b] for a, b in reading.view.raw_spans(at, at + 3)] == ["two"]
    assert reading.view.text == "One two <three"


def test_rows_of_a_table_are_no_headings() -> None:
    rows = "Country    2014    2018\nKazakhstan    120    1,300\nTotal    410    –"
    text = f"Schools of the valley\n\n{LONG}\n\n{rows}\n\n{LONG}"
    assert kinds(text)[2:5] == ["list_item", "list_item", "list_item"]


def test_names_of_institutions_in_a_row_stay_apart() -> None:
    names = [
        "River State University",
        "River Pedagogical University named after Academician Bell",
        "Technological University of the Upper Valley of the River",
        "Valley Conservatory of Music and of the Performing Arts",
    ]
    assert [t for _, t in blocks("Schools of the valley\n\n" + "\n".join(names) + "\n")][1:] == names


def test_notes_that_are_works_are_references() -> None:
    works = "1. Amanov, K. (2018). Pumps. *Journal of Wells*, 7(2), 14-29.\n\n2. Bai, L. (2021). Wind. Osh: Press."
    notes = "1. Prices are those of the spring.\n\n2. The second town was not asked."
    text = "# Pumps\n\nThe schools have pumps of their own, which the town pays for.\n\n**Notes**\n\n"
    assert kinds(text + works)[-2:] == ["reference", "reference"]
    assert kinds(text + notes)[-2:] == ["footnote", "footnote"]


def test_a_labelled_work_is_a_reference() -> None:
    text = "# Pumps\n\nThe schools have pumps of their own, which the town pays for.\n\n"
    assert kinds(text + "Reference: Tan, Y. (2022). Workshops. Trade Quarterly, 31(2), 5-21.")[-1] == "reference"


def test_an_entry_that_goes_on_under_its_words_is_no_heading() -> None:
    text = (
        f"{LONG}\nit goes on in small letters,\nas a text does that was broken\ninto lines by hand.\n\nNOTES\n\n"
        '1. Li An and F. Sodiq, "Schools on the Road: The First Years", Review of Steppe\n'
        "   Schooling, vol. 4, no. 1 (2019), pp. 12-29.\n"
        "2. Will Vance, Roads and Rectors (London: Thimble Books, 2008), p. 12.\n"
    )
    assert kinds(text)[-3:] == ["heading", "reference", "reference"]


TEXT = "The guests were shown the library of the university on Monday, and they liked it a lot."


@pytest.mark.parametrize("heading", ["Read also:", "More news", "Comments (3)", "Upcoming events", "You may also like"])
def test_other_articles_below_the_text_are_page_furniture(heading: str) -> None:
    others = "Delegation of a college visits a school\nA centre was opened in Osh\n"
    text = f"Guests from Hovd\n\n{TEXT}\n\n{heading}\n{others}"
    found = kinds(text)
    assert found[:2] == ["title", "paragraph"]
    assert set(found[2:]) == {"boilerplate"}


def test_other_articles_above_the_text_do_not_swallow_it() -> None:
    text = f"Guests from Hovd\n\nPopular\nA centre was opened in Osh\n\n{TEXT}\n"
    assert kinds(text)[-1] == "paragraph"


def test_titles_in_quotation_marks_are_no_arrows() -> None:
    assert "title" in kinds(f"Forum of rectors «Silk Road»\n\n{TEXT}\n")
