"""Rules as data: patterns over sentences whose mentions are single marks, and what they emit.

A sentence becomes a masked text: lower case, each mention a mark such as `<O3>` (kind letter, number of the mention).
A pattern is a regular expression with shorthands:
  @O:who     one mark of that kind, named; @OO:who a list of them ("<O1>, <O2> and the <O3>")
  @[OL]:who  one mark of any of these kinds; @[OL]+:who a list of one kind, @[OL]*:who a mixed list
  @[OL]#:who a mixed list whose members may have words before them and their body or place behind ("the rector of <L1>,
             <N2>, and delegates from <O3> in <L4>")
  %word      any form of the word list of that name in lexicons/macros.yaml, %month any month
  ~          a gap of at most 60 signs, ~~ one of 160
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import accumulate
from typing import Any

import ahocorasick
import yaml

from educoop.bounded import bounded
from educoop.data_files import any_of, without_doubles
from educoop.documents.model import Span
from educoop.extraction.lexicon import macros
from educoop.extraction.model import Mention
from educoop.paths import rules_dir

LETTERS = {
    "organisation": "O",
    "project": "P",
    "event": "E",
    "agreement": "A",
    "policy": "Y",
    "person": "N",
    "candidate": "N",
    "place": "L",
    "locality": "L",
    "demonym": "D",
    "date": "T",
    "title": "S",
    "quantity": "Q",
}
# Plain strings only: YAML would read the kind letters NO, and the keys yes and no, as truth values.
_LOADER = without_doubles(getattr(yaml, "CBaseLoader", yaml.BaseLoader))
_MACRO = re.compile(r"%([a-z_]+)")
_MARK = re.compile(r"<[A-Z](\d+)>")
# "… University in Laos": where a member of a list is, not a member.
_WHEREABOUTS = re.compile(
    r"(?<=>)(?: (?:in|of|from|for|on behalf of) (?:the )?<[OL]\d+>| \([^()]*\))"
    r"|<L\d+>-based|<L\d+>'s (?=<[OP])|<L\d+>(?: in <L\d+>)?,? (?=<N)|<O\d+>(?: in <L\d+>)? (?:[a-z]{1,4}\. )?(?=<N)"
)
_OWNER = r"(?:<L\d+>'s (?=<[OP]))?"
"""Before a body or project: whose it is, not another one of a list ("founded by Laos's X University and …")."""
_IN = {True: r"(?: in <L\d+>| \([^()]{1,50}\))?", False: ""}
_LEAD = (
    r"(?:(?:(?<![a-z.'-])(?!%not_leading)[a-z0-9.'-]+|<D\d+>|"
    r"<L\d+>-based|(?:of|to|in) <L\d+>,?|of (?:the )?<O\d+>(?: in <L\d+>)?(?= (?:[a-z]{1,4}\. )?<N)) ){0,6}"
)
_TAIL = r"(?:,? (?:of|from|in|for|on behalf of) (?:the )?<[OL]\d+>| \([^()]{1,60}\)| \"[^\"<>]{1,40}\")?"
"""Before and behind a member of a list that may be told with words of its own."""
_AND_OTHERS = r"(?:,? and|,? as well as|,) (?:[a-z-]+ ){0,2}%unnamed"
_CLOSING = re.compile(r'[,.]?"')
_AND = (
    r"(?:[,;]? and (?:(?:by|of|with|from|between|for) )?|,? as well as |,? along with |,? together with | & )"
    r"(?:also )?"
)
_LIST = rf"(?:(?:{_AND}|(?:, |; | / )(?:also )?)(?:the |its |a |an |both )?(?:<L\d+>-based (?:[a-z]+ ){{0,2}})?"


class RuleError(ValueError):
    """A rule file that cannot be used: says which rule, what is wrong and how to mend it."""


@dataclass(frozen=True)
class Frame:
    """A rule. Its expressions are compiled when they are first asked for: to compile those of all rules takes longer
    than to read a document, which needs few of them."""

    id: str
    file: str
    """Name of the file that it stands in."""
    source: str
    """Its pattern as the file has it."""
    needs: frozenset[str]
    """Kind letters that must all occur in the sentence."""
    triggers: tuple[str, ...]
    emit: tuple[dict[str, Any], ...]
    without: str | None
    """Pattern of what the match must not contain."""
    beside: str | None
    """Pattern of what the sentence must contain as well."""
    yes: tuple[Any, ...]
    no: tuple[Any, ...]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Its expression. RuleError when the rule cannot be used."""
        return self._compiled(self.source)

    @cached_property
    def guard(self) -> re.Pattern[str] | None:
        """That of `without`."""
        return self._compiled(self.without) if self.without else None

    @cached_property
    def also(self) -> re.Pattern[str] | None:
        """That of `beside`."""
        return self._compiled(self.beside) if self.beside else None

    def _compiled(self, source: str) -> re.Pattern[str]:
        try:
            return re.compile(compile_pattern(source))
        except (re.error, RuleError) as error:
            raise _wrong(self.file, self.id, error) from error


def _wrong(file: str, rule: object, error: Exception) -> RuleError:
    return RuleError(f"{file}: rule {rule}: {error}; mend the rule")


def compile_pattern(source: str) -> str:
    """The regular expression of a pattern."""

    def word(m: re.Match[str]) -> str:
        forms = macros().get(m.group(1))
        if forms is None:
            raise RuleError(f"no word list %{m.group(1)}: add it to lexicons/macros.yaml")
        if isinstance(forms, str):
            return f"(?:{_MACRO.sub(word, forms)})"
        return rf"(?<![a-z])(?:{any_of(forms)})(?![a-z])"

    def mark(m: re.Match[str]) -> str:
        kinds, name = m.group(1) or m.group(2)[0], m.group(4)
        one = f"{_OWNER if set(kinds) & set('OP') else ''}<[{kinds}]\\d+>"
        many = m.group(3) or (m.group(2) and len(m.group(2)) > 1)
        # The members of a list are of one kind: "… in A, and B University has …" is no list.
        own = {k: _OWNER if k in "OP" else "" for k in kinds}
        lists = [f"{own[k]}<{k}\\d+>{_IN[k in 'OP']}{_LIST}{own[k]}<{k}\\d+>{_IN[k in 'OP']}){{0,24}}" for k in kinds]
        if m.group(3) == "*":
            place = _IN[any(k in "OP" for k in kinds)]
            lists = [f"{one}{place}{_LIST}{one}{place}){{0,24}}"]
        if m.group(3) == "#":
            bare = rf"(?>(?:the |an? )?{one}{_TAIL})"
            # Atomic, since what stands between two members may be told of either.
            member = rf"(?>{_MACRO.sub(word, _LEAD)}{one}{_TAIL})"
            # Behind a comma the clause may go on with words that are of no member, unless "and" closes the list, be it
            # before those who are not named ("…, and students").
            closed = rf"(?:[,;] {member}){{1,24}}(?={_MACRO.sub(word, _AND_OTHERS)})"
            closed = rf"(?:[,;] {member}){{0,24}}{_AND}{member}){{1,4}}|{closed}|(?:[,;] {bare}){{0,24}}"
            lists = [f"{member}(?:(?:{closed})"]
        body = f"(?:{'|'.join(lists)})" if many else one
        return f"(?P<{name}>{body})" if name else f"(?:{body})"

    text = _MACRO.sub(word, source)
    text = re.sub(r"@(?:\[([A-Z]+)\]|([A-Z]{1,2}))([+*#])?(?::([a-z_]\w*))?", mark, text)
    return bounded(text.replace("~~", "[^;]{0,160}?").replace("~", "[^;]{0,60}?"))


def _read(family: str) -> tuple[Frame, ...]:
    out: list[Frame] = []
    for path in sorted(rules_dir().glob(f"{family}*.yaml")):
        for rule in yaml.load(path.read_text("utf-8"), Loader=_LOADER) or ():
            try:
                out.append(
                    Frame(
                        rule["id"],
                        path.name,
                        rule["pattern"],
                        frozenset(rule.get("needs", "")),
                        tuple(rule.get("triggers", ())),
                        tuple(rule.get("emit", ())),
                        rule.get("not"),
                        rule.get("also"),
                        tuple(rule.get("yes", ())),
                        tuple(rule.get("no", ())),
                    )
                )
            except KeyError as error:
                name = rule.get("id", "without an id") if isinstance(rule, dict) else "not a mapping"
                raise _wrong(path.name, name, error) from error
    return tuple(out)


@cache
def frames(family: str = "relations") -> tuple[Frame, ...]:
    """The rules of one family (files `family*.yaml` in extraction/rules), in file and rule order. RuleError when one of
    them cannot be used."""
    found = _read(family)
    for frame in found:
        _ = frame.pattern, frame.guard, frame.also
    return found


def matches(family: str, masked: Masked) -> Iterator[tuple[Frame, re.Match[str]]]:
    """Every match of the rules of a family in a masked sentence."""
    if len(masked.text) <= REMEMBERED:
        return iter(_remembered(family, masked.text, masked.kinds))
    return _matches(family, masked.text, masked.kinds)


def _matches(family: str, text: str, kinds: frozenset[str]) -> Iterator[tuple[Frame, re.Match[str]]]:
    for frame in _chooser(family).fitting(text, kinds):
        if frame.also is not None and not frame.also.search(text):
            continue
        for m in frame.pattern.finditer(text):
            if frame.guard is None or not frame.guard.search(m.group()):
                yield frame, m


REMEMBERED = 600
"""Characters of the longest masked sentence of which it is remembered what was found: news repeat each other."""


@lru_cache(maxsize=10_000)
def _remembered(family: str, text: str, kinds: frozenset[str]) -> tuple[tuple[Frame, re.Match[str]], ...]:
    return tuple(_matches(family, text, kinds))


class _Chooser:
    """Chooses the rules of a family that a sentence can match: it has their kinds and one of their triggers.

    Sets of rules are numbers, one bit a rule, and all triggers are looked for in one pass over the sentence.
    """

    def __init__(self, rules: Sequence[Frame]) -> None:
        self._rules = rules
        self._by_kinds: dict[frozenset[str], int] = {}
        self._always = sum(1 << i for i, f in enumerate(rules) if not f.triggers)
        by_trigger: dict[str, int] = {}
        for i, frame in enumerate(rules):
            for trigger in frame.triggers:
                by_trigger[trigger] = by_trigger.get(trigger, 0) | 1 << i
        self._triggers = ahocorasick.Automaton()
        for trigger, bits in by_trigger.items():
            self._triggers.add_word(trigger, bits)
        self._triggers.make_automaton()

    def fitting(self, text: str, kinds: frozenset[str]) -> Iterator[Frame]:
        """The rules, in their order."""
        having = self._by_kinds.get(kinds)
        if having is None:
            having = self._by_kinds[kinds] = sum(1 << i for i, f in enumerate(self._rules) if f.needs <= kinds)
        chosen = self._always
        if having and len(self._triggers):
            for _, bits in self._triggers.iter(text):
                chosen |= bits
        chosen &= having
        while chosen:
            lowest = chosen & -chosen
            yield self._rules[lowest.bit_length() - 1]
            chosen ^= lowest


@cache
def _chooser(family: str) -> _Chooser:
    return _Chooser(_read(family))


class Masked:
    """A sentence with its mentions as marks, and the way back to the view."""

    def __init__(self, text: str, offset: int, mentions: Sequence[Mention], cuts: Sequence[Span] = ()) -> None:
        """`cuts` are stretches of the text that are left out, mentions and all, in their order."""
        self.source = text
        self.offset = offset
        self.mentions = mentions
        self._cuts = cuts
        parts: list[str] = []
        edges: list[int] = []
        last = resumed = 0
        kinds = set()
        marked: list[int] = []
        left_out = list(reversed(cuts))
        # The one capital letter that becomes two signs in lower case would shift all offsets after it.
        lower = text.replace("İ", "I").lower().replace("<", " ")

        def leave_out() -> None:
            """The next cut, as a mark of no length and of no mention."""
            nonlocal last, resumed
            start, resumed = left_out.pop()
            edges.extend((last, start))
            parts.extend((lower[last:start], ""))
            marked.append(-1)
            last = resumed

        for i, m in enumerate(mentions):
            a, b = m.start - offset, m.end - offset
            while left_out and left_out[-1][0] < a:
                leave_out()
            if a < resumed:
                continue
            if last < a and text[a - 1] == '"':
                # The quotation marks around a name belong to its mark, be its noun behind them or not.
                if close := _CLOSING.match(text, b):
                    a, b = a - 1, close.end()
                elif "name_end" in m.data and '"' in text[a:b]:
                    a -= 1
            letter = letter_of(m)
            kinds.add(letter)
            mark = f"<{letter}{i}>"
            plain = lower[last:a]
            edges += (last, a)
            parts += (plain, mark)
            marked.append(i)
            last = b
        while left_out:
            leave_out()
        edges.append(last)
        parts.append(lower[last:])
        self._parts, self._edges, self._marked = parts, edges, marked
        self.text = "".join(parts)
        self.kinds = frozenset(kinds)

    def without(self, cuts: Sequence[Span]) -> Masked:
        """The same sentence without some stretches of its masked text."""
        spans = [(self.view(a) - self.offset, self.view(b, end=True) - self.offset) for a, b in cuts]
        return Masked(self.source, self.offset, self.mentions, spans)

    def with_more(self, mentions: Sequence[Mention]) -> Masked:
        """The same sentence with further mentions, in place of its own within them; they overlap no others."""
        kept = [m for m in self.mentions if not any(t.start <= m.start and m.end <= t.end for t in mentions)]
        together = sorted([*kept, *mentions], key=lambda m: m.start)
        return Masked(self.source, self.offset, together, self._cuts)

    @cached_property
    def _at(self) -> list[int]:
        """Where in the masked text the pieces begin: plain text and marks by turns."""
        return list(accumulate(map(len, self._parts[:-1]), initial=0))

    def mark(self, k: int) -> int:
        """Where the number of mark k stands in the masked text."""
        return self._at[2 * self._marked.index(k) + 1] + 2

    def view(self, position: int, end: bool = False) -> int:
        """The view offset of a masked offset; within a mark its start, or its end when `end`."""
        if len(self._at) == 1:
            return self._edges[0] + self.offset + position
        i = bisect_right(self._at, position) - 1
        if end and i % 2 == 0 and i > 0 and position == self._at[i]:
            # What ends here is the mark before; what has been left out ends nothing.
            i -= 1
            while i > 0 and not self._parts[i]:
                i -= 1
        if i % 2:
            m = self.mentions[self._marked[i // 2]]
            return m.end if end and position > self._at[i] else m.start
        return self._edges[i] + self.offset + position - self._at[i]

    def span(self, m: re.Match[str], group: str | int = 0) -> tuple[int, int]:
        """The view span of a group."""
        return self.view(m.start(group)), self.view(m.end(group), end=True)

    def marks(self, m: re.Match[str], group: str) -> list[Mention]:
        """The mentions in a group."""
        got = m.group(group)
        return self.marks_in(got) if got else []

    def marks_in(self, listed: str) -> list[Mention]:
        """The members of a list of the masked text, without what only says where they are."""
        return [self.mentions[int(i)] for i in _MARK.findall(without_whereabouts(listed))]


def without_whereabouts(listed: str) -> str:
    """A list of the masked text without what only says where its members are."""
    return _WHEREABOUTS.sub("", listed)


def letter_of(m: Mention) -> str:
    """The kind letter of a mention."""
    if m.kind == "place" and m.data.get("form") == "demonym":
        return "D"
    return LETTERS[m.kind]
