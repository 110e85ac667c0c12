"""Permanent, readable ids. They come from the registry or from content, never from the order of documents."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Container, Mapping, Sequence

from educoop.resolution.clusters import Entity
from educoop.resolution.keys import FREE_HEADS, Keys, is_abbreviation, ordinal_text, slug
from educoop.resolution.model import IDENTITY, NAME_FIELDS, REFERENCES, Corpus, LocalRow, RowKey, Said, place_of
from educoop.resolution.pins import DATED, Released, key_parts, pin_key

_LONGEST = 120
_LEADING = re.compile(r"^(?:the|an?)-")


def assign(entities: Sequence[Entity], keys: Keys, released: Released) -> list[tuple[Entity, str]]:
    """Give every entity of one table its id. `released` are the ids of that table which were released.

    Returns:
        Entities with each further released id that means them now; first their own id is set.
    """
    joined: list[tuple[Entity, str]] = []
    taken: dict[str, list[Entity]] = defaultdict(list)
    loose: dict[str, list[Entity]] = defaultdict(list)
    unpinned: list[Entity] = []
    for entity in entities:
        ids = sorted(_pinned(entity, keys, released), key=released.place)
        if entity.known_id is not None:
            entity.base = entity.known_id
            ids = [entity.known_id, *(i for i in ids if i != entity.known_id)]
        entity.wanted = frozenset(ids[:1])
        if ids:
            # Two entities under one pinned key (their countries are unknown) are told apart like any collision.
            if ids[0] in taken:
                loose[ids[0]].append(entity)
                continue
            entity.entity_id = ids[0]
            taken[ids[0]].append(entity)
            joined += [(entity, old) for old in ids[1:]]
        else:
            unpinned.append(entity)
    near = _near_pins(unpinned, keys, released, taken)
    for number, entity in enumerate(unpinned):
        if number in near:
            entity.entity_id = near[number]
            taken[near[number]].append(entity)
        else:
            entity.base = _slug_of(entity, keys)
            loose[entity.base].append(entity)
    for base, group in sorted(loose.items()):
        if len(group) == 1 and base not in taken and (base not in released.reserved or group[0].bound):
            group[0].entity_id = base
            continue
        countries = [_country(e) for e in group]
        single = Counter(c for c in countries if c is not None)
        for entity, country in zip(group, countries, strict=True):
            by_country = f"{base}-{country.lower()}" if country is not None and single[country] == 1 else None
            if by_country is None or by_country in taken or by_country in loose or by_country in released.reserved:
                by_country = f"{base}-{_digest(entity)}"
            entity.entity_id = by_country
    for entity in entities:
        for row in entity.rows:
            row.row_id = entity.entity_id
    return joined


def id_links(entity: Entity) -> set[tuple[str, str]]:
    """What may give an entity another id because of other entities, or them because of it: the ids that `assign` may
    ask for."""
    country = _country(entity)
    bases = {entity.base, *entity.wanted} - {""}
    by_country = {f"{base}-{country.lower()}" for base in bases} if country is not None else set()
    return {("id", wanted) for wanted in (*bases, *by_country, entity.entity_id)}


def _pinned(entity: Entity, keys: Keys, released: Released) -> set[str]:
    if entity.bound or not released.by_key:
        return set()
    names = {name for row in entity.rows for name in row.names if not is_abbreviation(name)}
    country = _country(entity)
    found = {released.by_key.get(_key(entity, name, country, keys)) for name in names}
    return {i for i in found if i is not None}


def _key(entity: Entity, name: str, country: str | None, keys: Keys) -> str:
    return pin_key(keys, entity.table, name, country, entity.year, entity.parties)


def _near_pins(entities: Sequence[Entity], keys: Keys, released: Released, taken: Container[str]) -> dict[int, str]:
    """Ids, by position, of entities whose country or year is known only now, or only from a document that is not here:
    the words are those of one free pin, and its countries and year do not contradict theirs."""
    found: dict[str, set[int]] = defaultdict(set)
    for number, entity in enumerate(entities):
        if entity.bound or not released.by_words:
            continue
        ids = set()
        country = _country(entity)
        for name in {name for row in entity.rows for name in row.names}:
            key = keys.key(entity.table, name)
            if key.generic or is_abbreviation(name) or " ".join(key.words) not in released.by_words:
                continue
            words, own, year = key_parts(_key(entity, name, country, keys))
            for countries, edition, pin_id in released.by_words[words]:
                entity.wanted |= {pin_id}
                fitting = (own <= countries or countries <= own) and (year == edition or not (year and edition))
                if fitting and pin_id not in taken:
                    ids.add(pin_id)
        if len(ids) == 1:
            found[ids.pop()].add(number)
    return {numbers.pop(): pin_id for pin_id, numbers in found.items() if len(numbers) == 1}


def _country(entity: Entity) -> str | None:
    values = Counter(place_of(v) for row in entity.rows if (v := row.first("country")) is not None)
    return min(values, key=lambda c: (-values[c], c)) if values else None


def _slug_of(entity: Entity, keys: Keys) -> str:
    """Slug of the fullest form; of several equally full ones the first of the alphabet, so that another document
    with another order of words changes nothing as a rule."""
    table = entity.table
    if entity.series is not None:
        edition = entity.year or (ordinal_text(entity.ordinal) if entity.ordinal is not None else None)
        return f"{entity.series}-{edition}" if edition else entity.series
    forms = {s.value for row in entity.rows for s in row.of("name", "title")}
    first = {row.names[0] for row in entity.rows}

    def rank(form: str) -> tuple[bool, int, bool, bool, str]:
        key = keys.key(table, form)
        return (is_abbreviation(form), -key.fullness, key.city is not None, form not in first, slug(form))

    form = min(forms, key=rank)
    key = keys.key(table, form)
    country = _country(entity)
    base = _tidy(form, table, keys, entity.year is not None)
    if table == "organisations" and not entity.bound and (key.generic or FREE_HEADS.intersection(key.words)):
        # "Ministry of Water of X" and "X Water Ministry" are one id, that of no other country's ministry.
        base = slug(" ".join(t.shown for t in keys.tokens(form) if t.place is None or t.place.startswith("=")))
        base = re.sub(r"(?:-of|-in|-the){1,9}$", "", _LEADING.sub("", base))
        body, _, head = base.rpartition("-")
        base = f"{head}-of-{body}" if body and head in FREE_HEADS else base
        inside = sorted(key.countries - ({country} if country else set()))
        base = "-".join([base, *(c.lower() for c in inside), *([country.lower()] if country else [])])
    base = _LEADING.sub("", base) or "unnamed"
    if len(base) > _LONGEST:
        base = f"{base[:_LONGEST].rsplit('-', 1)[0]}-{_sha(base, 4)}"
    year = entity.year if table in DATED else None
    if year is not None and year not in base.split("-"):
        base = f"{base}-{year}"
    return f"{base}-{_digest(entity)}" if entity.bound else base


def _tidy(form: str, table: str, keys: Keys, dated: bool) -> str:
    """The slug of a form, with the areas in a fixed order if there are just two, side by side.

    The number of an event's edition is dropped when its year is known, since not every document gives it.
    """
    if table not in ("events", "projects", "agreements"):
        return slug(form)
    tokens = keys.tokens(form)
    areas = [i for i, token in enumerate(tokens) if token.place is not None]
    if len(areas) == 2 and areas[0] + 1 == areas[1]:
        tokens[areas[0] : areas[1] + 1] = sorted(
            (tokens[i] for i in areas), key=lambda t: ((t.place or "").startswith("="), t.place or "")
        )
    words = []
    for token in tokens:
        number = keys.key(table, token.word).ordinal
        if number is None:
            words.append(token.shown)
        elif not dated:
            words.append(ordinal_text(number))
    return slug(" ".join(words) or form)


def _digest(entity: Entity) -> str:
    row = min(entity.rows, key=lambda r: r.order)
    names = [(s.value, s.claim.spans) for s in row.said if s.claim.field in NAME_FIELDS]
    return _sha(repr((row.document_id, sorted(names))), 6)


def _sha(text: str, length: int) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:length]


def content_id(*parts: object) -> str:
    """A short id of the content given: twelve hexadecimal digits."""
    return _sha(repr(parts), 12)


def content_number(*parts: object) -> int:
    """A number of 64 bits for the content given."""
    text = repr(parts).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "little")


def spelled(*parts: str | None) -> str:
    """The parts as one id, less those that are missing."""
    # Upper case stays: place ids are part of ids of figures and participations.
    text = "-".join(re.sub(r"[^A-Za-z0-9]+", "-", part).strip("-") for part in parts if part)
    return text if len(text) <= 2 * _LONGEST else f"{text[: 2 * _LONGEST].rsplit('-', 1)[0]}-{_sha(text, 6)}"


def one_of_several(wanted: str, content: str, several: bool) -> str:
    """The id wanted, or with a hash of the content if several want it."""
    return f"{wanted}-{_sha(content, 6)}" if several else wanted


def claim_ids(corpus: Corpus) -> None:
    """Give every claim its id, from what its document says alone; of two equal claims of one row one is taken out.

    Ids begin with the document and the offset, so that they sort in reading order.
    """
    for rows in corpus.each():
        _claim_ids(rows, corpus)


def _claim_ids(rows: Sequence[LocalRow], corpus: Corpus) -> None:
    signatures: dict[RowKey, str] = {}
    for row in sorted(rows, key=lambda r: r.table in IDENTITY):
        signatures[row.key] = _signature(row, corpus, signatures)
    same: dict[RowKey, list[LocalRow]] = defaultdict(list)
    for row in rows:
        same[(row.table, signatures[row.key])].append(row)
    for alike in same.values():
        if len(alike) > 1:
            contents: Counter[str] = Counter()
            for row in alike:
                content = repr(sorted((s.claim.field, _local(s, corpus, signatures), s.claim.spans) for s in row.said))
                contents[content] += 1
                signatures[row.key] += _sha(f"{content}{contents[content]}", 16)
    for row in rows:
        kept: dict[str, Said] = {}
        for said in row.said:
            c = said.claim
            value = _local(said, corpus, signatures)
            digest = content_id(row.table, signatures[row.key], c.field, value, c.spans)
            said.claim_id = f"{slug(row.document_id)}-{max(said.start, 0):08d}-{digest}"
            kept.setdefault(said.claim_id, said)
        if len(kept) < len(row.said):
            row.said = list(kept.values())


def _signature(row: LocalRow, corpus: Corpus, signatures: Mapping[RowKey, str]) -> str:
    """What tells a row from others of its document and table: its fullest name, or its identifying values."""
    if row.table in IDENTITY:
        parts = sorted((f, _local(s, corpus, signatures)) for f in IDENTITY[row.table] for s in row.of(f))
        return _sha(repr((parts, [s.claim.spans for s in row.of("value", "statement", "raw")])), 16)
    claims = (s.claim for s in row.said if s.claim.field in NAME_FIELDS)
    return _sha(repr(next(((c.field, c.value, c.spans) for c in claims), None)), 16)


def _local(said: Said, corpus: Corpus, signatures: Mapping[RowKey, str]) -> str:
    """The value as it is within the document: for a reference, the signature of the row it points to."""
    if said.claim.field in REFERENCES:
        target = corpus.target(said.document_id, said.claim.value)
        if target is not None and target.key in signatures:
            return signatures[target.key]
    return said.claim.value
