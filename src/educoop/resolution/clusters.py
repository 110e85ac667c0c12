"""Which local rows are the same thing: joined by the registry, then by equal keys, never by likeness."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any

from educoop.resolution.forms import Forms
from educoop.resolution.keys import Key, Keys, is_abbreviation
from educoop.resolution.model import Corpus, LocalRow, place_of
from educoop.resolution.words import LONE_HEADS

# Kinds of events that recur under the same name: across documents only an equal date makes them one.
_RECURRING_EVENTS = frozenset({"visit", "ceremony"})
_NOTHING: frozenset[str] = frozenset()
"""One for all: each empty set that is made takes some 200 bytes."""


@dataclass(slots=True, eq=False)
class Entity:
    """Local rows of one or more documents that are the same thing."""

    table: str
    rows: Sequence[LocalRow]
    known_id: str | None = None
    """Id in the registry."""
    year: str | None = None
    """Year of its date, as the first of its documents gives it."""
    series: str | None = None
    """Id of the series in the registry that it is an edition of, or that it is, if it has no year."""
    ordinal: int | None = None
    parties: frozenset[str] = frozenset()
    """Parties of an agreement: place ids and `organisations:id`."""
    bound: bool = False
    """Its names say too little to be looked for in other documents."""
    entity_id: str = ""
    base: str = ""
    """The id it would have if no other thing wanted the same."""
    wanted: frozenset[str] = frozenset()
    """Released ids that it has or might have, and the registry's."""


@dataclass(slots=True, eq=False)
class _Item:
    """A local row with what decides about joining it."""

    row: LocalRow
    keys: list[tuple[str, Key]]
    """Its name forms with their keys."""
    marks: frozenset[str]
    """Countries (and, for agreements, parties) that a row with the same words must share."""
    anchored: bool
    """Whether the document gives the marks, rather than the name alone."""
    known_id: str | None
    year: str | None
    ordinal: int | None
    hosts: frozenset[str]
    """What tells one Luban Workshop of a country from another: its host or its city."""
    series: str | None
    kind: str | None
    date: str | None
    place: str | None
    parent: _Item | None = None
    size: int = 1
    known: frozenset[str] = frozenset()
    parties: frozenset[str] = frozenset()

    def root(self) -> _Item:
        item = self
        while item.parent is not None:
            if item.parent.parent is not None:
                item.parent = item.parent.parent
            item = item.parent
        return item


def _join(items: Sequence[_Item]) -> None:
    """Make one of the items, unless the registry says that some of them are different things."""
    known: dict[str | None, list[_Item]] = defaultdict(list)
    for item in items:
        root = item.root()
        known[min(root.known) if root.known else None].append(root)
    if len(known) > 2 or (len(known) == 2 and None not in known):
        groups: Iterable[list[_Item]] = known.values()
    else:
        groups = [[root for group in known.values() for root in group]]
    for group in groups:
        for other in group[1:]:
            a, b = group[0].root(), other.root()
            if a is b or (a.known and b.known and a.known != b.known):
                continue
            if a.size < b.size:
                a, b = b, a
            b.parent = a
            a.size += b.size
            if b.known != a.known:
                a.known = a.known | b.known


Link = tuple[Any, ...]
"""What may join a local row to others: of rows that have none in common, neither can change what becomes of the
other."""
Linking = Callable[[LocalRow, set[Link]], object]
"""Takes up links of a row."""


def cluster(table: str, corpus: Corpus, keys: Keys, forms: Forms, linking: Linking | None = None) -> list[Entity]:
    """The entities of a table of named things, sorted by their first local row. `linking` takes up what may join rows.

    Rows without a name are left out: a thing exists in the dataset only under a name.
    """
    items = _items(table, corpus.rows(table), corpus, keys, forms)
    if linking is not None:
        for item in items:
            linking(item.row, _links(item))
    _join_known(items)
    for sort, bucket in _buckets(table, items):
        # What bears one name and was founded on one date is one, wherever documents place it.
        for group in [bucket] if sort in ("date", "series") else _by_marks(table, bucket):
            for edition in _editions(table, group):
                _join(edition)
    return _entities(table, items, corpus)


def links_of(table: str, rows: Iterable[LocalRow], corpus: Corpus, keys: Keys, forms: Forms) -> set[Link]:
    """What may join some rows to others."""
    return set().union(*map(_links, _items(table, rows, corpus, keys, forms)))


def _links(item: _Item) -> set[Link]:
    """All that `_buckets` and `_join_known` join by, less what tells things of the same words apart."""
    found: set[Link] = set()
    for name, key in item.keys:
        if is_abbreviation(name):
            found.add(("short", item.row.document_id, name))
        else:
            found |= {("words", key.words), ("words", key.placeless if key.city else key.words)}
    found |= {("known", known) for known in (item.known_id, item.series) if known is not None}
    return found


def _items(table: str, rows: Iterable[LocalRow], corpus: Corpus, keys: Keys, forms: Forms) -> list[_Item]:
    alike: dict[Any, Any] = {}
    return [_item(table, row, corpus, keys, forms, alike) for row in rows if row.of("name", "title")]


def _item(table: str, row: LocalRow, corpus: Corpus, keys: Keys, forms: Forms, alike: dict[Any, Any]) -> _Item:
    """`alike` keeps one of equal values, since there may be a million items of some thousand names."""
    country = row.first("country") or row.first("issuer_country")
    country = place_of(country) if country else None
    if country is not None and not forms.is_country(country):
        country = None
    names = tuple(row.names)
    keyed = alike.get(names)
    if keyed is None:
        keyed = alike[names] = [(name, keys.key(table, name)) for name in names]
    named = frozenset(c for _, key in keyed[:1] for c in key.countries)
    marks = named
    anchored = False
    generic = keyed[0][1].generic
    if table in ("organisations", "projects", "policies") and country is not None:
        # Of a project that its own name ties to a country, documents may say that it lies in one or the other.
        tied = table == "projects" and named and not generic
        marks, anchored = named if tied else named | {country}, True
    hosts = frozenset(_hosts(row, corpus)) if table == "projects" and generic else _NOTHING
    if hosts:
        marks, anchored = marks | hosts, True
    parties = _NOTHING
    if table == "agreements":
        parties = frozenset(_parties(row, corpus))
        places = frozenset(p for p in parties if forms.is_country(p))
        marks, anchored = named | (parties if generic else places), bool(parties)
    years = [s.value[:4] for s in row.of("date") if s.value[:4].isdigit()]
    year = years[0] if years else next((k.year for _, k in keyed if k.year), None)
    ordinal = next((k.ordinal for _, k in keyed if k.ordinal is not None), None)
    known_id = forms.match(table, keyed, country, (year, ordinal))
    series = forms.series(keyed) if table == "events" else None
    if known_id is not None and table == "events":
        edition = forms.edition(known_id)
        year, ordinal = year or edition[0], edition[1] if ordinal is None else ordinal
    if known_id is not None:
        known_country = forms.country(table, known_id)
        if known_country is not None and table == "organisations":
            marks, anchored = marks | {known_country}, True
    marks = alike.setdefault(marks, marks)
    said = (row.first("kind"), row.first("date"), row.first("place_id"))
    item = _Item(row, keyed, marks, anchored, known_id, year, ordinal, hosts, series, *said, parties=parties)
    if known_id is not None:
        item.known = alike.setdefault(("known", known_id), frozenset((known_id,)))
    return item


def _parties(row: LocalRow, corpus: Corpus) -> Iterable[str]:
    for participant in corpus.participants_of(row):
        if participant.first("role") not in ("party", "signatory"):
            continue
        entity = participant.first("entity")
        if entity is None:
            continue
        if entity.startswith("places:"):
            yield place_of(entity)
        else:
            target = corpus.target(row.document_id, entity)
            if target is not None and target.row_id:
                yield f"{target.table}:{target.row_id}"


def _join_known(items: list[_Item]) -> None:
    groups: dict[str, list[_Item]] = defaultdict(list)
    for item in items:
        if item.known_id is not None:
            groups[item.known_id].append(item)
    for known_id in sorted(groups):
        _join(groups[known_id])


_Bucket = tuple[str, list[_Item]]


def _buckets(table: str, items: list[_Item]) -> Iterable[_Bucket]:
    """Items that share a key, with the sort of key, in the order of the keys.

    Abbreviations and generic names count within a document only.
    """
    found = partial(_shared, items)
    yield from _by_document("abbreviation", items, _abbreviations)
    yield from found("city", lambda item: _cities(table, item))
    yield from found("corpus", lambda item: _corpus_wide(table, item))
    yield from found("date", lambda item: _dates(table, item))
    yield from _by_document("document", items, _words)
    yield from found("series", lambda item: [(item.series,)] if item.series is not None else ())


_BucketKeys = Iterable[tuple[str, ...]]


def _shared(items: Iterable[_Item], sort: str, keys_of: Callable[[_Item], _BucketKeys]) -> Iterable[_Bucket]:
    buckets: dict[tuple[str, ...], list[_Item]] = defaultdict(list)
    for item in items:
        for key in keys_of(item):
            bucket = buckets[key]
            if not bucket or bucket[-1] is not item:
                bucket.append(item)
    for key in sorted(key for key, bucket in buckets.items() if len(bucket) > 1):
        yield sort, buckets[key]


def _by_document(sort: str, items: Iterable[_Item], keys_of: Callable[[_Item], _BucketKeys]) -> Iterable[_Bucket]:
    for _, here in groupby(items, key=lambda item: item.row.document_id):
        yield from _shared(here, sort, keys_of)


def _named(item: _Item) -> Iterable[Key]:
    return (key for name, key in item.keys if (key.words or key.countries) and not is_abbreviation(name))


def _abbreviations(item: _Item) -> _BucketKeys:
    return ((name,) for name, key in item.keys if (key.words or key.countries) and is_abbreviation(name))


def _words(item: _Item) -> _BucketKeys:
    return (key.words for key in _named(item))


def _corpus_wide(table: str, item: _Item) -> _BucketKeys:
    for key in _named(item):
        if not _bound(table, item, key):
            yield key.words
        if table == "projects" and key.generic:
            for host in sorted(item.hosts):
                yield (host, *key.words)


def _dates(table: str, item: _Item) -> _BucketKeys:
    date = item.date if table == "projects" else None
    return ((date, *key.words) for key in _named(item) if date and not key.generic)


def _cities(table: str, item: _Item) -> _BucketKeys:
    # "The X Forum" held in a city is "the <city> X Forum".
    for key in _named(item) if table == "events" else ():
        city = key.city or item.place
        words = key.placeless if key.city else key.words
        if city is not None and words and not _bound(table, item, key):
            yield (city, *words)


def _bound(table: str, item: _Item, key: Key) -> bool:
    """Whether the name says too little to be looked for in other documents."""
    if table == "people":
        return key.generic
    date = item.date
    if table == "events":
        return (key.generic and not (key.countries or _names_area(key))) or (
            item.kind in _RECURRING_EVENTS and (date is None or len(date) < 10)
        )
    if not key.generic:
        return False
    if table == "organisations":
        return not item.marks or (len(key.words) <= 1 and not LONE_HEADS.issuperset(key.words))
    if table == "agreements":
        return len(item.marks) < 2 or date is None
    return True


def _names_area(key: Key) -> bool:
    return any(word.startswith("=") for word in key.words)


def _hosts(row: LocalRow, corpus: Corpus) -> Iterable[str]:
    host, place = row.first("host_organisation_id"), row.first("place_id")
    target = corpus.target(row.document_id, host) if host is not None else None
    if target is not None and target.row_id:
        yield f"host={target.row_id}"
    elif place is not None:
        yield f"place={place_of(place)}"


def _by_marks(table: str, bucket: list[_Item]) -> Iterable[list[_Item]]:
    """Split items with the same words by their countries. Items that say less join the only fuller group there is."""
    # Documents list some of the parties of an agreement as often as all of them.
    partial = table == "agreements" and not any(key.generic for item in bucket for _, key in item.keys)
    groups: dict[frozenset[str], list[_Item]] = defaultdict(list)
    for item in bucket:
        groups[item.marks].append(item)
    anchored = {marks for marks, items in groups.items() if any(i.anchored for i in items)}
    for marks in sorted(groups, key=lambda m: (len(m), sorted(m))):
        if marks in anchored and not partial:
            continue
        fuller = [m for m in groups if m > marks]
        if len(fuller) == 1:
            groups[fuller[0]] = groups[fuller[0]] + groups.pop(marks)
    for marks in sorted(groups, key=sorted):
        yield groups[marks]


def _editions(table: str, items: list[_Item]) -> list[list[_Item]]:
    """Split items of one series by number and year. What has neither joins the only edition there is."""
    if table not in ("events", "agreements", "policies"):
        return [items]
    years: dict[str, set[int]] = defaultdict(set)
    for item in items:
        if item.year and item.ordinal is not None:
            years[item.year].add(item.ordinal)
    number_of_year = {year: next(iter(numbers)) for year, numbers in years.items() if len(numbers) == 1}
    editions: dict[tuple[str, str], list[_Item]] = defaultdict(list)
    loose: list[_Item] = []
    for item in items:
        number = item.ordinal if item.ordinal is not None else number_of_year.get(item.year or "")
        if number is not None:
            editions[("number", str(number))].append(item)
        elif item.year:
            editions[("year", item.year)].append(item)
        else:
            loose.append(item)
    # "The first forum" and "the forum of 2023" are one when there is no other.
    if len(editions) == 2:
        (a, first), (b, second) = sorted(editions.items())
        if a[0] == "number" and b[0] == "year" and not any(i.year for i in first):
            editions = defaultdict(list, {b: second + first})
    dated = list(editions)
    documents = {e: {m.row.document_id for m in editions[e]} for e in dated}
    for item in loose:
        document = item.row.document_id
        here = [e for e in dated if document in documents[e]]
        choice = here or dated
        if len(choice) == 1:
            editions[choice[0]].append(item)
        else:
            editions[("loose", document if dated else "")].append(item)
    return [editions[e] for e in sorted(editions)]


def _entities(table: str, items: list[_Item], corpus: Corpus) -> list[Entity]:
    groups: dict[int, list[_Item]] = defaultdict(list)
    for item in items:
        groups[id(item.root())].append(item)
    found = []
    for group in groups.values():
        known = group[0].root().known
        entity = Entity(table, corpus.listed(i.row for i in group), min(known) if known else None)
        years = Counter(i.year for i in group if i.year)
        entity.year = min(years, key=lambda y: (-years[y], y)) if years else None
        entity.ordinal = next((i.ordinal for i in group if i.ordinal is not None), None)
        series = {i.series for i in group if i.series is not None}
        entity.series = series.pop() if len(series) == 1 else None
        if entity.known_id is None and entity.series and not entity.year and entity.ordinal is None:
            entity.known_id = entity.series
        entity.parties = frozenset().union(*(i.parties for i in group)) or _NOTHING
        entity.bound = all(is_abbreviation(name) or _bound(table, i, key) for i in group for name, key in i.keys)
        found.append(entity)
    return sorted(found, key=lambda e: e.rows[0].order)
