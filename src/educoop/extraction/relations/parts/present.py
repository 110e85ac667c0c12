"""Who was there, where a sentence lists those present: with their offices before or behind, in any order.

"The meeting was attended by A, head of B, vice-rector of C for research D, and others": a rule for the shape of every
member would need one for each order. Here a word for being there opens a list that runs to the end of its clause, or
closes one that began with it, and everybody named in it was there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from educoop.data_files import any_of
from educoop.extraction.data_files import lexicon
from educoop.extraction.model import Mention

if TYPE_CHECKING:
    from educoop.documents.model import Span
    from educoop.extraction.relations.emit import Emitter

_W = {key: any_of(words) for key, words in lexicon("present").items()}
_WHERE = r"(?: (?:in|at|on|from|of) (?:the )?(?:<[A-Z]\d+>(?:'s)?|[a-z]+)(?: [a-z]+){0,2}| (?:also|there|here)){0,3}"
_OPENS = re.compile(
    rf"(?<![a-z-])(?:(?:{_W['by']})"
    rf"|(?:{_W['those']}){_WHERE},? (?:(?:also|then|mainly) )?(?:{_W['are']})"
    rf"|(?:{_W['present']}){_WHERE}(?: (?:the following|such [a-z]+ as))?(?:,? (?:was|were)|:)"
    rf"|(?:{_W['present']}|{_W['those']})[^.;:]{{0,120}}?,? (?:{_W['such_as']}))(?![a-z])(?: also)?:? "
)
"""What opens a list of those present."""
_CLOSES = re.compile(
    rf"(?:,? (?:and|as well as) (?:[a-z-]+ ){{0,3}}(?:{_W['unnamed']}))?,?(?: (?:{_W['mild']})){{0,4}}"
    rf" (?:{_W['were_there']})(?![a-z])"
)
"""What closes one that it follows."""
_OVER = re.compile(
    rf";|[.] |(?<![a-z])(?:{_W['over']})(?![a-z])|, and (?:they|he|she|it|the (?:sides|parties|guests))(?![a-z])"
)
"""Where a list is over."""
_VERB = re.compile(rf"(?<![a-z'-])(?:{_W['verbs']})(?![a-z-])|: ")
"""Before which somebody named in the sentence is of another clause than the list behind."""
_PERSON = re.compile(r"<N(\d+)>")
_BODY = re.compile(rf"(?<![a-z])(?:{_W['sent_by']}) (?:the )?(?P<who><[OL]\d+>(?:(?:, |,? and )(?:the )?<[OL]\d+>)*)")
_MARK = re.compile(r"<[OL](\d+)>")
_NOT_HIM = re.compile(rf"(?<![a-z])(?:{_W['not_him']}) (?:the |an? )?(?:<[OLD]\d+>(?:'s)? )?$")
"""Before somebody who is named for something else than being there."""
_EVENT = re.compile(r"<E(\d+)>")
_OF_OTHERS = re.compile(r"(?<![a-z])(?:students|pupils|courses|classes|lessons|training|lectures) $")
_DENIED = re.compile(rf"(?<![a-z])(?:{_W['away']})(?![a-z])")
_REACH = 60


def those_present(emitter: Emitter) -> None:
    """Everybody whom the emitter's sentence lists as present at its event, or at that spoken of just before."""
    text = emitter.masked.text
    if "<N" not in text and "<O" not in text:
        return
    for m in _OPENS.finditer(text):
        if _OF_OTHERS.search(text[: m.start()]) or _DENIED.search(text, 0, m.end()):
            continue
        over = _OVER.search(text, m.end())
        _were_there(emitter, (m.start(), m.end()), (m.end(), over.start() if over else len(text)))
    for m in _CLOSES.finditer(text):
        start = max((v.end() for v in _VERB.finditer(text, 0, m.start())), default=0)
        if not _DENIED.search(text, start, m.end()):
            _were_there(emitter, m.span(), (start, m.start()))


def _were_there(emitter: Emitter, cue: Span, listed: Span) -> None:
    text, marks = emitter.masked.text, emitter.masked.mentions
    among = [
        marks[int(x[1])]
        for x in _PERSON.finditer(text, *listed)
        if not _NOT_HIM.search(text[max(0, x.start() - _REACH) : x.start()])
    ]
    for sent in _BODY.finditer(text, *listed):
        among += [marks[int(i)] for i in _MARK.findall(sent["who"])]
    if not among:
        return
    event = _event(emitter, cue, listed)
    if event is None:
        return
    row, at = event
    span = min(cue[0], listed[0]), max(cue[1], listed[1])
    for ref, x in emitter.actors_among(among):
        if ref != f"events:{row}" and not emitter.state.roles.get((f"events:{row}", ref)):
            emitter.take_part([("events", row, at)], [(ref, x)], "attendee", span, "those-present", "asserted")


def _event(emitter: Emitter, cue: Span, listed: Span) -> tuple[str, Mention | None] | None:
    """The event nearest to the word for being there, outside the list; else the one spoken of."""
    text = emitter.masked.text
    found = [x for x in _EVENT.finditer(text) if not listed[0] <= x.start() < listed[1]]
    if found:
        near = min(found, key=lambda x: min(abs(x.start() - cue[1]), abs(cue[0] - x.end())))
        at = emitter.masked.mentions[int(near[1])]
        row = emitter.state.ref(at)[1]
        return (row, at) if row else None
    if (spoken := emitter.event_told()) is not None:
        return spoken, None
    things = emitter.near_by("event", None, None)
    return (things[0][1], None) if things else None
