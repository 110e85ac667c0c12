"""Where the noun phrases of a sentence belong: to a verb, to another noun, or beside others of a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from educoop.extraction.relations.syntax.clause_structure import CHAIN, Noun, Structure, Verb
from educoop.extraction.relations.syntax.clause_words import FORMS, class_of, verb_of, words

_WHEN = "TQ"
"""Letters of marks that say when or how many, and stand with whatever is before them."""
_OF_THINGS = frozenset({"with", "between", "for", "on"})
"""Prepositions of what belongs to an agreement or a deed rather than to the nearest noun."""
_NOT_SHARED = frozenset({"in", "of"})
_BREAKS = frozenset({":", ";", "."})
_JOINERS = frozenset({"and", "or", "&", "nor"})
_DASHES = frozenset("–—-")
_BY = 12
"""Tokens before the last verb up to which a passive is the one that "by" goes with."""


@dataclass(slots=True, eq=False)
class Clause:
    """What is known of the clause that is being read."""

    number: int = 0
    link: str = ""
    """How it belongs to what stands before it."""
    over: Verb | None = None
    """The verb that it belongs to."""
    above: Clause | None = None
    """The clause that goes on behind it."""
    head: Noun | None = None
    """What a relative clause is about."""
    head_part: str = "object"
    """What that is in it where it has a subject of its own."""
    subjects: list[Noun] = field(default_factory=list)
    verb: Verb | None = None

    @property
    def waits(self) -> bool:
        """Whether it has a subject and no verb yet."""
        return self.verb is None and bool(self.subjects or self.head)


class Sentence:
    """A sentence while it is read from left to right, and the places of its nouns."""

    def __init__(self, tokens: Sequence[str]) -> None:
        self.tokens = tokens
        self.classes = [class_of(w) for w in tokens]
        self.out = Structure()
        self.clause = Clause()
        self.clauses = 0
        self.last: Noun | None = None
        self.verb: Verb | None = None
        self.led, self.led_at = "", -1
        self.joined = ""
        self.ahead: list[Noun] = []
        """Nouns behind a preposition whose verb is still to come."""

    def kind(self, i: int) -> str:
        """The class of a token, empty outside the sentence."""
        return self.classes[i] if 0 <= i < len(self.tokens) else ""

    def before(self, i: int) -> int:
        """The token before one, adverbs and dates left out; -1 if there is none."""
        i -= 1
        while i >= 0 and (self.classes[i] == "adverb" or self.tokens[i] == "<T>"):
            i -= 1
        return i

    def after(self, i: int) -> int:
        """The token behind one, adverbs left out."""
        i += 1
        while self.kind(i) == "adverb":
            i += 1
        return i

    def opens_noun(self, i: int) -> bool:
        """Whether a noun phrase without a preposition begins at a token."""
        kind = self.kind(i)
        if kind == "mark":
            return self.tokens[i][1] not in _WHEN
        return kind in ("a", "noun", "it") or (kind in FORMS and self.kind(i + 1) in ("noun", "mark"))

    def opens_clear_noun(self, i: int) -> bool:
        """Whether that is beyond doubt."""
        return self.opens_noun(i) and self.kind(i) in ("a", "mark", "it")

    def is_finite(self, i: int) -> bool:
        """Whether the base form of a verb, or its third person, is one where it stands."""
        form, p = self.classes[i], self.before(i)
        kind = self.kind(p)
        if form == "s" and verb_of(self.tokens[i]) not in words("also_nouns"):
            return p >= 0 and (kind in ("mark", "it", "which", "noun", "and") or self.tokens[p] in (",", ")"))
        if kind == "mark":
            follows = self.clause.verb is None and self.kind(i + 1) in ("a", "mark", "led", "it")
            return self.tokens[p][1] not in _WHEN and (form == "s" or follows)
        if kind == "and":
            return self.verb is not None and self.kind(i + 1) in ("a", "mark")
        if kind == "noun":
            plural = form == "base" and self.tokens[p].endswith("s")
            return plural and self.opens_noun(i + 1) and self.clause.verb is None
        return kind == "it" or (kind == "which" and self.tokens[p] in ("which", "who", "that"))

    def noun(self, start: int) -> int:
        """Reads the noun phrase that begins at a token, and says behind which it is over."""
        end, head, marks = start, -1, []
        while end < len(self.tokens):
            kind, word = self.classes[end], self.tokens[end]
            if kind == "mark":
                if word[1] in _WHEN:
                    if head < 0:
                        return self._say_when(start, end + 1)
                    break
                marks.append(end)
                head = end
                if word[1] == "N":
                    end += 1
                    break
            elif kind in ("a", "it", "which"):
                if head >= 0 and word not in ("s", "#"):
                    break
                if kind != "a" and head < 0:
                    head = end
                    end += 1
                    break
            elif kind == "noun" or (kind in FORMS and (head < 0 or not self._is_verb(end))):
                head = end
            elif not (word in _DASHES and end > start and self.kind(end + 1) in ("mark", "noun")):
                break
            end += 1
        if head < 0:
            return max(end, start + 1)
        x = Noun(head, self.tokens[head], end, self.led, self.joined)
        for at in marks:
            self.out.of_mark[at] = x
        self._put(x, self.last is not None and self.last.end == (self.led_at if self.led else start))
        self.out.nouns.append(x)
        self.last = x
        self.led, self.joined = "", ""
        return end

    def _is_verb(self, i: int) -> bool:
        """Whether the form of a verb behind a noun is one there."""
        kind = self.classes[i]
        if kind in ("s", "base"):
            return self.is_finite(i)
        return kind in ("done", "past") or self.opens_clear_noun(i + 1)

    def _say_when(self, start: int, end: int) -> int:
        if self.last is not None and self.last.end == (self.led_at if self.led else start):
            self.last.end = end
        self.led, self.joined = "", ""
        return end

    def _put(self, x: Noun, adjacent: bool) -> None:
        last, verb = self.last, self.verb
        near = verb is not None and (last is None or verb.at > last.at)
        if x.led in ("", "as", "like"):
            self._put_bare(x, near)
            if not x.led:
                return
        if x.joined and last is not None and last.led == x.led and not near and x.led not in _NOT_SHARED:
            self._put_alike(x, last)
        elif x.led == "of" and last is not None and not near:
            x.of, x.link = last, "of"
        elif x.led == "by":
            self._put_by(x)
        elif near and verb is not None:
            self.take_part(x, x.led, verb)
        elif last is not None and adjacent:
            x.of, x.link = self._owner(last, x), x.led
            if verb is not None and self.clause.verb is not None:
                self.take_part(x, x.led, verb)
        elif verb is not None:
            self.take_part(x, x.led, verb)
        else:
            if last is not None and self.clause.subjects:
                x.of, x.link = last, x.led
            self.ahead.append(x)

    def _owner(self, last: Noun, x: Noun) -> Noun:
        """What a noun right behind another belongs to: that, or the thing or deed that that is of."""
        if x.led not in _OF_THINGS:
            return last
        return next((c for c, _ in last.ups(False) if c.group == "thing" or c.word in words("deed_nouns")), last)

    def _put_by(self, x: Noun) -> None:
        verb, last = self.verb, self.last
        at = verb.at if verb is not None else -1
        deeds = (c for c, _ in last.ups(False) if c.at > at and c.word in words("deed_nouns")) if last else iter(())
        deed = next(deeds, None)
        done = next((v for v in self.out.verbs[:-4:-1] if v.voice != "active" and v.at > at - _BY), verb)
        if deed is not None:
            x.of, x.link = deed, "by"
        elif done is not None:
            self.take_part(x, "by", done)
        elif last is not None:
            x.of, x.link = last, "by"

    def _put_bare(self, x: Noun, near: bool) -> None:
        """Put a noun without a preposition in its place."""
        last = self.last
        if x.joined == ":" and last is not None:
            x.of, x.link = last, ":"
        if not x.joined or last is None or near or x.joined in _BREAKS:
            self._be_subject_or_object(x)
        elif x.joined == "(":
            x.of, x.link = last, "("
        elif x.joined == "," and last.led and self._lacks(x):
            self._be_subject_or_object(x)
        else:
            like = next((c for c, _ in last.ups(False) if c.group == x.group), last if "and" in x.joined else None)
            if like is not None:
                self._put_alike(x, like)
            else:
                x.of = next((c for c, _ in last.ups(False) if c.word in words("acting")), last)
                x.link = "appos"

    def _lacks(self, x: Noun) -> bool:
        """Whether the clause has no subject yet, or its verb no object where that may be one."""
        if self.clause.verb is None:
            return not self.clause.subjects and self.clause.head is None
        v = self.verb
        return v is not None and v.voice == "active" and x.group == "thing" and not any(v.with_role("done"))

    def _be_subject_or_object(self, x: Noun) -> None:
        last, verb, clause = self.last, self.verb, self.clause
        near = verb is not None and (last is None or verb.at > last.at) and verb.clause == clause.number
        if verb is None or (clause.verb is None and (not near or verb.voice == "participle")):
            clause.subjects = [x]
        elif verb.word == "be" and verb.voice == "active":
            self.take_part(x, "is", verb)
        elif not verb.subjects and (verb.voice != "active" or verb.word in words("intransitive")):
            self.take_part(x, "subject", verb)
        else:
            self.take_part(x, "object", verb)

    def _put_alike(self, x: Noun, other: Noun) -> None:
        x.like = other
        x.of, x.link = other.of, other.link
        for part, verb in tuple(other.parts):
            self.take_part(x, part, verb)
        for among in (self.clause.subjects, self.ahead):
            if other in among:
                among.append(x)

    def take_part(self, x: Noun, part: str, verb: Verb) -> None:
        """Say what a noun is to a verb."""
        x.parts.append((part, verb))
        if part == "subject":
            verb.subjects.append(x)
        else:
            verb.others.append((part, x))
            x.first = x.first or verb

    def set_free(self, x: Noun) -> None:
        """Take a noun from where it was put by what stands before it."""
        for part, verb in [told for told in x.parts if told[1].at < x.at]:
            x.parts.remove((part, verb))
            if part == "subject":
                verb.subjects.remove(x)
            else:
                verb.others.remove((part, x))
        x.of, x.link, x.like, x.first = None, "", None, None

    def join(self, word: str) -> None:
        """Note a conjunction."""
        self.joined = f"{self.joined} and".strip() if word in _JOINERS else "; and"
        if word not in _JOINERS:
            self.led = ""

    def free(self, verb: Verb) -> list[Noun]:
        """The nouns behind a verb that may be the subject of the next one."""
        x = self.last
        for _ in range(CHAIN):
            if x is None:
                break
            if x.of is not None and x.of.at > verb.at and (x.led or x.link in ("(", "appos")):
                x = x.of
            elif x.first is not None and x.first.host is not None and x.first.host.at > verb.at:
                x = x.first.host
            else:
                break
        if x is None or x.at < verb.at or (x.led and x.led not in words("clause_prepositions")):
            return []
        run = [x]
        while x.like is not None and x.like.at > verb.at and x.like.joined and not x.like.led:
            x = x.like
            run.append(x)
        return run[::-1]
