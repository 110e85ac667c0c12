"""Who says a sentence, as the text names them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from educoop.extraction.findings.rules import Hits, finding_rules

_PRONOUN = re.compile(r"(?:he|she|they)(?: both)?", re.I)
_FIRST_PERSON = re.compile(r"\W*(?:I|we|you|me|us)\b", re.I)
_NOBODY = re.compile(
    r"\b(?:it|there|which|that|who|paper|study|article|report|results?|data|document|declaration|opinions|since|"
    r"plan|schedule|programme|agreement|contract|protocol|road ?map)\b",
    re.I,
)
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being|as|the|a)(?: \w+ly)?\s+$", re.I)
_AUXILIARY = re.compile(r"\s(?:has|have|had|is|are|was|were|also|both|then|further|jointly|therefore)$", re.I)
_ADVERBIAL = re.compile(
    r"\W*(?:for|at|during|in|on|after|before|with|meanwhile|also|according|earlier|later)\b[^,]*,\s*", re.I
)
_QUOTE = re.compile(r"[\"“]([^\"“”]{0,2000})[\"”]")
_SPOKEN = 25
"""Characters from which words in quotation marks are speech rather than a name."""
_LONGEST = 90
_REACH = 600
"""Characters before a verb in which its subject is sought."""
_VERBS = 8
"""Verbs of speech tried in a sentence."""


@dataclass
class Speakers:
    """Follows who speaks from passage to passage, for pronouns."""

    text: str
    hits: Hits
    last: str | None = None
    _quotes: tuple[tuple[int, int, str], ...] = ()

    def enter(self, start: int, end: int) -> None:
        """Begin a passage: find the direct speech in it."""
        self._quotes = ()
        if '"' not in self.text[start:end] and "“" not in self.text[start:end]:
            return
        found: list[tuple[int, int, str]] = []
        for m in _QUOTE.finditer(self.text, start, end):
            if m.end(1) - m.start(1) >= _SPOKEN and (who := self._beside(m.start(), m.end(), start, end)):
                found.append((m.start(), m.end(), who))
        self._quotes = tuple(found)

    def of(self, start: int, end: int) -> str | None:
        """The speaker of a sentence, None when the author speaks."""
        half = (end - start) / 2
        who = next((w for a, b, w in self._quotes if a <= start < b or min(b, end) - max(a, start) > half), None)
        who = who or self._reported(start, end)
        if who:
            self.last = who
        return who

    def _beside(self, start: int, end: int, first: int, last: int) -> str | None:
        """The speaker named next to the quotation marks at [start, end)."""
        patterns = finding_rules().patterns
        after = self.text[end : min(last, end + 160)]
        m = patterns["said_by"].match(after) or patterns["by_said"].match(after)
        m = m or patterns["said_before"].search(self.text[max(first, start - 200) : start])
        return self._named(m["who"]) if m else None

    def _reported(self, start: int, end: int) -> str | None:
        for verb in self.hits.places("speech", start, end)[:_VERBS]:
            left = self.text[max(start, verb - _REACH) : verb]
            if self.text[verb : verb + 12].lower() == "according to":
                name = re.split(r"[,;.]", self.text[verb + 12 : end], maxsplit=1)[0]
            elif _PASSIVE.search(left) and not self.text.startswith("pleased", verb):
                continue
            elif _PRONOUN.fullmatch(left.rpartition(",")[2].strip()) or (end - verb < 30 and "," in left):
                name = left.rpartition(",")[2]
            else:
                opening = _ADVERBIAL.match(left)
                name = left[opening.end() if opening else 0 :]
            if '"' in name or "“" in name or _FIRST_PERSON.match(name):
                continue
            return self._named(name)
        return None

    def _named(self, name: str) -> str | None:
        name = re.sub(r"\s{0,9}\([^)]{0,200}\)", "", name).strip(" \"'“”,-–—").split(",")[0].strip()
        while aux := _AUXILIARY.search(name):
            name = name[: aux.start()].rstrip()
        if _PRONOUN.fullmatch(name) or name.lower() in ("him", "her", "them"):
            return self.last
        if not name or len(name) > _LONGEST or name.count(" ") > 11 or _NOBODY.search(name):
            return None
        return name if name[0].isupper() or name.startswith(("the ", "a ", "an ", "both ")) else None
