"""Names by the shape of the run of words and its head noun."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from educoop.extraction.lexicon import Head, heads, kind_class, words
from educoop.extraction.model import MENTION_OF, Mention
from educoop.extraction.recognition.bodies import find_numbered
from educoop.extraction.recognition.known import find_known
from educoop.extraction.recognition.overlaps import settle
from educoop.extraction.recognition.persons import cuts
from educoop.extraction.recognition.shapes import is_surname
from educoop.extraction.recognition.tokens import Token, tokenize
from educoop.registry import load_registry

_CHUNK = re.compile(r"[CULDIrz](?:[-p&]?[CULDIr]|(?:[ofnwba]|ca?|-)t?[CULDIr])*")
_TEACHING, _AIMED, _NESTING = kind_class("teaching"), kind_class("aimed"), kind_class("nesting")
_FIELDS = frozenset({"Field", "Fields", "Area", "Areas", "Sphere", "Spheres"})
_NESTING_IN_AGREEMENTS = kind_class("nesting_in_agreements")
_APPOSITION = re.compile(r", (?:an?|the) (?:[\w-]+ ){0,3}?([a-z-]+)(?: (?:in|of|from|based|with|which|that) |, )")
_GIVEN_TAIL = re.compile(r"-([a-z]{2,6})(?![\w-])")
"""The second syllable of a given name such as "Man-kit"."""
_LEGAL_TAIL = re.compile(r"\.?, ?(?:Ltd|Inc|LLC|JSC)\b\.?")
"""The legal form after a company's head: "… Engineering Co., Ltd."."""
_VERB = r"(?:was|were|is|are|has|have|had|will)\b"
_SUBJECT = re.compile(rf" on (?:the )?(?:(?!{_VERB})[a-z]+,? ){{1,16}}(?!{_VERB})[a-z]+(?=[.;)\n\"]|$| {_VERB}|, )")
_CHUNK_TOKENS = 60
"""Tokens of the longest chunk whose names are remembered: the same names stand in text after text."""


@dataclass(slots=True)
class _Name:
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
        while j < b and (tokens[j].cls in "CULDIrzp&" or (tokens[j].cls == "-" and _tight(tokens, j))):
            j += 1
        yield connector, i, j
        connector = ""
        while j < b and tokens[j].cls not in "CULDIrz":
            if tokens[j].cls != "t":
                connector += tokens[j].cls
            j += 1
        i = j


def _tight(tokens: list[Token], j: int) -> bool:
    return 0 < j < len(tokens) - 1 and tokens[j - 1].end == tokens[j].start and tokens[j].end == tokens[j + 1].start


def _glues(name: _Name, connector: str, tokens: list[Token], a: int, b: int, texts: list[str], rest: bool) -> bool:
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
        return open_end or only_places or head.table in ("agreements", "policies", "projects", "events")
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
        if name.complement == "f" and head.table == "projects" and right is None and not only_places:
            # "Alliance for Talent Development in Road Building".
            return True
        return (head.table == "projects" and tokens[a - 1].cls == "t" and not only_places) or (
            head.kind == "confucius_institute" and right is not None and right.table == "organisations"
        )
    if connector == "w" and head.table == "projects":
        return right is None and open_end and all(tokens[k].cls in "CU-" for k in range(a, b))
    if connector == "w":
        return head.table in ("agreements", "policies", "events") or _bilateral(name, texts)
    if connector == "b":
        return head.table in ("agreements", "events")
    if connector in ("a", "c", "ca"):
        if head.table == "policies" and name.complement == "o":
            return connector == "a"
        parties = head.table == "agreements" and name.complement == "b"
        if tokens[a - 1].cls == "t" and found is not None and not parties:
            # "the Council of X and the Consulate General of Y": the article opens another name.
            return False
        adjective = right is not None and right.table == "policies" and name.complement == "o"
        if connector == "a" and adjective and head.kind in _TEACHING and texts[name.end - 1] in words().modifiers:
            # "Institute of International and Comparative Law".
            return True
        if not parties and load_registry().organisations.find(" ".join(texts[a:b])):
            # "Ministry of Digital Development and <a known company>" are two.
            return False
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


def _names_in(tokens: list[Token], texts: list[str], a: int, b: int) -> Iterator[_Name]:
    name: _Name | None = None
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
            name = _Name(i, j, head, head_end)
    if name is not None:
        yield name


def _bilateral(name: _Name, texts: list[str]) -> bool:
    """Whether a name's head is one that two states set up together ("Working Group", "Commission")."""
    words_of_head = name.head.words if name.head else 1
    return " ".join(texts[name.head_end - words_of_head : name.head_end]) in heads().bilateral


def _is_unit(last: str, name: _Name) -> bool:
    """Whether a name is a part of a body by its head alone ("School of Education")."""
    return last in heads().units and name.complement == "o" and name.head_end - name.start == 1


def _classify(name: _Name, texts: list[str], tokens: list[Token]) -> tuple[str, str] | None:
    table = heads()
    head = name.head
    if head is None:
        return None
    parts = texts[name.start : name.end]
    ordinals = sum(t.cls == "z" for t in tokens[name.start : name.head_end])
    if len(parts) - (ordinals if head.table == "projects" else 0) == head.words and not name.complement:
        return None
    names_beneficiaries = (
        name.complement == "f"
        and name.head_end - name.start == head.words
        and all(t.cls in "LDft" for t in tokens[name.head_end : name.end])
    )
    if names_beneficiaries:
        # "Scholarship for Mongolians" describes, it does not name.
        return None
    if head.table == "organisations" and not name.complement:
        front = [t for t in tokens[name.start : name.head_end - head.words] if t.cls != "-"]
        bare = words().bare_bodies | words().modifiers if head.kind in _TEACHING else words().bare_bodies
        if all(t.text in bare or t.cls in "zd" for t in front):
            return None
    if _is_unit(texts[name.head_end - 1], name):
        rest = tokens[name.head_end : name.end]
        alone = texts[name.head_end - 1] in table.parts_only and not any(t.cls in "LD" for t in rest)
        if alone and table.ending(texts, name.end, name.head_end) is None:
            return None
        if all(t.text in words().modifiers or t.cls in "oat&c" for t in rest):
            return None
    if texts[name.head_end - 1] == "Party" and all(t.cls in "DL" for t in tokens[name.start : name.head_end - 1]):
        # "the Mongolian Party": a side of a treaty.
        return None
    before = texts[name.start : name.head_end]
    kind = table.kind(head, before if not name.complement else parts)
    last = texts[name.head_end - 1]
    shared = "Joint" in parts or sum(t.cls in "LD" for t in tokens[name.start : name.end]) > 1
    if kind == "research_centre" and name.complement == "f" and not shared:
        # "Steppe Centre for Regional Studies": a body of its own, until somebody is told to have founded it.
        return "organisations", "research_institute"
    sides = [t for t in tokens[name.start : name.end] if t.cls in "LD"]
    if _bilateral(name, texts) and len(sides) >= 2:
        return "projects", "cooperation_mechanism"
    if last in table.leagues and not table.league_members.isdisjoint(parts):
        return "projects", "university_alliance"
    as_project = table.founded_as_project.get(kind) if kind != "government" else None
    if as_project and head.table == "organisations" and not table.shared.isdisjoint(before):
        # "Joint Doctoral School of Mountain Ecology".
        return "projects", as_project
    if last in table.joint and len(sides) >= 2 and tokens[name.start + 1].cls == "-":
        # "Laos-Nepal Engineering University": two states run it, so it is a project of theirs.
        return "projects", "joint_institution"
    return head.table, kind


def find_names(tokens: list[Token], text: str, offset: int) -> tuple[list[Mention], list[Mention]]:
    """Names with a head noun, and capitalised runs without one (candidates for people), in one passage."""
    named: list[Mention] = []
    bare: list[Mention] = []
    classes = "".join(t.cls for t in tokens)
    texts = [t.text for t in tokens]
    for m in _CHUNK.finditer(classes):
        for a, b in pairwise([m.start(), *cuts(tokens, texts, *m.span()), m.end()]):
            for name in _names_of(tokens, texts, classes, a, b):
                _add_name(name, tokens, texts, text, offset, named, bare)
    return named, bare


def _names_of(tokens: list[Token], texts: list[str], classes: str, a: int, b: int) -> Iterable[_Name]:
    """The names in the chunk [a, b): its words, their classes and its tight hyphens tell them."""
    if b - a > _CHUNK_TOKENS:
        return _names_in(tokens, texts, a, b)
    kinds = classes[a:b]
    hyphens = tuple(k - a for k in range(a, b) if classes[k] == "-" and _tight(tokens, k)) if "-" in kinds else ()
    return [
        _Name(n.start + a, n.end + a, n.head, n.head_end + a if n.head else n.head_end, n.complement)
        for n in _names_of_chunk(kinds, tuple(texts[a:b]), hyphens)
    ]


@lru_cache(maxsize=50_000)
def _names_of_chunk(kinds: str, texts: tuple[str, ...], hyphens: tuple[int, ...]) -> tuple[_Name, ...]:
    """The names in a chunk of words of these classes, of which the hyphens with these numbers stand tight."""
    tokens: list[Token] = []
    at = 0
    for k, (kind, text) in enumerate(zip(kinds, texts, strict=True)):
        at += k not in hyphens and k - 1 not in hyphens
        tokens.append(Token(at, at + len(text), text, kind))
        at += len(text)
    return tuple(_names_in(tokens, list(texts), 0, len(tokens)))


def _city_beside(name: _Name, tokens: list[Token], texts: list[str]) -> bool:
    """Whether a university's own name is followed by nothing but "of" and the city it is in."""
    rest = tokens[name.head_end : name.end]
    if name.head is None or name.head.kind not in _TEACHING or "".join(t.cls for t in rest) != "oL":
        return False
    place = load_registry().places.find(rest[-1].text)
    front = tokens[name.start : name.head_end - name.head.words]
    own = [t for t in front if t.cls in "CL" and t.text not in words().modifiers | words().bare_bodies | {"City"}]
    return bool(own) and place is not None and place.kind == "city"


def _add_headless(
    name: _Name, tokens: list[Token], text: str, offset: int, named: list[Mention], bare: list[Mention]
) -> None:
    """A run that no head noun makes a name: one closed by a noun in small letters, a company's, or maybe a person's."""
    start, end = name.start, name.end
    following = tokens[end] if end < len(tokens) else None
    while start < end and tokens[start].cls in "zr":
        start += 1
    span = tokens[start:end]
    if not span:
        return
    if (
        following is not None
        and following.text in heads().lower
        and any(t.cls in "CU" for t in span)
        and len(span) >= 2
    ):
        table, k = heads().lower[following.text]
        inner = heads().ending([t.text for t in span], len(span))
        if inner is not None and inner.table == table:
            k = inner.kind
        named.append(_mention(table, k, tokens[start].start, following.end, text, offset))
        return
    if len(span) >= 2 and all(t.cls in "CU" for t in span) and (closed := _closed_by_two(tokens, end)):
        table, k = heads().lower[tokens[end + 1].text]
        named.append(_mention(table, k, span[0].start, closed, text, offset))
        return
    if name.head is None and len(span) > 2 and span[0].cls in "LD" and all(t.cls in "CI-" for t in span[1:]):
        # "Ambassador of A to B Xu Ke": the place ends before the name.
        span = span[1:]
    if name.head is None and len(span) > 2:
        # "… and Innovation Nurlan Asanbekov": the end of an office's field runs into the name of its holder.
        while len(span) > 2 and span[0].text in words().modifiers | words().bare_bodies:
            span = span[1:]
    titled = bool(start) and tokens[start - 1].cls in "HR" and span[0] is tokens[start]
    if titled and len(span) == 2 and span[0].cls == "C" and span[1].cls == "L" and " " not in span[1].text:
        # "Ms. Chen Yulin": a given name that is also a city's.
        bare.append(
            Mention("candidate", span[0].start, span[1].end, text[span[0].start - offset : span[1].end - offset])
        )
        return
    if name.head is None and len(span) <= 4 and _is_company(tokens[start - 1] if start else None, span, text, offset):
        named.append(_mention("organisations", "company", span[0].start, span[-1].end, text, offset))
        named[-1].data["again"] = True
        return
    if name.head is None and 1 <= len(span) <= 5 and all(t.cls in "CI-U" for t in span):
        honoured = start > 0 and tokens[start - 1].cls == "H" and span[0] is tokens[start]
        first = tokens[start - 1].start if honoured else span[0].start
        surname = titled and len(span) == 1 and is_surname(span[0].text)
        kind_of = "person" if surname or (honoured and 2 <= len(span) <= 4) else "candidate"
        last = span[-1].end
        tail = _GIVEN_TAIL.match(text, last - offset) if len(span) >= 2 else None
        if tail and tail[1] not in words().not_given_names:
            last = tail.end() + offset
        bare.append(Mention(kind_of, first, last, text[span[0].start - offset : last - offset]))


def _closed_by_two(tokens: Sequence[Token], end: int) -> int | None:
    """Where a name ends that a word for a course of study and a small noun close ("Snow Line doctoral programme")."""
    if end + 1 >= len(tokens) or tokens[end].text not in words().courses:
        return None
    noun = tokens[end + 1]
    got = heads().lower.get(noun.text)
    return noun.end if got and got[0] == "projects" and not noun.text.endswith("s") else None


def _is_company(before: Token | None, span: Sequence[Token], text: str, offset: int) -> bool:
    """Whether a bare name stands in apposition to a noun for companies ("the shipbuilder Altai Marine")."""
    if not any(t.cls in "CU" and len(t.text) > 1 for t in span) or not all(t.cls in "CUL&" for t in span):
        return False
    if before is not None and before.text.rsplit(" ", 1)[-1] in words().companies:
        return True
    behind = _APPOSITION.match(text, span[-1].end - offset)
    return behind is not None and behind[1] in words().companies


def _add_name(
    name: _Name,
    tokens: list[Token],
    texts: list[str],
    text: str,
    offset: int,
    named: list[Mention],
    bare: list[Mention],
) -> None:
    kind = _classify(name, texts, tokens)
    if kind is None:
        _add_headless(name, tokens, text, offset, named, bare)
        return
    start, end = name.start, name.end
    while end - 1 > name.head_end and tokens[end - 1].cls == "U" and text.startswith(":", tokens[end - 1].end - offset):
        # "Institute of Languages DONOR: …": the label of the next line.
        end -= 1
    # Trailing words after the head that open no complement are not part of the name.
    if not name.complement and name.head_end < end:
        rest = _Name(name.head_end, end, None)
        end = name.head_end
        _add_name(rest, tokens, texts, text, offset, named, bare)
    table, k = kind
    if _city_beside(name, tokens, texts):
        # "Barvel University of Osh": where it is, not what it is called.
        end = name.head_end
        name.complement = ""
    while start and table == "events" and tokens[start - 1].cls == "z":
        start -= 1
    if start < name.end and tokens[start].cls == "z" and table not in ("events", "projects"):
        start += 1
    if table == "policies" and start and tokens[start - 1].cls == "d" and texts[name.head_end - 1] == "Agenda":
        start -= 1
    if end + 2 < len(tokens) and texts[end : end + 2] == ["named", "after"]:
        j = end + 2
        while j < len(tokens) and tokens[j].cls in "CIHRr":
            j += 1
        end = j if j > end + 2 else end
    own = (name.head_end - (name.head.words if name.head else 0), name.head_end)
    first, last = tokens[start].start, tokens[end - 1].end
    if table == "agreements" and name.complement == "b":
        tail = _SUBJECT.match(text, last - offset)
        last = tail.end() + offset if tail else last
    if table == "agreements":
        k = heads().kind(name.head, text[first - offset : last - offset].split()) if name.head else k
    if k == "company" and (tail := _LEGAL_TAIL.match(text, last - offset)):
        last = tail.end() + offset
    named.append(_mention(table, k, first, last, text, offset))
    between = next((k for k in range(start, end) if tokens[k].cls == "b"), None) if table == "agreements" else None
    if between is not None:
        named.extend(_parties(tokens, texts, between + 1, end, text, offset))
    else:
        named.extend(_nested_bodies(tokens, texts, start, end, text, offset, table, own))


def _complement_end(tokens: list[Token], e: int, end: int) -> int:
    """Where the "of …" right after a head ends: "Academy of Sciences"."""
    k = e
    if k < end and tokens[k].cls == "o":
        k += 1
        while k < end and tokens[k].cls == "t":
            k += 1
        first = k
        while k < end and tokens[k].cls in "CU":
            k += 1
        return k if k > first else e
    return e


def _parties(tokens: list[Token], texts: list[str], start: int, end: int, text: str, offset: int) -> Iterator[Mention]:
    """The bodies between which an agreement is, named after "between" in its title."""
    while start < end and tokens[start].cls == "t":
        start += 1
    for name in _names_in(tokens, texts, start, end):
        kind = _classify(name, texts, tokens)
        if kind and kind[0] in ("organisations", "projects"):
            yield _mention(*kind, tokens[name.start].start, tokens[name.end - 1].end, text, offset)


def _nested_bodies(
    tokens: list[Token],
    texts: list[str],
    start: int,
    end: int,
    text: str,
    offset: int,
    outer: str,
    own: tuple[int, int],
) -> Iterator[Mention]:
    """Organisations named within a longer name: the university a centre stands at, the ministry of a department."""
    table = heads()
    begin = start
    for e in range(start + 1, end + 1):
        if tokens[e - 1].cls not in "CULDIrzp&-":
            if tokens[e - 1].cls in "ofntwb" or (tokens[e - 1].cls in "ac" and e - 1 == begin):
                begin = e
            continue
        head = table.ending(texts, e, begin)
        if head is None:
            continue
        nests = (head.kind in _NESTING or (outer == "agreements" and head.kind in _NESTING_IN_AGREEMENTS)) and texts[
            e - 1
        ] not in table.bilateral
        if "Other" in texts[begin:e] or (
            outer != "organisations" and any(tokens[k].cls == "-" for k in range(begin, e))
        ):
            # "Industry-University Integration", "Laos-Nepal University Forum" name no university.
            begin = e
            continue
        whole = begin == start and (e == end or outer == "organisations")
        if nests and e - begin > head.words and not whole and not (own[0] < e <= own[1]):
            kind = table.kind(head, texts[begin:e])
            last = _complement_end(tokens, e, end)
            yield _mention(head.table, kind, tokens[begin].start, tokens[last - 1].end, text, offset)
        begin = e


def _mention(table: str, kind: str, start: int, end: int, text: str, offset: int) -> Mention:
    return Mention(MENTION_OF[table], start, end, text[start - offset : end - offset], {"kind": kind})


def find_in(text: str, offset: int) -> list[Mention]:
    """Outermost mentions of a short text that is no passage of its own (an affiliation)."""
    known = find_known(text, offset)
    named, _ = find_names(tokenize(text, offset, [m for m in known if m.kind == "place"]), text, offset)
    return settle([*known, *named, *find_numbered(text, offset)])[0]
