"""Runs of name words: which of them a connector ("of", "and", "for" …) makes one name, and which head noun it has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from educoop.extraction.lexicon import Head, heads, kind_class, words
from educoop.extraction.recognition.tokens import Token
from educoop.registry import load_registry

_TEACHING, _AIMED = kind_class("teaching"), kind_class("aimed")
_FIELDS = frozenset({"Field", "Fields", "Area", "Areas", "Sphere", "Spheres"})
_CHUNK_TOKENS = 60
"""Tokens of the longest chunk whose names are remembered: the same names stand in text after text."""


@dataclass(slots=True)
class NameRun:
    """A name under construction: tokens [start, end) of the passage, and its head once there is one."""

    start: int
    end: int
    head: Head | None = None
    head_end: int = 0
    complement: str = ""
    """The connector that opened its complement: of, for, on, in."""


def _atoms(tokens: list[Token], a: int, b: int) -> Iterator[tuple[str, int, int]]:
    """(connector, start, end) of each unbroken run of name words in the chunk [a, b)."""
    i, connector = a, ""
    while i < b:
        j = i
        while j < b and (tokens[j].cls in "CULDIrzp&" or (tokens[j].cls == "-" and is_tight(tokens, j))):
            j += 1
        yield connector, i, j
        connector = ""
        while j < b and tokens[j].cls not in "CULDIrz":
            if tokens[j].cls != "t":
                connector += tokens[j].cls
            j += 1
        i = j


def is_tight(tokens: list[Token], j: int) -> bool:
    return 0 < j < len(tokens) - 1 and tokens[j - 1].end == tokens[j].start and tokens[j].end == tokens[j + 1].start


def _glues(name: NameRun, connector: str, tokens: list[Token], a: int, b: int, texts: list[str], rest: bool) -> bool:
    """Whether the run [a, b) after the connector continues the name."""
    found, found_end = heads().last(texts, a, b)
    # "Industry-University Integration" ends in no head, so it names nothing by itself.
    right = found if found_end == b else None
    only_places = all(tokens[k].cls in "LD" for k in range(a, b))
    head = name.head
    if connector == "-":
        return tokens[name.end - 1].cls in "LD" and tokens[a].cls in "LD" and head is None
    if head is None:
        # "Language Education and Digital Innovation Cooperation Center": the head comes later.
        if connector in ("a", "c", "ca"):
            if connector != "a" or right is None or all(tokens[k].cls in "LD" for k in range(name.start, name.end)):
                return False
            if (
                right.kind == "company"
                and b - a == right.words
                and name.end - name.start <= 2
                and tokens[a - 1].cls == "a"
            ):
                return True
            if right.kind == "company" and texts[name.end - 1] in words().trades and b - a == right.words + 1:
                return tokens[a - 1].cls == "a"
            return texts[name.end - 1] in words().modifiers or (
                right.table != "organisations" and tokens[a - 1].cls != "t"
            )
        if connector == "o" and right is not None and texts[name.end - 1] == "Heads":
            # "Heads of State Meeting Mechanism", "Heads of Government Summit".
            return right.table in ("events", "projects")
        return connector == "o" and right is not None and name.end - name.start >= 2 and right.table in ("events",)
    open_end = name.head_end == name.end
    if connector == "o":
        if name.complement == "w" and is_bilateral(name, texts):
            # "Expert Group on the Recognition of Diplomas".
            return right is None
        return open_end or only_places or head.table in ("agreements", "policies", "projects", "events")
    if head.table == "policies" and right is not None and b - a == right.words and connector in ("f", "o", "w"):
        # "Measures for the Administration of …": a bare head noun is what the rules are on.
        return True
    if connector == "f":
        if head.kind in _TEACHING:
            # "Institute for Education Policy", but not "University for Mongolia".
            aim = right is None or right.table == "policies"
            return aim and open_end and not any(tokens[k].cls in "LD" for k in range(a, b))
        if right is not None and right.table in ("events", "policies") and open_end and found_end == b:
            # "Agency for Language Policy", "Centre for Regional Dialogue": what a body is for.
            return head.table in ("organisations", "projects")
        if head.kind in _AIMED and open_end:
            return right is None and not any(tokens[k].cls in "LD" for k in range(a, b))
        return (right is None and head.table != "organisations") or (head.kind == "international_organisation")
    if connector == "n":
        if texts[a] in _FIELDS and head.table == "agreements" and name.complement == "w":
            # "Agreement on Cooperation in the Field of Education".
            return True
        acts = head.table in ("agreements", "policies")
        if acts and texts[name.end - 1] in words().cooperating and right is None:
            # "Memorandum of Cooperation in Higher Education", not "… in Osh".
            return not only_places
        if name.complement == "f" and right is None and not only_places and head.kind not in _TEACHING:
            # "Alliance for Talent Development in Road Building", "Fund for Women in Engineering".
            return head.table in ("projects", "organisations") and not any(tokens[k].cls in "LD" for k in range(a, b))
        return (head.table == "projects" and tokens[a - 1].cls == "t" and not only_places) or (
            head.kind == "confucius_institute" and right is not None and right.table == "organisations"
        )
    if connector == "w" and head.table == "projects":
        return right is None and open_end and all(tokens[k].cls in "CU-" for k in range(a, b))
    if connector == "w":
        return head.table in ("agreements", "policies", "events") or is_bilateral(name, texts)
    if connector == "b":
        return head.table in ("agreements", "events")
    if connector in ("a", "c", "ca"):
        if head.table == "policies" and name.complement == "o":
            return connector == "a"
        parties = head.table == "agreements" and name.complement == "b"
        if tokens[a - 1].cls == "t" and not parties and (found is not None or head.table == "organisations"):
            # "the Council of X and the Consulate General of Y": the article opens another name.
            return False
        adjective = right is not None and right.table == "policies" and name.complement == "o"
        if connector == "a" and adjective and head.kind in _TEACHING and texts[name.end - 1] in words().modifiers:
            # "Institute of International and Comparative Law".
            return True
        if not parties and load_registry().organisations.find(" ".join(texts[a:b])):
            # "Ministry of Digital Development and <a known company>" are two.
            return False
        if only_places and is_bilateral(name, texts) and name.complement == "o" and tokens[name.end - 1].cls == "L":
            # "Council of Vocational Education of Laos and Nepal".
            return True
        if right is not None or (only_places and head.table == "organisations"):
            parties = only_places or (right is not None and right.table == "organisations")
            return head.table == "agreements" and name.complement in ("b", "o") and parties
        if not name.complement or (tokens[a].cls in "LD" and b - a > 1 and head.table == "organisations"):
            # "… of Science and Technology and Jilin Vocational …": a place opens the next name.
            return False
        if connector == "a":
            return True
        return texts[name.head_end - 1] in heads().listing and rest
    return False


def runs_in(tokens: list[Token], texts: list[str], a: int, b: int) -> Iterator[NameRun]:
    name: NameRun | None = None
    runs = list(_atoms(tokens, a, b))
    for k, (connector, i, j) in enumerate(runs):
        if i >= j:
            continue
        rest = k + 1 < len(runs)
        if name is not None and _glues(name, connector, tokens, i, j, texts, rest):
            # "Agreement on Cooperation between A and B": the parties come last.
            if name.head is not None and (not name.complement or connector == "b"):
                name.complement = connector[-1]
            name.end = j
            if name.head is None:
                name.head, name.head_end = heads().last(texts, name.start, j)
        else:
            if name is not None:
                yield name
            head, head_end = heads().last(texts, i, j)
            name = NameRun(i, j, head, head_end)
    if name is not None:
        yield name


def is_bilateral(name: NameRun, texts: list[str]) -> bool:
    """Whether a name's head is one that two states set up together ("Working Group", "Commission")."""
    words_of_head = name.head.words if name.head else 1
    return " ".join(texts[name.head_end - words_of_head : name.head_end]) in heads().bilateral


def name_runs(tokens: list[Token], texts: list[str], classes: str, a: int, b: int) -> Iterable[NameRun]:
    """The names in the chunk [a, b): its words, their classes and its tight hyphens tell them."""
    if b - a > _CHUNK_TOKENS:
        return runs_in(tokens, texts, a, b)
    kinds = classes[a:b]
    hyphens = tuple(k - a for k in range(a, b) if classes[k] == "-" and is_tight(tokens, k)) if "-" in kinds else ()
    return [
        NameRun(n.start + a, n.end + a, n.head, n.head_end + a if n.head else n.head_end, n.complement)
        for n in _runs_of_chunk(kinds, tuple(texts[a:b]), hyphens)
    ]


@lru_cache(maxsize=50_000)
def _runs_of_chunk(kinds: str, texts: tuple[str, ...], hyphens: tuple[int, ...]) -> tuple[NameRun, ...]:
    """The names in a chunk of words of these classes, of which the hyphens with these numbers stand tight."""
    tokens: list[Token] = []
    at = 0
    for k, (kind, text) in enumerate(zip(kinds, texts, strict=True)):
        at += k not in hyphens and k - 1 not in hyphens
        tokens.append(Token(at, at + len(text), text, kind))
        at += len(text)
    return tuple(runs_in(tokens, list(texts), 0, len(tokens)))
