"""Blocks to text: wrapped lines joined, and words put together that were parted at the end of a line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from educoop.documents.draft import Draft, Edit
from educoop.documents.lexicon import words
from educoop.documents.model import Span
from educoop.documents.vocabulary import Vocabulary

_HYPHEN_END = re.compile(r"([^\W\d_]{1,40})( ?)-$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")


@dataclass(slots=True)
class Block:
    """Pieces of the draft that are read as one, in their order. An empty kind is still to be found out."""

    pieces: list[Span] = field(default_factory=list)
    kind: str = ""


def join_blocks(draft: Draft, blocks: Sequence[Block], vocabulary: Vocabulary) -> Draft:
    """The blocks' text: wrapped lines joined by a space or at a hyphen, blocks separated by a blank line."""
    # A line end between two pieces that follow each other becomes a space one for one, without an edit.
    draft = draft.with_text(draft.text.replace("\n", " "))
    parts: list[Span | Edit] = []
    for number, block in enumerate(blocks):
        if number:
            at = block.pieces[0][0]
            parts.append(Edit(at, at, "\n\n"))
        for k, (a, b) in enumerate(block.pieces):
            if k == 0:
                parts.append((a, b))
                continue
            previous = block.pieces[k - 1][1]
            last = parts[-1]
            adjacent = a == previous + 1 and not isinstance(last, Edit) and draft.text[previous] == " "
            if adjacent and draft.text[previous - 1] != "-" and isinstance(last, tuple):
                parts[-1] = (last[0], b)
                continue
            if draft.text[previous : previous + 1].isspace() and draft.text[previous:a].isspace():
                gap = Edit(previous, a, " ")
            else:
                gap = Edit(a, a, " ")
            hyphen = after = None
            if draft.text[previous - 1] == "-":
                hyphen = _HYPHEN_END.search(draft.text, max(block.pieces[k - 1][0], previous - 40), previous)
                after = _FIRST_WORD.match(draft.text, a, b)
            if hyphen and after and after.group()[0].islower():
                join = _hyphen_join(hyphen.group(1), after.group(), bool(hyphen.group(2)), vocabulary)
                if join is not None:
                    start = parts.pop()
                    if isinstance(start, Edit):
                        raise AssertionError("a piece stands before each gap")
                    cut = previous - 1 - len(hyphen.group(2))
                    parts.append((start[0], cut))
                    if join == "-" and not hyphen.group(2):
                        parts.append((cut, previous))
                    elif join == "-":
                        parts.append(Edit(cut, previous, "-", "hyphen_spacing"))
                    gap = Edit(a, a, "")
            if gap.new:
                parts.append(gap)
            parts.append((a, b))
    return draft.assembled(parts)


def _hyphen_join(left: str, right: str, spaced: bool, vocabulary: Vocabulary) -> str | None:
    """What joins two parts of a word across a line end: "-", "" or None for a dash between two words."""
    low, both = left.lower(), f"{left}-{right}".lower()
    if both in vocabulary.hyphenated:
        return "-"
    if vocabulary.words[low + right] > 0 and not spaced:
        return ""
    if low in words("prefixes"):
        return "-"
    if spaced:
        return None
    if right in ("and", "or", "to"):
        return None
    # Two words of their own make a compound; a part that is no word alone is the half of one.
    return "-" if vocabulary.words[low] > 1 and vocabulary.words[right] > 1 else ""
