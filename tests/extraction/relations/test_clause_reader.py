"""Who is what to which verb: clauses of masked sentences, told by forms and places alone."""

from __future__ import annotations

import re
import time

import pytest

from educoop.extraction.data_files import lexicon
from educoop.extraction.relations.syntax.clause_reader import structure
from educoop.extraction.relations.syntax.clause_structure import Structure
from educoop.extraction.relations.syntax.clause_words import class_of, verb_of

_TOKEN = re.compile(r"<[A-Z]>|[a-z]+(?:'[a-z]+)?|#|[,;:.()]")


def read(text: str) -> Structure:
    return structure(_TOKEN.findall(text))


def told(text: str) -> set[str]:
    """Each verb with what its marks, numbered in their order by letter, are to it: "sign doer O1"."""
    found = read(text)
    names: dict[int, str] = {}
    for at, noun in sorted(found.of_mark.items()):
        letter = noun.word[1] if noun.at == at else ""
        if letter:
            names[at] = f"{letter}{sum(name[0] == letter for name in names.values()) + 1}"
    return {
        f"{verb.word} {role} {names[noun.at]}"
        for noun in found.nouns
        if noun.at in names
        for role, verb in noun.roles()
    }


def belongs(text: str) -> list[str]:
    """What belongs to what by a preposition, in brackets or as an aside."""
    return [f"{x.word} {x.link} {x.of.word}" for x in read(text).nouns if x.of is not None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<O> opened a <P> .", {"open doer O1", "open done P1"}),
        ("the <P> was opened by <N> and <N> .", {"open done P1", "open doer N1", "open doer N2"}),
        ("the <P> has not been opened by <O> yet .", {"open done P1", "open doer O1"}),
        ("<T> <O> has also housed a <P> run by the <P> .",
         {"house doer O1", "house done P1", "run done P1", "run doer P2"}),
        ("in <L> , <O> signed an <A> with <O> .", {"sign in L1", "sign doer O1", "sign done A1", "sign with O2"}),
        ("<O> agreed to open a <P> .", {"agree doer O1", "open doer O1", "open done P1"}),
        ("<N> said that <O> will join the <P> .", {"say doer N1", "join doer O1", "join done P1"}),
        ("<O> , which was founded by <O> , joined the <P> .",
         {"found done O1", "found doer O2", "join doer O1", "join done P1"}),
        ("the <P> which <O> and <O> have kept at <L> shows how .",
         {"keep done P1", "keep doer O1", "keep doer O2", "keep at L1", "show doer P1"}),
        ("<O> opened a <P> , joined the <P> and signed <A> .",
         {"open doer O1", "open done P1", "join doer O1", "join done P2", "sign doer O1", "sign done A1"}),
        ("<O> and <O> renewed their <A> ; a <A> was concluded by the <O> with <O> .",
         {"renew doer O1", "renew doer O2", "renew done A1",
          "conclude done A2", "conclude doer O3", "conclude with O4"}),
        ("the <A> gave it cover , and the <E> , organised in <L> by <O> , was large .",
         {"give doer A1", "be doer E1", "organise done E1", "organise in L1", "organise doer O1"}),
        ("<O> signed , with the <O> , an <A> .", {"sign doer O1", "sign with O2", "sign done A1"}),
    ],
)  # fmt: skip
def test_who_does_what_to_whom(text: str, expected: set[str]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a <A> with <O> is signed , as well as a <A> with <O> .", ["<O> with <A>", "<O> with <A>"]),
        ("the signing of <A> by <O> took place .", ["<A> of signing", "<O> by signing"]),
        ("<N> , rector of <O> , spoke .", ["rector appos <N>", "<O> of rector"]),
        ("<O> ( <L> ) opened .", ["<L> ( <O>"]),
        ("partners : <O> , <O> .", ["<O> : partners", "<O> : partners"]),
    ],
)
def test_what_belongs_to_what(text: str, expected: list[str]) -> None:
    assert belongs(text) == expected


@pytest.mark.parametrize(
    ("text", "denied", "unreal"),
    [
        ("<O> did not sign the <A> .", True, False),
        ("<O> will sign the <A> .", False, True),
        ("<O> signed the <A> .", False, False),
        ("<O> refused to sign the <A> .", True, True),
    ],
)
def test_denials_and_plans_are_of_their_verb(text: str, denied: bool, unreal: bool) -> None:
    verb = next(v for v in read(text).verbs if v.word == "sign")
    assert (verb.denied, verb.unreal) == (denied, unreal)


def _kinds(text: str) -> dict[tuple[int, int], str]:
    """How the first two things of a sentence have to do with its bodies: by their numbers among their kind."""
    found = read(text)
    bodies = [at for at, x in sorted(found.of_mark.items()) if x.word == "<O>"]
    things = [at for at, x in sorted(found.of_mark.items()) if x.word == "<A>"]
    return {
        (i, j): found.ties(thing, thing, body)[0].kind
        for i, thing in enumerate(things)
        for j, body in enumerate(bodies)
    }


def test_a_body_belongs_to_the_thing_it_is_told_with() -> None:
    kinds = _kinds("a <A> with <O> is signed there , as well as a <A> with <O> .")
    assert (kinds[0, 0], kinds[1, 1]) == ("under", "under")
    assert kinds[1, 0] == kinds[0, 1] == "verb"


def test_clauses_keep_what_is_told_in_them_apart() -> None:
    kinds = _kinds("<O> renewed the <A> ; the <A> was signed by <O> .")
    assert kinds == {(0, 0): "verb", (1, 1): "verb", (0, 1): "apart", (1, 0): "apart"}


def test_what_a_verb_tells_is_tied_to_those_who_do_it() -> None:
    found = read("<N> visited the <O> .")
    (tie,) = found.ties(0, 3, 0)
    assert (tie.kind, tie.second, tie.word) == ("deed", "doer", "visit")


def test_who_has_nothing_in_common_with_a_thing_is_apart() -> None:
    assert read("<O> spoke . the <P> is new .").ties(4, 4, 0)[0].kind == "apart"


@pytest.mark.parametrize(
    ("form", "verb"),
    [("signed", "sign"), ("admitted", "admit"), ("carries", "carry"), ("studied", "study"), ("built", "build"),
     ("running", "run"), ("financing", "finance"), ("blurted", "blurt"), ("university", "university")],
)  # fmt: skip
def test_the_verb_of_a_form(form: str, verb: str) -> None:
    assert verb_of(form) == verb


@pytest.mark.parametrize(
    ("word", "name"),
    [("<O>", "mark"), ("was", "be"), ("would", "modal"), ("jointly", "adverb"), ("opened", "done"), ("gave", "past"),
     ("opens", "s"), ("training", "noun"), ("opening", "ing"), ("#", "a"), (",", ","), ("samarkand", "noun")],
)  # fmt: skip
def test_the_class_of_a_word(word: str, name: str) -> None:
    assert class_of(word) == name


@pytest.mark.parametrize(
    "text", ["", ",", "by by by", "which", "and and", "( ( (", "to be", "was", ": : <O>", "<T> <T> by"]
)
def test_what_is_no_sentence_is_read_too(text: str) -> None:
    assert read(text).verbs is not None


def test_a_sentence_without_an_end_is_left_out() -> None:
    assert not read("<O> , " * 1_000).nouns


@pytest.mark.parametrize(
    "part", ["<O> , ", "<O> signed ", "which <O> and ", "( <P> by ", "to sign <A> ", "was signed , "]
)
def test_reading_takes_time_in_proportion_to_the_sentence(part: str) -> None:
    def seconds(times: int) -> float:
        tokens = _TOKEN.findall(part * times)[:390]
        start = time.process_time()
        for _ in range(5):
            structure(tokens)
        return (time.process_time() - start) / len(tokens)

    seconds(10)
    assert seconds(390) < 20 * seconds(40) + 1e-4


@pytest.mark.parametrize("among", ["intransitive", "saying", "also_nouns"])
def test_lists_of_verbs_name_verbs(among: str) -> None:
    told = lexicon("clause_words")
    assert set(told[among]) <= {*told["verbs"], *told["irregular"]}
