"""What a run of name words with a head noun names: which table it belongs to, and which kind it is."""

from __future__ import annotations

from educoop.extraction.lexicon import heads, kind_class, words
from educoop.extraction.model import MENTION_OF, Mention
from educoop.extraction.recognition.name_runs import NameRun, is_bilateral
from educoop.extraction.recognition.tokens import Token

_TEACHING = kind_class("teaching")
_PARTY_ORGAN = frozenset({"Standing", "Party", "CPC", "Communist", "Working", "Committee", "Leadership", "Group"})
"""Words of a committee of the party within a body."""


def what_it_names(name: NameRun, texts: list[str], tokens: list[Token]) -> tuple[str, str] | None:
    table = heads()
    head = name.head
    if head is None:
        return None
    parts = texts[name.start : name.end]
    ordinals = sum(t.cls == "z" for t in tokens[name.start : name.head_end])
    if len(parts) - (ordinals if head.table == "projects" else 0) == head.words and not name.complement:
        return None
    names_beneficiaries = (
        name.complement == "f"
        and name.head_end - name.start == head.words
        and all(t.cls in "LDft" for t in tokens[name.head_end : name.end])
    )
    if names_beneficiaries:
        # "Scholarship for Mongolians" describes, it does not name.
        return None
    if head.table == "organisations" and not name.complement:
        front = [t for t in tokens[name.start : name.head_end - head.words] if t.cls != "-"]
        part = head.kind in _TEACHING or texts[name.head_end - 1] in table.parts_only
        bare = words().bare_bodies | words().modifiers if part else words().bare_bodies
        front = [t for t in front if not (part and t.cls == "a")]
        if all(t.text in bare or t.cls in "zd" for t in front):
            return None
    if _is_unit(texts[name.head_end - 1], name):
        rest = tokens[name.head_end : name.end]
        # "Department of Chinese Studies": what is taught there, not whose it is.
        taught = texts[name.end - 1] in table.subjects and not any(t.cls == "L" for t in rest)
        # "Department of Chinese": the language.
        taught = taught or (tokens[name.end - 1].cls == "D" and not any(t.cls in "LCU" for t in rest))
        alone = texts[name.head_end - 1] in table.parts_only and (taught or not any(t.cls in "LD" for t in rest))
        if alone and table.ending(texts, name.end, name.head_end) is None:
            return None
        if all(t.text in words().modifiers or t.cls in "oat&c" for t in rest):
            return None
    if all(t.text in _PARTY_ORGAN or t.cls in "otarR" for t in tokens[name.start : name.end]):
        # "the Standing Committee of the Party Committee": an organ of the body whose committee it is.
        return None
    if texts[name.head_end - 1] == "Party" and all(t.cls in "DL" for t in tokens[name.start : name.head_end - 1]):
        # "the Mongolian Party": a side of a treaty.
        return None
    before = texts[name.start : name.head_end]
    kind = table.kind(head, _telling(name, texts, tokens))
    last = texts[name.head_end - 1]
    shared = "Joint" in parts or sum(t.cls in "LD" for t in tokens[name.start : name.end]) > 1
    if kind == "research_centre" and name.complement == "f" and not shared:
        # "Steppe Centre for Regional Studies": a body of its own, until somebody is told to have founded it.
        return "organisations", "research_institute"
    sides = [t for t in tokens[name.start : name.end] if t.cls in "LD"]
    told = bool(sides or name.complement) and not table.of_states.isdisjoint(before)
    if is_bilateral(name, texts) and (len(sides) >= 2 or told):
        return "projects", "cooperation_mechanism"
    if last in table.leagues and not table.league_members.isdisjoint(parts):
        return "projects", "university_alliance"
    as_project = table.founded_as_project.get(kind) if kind != "government" else None
    if as_project and head.table == "organisations" and not table.shared.isdisjoint(before):
        # "Joint Doctoral School of Mountain Ecology".
        return "projects", as_project
    if last in table.joint and len(sides) >= 2 and tokens[name.start + 1].cls == "-":
        # "Laos-Nepal Engineering University": two states run it, so it is a project of theirs.
        return "projects", table.joint[last]
    return head.table, kind


def end_of_party_organ(name: NameRun, tokens: list[Token]) -> int:
    """Where the body begins whose party committee a name is, 0 where it is none of those."""
    k = name.start
    while k < name.end and (tokens[k].text in _PARTY_ORGAN or tokens[k].cls in "ot"):
        k += 1
    own = {t.text for t in tokens[name.start : k]}
    rest = tokens[k : name.end]
    return k if {"Party", "Committee"} <= own and rest and not all(t.cls == "L" for t in rest) else 0


def _telling(name: NameRun, texts: list[str], tokens: list[Token]) -> list[str]:
    """The words of a name that tell its kind: not those of a body named at its end ("… Centre of the Chinese Academy of
    Sciences"), nor the sides that it joins ("Kazakh-Chinese Centre")."""
    end = name.end if name.complement else name.head_end
    body, body_end = heads().last(texts, name.head_end, end)
    if body is not None and body.table == "organisations":
        starts = [k for k in range(name.head_end, body_end - body.words) if tokens[k].cls in "onw"]
        end = starts[-1] if starts else end
    return [
        texts[k]
        for k in range(name.start, end)
        if tokens[k].cls != "D" or not any(texts[j] == "-" for j in (k - 1, k + 1) if name.start <= j < end)
    ]


def _is_unit(last: str, name: NameRun) -> bool:
    """Whether a name is a part of a body by its head alone ("School of Education")."""
    return last in heads().units and name.complement == "o" and name.head_end - name.start == 1


def named_mention(table: str, kind: str, start: int, end: int, text: str, offset: int) -> Mention:
    return Mention(MENTION_OF[table], start, end, text[start - offset : end - offset], {"kind": kind})
