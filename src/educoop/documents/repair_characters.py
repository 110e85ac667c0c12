"""Characters: typographic variants, invisible characters and ligatures."""

from __future__ import annotations

import re

from educoop.documents.draft import Draft, Edit

_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t"
_SWAPS = {
    **{c: " " for c in _SPACES},
    **{c: "'" for c in "‘’‚‛ʼ´`＇"},
    **{c: "-" for c in "\u2010\u2011"},
    **{chr(c): chr(c - 0xFEE0) for c in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))},
}
# Wide punctuation belongs to Chinese and Japanese text and is left there; next to Latin letters it is a slip.
_WIDE = re.compile(r"(?<=[\x21-\x7e])[\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff5e、。]|[（【](?=[A-Za-z0-9])")
_WIDE_TO_NARROW = {
    **{chr(c): chr(c - 0xFEE0) for c in range(0xFF01, 0xFF5F)},
    **{"、": ",", "。": ".", "【": "[", "】": "]"},
}
_INVISIBLE = re.compile("\u00ad(?:[ \\t]*\\r?\\n[ \\t]*(?=[a-z]))?|[\u200b-\u200f\u2060\ufeff\u202a-\u202e]+")
_LIGATURE = re.compile("[\ufb00-\ufb06]")
_DROPPED = frozenset(
    map(chr, (0xAD, *range(0x200B, 0x2010), 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0xFB00, 0xFB07)))
)
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}


_ASCII = bytes(range(128))


def _special(text: str) -> set[str]:
    """The characters of a text that are not of ASCII, and a tab if there is one."""
    found = {"\t"} if "\t" in text else set()
    if not text.isascii():
        found |= set(text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass"))
    return found


def repair_characters(draft: Draft) -> Draft:
    """Swap variants of spaces, apostrophes, hyphens and wide forms for the plain ones, drop what can't be seen, write
    ligatures out. Double quotes are left to the repair of quotes, which needs their place."""
    present = _special(draft.text)
    if present & _DROPPED:
        edits = [Edit(m.start(), m.end(), "") for m in _INVISIBLE.finditer(draft.text)]
        edits += [Edit(m.start(), m.end(), _LIGATURES[m.group()], "ligature") for m in _LIGATURE.finditer(draft.text)]
        draft = draft.edited(sorted(edits, key=lambda e: e.start))
    text = draft.text
    for c in sorted(present & _SWAPS.keys()):
        text = text.replace(c, _SWAPS[c])
    if any(c in _WIDE_TO_NARROW for c in present):
        text = _WIDE.sub(lambda m: _WIDE_TO_NARROW.get(m.group(), m.group()), text)
    return draft.with_text(text)
