"""The clause around a verb of a masked sentence: its subject, its thing, and those whom prepositions lead."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from operator import attrgetter

from educoop.data_files import any_of
from educoop.extraction.data_files import lexicon
from educoop.extraction.relations.lists import Listed

AWAY = frozenset({"with", "at"})
"""Words that lead bodies who take part, but of countries tell only where."""
_THINGS = "PEAY"
_REACH = 260
"""Signs of the masked sentence on either side of a verb that belong to its clause at most."""
_NEAR = 70
"""Signs before a list in which the preposition stands that leads it."""
_W = {key: any_of(words) for key, words in lexicon("clauses").items()}
_MARK = re.compile(r"<([A-Z])(\d+)>")
_BEGINS = re.compile(rf"[;:]|\. (?=[a-z<])|(?<![a-z])(?:{_W['begins']})(?![a-z])")
_ENDS = re.compile(
    rf"[;:]|(?<![a-z])(?:{_W['ends']})(?![a-z])|,? and (?=(?:[a-z]+ly )?[a-z]+(?:ed|es)(?![a-z]))"
    r"|, and (?:the )?<[ONL]\d+> (?:has|had|have|will|[a-z]+(?:ed|s) )"
    rf"|,? (?:and )?(?:[a-z]+ly )?(?!{_W['mild']})(?:[a-z]+(?:ed|en|ld)|{_W['done']}) by (?=(?:the )?<)"
    rf"|,? and (?:an?|the|its|their) [a-z]+(?: [a-z]+)? (?:{_W['be']}) "
)
_MILD = rf"(?:[a-z]+ly|{_W['mild']})"
_WITH = r"(?:(?:together|jointly) )?with (?:the )?<[OL]\d+>(?:(?:,|,? and) (?:the )?<[OL]\d+>){0,4}"
_WHEN = (
    rf"(?:(?:{_W['when']}) (?:(?:{_W['when_opens']}) ){{0,2}}(?:<[TLEQDA]\d+>|[a-z]+(?: [a-z]+){{0,2}})"
    r"|<[TLQ]\d+>|\([^()]{0,80}\)|[a-z]+ \d+|\d+)"
)
_GAP = re.compile(rf"(?:,? ?(?:{_MILD}|{_WITH}|{_WHEN})(?![a-z])){{0,12}}+,? ?")
"""What may stand between somebody and what he does: when, where, how and with whom."""
_ASIDE = re.compile(r", [^,;]{1,120},(?= )")
_COMPLEMENT = re.compile(
    rf"(?:-[a-z]+)? (?:{_W['complement']}) [^,;]{{1,100}}?(?=, (?!and)| (?:{_W['be']}|has|have|had)\b)"
)
_IS_DONE = re.compile(rf"(?<![a-z])(?:{_W['be']}) (?:[a-z<>\d'-]+,? ){{0,5}}$")
_DONE_BY = re.compile(r"(?:[^<;]|<[TLEQ]\d+>){0,60}?(?<![a-z])(?:by|with|at|between|from) ")
_AND_DONE = re.compile(rf"(?:[,;]|,? and)(?: (?:which|that))?(?: (?:{_W['be']}))?(?: {_MILD}){{0,3}} $")
"""Before a participle that tells what else was done to a thing ("…, and later equipped by")."""
_FOUNDED_ITSELF = re.compile(r"<[OLN]\d+>, (?:[a-z]+ly |first |itself )?$")
_SINCE_WHEN = re.compile(r" (?:in|on|by|since|as|at) (?!(?:the )?<[PEA])")
"""Around a participle that tells of somebody, not of what he did ("the college, founded in 1956, has …")."""
_DENIES = re.compile(rf"(?<![a-z])(?:{_W['denies']})(?: [a-z]+){{0,2}} $")
_HEAD = re.compile(r"<([A-Z])(\d+)>,? (?:which|that) (?:the |an? )?$")
_HEAD_OF_OTHERS = re.compile(
    r"<([A-Z])(\d+)>,? (?:which|that) (?:the |an? |our |its |their )?(?:[a-z-]+ ){1,4}(?:of (?:the )?<L\d+> )?$"
)
"""What stands before "which the regional authorities …", where those who act have no mark."""
_LED = re.compile(
    rf"(?<![a-z])(?P<by>{_W['leads']})(?: (?!(?:by|with|from|at|between|for|to|in|on|into|{_W['no_lead']})\b)"
    r"[a-z0-9.'-]+){0,6}(?:(?<=s),)? $"
)
_OFFICIAL = re.compile(rf"(?<![a-z])(?:{_W['officials']}) of (?:the )?$")
_OWNED = re.compile(r"<[LO](\d+)>'s (?:[a-z]+ )?<[A-Z](\d+)>")
_OF_PLACE = re.compile(r" (?:of|from|in) (?:the )?$")
_OF = re.compile(r" of (?:the |an? )?(?:[a-z-]+ ){0,3}")
_ROLE = re.compile(r"(?<![a-z])(?:by|with|from|at|between)(?![a-z])")
_AT = re.compile(rf"(?<![a-z])(?:{_W['where']}) (?:the |this )?<(?P<kind>[A-Z])(?P<mark>\d+)>")
_STUDY = re.compile(rf"(?<![a-z])(?:{_W['studies']}) (?:{_W['be']}|has|have)(?![a-z])")
_PRONOUN = re.compile(rf" (?:{_W['pronouns']})(?![a-z])")
_PRONOUN_DONE = re.compile(rf"(?<![a-z])(?:{_W['pronouns']}) (?:{_MILD} )*(?:{_W['be']}) (?:[a-z<>\d'-]+,? ){{0,5}}$")
_SETTING = re.compile(rf"(?<![a-z])(?:{_W['settings']}) (?:(?:the|this|its|our|an?|new|joint) ){{0,3}}$")
_GAPPED = re.compile(
    rf"(?:[,;]|,? and|,? while|,? then) (?:the )?(?P<who><[OL]\d+>(?:(?:,|,? and) (?:the )?<[OL]\d+>){{0,3}}),?"
    rf" (?:(?:in|on|since) <T\d+>|<T\d+>|(?:{_W['later']})|(?:the|its|their|an?) (?:[a-z-]+ ){{0,3}}[a-z-]+)"
    r"(?=[,.;]|$| and )"
)
_OBJECT = re.compile(
    r" (?:its|their|his|her|our|one|two|three|four|several|many|new|(?:an?|the)(?! (?:same|following|next|previous|"
    r"very|day|year|month|week|decade|few|spring|summer|autumn|winter|end|beginning)\b))(?: [a-z'-]+){1,6}(?![a-z'-])"
)
"""Behind a verb: what it is done to."""
_APART = re.compile(rf"(?<![a-z])(?:{_W['apart']}|to [a-z]+)(?![a-z])")
_JOINTLY = re.compile(
    r"[^<]{0,60}(?:<[A-Z]\d+>[^<]{0,40}){0,2}"
    r"(?:in (?:cooperation|collaboration|partnership|conjunction|tandem)|together|jointly) with (?:the )?"
)


_first = attrgetter("first")


def _beside(gap: str) -> str:
    """What stands behind a thing, without what it is on and what stands between commas."""
    complement = _COMPLEMENT.match(gap)
    return _ASIDE.sub("", gap[complement.end() :] if complement else gap)


class Clause:
    """The clause around one verb, or a noun that tells a deed."""

    def __init__(
        self, letters: Mapping[int, str], groups: Sequence[Listed], verb: re.Match[str], before: Listed | None = None
    ) -> None:
        """`letters` are the kinds of the marks of the sentence, `groups` its lists; `before` did what the verb before
        it tells."""
        self._letters, self.text = letters, verb.string
        self._verb, self._behind = verb.start(), verb.end()
        begins = max(0, self._verb - _REACH)
        self.start = max((b.end() for b in _BEGINS.finditer(self.text, begins, self._verb)), default=begins)
        over = _ENDS.search(self.text, self._behind, self._behind + _REACH)
        self.end = over.start() if over else min(len(self.text), self._behind + _REACH)
        self._left = self.text[self.start : self._verb]
        self._groups = groups[bisect_left(groups, self.start, key=_first) : bisect_left(groups, self.end, key=_first)]
        self.subject = self._subject() or (before if before and self._goes_on() else None)

    def owner(self, thing: int | None) -> int | None:
        """Whose a thing is by the genitive before it ("<country>'s <project>")."""
        owned = _OWNED.finditer(self.text, self.start, self.end)
        return next((int(m[1]) for m in owned if int(m[2]) == thing), None)

    @property
    def verb(self) -> tuple[int, int]:
        """Where the verb stands in the masked sentence."""
        return self._verb, self._behind

    @property
    def words(self) -> str:
        """The whole clause."""
        return self.text[self.start : self.end]

    def letter(self, mark: int) -> str:
        """The kind letter of a mark."""
        return self._letters[mark]

    @property
    def denied(self) -> bool:
        """Whether it says that nobody did it."""
        return bool(_DENIES.search(self._left))

    @property
    def of_itself(self) -> bool:
        """Whether a participle between commas tells of the one before it."""
        beside = _FOUNDED_ITSELF.search(self.text, max(0, self._verb - _NEAR), self._verb)
        return bool(beside and _SINCE_WHEN.match(self.text, self._behind) and "," in self.text[self._behind : self.end])

    @property
    def of_study(self) -> bool:
        """Whether it is something written that it was done to."""
        return bool(_STUDY.search(self._left))

    @property
    def pronoun_behind(self) -> bool:
        """Whether the verb is done to "it"."""
        return bool(_PRONOUN.match(self.text, self._behind))

    @cached_property
    def passive(self) -> bool:
        """Whether the verb tells what was done to a thing: "was founded by", "the laboratory, founded with"."""
        return bool(_IS_DONE.search(self._left)) or self._follows_thing()

    @cached_property
    def goes_on_with_thing(self) -> bool:
        """Whether it only tells by whom else something was done to the thing of the verb before."""
        joined = _AND_DONE.search(self.text, max(0, self._verb - _NEAR), self._verb)
        return bool(joined and _DONE_BY.match(self.text, self._behind, self.end))

    @cached_property
    def thing_beside(self) -> int | None:
        """The thing of the verb, whatever is done to it: that of a passive, else the one right behind it."""
        return self.thing_before(_THINGS) if self.passive else self._thing_behind(_THINGS)

    @property
    def pronoun_before(self) -> bool:
        """Whether "it" is what the verb is done to: "it was signed by"."""
        return bool(_PRONOUN_DONE.search(self._left))

    def setting(self, letters: Collection[str]) -> int | None:
        """The one thing of the clause, where a preposition leads it: in, for, of or to what something is done."""
        things = [x for x in _MARK.finditer(self.text, self.start, self.end) if x[1] in _THINGS]
        if len({x[2] for x in things}) != 1 or things[0][1] not in letters:
            return None
        led = _SETTING.search(self.text, max(self.start, things[0].start() - _NEAR), things[0].start())
        return int(things[0][2]) if led else None

    def gapped(self) -> list[int]:
        """Who does the same without the verb being said again: "A joined it in 2020, and B in 2022"."""
        found = _GAPPED.finditer(self.text, self._behind, min(len(self.text), self._behind + _REACH))
        return [int(i) for m in found for _, i in _MARK.findall(m["who"])]

    def has_before(self, letters: str) -> bool:
        """Whether a thing of these kinds stands before the verb."""
        return any(x[1] in letters for x in _MARK.finditer(self._left))

    def has(self, letters: str) -> bool:
        """Whether the clause names a thing of these kinds."""
        return any(x[1] in letters for x in _MARK.finditer(self.text, self.start, self.end))

    def thing_before(self, letters: Collection[str]) -> int | None:
        """The thing of a passive: the nearest before the verb, with nothing between but when, where and how."""
        for x in reversed(list(_MARK.finditer(self._left))):
            if x[1] in letters:
                return int(x[2]) if _GAP.fullmatch(_beside(self._left[x.end() :])) else None
        return None

    def thing_of_active(self, letters: Collection[str]) -> int | None:
        """The thing of an active verb: behind it, or before "which they …"."""
        if self.subject is not None and self.subject.end <= self._verb:
            head = _HEAD.search(self.text, max(0, self.subject.start - 40), self.subject.first)
            if head and head[1] in letters:
                return int(head[2])
        elif (head := _HEAD_OF_OTHERS.search(self._left)) and head[1] in letters:
            return int(head[2])
        thing = self._thing_behind(letters)
        by_itself = thing is None and self.subject is None and not self._has_object
        return self.thing_before(letters) if by_itself else thing

    @cached_property
    def _has_object(self) -> bool:
        """Whether what is done is told right behind the verb: "the centre opens a library"."""
        return bool(_OBJECT.match(self.text, self._behind, self.end))

    def thing_at(self, letters: Collection[str]) -> int | None:
        """The thing at which it is done."""
        found = (x for x in _AT.finditer(self.text, self.start, self.end) if x["kind"] in letters)
        return next((int(x["mark"]) for x in found), None)

    def of(self, letters: Collection[str]) -> int | None:
        """The thing of a noun: "the founding of the laboratory"."""
        x = _MARK.search(self.text, self._behind, self.end)
        led = x is not None and _OF.fullmatch(self.text, self._behind, x.start())
        return int(x[2]) if x is not None and led and x[1] in letters else None

    def around(self) -> Iterator[tuple[str, Listed]]:
        """Those behind the verb, or between it and its subject, with the preposition that leads them."""
        for g in self._groups:
            led = self._led(g)
            if g is self.subject or not led:
                continue
            behind = g.first > self._behind and self._belongs(self.text[self._behind : g.first])
            before = not self.goes_on_with_thing and self.subject is not None and self.subject.end <= g.start
            if behind or (before and g.first < self._verb):
                yield led, g

    def past_another(self, thing: int, group: Listed) -> bool:
        """Whether another thing of its kind stands between a thing and a list: those listed are of the other."""
        own = next((x for x in _MARK.finditer(self.text, self.start, self.end) if int(x[2]) == thing), None)
        return own is not None and any(x[1] == own[1] for x in _MARK.finditer(self.text, own.end(), group.first))

    def told_by_place(self, group: Listed) -> bool:
        """Whether those meant are of the places listed ("fourteen universities of …")."""
        before = self.text[max(0, group.first - _NEAR) : group.first]
        return bool(_OF_PLACE.search(before)) and not _OFFICIAL.search(before)

    def _belongs(self, between: str) -> bool:
        """Whether nobody and nothing else stands between the verb and those whom a preposition leads."""
        return not _APART.search(_ASIDE.sub("", between)) or bool(_JOINTLY.fullmatch(between))

    def _subject(self) -> Listed | None:
        """Those before the verb, with nothing between but when, where and how."""
        for g in reversed([g for g in self._groups if g.end <= self._verb]):
            if not _GAP.fullmatch(_ASIDE.sub("", self.text[g.end : self._verb])):
                return None
            led = self._led(g)
            if led in ("", "on behalf of") or (led == "of" and not self.told_by_place(g)):
                return g
        return None

    def _goes_on(self) -> bool:
        """Whether "and" joins the verb to what the same ones did before."""
        _, joined, rest = self._left.rpartition(" and")
        return bool(joined) and rest[:1] == " " and bool(_GAP.fullmatch(_ASIDE.sub("", rest)))

    def _led(self, g: Listed) -> str:
        """The preposition that leads a list, if any does."""
        led = _LED.search(self.text, max(self.start, g.first - _NEAR), g.first)
        return led["by"] if led else ""

    def _follows_thing(self) -> bool:
        things = [x for x in _MARK.finditer(self._left) if x[1] in _THINGS]
        if not things or (self.subject and self.subject.start > things[-1].start() + self.start) or self._has_object:
            return False
        gap = _beside(self._left[things[-1].end() :])
        return bool(_GAP.fullmatch(gap) and _DONE_BY.match(self.text, self._behind, self.end))

    def _thing_behind(self, letters: Collection[str]) -> int | None:
        """The thing right behind the verb: before anything else it can be done to."""
        for x in _MARK.finditer(self.text, self._behind, self.end):
            if x[1] in letters:
                return int(x[2])
            if x[1] in _THINGS or (x[1] in "ON" and not _ROLE.search(self.text, self._behind, x.start())):
                return None
        return None
