"""Reads who is what to which verb, once for a masked sentence: each mark as subject or object, as by, with or at whom
it is done, or as what another noun is of.

A shallow reader: verbs are told by their forms and places, what commas and "and" join stands alike, and what it cannot
tell it leaves out. It goes once over the tokens and keeps no more than the clause it is in."""

from __future__ import annotations

from collections.abc import Sequence

from educoop.extraction.relations.syntax.clause_nouns import Clause, Sentence
from educoop.extraction.relations.syntax.clause_structure import Noun, Structure, Verb, is_pronoun
from educoop.extraction.relations.syntax.clause_words import FORMS, HELPING, verb_of, words

_LONGEST = 400
"""Tokens of a sentence that is read; a longer one is a table or a list without an end."""
_CARRIED = 12
"""Subjects that a verb takes over from the one before."""
_ASIDES = frozenset(",–—()")
_ENDS = frozenset({"and", ",", ".", ";", ""})
"""Classes before which a preposition is a part of the verb."""


def structure(tokens: Sequence[str]) -> Structure:
    """What the marks of a sentence are to its verbs and nouns; `tokens` are its words in lower case, with marks as
    their letters (`<O>`) and numbers as `#`."""
    return _Reader(tokens).read() if len(tokens) <= _LONGEST else Structure()


class _Reader(Sentence):
    """Reads a sentence: the verbs, and where clauses begin and end."""

    def read(self) -> Structure:
        i = 0
        while i < len(self.tokens):
            i = self._step(i)
        self._close()
        return self.out

    def _step(self, i: int) -> int:
        kind, word = self.classes[i], self.tokens[i]
        if kind in HELPING:
            return self._helped(i)
        if word == "to" and self.kind(self.after(i)) in ("base", "be", "have"):
            return self._infinitive(i)
        if kind == "past" or (kind in ("s", "base") and self.is_finite(i)):
            return self._finite(i, i, "active")
        if kind == "done":
            return self._done(i)
        if kind == "ing":
            return self._ing(i)
        if kind == "which" and (word != "that" or self.kind(i - 1) in ("mark", "noun", "led", "adverb", *FORMS)):
            self._relative(i)
        elif kind == "when":
            self._open("then" if word != "where" else "which")
        elif kind in ("mark", "a", "noun", "it", "which", "s", "base"):
            return self.noun(i)
        elif kind == "led":
            if self.kind(i + 1) not in _ENDS:
                self.led_at = i if not self.led else self.led_at
                self.led = word
        elif kind == "and":
            self.join(word)
        elif word in (";", ":", "."):
            self._end(word)
        elif word in _ASIDES:
            if word == "," and list(self.tokens[i + 1 : i + 4]) == ["as", "well", "as"]:
                self.joined = "and"
                return i + 4
            self.joined = {"(": "(", ")": ""}.get(word, ",")
            self.led = ""
        return i + 1

    def _close(self) -> None:
        """What stands before a clause without a verb belongs to what the clause tells."""
        if self.clause.verb is None and self.clause.subjects:
            for x in self.ahead:
                if x.of is None and x is not self.clause.subjects[0]:
                    x.of, x.link = self.clause.subjects[0], x.led
        self.ahead = []

    def _end(self, sign: str) -> None:
        self._close()
        self.clauses += 1
        self.clause = Clause(self.clauses)
        self.verb = None
        self.led, self.joined = "", sign
        if sign != ":":
            self.last = None

    def _open(self, link: str) -> None:
        self.clauses += 1
        self.clause = Clause(self.clauses, link, self.verb, self.clause)
        self.led, self.joined = "", ""

    def _relative(self, i: int) -> None:
        word, verb, last = self.tokens[i], self.verb, self.last
        if word == "that" and verb is not None:
            says = verb.word in words("saying") and self.kind(self.after(i)) not in {*HELPING, *FORMS} - {"base", "ing"}
            if last is None or last.at < verb.at or says:
                self._open("that")
                return
        part = self.led or {"where": "where", "whose": "whose"}.get(word, "object")
        self._open("which")
        self.clause.head, self.clause.head_part = last, part

    def _helped(self, i: int) -> int:
        """A verb that begins with a form of "be" or "have" or a modal."""
        end, kinds, said = i, set[str](), set[str]()
        while self.kind(end) in {*HELPING, "adverb"} or (self.tokens[end : end + 1] == ["to"] and self._to_verb(end)):
            kinds.add(self.classes[end])
            said.add(self.tokens[end])
            end += 1
        denied, unreal = not said.isdisjoint(words("denials")), not said.isdisjoint({"to", *words("unreal")})
        kind = self.kind(end)
        if "be" in kinds and kind in ("done", "ing"):
            return self._finite(i, end, "passive" if kind == "done" else "active", denied, unreal)
        if "be" not in kinds and (kind in ("done", "base", "past", "s") or (kind == "noun" and "have" not in kinds)):
            return self._finite(i, end, "active", denied, unreal)
        last = max(k for k in range(i, end) if self.classes[k] in HELPING)
        word = "be" if "be" in kinds else "have" if "have" in kinds else self.tokens[last]
        return self._finite(i, last, "active", denied, unreal, word)

    def _to_verb(self, i: int) -> bool:
        return self.kind(i + 1) in ("base", "be", "have")

    def _infinitive(self, i: int) -> int:
        at = self.after(i)
        passive = False
        while self.kind(at) in ("be", "have", "adverb"):
            passive |= self.classes[at] == "be"
            at += 1
        kind = self.kind(at)
        voice = "passive" if kind == "done" and passive else "active"
        if voice == "active" and kind not in ("base", "done", "past", "ing"):
            at -= 1
        helping = self.classes[at] if self.classes[at] in HELPING else ""
        over = self.verb
        denied = over is not None and over.denied
        verb = Verb(at, helping or verb_of(self.tokens[at]), voice, denied, True, over, clause=self.clause.number)
        self._add(verb, over.subjects if over is not None else [], over is not None)
        return at + 1

    def _add(self, verb: Verb, subjects: Sequence[Noun], takes_ahead: bool = True) -> None:
        self.out.verbs.append(verb)
        for x in tuple(subjects[:_CARRIED]):
            self.take_part(x, "subject", verb)
        if takes_ahead:
            for x in self.ahead:
                self.take_part(x, x.led, verb)
            self.ahead = []
        self.verb = verb
        self.led, self.joined = "", ""

    def _finite(
        self, start: int, at: int, voice: str, denied: bool = False, unreal: bool = False, word: str = ""
    ) -> int:
        """A verb that stands at a token and begins at `start`: where its clause begins and who its subject is."""
        said = self.tokens[at]
        denied, unreal = denied or said in words("denials"), unreal or said in words("unreal")
        verb = Verb(at, word or verb_of(said), voice, denied, unreal)
        if self.clause.verb is not None and not self._begins_clause(start, verb, self.clause.verb):
            return at + 1
        clause = self.clause
        verb.clause, verb.to = clause.number, clause.over
        subjects = clause.subjects
        if clause.head is not None:
            if not subjects and clause.head_part == "object":
                subjects = [clause.head]
            else:
                self.take_part(clause.head, clause.head_part, verb)
        clause.verb = verb
        self._add(verb, subjects)
        return at + 1

    def _begins_clause(self, start: int, verb: Verb, before: Verb) -> bool:
        """Whether a verb behind another begins a clause or goes on with one that waits for it; where it does not, it is
        joined to the other."""
        clause, p = self.clause, self.before(start)
        comma, joined = self.kind(p) == ",", self.kind(p) == "and"
        free, above = self.free(before), clause.above
        waits = above is not None and above.waits
        own = bool(free) and "and" in free[0].joined and self.last is not free[-1]
        if (joined or (comma and not own and not waits)) and (self.last is None or self.last.at < p):
            verb.to, verb.clause = before, clause.number
            self._add(verb, before.subjects)
            clause.verb = verb
            return False
        if above is not None and waits and not (free and free[0].joined):
            self.clause = above
            return True
        for x in free:
            self.set_free(x)
        self.clauses += 1
        link = "that" if before.word in words("saying") else "then"
        self.clause = Clause(self.clauses, link, before, subjects=free)
        return True

    def _done(self, i: int) -> int:
        """A form in -ed: part of a noun phrase, a verb with its subject, or a participle."""
        p, q = self.before(i), self.after(i)
        before, behind, clause = self.kind(p), self.kind(q), self.clause
        of_noun = before == "a" or (before == "led" and behind in ("noun", "mark")) or (p < 0 and behind == "noun")
        if of_noun:
            return self.noun(i)
        if self._ends_verb(i):
            return i + 1
        word = verb_of(self.tokens[i])
        by = self.tokens[q : q + 1] == ["by"]
        takes = self.opens_noun(q) or word in words("intransitive")
        if clause.verb is None:
            subject = clause.subjects[-1] if clause.subjects else clause.head
            if subject is not None and not by and (takes or word in words("saying") or _acts(subject)):
                return self._finite(i, i, "active")
            if subject is None and clause.link and self.opens_noun(q):
                return self._finite(i, i, "active")
        elif voice := self._voice(word, clause.verb, before, takes, by):
            return self._finite(i, i, voice)
        self._participle(i, word)
        return i + 1

    def _ends_verb(self, i: int) -> bool:
        """Whether a participle ends a verb begun before words in between ("was, as in other years, opened")."""
        verb = self.clause.verb
        if verb is None or verb is not self.verb or verb.word not in ("be", "have"):
            return False
        if any(not x.led and x.at > verb.at for x in self.out.nouns[-4:]):
            return False
        verb.voice = "passive" if verb.word == "be" else "active"
        verb.word, verb.at = verb_of(self.tokens[i]), i
        self.led, self.joined = "", ""
        return True

    def _voice(self, word: str, verb: Verb, before: str, takes: bool, by: bool) -> str:
        """The voice of a form in -ed behind the verb of the clause; empty where it is a participle."""
        if before in ("and", ",") and takes and not by:
            return "active"
        if before == "and" and (verb.voice == "passive" or not by):
            return "passive" if verb.voice == "passive" else "active"
        free = self.free(verb)
        begins = bool(free) and (bool(free[0].joined) or verb.word in words("saying") or is_pronoun(free[0]))
        if begins and not by and (takes or free[-1].group == "body"):
            return "active"
        above = self.clause.above
        waits = above is not None and above.verb is None and bool(above.subjects)
        return "active" if waits and not free and takes and not by and before != "," else ""

    def _participle(self, i: int, word: str) -> None:
        last = self.last
        host = next((c for c, _ in last.ups(False) if c.group == "thing"), last) if last is not None else None
        verb = Verb(i, word, "participle", host=host, clause=self.clause.number)
        verb.to = self.verb if host is None else None
        self._add(verb, [host] if host is not None else [], takes_ahead=False)

    def _ing(self, i: int) -> int:
        """A form in -ing: part of a noun phrase, or a verb."""
        before, behind = self.kind(self.before(i)), self.after(i)
        if not self.opens_clear_noun(behind) and not (before in ("mark", ",") and self.kind(behind) == "led"):
            return self.noun(i)
        over = self.verb
        subjects = [self.last] if before == "mark" and self.last is not None else over.subjects if over else []
        self._add(Verb(i, verb_of(self.tokens[i]), "active", to=over, clause=self.clause.number), subjects)
        return i + 1


def _acts(noun: Noun) -> bool:
    """Whether a noun phrase is of those who do something."""
    return noun.group == "body" or is_pronoun(noun) or noun.word in words("acting")
