"""Zones: what each block of the view is."""

from __future__ import annotations

import re

_CAPS = re.compile(r"[^a-z]*[A-Z][^a-z]*[A-Z][^a-z]*")
_NUMBERED = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}\.?\s+[A-Z]")


def is_heading(text: str) -> bool:
    """Whether a block of its own reads as a heading."""
    if len(text) > 200 or text.endswith((".", ";", ",", "?", "!")):
        return False
    return bool(_NUMBERED.match(text) or _CAPS.fullmatch(text) or text.startswith("#"))
