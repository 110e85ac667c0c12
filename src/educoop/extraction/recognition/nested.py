"""Bodies named within a longer name: the parties of an agreement, the university at which a centre stands."""

from __future__ import annotations

from collections.abc import Iterator

from educoop.extraction.lexicon import heads, kind_class
from educoop.extraction.model import Mention
from educoop.extraction.recognition.name_kinds import named_mention, what_it_names
from educoop.extraction.recognition.name_runs import runs_in
from educoop.extraction.recognition.tokens import Token

_NESTING, _NESTING_IN_AGREEMENTS = kind_class("nesting"), kind_class("nesting_in_agreements")


def parties(tokens: list[Token], texts: list[str], start: int, end: int, text: str, offset: int) -> Iterator[Mention]:
    """The bodies between which an agreement is, named after "between" in its title."""
    while start < end and tokens[start].cls == "t":
        start += 1
    for name in runs_in(tokens, texts, start, end):
        kind = what_it_names(name, texts, tokens)
        if kind and kind[0] in ("organisations", "projects"):
            yield named_mention(*kind, tokens[name.start].start, tokens[name.end - 1].end, text, offset)


def nested_bodies(
    tokens: list[Token],
    texts: list[str],
    start: int,
    end: int,
    text: str,
    offset: int,
    outer: str,
    own: tuple[int, int],
) -> Iterator[Mention]:
    """Organisations named within a longer name: the university a centre stands at, the ministry of a department."""
    table = heads()
    begin = start
    for e in range(start + 1, end + 1):
        if tokens[e - 1].cls not in "CULDIrzp&-":
            if tokens[e - 1].cls in "ofntwb" or (tokens[e - 1].cls in "ac" and e - 1 == begin):
                begin = e
            continue
        head = table.ending(texts, e, begin)
        if head is None:
            continue
        nests = (head.kind in _NESTING or (outer == "agreements" and head.kind in _NESTING_IN_AGREEMENTS)) and texts[
            e - 1
        ] not in table.bilateral
        if "Other" in texts[begin:e] or (
            outer != "organisations" and any(tokens[k].cls == "-" for k in range(begin, e))
        ):
            # "Industry-University Integration", "Laos-Nepal University Forum" name no university.
            begin = e
            continue
        whole = begin == start and (e == end or outer == "organisations")
        if nests and e - begin > head.words and not whole and not (own[0] < e <= own[1]):
            if e < end and tokens[e].cls in "CU" and table.ending(texts, e + 1, begin) is not None:
                continue  # "Polytechnic" of "Polytechnic Institute"
            kind = table.kind(head, texts[begin:e])
            last = _complement_end(tokens, e, end)
            yield named_mention(head.table, kind, tokens[begin].start, tokens[last - 1].end, text, offset)
        begin = e


def _complement_end(tokens: list[Token], e: int, end: int) -> int:
    """Where the "of …" right after a head ends: "Academy of Sciences"."""
    k = e
    if k < end and tokens[k].cls == "o":
        k += 1
        while k < end and tokens[k].cls == "t":
            k += 1
        first = k
        while k < end and tokens[k].cls in "CU":
            k += 1
        return k if k > first else e
    return e
