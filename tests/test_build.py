"""The build: cached, repeatable, indifferent to order and workers, one at a time."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest

from educoop import batches as batching
from educoop.batches import batches, extract_all, extract_batch
from educoop.build import assemble, build, companions, read
from educoop.cache import ExtractionCache, code_version, key
from educoop.dataset.errors import BuildError
from educoop.documents.model import Source
from educoop.documents.read import read_documents
from educoop.extraction.model import Claim, Extraction
from educoop.extraction.stored import Stored
from educoop.lock import locked
from educoop.registry import RegistryError

TEXT = (
    "Cooperation agreement signed\n\n"
    "On 3 May 2021, Lanzhou University of Technology and Osh State University signed a memorandum of understanding. "
    "The two universities established a joint laboratory in Osh in 2022."
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three documents."""
    documents = tmp_path / "documents"
    documents.mkdir()
    for name in ("a", "b", "c"):
        (documents / f"{name}.txt").write_text(TEXT.replace("Osh", {"a": "Osh", "b": "Tashkent", "c": "Almaty"}[name]))
    return documents


@pytest.fixture
def extracted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Files that were extracted, not taken from the cache."""
    done: list[str] = []
    real = batching.extract_one

    def counting(source: Source) -> Extraction:
        done.append(source.file)
        return real(source)

    monkeypatch.setattr(batching, "extract_one", counting)
    return done


def sources(folder: Path) -> list[Source]:
    return read_documents(folder, None)[0]


def package(output: Path) -> dict[str, bytes]:
    files = (p for p in (output / "package").rglob("*") if p.is_file())
    return {p.relative_to(output).as_posix(): p.read_bytes() for p in files}


def test_a_second_run_extracts_nothing(folder: Path, tmp_path: Path, extracted: list[str]) -> None:
    first = extract_all(sources(folder), tmp_path / "cache")
    assert sorted(extracted) == ["a.txt", "b.txt", "c.txt"]
    extracted.clear()
    second = extract_all(sources(folder), tmp_path / "cache")
    assert extracted == []
    assert (first.reused, second.reused) == (0, 3)
    assert second.extractions == first.extractions


def test_only_the_changed_document_is_extracted_again(folder: Path, tmp_path: Path, extracted: list[str]) -> None:
    extract_all(sources(folder), tmp_path / "cache")
    extracted.clear()
    (folder / "b.txt").write_text(TEXT + " A second sentence was added.")
    extract_all(sources(folder), tmp_path / "cache")
    assert extracted == ["b.txt"]


def test_without_a_cache_folder_nothing_is_kept(folder: Path, extracted: list[str]) -> None:
    extract_all(sources(folder))
    extract_all(sources(folder))
    assert len(extracted) == 6


@pytest.mark.parametrize(
    "damage", ["", "{", '{"key": "x", "checksum": "y", "extraction": {}}', "educoop extraction 2 a b c\n{}", "\x00\xff"]
)
def test_a_corrupt_entry_is_noticed_and_written_again(
    folder: Path, tmp_path: Path, extracted: list[str], damage: str
) -> None:
    found = sources(folder)
    good = extract_all(found, tmp_path / "cache")
    entry = ExtractionCache(tmp_path / "cache").file(found[1])
    intact = entry.read_bytes()
    entry.write_text(damage, encoding="latin-1")
    extracted.clear()
    assert extract_all(found, tmp_path / "cache").extractions == good.extractions
    assert extracted == [found[1].file]
    assert entry.read_bytes() == intact


def test_an_entry_changed_by_hand_is_noticed(folder: Path, tmp_path: Path, extracted: list[str]) -> None:
    found = sources(folder)
    extract_all(found, tmp_path / "cache")
    file = ExtractionCache(tmp_path / "cache").file(found[0])
    content = file.read_bytes()
    file.write_bytes(content[:-9] + bytes([content[-9] ^ 1]) + content[-8:])
    extracted.clear()
    extract_all(found, tmp_path / "cache")
    assert extracted == ["a.txt"]


def test_an_entry_of_another_document_is_noticed(folder: Path, tmp_path: Path, extracted: list[str]) -> None:
    found = sources(folder)
    extract_all(found, tmp_path / "cache")
    cache = ExtractionCache(tmp_path / "cache")
    cache.file(found[0]).write_bytes(cache.file(found[1]).read_bytes())
    extracted.clear()
    extract_all(found, tmp_path / "cache")
    assert extracted == ["a.txt"]


@pytest.mark.parametrize("share", [0, 0.1, 0.5, 0.99])
def test_an_entry_whose_writing_was_cut_short_is_noticed(
    folder: Path, tmp_path: Path, extracted: list[str], share: float
) -> None:
    found = sources(folder)
    extract_all(found, tmp_path / "cache")
    file = ExtractionCache(tmp_path / "cache").file(found[0])
    content = file.read_bytes()
    file.write_bytes(content[: int(share * len(content))])
    extracted.clear()
    extract_all(found, tmp_path / "cache")
    assert extracted == ["a.txt"]
    assert file.read_bytes() == content


def test_a_changed_rule_reads_all_documents_again(
    folder: Path, tmp_path: Path, extracted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    extract_all(sources(folder), tmp_path / "cache")
    extracted.clear()
    monkeypatch.setattr("educoop.cache.code_version", lambda: "0" * 64)
    extract_all(sources(folder), tmp_path / "cache")
    extract_all(sources(folder), tmp_path / "cache")
    assert sorted(extracted) == ["a.txt", "b.txt", "c.txt"]


def test_writing_an_entry_leaves_no_other_file(folder: Path, tmp_path: Path) -> None:
    extract_all(sources(folder), tmp_path / "cache")
    assert sorted(p.suffix for p in (tmp_path / "cache").iterdir()) == [".z"] * 3


def test_pruning_removes_what_no_build_can_use(
    folder: Path, tmp_path: Path, extracted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    cache, found = ExtractionCache(tmp_path / "cache"), sources(folder)
    with monkeypatch.context() as patch:
        patch.setattr("educoop.cache.code_version", lambda: "0" * 64)
        extract_all(found[:1], cache.folder)
    extract_all(found[1:], cache.folder)
    cache.file(found[1]).write_bytes(b"cut short")
    (cache.folder / "x.tmp").touch()
    (cache.folder / "mine.txt").touch()
    assert sorted(e.state for e in cache.entries()) == ["damaged", "damaged", "outdated", "usable"]
    gone, kept = cache.prune(90)
    assert (len(gone), [e.file for e in kept]) == (3, [cache.file(found[2])])
    assert {p.name for p in cache.folder.iterdir()} == {cache.file(found[2]).name, "mine.txt"}
    extracted.clear()
    extract_all(found, cache.folder)
    assert extracted == ["a.txt", "b.txt"]


def test_pruning_removes_what_was_not_used_for_long(folder: Path, tmp_path: Path) -> None:
    cache, found, now = ExtractionCache(tmp_path / "cache"), sources(folder), time.time()
    extract_all(found, cache.folder)
    for source, days in zip(found, (100, 100, -100), strict=True):  # the clock was put back: used in the future
        os.utime(cache.file(source), (now, now - days * 86_400))
    cache.get(found[1])
    gone, kept = cache.prune(90)
    assert [e.file for e in gone] == [cache.file(found[0])]
    assert {round(e.days) for e in kept} == {0}


def test_a_cache_that_cannot_be_written_is_no_error(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    assert len(extract_all(sources(folder), tmp_path / "cache").extractions) == 3


def test_the_key_depends_on_all_that_an_extraction_is_made_from(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = sources(folder)[0]
    values = {
        "sha256": "0" * 64,
        "text": "other",
        "document_id": "other",
        "file": "other.txt",
        "media_type": "text/html",
        "registry": {"kind": "news"},
    }
    fields = {f: getattr(source, f) for f in Source.__dataclass_fields__}
    keys = {key(source), *(key(Source(**{**fields, name: value})) for name, value in values.items())}
    monkeypatch.setattr("educoop.cache.code_version", lambda: "other code")
    assert len({*keys, key(source)}) == len(values) + 2


def test_the_code_version_covers_rules_and_registry_but_not_the_layers_above(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    versions = []
    package, registry = tmp_path / "educoop", tmp_path / "registry"
    changes = [
        package / "extraction" / "rules" / "x.yaml",
        package / "documents" / "x.py",
        package / "edtf.py",
        registry / "places.csv",
        package / "resolution" / "x.py",
        package / "cli.py",
    ]
    monkeypatch.setattr("educoop.cache.__file__", str(package / "cache.py"))
    monkeypatch.setattr("educoop.paths.registry_dir", lambda: registry)
    registry.mkdir()
    for file in changes:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("something")
        code_version.cache_clear()
        versions.append(code_version())
    code_version.cache_clear()
    assert len(set(versions[:4])) == 4
    assert len(set(versions[3:])) == 1


def test_a_document_that_breaks_the_extraction_is_rejected_and_the_rest_go_on(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = batching.extract_one

    def breaking(source: Source) -> Extraction:
        if source.file == "b.txt":
            raise ZeroDivisionError("a bug")
        return real(source)

    monkeypatch.setattr(batching, "extract_one", breaking)
    batch = extract_batch(sources(folder))
    assert [e.document["document_id"] for e in batch.extractions] == ["a", "c"]
    assert batch.rejects == [
        {
            "document_id": "b",
            "file": "b.txt",
            "stage": "extract",
            "reason": "extraction failed",
            "detail": "ZeroDivisionError: a bug",
        }
    ]


def test_a_fault_in_the_registry_is_no_documents_fault(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(source: Source) -> Extraction:
        raise RegistryError("places.csv, line 3: wrong. Mend it.")

    monkeypatch.setattr(batching, "extract_one", broken)
    with pytest.raises(RegistryError, match=r"places\.csv, line 3"):
        extract_batch(sources(folder))


def test_a_build_of_which_nothing_could_be_extracted_fails(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(source: Source) -> Extraction:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(batching, "extract_one", broken)
    corpus = read(folder)
    with pytest.raises(BuildError, match=r"a\.txt: ZeroDivisionError: a bug"):
        assemble(corpus, extract_all(corpus.sources))


def test_batches_hold_every_document_once_in_order() -> None:
    documents = [Source(str(i), f"{i}.txt", "text/plain", 1, "", "x" * i) for i in range(1, 30)]
    for size in (1, 10, 100, 10_000):
        parts = batches(documents, size, at_most=1000)
        assert [s for part in parts for s in part] == documents
        assert all(sum(len(s.text) for s in part) <= size or len(part) == 1 for part in parts)


def test_batches_stay_few() -> None:
    documents = [Source(str(i), f"{i}.txt", "text/plain", 1, "", "x" * 10) for i in range(1000)]
    assert len(batches(documents, 10, at_most=20)) <= 21


def test_claims_survive_the_cache(tmp_path: Path) -> None:
    source = Source("a", "a.txt", "text/plain", 1, "0" * 64, "x")
    claim = Claim("people", "1", "name", "A\u2028\ud800 \x1b", ((0, 1), (4, 7)), 0, "rule", attributed_to=None)
    extraction = Extraction({"document_id": "a"}, [], [], [claim])
    cache = ExtractionCache(tmp_path)
    cache.put(source, Stored.of(extraction))
    kept = cache.get(source)
    assert kept is not None
    assert kept.extraction() == extraction


def test_builds_give_the_same_bytes_whatever_the_workers(folder: Path, tmp_path: Path) -> None:
    first = build(folder, tmp_path / "one", cache=tmp_path / "cache")
    assert first.rows["documents"] == 3
    for workers in (1, 2):
        other = build(folder, tmp_path / f"by {workers}", workers=workers)
        assert first.rows == other.rows
        assert package(tmp_path / "one") == package(tmp_path / f"by {workers}")


def test_processes_give_what_one_gives(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batching, "BATCH_CHARACTERS", 1)
    found = sources(folder)
    assert len(batches(found, 1)) == 3
    monkeypatch.setattr(batching, "batches", lambda s: [[x] for x in s])
    assert extract_all(found, workers=2) == extract_all(found)


def test_progress_is_told(folder: Path) -> None:
    told: list[tuple[int, int]] = []
    extract_all(sources(folder), progress=lambda done, of: told.append((done, of)))
    assert told == [(3, 3)]


def test_a_second_build_in_the_same_folder_is_refused(folder: Path, tmp_path: Path) -> None:
    with locked(tmp_path / "out"), pytest.raises(BuildError, match="another build is writing here"):
        build(folder, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_the_lock_is_given_back_and_leaves_no_file(tmp_path: Path) -> None:
    for _ in range(2):
        with locked(tmp_path / "out"):
            pass
    assert list(tmp_path.iterdir()) == []


def test_only_one_of_many_holds_the_lock(tmp_path: Path) -> None:
    holders: list[int] = []
    most: list[int] = []

    def work() -> None:
        for _ in range(50):
            try:
                with locked(tmp_path / "out"):
                    holders.append(1)
                    most.append(len(holders))
                    holders.pop()
            except BuildError:
                pass

    threads = [threading.Thread(target=work) for _ in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert max(most) == 1


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="nowhere: no such folder"):
        build(tmp_path / "nowhere", tmp_path / "out")


def test_an_empty_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    with pytest.raises(BuildError, match="documents: no documents in this folder"):
        build(tmp_path / "documents", tmp_path / "out")


def test_a_missing_registry_is_named(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(BuildError, match=r"sources\.yaml: no such file"):
        build(folder, tmp_path / "out", sources=tmp_path / "sources.yaml")


def test_files_beside_the_documents_are_found_unless_others_are_named(folder: Path, tmp_path: Path) -> None:
    names = {"sources": "sources.yaml", "decisions": "decisions.csv", "pins": "ids.csv", "previous": "previous.zip"}
    assert set(vars(companions(folder)).values()) == {None}
    for name in names.values():
        (tmp_path / name).touch()
    assert vars(companions(folder)) == {field: tmp_path / name for field, name in names.items()}
    assert companions(folder, pins=tmp_path / "mine.csv").pins == tmp_path / "mine.csv"


def test_the_summary_says_what_was_made(folder: Path, tmp_path: Path) -> None:
    (folder / "empty.txt").touch()
    summary = build(folder, tmp_path / "out", cache=tmp_path / "cache")
    assert (summary.documents, summary.reused) == (3, 0)
    assert [r["file"] for r in summary.rejects] == ["empty.txt"]
    assert summary.rows["rejects"] == 1
    assert summary.database.is_file()
    assert summary.example is not None
    assert build(folder, tmp_path / "out", cache=tmp_path / "cache").reused == 3
