"""Which of several mentions at one place count."""

from __future__ import annotations

from collections.abc import Iterable

from educoop.extraction.model import Mention

_WEAK = {"place": 1, "candidate": 2, "locality": 2, "title": 1}


def settle(mentions: Iterable[Mention]) -> tuple[list[Mention], list[Mention]]:
    """Non-overlapping mentions in order, the longer of two neighbours winning, and the nested ones left over."""
    kept: list[Mention] = []
    nested: list[Mention] = []
    for m in sorted(mentions, key=lambda m: (m.start, -(m.end - m.start), _WEAK.get(m.kind, 0), "id" not in m.data)):
        beaten = []
        while kept and kept[-1].end > m.start and kept[-1].end - kept[-1].start < m.end - m.start:
            beaten.append(kept.pop())
        if kept and kept[-1].end > m.start:
            nested.append(m)
            kept.extend(reversed(beaten))
        else:
            kept.append(m)
            nested.extend(beaten)
    nested.sort(key=lambda m: m.start)
    return kept, nested
