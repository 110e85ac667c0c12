"""Whether a plan, strategy or law that a noun phrase names was laid down by an authority.

Others have plans and notions, too. Years in its name, a word that it was approved or that something is done under it,
whose it is, and what it is on are signs; nouns that others use as well ("plan", "programme", "rules") need more of them
than "strategy" or "law".
"""

from __future__ import annotations

import re

from educoop.data_files import any_of
from educoop.extraction.data_files import lexicon

_W = {key: any_of(words) for key, words in lexicon("authority").items()}
_STRONG = frozenset(lexicon("authority")["strong"])


def _words(*keys: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z'-])(?:{'|'.join(_W[key] for key in keys)})(?![a-z-])")


_AUTHORITY, _FIELD, _NO_POLICY = _words("authorities"), _words("field"), _words("no_policy")
_INHERENT = re.compile(rf"(?:{any_of(lexicon('authority')['inherent'])})$")
"""Nouns that nobody but an authority gives to what it lays down."""
_WHEN = r"(?:,? (?:in|on|of|since) (?:the )?<[TL]\d+>,?)"
_LAID_BEFORE = re.compile(
    rf"(?<![a-z'-])(?:(?:{_W['laid']})(?: (?:jointly|also|recently|into law))?{_WHEN}{{0,2}}|{_W['lay']})"
    r" (?:(?:the|an?|its|their|his|this|new|first|own) ){0,2}$"
)
_LAID_BEHIND = re.compile(
    rf"{_WHEN}{{0,2}}[\"”]?,? (?:(?:which|that) )?(?:(?:was|were|is|are|has been|have been|had been) )?"
    rf"(?:(?:the |its )?<[OLN]\d+> (?:has |had )?)?(?:[a-z]+ly |first )?(?:{_W['laid']})(?![a-z-])"
)
_LED = re.compile(rf"(?<![a-z-])(?:{_W['leads']}) (?:(?:the|an?|its|their|this|new) ){{0,2}}$")
_OF_BODY = re.compile(r"<[OP]\d+>")
_OWNER = re.compile(r"<L\d+>'s? (?:[a-z]+ )?$")
_OF_PLACE = re.compile(r"(?: of (?:the )?| in (?:the )?|^)<[LD]\d+>")
_PROPOSED = frozenset(lexicon("authority")["proposed"])
_STATE = rf"(?:<L\d+>|(?:{_W['authorities']})(?: of (?:[a-z]+ )?<L\d+>)?)"
_BY_STATE = re.compile(
    rf"{_STATE} (?:has |had )?(?:[a-z]+ly )?(?:proposed|put forward|launched|announced|presented)"
    r" (?:(?:the|an?|its) )?$"
)
_PUT_FORWARD_BY = re.compile(
    rf",? (?:which (?:was |were )?)?(?:proposed|put forward|launched|announced)(?:{_WHEN})? by (?:the )?{_STATE}"
)
_BEFORE = 90
_SIGNS_ASKED = 2
"""Signs, besides its name, that a noun needs which others use as well."""


def is_of_field(name: str) -> bool:
    """Whether a word of a phrase is of the field."""
    return bool(_FIELD.search(name))


def is_put_forward(text: str, start: int, end: int, noun: str) -> bool:
    """Whether a phrase names an initiative that a state has proposed: with that it is there, unlike a plan."""
    if noun not in _PROPOSED or _NO_POLICY.search(text, start, end) or not _FIELD.search(text, start, end):
        return False
    return bool(_BY_STATE.search(text[max(0, start - _BEFORE) : start]) or _PUT_FORWARD_BY.match(text, end))


def is_laid_down(text: str, start: int, end: int, noun: str) -> bool:
    """Whether [start, end) of a masked sentence, a phrase with this noun, is what an authority laid down."""
    name = text[start:end]
    if _NO_POLICY.search(name):
        return False
    before = text[max(0, start - _BEFORE) : start]
    stated = bool(_AUTHORITY.search(name) or _OWNER.search(before) or _OF_PLACE.search(name))
    of_field = bool(_FIELD.search(name))
    if not (of_field or (stated and (_FIELD.search(text) or _OF_BODY.search(name)))):
        return False
    laid = bool(_LAID_BEFORE.search(before) or _LAID_BEHIND.match(text, end))
    led = bool(_LED.search(before))
    by_authority = (
        stated or bool(_INHERENT.match(noun)) or bool(_AUTHORITY.search(text) or "<L" in text or "<D" in text)
    )
    signs = ("<T" in name) + (laid and by_authority) + led + stated
    return signs >= (1 if noun in _STRONG else _SIGNS_ASKED)
