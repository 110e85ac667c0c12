"""Who is named beside the one project or agreement that a sentence is about, where neither verb nor noun told his part.

Sentences tell parts in more ways than rules can hold ("on land that A made over to it", "A helps with the books"). A
place of teaching named in the clause of the only project of its sentence has nearly always a part in it, and whoever is
named with an agreement and a word of agreeing is a party to it. What speaks against it stands in lexicons/beside.yaml.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from educoop.data_files import any_of
from educoop.extraction.data_files import lexicon
from educoop.extraction.lexicon import kind_class
from educoop.extraction.relations.frames import without_whereabouts
from educoop.extraction.relations.parts.two_beside import two_beside

if TYPE_CHECKING:
    from educoop.extraction.relations.emit import Emitter

_WORDS = {key: any_of(words) for key, words in lexicon("beside").items()}
_MARK = re.compile(r"<([A-Z])(\d+)>")
_AWAY = re.compile(rf"(?<![a-z])(?:{_WORDS['away']})(?![a-z])")
_APART = re.compile(rf"(?<![a-z])(?:{_WORDS['apart']})(?![a-z])|[;:(\[]")
_LED_AWAY = re.compile(
    rf"(?<![a-z])(?:{_WORDS['led_away']}) (?:(?:the|an?|its|their|our|his|her) )?(?:[a-z-]+ )?$"
    r"|<N\d+>,? (?:of|at|from) (?:the )?$|\($"
)
_AGREES = re.compile(rf"(?<![a-z])(?:{_WORDS['agrees']})(?![a-z])")
_ON = re.compile(r"<A\d+> (?:on|for|about|concerning) (?:the |an? )?$")
"""Before a thing that an agreement is on: the sentence is about the agreement."""
_AT = re.compile(r",? (?:(?:now|also) )?(?:(?:located|based|housed|operating|established) )?(?:at|within) (?:the )?")
"""Between a project and the body that houses it."""
_NEAR, _LONGEST = 120, 420
_LEAD = 40
_TEACHING = kind_class("teaching")
_PARTNERS = _TEACHING | {"company"}
_STANDING = kind_class("standing")


def those_beside(emitter: Emitter) -> None:
    """A part for the bodies of the emitter's sentence that have none yet in its one thing."""
    text = emitter.masked.text
    found = [(m[1], int(m[2]), m.start(), m.end()) for m in _MARK.finditer(text)]
    things = [f for f in found if f[0] in "PEAY" and not _ON.search(text, max(0, f[2] - _LEAD), f[2])]
    if len(things) != 1 or things[0][0] not in "PA" or len(text) > _LONGEST or _AWAY.search(text):
        return
    letter, i, start, end = things[0]
    two_beside(emitter, i)
    thing = emitter.masked.mentions[i]
    table, row = emitter.state.ref(thing)
    kind = emitter.ledger.values.get((table, row, "kind"))
    if letter == "P" and not thing.data.keys().isdisjoint({"points_back", "pronoun"}):
        return
    if not row or emitter.modality(start, end) == "planned":
        return
    listed = set(map(int, re.findall(r"<O(\d+)>", without_whereabouts(text))))
    for other, k, a, b in found:
        between = text[end:a] if end <= a else text[b:start]
        if other != "O" or k not in listed or len(between) > _NEAR or _APART.search(between):
            continue
        if _LED_AWAY.search(text, max(0, a - _LEAD), a):
            continue
        for ref, x in emitter.actors_among([emitter.masked.mentions[k]]):
            role = _role(emitter, letter, kind, ref, text)
            if role == "partner" and end <= a and _AT.fullmatch(between):
                role = "host"
            if role and not emitter.state.roles.get((f"{table}:{row}", ref)):
                span = min(thing.start, x.start), max(thing.end, x.end)
                things_told = [(*each, thing) for each in emitter.state.refs(thing)]
                emitter.take_part(things_told, [(ref, x)], role, span, "named-beside", "asserted")


def _role(emitter: Emitter, letter: str, kind: str | None, ref: str, text: str) -> str:
    table, _, row = ref.partition(":")
    body = emitter.ledger.values.get((table, row, "kind"))
    if letter == "A":
        return "party" if _AGREES.search(text) else ""
    if body not in _PARTNERS:
        return ""
    return "member" if kind in _STANDING else "partner"
