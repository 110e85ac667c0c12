"""Runs of name words without a head noun: names closed by a noun in small letters, companies, perhaps people."""

from __future__ import annotations

import re
from collections.abc import Sequence

from educoop.extraction.lexicon import heads, words
from educoop.extraction.model import Mention
from educoop.extraction.recognition.name_kinds import named_mention
from educoop.extraction.recognition.name_runs import NameRun
from educoop.extraction.recognition.shapes import is_surname
from educoop.extraction.recognition.tokens import Token

_APPOSITION = re.compile(r", (?:an?|the) (?:[\w-]+ ){0,3}?([a-z-]+)(?: (?:in|of|from|based|with|which|that) |, )")
_GIVEN_TAIL = re.compile(r"-([a-z]{2,6})(?![\w-])")
"""The second syllable of a given name such as "Man-kit"."""


def add_headless(
    name: NameRun, tokens: list[Token], text: str, offset: int, named: list[Mention], bare: list[Mention]
) -> None:
    """A run that no head noun makes a name: one closed by a noun in small letters, a company's, or maybe a person's."""
    start, end = name.start, name.end
    following = tokens[end] if end < len(tokens) else None
    while start < end and tokens[start].cls in "zr":
        start += 1
    span = tokens[start:end]
    if not span:
        return
    if (
        following is not None
        and following.text in heads().lower
        and any(t.cls in "CU" for t in span)
        and len(span) >= 2
    ):
        table, k = heads().lower[following.text]
        inner = heads().ending([t.text for t in span], len(span))
        if inner is not None and inner.table == table:
            k = inner.kind
        named.append(named_mention(table, k, tokens[start].start, following.end, text, offset))
        return
    if len(span) > 3 and span[1].cls == "-" and span[0].cls in "LD" and span[2].cls in "LD":
        kind = heads().sites.get(span[-1].text)
        if kind is not None:
            # "Laos-Nepal Apiculture Station": two states run it.
            named.append(named_mention("projects", kind, span[0].start, span[-1].end, text, offset))
            return
    if len(span) >= 2 and all(t.cls in "CU" for t in span) and (closed := _closed_by_two(tokens, end)):
        table, k = heads().lower[tokens[end + 1].text]
        named.append(named_mention(table, k, span[0].start, closed, text, offset))
        return
    if name.head is None and len(span) > 2 and span[0].cls in "LD" and all(t.cls in "CI-" for t in span[1:]):
        # "Ambassador of A to B Xu Ke": the place ends before the name.
        span = span[1:]
    if name.head is None and len(span) > 2:
        # "… and Innovation Nurlan Asanbekov": the end of an office's field runs into the name of its holder.
        while len(span) > 2 and span[0].text in words().modifiers | words().bare_bodies:
            span = span[1:]
        if len(span) > 2 and span[0].text.endswith("s") and span[0].text[:-1] in words().roles:
            # "Professors A, B and C": the office is that of all of them.
            span = span[1:]
    titled = bool(start) and tokens[start - 1].cls in "HR" and span[0] is tokens[start]
    if titled and len(span) == 2 and span[0].cls == "C" and span[1].cls == "L" and " " not in span[1].text:
        # "Ms. Chen Yulin": a given name that is also a city's.
        bare.append(
            Mention("candidate", span[0].start, span[1].end, text[span[0].start - offset : span[1].end - offset])
        )
        return
    if name.head is None and len(span) <= 4 and _is_company(tokens[start - 1] if start else None, span, text, offset):
        named.append(named_mention("organisations", "company", span[0].start, span[-1].end, text, offset))
        named[-1].data["again"] = True
        return
    if name.head is None and 1 <= len(span) <= 5 and all(t.cls in "CI-U" for t in span):
        honoured = start > 0 and tokens[start - 1].cls == "H" and span[0] is tokens[start]
        titles = start
        while honoured and titles and tokens[titles - 1].cls == "H":
            titles -= 1  # "Assoc. Prof. Dr. A"
        first = tokens[titles].start if honoured else span[0].start
        surname = titled and len(span) == 1 and is_surname(span[0].text)
        kind_of = "person" if surname or (honoured and 2 <= len(span) <= 4) else "candidate"
        last = span[-1].end
        tail = _GIVEN_TAIL.match(text, last - offset) if len(span) >= 2 else None
        if tail and tail[1] not in words().not_given_names:
            last = tail.end() + offset
        bare.append(Mention(kind_of, first, last, text[span[0].start - offset : last - offset]))


def _closed_by_two(tokens: Sequence[Token], end: int) -> int | None:
    """Where a name ends that a word for a course of study and a small noun close ("Snow Line doctoral programme")."""
    if end + 1 >= len(tokens) or tokens[end].text not in words().courses:
        return None
    noun = tokens[end + 1]
    got = heads().lower.get(noun.text)
    return noun.end if got and got[0] == "projects" and not noun.text.endswith("s") else None


def _is_company(before: Token | None, span: Sequence[Token], text: str, offset: int) -> bool:
    """Whether a bare name stands in apposition to a noun for companies ("the shipbuilder Altai Marine")."""
    if not any(t.cls in "CU" and len(t.text) > 1 for t in span) or not all(t.cls in "CUL&" for t in span):
        return False
    if before is not None and before.text.rsplit(" ", 1)[-1] in words().companies:
        return True
    behind = _APPOSITION.match(text, span[-1].end - offset)
    return behind is not None and behind[1] in words().companies
