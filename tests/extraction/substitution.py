"""One fact of a document replaced by another of its kind, and what the claims must then be."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from educoop.documents.model import Source, Span
from educoop.documents.prepare import prepare
from educoop.extraction.data_files import lexicon
from educoop.extraction.extract import extract
from educoop.extraction.lexicon import heads, words
from educoop.extraction.model import Claim
from educoop.extraction.recognition.known import find_known
from educoop.registry import Place, load_registry

DATES = frozenset({"date", "published", "as_of", "period", "year"})
"""Fields whose values are EDTF."""
PLACES = frozenset({"country", "ref_area", "counterpart_area", "issuer_country", "place_id", "scope", "entity"})
_REFERENCE = re.compile(r"(?:organisations|people|agreements|policies|projects|events|positions):\S+")
_YEAR = re.compile(r"(?<![\w.,/])(?:19|20)\d\d(?![\w/]|[.,]\d)")
_WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_ENDINGS = ("arvel", "emrin", "olkan", "undar", "ilmet")
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAY = re.compile(
    rf"\b(?P<month>(?:{_MONTHS}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?)) (?P<day>\d{{1,2}})\b(?!\d)"
)

Said = tuple[str, str, str, str, tuple[Span, ...], str, str | None]
"""Table, row, field, value, raw spans, modality, speaker: what must not change unless its words do."""


@dataclass(frozen=True)
class Change:
    """Surface forms with what replaces them, and canonical values with theirs."""

    kind: str
    forms: tuple[tuple[str, str], ...]
    values: tuple[tuple[str, str], ...] = ()
    kept: tuple[str, ...] = ()
    """Longer names that hold one of the forms and stay as they are."""
    at: frozenset[int] | None = None
    """Where in the raw text the fact stands, when not wherever its forms do."""

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        def literal(form: str) -> str:
            return r"\s+".join(map(re.escape, form.split()))

        kept = "|".join(literal(k) for k in sorted(self.kept, key=len, reverse=True))
        forms = "|".join(literal(f) for f, _ in sorted(self.forms, key=lambda f: -len(f[0])))
        edge = (
            (r"(?<![\w.,/])", r"(?![\w/]|[.,]\d)")
            if self.kind in ("year", "years", "number")
            else (r"(?<!\w)", r"(?!\w)")
        )
        return re.compile(
            rf"(?P<kept>{kept})|{edge[0]}(?P<form>{forms}){edge[1]}"
            if kept
            else rf"{edge[0]}(?P<form>{forms}){edge[1]}"
        )

    def places(self, text: str) -> Iterator[tuple[int, int, str]]:
        """(start, end, replacement) of every occurrence."""
        new = dict(self.forms)
        for m in self._pattern.finditer(text):
            if m["form"]:
                yield m.start(), m.end(), new[" ".join(m["form"].split())]

    def raw_places(self, raw: str) -> list[tuple[int, int, str]]:
        """(start, end, replacement) of every occurrence of the fact in the raw text of the document."""
        return [p for p in self.places(raw) if self.at is None or p[0] in self.at]

    def raw(self, raw: str) -> str:
        """The raw text of the document with the fact replaced."""
        return _replaced(raw, self.raw_places(raw))

    def text(self, text: str) -> str:
        """A text taken from the document with the fact replaced."""
        return _replaced(text, self.places(text))

    def value(self, claim: Claim) -> str:
        """The value that the claim must have when its words are among the replaced ones."""
        value = claim.value
        canonical = dict(self.values)
        if _REFERENCE.fullmatch(value):
            return value
        if claim.field in PLACES and self.kind == "country":
            return (
                "places:" + canonical.get(value[7:], value[7:])
                if value.startswith("places:")
                else canonical.get(value, value)
            )
        if claim.field in DATES:
            if self.kind in ("year", "years"):
                return re.sub(r"(?<!\d)\d{4}(?!\d)", lambda m: canonical.get(m[0], m[0]), value)
            if self.kind == "day":
                return re.sub(r"-\d\d-\d\d", lambda m: canonical.get(m[0], m[0]), value)
            return value
        if claim.field == "value" and self.kind in ("number", "word"):
            return canonical.get(value, value)
        return self.text(value)


def _replaced(text: str, places: Iterable[tuple[int, int, str]]) -> str:
    parts, last = [], 0
    for a, b, new in places:
        parts += [text[last:a], new]
        last = b
    return "".join([*parts, text[last:]])


class Moved:
    """Where the offsets of a text are after a change."""

    def __init__(self, change: Change, text: str) -> None:
        self.old: list[Span] = []
        self._shift = [0]
        for a, b, new in change.raw_places(text):
            self.old.append((a, b))
            self._shift.append(self._shift[-1] + len(new) - (b - a))
        self._starts = [a for a, _ in self.old]

    def span(self, span: Span) -> Span:
        """The place of a span whose ends stand outside of every replaced word or at its edges."""
        i = bisect_right(self._starts, span[0] - 1)
        j = bisect_right(self._starts, span[1] - 1)
        return span[0] + self._shift[i], span[1] + self._shift[j]

    def touched(self, spans: Iterable[Span]) -> bool:
        """Whether any of the spans holds a replaced word."""
        return any(
            a < self.old[i][1] and self.old[i][0] < b
            for a, b in spans
            for i in range(max(bisect_right(self._starts, a) - 1, 0), bisect_right(self._starts, b - 1))
        )


class Document:
    """A document with the claims of its extraction."""

    def __init__(self, source: Source) -> None:
        self.source = source
        reading = prepare(source)
        self.view = reading.view.text
        self.claims = extract(reading).claims
        self.known = [m for m in find_known(self.view) if m.kind != "place"]
        self.places = [m for m in find_known(self.view) if m.kind == "place"]

    def changed(self, change: Change) -> list[Claim]:
        """The claims of the document with one fact replaced."""
        text = change.raw(self.source.text)
        new = Source(
            self.source.document_id, self.source.file, self.source.media_type, len(text.encode()), "0" * 64, text
        )
        claims = extract(prepare(new)).claims
        for c in claims:
            assert c.spans, c
            assert all(0 <= a < b <= len(text) for a, b in c.spans), c
        return claims

    # -- candidates ----------------------------------------------------------------------------------------------------

    def holding(self, form: str) -> tuple[str, ...]:
        """Registered names (and places) of the text that hold a form without being it: they mean what they mean."""
        names = {m.name for m in (*self.known, *self.places)} - {form}
        return tuple(sorted(name for name in names if re.search(rf"\b{re.escape(form)}\b", name)))

    def years(self) -> list[str]:
        """The years of the text."""
        return sorted(set(_YEAR.findall(self.source.text)))

    def another_year(self, old: str, pick: int) -> Change | None:
        """Another year in its place, in the same order with all others; None when there is no room."""
        years = [int(y) for y in self.years()]
        i = years.index(int(old))
        low = years[i - 1] if i else int(old) - 6
        high = years[i + 1] if i + 1 < len(years) else min(int(old) + 6, 2060)
        free = [y for y in range(low + 1, high) if y != int(old)]
        if not free:
            return None
        new = str(free[pick % len(free)])
        return Change("year", ((old, new),), ((old, new),), self.holding(old))

    def other_years(self, by: int) -> Change:
        """All years moved."""
        pairs = tuple((y, str(int(y) + by)) for y in self.years())
        return Change("years", pairs, pairs, tuple(k for y, _ in pairs for k in self.holding(y)))

    def days(self) -> list[str]:
        """Days of months ("May 12") that the text names."""
        return sorted({" ".join(m[0].split()) for m in _DAY.finditer(self.source.text)})

    def another_day(self, old: str, pick: int) -> Change | None:
        """Another day of the same month, in the same order with all others of it; None when there is no room."""
        named = [m for d in self.days() if (m := _DAY.fullmatch(d))]
        own = next(m for m in named if m[0] == old)
        month = next(i for i, n in enumerate(_MONTHS.split("|"), 1) if n.startswith(own["month"][:3]))
        day, taken = int(own["day"]), {int(m["day"]) for m in named if m["month"][:3] == own["month"][:3]}
        low = max((d for d in taken if d < day), default=0)
        high = min((d for d in taken if d > day), default=29)
        free = [d for d in range(low + 1, high) if d != day and len(str(d)) == len(own["day"])]
        if not free:
            return None
        new = free[pick % len(free)]
        values = (f"-{month:02}-{day:02}", f"-{month:02}-{new:02}")
        return Change("day", ((old, f"{own['month']} {new}"),), (values,))

    def _counted(self, pattern: str) -> dict[str, frozenset[int]]:
        """The numbers that observations rest on, as written, with their places."""
        text, found = self.source.text, dict[str, set[int]]()
        for c in self.claims:
            if c.table == "observations" and c.field == "value" and len(c.spans) == 1:
                for m in re.finditer(pattern, text[slice(*c.spans[0])]):
                    if not any(re.search(rf"\b{m[0]}\b", k.name) for k in self.known):
                        found.setdefault(m[0], set()).add(m.start() + c.spans[0][0])
        return {number: frozenset(at) for number, at in sorted(found.items())}

    def numbers(self) -> dict[str, frozenset[int]]:
        """Numbers in digits that observations rest on, with their places."""
        return self._counted(r"(?<![\w.,/])\d+(?:,\d{3})*(?:\.\d+)?(?![\w/])")

    def number_words(self) -> dict[str, frozenset[int]]:
        """Numbers in words that observations rest on, with their places."""
        return self._counted(rf"(?i)(?<![\w-])(?:{'|'.join(_WORDS[:-2])})(?![\w-])")

    def another_number(self, old: str, pick: int) -> Change:
        """A number of the same form: as many digits, the same signs between them, no year."""
        digits = old.replace(",", "").replace(".", "")
        low = 2 if len(digits) == 1 else 10 ** (len(digits) - 1)
        span = 10 ** len(digits) - low
        for step in range(1, 1000):
            new = low + (pick * 7919 + step * 104729) % span
            drawn = iter(str(new))
            form = "".join(next(drawn) if s.isdigit() else s for s in old)
            if not 1000 <= new < 2100 and form.rstrip("0") == form and form not in self.numbers():
                return Change(
                    "number", ((old, form),), ((old.replace(",", ""), form.replace(",", "")),), at=self.numbers()[old]
                )
        raise AssertionError(f"no other number like {old}")

    def another_word(self, old: str, pick: int) -> Change:
        """Another number in words."""
        free = [w for w in _WORDS if not re.search(rf"(?i)\b{w}\b", self.source.text)]
        new = free[pick % len(free)]
        values = {w: str(i) for i, w in enumerate(_WORDS, 2)}
        written = new if old.islower() else new.title()
        return Change("word", ((old, written),), ((values[old.lower()], values[new]),), at=self.number_words()[old])

    def countries(self) -> list[str]:
        """Countries of the text other than the home side."""
        return sorted({m.data["place_id"] for m in self.places if m.data["place_kind"] == "country"} - {"CHN"})

    def another_country(self, old: str, new: str) -> Change | None:
        """Another country, form by form; None when it has no such forms, or is in the text already."""
        registry = load_registry()
        if new in {m.data["place_id"] for m in self.places}:
            return None
        one, other = registry.places[old], registry.places[new]
        forms = []
        for form in sorted({m.name for m in self.places if m.data["place_id"] == old}):
            put = _counterpart(form, one, other)
            if put is None:
                return None
            forms.append((form, put))
        # A body of another country is another body; a project or event bears the name of whatever country it is in.
        bodies = {m.name for m in (*self.known, *self.places) if m.kind in ("organisation", "place")}
        kept = {k for f, _ in forms for k in self.holding(f) if k in bodies and k not in dict(forms)}
        return Change("country", tuple(forms), ((old, new),), tuple(sorted(kept)))

    def rows(self, table: str) -> dict[str, list[str]]:
        """Names of the rows of a table."""
        out: dict[str, list[str]] = {}
        for c in self.claims:
            if c.table == table and c.field in ("name", "former_name"):
                out.setdefault(c.row, []).append(c.value)
        return out

    def distinctive(self, table: str) -> list[str]:
        """Words that make out a name: in every form of its row, in no other name, no word of a lexicon, no place."""
        common = (
            words().modifiers
            | words().bare_bodies
            | words().roles
            | words().openers
            | words().not_people
            | words().honorifics
        )
        headwords = {w for head in heads().by_words for w in head} | {
            w for r in heads().refine.values() for _, when in r for w in when
        }
        headwords |= {w for entry in lexicon("body_kinds")["entries"] for w in entry.get("words", ())}
        place_words = {w for m in self.places for w in re.findall(r"\w+", m.name)}
        others = {w for m in self.known if m.kind != "organisation" for w in re.findall(r"\w+", m.name)}
        everywhere = Counter(
            w
            for t in ("organisations", "people", "projects")
            for forms in self.rows(t).values()
            for w in {w for f in forms for w in re.findall(r"\w+", f)}
        )
        out = []
        for forms in self.rows(table).values():
            if any(" in " in f for f in forms):
                continue
            shared = set.intersection(*({w for w in re.findall(r"[^\W\d_]+", f)} for f in forms))
            for word in sorted(shared):
                if (
                    len(word) > 3
                    and word.istitle()
                    and word not in common | headwords | place_words | others
                    and everywhere[word] == 1
                ):
                    out.append(word)
        return sorted(out)

    def another_name(self, old: str, pick: int) -> Change:
        """An invented word in a name; of the same initial, as the initial may stand for it elsewhere."""
        return Change("name", ((old, old[0] + _ENDINGS[pick % len(_ENDINGS)]),))

    def bodies_of_cities(self) -> list[str]:
        """Names of bodies that hold the name of a city, and no other form of whose names leaves it out."""
        cities = {m.name for m in self.places if m.data["place_kind"] == "city"}
        forms = self.rows("organisations").values()
        return sorted(
            f[0] for f in forms if any(all(re.search(rf"\b{re.escape(c)}\b", form) for form in f) for c in cities)
        )

    def body_of_another_city(self, name: str, pick: int) -> Change | None:
        """The body with another city of the country in its name; None when all of them are in the text."""
        registry = load_registry().places
        own = next(
            m for m in self.places if m.data["place_kind"] == "city" and re.search(rf"\b{re.escape(m.name)}\b", name)
        )
        country = registry[own.data["place_id"]].country
        free = [
            p.name
            for p in registry.values()
            if p.kind == "city" and p.country == country and p.name.isalpha() and p.name not in self.source.text
        ]
        forms = next(f for f in self.rows("organisations").values() if f[0] == name)
        new = free[pick % len(free)] if free else None
        pairs = {f: re.sub(rf"\b{re.escape(own.name)}\b", new, f) for f in forms} if new else {}
        longer = {k for f in pairs for k in self.holding(f)} - set(pairs)
        return Change("name", tuple(pairs.items()), kept=tuple(longer)) if pairs else None


def _counterpart(form: str, one: Place, other: Place) -> str | None:
    if form == one.name:
        return other.name
    if form == f"Republic of {one.name}" and f"Republic of {other.name}" in other.aliases:
        return f"Republic of {other.name}"
    if form in one.demonyms:
        several = form.endswith("s") and form[:-1] in one.demonyms
        return next((d for d in other.demonyms if (d.endswith("s") and d[:-1] in other.demonyms) == several), None)
    return None


def differences(document: Document, change: Change) -> list[list[Said]]:
    """[claims that are missing, claims that should not be] after the change.

    What only a registry knows of a named body (where it is, what it is) may come or go with its name: the words of a
    name that nobody knows may tell another kind than the registry gives. A claim inferred from elsewhere in the
    document has the old value or the new one, as the words it was inferred from have.
    """
    raw = document.source.text
    moved = Moved(change, raw)
    expected: list[tuple[Claim, set[str], tuple[Span, ...]]] = []
    for c in document.claims:
        values = {change.value(c) if moved.touched(c.spans) else c.value}
        if c.certainty == "inferred" and c.field in DATES | PLACES:
            values |= {change.value(c), c.value}
        if _relative(c, raw):
            values = {_ANY_DAY}
        expected.append((c, values, tuple(moved.span(s) for s in c.spans)))
    new_raw, got = change.raw(raw), document.changed(change)
    old_rows = _rows([(c, spans) for c, _, spans in expected])
    new_rows = _rows([(c, c.spans) for c in got])
    free = Counter(
        _said(c, _ANY_DAY if _relative(c, new_raw) else c.value, c.spans, new_rows, c.attributed_to) for c in got
    )
    missing = []
    for c, values, spans in expected:
        speaker = change.text(c.attributed_to) if c.attributed_to else None
        for value in values:
            said = _said(c, value, spans, old_rows, speaker)
            if free[said]:
                free[said] -= 1
                break
        else:
            missing.append(_said(c, min(values), spans, old_rows, speaker))
    lenient = (
        {("organisations", "country"), ("organisations", "place_id")} if change.kind in ("name", "country") else set()
    )
    if change.kind == "name" and any(form in m.name for m in document.known for form, _ in change.forms):
        lenient.add(("organisations", "kind"))
    return [[said for said in side if (said[0], said[2]) not in lenient] for side in (missing, list(free.elements()))]


_ANY_DAY = "a day told by its name or its distance"


def _relative(c: Claim, raw: str) -> bool:
    """Whether a date is told by words that mean another day when the document's own date is another ("Thursday")."""
    return c.certainty == "inferred" and c.field in DATES and not re.search(r"\d", raw[slice(*c.spans[0])])


def _rows(claims: list[tuple[Claim, tuple[Span, ...]]]) -> dict[str, str]:
    """For each row, a name that does not depend on how many rows came before it: where its first words stand."""
    out: dict[str, str] = {}
    taken: Counter[str] = Counter()
    for c, spans in claims:
        row = f"{c.table}:{c.row}"
        if row not in out:
            place = f"{c.table} {c.field}@{spans[0][0]}"
            taken[place] += 1
            out[row] = f"{place}#{taken[place]}"
    return out


def _said(c: Claim, value: str, spans: tuple[Span, ...], rows: dict[str, str], speaker: str | None) -> Said:
    return c.table, rows[f"{c.table}:{c.row}"], c.field, rows.get(value, value), spans, c.modality, speaker
