"""What a stretch of text is by the cues that it shows, and the parts of a sentence that are findings of their own."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from educoop.documents.model import Span
from educoop.extraction.findings.clauses import acts
from educoop.extraction.findings.rules import KINDS, Cue, Hits, cues_at, finding_rules

_WORD = re.compile(r"\S+")
_FIRM = 1.1
"""Weight from which a cue tells a kind even under a heading of another."""
ASKED = "recommendation"
"""The kind that its words tell wherever it stands: what should be done."""
SILENCED = -2
"""Weight of a cue that says that a sentence is no finding wherever it stands."""
LONGEST = 46
"""Words of the longest statement, some 300 characters: what is longer is cut to the part that says it. Words and not
characters, so that another name in the sentence leaves the cut where it is."""

Kind = tuple[str, str]
"""Kind of a finding, and the id of the cue that tells it."""
Part = tuple[int, int, str, str]
"""Where a finding starts and ends, its kind and the id of the cue that tells it."""


def words(low: str, start: int, end: int) -> int:
    """How many words a stretch has."""
    return low.count(" ", start, end) + 1


@dataclass(frozen=True, slots=True)
class Judge:
    """Tells what stretches of one sentence are, which stands in a kind of section and a kind of document."""

    low: str
    hits: Hits
    section: str | None
    genre: str
    extra: Mapping[str, float]
    """Weight that each kind has from what was said before."""

    def cues(self, start: int, end: int) -> list[Cue]:
        """The cues that a stretch shows."""
        return cues_at(self.low, self.hits, start, end, self.section, self.genre)

    def best(self, cues: Sequence[Cue]) -> Kind | None:
        """The kind with the highest score that reaches the threshold, and the cue that speaks loudest for it."""
        r = finding_rules()
        weights = r.section_weights.get(self.section or "", {})
        scores = {kind: weights.get(kind, 0.0) + self.extra.get(kind, 0.0) for kind in KINDS}
        loudest: dict[str, tuple[float, str]] = {}
        for c in cues:
            weight = c.weight_in(self.genre, self.section)
            for kind in c.kinds:
                scores[kind] += weight
            if len(c.kinds) == 1 and weight > loudest.get(c.kinds[0], (0.0, ""))[0]:
                loudest[c.kinds[0]] = weight, c.id
        # Sums of decimal weights are a hair off.
        reached = [kind for kind in loudest if scores[kind] >= r.threshold - 1e-9]
        best = max(reached, key=lambda k: scores[k], default=None)
        if best is None:
            return None
        if best == "challenge" and ASKED in reached and self.section != "challenge":
            # What should be done about a problem names the problem too.
            best = ASKED
        return best, loudest[best][1]

    def firm(self, cues: Sequence[Cue]) -> Kind | None:
        """What a cue tells even under a heading of another kind; nothing where another cue speaks against it."""
        weights = [c.weight_in(self.genre, self.section) for c in cues]
        firm = next((c for c, w in zip(cues, weights, strict=True) if c.kinds == (ASKED,) and w >= _FIRM), None)
        return (ASKED, firm.id) if firm and min(weights) >= 0 else None

    def told_firmly(self, cues: Sequence[Cue], found: Kind | None) -> bool:
        """Whether the cue that told a kind is one of the firm ones."""
        return found is not None and any(c.id == found[1] and c.weight >= _FIRM for c in cues)

    def silenced(self, cues: Sequence[Cue], weight: float = SILENCED) -> bool:
        """Whether a cue of that weight or less says that there is no finding."""
        return any(c.weight_in(self.genre, self.section) <= weight for c in cues)

    def part(self, start: int, end: int) -> list[Part]:
        """A stretch as a finding, if it is one by itself."""
        found = self.best(self.cues(start, end))
        return [(start, end, *found)] if found else []

    def halves(self, start: int, end: int) -> list[Part]:
        """The stretches of a very long sentence that are findings by themselves; nothing when there are fewer than
        two."""
        out: list[Part] = []
        at = start
        borders = [m.end() for m in finding_rules().patterns["clause"].finditer(self.low, start, end)]
        for a, b in pairwise([start, *borders, end]):
            if words(self.low, at, b) > LONGEST and a > at:
                out += self.part(at, a)
                at = a
        out += self.part(at, end)
        return out if len(out) > 1 else []

    def acts(self, start: int, end: int, borders: str) -> list[Part]:
        """The acts of a sentence that are findings; nothing when there is but one. Parts that are only contrasted must
        differ in kind."""
        spans = acts(self.low, start, end, borders)
        if len(spans) < 2:
            return []
        out: list[Part] = []
        at = start
        for a, b in spans:
            found = self.best(self.cues(a, b))
            if found:
                # What says nothing of its own goes with what follows it.
                out.append((at, b, *found))
                at = b
        if len(out) < 2 or (borders == "contrast" and len({kind for _, _, kind, _ in out}) < 2):
            return []
        first, last = out[:-1], out[-1]
        return [*first, (last[0], end, *last[2:])]

    def core(self, start: int, end: int, kind: str) -> Span:
        """The clauses of a long sentence that say what makes it a finding: those with the most weight, and as much
        around them as is allowed."""
        low = self.low
        cuts = [m.end() for m in finding_rules().patterns["clause"].finditer(low, start, end)]
        parts = [(a, b) for a, b in zip([start, *cuts], [*cuts, end], strict=True) if b > a]
        weights = [
            sum(c.weight_in(self.genre, self.section) for c in self.cues(a, b) if kind in c.kinds) for a, b in parts
        ]
        first = last = weights.index(max(weights))
        while first or last + 1 < len(parts):
            if first and words(low, parts[first - 1][0], parts[last][1]) <= LONGEST:
                first -= 1
            elif last + 1 < len(parts) and words(low, parts[first][0], parts[last + 1][1]) <= LONGEST:
                last += 1
            else:
                break
        a, b = parts[first][0], parts[last][1]
        if words(low, a, b) <= LONGEST:
            return a, b
        shown = [c for c in self.cues(a, b) if kind in c.kinds]
        loudest = finding_rules().cues.index(max(shown, key=lambda c: c.weight)) if shown else -1
        at = next((at for at, numbers in self.hits.placed("cue", a, b) if loudest in numbers), a)
        starts = [m.start() for m in _WORD.finditer(low, a, b)]
        first = max(0, min(bisect_right(starts, at) - 1 - LONGEST // 3, len(starts) - LONGEST))
        return starts[first], starts[first + LONGEST] if first + LONGEST < len(starts) else b
