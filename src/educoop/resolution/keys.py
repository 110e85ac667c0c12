"""The key of a name: what is left when the ways of writing the same name are taken away. Nothing here is fuzzy."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from slugify import slugify

from educoop.registry import Place
from educoop.resolution.words import GENERIC, ORDINALS, PARTICLES, SPELLINGS

_APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼ`´ʻ′"), "'")
_POSSESSIVE = re.compile(r"'s(?![^\W_])")
_NOT_WORD = re.compile(r"[\W_]+")
_ORDINAL = re.compile(r"(\d{1,3})(?:st|nd|rd|th)")
_YEAR = re.compile(r"(?:1[89]|20)\d\d")

_FORMS = 1 << 15
"""Forms of names whose keys are kept, some 15 MB: what is looked up again comes soon, or often."""

# Tables whose names keep the order of their words: "University of X" is not "X University".
_ORDERED = frozenset({"organisations"})
FREE_HEADS = frozenset({"ministry", "department"})
"""Heads of names of organisations that the field may stand before or behind with the same meaning."""
# Tables whose names may carry the number or the year of an edition.
_EDITIONS = frozenset({"events"})


@dataclass(frozen=True, slots=True)
class Key:
    """What two names must share to be the same name."""

    words: tuple[str, ...]
    """Content words without countries, ordinals and (for events) years; sorted unless the table keeps the order.
    Groups of countries stand as `=` and their id."""
    countries: frozenset[str]
    """Place ids of the countries that the name holds, by name or demonym."""
    ordinal: int | None = None
    year: str | None = None
    generic: bool = False
    """The words name a sort of thing, not one thing."""
    city: str | None = None
    """Place id of the one city that the name of an event holds."""
    placeless: tuple[str, ...] = ()
    """The words without the city's."""

    @property
    def fullness(self) -> int:
        """How many words the name has that tell it from others; the city of an event does not count."""
        return len(self.placeless or self.words) + len(self.countries)


@lru_cache(maxsize=_FORMS)
def plain(name: str) -> str:
    """The name in small ASCII-like letters: no accents, possessives, quotes or punctuation, single spaces."""
    if name.isascii() and "'" not in name and "`" not in name:
        return _NOT_WORD.sub(" ", name.lower().replace("&", " and ")).strip()
    text = unicodedata.normalize("NFKC", name).translate(_APOSTROPHES).casefold()
    text = _POSSESSIVE.sub("", text).replace("'", "")
    if not text.isascii():
        text = _unaccented(text)
    return _NOT_WORD.sub(" ", text.replace("&", " and ")).strip()


def _unaccented(text: str) -> str:
    out: list[str] = []
    base = ""
    for ch in unicodedata.normalize("NFD", text):
        if unicodedata.combining(ch):
            if base.isascii():
                continue
        else:
            base = ch
        out.append(ch)
    return unicodedata.normalize("NFC", "".join(out))


def shown(name: str) -> str:
    """Like `plain`, with the possessives: what an id shows of a name."""
    if name.isascii() and "'" not in name and "`" not in name:
        return plain(name)
    return plain(name.translate(_APOSTROPHES).replace("'", ""))


@lru_cache(maxsize=_FORMS)
def slug(text: str) -> str:
    """The text as an ASCII kebab-case id; letters of other scripts are transliterated."""
    words = shown(text)
    return words.replace(" ", "-") if words.isascii() else slugify(words)


class Token(NamedTuple):
    """A word of a name, or several that name one place."""

    word: str
    """In the form that keys are made of."""
    shown: str
    """In the form that ids are made of."""
    place: str | None = None
    """Place id of the country, or `=` and the id of the group, that the word names."""
    city: str | None = None
    """Place id of the city that the word names."""


def is_abbreviation(name: str) -> bool:
    """Whether the name is written as an abbreviation: one short word of mostly capitals (`XYZU`, `KazNU`, `C.P.C.`)."""
    if len(name.split()) != 1:
        return False
    letters = [c for c in name if c.isalpha()]
    if not 2 <= len(letters) <= 10:
        return False
    capitals = sum(c.isupper() for c in letters)
    return capitals >= 2 and capitals * 2 > len(letters)


class Keys:
    """Makes keys; knows the names and demonyms of places."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._phrases: dict[str, dict[tuple[str, ...], tuple[str | None, str | None]]] = {}
        self._longest: dict[str, int] = {}
        # Regions are in here only so that a country's name inside of theirs is not taken for the country.
        for place in sorted(places, key=lambda p: ("country", "group", "region", "city").index(p.kind)):
            is_area = place.kind in ("country", "group")
            token = place.id if place.kind == "country" else f"={place.id}" if is_area else None
            city = place.id if place.kind == "city" else None
            forms = [place.name, *place.aliases]
            if is_area:
                forms += [*place.demonyms, *place.former_names, *place.variants]
            for form in forms:
                words = tuple(plain(form).split())
                words = words[1:] if words[:1] == ("the",) else words
                if words and (is_area or city or len(words) > 1):
                    self._phrases.setdefault(words[0], {}).setdefault(words, (token, city))
                    self._longest[words[0]] = max(self._longest.get(words[0], 0), len(words))
        self.key = lru_cache(maxsize=_FORMS)(self._key)

    def tokens(self, name: str) -> list[Token]:
        """The words of a name in order, those of a country's or group's name together."""
        bare = plain(name).split()
        words = [SPELLINGS.get(w, w) for w in bare]
        displayed = shown(name).split() if not name.isascii() or "'" in name or "`" in name else bare
        if len(displayed) != len(words):
            displayed = words
        out: list[Token] = []
        i = 0
        while i < len(words):
            n, place, city = self._place_at(words, i)
            if place is not None:
                out.append(Token(" ".join(words[i : i + n]), " ".join(displayed[i : i + n]), place))
            else:
                for k in range(i, i + n):
                    out.append(Token(_american(words[k]), displayed[k], None, city))
            i += n
        return out

    def _place_at(self, words: list[str], i: int) -> tuple[int, str | None, str | None]:
        """Length of the longest place name at a word, with what it names; one word that names nothing otherwise."""
        phrases = self._phrases.get(words[i])
        if phrases:
            for n in range(min(self._longest[words[i]], len(words) - i), 0, -1):
                found = phrases.get(tuple(words[i : i + n]))
                if found is not None:
                    return n, *found
        return 1, None, None

    def _key(self, table: str, name: str) -> Key:
        words: list[str] = []
        countries: set[str] = set()
        cities: dict[str, list[str]] = {}
        ordinal: int | None = None
        year: str | None = None
        tokens = self.tokens(name)
        i = 0
        while i < len(tokens):
            word, place = tokens[i].word, tokens[i].place
            following = tokens[i + 1].word if i + 1 < len(tokens) else ""
            i += 1
            if place is not None:
                if place.startswith("="):
                    words.append(place)
                else:
                    countries.add(place)
                continue
            if word in PARTICLES:
                continue
            number = ORDINALS.get(f"{word}-{following}")
            if number is not None:
                i += 1
            number = number or _number(word)
            if table in _EDITIONS:
                if number is not None:
                    ordinal = number if ordinal is None else ordinal
                    continue
                if _YEAR.fullmatch(word):
                    year = word if year is None else year
                    continue
                city = tokens[i - 1].city
                if city is not None:
                    cities.setdefault(city, []).append(word)
            words.append(word if number is None else f"#{number}")
        if table not in _ORDERED or FREE_HEADS.intersection(words):
            words.sort()
        city, called = next(iter(cities.items())) if len(cities) == 1 else (None, [])
        placeless = tuple(w for w in words if w not in called) if city else ()
        return Key(tuple(words), frozenset(countries), ordinal, year, _is_generic(table, words), city, placeless)


def _number(word: str) -> int | None:
    m = _ORDINAL.fullmatch(word)
    return int(m[1]) if m else ORDINALS.get(word)


def ordinal_text(number: int) -> str:
    """An ordinal number in figures: `1st`, `12th`."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _american(word: str) -> str:
    """One spelling for `-isation` and `-ization`."""
    if "isation" not in word:
        return word
    for ending in ("isation", "isations"):
        if word.endswith(ending):
            return word[: -len(ending)] + "iz" + ending[2:]
    return word


def _is_generic(table: str, words: list[str]) -> bool:
    if table == "people":
        return len(words) < 2 or any(len(w) == 1 for w in words)
    return GENERIC.get(table, frozenset()).issuperset(w for w in words if not w.startswith("#"))
