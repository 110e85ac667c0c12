"""Words, numbers and signs of a passage, each with the class that it has for the shape of a name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial
from typing import NamedTuple

from educoop.data_files import any_of
from educoop.extraction.data_files import lexicon
from educoop.extraction.lexicon import heads, words
from educoop.extraction.model import Mention
from educoop.extraction.recognition.pinyin import is_of_syllables
from educoop.extraction.recognition.shapes import is_chinese_name

_CONNECTORS = {"of": "o", "for": "f", "in": "n", "at": "n", "and": "a", "the": "t", "on": "w", "between": "b"}
_WORDS = words()
_ORDINALS = frozenset([*lexicon("numbers")["ordinals"], "inaugural", "annual"])
_IMPERATIVE_ENDINGS = ("ing", "ed", "ly")
_GIVEN_NAME = re.compile(r" [A-Z][a-z]+(?:-[a-z]+)?\b")
_CAPITAL_NEXT = re.compile(r" [A-Z]")
_NEXT = re.compile(r" ([A-Z][a-z]+)")
_SMALL = {**_CONNECTORS, **dict.fromkeys(_ORDINALS, "z"), **dict.fromkeys([*_WORDS.particles, "up", "out"], "?")}
"""Classes of small words that can be part of a name; ? depends on the word before."""
_SIGN_CLASSES = {",": "c", "-": "-", "–": "-", "—": "x", "&": "&", '"': "q", "(": "(", ")": ")"}
_HYPHENED = re.compile(
    rf"-(?!(?:{any_of(_WORDS.not_given_names)})\b)[a-z]{{6,}}(?=,? (?:and )?[A-Z]| of (?:the )?[A-Z])"
)
"""The rest of a capitalised word of a name behind a hyphen; shorter ones are syllables of given names."""
_NAMED_AFTER_PLACE = _WORDS.callings | {"University", "College", "Institute", "Academy", "Conservatory", "Polytechnic"}
"""What stands behind a place that a body of teaching is named after."""
_SMALL_WORD = re.compile(r"[a-z]+")


def _by_first_letter(forms: Iterable[str]) -> str:
    """An expression for any of some words that looks at the first letter once: several times faster where none is."""
    rests: dict[str, list[str]] = {}
    for form in dict.fromkeys(forms):
        rests.setdefault(form[0], []).append(form[1:])
    return "|".join(f"{first}(?:{'|'.join(found)})" for first, found in rests.items())


_IDLE = rf"(?!(?:{_by_first_letter([*_SMALL, *heads().lower, 'named', 'after'])})\b)[a-z]++(?![\w'’])"
_TOKEN = re.compile(
    rf"(?P<R>(?=[a-z]){_IDLE}(?: {_IDLE})*+)"
    r"|(?P<I>(?=[A-Z])(?:(?:(?:[A-Z]|[SCZKG]h|Y[auoe]|Ts|Dz?h)\.[ ]?){1,8}(?=[A-Z][a-z])|\bSt\."
    r"|(?<=[a-z] )[A-Z]\.[ ]?[A-Z]\.(?!\w)))"
    r"|(?P<S>['’]s\b|(?<=s)['’](?=\s))"
    r"|(?P<W>[^\W\d_]+(?:['’](?!s\b)[^\W\d_]+)*(?:-(?:to|in|on)-[A-Z][^\W\d_]+)?)"
    r"|(?P<N>\d+(?:[.,]\d+)*(?:st|nd|rd|th)?)"
    r"|(?P<P>\S)"
)


class Token(NamedTuple):
    """A word, number or sign of the view, with its class character."""

    start: int
    end: int
    text: str
    cls: str


_token: Callable[[tuple[int, int, str, str]], Token] = partial(tuple.__new__, Token)
"""A token, made faster than by its class."""


def tokenize(text: str, offset: int, places: Sequence[Mention]) -> list[Token]:
    """Tokens of a passage; each place mention is one token of class L (name) or D (demonym), each run of small words
    that can be no part of a name is one of class l."""
    tokens: list[Token] = []
    next_place = iter(places)
    place = next(next_place, None)
    until = -1
    last_text = last = ""
    for found in _TOKEN.finditer(text):
        group = found.lastgroup
        a, b = found.span()
        a += offset
        b += offset
        while place is not None and place.end <= a:
            place = next(next_place, None)
        if group == "R":
            if a >= until and (place is None or b <= place.start):
                last_text, last = found.group(), "l"
                tokens.append(_token((a, b, last_text, last)))
                continue
            # A place begins or ends within the run: word by word.
            group, parts = "W", tuple(_SMALL_WORD.finditer(text, *found.span()))
        else:
            parts = (found,)
        for m in parts:
            a, b = m.span()
            a += offset
            b += offset
            if a < until:
                continue
            while place is not None and place.end <= a:
                place = next(next_place, None)
            if place is not None and place.start <= a < place.end:
                last_text, last = place.name, "D" if place.data["form"] == "demonym" else "L"
                tokens.append(_token((place.start, place.end, last_text, last)))
                until = place.end
                continue
            t = m.group()
            if group == "W":
                if t[0].isupper():
                    cls, opening = _capital(t)
                    if cls == "m" and last == "C" and is_chinese_name(last_text, t):
                        # "Yu Jun" is no month.
                        cls = opening = "C"
                    if (t == "A" and text[m.end() : m.end() + 1] == "&") or (
                        t in _WORDS.inner and last and last in "Ca"
                    ):
                        cls = "C"
                    elif opening != cls and (not tokens or (last == "x" and last_text in ".:;!?•*")):
                        cls = cls if _begins_body(t, text, m.end()) else opening
                    elif cls == "l" and t in _WORDS.pronoun_surnames and _GIVEN_NAME.match(text, m.end()):
                        cls = "C"
                else:
                    cls = _SMALL.get(t, "l")
                    if cls == "?":
                        gerund = t in _WORDS.particles or last_text.endswith("ing")
                        cls = "C" if gerund and last and last in ("CULD" if t in _WORDS.particles else "C") else "l"
            elif group == "I":
                cls = "I"
                b = a + len(t.rstrip())
            elif group == "S":
                of_several = len(t) == 1 and last == "C" and _CAPITAL_NEXT.match(text, m.end())
                inner = of_several and heads().ending([last_text.removesuffix("s")], 1) is None
                cls = "p" if inner or last_text in _WORDS.possessed else "x"
                if cls == "p" and last == "R" and len(tokens) > 1 and tokens[-2].cls in "CULD":
                    # "University Rector's Dialogue": here the office is a part of the name.
                    tokens[-1] = tokens[-1]._replace(cls="C")
            elif group == "N":
                cls = "z" if t[-1] in "tdh" else "d"
            else:
                if t == "." and last == "H":
                    continue
                cls = _SIGN_CLASSES.get(t, "x")
            if cls == "C" and (joined := _HYPHENED.match(text, m.end())):
                # "Water-saving Agriculture" is one word of a name like any other.
                b += joined.end() - m.end()
                t = text[m.start() : joined.end()]
                until = b
            tokens.append(_token((a, b, t, cls)))
            last_text, last = t, cls
    return tokens


def _begins_body(t: str, text: str, at: int) -> bool:
    """Whether a word is a Chinese place that a body is named after, by what stands behind it: "Yunling Normal …"."""
    following = _NEXT.match(text, at)
    return following is not None and following[1] in _NAMED_AFTER_PLACE and is_of_syllables(t)


@lru_cache(maxsize=100_000)
def _capital(t: str) -> tuple[str, str]:
    """The class of a word with a capital, and its class at the start of a sentence."""
    low = t.lower()
    cls = None
    if t in _WORDS.months:
        cls = "m"
    elif t in _WORDS.honorifics:
        cls = "H"
    elif low in _CONNECTORS and t != "IN":
        cls = _CONNECTORS[low] if low in ("the", "of", "and") else "l"
    elif low in _ORDINALS:
        cls = "z"
    elif t in _WORDS.roles:
        cls = "r" if t in _WORDS.soft_roles else "R"
    elif t in _WORDS.openers:
        cls = "l"
    if cls:
        return cls, cls
    cls = "U" if len(t) > 1 and t.isupper() else "C"
    return cls, "l" if low.endswith(_IMPERATIVE_ENDINGS) and len(t) > 4 else cls
