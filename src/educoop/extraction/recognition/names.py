"""Names by the shape of the run of words and its head noun."""

from __future__ import annotations

import re
from itertools import pairwise

from educoop.data_files import any_of
from educoop.extraction.data_files import lexicon
from educoop.extraction.lexicon import heads, kind_class, words
from educoop.extraction.model import Mention
from educoop.extraction.recognition.bodies import find_numbered
from educoop.extraction.recognition.headless import add_headless
from educoop.extraction.recognition.known import find_known
from educoop.extraction.recognition.name_kinds import end_of_party_organ, named_mention, what_it_names
from educoop.extraction.recognition.name_runs import NameRun, name_runs
from educoop.extraction.recognition.nested import nested_bodies, parties
from educoop.extraction.recognition.overlaps import settle
from educoop.extraction.recognition.persons import cuts
from educoop.extraction.recognition.tokens import Token, tokenize
from educoop.registry import load_registry

_CHUNK = re.compile(r"[CULDIrz](?:[-p&]?[CULDIr]|(?:[ofnwba]|ca?|-)t?[CULDIr])*")
_TEACHING = kind_class("teaching")
_LEGAL_TAIL = re.compile(rf"\.?, ?(?:{any_of(lexicon('bodies')['legal_forms'])})\b\.?")
"""The legal form after a company's head: "… Engineering Co., Ltd."."""
_CENTRES = frozenset({"research_centre", "language_centre", "practice_base", "medical_centre"})
"""What a name with the head noun "centre" is of, unless it says more."""
_UNDER = re.compile(
    r"(?: \([A-Z]{2,8}\))?,? (?:under|subordinate to|affiliated with|affiliated to|of) the (?:[A-Z][\w'-]+ ){0,4}?"
    r"(?:Ministry|Government|Cabinet|State Council|President of)\b"
)
_VERB = r"(?:was|were|is|are|has|have|had|will)\b"
_SUBJECT = re.compile(rf" on (?:the )?(?:(?!{_VERB})[a-z]+,? ){{1,16}}(?!{_VERB})[a-z]+(?=[.;)\n\"]|$| {_VERB}|, )")


def find_names(tokens: list[Token], text: str, offset: int) -> tuple[list[Mention], list[Mention]]:
    """Names with a head noun, and capitalised runs without one (candidates for people), in one passage."""
    named: list[Mention] = []
    bare: list[Mention] = []
    classes = "".join(t.cls for t in tokens)
    texts = [t.text for t in tokens]
    for m in _CHUNK.finditer(classes):
        for a, b in pairwise([m.start(), *cuts(tokens, texts, *m.span()), m.end()]):
            for name in name_runs(tokens, texts, classes, a, b):
                _add_name(name, tokens, texts, text, offset, named, bare)
    return named, bare


def _add_name(
    name: NameRun,
    tokens: list[Token],
    texts: list[str],
    text: str,
    offset: int,
    named: list[Mention],
    bare: list[Mention],
) -> None:
    kind = what_it_names(name, texts, tokens)
    if kind is not None and (body := end_of_party_organ(name, tokens)):
        # "the Party Committee of A University": an organ of the body that comes next.
        for inner in name_runs(tokens, texts, "".join(t.cls for t in tokens), body, name.end):
            _add_name(inner, tokens, texts, text, offset, named, bare)
        return
    if kind is None:
        add_headless(name, tokens, text, offset, named, bare)
        return
    start, end = name.start, name.end
    while end - 1 > name.head_end and tokens[end - 1].cls == "U" and text.startswith(":", tokens[end - 1].end - offset):
        # "Institute of Languages DONOR: …": the label of the next line.
        end -= 1
    # Trailing words after the head that open no complement are not part of the name.
    if not name.complement and name.head_end < end:
        rest = NameRun(name.head_end, end, None)
        end = name.head_end
        _add_name(rest, tokens, texts, text, offset, named, bare)
    while end - 2 > name.head_end and tokens[end - 1].cls == "r" and tokens[end - 2].cls == "a":
        # "Standing Committee of the Council and Vice President": an office comes next.
        end -= 2
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
        while (
            j < len(tokens) and tokens[j].cls in "CIHRr" and not (tokens[j].cls in "HRr" and tokens[j - 1].cls == "C")
        ):
            # A title behind the name opens that of somebody else: "… named after A. B Professor C".
            j += 1
        end = j if j > end + 2 else end
    if name.complement and tokens[end - 1].cls == "L" and tokens[end - 2].cls in "CU":
        known = load_registry().organisations.find(" ".join(texts[start : end - 1]))
        # "Centre for Language Education and Cooperation Beijing": the place behind a known name is where it is.
        end -= known is not None
    own = (name.head_end - (name.head.words if name.head else 0), name.head_end)
    first, last = tokens[start].start, tokens[end - 1].end
    if table == "agreements" and name.complement == "b":
        tail = _SUBJECT.match(text, last - offset)
        last = tail.end() + offset if tail else last
    if table == "agreements":
        k = heads().kind(name.head, text[first - offset : last - offset].split()) if name.head else k
    if table == "projects" and k in _CENTRES and _UNDER.match(text, last - offset):
        # "Centre of Languages under the Ministry of …": a body of a state.
        table, k = "organisations", "government"
    if k == "company" and (tail := _LEGAL_TAIL.match(text, last - offset)):
        last = tail.end() + offset
    named.append(named_mention(table, k, first, last, text, offset))
    between = next((k for k in range(start, end) if tokens[k].cls == "b"), None) if table == "agreements" else None
    if between is not None:
        named.extend(parties(tokens, texts, between + 1, end, text, offset))
    else:
        named.extend(nested_bodies(tokens, texts, start, end, text, offset, table, own))


def _city_beside(name: NameRun, tokens: list[Token], texts: list[str]) -> bool:
    """Whether a university's own name is followed by nothing but "of" and the city it is in."""
    rest = tokens[name.head_end : name.end]
    if name.head is None or name.head.kind not in _TEACHING or "".join(t.cls for t in rest) != "oL":
        return False
    place = load_registry().places.find(rest[-1].text)
    front = tokens[name.start : name.head_end - name.head.words]
    own = [t for t in front if t.cls in "CL" and t.text not in words().modifiers | words().bare_bodies | {"City"}]
    return bool(own) and place is not None and place.kind == "city"


def find_in(text: str, offset: int) -> list[Mention]:
    """Outermost mentions of a short text that is no passage of its own (an affiliation)."""
    known = find_known(text, offset)
    named, _ = find_names(tokenize(text, offset, [m for m in known if m.kind == "place"]), text, offset)
    return settle([*known, *named, *find_numbered(text, offset)])[0]
