"""Plural nouns by which several things of cooperation are told together, and what one of them is called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from educoop.data_files import any_of
from educoop.extraction.data_files import lexicon
from educoop.extraction.model import MENTION_OF, Mention
from educoop.extraction.recognition.titles import title_kind
from educoop.extraction.relations.frames import Masked
from educoop.extraction.relations.state import Ref, State
from educoop.extraction.relations.things.described import agreement_kind
from educoop.extraction.relations.things.thing_nouns import Noun, nouns, words
from educoop.extraction.relations.things.thing_phrases import is_verb

_W = lexicon("plurals")
_NO_PART = ("function", "determiners", "qualities", "verbs")
"""Lists of words that are no part of what a noun tells."""
ORDINALS = (*lexicon("numbers")["ordinals"], *lexicon("numbers")["tens"])
_SHARED = frozenset(word.lower() for word in _W["shared"])
_COMMON, _NO_KIND = frozenset(_W["common"]), frozenset(_W["no_kind"])
_SERIES = frozenset(_W["series"])
_MODIFIERS = 3
"""Words before a noun that belong to what it tells."""
_REACH = 60
"""Characters before a noun in which they stand."""
_WORD = re.compile(r"[\w'’-]+")
_JOINED = re.compile(r"(?<![\w'’-])[\w'’]+-$")
_SMALL = re.compile(r"^(?:[a-z][\w-]* )+")


class Several(NamedTuple):
    """Things told together by a plural, or one by its singular."""

    words: str
    """What one of them is called."""
    noun: Noun
    start: int
    end: int

    @property
    def table(self) -> str:
        """The table that they are of."""
        return self.noun.table

    @property
    def kind(self) -> str:
        """The kind of each of them."""
        if self.table == "agreements":
            return agreement_kind(self.words) or self.noun.kind
        got = title_kind(self.words.title())
        return got[1] if got is not None and got[0] == self.table and got[1] != "other" else self.noun.kind

    @property
    def in_series(self) -> bool:
        """Whether they are of a kind of which many bodies have one each."""
        return self.kind in _SERIES or self.noun.singular in _SERIES

    @property
    def is_shared(self) -> bool:
        """Whether their words say that they are kept together or for others."""
        return any(word.lower() in _SHARED for word in self.words.split())


@cache
def _forms() -> dict[str, Noun]:
    """Nouns by their form in small letters."""
    out = {}
    for form, among in nouns().items():
        noun = next((n for n in among if n.table == "projects"), among[0])
        if noun.singular not in _NO_KIND:
            out[form] = noun
    return out


@cache
def _noun(plural: bool) -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:{any_of(form for form, noun in _forms().items() if noun.plural == plural)})\b", re.IGNORECASE
    )


def told_in(text: str, start: int, plural: bool = True) -> Iterator[Several]:
    """The things that the nouns of a text tell from `start` on, in order."""
    for m in _noun(plural).finditer(text, start):
        several = _several(text, m)
        if several is not None:
            yield several


def _several(text: str, m: re.Match[str]) -> Several | None:
    """What a noun of a text tells, with the words before it."""
    noun = _forms()[m[0].lower()]
    start = m.start()
    for word in reversed([*_WORD.finditer(text, max(0, start - _REACH), start)][-_MODIFIERS:]):
        if text[word.end() : start] != " " or not _modifies(word[0].lower()):
            break
        start = word.start()
    if start and text[start - 1] == "-" and (joined := _JOINED.search(text, max(0, start - _REACH), start)):
        # "double-degree programmes"
        start = joined.start()
    capital = m[0][0].isupper()
    lead = text[start : m.start()]
    if capital and lead[:1].islower():
        # "regional Luban Workshops": words in small letters are no part of a name.
        lead = _SMALL.sub("", lead)
    if noun.singular in _COMMON and not any(w.lower() in _SHARED for w in lead.split()):
        return None
    return Several(lead + (noun.singular.title() if capital else noun.singular), noun, start, m.end())


def _modifies(word: str) -> bool:
    of_phrase = any(word in words(name) for name in _NO_PART)
    return not (of_phrase or word[0].isdigit() or word in ORDINALS or is_verb(word))


def one_of_them(
    state: State, masked: Masked, several: Several, name: str, span: tuple[int, int], rule: str, **data: object
) -> tuple[Mention, Ref]:
    """A thing told together with others, with its row: its `name` is put together of what stands at `span` of the view
    and of the noun."""
    kind = MENTION_OF[several.table]
    told = {"kind": several.kind, "described": True, "composed": True, "also": (several.start, several.end), **data}
    if span[0] <= several.start and several.end <= span[1]:
        del told["also"]
    thing = Mention(kind, *span, name, told)
    if kind == "agreement":
        thing.data["apart"] = span[0]
    planned = bool(data.get("planned"))
    row = state.ledger.entity(several.table, thing, rule, "planned" if kind == "agreement" and planned else "asserted")
    ref = (several.table, row)
    state.where.setdefault(ref, thing)
    state.nested[ref].extend(
        x for x in masked.mentions if x.kind in ("place", "organisation") and span[0] <= x.start and x.end <= span[1]
    )
    state.in_sentence[ref].extend(x for x in masked.mentions if x.kind == "place")
    state.history.append((thing, row))
    if kind != "agreement":
        state.modality[ref].append("planned" if planned else "asserted")
    return thing, ref
