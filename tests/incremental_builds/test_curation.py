"""Decisions and released ids reach whatever they reached, whichever documents change: the same as in a build of
everything."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from educoop.resolution.decisions import Decision, DecisionError, checked
from educoop.resolution.keys import Keys
from educoop.resolution.model import REFERENCES
from educoop.resolution.pins import NAMED, Pin, updated
from educoop.resolution.tables import PUBLISHED

from .corpora import COMPARED, PARAGRAPHS, REGISTRY, Corpus, Texts, assert_made_the_same

KEYS = Keys(REGISTRY.places.values())
FIELDS = {column: name for name, column in PUBLISHED.items()}
VALUES = {
    "date": "2003-05", "period": "2004", "value": "77", "country": "TKM", "name": "Lanzhou University",
    "title": "Charter", "kind": "other", "existence": "unresolved", "ref_area": "TJK", "role": "party",
}  # fmt: skip
"""Values of corrections, by field."""
Tables = Mapping[str, Sequence[dict[str, Any]]]


class Draw(NamedTuple):
    """What a decision is made of, whatever there is to decide on."""

    action: str
    one: int
    other: int
    by_span: bool


def drawn(draw: Draw, tables: Tables, corpus: Corpus) -> Decision | None:
    """A decision on rows of a build."""
    claims = [c for c in tables["claims"] if c["document_id"] in corpus.raw]
    if not claims:
        return None
    claim = claims[draw.one % len(claims)]
    field = FIELDS.get(claim["field"], claim["field"])
    given: dict[str, Any] = {"table": claim["table_name"]}
    if draw.action in ("merge", "distinct"):
        table = claim["table_name"] if claim["table_name"] in NAMED else "organisations"
        ids = [row[NAMED[table]] for row in tables[table]]
        named = [c for c in claims if c["table_name"] == table and c["field"] in ("name", "title")]
        if not ids or not named:
            return None
        given = {"table": table, "value": ids[draw.other % len(ids)]}
        if not draw.by_span:
            return decision(draw.action, row=ids[draw.one % len(ids)], **given)
        claim = named[draw.one % len(named)]
    elif draw.action == "flag":
        given = {"kind": ("ocr", "translation", "contradiction")[draw.other % 3]}
    elif draw.action == "correct":
        field = "existence" if draw.by_span and claim["table_name"] == "organisations" else field
        value = VALUES.get(field)
        if field in REFERENCES:
            ids = [row["organisation_id"] for row in tables["organisations"]] or ["gone"]
            value = f"organisations:{ids[draw.other % len(ids)]}"
        if value is None:
            return None
        given |= {"field": field, "value": value, "kind": "ocr"}
    elif draw.by_span:
        given |= {"field": field}
    document, start, end = claim["document_id"], claim["start_offset"], claim["end_offset"]
    (source,) = (s for s in corpus.sources if s.document_id == document)
    given |= {"document_id": document, "document_sha256": source.sha256, "quote": source.text[start:end]}
    try:
        return decision(draw.action, start=start, end=end, **given)
    except DecisionError:
        return None


def decision(action: str, **given: Any) -> Decision:
    place = f"decisions.csv:{abs(hash((action, *given.values()))) % 1000}"
    return checked(Decision(action, reason="because", by="curator", on="2026-01-01", place=place, **given))


def standing(decisions: Sequence[Decision | None], texts: Texts, pins: Sequence[Pin]) -> list[Decision]:
    """As many of the decisions as a build can be made with."""
    found: list[Decision] = []
    for one in decisions:
        if one is None or outcome(lambda one=one: Corpus(texts, [*found, one], pins).resolved())[1] is not None:
            continue
        found.append(one)
    return found


def outcome(work: Callable[[], Any]) -> tuple[Any, str | None]:
    """What work gives, or the message it fails with."""
    try:
        return work(), None
    except ValueError as error:
        return None, str(error)


class Step(NamedTuple):
    """What changes from build to build."""

    texts: Sequence[tuple[str, str | None]]
    decided: Sequence[Draw]
    """Decisions that are added."""
    undecided: int | None
    """One that is taken out."""
    noted: bool
    """Whether the id registry is brought up to date."""


def assert_each_made_the_same(texts: Texts, draws: Sequence[Draw], renamed: int, steps: Sequence[Step]) -> None:
    texts = {**texts, "m": PARAGRAPHS[2]}
    plain = Corpus(texts).whole()[1]
    pins = released([], plain, "1.0.0", renamed)
    decisions = standing([drawn(d, plain, Corpus(texts)) for d in draws], texts, pins)
    kept, published = Corpus(texts, decisions, pins).whole()
    for number, step in enumerate(steps):
        if step.noted:
            pins = released(pins, published, f"1.{number}.1", 0)
        for name, text in step.texts:
            if text is None:
                texts.pop(name, None)
            else:
                texts[name] = text
        if step.undecided is not None and decisions:
            decisions.pop(step.undecided % len(decisions))
        added = [drawn(d, published, Corpus(texts)) for d in step.decided]
        decisions += [d for d in added if d is not None and d.decision_id not in {x.decision_id for x in decisions}]
        corpus = Corpus(texts, decisions, pins)
        while (failed := outcome(corpus.resolved)[1]) is not None:
            assert outcome(lambda corpus=corpus, kept=kept: corpus.again(kept))[1] == failed
            decisions = [d for d in decisions if not failed.startswith(f"{d.place}:")]
            if len(decisions) == len(corpus.decisions):
                return  # the registry of released ids is wrong
            corpus = Corpus(texts, decisions, pins)
        made = corpus.again(kept)
        assert_made_the_same(made, corpus)
        kept = made.kept
        published = {name: list(table.table) for name, table in made.tables.items()}


def released(pins: Sequence[Pin], tables: Tables, release: str, renamed: int) -> list[Pin]:
    """The id registry after a release, in which some ids have been given other names since, and some are retired."""
    update = updated(pins, tables, KEYS, release).pins
    others = {p.id: f"old-{p.id}" for n, p in enumerate(update) if renamed and n % renamed == 0 and p.release is None}
    return [
        replace(p, id=others.get(p.id, p.id), retired_into=others.get(p.retired_into or "", p.retired_into))
        for p in update
    ]


names_of = st.sampled_from([f"{letter}{n}" for letter in "ak" for n in range(4)])
draws = st.builds(
    Draw,
    st.sampled_from(["accept", "reject", "correct", "merge", "distinct", "flag"]),
    st.integers(0, 500),
    st.integers(0, 50),
    st.booleans(),
)


def curated(paragraphs: Sequence[str]) -> st.SearchStrategy[tuple[Texts, list[Draw], int, list[Step]]]:
    text = st.lists(st.sampled_from(paragraphs), min_size=1, max_size=4).map("\n\n".join)
    changes = st.lists(st.tuples(names_of, st.none() | text), max_size=2)
    step = st.builds(Step, changes, st.lists(draws, max_size=2), st.none() | st.integers(0, 9), st.booleans())
    texts = st.dictionaries(names_of, text, min_size=3, max_size=7)
    return st.tuples(
        texts, st.lists(draws, min_size=2, max_size=8), st.integers(0, 4), st.lists(step, min_size=1, max_size=3)
    )


@pytest.mark.slow
@settings(max_examples=15, deadline=None)
@given(curated(PARAGRAPHS))
def test_any_small_changes_of_a_curated_corpus_give_a_build_of_everything(given: tuple[Any, ...]) -> None:
    assert_each_made_the_same(*given)


@pytest.mark.slow
@settings(max_examples=10, deadline=None)
@given(curated(COMPARED))
def test_changes_of_what_is_compared_and_curated_do_so_too(given: tuple[Any, ...]) -> None:
    assert_each_made_the_same(*given)


# One thing each that a change must reach, or must not.

LANZHOU = "In 2021, Lanzhou University opened a Luban Workshop in Osh."
NARYN = "Aigul Serikova, director of the Naryn Lyceum, spoke."
OSH = "Professor Aigul Serikova, rector of Osh State University, spoke."
BOTH = "On 7 May 2021, Lanzhou University and Osh State University signed an agreement on the exchange of students."
FIGURE = "In 2020, 1,250 students from Kazakhstan studied at Lanzhou University."
TEXTS = {"a": LANZHOU, "b": OSH, "c": BOTH, "d": FIGURE, "e": PARAGRAPHS[-1]}


def at(text: str, words: str, action: str, document: str, **given: Any) -> Decision:
    """A decision on words of a document."""
    (source,) = Corpus({document: text}).sources
    start = text.index(words)
    about = {"document_id": document, "document_sha256": source.sha256, "quote": words}
    return decision(action, start=start, end=start + len(words), **about, **given)


def rebuilt(
    texts: Texts,
    changed: Mapping[str, str | None],
    decisions: Sequence[Decision] = (),
    pins: Sequence[Pin] = (),
    decided: Sequence[Decision] | None = None,
    pinned: Sequence[Pin] | None = None,
) -> tuple[Tables, Tables]:
    """The tables before and after a change, which are those of a build of everything. `decided` and `pinned` are the
    decisions and the released ids after it, where these changed, too."""
    kept, before = Corpus(texts, decisions, pins).whole()
    now = {name: text for name, text in {**texts, **changed}.items() if text is not None}
    corpus = Corpus(now, decisions if decided is None else decided, pins if pinned is None else pinned)
    made = corpus.again(kept)
    assert_made_the_same(made, corpus)
    return before, {name: table.table for name, table in made.tables.items()}


def ids(tables: Tables, table: str) -> list[str]:
    return [row[NAMED[table]] for row in tables[table]]


MERGE = decision("merge", table="organisations", row="osh-state-university", value="lanzhou-university")


def test_a_thing_joined_to_one_that_changed_is_told_anew() -> None:
    before, after = rebuilt(TEXTS, {"a": LANZHOU.replace("2021", "2022")}, [MERGE])
    assert ids(before, "organisations") == ids(after, "organisations") == ["lanzhou-university"]


def test_things_are_joined_when_the_other_comes_and_parted_when_it_goes() -> None:
    texts = {"b": OSH, "e": PARAGRAPHS[-1]}
    before, after = rebuilt(texts, {"a": LANZHOU}, [MERGE])
    assert ids(before, "organisations") == ["osh-state-university"]
    assert ids(after, "organisations") == ["lanzhou-university"]
    assert [row["old_id"] for row in after["retired_ids"]] == ["osh-state-university"]
    _, after = rebuilt({**texts, "a": LANZHOU}, {"a": None}, [MERGE])
    assert ids(after, "organisations") == ["osh-state-university"] and not after["retired_ids"]


def test_joined_things_are_parted_when_the_decision_goes() -> None:
    _, after = rebuilt(TEXTS, {}, [MERGE], decided=[])
    assert len(ids(after, "organisations")) == 2 and not after["decisions"]
    _, after = rebuilt(TEXTS, {}, [], decided=[MERGE])
    assert ids(after, "organisations") == ["lanzhou-university"]


def test_a_thing_shown_by_a_span_stays_joined() -> None:
    merge = at(OSH, "Osh State University", "merge", "b", table="organisations", value="lanzhou-university")
    _, after = rebuilt(TEXTS, {"a": LANZHOU.replace("2021", "2022")}, [merge])
    assert ids(after, "organisations") == ["lanzhou-university"]


@pytest.mark.parametrize(
    "decided",
    [
        at(FIGURE, "1,250", "correct", "d", table="observations", field="value", value="1251"),
        at(FIGURE, "1,250", "accept", "d", table="observations"),
        at(FIGURE, "2020", "reject", "d", table="observations", field="period"),
        at(FIGURE, "Lanzhou University", "flag", "d", kind="ocr"),
        at(FIGURE, "Lanzhou University", "correct", "d", table="organisations", field="existence", value="unresolved"),
        at(FIGURE, "Lanzhou University", "reject", "d", table="organisations", field="name"),
    ],
    ids=lambda d: f"{d.action} {d.table or ''} {d.field or ''}".strip(),
)
def test_what_was_decided_on_a_document_stands_when_another_changes(decided: Decision) -> None:
    other = {"a": "In 2020, 1,300 students from Kazakhstan studied at Lanzhou University."}
    before, after = rebuilt({**TEXTS, **other}, {"a": f"{other['a']} {LANZHOU}"}, [decided])
    assert before["decisions"] and list(before["decisions"]) == list(after["decisions"])


def test_a_decision_made_or_taken_back_reaches_what_it_is_about() -> None:
    accept = at(FIGURE, "1,250", "accept", "d", table="observations")
    reject = at(FIGURE, "1,250", "reject", "d", table="observations", field="value")
    for before, after in (([accept], [reject]), ([], [accept]), ([reject], [])):
        assert len(rebuilt(TEXTS, {}, before, decided=after)[1]["decisions"]) >= len(after)


def test_what_is_published_of_a_decision_follows_the_id_of_its_thing() -> None:
    flag = at(NARYN, "Naryn Lyceum", "flag", "n", kind="ocr")
    pins = [Pin("organisations", "lyceum-of-naryn", "naryn lyceum|KGZ")]
    before, after = rebuilt({**TEXTS, "n": NARYN}, {}, [flag], pinned=pins)
    there = [
        {r["row_id"] for r in found["decisions"] if r["table_name"] == "organisations"} for found in (before, after)
    ]
    assert there == [{"naryn-lyceum"}, {"lyceum-of-naryn"}]


def failure(texts: Texts, changed: Texts, decisions: Sequence[Decision]) -> str:
    """How a build after a change fails, which is how one of everything does."""
    kept, _ = Corpus(texts, decisions).whole()
    corpus = Corpus({**texts, **changed}, decisions)
    wanted = outcome(corpus.resolved)[1]
    assert wanted is not None and outcome(lambda: corpus.again(kept))[1] == wanted
    return wanted


def test_decisions_without_ground_fail_as_in_a_build_of_everything() -> None:
    flag = at(FIGURE, "1,250", "flag", "d", kind="ocr")
    assert "the text of d has changed" in failure(TEXTS, {"d": FIGURE.replace("2020", "2021")}, [MERGE, flag])
    gone = decision("merge", table="organisations", row="naryn-lyceum", value="osh-state-university")
    texts = {"b": OSH, "n": NARYN}
    assert "there is no organisations 'naryn-lyceum' any more" in failure(texts, {"n": LANZHOU}, [gone])
    apart = decision("distinct", table="organisations", row="naryn-lyceum", value="lanzhou-university")
    assert "there is no organisations 'naryn-lyceum' any more" in failure({**TEXTS, "n": NARYN}, {"n": OSH}, [apart])


def test_a_released_id_keeps_its_thing_when_documents_change() -> None:
    pins = [Pin("organisations", "lyceum-of-naryn", "naryn lyceum|KGZ"), Pin("people", "gone", None, None, "1.0.0")]
    texts = {**TEXTS, "n": NARYN}
    for change in ({"c": NARYN}, {"n": f"{NARYN}\n\n{LANZHOU}"}, {"c": None}):
        _, after = rebuilt(texts, change, pins=pins)
        assert ids(after, "organisations") == ["lanzhou-university", "lyceum-of-naryn", "osh-state-university"]


def released_from(texts: Texts, release: str = "1.0.0", pins: Sequence[Pin] = ()) -> list[Pin]:
    return released(pins, Corpus(texts, (), pins).whole()[1], release, 0)


FIRST = "The Silk Road Education Forum was held in Tashkent."
SECOND = "The Silk Road Education Forum 2019 took place in Samarkand."


def test_an_id_whose_thing_goes_stays_with_what_it_meant() -> None:
    """The first that bears a name has its id; it is not given to the second when the first goes, and comes back with
    it."""
    texts = {"a": FIRST, "b": OSH, "c": BOTH, "d": FIGURE}
    pins = released_from({**texts, "e": SECOND})
    rebuilt({**texts, "e": SECOND}, {"a": None}, pins=pins)
    rebuilt({**texts, "e": SECOND}, {"e": None}, pins=pins)
    rebuilt(texts, {"e": SECOND}, pins=pins)
    rebuilt({"b": OSH, "c": BOTH}, {"a": FIRST}, pins=pins)


def test_ids_that_are_retired_or_come_back_are_told_of() -> None:
    pins = released_from(TEXTS)
    less = {name: text for name, text in TEXTS.items() if name not in ("a", "c")}
    retired = released_from(less, "1.1.0", pins)
    _, after = rebuilt(less, {}, pins=pins, pinned=retired)
    assert "exchange-of-students-2e0387" in {row["old_id"] for row in after["retired_ids"]}
    before, after = rebuilt(less, {"a": LANZHOU}, pins=retired)
    assert len(after["retired_ids"]) < len(before["retired_ids"])


def test_two_released_ids_that_one_thing_bears_now_are_one() -> None:
    """Its agreement keeps the id that it was released with under the other of the two."""
    pins = [
        Pin("organisations", "osh-one", "osh state university|KGZ"),
        Pin("organisations", "osh-two", "osu teachers college|KGZ"),
    ]
    texts = {**TEXTS, "k": "Osh State University (former name: OSU Teachers College) was opened in 1951."}
    rebuilt(TEXTS, {"k": texts["k"]}, pins=pins)
    rebuilt(texts, {"k": None}, pins=pins)
