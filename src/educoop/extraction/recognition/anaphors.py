"""Generic nouns that point back to a thing named earlier, and what they can mean."""

from __future__ import annotations

import re
from collections.abc import Sequence

from educoop.data_files import any_of
from educoop.extraction.data_files import lexicon
from educoop.extraction.model import Mention

_WORDS = lexicon("anaphors")
_KINDS: dict[str, tuple[str, ...]] = {
    noun: tuple(kind for kind, among in _WORDS["nouns"].items() if noun in among)
    for nouns in _WORDS["nouns"].values()
    for noun in nouns
}
"""Kinds of the things that a noun can mean, the likeliest first."""
_ANAPHOR = re.compile(
    r"\b(?P<whose>[Tt]he|[Tt]his|[Tt]hat|[Ii]ts|[Oo]ur|[Yy]our)(?: current| said| same| above)? "
    rf"(?P<noun>{any_of(_KINDS)})\b(?! of\b| for\b| stone\b|[ -][A-Z])"
)
_OWN = frozenset({"our", "your"})
"""Whose thing it is when the document speaks as the body that it is about."""
_MEMORY = 200
"""How many mentions back a generic noun may point."""


def anaphors(text: str, offset: int) -> list[Mention]:
    """Generic noun phrases that point back to a thing named earlier ("the forum")."""
    return [
        Mention(
            _KINDS[m["noun"]][0],
            m.start() + offset,
            m.end() + offset,
            m.group(),
            {"points_back": m["noun"], "own": m["whose"].lower() in _OWN},
        )
        for m in _ANAPHOR.finditer(text)
    ]


def antecedent(noun: str, earlier: Sequence[tuple[Mention, str]], first: bool = False) -> tuple[Mention, str] | None:
    """The nearest earlier mention, or the first, with its row, that the noun can mean: its name holds the noun."""
    heads = _heads(noun)
    for m, row in earlier if first else reversed(earlier[-_MEMORY:]):
        low = m.name.lower()
        if m.kind in _KINDS[noun] and any(h in low for h in heads):
            return m, row
    return None


def noun_fits(noun: str, name: str) -> bool:
    """Whether a generic noun of a body ("school") can mean the body of this name."""
    return any(h in name.lower() for h in _heads(noun))


def _heads(noun: str) -> Sequence[str]:
    """Words of which the name of what the noun means holds one."""
    heads: Sequence[str] = _WORDS["held_in"].get(noun, (noun,))
    return heads
