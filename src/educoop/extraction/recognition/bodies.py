"""Bodies and sides told without a name of their own: by their country and a common noun, or by a number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from educoop.data_files import any_of
from educoop.extraction.data_files import lexicon
from educoop.extraction.lexicon import words
from educoop.extraction.model import Mention
from educoop.extraction.recognition.titles import title_kind

_WORDS: dict[str, list[str]] = lexicon("bodies")
_GOVERNMENTS, _NUMBERED_NOUN = any_of(_WORDS["governments"]), any_of(_WORDS["numbered"])
_SIDE = re.compile(rf" (?:[Ss]ide|[Pp]arty)\b(?! (?i:{any_of(_WORDS['not_sides'])})\b)")
_BODY = re.compile(
    rf"\b(?P<name>(?:{any_of(_WORDS['fields'])}) (?P<noun>{any_of(_WORDS['authorities'])})"
    r"|(?P<noun2>governments?)) of (?:the )?(?=[A-Z]|five )"
)
_BODY_NOUNS = (*_WORDS["authorities"], "government")
_NEXT_PLACE = re.compile(r"(?:, and |, | and )(?:the )?")
_MINISTRY = re.compile(
    rf"(?:'s|’s)? (?:ministry|ministries) of (?:higher )?(?:{any_of(_WORDS['ministry_of'])})"
    rf"(?:,? (?:and )?(?:{any_of(_WORDS['ministry_and'])})){{0,2}}\b"
)
"""A ministry in small letters after its country ("the Mongolian ministry of education")."""
_STATE = re.compile(
    rf"(?:'s|’s)? (?P<level>(?:(?:{any_of(_WORDS['levels'])}) )*)"
    rf"(?:{_GOVERNMENTS})\b(?! (?:{any_of(_WORDS['not_governments'])})\b)"
)
_LOCAL = re.compile(
    rf"\b[Tt]he (?P<name>(?P<which>(?:[a-z]+ ){{0,2}})(?P<noun>{any_of(_WORDS['local'])}) "
    rf"(?:in|of) (?:the )?(?P<of>(?:city|town|village|district) of )?)(?=[A-Z])"
)
_NUMBERED = re.compile(
    rf"\b(?:(?:[A-Z][\w'’-]{{1,60}} ){{0,3}}(?:{_NUMBERED_NOUN}) No\. ?\d{{1,4}}"
    rf"|[A-Z][\w'’-]{{1,60}} No\. ?\d{{1,4}} (?:[A-Z][a-z]+ )?(?:{_NUMBERED_NOUN}))\b(?: in [A-Z][\w'’-]+)?"
)


def find_sides(text: str, offset: int, places: Sequence[Mention]) -> list[Mention]:
    """Countries as parties to something: "the Chinese side"."""
    found = []
    for p in places:
        side = _SIDE.match(text, p.end - offset) if p.data["form"] == "demonym" else None
        if side:
            end = side.end() + offset
            found.append(
                Mention("place", p.start, end, text[p.start - offset : end - offset], {**p.data, "form": "alias"})
            )
    return found


def find_bodies(text: str, offset: int, places: Sequence[Mention]) -> list[Mention]:
    """Ministries and governments named in lower case by their country ("the education ministries of A and B")."""
    at = {p.start: (i, p) for i, p in enumerate(places)}
    found = []
    for m in _BODY.finditer(text) if any(noun in text for noun in _BODY_NOUNS) else ():
        got = at.get(m.end() + offset) or at.get(m.end() + offset - 4)
        if got is None or got[1].data["form"] == "demonym":
            continue
        if m["noun2"] == "governments" and got[1].data["place_kind"] in ("country", "group"):
            # Governments of several states that act are the states.
            continue
        kind = "government" if m["noun2"] else "ministry"
        singular = (
            re.sub(r"ies$", "y", m["name"]).removesuffix("s") if not m["name"].endswith("authorities") else m["name"]
        )
        i, place = got
        start = m.start() + offset
        said: dict[str, Any] = {}
        while True:
            name = f"{singular} of {place.name}"
            found.append(
                Mention(
                    "organisation", start, place.end, name, {"kind": kind, "country": place.data["place_id"], **said}
                )
            )
            link = _NEXT_PLACE.match(text, place.end - offset)
            if link is None or i + 1 >= len(places) or places[i + 1].start != link.end() + offset:
                break
            i, place = i + 1, places[i + 1]
            if place.data["form"] == "demonym" or m["name"].endswith("y") or m["noun2"] == "government":
                break
            start = place.start
            said = {"also": (m.start() + offset, m.end("name") + offset)}
    for p in places:
        if p.data["place_kind"] == "country" and (ministry := _MINISTRY.match(text, p.end - offset)):
            end = ministry.end() + offset
            name = text[p.start - offset : end - offset]
            found.append(
                Mention("organisation", p.start, end, name, {"kind": "ministry", "country": p.data["place_id"]})
            )
        if p.data["place_kind"] in ("country", "region", "city"):
            state = _STATE.match(text, p.end - offset)
            if state and (state["level"] or p.data["place_kind"] != "city"):
                end = state.end() + offset
                found.append(
                    Mention(
                        "organisation",
                        p.start,
                        end,
                        text[p.start - offset : end - offset],
                        {"kind": "government", "country": p.data["place_id"]},
                    )
                )
    return found


def find_local(text: str, offset: int, places: Sequence[Mention]) -> list[Mention]:
    """Schools and colleges told by what they teach and the town they are in: "the medical college in Osh"."""
    at = {p.start: p for p in places if p.data["place_kind"] in ("city", "region")}
    found = []
    for m in _LOCAL.finditer(text) if at else ():
        place = at.get(m.end() + offset)
        which = m["which"].split()
        if place is None or not (which or m["of"]) or not words().no_particular_body.isdisjoint(which):
            continue
        start = m.start("name") + offset
        got = title_kind(m["noun"].title())
        kind = got[1] if got else "other"
        found.append(
            Mention("organisation", start, place.end, text[start - offset : place.end - offset], {"kind": kind})
        )
    return found


def find_numbered(text: str, offset: int) -> list[Mention]:
    """Schools called by their number: "Lyceum No. 27", "School No. 4 in Osh"."""
    if "No." not in text:
        return []
    found = []
    for m in _NUMBERED.finditer(text):
        name = re.sub(r"^(?:The|At|In) ", "", m.group())
        start = m.end() - len(name) + offset
        found.append(Mention("organisation", start, m.end() + offset, name, {"kind": "school"}))
    return found
