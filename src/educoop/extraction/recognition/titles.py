"""Names in quotation marks, and what a title is of by its head noun."""

from __future__ import annotations

import re

from educoop.data_files import any_of
from educoop.extraction.data_files import lexicon
from educoop.extraction.lexicon import heads, words
from educoop.extraction.model import MENTION_OF, Mention
from educoop.extraction.recognition.known import find_known

# An opening mark follows a space or a bracket, a closing one ends a word: so a lone mark shifts nothing after it.
_QUOTED = re.compile(r"""(?<![\w.,;:!?)'’])"(?=[\w'(])([^"\n]{3,240})"(?!\w)""")
_SAYING = re.compile(r"\b(?:has|have|had|is|are|was|were|will|does|do|did|can|must|said)\b")
"""A word that no title has: what stands in the quotation marks was said."""
_PREPOSITION = re.compile(r"\b(?:of|on|for|between|in|to|with|by|under|at|from)\b", re.I)
_AFTER_QUOTE = re.compile(r"\s*(?:\([^)]{1,40}\)\s*)?([A-Za-z]+)")
_PROGRAMME = re.compile(r" (?:(?P<state>state|national|government) |development )?program(?:me)?\b(?: of (?:the )?)?")
_CAPITAL_AFTER = re.compile(
    r" (?P<head>(?:[A-Z][a-z]+ ){0,2}[A-Z][a-z]+)\b"
    r"(?: (?:of|for) (?P<of>(?:[A-Z][\w-]+ (?:and )?){0,4}[A-Z][\w-]+))?"
)
"""What a name that begins in quotation marks goes on with: "Altyn Bel" Centre for Mountain Trades."""
_POLICY_BEHIND = re.compile(rf" (?:{any_of(lexicon('heads')['quoted_policies']['behind'])})\b")
_POLICY_BEFORE = re.compile(rf"\b(?:{any_of(lexicon('heads')['quoted_policies']['before'])}),? $")
"""Nouns beside quotation marks that tell a policy: a policy of "Open Doors", the "Open Doors" national project."""
_MODEL = re.compile(r"\d ?\+ ?\d(?: ?\+ ?\d)?")
"""Years here and years there: a kind of programme, no name ("2+2")."""
_CAPITAL_BEFORE = re.compile(
    r"(?<![\w-])(?P<head>[A-Z][\w-]+(?: [A-Z][\w-]+){0,3})(?: (?:of|for|on) (?:[\w-]+ ){0,5}[\w-]+)? $"
)
_LONGEST_BEFORE = 80
_WORDS_AFTER = re.compile(r"(?: [a-z]+){1,4}")
_NOUN_BEFORE = re.compile(
    r"\b(?:(?P<state>[Ss]tate|[Nn]ational|[Gg]overnment|[Pp]residential) (?:[a-z]+ )?)?(?P<noun>[A-Z]?[a-z]+),?"
    rf"(?: (?:{any_of(lexicon('heads')['called'])}))? $"
)
_APPOSITION = re.compile(
    r", (?:the|an?|its|their|our) (?P<words>(?:[\w'-]+ ){0,4}?[a-z]+)"
    r"(?=,| (?:which|that|of|for|in|by|with|between|run|where)\b)"
)
_PHRASE, _WORDS_BEFORE = 60, 3
"""Characters and words before a noun that may tell its kind."""
_REACH = 200
"""Characters before a title among which the noun stands that tells it."""
_PROGRAMME_NOUN = re.compile(r"[Pp]rogramm?e?")


_LONGEST_COUNTRY = 60
_LONGEST_TOLD = 8
"""Words of the longest name in quotation marks that only the noun behind it tells."""


def find_titles(text: str, offset: int) -> list[Mention]:
    """Names in quotation marks, told by the head noun inside or the noun right after the closing mark."""
    found = []
    for m in _QUOTED.finditer(text) if '"' in text else ():
        inner = m.group(1).strip().rstrip(".,;")
        if not inner:
            continue
        start = m.start(1) + m.group(1).index(inner[0]) + offset
        if (told := _told_by_noun(text, m, inner, offset)) is not None:
            found.append(told)
            continue
        if _is_policy(text, m, inner):
            found.append(
                Mention("policy", start, start + len(inner), inner, {"kind": "national_policy", "quoted": True})
            )
            continue
        if not (inner[0].isupper() or inner[0].isdigit() or inner[0] == "'") or _MODEL.fullmatch(inner):
            continue
        if (named := _part_of_name(text, m, inner, offset)) is not None:
            found.append(named)
            continue
        after = _AFTER_QUOTE.match(text, m.end())
        got = title_kind(inner, after.group(1).lower() if after else "")
        if after and _of_a_state(text, m.end()):
            got = ("policies", "strategy")
        if got is None:
            got = _by_noun_further_on(text, m.end())
        if got is None and (before := _NOUN_BEFORE.search(text[max(0, m.start() - _REACH) : m.start()])):
            # What stands before a name tells no events: "the student conference "X"" is one name.
            got = _by_phrase(text[: m.start()], before["noun"].lower())
            got = ("policies", "strategy") if before["state"] and _PROGRAMME_NOUN.fullmatch(before["noun"]) else got
            got = got if got and got[0] != "events" else None
        if got and _SAYING.search(inner):
            continue
        if got:
            table, kind = got
            data = {"kind": kind, "quoted": True}
            end = start + len(inner)
            if after and heads().lower.get(after[1].lower(), ("",))[0] == table and ")" not in after[0]:
                # The noun that tells what it is stands for it too: "Two Seas" programme.
                data["name_end"], end = end, after.end(1) + offset
            found.append(Mention(MENTION_OF[table], start, end, inner, data))
        elif len(inner.split()) <= 12 and sum(w[0].isupper() for w in inner.split()) >= 2:
            found.append(Mention("title", start, start + len(inner), inner, {"quoted": True}))
    return found


def _is_policy(text: str, m: re.Match[str], inner: str) -> bool:
    """Whether what stands in quotation marks is a policy by the noun beside them."""
    if len(inner.split()) > _LONGEST_TOLD or _SAYING.search(inner) or _MODEL.fullmatch(inner):
        return False
    before = text[max(0, m.start() - _LONGEST_BEFORE) : m.start()]
    return bool(_POLICY_BEHIND.match(text, m.end()) or _POLICY_BEFORE.search(before))


def _by_noun(noun: str) -> tuple[str, str] | None:
    return heads().lower.get(noun) or heads().classes.get(noun)


def _by_phrase(before: str, noun: str) -> tuple[str, str] | None:
    """What a noun before a name tells with the words before it: a joint master's programme "Two Seas" says more."""
    got = _by_noun(noun)
    if got is None or got[0] != "projects":
        return got
    phrase = before[max(0, len(before) - _PHRASE) :].partition(noun)[0].split()[-_WORDS_BEFORE:]
    more = title_kind(" ".join([*phrase, noun]).title())
    return more if more is not None and more[0] == got[0] and more[1] != "other" else got


def _by_noun_further_on(text: str, end: int) -> tuple[str, str] | None:
    """What the noun behind a name in quotation marks tells, with words before it: "Two Seas" training scheme;
    "Two Seas", the yearly course for …."""
    beside, after = _APPOSITION.match(text, end), _WORDS_AFTER.match(text, end)
    if beside is not None:
        return _by_noun(beside["words"].rpartition(" ")[2])
    for word in after.group().split() if after else ():
        if _PREPOSITION.fullmatch(word) or _SAYING.fullmatch(word):
            break
        if (got := heads().lower.get(word)) is not None and got[0] == "projects":
            return got
    return None


def _part_of_name(text: str, m: re.Match[str], inner: str, offset: int) -> Mention | None:
    """A project's name of which a part stands in quotation marks: "Two Seas" Scholarship, Summer School "Two Seas"."""
    if _SAYING.search(inner):
        return None
    behind = _CAPITAL_AFTER.match(text, m.end())
    before = _CAPITAL_BEFORE.search(text, max(0, m.start() - _LONGEST_BEFORE), m.start())
    last = behind and behind.end("head" if _ends_in_body(behind["of"]) else 0)
    for found, start, end in ((behind, m.start(), last), (before, before and before.start(), m.end())):
        parts = found["head"].split() if found else []
        if found is before and parts and parts[0] in words().openers and start is not None:
            start += len(parts.pop(0)) + 1
        head = heads().ending(parts, len(parts))
        if head is None or head.table != "projects" or start is None or end is None:
            continue
        name = text[start:end].replace('"', "") if found is behind else text[start:end]
        kind = heads().kind(head, re.findall(r"[^\W_]+", name))
        return Mention("project", start + offset, end + offset, name, {"kind": kind, "key": inner})
    return None


def _ends_in_body(name: str | None) -> bool:
    """Whether what stands behind "of" is a body by its last noun, so that it is no part of the name before."""
    parts = name.split() if name else []
    head = heads().ending(parts, len(parts))
    return head is not None and head.table == "organisations"


def _of_a_state(text: str, at: int) -> bool:
    """Whether "programme of Laos", "state programme" stand here: behind the name of a policy, not of a course."""
    m = _PROGRAMME.match(text, at)
    if m is None or m["state"]:
        return m is not None
    behind = find_known(text[m.end() : m.end() + _LONGEST_COUNTRY])
    return any(p.start == 0 and p.data.get("place_kind") == "country" for p in behind) and m.group().endswith(
        (" of ", " the ")
    )


def _told_by_noun(text: str, m: re.Match[str], inner: str, offset: int) -> Mention | None:
    """A name in quotation marks told by the noun of a course or class behind it ("Two Seas" order class)."""
    after = _WORDS_AFTER.match(text, m.end())
    if after is None or not inner[0].isalpha() or len(inner.split()) > _LONGEST_TOLD or _SAYING.search(inner):
        return None
    parts = after.group().split()
    if parts[0] in heads().lower or _of_a_state(text, m.end()):
        # "Two Seas" programme: here the noun is no part of the name.
        return None
    end = m.end()
    for k, word in enumerate(parts):
        end += len(word) + 1
        got = heads().classes.get(word)
        if got is not None:
            name = text[m.start() : end].replace('"', "")
            # "… joint training programme" says more than its last word.
            table, kind = title_kind(" ".join(parts[: k + 1]).title()) or got
            kind = kind if table == got[0] else got[1]
            return Mention(MENTION_OF[got[0]], m.start() + offset, end + offset, name, {"kind": kind, "key": inner})
        if _PREPOSITION.fullmatch(word) or _SAYING.fullmatch(word):
            break
    return None


def title_kind(title: str, after: str = "") -> tuple[str, str] | None:
    """(table, kind) of a title by its head noun: before the first preposition, at its end after a leading gerund."""
    plain = title.replace("'", "").replace("’", "")
    parts = re.findall(r"[^\W_]+", plain)
    if not parts:
        return None
    table = heads()
    cut = _PREPOSITION.search(plain)
    front = re.findall(r"[^\W_]+", plain[: cut.start()]) if cut else parts
    for run in (front, parts):
        head, end = table.last(run, 0, len(run))
        if head and (end == len(run) or run is front):
            return head.table, table.kind(head, run)
    return table.lower.get(after)
