"""The field: between whom the cooperation is that the documents tell of, and how short a text is all of one matter."""

from __future__ import annotations

from educoop.extraction.data_files import lexicon

_PLACES: dict[str, str] = lexicon("domain")["places"]
HOME = _PLACES["home"]
"""The side that every document of the field has, where a sentence leaves it unsaid."""
REGION = _PLACES["region"]
"""The group of the other side's countries."""
FRAME = _PLACES["frame"]
"""A group that holds both sides and many more: the frame in which they cooperate."""
GROUPS = frozenset({REGION, FRAME})
"""Groups that name the field as a whole: said of a thing only where nothing narrower is."""
MEMBERS: dict[str, list[str]] = lexicon("domain")["regions"]
"""Countries that make up a region."""
_SHORT: int = lexicon("domain")["short"]


def is_short(text: str) -> bool:
    """Whether a text is a few sentences: all of one matter, with no room for the words that tell its field."""
    return len(text) <= _SHORT
