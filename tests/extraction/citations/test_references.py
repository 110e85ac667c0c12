"""Cited works, entry by entry. All works here are invented."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from educoop.documents.model import Passage, Reading, Segment, Source, View
from educoop.extraction.citations.references import LONGEST_ENTRY, parse, references
from educoop.extraction.data_files import rules


def read(*entries: str, under: str = "References") -> Reading:
    """A reading whose passages are these entries of a bibliography."""
    text = "\n\n".join(entries)
    passages, at = [], 0
    for i, entry in enumerate(entries):
        passages.append(Passage(i, "reference", under, at, at + len(entry)))
        at += len(entry) + 2
    source = Source("doc", "doc.txt", "text/plain", len(text.encode()), "0" * 64, text)
    return Reading(source, View.identity(text), passages, [], [])


def rows(reading: Reading) -> list[dict[str, str]]:
    out: dict[str, dict[str, str]] = {}
    for c in references(reading):
        out.setdefault(c.row, {})[c.field] = c.value
    return list(out.values())


def parts(entry: str) -> dict[str, str]:
    (row,) = rows(read(entry))
    row.pop("raw")
    return row


STYLES: list[tuple[str, dict[str, Any]]] = [
    (body["id"], example) for body in rules("references")["bodies"] for example in body.get("yes", ())
]


@pytest.mark.parametrize(("style", "example"), STYLES, ids=[f"{s}-{e['text'][:24]}" for s, e in STYLES])
def test_each_style_reads_its_own_examples(style: str, example: dict[str, Any]) -> None:
    text = example["text"]
    assert parse(text, 0, len(text)).style == style
    assert parts(text) == {"ordinal": "1"} | example["is"]


CASES = [
    (
        "Abend, Nurla K., Jon Smit, and Mary A. O'Bright. 2021. “Do grants pay?” Review of Roads 7 (1): 101–119.",
        {
            "ordinal": "1",
            "authors": "Abend, Nurla K.; Jon Smit; Mary A. O'Bright",
            "year": "2021",
            "title": "Do grants pay?",
            "container": "Review of Roads",
            "volume": "7(1)",
            "issue": "1",
            "pages": "101–119",
        },
    ),
    (
        "Xu, Ting. 2020. “Degrees after the Storm.” In Schools in Motion, edited by Alan Moor and Ida Hill, 120–144. "
        "Leiden: Canal Press.",
        {
            "ordinal": "1",
            "authors": "Xu, Ting",
            "year": "2020",
            "title": "Degrees after the Storm",
            "container": "Schools in Motion",
            "pages": "120–144",
        },
    ),
    (
        "[3] EMBER D, QODIR R K. The teacher as guest[M]//GOLD F, IVER H. Handbook of moving schools. Washington, DC: "
        "Lantern Press, 2018: 33-51.",
        {
            "ordinal": "3",
            "authors": "EMBER D; QODIR R K",
            "year": "2018",
            "title": "The teacher as guest",
            "container": "Handbook of moving schools",
            "pages": "33-51",
        },
    ),
    (
        "[4] D. Ember, “The teacher as guest,” in Handbook of Moving Schools, F. Gold and H. Iver, Eds. Leiden: "
        "Lantern Press, 2018, pp. 33–51.",
        {
            "ordinal": "4",
            "authors": "D. Ember",
            "year": "2018",
            "title": "The teacher as guest",
            "container": "Handbook of Moving Schools",
            "pages": "33–51",
        },
    ),
    (
        "Gold F. Learning to leave [dissertation]. Hillside: Hillside State University; 2020.",
        {
            "ordinal": "1",
            "authors": "Gold F",
            "year": "2020",
            "title": "Learning to leave",
            "container": "Hillside State University",
        },
    ),
    (
        "Field, N. (2008). Roads and rectors (2nd ed.). London: Thimble Books.",
        {
            "ordinal": "1",
            "authors": "Field, N.",
            "year": "2008",
            "title": "Roads and rectors",
            "container": "Thimble Books",
        },
    ),
    (
        "Marsh, I. (2021, May 6). A new campus opens. Eastern Courier, A3.",
        {
            "ordinal": "1",
            "authors": "Marsh, I.",
            "year": "2021",
            "title": "A new campus opens",
            "container": "Eastern Courier",
            "pages": "A3",
        },
    ),
    (
        "Ouyang, L. (2022). “Two hills” thinking and the opening of colleges. Trades Quarterly, 41(12), 5–12.",
        {
            "ordinal": "1",
            "authors": "Ouyang, L.",
            "year": "2022",
            "title": "“Two hills” thinking and the opening of colleges",
            "container": "Trades Quarterly",
            "volume": "41(12)",
            "issue": "12",
            "pages": "5–12",
        },
    ),
    (
        "Омаров К. Т., Ли Н. Школы вдоль реки / под ред. А. А. Белого. – Бишкек: Степная книга, 2017. – 180 с.",
        {
            "ordinal": "1",
            "authors": "Омаров К. Т.; Ли Н.",
            "year": "2017",
            "title": "Школы вдоль реки",
            "container": "Степная книга",
        },
    ),
    (
        "Shore Bank, 2020. Training for the corridor. [online] Shore News. Available at: <http://www.example.com/a> "
        "[Accessed 1 February 2021].",
        {
            "ordinal": "1",
            "authors": "Shore Bank",
            "year": "2020",
            "title": "Training for the corridor",
            "container": "Shore News",
        },
    ),
    (
        "[1] Duan K, Fei SR, Guo TB, et al., 2021, Credit Transfer: Rules, Costs, and What Comes After. "
        "*Review of Border Schooling (Chinese and English)*, 37(1): 8–13.",
        {
            "ordinal": "1",
            "authors": "Duan K; Fei SR; Guo TB; et al.",
            "year": "2021",
            "title": "Credit Transfer: Rules, Costs, and What Comes After",
            "container": "Review of Border Schooling (Chinese and English)",
            "volume": "37(1)",
            "issue": "1",
            "pages": "8–13",
        },
    ),
    (
        "[2] Hua BW, 2022, Which Road to Which School? A Map. Frontier Economics, 2022(5): 61–66.",
        {
            "ordinal": "2",
            "authors": "Hua BW",
            "year": "2022",
            "title": "Which Road to Which School? A Map",
            "container": "Frontier Economics",
            "volume": "2022(5)",
            "issue": "5",
            "pages": "61–66",
        },
    ),
    (
        "Ito, J., O'Hara, K.-P., & van der Meer, L. (2018). What do trainees want? Evidence from four valleys. "
        "Horizons of Training, 45(2), 101–119. doi:10.1007/s10000-018-0001-2",
        {
            "ordinal": "1",
            "authors": "Ito, J.; O'Hara, K.-P.; van der Meer, L.",
            "year": "2018",
            "title": "What do trainees want? Evidence from four valleys",
            "container": "Horizons of Training",
            "volume": "45(2)",
            "issue": "2",
            "pages": "101–119",
            "doi": "10.1007/s10000-018-0001-2",
        },
    ),
    (
        "Li, N., & Wang, Y. (2021). Branch campuses – a risk or an asset? Valley Schooling Review, 8, 12–30.",
        {
            "ordinal": "1",
            "authors": "Li, N.; Wang, Y.",
            "year": "2021",
            "title": "Branch campuses – a risk or an asset?",
            "container": "Valley Schooling Review",
            "volume": "8",
            "pages": "12–30",
        },
    ),
    (
        "Kuzem, A. (2019, March 14). New rules for holders. Steppe Times. Retrieved May 2, 2020, "
        "from https://example.kz/1",
        {
            "ordinal": "1",
            "authors": "Kuzem, A.",
            "year": "2019",
            "title": "New rules for holders",
            "container": "Steppe Times",
        },
    ),
    (
        "Ibrai, N. et al. (2021). Teachers on the move. Science of Schools, 11(9), Article 512. "
        "https://doi.org/10.3390/abc11090512",
        {
            "ordinal": "1",
            "authors": "Ibrai, N.; et al.",
            "year": "2021",
            "title": "Teachers on the move",
            "container": "Science of Schools",
            "volume": "11(9)",
            "issue": "9",
            "pages": "512",
            "doi": "10.3390/abc11090512",
        },
    ),
    (
        '[5] J. K. Petro and M. Abdi, "Remote labs in the hills," in Proc. Int. Conf. Distance '
        "Learning, 2020, pp. 33–38.",
        {
            "ordinal": "5",
            "authors": "J. K. Petro; M. Abdi",
            "year": "2020",
            "title": "Remote labs in the hills",
            "container": "Proc. Int. Conf. Distance Learning",
            "pages": "33–38",
        },
    ),
    (
        "Ministry of Skills of the Republic of Somewhere. (2020). Opinions on widening exchange. "
        "http://example.cn/a/1.html",
        {
            "ordinal": "1",
            "authors": "Ministry of Skills of the Republic of Somewhere",
            "year": "2020",
            "title": "Opinions on widening exchange",
        },
    ),
    (
        "Lake Institute for Statistics (LIS). Global Flow of Learners. Montreal: LIS, 2020.",
        {
            "ordinal": "1",
            "authors": "Lake Institute for Statistics",
            "year": "2020",
            "title": "Global Flow of Learners",
            "container": "LIS",
        },
    ),
    (
        'Tang Y. 2020. "Soft power in classrooms." Global Notes 5 (1): 22-41. https://doi.org/10.1080/0001',
        {
            "ordinal": "1",
            "authors": "Tang Y",
            "year": "2020",
            "title": "Soft power in classrooms",
            "container": "Global Notes",
            "volume": "5(1)",
            "issue": "1",
            "pages": "22-41",
            "doi": "10.1080/0001",
        },
    ),
    (
        'Xu L, Zhao M. "One campus, two systems." Journal of Borderlands 14.2 (2017): 88-104. Print.',
        {
            "ordinal": "1",
            "authors": "Xu L; Zhao M",
            "year": "2017",
            "title": "One campus, two systems",
            "container": "Journal of Borderlands",
            "volume": "14",
            "issue": "2",
            "pages": "88-104",
        },
    ),
    (
        "Nazar, Gulnara. Schools of the Steppe: A History. Cambridge: Mill Press, 2014.",
        {
            "ordinal": "1",
            "authors": "Nazar, Gulnara",
            "year": "2014",
            "title": "Schools of the Steppe: A History",
            "container": "Mill Press",
        },
    ),
    (
        "Zhou L., ed. Handbook of border schooling. 3rd ed. New York: Springer; 2015. p. 22-30.",
        {
            "ordinal": "1",
            "authors": "Zhou L",
            "year": "2015",
            "title": "Handbook of border schooling",
            "container": "Springer",
            "pages": "22-30",
        },
    ),
    (
        "Harris, T. (2016). The long road [Unpublished doctoral dissertation]. University of Somewhere.",
        {
            "ordinal": "1",
            "authors": "Harris, T.",
            "year": "2016",
            "title": "The long road",
            "container": "University of Somewhere",
        },
    ),
    (
        '"Workshop opens in the valley." Steppe News Agency, 30 Nov. 2022, www.example.tj/news/1. '
        "Accessed 3 Dec. 2022.",
        {
            "ordinal": "1",
            "year": "2022",
            "title": "Workshop opens in the valley",
            "container": "Steppe News Agency",
        },
    ),
    (
        "Rakhim M. Mobility in the Region // Valley and Mountain. 2012. Vol. 13. No. 2. P. 120–131.",
        {
            "ordinal": "1",
            "authors": "Rakhim M",
            "year": "2012",
            "title": "Mobility in the Region",
            "container": "Valley and Mountain",
            "volume": "13",
            "issue": "2",
            "pages": "120–131",
        },
    ),
    (
        "[16] 王伟，赵强. 高原高等教育研究[M]. 北京：江河出版社，2018：45.",
        {
            "ordinal": "16",
            "authors": "王伟; 赵强",
            "year": "2018",
            "title": "高原高等教育研究",
            "container": "江河出版社",
            "pages": "45",
        },
    ),
    (
        "[37] Wu T, Sun P. Two shores: status, problems and paths [J]. Journal of Plains (Social Sciences Edition), "
        "2018, 39 (01): 55-61+88.",
        {
            "ordinal": "37",
            "authors": "Wu T; Sun P",
            "year": "2018",
            "title": "Two shores: status, problems and paths",
            "container": "Journal of Plains (Social Sciences Edition)",
            "volume": "39(01)",
            "issue": "01",
            "pages": "55-61+88",
        },
    ),
]


@pytest.mark.parametrize(("entry", "expected"), CASES, ids=[e[:32] for e, _ in CASES])
def test_entries_of_many_styles(entry: str, expected: dict[str, str]) -> None:
    assert parts(entry) == expected


@pytest.mark.parametrize(
    "written", ["doi:10.1000/xy.1", "DOI: 10.1000/xy.1", "https://dx.doi.org/10.1000/xy.1", "10.1000/xy.1"]
)
def test_a_doi_is_read_in_every_form(written: str) -> None:
    assert parts(f"Li N. On lakes. Lake Notes. 2019;1(2):3-4. {written}.")["doi"] == "10.1000/xy.1"


def test_entry_over_two_list_items_is_one_title() -> None:
    got = parts("- [7] Wei FF, 2023, Science Among Small and\n\n- Large States. *Lake Notes*, 43(13): 28–38.")
    assert got["title"] == "Science Among Small and Large States"
    assert got["container"] == "Lake Notes"


def test_an_entry_without_number_gets_its_place_as_inferred_ordinal() -> None:
    reading = read("Li N, 2020, One. *Lake Notes*, 1(2): 3–4.", "Li N, 2021, Two. *Lake Notes*, 2(2): 3–4.")
    ordinals = [(c.value, c.certainty) for c in references(reading) if c.field == "ordinal"]
    assert ordinals == [("1", "inferred"), ("2", "inferred")]


def test_a_note_that_points_elsewhere_keeps_only_ordinal_and_raw() -> None:
    assert rows(read("3. See the annual report, op. cit."))[0] == {
        "ordinal": "3",
        "raw": "3. See the annual report, op. cit.",
    }


def test_entries_run_together_are_parted_by_their_numbers() -> None:
    got = rows(
        read("[8] Li N. On lakes[J]. Lake Notes, 2019, 1(2): 3-4. [9] Xu Y. On hills[J]. Hill Notes, 2020, 2(1): 5-6.")
    )
    assert [(r["ordinal"], r["title"]) for r in got] == [("8", "On lakes"), ("9", "On hills")]


def test_what_is_too_long_for_an_entry_is_kept_whole() -> None:
    text = "[1] " + "word " * LONGEST_ENTRY
    row = rows(read(text))[0]
    assert set(row) == {"ordinal", "raw"}


def test_other_passages_are_not_read() -> None:
    reading = read("[1] Li N. On lakes[J]. Lake Notes, 2019, 1(2): 3-4.")
    paragraph = [Passage(p.position, "paragraph", None, p.start, p.end) for p in reading.passages]
    assert references(Reading(reading.source, reading.view, paragraph, [], [])) == []


@pytest.mark.parametrize("entry", [e for e, _ in CASES] + [e["text"] for _, e in STYLES])
def test_every_span_says_its_value(entry: str) -> None:
    for c in references(read(entry)):
        if c.certainty == "inferred" or c.field in ("raw", "authors"):
            continue
        quote = "".join(entry[a:b] for a, b in c.spans)
        wide = str.maketrans("，：", ",:")
        assert quote.translate(wide).replace("*", "").split() == c.value.split() or (
            c.field == "volume" and quote.replace(" ", "") == c.value
        )


def test_spans_go_through_the_view_to_the_raw_text() -> None:
    raw = "XX [1] Li N. On la-\nkes[J]. Lake Notes, 2019, 1(2): 3-4."
    view = View(
        "[1] Li N. On lakes[J]. Lake Notes, 2019, 1(2): 3-4.",
        (Segment(0, 15, 3, 18), Segment(15, 51, 20, 56)),
    )
    source = Source("doc", "doc.txt", "text/plain", 0, "0" * 64, raw)
    reading = Reading(source, view, [Passage(0, "reference", None, 0, len(view.text))], [], [])
    title = next(c for c in references(reading) if c.field == "title")
    assert title.value == "On lakes"
    assert [raw[a:b] for a, b in title.spans] == ["On la-\nkes"]


@settings(max_examples=150)
@given(st.text(alphabet='[]()“”"‘’*.,:;/–- \n19 20ABab王АбJdoi&ⒶⓁⓎ‹›', max_size=120))
def test_no_entry_with_a_letter_is_lost_and_all_spans_lie_inside(entry: str) -> None:
    reading = read(entry)
    claims = references(reading)
    assert any(c.isalpha() for c in entry) == bool(claims)
    for c in claims:
        assert c.value and c.spans
        assert all(0 <= a < b <= len(entry) for a, b in c.spans)


def test_what_a_page_says_of_itself_behind_its_references_is_no_work() -> None:
    own = ("Categories: Schools | Lakes", "This page was last edited on 2 May 2019, at 10:07.")
    assert references(read(*own)) == []


def test_entries_without_numbers_are_parted_by_names_and_year() -> None:
    first = "Amanov, K. (2018). Pumps and pupils. Journal of Wells, 7(2), 14-29."
    second = "Bai, L., & Orazov, T. (2021). Schools in the wind. Osh: Pass Press."
    third = "Ministry of Wells of Ruritania. (2016). A plan for pumps. Osh: Author."
    found = rows(read(f"{first} {second} {third}"))
    assert [r["raw"] for r in found] == [first, second, third]


def test_the_label_of_a_list_is_no_name() -> None:
    assert (
        parts("Reference: Tan, Y. (2022). Workshops of ten towns. Trade School Quarterly, 31(2), 5-21.")["authors"]
        == "Tan, Y."
    )


@pytest.mark.parametrize("line", ["(Responsible editor: Bai Jing)", "62 ·", "Received: 2021-02-11"])
def test_what_closes_a_paper_is_no_work(line: str) -> None:
    assert rows(read(line)) == []


def test_a_note_gives_the_works_it_names_and_no_remark() -> None:
    notes = (
        '1. Li An and F. Sodiq, "Schools on the Road", Steppe Review, vol. 4, no. 1 (2019), pp. 12-29.',
        "2. Interview, Khorog, 9 June 2023.",
        '3. On the same in the hills see A. Bek, "Lecture Languages", Hill Review, vol. 2 (2022), pp. 40-58; '
        'Wu Qian, "Words for Farmers", Teaching Studies, no. 5 (2020), pp. 71-80.',
    )
    assert [(r["ordinal"], r["title"]) for r in rows(read(*notes, under="NOTES"))] == [
        ("1", "Schools on the Road"),
        ("3", "Lecture Languages"),
        ("3", "Words for Farmers"),
    ]
