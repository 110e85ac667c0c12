"""Names that what is said around them makes agreements, or makes longer ones."""

from __future__ import annotations

from dataclasses import replace

from educoop.data_files import any_of, expression
from educoop.extraction.data_files import lexicon
from educoop.extraction.model import Mention
from educoop.extraction.recognition.scan import Scan
from educoop.extraction.recognition.titles import title_kind

_WORDS = lexicon("signed")
_BEFORE, _AFTER = 60, 60
"""Characters on either side of a name in which it says that it was signed."""
_HEADS = frozenset(_WORDS["heads"])
_SIGNED_IT = expression(rf"(?:{any_of(_WORDS['active'])}) (?:the |an? |its |their )?[\"“]?$", "signed.yaml: active")
_WAS_SIGNED = expression(
    rf"[\"”]?(?: \([^()]{{1,20}}\))?,? (?:which |that )?(?:(?:was|were|is|had been|has been|to be) )?(?:[a-z]+ly )?"
    rf"(?:{any_of(_WORDS['passive'])})\b(?! (?:into|off|up))",
    "signed.yaml: passive",
)
_BETWEEN_SIDES = expression(
    rf"\b(?P<noun>(?:[A-Z][a-z]+ )?(?:{any_of(_WORDS['nouns'])}))"
    rf" between (?:the )?(?:two )?(?:{any_of(_WORDS['sides'])})"
    r" (?:on|for|about|concerning|regarding) (?:the )?[A-Z][\w'’-]{0,30}"
    r"(?: (?:[A-Z][\w'’-]{0,30}|of|and|in|for|the|on|to|with)){0,14}"
    r"(?<! of)(?<! and)(?<! in)(?<! the)(?<! on)(?<! to)(?<! with)(?<! for)",
    "signed.yaml: sides",
)
"""An agreement that tells what it is on, but of its parties only what they are."""


def with_signed(scan: Scan) -> None:
    """Plans and programmes that two sides signed are agreements wherever the document names them."""
    text = scan.reading.view.text
    signed = {m.name for ps in scan.passages for m in ps.mentions if _can_be_signed(m) and _is_signed(m, text)}
    for ps in scan.passages if signed else ():
        ps.mentions = [_as_agreement(m) if m.name in signed and _can_be_signed(m) else m for m in ps.mentions]


def find_between_sides(part: str, offset: int) -> list[Mention]:
    """Agreements "between the two Governments on X", with their whole names."""
    if " between " not in part:
        return []
    out = []
    for m in _BETWEEN_SIDES.finditer(part):
        got = title_kind(m["noun"])
        if got is not None and got[0] == "agreements":
            name = " ".join(m.group().split())
            out.append(Mention("agreement", m.start() + offset, m.end() + offset, name, {"kind": got[1]}))
    return out


def _can_be_signed(m: Mention) -> bool:
    return m.kind in ("policy", "project") and "id" not in m.data and not _HEADS.isdisjoint(m.name.split())


def _is_signed(m: Mention, text: str) -> bool:
    before, after = text[max(0, m.start - _BEFORE) : m.start], text[m.end : m.end + _AFTER]
    return bool(_SIGNED_IT.search(before) or _WAS_SIGNED.match(after))


def _as_agreement(m: Mention) -> Mention:
    kinds: dict[str, str] = _WORDS["kinds"]
    kind = next((kind for word, kind in kinds.items() if word in m.name.split()), "other")
    return replace(m, kind="agreement", data={**m.data, "kind": kind})
