"""Who takes part in an event, by the word for a part that stands nearest to him in the sentence.

An event is told with the names of many who do different things at it ("the forum, for which A had lent its hall,
heard reports by X and drew guests from B"). What no rule has read yet is told here: the nearest word before or behind
a list of names, with nothing of another list between, says what part they take. It holds for the sentence that names
one event, and for the next one, when that names no thing of its own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from educoop.data_files import any_of
from educoop.extraction.data_files import lexicon
from educoop.extraction.model import Mention
from educoop.extraction.relations.lists import Listed, listed_in
from educoop.extraction.relations.state import TABLES

if TYPE_CHECKING:
    from educoop.documents.model import Span
    from educoop.extraction.relations.emit import Emitter

_WORDS = lexicon("gathered")
_PARTS: dict[tuple[str, str], str] = {
    (how, word): part for how in ("verbs", "led", "nouns") for part, among in _WORDS[how].items() for word in among
}


def _forms(how: str) -> str:
    return rf"(?<![a-z'-])(?P<{how}>{any_of([word for h, word in _PARTS if h == how])})(?![a-z'-])"


_BEHIND = (
    re.compile(rf"{_forms('led')} (?:the |an? )?$"),
    re.compile(rf"{_forms('verbs')}(?: (?:jointly|together|mainly|also|both))? by (?:the )?$"),
    re.compile(
        rf"{_forms('nouns')}(?:[^<;.:]|<[ELTP]\d+>){{0,80}}?"
        r"(?: (?:is|are|was|were|include|included)|:) (?:the )?$"
    ),
)
"""Before those whose part a word tells."""
_VERB = re.compile(rf" {_forms('verbs')}(?! by )")
_SERVED = re.compile(
    r",? (?:(?:is|are|was|were|acted|served|acting|serving)(?: as)?|as) (?:the |an? )?(?:[a-z]+ ){0,2}"
    rf"{_forms('nouns')}"
)
"""Behind those whose part a word tells, the verb further on in their clause."""
_SOMEBODY = re.compile(r"[;]|<[ONPA]\d+>")
_ANY = re.compile(
    "|".join(
        rf"(?<![a-z'-])(?:{any_of([w for h, w in _PARTS if h == how])})(?![a-z'-])" for how in ("verbs", "led", "nouns")
    )
)
_AWAY = re.compile(rf"(?<![a-z])(?:{any_of(_WORDS['away'])})(?![a-z])")
_OF_OTHERS = re.compile(rf"(?<![a-z])(?:{any_of(_WORDS['of_others'])}) (?:the )?$")
_ANOTHER = re.compile(r" (?:which|who|whose|that|while|whereas|but) |\. |, and (?:an?|the) ")
_PARTED = re.compile(r"; |: |, (?:and|but|while|whereas) (?!<)")
"""Between two clauses, of which one says nothing of the other."""
_THINGS = re.compile(r"<([PEAY])(\d+)>")
_FROM = re.compile(r"(?:from|of|by) (?:the )?$")
_LONGEST, _LEAD, _REACH = 420, 40, 90
_NEXT = 260
"""Characters behind an event within which the next sentence may still be about it."""
_OF_PEOPLE, _OF_BODIES = frozenset({"speaker", "chair"}), frozenset({"host", "funder", "supporter"})
_ONLY_HERE = frozenset({"funder", "supporter"})
"""Parts that the next sentence may tell of something else."""


def those_gathered(emitter: Emitter) -> None:
    """A part for those of the emitter's sentence who have none yet in its one event, or in that of the one before."""
    text = emitter.masked.text
    if len(text) > _LONGEST or not _ANY.search(text):
        return
    event = _event(emitter)
    if event is None:
        return
    row, at = event
    unknown = frozenset(i for i, m in enumerate(emitter.masked.mentions) if m.kind == "locality")
    for group in listed_in(text, unknown):
        if _AWAY.search(_clause(text, group)):
            continue
        part, span = _part(text, group)
        if not part or (at is None and part in _ONLY_HERE):
            continue
        marks = [emitter.masked.mentions[i] for i in group.marks]
        for ref, x in emitter.actors_among([x for x in marks if _may(x, part, text, group)]):
            if not emitter.state.roles.get((f"events:{row}", ref)):
                clause = emitter.masked.view(span[0]), emitter.masked.view(span[1], end=True)
                emitter.take_part([("events", row, at)], [(ref, x)], part, clause, "named-at-event", "asserted")


def _clause(text: str, group: Listed) -> str:
    """The clause that a list of names stands in."""
    start = max((x.end() for x in _PARTED.finditer(text, 0, group.first)), default=0)
    over = _PARTED.search(text, group.end)
    return text[start : over.start() if over else len(text)]


def _event(emitter: Emitter) -> tuple[str, Mention | None] | None:
    """The row of the one event of the sentence with its mention, else that of the sentence before."""
    things = {m[2]: m for m in _THINGS.finditer(emitter.masked.text)}
    events = [m for m in things.values() if m[1] == "E"]
    if len(events) == 1 and all(m[1] != "A" for m in things.values()):
        at = emitter.masked.mentions[int(events[0][2])]
        row = emitter.state.ref(at)[1]
        planned = emitter.modality(*events[0].span()) == "planned"
        return (row, at) if row and not planned else None
    passage = emitter.ledger.passage
    last = emitter.state.spoken_of[-1] if emitter.state.spoken_of and not things else None
    if last is None or emitter.start - last[0].end > _NEXT or (passage is not None and last[0].start < passage.start):
        return None
    return (last[1], None) if TABLES[last[0].kind] == "events" else None


def _part(text: str, group: Listed) -> tuple[str, Span]:
    """The part of a list of names by the nearest word for one, with the stretch of the sentence that says it."""
    start = max(0, group.first - _REACH)
    for pattern in _BEHIND:
        if m := pattern.search(text[start : group.first]):
            how, word = next((k, v) for k, v in m.groupdict().items() if v)
            return _PARTS[how, word], (start + m.start(), group.end)
    over = group.end + _REACH
    if m := _SERVED.match(text, group.end, over):
        return _PARTS["nouns", m["nouns"]], (group.start, m.end())
    m = _VERB.search(text, group.end, over)
    if m and not _ANOTHER.search(text, group.end, m.end()) and not _SOMEBODY.search(text, group.end, m.start()):
        return _PARTS["verbs", m["verbs"]], (group.start, m.end())
    return "", (0, 0)


def _may(x: Mention, part: str, text: str, group: Listed) -> bool:
    """Whether somebody can take the part: only people speak, only bodies host, states are there by those who come."""
    if x.kind == "person":
        return part not in _OF_BODIES
    if x.kind == "place":
        return part == "attendee" and bool(_FROM.search(text[max(0, group.first - 10) : group.first]))
    if x.kind != "organisation" or x.data.get("states"):
        return False
    return part not in _OF_PEOPLE and not _OF_OTHERS.search(text[max(0, group.first - _LEAD) : group.first])
