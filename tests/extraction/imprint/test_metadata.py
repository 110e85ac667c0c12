"""What a document says of itself. All documents here are invented."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from educoop.documents.model import Passage, Reading, Source, View
from educoop.documents.prepare import prepare
from educoop.documents.read import read_documents
from educoop.extraction.imprint.metadata import authors, dateline, language, may_republish, metadata

PROSE = "The college and the academy will train teachers of both countries over the coming years, it was said. " * 5


def read(*blocks: tuple[str, str], registry: dict[str, Any] | None = None) -> Reading:
    """A reading whose passages are these (kind, text)."""
    text = "\n\n".join(t for _, t in blocks)
    passages, at = [], 0
    for i, (kind, block) in enumerate(blocks):
        passages.append(Passage(i, kind, None, at, at + len(block)))
        at += len(block) + 2
    source = Source("doc", "a/doc.txt", "text/plain", len(text.encode()), "f" * 64, text, registry or {})
    return Reading(source, View.identity(text), passages, [], [])


def under_title(*lines: str, title: str = "College and academy sign a plan") -> Reading:
    return read(("title", title), *(("paragraph", line) for line in lines), ("paragraph", PROSE))


def names(reading: Reading) -> list[tuple[str, str | None]]:
    return [(c.name, c.affiliation) for c in authors(reading) if c.role == "author"]


# Makers


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Lin Vale*", "Ridge University of Technology, Ridge 050000, Somewhere"],
         [("Lin Vale", "Ridge University of Technology, Ridge 050000, Somewhere")]),
        (["Omar Field (University of Northmoor)"], [("Omar Field", "University of Northmoor")]),
        (["Omar Field, University of Northmoor"], [("Omar Field", "University of Northmoor")]),
        (["Lin Vale a,*, Omar Field b", "a Ridge University", "b Lake Institute"],
         [("Lin Vale", "Ridge University"), ("Omar Field", "Lake Institute")]),
        (["Lin Vale1,, Omar Field2", "1 Ridge University", "2 Lake Institute"],
         [("Lin Vale", "Ridge University"), ("Omar Field", "Lake Institute")]),
        (["Omar Field, rector of Ridge University, opened the hall."], []),
        (["By Omar Field"], [("Omar Field", None)]),
        (["BY OMAR FIELD"], [("OMAR FIELD", None)]),
        (["By Omar Field | Steppe Times | 2020-03-04"], [("Omar Field", None)]),
        (["Author: Omar Field"], [("Omar Field", None)]),
        (["Authors: Omar Field, Lin Vale and A. B. Stone"],
         [("Omar Field", None), ("Lin Vale", None), ("A. B. Stone", None)]),
        (["Lin Vale1, Omar Field2,*", "1 School of Law, Ridge University; 2 Lake Institute of Trade"],
         [("Lin Vale", "School of Law, Ridge University"), ("Omar Field", "Lake Institute of Trade")]),
        (["Lin Vale^1^, Omar Field^2^", "^1^ Ridge University", "^2^ Lake Institute"],
         [("Lin Vale", "Ridge University"), ("Omar Field", "Lake Institute")]),
        (["Lin Vale1, Omar Field2", "1Ridge University, North Shire, 2Lake Institute, South Shire"],
         [("Lin Vale", "Ridge University, North Shire"), ("Omar Field", "Lake Institute, South Shire")]),
        (["VALE L.M., FIELD O.", "Ridge University"],
         [("VALE L.M.", "Ridge University"), ("FIELD O.", "Ridge University")]),
        (["Lin Vale", "Computer Science, Lake University"], [("Lin Vale", "Computer Science, Lake University")]),
        (["Lin Vale¹²", "¹ School of Law, Ridge University", "² Lake Institute of Trade"],
         [("Lin Vale", "School of Law, Ridge University")]),
        (["Lin Vale", "Ridge University", "Omar Field", "Lake Institute"],
         [("Lin Vale", "Ridge University"), ("Omar Field", "Lake Institute")]),
        (["Lin Vale, Ridge University", "Omar Field, Lake Institute"],
         [("Lin Vale", "Ridge University"), ("Omar Field", "Lake Institute")]),
        (["Lin Vale", "Ridge University", "Omar Field opened the hall."], [("Lin Vale", "Ridge University")]),
        (["Lin Vale & Omar Field", "Ridge University"],
         [("Lin Vale", "Ridge University"), ("Omar Field", "Ridge University")]),
        (["Lin Vale", "May 4, 2020"], [("Lin Vale", None)]),
        (["Автор: Иван Полевой"], [("Иван Полевой", None)]),
        (["Luban Workshop"], []),
        (["Central Asia", "May 4, 2020"], []),
        (["L M S", "May 4, 2020"], []),
        (["Ridge Valley Road"], []),
    ],
    ids=lambda v: v[0] if v and isinstance(v[0], str) else "",
)  # fmt: skip
def test_names_under_the_title(lines: list[str], expected: list[tuple[str, str | None]]) -> None:
    assert names(under_title(*lines)) == expected


def test_raised_marks_that_the_view_leaves_out_tell_whose_an_affiliation_is(tmp_path: Path) -> None:
    (tmp_path / "paper.txt").write_text(
        "Journal of Ridges\nVolume 12, Issue 1, pp. 31-47\n© The Author(s) 2025\n\n"
        "How Students of Two Ridges Cross the Lake\n\nLin Vale¹ and Omar Field²\n"
        "¹ School of Law, Ridge University\n² Lake Institute of Trade\n\nAbstract\n" + PROSE,
        encoding="utf-8",
    )
    reading = prepare(read_documents(tmp_path, None)[0][0])
    assert names(reading) == [
        ("Lin Vale", "School of Law, Ridge University"),
        ("Omar Field", "Lake Institute of Trade"),
    ]
    row, _ = metadata(reading)
    assert (row["title"], row["published"]) == ("How Students of Two Ridges Cross the Lake", "2025")


def test_credits_under_the_text_carry_their_label_and_role() -> None:
    reading = read(
        ("title", "A plan"), ("paragraph", PROSE), ("boilerplate", "Edit:STONE ANNA Responsible editor:VALE LIN")
    )
    got = [(c.name, c.role, c.label) for c in authors(reading)]
    assert got == [("STONE ANNA", "editor", "Edit"), ("VALE LIN", "editor", "Responsible editor")]
    for c in authors(reading):
        assert reading.view.text[slice(*c.span)] == c.name
        assert c.label_span and reading.view.text[slice(*c.label_span)] == c.label


def test_a_reporter_in_brackets_closes_a_long_line() -> None:
    reading = read(("title", "A plan"), ("paragraph", PROSE), ("paragraph", PROSE + "(Reporter: Lin Vale)"))
    assert names(reading) == [("Lin Vale", None)]


def test_a_name_with_an_agency_signs_a_text() -> None:
    reading = read(("title", "UzA. A plan"), ("paragraph", PROSE), ("paragraph", "O.Field, UzA"))
    assert names(reading) == [("O.Field", "UzA")]
    row, _ = metadata(reading)
    assert (row["title"], row["publisher"], row["kind"]) == ("A plan", "UzA", "news")


def test_editors_are_no_creators() -> None:
    row, _ = metadata(read(("title", "A plan"), ("paragraph", PROSE), ("paragraph", "Editor: Lin Vale")))
    assert row["creators"] is None


# Dates


@pytest.mark.parametrize(
    ("line", "edtf"),
    [
        ("2025-10-16", "2025-10-16"),
        ("October 16, 2023", "2023-10-16"),
        ("(Xinhua) 09:08, October 16, 2023", "2023-10-16"),
        ("Press releases / 16 October 2023", "2023-10-16"),
        ("Press service, 16 October 2023, 14:05    Reading time: 4 min.", "2023-10-16"),
        ("Oct. 16, 2023", "2023-10-16"),
        ("16 October 2023", "2023-10-16"),
        ("October 2023", "2023-10"),
        ("16.10.2023", "2023-10-16"),
        ("2023/10/16 09:30", "2023-10-16"),
        ("Online publication: December 3, 2025", "2025-12-03"),
        ("Updated: 2024-07-04", "2024-07-04"),
        ("(ridge.example.com) Updated: 2024-07-04", "2024-07-04"),
        ("18:33, 18 July 2025, Ridge news agency", "2025-07-18"),
        ("Session 1 Sunday 9 June, 2024, -", "2024-06-09"),
        ("Published on 5 May 2022", "2022-05-05"),
        ("Published: May 5, 2022 | Updated: May 9, 2022", "2022-05-05"),
        ("Updated: May 9, 2022 | Published: May 5, 2022", "2022-05-05"),
        ("Received: 1 March 2022; Accepted: 2 April 2022; Published: 5 May 2022", "2022-05-05"),
        ("Date: 2022-05-05", "2022-05-05"),
        ("Wednesday, May 4, 2022 10:15 am", "2022-05-04"),
        ("Ridge, 4 May 2022", "2022-05-04"),
        ("发布时间：2022年5月4日", "2022-05-04"),
        ("Дата публикации: 4 мая 2022 г.", "2022-05-04"),
        ("Commitment: 2018-10-01", None),
        ("Received: 1 March 2022", None),
        ("Photo taken on July 5, 2023 shows the hall", None),
        ("The hall was opened on July 5, 2023 by the rector.", None),
        ("2023", None),
    ],
)
def test_the_date_on_a_line_under_the_title(line: str, edtf: str | None) -> None:
    reading = under_title(line)
    got = dateline(reading)
    assert (got[0] if got else None) == edtf
    if got:
        assert 0 < got[1][0] < got[1][1] <= len(reading.view.text)


def test_the_date_before_the_first_sentence() -> None:
    got = dateline(read(("title", "A plan"), ("paragraph", "RIDGE, May 4, 2022 (Xinhua) -- " + PROSE)))
    assert got and got[0] == "2022-05-04"


def test_dates_in_running_text_are_not_the_documents() -> None:
    assert dateline(read(("title", "A plan"), ("paragraph", "On 4 May 2022 it began. " + PROSE))) is None


def test_the_season_of_an_issue_is_its_year_and_a_year_alone_is_none() -> None:
    assert dateline(under_title("Spring 2025")) == ("2025", (33, 44))
    assert dateline(under_title("2025")) is None


def test_publication_wins_over_a_bare_line() -> None:
    got = dateline(under_title("4 May 2021", "Published online: 5 May 2022"))
    assert got and got[0] == "2022-05-05"


def test_the_date_under_the_title_wins_over_the_day_that_the_page_shows() -> None:
    shown = ("paragraph", "Friday May 25, 2018"), ("title", "A plan"), ("paragraph", "4 May 2017")
    got = dateline(read(*shown, ("paragraph", PROSE)))
    assert got and got[0] == "2017-05-04"


def test_the_label_of_an_editor_may_follow_the_date() -> None:
    got = dateline(under_title("2022-05-04 17:46 Ridge News     Web Editor: Lin Vale comment"))
    assert got and got[0] == "2022-05-04"


def test_a_caption_gives_no_date() -> None:
    reading = read(("title", "A plan"), ("caption", "Ridge, 4 May 2022"), ("paragraph", PROSE))
    assert dateline(reading) is None


# Publisher, address, licence


@pytest.mark.parametrize(
    ("block", "publisher"),
    [
        (("boilerplate", "Source:ridge.example"), "ridge.example"),
        (("boilerplate", "Source: Ridge Daily | Editor: Lin Vale"), "Ridge Daily"),
        (("boilerplate", "Lantern Publishing remains neutral with regard to maps."), "Lantern Publishing"),
        (("boilerplate", "Studies of Lakes and Hills, Volume 12, ISSN: 1234-5678"), "Studies of Lakes and Hills"),
        (("paragraph", "© 2021 Ridge University. All rights reserved."), "Ridge University"),
        (("footnote", "Source: Ministry of Lakes, 2018"), None),
        (("caption", "Source: Ministry of Lakes, 2018"), None),
    ],
)
def test_the_publisher_under_the_text(block: tuple[str, str], publisher: str | None) -> None:
    row, claims = metadata(read(("title", "A plan"), ("paragraph", PROSE), block))
    assert row["publisher"] == publisher
    assert [c.value for c in claims if c.field == "publisher"] == ([publisher] if publisher else [])


@pytest.mark.parametrize(
    ("line", "address"),
    [
        ("URL: https://ridge.example/news/1.html", "https://ridge.example/news/1.html"),
        ("DOI: 10.1234/lake.2020.1", "https://doi.org/10.1234/lake.2020.1"),
        ("Contact https://ridge.example", None),
    ],
)
def test_only_a_labelled_address_is_the_documents(line: str, address: str | None) -> None:
    assert metadata(under_title(line))[0]["address"] == address


@pytest.mark.parametrize(
    ("line", "licence", "free"),
    [
        ("This is an open-access article distributed under the terms of the Creative Commons Attribution License "
         "(CC BY 4.0), permitting reproduction.", "CC-BY-4.0", True),
        ("This work is licensed under a Creative Commons Attribution-NonCommercial 4.0 International License.",
         "CC-BY-NC-4.0", False),
        ("This article is published under CC BY-SA 3.0.", "CC-BY-SA-3.0", True),
        ("This work is licensed under https://creativecommons.org/licenses/by-nc-nd/4.0/", "CC-BY-NC-ND-4.0", False),
        ("License: CC0", "CC0-1.0", True),
        ("This article is under the Creative Commons Attribution-ShareAlike 4.0 licence.", "CC-BY-SA-4.0", True),
        ("© 2020 The Author(s). All rights reserved.", None, False),
        ("The photo is by L. Vale, CC BY 4.0.", None, False),
        ("The ministry wants all textbooks to be CC BY 4.0.", None, False),
        ("This article is licensed under a Creative Commons licence.", None, False),
    ],
)  # fmt: skip
def test_the_licence_of_the_document_itself(line: str, licence: str | None, free: bool) -> None:
    row, _ = metadata(under_title(line))
    assert (row["licence"], row["may_republish"]) == (licence, free)


def test_licences_that_forbid_changes_or_trade_do_not_allow_republishing() -> None:
    assert [may_republish(x) for x in ("CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0")] == [True] * 3
    assert [may_republish(x) for x in ("CC-BY-NC-4.0", "CC-BY-ND-4.0", "MIT", None)] == [False] * 4


# Kind and language


@pytest.mark.parametrize(
    ("blocks", "kind"),
    [
        ([("title", "On lakes"), ("paragraph", "Abstract: Short."), ("paragraph", "Keywords: lake; hill"),
          ("paragraph", PROSE), ("heading", "References"), ("reference", "[1] Li N. A[J]. B, 2019, 1(1): 1-2.")],
         "journal_article"),
        ([("heading", "ABSTRACT"), ("paragraph", PROSE), ("boilerplate", "Proceedings of The 4th Conference on Lakes"),
          ("heading", "1. INTRODUCTION"), ("paragraph", PROSE)], "conference_paper"),
        ([("boilerplate", "Accepted Paper:"), ("title", "On lakes"), ("paragraph", "Omar Field (Ridge University)"),
          ("heading", "Abstract:"), ("paragraph", PROSE), ("boilerplate", "Panel EDU04")], "abstract"),
        ([("title", "On lakes"), ("paragraph", PROSE + "The paper advises schools to wait.")], "abstract"),
        ([("title", "On lakes"), ("paragraph", "May 4, 2022"), ("paragraph", PROSE)], "news"),
        ([("boilerplate", "RIDGE > News > Content"), ("title", "On lakes"), ("paragraph", PROSE)], "news"),
        ([("boilerplate", "FOR IMMEDIATE RELEASE"), ("title", "On lakes"), ("paragraph", "May 4, 2022"),
          ("paragraph", PROSE)], "press_release"),
        ([("title", "On lakes"), ("heading", "Executive summary"), ("paragraph", PROSE)], "report"),
        ([("title", "Agreement on lakes"), ("heading", "Article 1"), ("paragraph", PROSE)], "other"),
    ],
)  # fmt: skip
def test_kind_by_cues(blocks: list[tuple[str, str]], kind: str) -> None:
    assert metadata(read(*blocks))[0]["kind"] == kind


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (PROSE, "en"),
        ("Университеты двух стран подписали соглашение о сотрудничестве.", "ru"),
        ("Қазақстан мен Қытай университеттері өзара түсіністік туралы келісімге қол қойды.", "kk"),
        ("两国大学签署了教育合作协议，共同培养教师。中亚国家的学生将到中国学习。", "zh"),
        ("L'université et le ministère ont signé un accord pour les étudiants des deux pays.", "fr"),
        ("12 34 56", None),
    ],
)
def test_language(text: str, code: str | None) -> None:
    assert language(text) == code


# The row and its claims


def test_the_registry_wins_and_the_claims_stay_as_the_text_has_them() -> None:
    blocks = [("title", "A plan"), ("paragraph", "May 4, 2022"), ("paragraph", PROSE)]
    registry = {"published": "2022-05-03", "creators": ["Lin Vale", "Omar Field"], "licence": "CC-BY-4.0"}
    row, claims = metadata(read(*blocks, registry=registry))
    assert row["published"] == "2022-05-03"
    assert row["creators"] == "Lin Vale; Omar Field"
    assert row["may_republish"] is True
    assert [c.value for c in claims if c.field == "published"] == ["2022-05-04"]
    assert metadata(read(*blocks, registry=registry | {"may_republish": False}))[0]["may_republish"] is False


def test_the_row_holds_all_of_the_file() -> None:
    row, _ = metadata(read(("title", "Planй"), ("paragraph", PROSE)))
    text = "Planй\n\n" + PROSE
    assert (row["document_id"], row["file"], row["media_type"]) == ("doc", "a/doc.txt", "text/plain")
    assert (row["bytes"], row["characters"], row["words"]) == (len(text) + 1, len(text), len(text.split()))


def test_claims_point_at_what_they_say() -> None:
    reading = under_title("Lin Vale, Omar Field", "Ridge University", "Published: May 5, 2022", "Source: Ridge Daily")
    _, claims = metadata(reading)
    quotes = {c.field: [reading.source.text[a:b] for a, b in c.spans] for c in claims}
    assert quotes["title"] == ["College and academy sign a plan"]
    assert quotes["creators"] == ["Lin Vale", "Omar Field"]
    assert quotes["published"] == ["May 5, 2022"]
    assert quotes["publisher"] == ["Ridge Daily"]
    assert {(c.table, c.row) for c in claims} == {("documents", "0")}


def test_a_document_of_one_endless_line_is_read_at_its_edges_only() -> None:
    reading = read(("title", "A plan"), ("paragraph", "word " * 400_000 + "(Editor: Lin Vale)"))
    assert [c.name for c in authors(reading)] == ["Lin Vale"]


@pytest.mark.parametrize(
    ("title", "edtf"),
    [
        ("Osh, 6 June 2020, 16:05. Author: Lin Vale", "2020-06-06"),
        ("River Forum in Osh, 6 June 2020", None),
    ],
)
def test_a_time_of_day_or_a_byline_makes_the_first_line_a_dateline(title: str, edtf: str | None) -> None:
    found = dateline(read(("title", title), ("paragraph", PROSE)))
    assert (found[0] if found else None) == edtf


def test_an_empty_document_gives_a_row_and_no_claims() -> None:
    row, claims = metadata(read())
    assert claims == []
    assert (row["title"], row["kind"], row["language"], row["words"]) == (None, "other", None, 0)


@pytest.mark.parametrize(
    ("line", "edtf"),
    [
        ("by Aigul Example · May 4, 2021 · 7 min read", "2021-05-04"),
        ("Speech at the Opening of a Hall 2022/03/09 10:15", "2022-03-09"),
        ("of 6 June 2020 No. 4/11 Osh city", "2020-06-06"),
        ("Journal of Rivers, Vol. 3, No. 2 (2018) 11", "2018"),
        ("| 1 | Osh College | 12.10.2016 | open |", None),
        ("Bulletin of Rivers. 2018. No. 2 (11)", "2018"),
        ("Review of Rivers 7 (2), 2018", "2018"),
        ("Press releases / 6 June 2020", "2020-06-06"),
        ("Ridge Daily, issue of 6 June 2020. Interviewed by Lin Vale", "2020-06-06"),
        ("Press service, 6 June 2020, 14:05 Reading time: 4 min.", "2020-06-06"),
        ("RIVER NEWS DIGEST, 11-17 MAY 2020", "2020-05-17"),
        ("The digest was printed from 11 to 17 May.", None),
        ("The hall was opened on 2022/03/09 at ten", None),
    ],
)
def test_a_byline_a_stamp_an_order_or_a_volume_gives_the_date(line: str, edtf: str | None) -> None:
    found = dateline(read(("title", "On rivers"), ("paragraph", line), ("paragraph", PROSE)))
    assert (found[0] if found else None) == edtf


def test_a_page_tells_behind_its_references_when_it_was_edited() -> None:
    edited = "This page was last edited on 5 May 2019, at 10:07."
    found = dateline(
        read(("title", "Rivers"), ("paragraph", PROSE), ("reference", "1. A book."), ("reference", edited))
    )
    assert found is not None and found[0] == "2019-05-05"


@pytest.mark.parametrize(
    ("line", "edtf"),
    [
        ("Vol. 17 No. 2 Review of Lakes Jun. 2024", "2024-06"),
        ("Lake Education Research 2022, No. 4 (General No. 61)", "2022"),
        ("LAKE CAMPUS, No. 5 / 2024", "2024"),
        ("Bishkek, 2023", "2023"),
        ("By Ann Lee | Lake University News | 3 October 2022 | 6-minute read", "2022-10-03"),
        ("# export: LAKES records 1-5 generated 2024-09-02T08:14:55Z", "2024-09-02"),
        ("# EXPORT lake_registry v3.2  2024-09-02T08:14:55Z  records=6", "2024-09-02"),
        ("Article ID: 1004-0000(2021)05-0043-08", "2021"),
        ("Article ID: 1004-5XX3(2021)05-0043-08", "2021"),
        ("Lake Review of Schools, 2021, 18(2), 155-171", "2021"),
        ("Lake and River Review 9(2), 2021, 41-47", "2021"),
        (f"{'How a school came to the lake. ' * 4}Interview: Ann Lee, Lake Campus, No. 4 (2023)*", "2023"),
        ("**Words by Ann Lee · Photographs by Bo Lin · 3 October 2022**", "2022-10-03"),
        ("Downloaded from lakes.example.org on 3 May 2023", None),
        ("Page last changed 5 May 2019", "2019-05-05"),
        ("Osh, Kyrgyz Republic, 24–25 April 2015", None),
        ("| Lake Academy | 12 October 2016 | students |", None),
    ],
)
def test_imprints_bylines_and_exports_give_the_date(line: str, edtf: str | None) -> None:
    found = dateline(read(("title", "On rivers"), ("paragraph", line), ("paragraph", PROSE)))
    assert (found[0] if found else None) == edtf


@pytest.mark.parametrize(
    ("opening", "edtf"),
    [
        ("Cooperation of lakes bears fruit 2025-04-08 The reporter learned that it began. ", "2025-04-08"),
        ("A bridge of lakes Source: Lake News Time: 2024-11-19 09:26 Reporter Li Na It began. ", "2024-11-19"),
        ("Cooperation of lakes began on 2025-04-08 The reporter learned that. ", None),
        ("Lake News, Osh, October 19 (Reporter Li Na) It was opened in Osh on October 16, 2023. ", "2023-10-19"),
        ("Lake News, Osh, October 19 (Reporter Li Na) It was opened in Osh in 2020. ", None),
        (
            "Lake Morning News Osh September 18, 2024 (Reporter Ma Xiu Correspondent Li Na) It was opened. ",
            "2024-09-18",
        ),
        ("Lakes signed a plan OSH - Lake.kg 12.05.2024 14:33 The lakes have signed a plan today. ", "2024-05-12"),
        ("05.11.2023, 10:15 | Lake News | Lakes won the contest OSH. They won. ", "2023-11-05"),
        ("Rectors meet | Lake News | Updated: 2023-10-19 20:44:11 OSH, Oct. 19 (LN) -- They met. ", "2023-10-19"),
        ("OSH. July 8 (Lake News Agency). A faculty opens, he said on Monday, July 8, 2024. ", "2024-07-08"),
        ("Lakes signed a plan on 12.05.2024 The lakes were glad. ", None),
        (
            "The rector visited our lakes Publisher: Office Release time: 2023-10-27 Views: 4 On October 25, ",
            "2023-10-27",
        ),
    ],
)
def test_the_date_in_a_text_of_one_line(opening: str, edtf: str | None) -> None:
    found = dateline(read(("paragraph", opening + PROSE)))
    assert (found[0] if found else None) == edtf


def test_the_name_of_a_source_ends_before_the_day() -> None:
    row, _ = metadata(under_title("Editor: Li Ming Source: Lake News Network 2024-10-03 19:20:05"))
    assert row["publisher"] == "Lake News Network"


def test_a_stamp_behind_a_text_of_one_line_is_its_date() -> None:
    found = dateline(read(("paragraph", f"{PROSE} {PROSE} A. Lee, correspondent. 2024-10-14 17:42 Views: 318")))
    assert found is not None and found[0] == "2024-10-14"


@pytest.mark.parametrize(
    "head",
    [
        "International Conference on Lakes\nOsh, Kyrgyz Republic, 24–25 April 2015",
        "Abstracts – 4th Conference on Lakes, Osh, 24–25 April 2015",
        "Protocol of the Second Session of the Sub-Committee on Lakes\nOsh, 24–25 April 2015",
    ],
)
def test_a_paper_is_of_the_month_of_its_conference(head: str) -> None:
    found = dateline(read(("title", "On rivers"), ("paragraph", head), ("paragraph", PROSE)))
    assert found is not None and found[0] == "2015-04"


@pytest.mark.parametrize(
    ("shown", "below", "title"),
    [
        ("Original article", "Schools and rivers of the upper valley", "Schools and rivers of the upper valley"),
        (
            "Valley Review of Schools, 2023, 18(2), 155-171",
            "What is known of our schools",
            "What is known of our schools",
        ),
        ("Embassy of Laos in Nepal", "Remarks at the round table on schools", "Remarks at the round table on schools"),
        ("JOINT COMMUNIQUE", "of the Fourth Meeting of Deans", "JOINT COMMUNIQUE of the Fourth Meeting of Deans"),
        ("A plan for schools", "of the Fourth Meeting of Deans", "A plan for schools"),
    ],
)
def test_a_masthead_is_no_title(shown: str, below: str, title: str) -> None:
    row, _ = metadata(read(("title", shown), ("paragraph", below), ("paragraph", PROSE)))
    assert row["title"] == title
