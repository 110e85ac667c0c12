"""What the names of people look like: in pinyin, with the surnames and given names of Central Asia, with initials."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from educoop.data_files import any_of, expression
from educoop.extraction.data_files import lexicon
from educoop.extraction.lexicon import heads, words

_INITIALLED = re.compile(r"(?:[A-Z]\.)+ ?[A-Z][\w-]+")
_INITIALS_BEHIND = re.compile(r" [A-Z]\. ?[A-Z]\.$")
_CITED = re.compile(r"(?: et al\.?)?,? ?[(\[]?(?:19|20)\d\d\b|(?: et al\.?)? ?\[\d")
_LONGEST = 4
"""Words of the longest name that is told by its shape."""


class _Shapes(NamedTuple):
    surnames: frozenset[str]
    given: re.Pattern[str]
    ending: re.Pattern[str]
    given_names: frozenset[str]
    given_ending: re.Pattern[str]
    called_after: re.Pattern[str]
    gave_name: re.Pattern[str]
    pictured: re.Pattern[str]
    not_surnames: frozenset[str]


@cache
def _shapes() -> _Shapes:
    data = lexicon("people")
    return _Shapes(
        frozenset([*data["surnames"], *data["compound_surnames"]]),
        expression(f"(?i:{data['given']})", "lexicons/people.yaml: given"),
        expression(f"[A-Z]{data['endings']}", "lexicons/people.yaml: endings"),
        frozenset(data["given_names"]),
        expression(f"[A-Z]{data['given_endings']}", "lexicons/people.yaml: given_endings"),
        re.compile(
            rf"\b(?:(?:{any_of([*data['gave_name'], *data['called_after']])})(?: the)?(?: great)?|the) $", re.IGNORECASE
        ),
        re.compile(rf"\b(?:{any_of(data['gave_name'])})(?: the)? $", re.IGNORECASE),
        expression(data["pictured"], "lexicons/people.yaml: pictured"),
        frozenset(data["not_surnames"]),
    )


def _in_small_letters(word: str) -> str:
    """A surname in capitals as it would stand without them ("LIU", "ABDULLAEVA")."""
    return word.capitalize() if word.isupper() and len(word) > 1 else word


def is_chinese_surname(word: str) -> bool:
    """Whether a word is a Chinese surname."""
    return _in_small_letters(word) in _shapes().surnames


def is_chinese_name(surname: str, given: str) -> bool:
    """Whether two words are a surname and a given name in pinyin ("Li Wen", "DUAN Hengqiang")."""
    return (
        is_chinese_surname(surname)
        and not given.isupper()
        and _shapes().given.fullmatch(given) is not None
        and given not in words().modifiers
    )


def is_chinese_person(name: str) -> bool:
    """Whether a full name is one in pinyin, the surname first or last, in capitals or not."""
    parts = [_in_small_letters(p) for p in name.split()]
    return len(parts) == 2 and (is_chinese_name(*parts) or is_chinese_name(*reversed(parts)))


def is_steppe_name(first: str, second: str) -> bool:
    """Whether one of two words ends as surnames and patronymics of Central Asia do."""
    ending = _shapes().ending
    return bool(ending.fullmatch(first) or ending.fullmatch(second))


def is_person_name(name: str) -> bool:
    """Whether a capitalised run has the shape of a person's name: two to five words, none of another use."""
    parts = name.split()
    w = words()
    return (
        2 <= len(parts) <= 5
        and not any(heads().ending([p.removesuffix("s")], 1) for p in parts)
        and name not in w.not_people
        and _shapes().not_surnames.isdisjoint(parts)
        and not any(p in w.modifiers or p in w.cooperating for p in parts)
        and not any(p.isupper() and len(p) > 2 and "." not in p for p in parts)
        and not any(p in w.roles for p in parts)
        and (not any(p in w.months for p in parts) or (len(parts) == 2 and is_chinese_name(*parts)))
    ) or (len(parts) == 1 and bool(_INITIALLED.fullmatch(name)))


def is_surname(word: str) -> bool:
    """Whether a word is a surname by its shape: in pinyin or of Central Asia."""
    return is_chinese_surname(word) or _shapes().ending.fullmatch(word) is not None


def is_full_name(name: str) -> bool:
    """Whether a name has a surname and a given name, not only the first letters of one."""
    return sum(len(p) > 1 and "." not in p for p in name.split()) > 1


def is_told_by_shape(name: str) -> bool:
    """Whether a name is a person's by its words alone: in pinyin, in either order, or of Central Asia."""
    parts = [_in_small_letters(p) for p in name.split()]
    shapes = _shapes()
    if len(parts) > _LONGEST or not is_person_name(" ".join(parts)):
        return False
    if not is_full_name(name):
        return bool(_INITIALS_BEHIND.search(name)) and shapes.ending.fullmatch(parts[0]) is not None
    if is_chinese_person(name):
        return True
    if shapes.ending.fullmatch(parts[-1]) or shapes.ending.fullmatch(parts[0]) or parts[-1] in words().particles:
        return True
    return parts[0] in shapes.given_names or shapes.given_ending.fullmatch(parts[0]) is not None


def without_titles(name: str) -> str:
    """A name without the titles and offices before it ("Dr. Li Wen", "Rector Li Wen")."""
    titles = words().honorifics | words().roles
    parts = name.split(" ")
    while len(parts) > 1 and (parts[0] in titles or parts[0].removesuffix("s") in words().roles):
        del parts[0]
    return " ".join(parts)


def gave_a_name(before: str) -> bool:
    """Whether the words right before somebody say that a thing is called after him."""
    return _shapes().gave_name.search(before) is not None


def is_not_met(before: str, behind: str) -> bool:
    """Whether the words around a name say that its bearer is only cited, took a picture, or gave something his name."""
    shapes = _shapes()
    return bool(shapes.called_after.search(before) or shapes.pictured.search(before) or _CITED.match(behind))
