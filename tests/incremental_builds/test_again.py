"""Whatever few documents change, what is made from the last build is what a build of everything makes."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from educoop import build
from educoop.batches import extract_batch
from educoop.cache import whole_version
from educoop.cache_text import print_cache, print_pruned
from educoop.dataset import rows
from educoop.dataset.hashing import files_below
from educoop.dataset.rows import complete
from educoop.dataset.table import Table
from educoop.documents.model import Source
from educoop.extraction.stored import Stored
from educoop.id_registry import tables_of, update_of, write_update
from educoop.incremental import again as module
from educoop.incremental import last_build
from educoop.incremental.again import again, keep
from educoop.incremental.files import kept_builds, prune_builds
from educoop.incremental.kept import Kept, digests_of
from educoop.registry import load_registry
from educoop.resolution import resolve
from educoop.resolution.forms import Forms
from educoop.resolution.keys import Keys
from educoop.resolution.known import known
from educoop.resolution.resolve import resolved
from educoop.schemas import load_schemas

PARAGRAPHS = (
    "Almaty, 3 May 2021",
    "Bishkek, 12 June 2019",
    "On 7 May 2021, Lanzhou University and Osh State University signed an agreement on the exchange of students.",
    "In 2021, Osh State University and Lanzhou University of Kyrgyzstan opened a Luban Workshop in Osh.",
    "The Ministry of Education of Kazakhstan said that 1,250 students from Kazakhstan studied in China in 2020.",
    "According to the Ministry of Education of the Republic of Kazakhstan, 1,300 Kazakh students studied in China.",
    "The Ministry of Education and Science of Tajikistan and the Ministry of Education of China signed a memorandum of "
    "understanding on 5 June 2018.",
    "The First Silk Road Education Forum was held in Tashkent on 12 June 2019, with Tashkent State University.",
    "Silk Road Education Forum 2019 took place in Samarkand with delegations of China, Uzbekistan and Turkmenistan.",
    "Professor Aigul Serikova, rector of Osh State University (OSU), spoke. OSU has 300 students from China.",
    "Aigul Serikova, dean at Lanzhou University, said that cooperation faces a lack of teachers of Chinese.",
    "Some 400 students have studied Chinese at the Confucius Institute of Osh State University since 2015.",
    "The number of students of Chinese at the institute in Osh has grown without interruption since 2009, it was said.",
    "China and Kazakhstan signed an agreement on mutual recognition of degrees in 2006, which both sides still apply.",
    "China, Kazakhstan and Kyrgyzstan signed an agreement on mutual recognition of degrees in 2006, as was reported.",
    "References\n\n1. Serikova, A. (2020). Higher education along the Silk Road. Journal of Area Studies, 3(2), 10-20.",
)
COMPARED = (
    "In 2020, 1,250 students from Kazakhstan studied at Lanzhou University.",
    "In 2020, 1,300 students from Kazakhstan studied at Lanzhou University.",
    "In 2018, China had 12 Confucius Institutes in Central Asia: 5 in Kazakhstan, 4 in Kyrgyzstan and 2 in Uzbekistan.",
    "There were 11 Confucius Institutes in Central Asia in 2018, 5 of them in Kazakhstan, 4 in Kyrgyzstan.",
    "The number of Kazakh students grew by 7.31 percent in 2010-2018.",
    "The number of Kazakh students grew by 7.31 percent in 2018.",
    "The number of students from Central Asia in China grew by 7.31 percent in 2010-2018.",
    "Since 2009, 400 students from Kyrgyzstan have studied in China.",
    "The number of students from Kyrgyzstan in China has grown since 2005.",
    "According to the report, the main problem since 2005 is that students from Kyrgyzstan lack scholarships.",
    "China, Kazakhstan and Kyrgyzstan signed an agreement on mutual recognition of degrees on 3 May 2006.",
    "China and Kazakhstan signed an agreement on mutual recognition of degrees and diplomas on 3 May 2006.",
    "China and Kazakhstan signed an agreement on mutual recognition on 3 May 2006.",
    "The Ministry of Education of Kazakhstan and Ibn Sina Medical University of Kazakhstan signed a cooperation "
    "agreement on 5 June 2018.",
    "Ibn Sina Medical University and the Ministry of Education of Kazakhstan signed a cooperation agreement on 5 June "
    "2018.",
    "Ibn Sina Medical University of Uzbekistan opened a Luban Workshop in Tashkent in 2021.",
)
"""Figures, agreements and statements that are compared with those of other documents."""
Texts = dict[str, str]
SCHEMAS, REGISTRY = load_schemas(), load_registry()


@cache
def read(document_id: str, text: str) -> tuple[Source, Stored]:
    data = text.encode()
    source = Source(document_id, f"{document_id}.txt", "text/plain", len(data), hashlib.sha256(data).hexdigest(), text)
    return source, extract_batch([source]).stored[0]


class Corpus:
    def __init__(self, texts: Texts) -> None:
        self.sources, self.stored = [list(x) for x in zip(*(read(*item) for item in texts.items()), strict=True)]
        self.raw = {s.document_id: s.text for s in self.sources}
        self.digests = digests_of(self.stored, {s.document_id: s.sha256 for s in self.sources})

    def whole(self) -> tuple[Kept, Mapping[str, Table]]:
        made, found = resolved([s.extraction() for s in self.stored], [], REGISTRY, raw_texts=self.raw)
        published = complete(made, SCHEMAS)
        return keep(found, self.digests, published), published


names_of = st.sampled_from([f"{letter}{n}" for letter in "ak" for n in range(4)])


def changes_of(paragraphs: Sequence[str]) -> st.SearchStrategy[tuple[Texts, list[list[tuple[str, str | None]]]]]:
    """Documents made of such paragraphs, and changes of some of them, one after the other; None takes one away."""
    text = st.lists(st.sampled_from(paragraphs), min_size=1, max_size=4).map("\n\n".join)
    change = st.lists(st.tuples(names_of, st.none() | text), min_size=1, max_size=3)
    return st.tuples(st.dictionaries(names_of, text, min_size=2, max_size=7), st.lists(change, min_size=1, max_size=3))


@pytest.fixture(scope="module", autouse=True)
def _known_once() -> Iterator[None]:
    """What the registry says of names is worked out once for all examples."""
    keys = Keys(REGISTRY.places.values())
    forms = Forms(known(REGISTRY), keys)
    with pytest.MonkeyPatch.context() as patch:
        for place in (module, resolve):
            patch.setattr(place, "Keys", lambda _: keys)
            patch.setattr(place, "Forms", lambda *_: forms)
        yield


@settings(max_examples=20, deadline=None)
@given(changes_of(PARAGRAPHS))
def test_any_small_changes_give_the_tables_of_a_build_of_everything(given: tuple[Texts, Any]) -> None:
    assert_made_the_same(*given)


@settings(max_examples=40, deadline=None)
@given(changes_of(COMPARED))
def test_changes_of_what_is_compared_do_so_too(given: tuple[Texts, Any]) -> None:
    assert_made_the_same(*given)


def assert_made_the_same(texts: Texts, steps: Sequence[Sequence[tuple[str, str | None]]]) -> None:
    """What is made from the last build, step by step, is what a build of everything makes."""
    texts = {**texts, "m": PARAGRAPHS[2]}
    kept, _ = Corpus(texts).whole()
    for step in steps:
        for name, text in step:
            if text is None:
                texts.pop(name, None)
            else:
                texts[name] = text
        corpus = Corpus(texts)
        made = again(kept, corpus.stored, corpus.digests, [], REGISTRY, corpus.raw, SCHEMAS)
        expected, published = corpus.whole()
        for name, table in made.tables.items():
            assert table.table == published[name], name
        kept = made.kept
        assert kept.documents.table.equals(expected.documents.table)
        assert contents(kept) == contents(expected)


def test_a_figure_is_compared_with_those_of_documents_that_did_not_change() -> None:
    texts = {f"d{n}": "\n\n".join(COMPARED[n::6]) for n in range(6)}
    kept, before = Corpus(texts).whole()
    assert {(row["kind"], row["field"]) for row in before["discrepancies"]} >= {
        ("contradiction", "value"), ("arithmetic", "value"), ("precision", "period"), ("scope", "ref_area"),
        ("contradiction", "period"), ("scope", "title"),
    }  # fmt: skip
    corpus = Corpus({**texts, "d0": texts["d0"].replace("1,250", "1,260")})
    spliced = again(kept, corpus.stored, corpus.digests, [], REGISTRY, corpus.raw, SCHEMAS).tables["discrepancies"]
    gone, new = before["discrepancies"].take(spliced.gone), spliced.table.take(spliced.new)
    told = [row["explanation"].replace("1250", "1260") for row in gone]
    assert told == [row["explanation"] for row in new] != []


def contents(kept: Kept) -> list[Any]:
    """What is kept of local rows, in a form that does not depend on their order."""
    rows = kept.rows
    numbered: dict[int, set[tuple[str, int]]] = {}
    for sort, of in (("link", rows.links), ("group", rows.groups)):
        assert (of.numbers[1:] >= of.numbers[:-1]).all()
        for row, number in zip(of.rows.tolist(), of.numbers.tolist(), strict=True):
            numbered.setdefault(row, set()).add((sort, number))
    columns = (rows.document.tolist(), *(c.to_pylist() for c in (rows.table, rows.row, rows.row_id)))
    places = list(zip(*columns, strict=True))
    said = [(places[s.pop("row")], sorted(s.items(), key=str)) for s in rows.said.to_pylist()]
    linked = [(place, sorted(numbered.get(n, ()))) for n, place in enumerate(places)]
    compared = sorted(map(str, kept.compared.to_pylist()))
    alike = kept.words.comparison
    words = [alike.starts.tolist(), alike.pairs.tolist(), repr(alike.similarities.tolist())]
    return [sorted(linked), sorted(said, key=str), compared, words, kept.words.shared.to_pylist()]


# Builds into folders.


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of documents that was built once."""
    documents = tmp_path / "documents"
    documents.mkdir()
    for n in range(12):
        (documents / f"d{n:02}.txt").write_text("\n\n".join(PARAGRAPHS[n : n + 4]), "utf-8")
    build.build(documents, tmp_path / "dist", cache=tmp_path / "cache")
    return tmp_path


def release(folder: Path, name: str, last: bool) -> tuple[dict[str, bytes], Path]:
    """Build, with or without what the last build kept; the files of the package, and the database."""
    cache = folder / "cache" if last else None
    done = build.build(folder / "documents", folder / name, cache=cache)
    package = folder / name / "package"
    return {n: (package / n).read_bytes() for n in files_below(package)}, done.database


def assert_same(one: tuple[dict[str, bytes], Path], other: tuple[dict[str, bytes], Path]) -> None:
    """The same bytes in both packages, the same rows and statements in both databases."""
    assert one[0].keys() == other[0].keys()
    assert [n for n in one[0] if one[0][n] != other[0][n]] == []
    with duckdb.connect() as connection:
        for name, (_, database) in (("one", one), ("other", other)):
            connection.execute(f"ATTACH '{database}' AS {name} (READ_ONLY)")
        for what in ("duckdb_tables", "duckdb_views"):
            sql = f"SELECT sql FROM {what}() WHERE database_name = ? AND NOT internal ORDER BY ALL"
            assert connection.execute(sql, ["one"]).fetchall() == connection.execute(sql, ["other"]).fetchall()
        for table in SCHEMAS:
            for a, b in (("one", "other"), ("other", "one")):
                assert connection.execute(f"FROM {a}.{table} EXCEPT ALL FROM {b}.{table}").fetchall() == [], table


def change(folder: Path) -> None:
    first = folder / "documents" / "d03.txt"
    first.write_text(
        first.read_text("utf-8").replace("1,250", "1,251") + "\n\nIn 2022 Osh University joined.\n", "utf-8"
    )


def counted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many documents each build from the last one read anew."""
    found: list[int] = []

    def noted(*arguments: Any) -> Any:
        made = again(*arguments)
        found.append(len(made.fresh))
        return made

    monkeypatch.setattr(module, "again", noted)
    return found


def test_a_release_after_a_change_is_that_of_a_build_of_everything(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = counted(monkeypatch)
    change(folder)
    assert_same(release(folder, "dist", True), release(folder, "other", False))
    (folder / "documents" / "new.txt").write_text("\n\n".join(PARAGRAPHS[1:4]), "utf-8")
    (folder / "documents" / "d07.txt").unlink()
    assert_same(release(folder, "dist", True), release(folder, "other", False))
    assert found == [1, 1]


def test_a_change_is_put_into_tables_that_stand_in_files(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "_FILED", 16)
    shutil.rmtree(folder / "cache" / "last")
    release(folder, "dist", True)
    written: list[bool] = []
    write_again = last_build.LastBuild.write_again

    def noted(*arguments: Any) -> Any:
        done = write_again(*arguments)
        written.append(done is not None)
        return done

    monkeypatch.setattr(last_build.LastBuild, "write_again", noted)
    change(folder)
    assert_same(release(folder, "dist", True), release(folder, "other", False))
    assert written == [True]


@pytest.mark.parametrize("damage", ["cut", "altered", "gone", "no manifest", "altered manifest"])
def test_what_was_kept_is_not_used_when_it_is_damaged(
    folder: Path, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    found = counted(monkeypatch)
    (last,) = (folder / "cache" / "last").iterdir()
    file = last / ("kept.json" if "manifest" in damage else "said")
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    if damage in ("gone", "no manifest"):
        file.unlink()
    else:
        file.write_bytes(content[:-9] if damage == "cut" else content)
    change(folder)
    assert_same(release(folder, "dist", True), release(folder, "other", False))
    assert found == []
    (folder / "documents" / "d07.txt").unlink()
    release(folder, "dist", True)
    assert found == [0]


def test_what_other_code_kept_is_not_used(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = counted(monkeypatch)
    change(folder)
    monkeypatch.setattr(last_build, "whole_version", lambda: "other")
    release(folder, "dist", True)
    assert found == []


def test_what_builds_kept_is_shown_and_pruned_with_the_cache(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cache = folder / "cache"
    (last,) = (cache / "last").iterdir()
    (entry,) = kept_builds(cache, whole_version())
    assert (entry.file, entry.state, entry.days < 1) == (last, "usable", True)
    assert entry.size == sum(file.stat().st_size for file in last.iterdir())
    assert [e.state for e in kept_builds(cache, "other")] == ["outdated"]
    gone, left = prune_builds(cache, whole_version(), 30)
    assert (gone, [e.file for e in left]) == ([], [last])
    (last / "said").write_bytes(b"cut")
    assert [e.state for e in kept_builds(cache, whole_version())] == ["damaged"]
    print_pruned(cache, 30)
    assert not last.exists()
    print_cache(cache)
    shown = capsys.readouterr().out
    assert "Removed 1 entry" in shown and "documents" in shown and "whole builds" not in shown


def stamp(folder: Path) -> list[tuple[str, int]]:
    """The files of a release with the time each was written at."""
    return [(name, (folder / name).stat().st_mtime_ns) for name in files_below(folder)]


def test_a_release_stays_in_place_when_nothing_changed(folder: Path) -> None:
    (folder / "documents" / "empty.txt").write_bytes(b"")
    build.build(folder / "documents", folder / "dist", cache=folder / "cache")
    before = stamp(folder / "dist")
    last = build.build(folder / "documents", folder / "dist", cache=folder / "cache")
    assert stamp(folder / "dist") == before
    other = build.build(folder / "documents", folder / "other", cache=folder / "cache")
    assert (last.rows, last.rejects, last.reused, last.example) == (other.rows, other.rejects, 12, other.example)
    assert len(last.rejects) == 1


@pytest.mark.parametrize("name", ["package/README.md", "educoop.duckdb.sha256"])
def test_a_release_that_was_altered_is_made_again(folder: Path, name: str) -> None:
    file = folder / "dist" / name
    content = file.read_bytes()
    file.write_text("altered")
    release(folder, "dist", True)
    assert file.read_bytes() == content


def test_a_release_is_made_again_when_what_stands_beside_the_documents_changed(folder: Path) -> None:
    previous, pins = folder / "previous.duckdb", folder / "ids.csv"
    previous.write_bytes((folder / "dist" / "educoop.duckdb").read_bytes())
    write_update(update_of(tables_of(previous), pins), pins)
    texts = []
    for companions in ({}, {"previous": previous}, {"previous": previous, "pins": pins}):
        for repeated in range(2):
            before = stamp(folder / "dist")
            build.build(folder / "documents", folder / "dist", cache=folder / "cache", **companions)
            assert (stamp(folder / "dist") == before) == (bool(repeated) or not companions)
        texts.append((folder / "dist" / "package" / "CHANGES.md").read_text("utf-8"))
    assert texts[0] != texts[1] == texts[2]


def test_an_altered_release_is_not_taken_over(folder: Path) -> None:
    for name in ("package/csv/places.csv", "package/parquet/places.parquet", "educoop.duckdb"):
        (folder / "dist" / name).write_bytes(b"altered")
    assert_same(release(folder, "dist", True), release(folder, "other", False))
