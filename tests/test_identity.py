"""Entities, ids and curators' decisions on the documents of the repository: what is one, what is not, what stays."""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from educoop.batches import Batch, extract_all
from educoop.build import Corpus, assemble, build, read
from educoop.dataset.query import connected
from educoop.dataset.why import why
from educoop.documents.model import Source
from educoop.extraction.model import Extraction
from educoop.extraction.stored import Stored
from educoop.id_registry import lines, tables_of, unnoted_ids, update_of, write_update
from educoop.registry import load_registry
from educoop.resolution.decisions import COLUMNS, DecisionError
from educoop.resolution.keys import Keys
from educoop.resolution.pins import NAMED, Pin, load_pins, pins_of, save_pins
from educoop.resolution.suggest import suggestions
from educoop.summary import ids_note

SEEDS = Path("seeds/documents")
DEVELOPMENT = Path("tests/golden/development/documents")
DECISIONS = Path("seeds/decisions.csv")
IDS = Path("seeds/ids.csv")
Tables = dict[str, list[dict[str, Any]]]


class Build:
    """Documents read once, resolved as often as a test likes."""

    def __init__(self, sources: list[Source], extractions: list[Extraction]) -> None:
        self.sources = sources
        self.extractions = extractions

    def tables(
        self,
        but: str | None = None,
        shuffle: int | None = None,
        decisions: Path | None = DECISIONS,
        pins: Path | None = None,
    ) -> Tables:
        sources = [s for s in self.sources if s.document_id != but]
        extractions = [e for e in self.extractions if e.document["document_id"] != but]
        if shuffle is not None:
            random.Random(shuffle).shuffle(extractions)
        return assemble(Corpus(sources, []), Batch([Stored.of(e) for e in extractions], [], 0), decisions, pins).tables


@pytest.fixture(scope="module")
def all_documents() -> Build:
    sources = [*read(SEEDS, SEEDS.parent / "sources.yaml").sources, *read(DEVELOPMENT).sources]
    return Build(sources, extract_all(sources).extractions)


@pytest.fixture(scope="module")
def seeds(all_documents: Build) -> Build:
    here = {s.document_id: s for s in read(SEEDS, SEEDS.parent / "sources.yaml").sources}
    found = [e for e in all_documents.extractions if e.document["document_id"] in here]
    return Build(list(here.values()), found)


@pytest.fixture(scope="module")
def built(seeds: Build) -> Tables:
    return seeds.tables()


@pytest.fixture(scope="module")
def everything(all_documents: Build) -> Tables:
    return all_documents.tables()


def named(tables: Tables, table: str, *names: str) -> list[str]:
    """Ids of the things that the documents call by one of the names, white space and typography apart."""

    def plain(name: str) -> str:
        return " ".join(name.replace("’", "'").replace("–", "-").replace(" - ", "-").casefold().split())

    wanted = {plain(n) for n in names}
    return sorted({n["row_id"] for n in tables["names"] if n["table_name"] == table and plain(n["name"]) in wanted})


def told_by(tables: Tables, table: str, row_id: str) -> set[str]:
    return {w["document_id"] for w in tables["witnesses"] if (w["table_name"], w["row_id"]) == (table, row_id)}


def test_a_university_under_its_old_name_is_the_same(built: Tables) -> None:
    one = named(built, "organisations", "Al-Farabi Kazakh National University", "Kazakhstan National University")
    assert one == ["al-farabi-kazakh-national-university"]
    assert told_by(built, "organisations", one[0]) >= {"gu-2024", "gmw-2025", "xjtu-2023"}


def test_an_alliance_under_three_names_is_one(built: Tables) -> None:
    forms = "University Alliance of the Silk Road", "Silk Road University Alliance", "New Silk Road University Alliance"
    assert named(built, "projects", *forms) == ["university-alliance-of-the-silk-road"]
    kinds = {n["name"]: n["kind"] for n in built["names"] if n["row_id"] == "university-alliance-of-the-silk-road"}
    assert kinds["New Silk Road University Alliance"] == "former"


def test_one_person_in_two_spellings_is_one(built: Tables) -> None:
    assert len(named(built, "people", "Malik Otarbayev", "Malik Otaibaev")) == 1


def test_a_summit_under_four_names_is_one_and_its_declaration_is_its_own(built: Tables) -> None:
    summits = [e for e in built["events"] if e["kind"] == "summit"]
    assert [(e["event_id"], e["date"]) for e in summits] == [("china-central-asia-summit-2023", "2023-05")]
    forms = {" ".join(n["name"].split()) for n in built["names"] if n["row_id"] == "china-central-asia-summit-2023"}
    assert len(forms) >= 4 and "China Asia Summit" in forms
    declaration = [a for a in built["agreements"] if "summit" in a["agreement_id"]]
    assert [a["date"][:4] for a in declaration] == ["2023"]


def test_a_forum_told_by_two_documents_is_one_event_with_both_as_evidence(built: Tables) -> None:
    forum = "china-central-asia-higher-education-cooperation-forum-2023"
    assert [e["event_id"] for e in built["events"] if "higher-education-cooperation-forum" in e["event_id"]] == [forum]
    assert told_by(built, "events", forum) == {"gmw-2025", "xjtu-2023"}


def test_what_is_alike_but_not_one_stays_apart(everything: Tables) -> None:
    ministries = {o["organisation_id"]: o["country"] for o in everything["organisations"] if o["kind"] == "ministry"}
    assert len(ministries) >= 4
    of_row = defaultdict(set)
    for name in everything["names"]:
        of_row[(name["table_name"], name["row_id"])].add(name["name"])
    for (table, row_id), forms in of_row.items():
        joined = " | ".join(forms)
        assert not ("Xi'an International Studies" in joined and "Shanghai International Studies" in joined), row_id
        if table == "events":
            assert not ("Higher Education Cooperation Forum" in joined and "Ministers" in joined), row_id
    countries = defaultdict(set)
    for claim in everything["claims"]:
        if claim["table_name"] == "organisations" and claim["row_id"] in ministries and claim["field"] == "country":
            countries[claim["row_id"]].add(claim["value"])
    assert all(len(found) == 1 for found in countries.values()), countries


def test_the_seeds_are_not_mixed_up_with_their_like(seeds: Build, tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text(
        "Partners meet\n\nIn March 2022, Shanghai International Studies University and Xi'an International Studies "
        "University met in Tashkent. The Ministry of Education of Kyrgyzstan, the Ministry of Education of Tajikistan "
        "and the Ministry of Education of China attended. The First China-Central Asia Higher Education Cooperation "
        "Forum and the First China-Central Asia Education Ministers' Conference were held later.\n",
        "utf-8",
    )
    other = read(tmp_path).sources
    tables = Build([*seeds.sources, *other], [*seeds.extractions, *extract_all(other).extractions]).tables()
    for table, *names in (
        ("organisations", "Xi'an International Studies University", "Shanghai International Studies University"),
        ("organisations", *(f"Ministry of Education of {c}" for c in ("China", "Kyrgyzstan", "Tajikistan"))),
    ):
        found = [named(tables, table, name) for name in names]
        assert [len(f) for f in found] == [1] * len(names) and len({i for f in found for i in f}) == len(names), found
    forum = {i for i in (e["event_id"] for e in tables["events"]) if "higher-education-cooperation-forum" in i}
    conference = {i for i in (e["event_id"] for e in tables["events"]) if "education-ministers-conference" in i}
    assert forum and conference and not forum & conference
    assert told_by(tables, "organisations", "xian-international-studies-university") >= {"gmw-2025", "other"}


CURATED = {
    "Ukraine": ("projects", "country", "UKR"),
    "Borashak": ("projects", "name", "Borashak International Scholarship"),
    "Saiforin": ("organisations", "name", "Kazakhstan Saiforin Agricultural Technology Research University"),
    "Urumgi": ("findings", "statement", None),
    "Navoi State Language University": ("organisations", "name", "Navoi State Language University"),
}


@pytest.mark.parametrize("quote", CURATED)
def test_what_a_curator_saw_in_the_seeds_shows_on_its_claim(built: Tables, quote: str) -> None:
    table, field, value = CURATED[quote]
    (decision,) = {d["decision_id"] for d in built["decisions"] if " ".join((d["quote"] or "").split()) == quote}
    about = [c for c in built["claims"] if c["decision_id"] == decision]
    marked = [c for c in about if (c["table_name"], c["field"]) == (table, field)]
    assert marked and {c["decision"] for c in marked} == {"flagged"}
    assert value is None or {c["value"] for c in marked} == {value}


def where(tables: Tables) -> dict[str, tuple[str, str]]:
    """The row of every claim. A claim's id is made of its document alone, so the same claim has it in every build."""
    return {c["claim_id"]: (c["table_name"], c["row_id"]) for c in tables["claims"]}


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_documents_changes_nothing(all_documents: Build, everything: Tables, seed: int) -> None:
    assert all_documents.tables(shuffle=seed) == everything


@pytest.mark.slow
def test_adding_a_document_changes_no_id(all_documents: Build, everything: Tables) -> None:
    whole = where(everything)
    for source in all_documents.sources:
        without = where(all_documents.tables(but=source.document_id))
        changed = {c: (row, whole[c]) for c, row in without.items() if whole[c] != row}
        assert changed == {}, source.document_id


@pytest.mark.slow
def test_released_ids_stay_though_a_document_is_taken_away(
    all_documents: Build, everything: Tables, tmp_path: Path
) -> None:
    pins = tmp_path / "ids.csv"
    save_pins(pins, pins_of(everything, Keys(load_registry().places.values())))
    whole = where(all_documents.tables(pins=pins))
    assert whole == where(everything)
    for source in all_documents.sources:
        without = where(all_documents.tables(but=source.document_id, pins=pins))
        assert {c: row for c, row in without.items() if whole[c] != row} == {}, source.document_id


def test_the_id_registry_of_the_repository_holds_for_any_documents(all_documents: Build, seeds: Build) -> None:
    whole = where(seeds.tables(pins=IDS))
    assert where(seeds.tables(pins=IDS, shuffle=1)) == whole
    for source in seeds.sources:
        without = where(seeds.tables(but=source.document_id, pins=IDS))
        assert {c: (row, whole[c]) for c, row in without.items() if whole[c] != row} == {}, source.document_id
    more = where(all_documents.tables(pins=IDS))
    assert {c: (row, more[c]) for c, row in whole.items() if more[c] != row} == {}


def test_ids_of_the_registry_mean_what_they_meant(seeds: Build) -> None:
    live = {(table, row[key]) for table, key in NAMED.items() for row in seeds.tables(pins=IDS)[table]}
    kept = {(p.table, p.id) for p in load_pins(IDS) if p.release is None}
    # Reading may get better between releases, yet hardly any name that was registered can vanish.
    assert len(kept - live) <= len(kept) // 10, sorted(kept - live)


def test_the_repositorys_decisions_hold(built: Tables) -> None:
    with DECISIONS.open(encoding="utf-8", newline="") as file:
        wanted = len(list(csv.DictReader(file)))
    assert len({d["decision_id"] for d in built["decisions"]}) == wanted


def decided(built: Tables, folder: Path, table: str, row_id: str, field: str, /, **cells: str) -> Path:
    """The decisions of the repository and one more, on the claim of one field of one row."""
    claim = next(c for c in built["claims"] if (c["table_name"], c["row_id"], c["field"]) == (table, row_id, field))
    hashes = {d["document_id"]: d["sha256"] for d in built["documents"]}
    line = dict.fromkeys(COLUMNS, "") | {
        "document_id": claim["document_id"], "document_sha256": hashes[claim["document_id"]], "table": table,
        "field": field, "start": claim["start_offset"], "end": claim["end_offset"], "quote": claim["quote"],
        "reason": "seen in the archive", "by": "a curator", "on": "2026-01-01", **cells,
    }  # fmt: skip
    path = folder / "decisions.csv"
    path.write_text(DECISIONS.read_text("utf-8"), "utf-8")
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, COLUMNS, lineterminator="\n").writerow(line)
    return path


ALLIANCE = ("projects", "university-alliance-of-the-silk-road")


def test_a_correction_shows_in_table_claims_and_discrepancies(seeds: Build, built: Tables, tmp_path: Path) -> None:
    path = decided(built, tmp_path, *ALLIANCE, "date", action="correct", value="2014-05", kind="contradiction")
    found = seeds.tables(decisions=path)
    row = next(p for p in found["projects"] if p["project_id"] == ALLIANCE[1])
    assert row["date"] == "2014-05"
    marked = [c for c in found["claims"] if c["decision"] == "corrected" and c["row_id"] == ALLIANCE[1]]
    assert [(c["field"], c["value"]) for c in marked] == [("date", "2015")]
    assert any(d["explanation"] == "seen in the archive" for d in found["discrepancies"])


def test_a_rejected_claim_is_gone_from_the_table_and_kept_in_decisions(
    seeds: Build, built: Tables, tmp_path: Path
) -> None:
    found = seeds.tables(decisions=decided(built, tmp_path, *ALLIANCE, "date", action="reject"))
    row = next(p for p in found["projects"] if p["project_id"] == ALLIANCE[1])
    assert row["date"] is None
    (decision,) = [d for d in found["decisions"] if d["action"] == "reject"]
    assert (decision["row_id"], decision["field"], decision["said"]) == (ALLIANCE[1], "date", "2015")


def test_an_accepted_claim_is_marked(seeds: Build, built: Tables, tmp_path: Path) -> None:
    found = seeds.tables(decisions=decided(built, tmp_path, *ALLIANCE, "date", action="accept"))
    assert {(c["row_id"], c["field"]) for c in found["claims"] if c["decision"] == "accepted"} == {
        (ALLIANCE[1], "date")
    }


def test_a_merge_of_two_things_leaves_one(seeds: Build, built: Tables, tmp_path: Path) -> None:
    goes, stays = "samarkand-state-university", "national-university-of-uzbekistan"
    path = decided(built, tmp_path, "organisations", goes, "name", action="merge", field="", value=stays)
    found = seeds.tables(decisions=path)
    assert goes not in {o["organisation_id"] for o in found["organisations"]}
    assert {c["row_id"] for c in found["claims"] if c["decision"] == "merged"} == {stays}


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"action": "reject", "quote": "3015"}, "the document reads '2015' at .*, not '3015'.*Correct the span"),
        ({"action": "reject", "table": "people"}, "nothing is claimed any more of people.date"),
        (
            {"action": "correct", "value": "2015"},
            "projects.date is '2015' already without this correction; take it out",
        ),
        ({"action": "correct", "value": "soon"}, "not an EDTF date"),
        ({"action": "reject", "document_sha256": "0" * 64}, "the text of gu-2024 has changed: its SHA-256 is"),
        ({"action": "merge", "field": "name", "value": "nobody"}, "nothing is claimed|there is no projects 'nobody'"),
    ],
)
def test_a_decision_without_ground_fails_with_file_and_line(
    seeds: Build, built: Tables, tmp_path: Path, cells: dict[str, str], message: str
) -> None:
    path = decided(built, tmp_path, *ALLIANCE, "date", **cells)
    line = len(path.read_text("utf-8").splitlines())
    with pytest.raises(DecisionError, match=message) as error:
        seeds.tables(decisions=path)
    assert str(error.value).startswith(f"{path}:{line}: ")


def test_suggested_lines_work_as_they_are_printed(all_documents: Build, everything: Tables, tmp_path: Path) -> None:
    found = suggestions(everything, 75)
    assert found
    path = tmp_path / "decisions.csv"
    begun = DECISIONS.read_text("utf-8")
    path.write_text(begun + "".join(f"{s.no}\n" for s in found), "utf-8")
    after = all_documents.tables(decisions=path)
    assert suggestions(after, 75) == []
    assert {s.stays.row_id for s in found} <= {r["row_id"] for r in after["names"]}
    for suggestion in found[:3]:
        path.write_text(f"{begun}{suggestion.yes}\n", "utf-8")
        merged = all_documents.tables(decisions=path)
        assert len(merged[suggestion.table]) == len(everything[suggestion.table]) - 1, suggestion.yes


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A folder with one document of two universities."""
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "news.txt").write_text(
        "A visit\n\nGuests came to Dostyk Mountain University and to Bright River University of Uzbekistan.\n",
        "utf-8",
    )
    return folder


def test_a_merged_id_is_registered_and_still_answers(small: Path, tmp_path: Path) -> None:
    ids, decisions, output = tmp_path / "ids.csv", tmp_path / "decisions.csv", tmp_path / "dist"
    first = build(small, output)
    with connected(first.database) as connection:
        found = connection.execute("SELECT organisation_id FROM organisations ORDER BY 1").fetchall()
    (gone,), (stays,) = found
    assert first.ids_changed == 0  # nobody keeps ids here
    write_update(update_of(tables_of(first.database), ids, "1.0.0"), ids)

    line = dict.fromkeys(COLUMNS, "") | {"action": "merge", "table": "organisations", "row": gone, "value": stays}
    line |= {"reason": "two names of one", "by": "a curator", "on": "2026-01-01"}
    with decisions.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerow(line)
    second = build(small, output, decisions=decisions, pins=ids)
    assert second.ids_changed == 1
    assert lines(update_of(tables_of(second.database), ids, "1.1.0")) == [f"retired  organisations {gone} → {stays}"]
    assert "1 id new or gone since ids.csv was written" in ids_note(second)

    write_update(update_of(tables_of(second.database), ids, "1.1.0"), ids)
    third = build(small, output, decisions=decisions, pins=ids)
    assert why(third.database, "organisations", gone).row_id == stays
    with connected(third.database) as connection:
        ask = "SELECT current_id('organisations', ?), (SELECT count(*) > 0 FROM why('organisations', ?))"
        assert connection.execute(ask, [gone, gone]).fetchone() == (stays, True)
        retired = connection.execute("SELECT old_id, new_id, release FROM retired_ids").fetchall()
    assert retired == [(gone, stays, "1.1.0")]
    assert lines(update_of(tables_of(third.database), ids, "1.2.0")) == []


def test_ids_that_are_new_or_gone_are_told_as_an_update_has_them(tmp_path: Path) -> None:
    """Whatever lines the id registry lacks, or has of other names, releases and things."""
    ids, draw = tmp_path / "ids.csv", random.Random(1)
    done = build(Path("seeds/documents"), tmp_path / "dist")
    found = tables_of(done.database)
    whole = update_of(found, ids, "1.0.0").pins
    told = set()
    for _ in range(40):
        pins = draw.sample(whole, len(whole) - draw.choice((0, 1, 9)))
        for at in draw.sample(range(len(pins)), 6):
            other = draw.choice(({"id": f"x{at}"}, {"since": "1.1.0"}, {"key": f"x {at}"}, {"key": None}))
            pins[at] = replace(pins[at], **other)
        pins.append(Pin("people", "gone", None, None, draw.choice(("1.0.0", "1.1.0"))))
        save_pins(ids, pins)
        update = update_of(found, ids, "1.1.0")
        changed = {(p.table, p.id) for p in (*update.new, *update.retired, *update.dropped)}
        assert unnoted_ids(done.database, load_pins(ids), "1.1.0") == changed
        told.add(len(changed))
    assert len(told) > 5
