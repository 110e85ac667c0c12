"""Who takes part by the weights of the signs of a pair: lists, signs that know no fact, what is added and what not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.extraction import literal
from tests.extraction.learned import learn, script, unlike

from educoop.extraction.model import Mention
from educoop.extraction.relations.frames import Masked
from educoop.extraction.relations.parts import weighing
from educoop.extraction.relations.parts.pair_signs import bucket, said
from educoop.extraction.relations.parts.pairs import Pair, Somebody, Thing, Tokens
from educoop.extraction.relations.parts.weighing import COLUMNS, ROLES, STANDS, weights
from educoop.extraction.relations.state import State
from educoop.extraction.weights import RULE

AGREEMENTS = (("agreement", "contract"), ("agreement", "protocol"))


def masked(text: str, *marks: tuple[str, str]) -> Masked:
    """A sentence with marks for some of its words: their kinds with their names."""
    mentions = [Mention(kind, text.index(name), text.index(name) + len(name), name) for kind, name in marks]
    return Masked(text, 0, sorted(mentions, key=lambda m: m.start))


def parts(text: str, title: str | None = None) -> set[tuple[str, str, str]]:
    """Thing, who and part of what the weights add to a text."""
    got = literal.said(text, title)
    rows = got.rows["participants"].values()
    return {
        (got.called(r["subject"][0].value)[0], got.called(r["entity"][0].value)[0], r["role"][0].value)
        for r in rows
        if r["role"][0].rule == RULE
    }


def test_bodies_named_one_after_another_are_one_list() -> None:
    tokens = Tokens.of(
        masked(
            "Alpha, Beta and Gamma asked Delta for it.",
            *(("organisation", name) for name in ("Alpha", "Beta", "Gamma", "Delta")),
        )
    )
    assert tokens.words == ["<O>", ",", "<O>", "and", "<O>", "asked", "<O>", "for", "it", "."]
    assert tokens.lists == {0: [0, 2, 4], 2: [0, 2, 4], 4: [0, 2, 4], 6: [6]}


def test_people_and_bodies_are_no_list_together() -> None:
    tokens = Tokens.of(masked("Askar and Alpha came.", ("person", "Askar"), ("organisation", "Alpha")))
    assert tokens.lists == {0: [0], 2: [2]}


def _signs(text: str, body: str, thing: str) -> set[str]:
    tokens = Tokens.of(masked(text, ("organisation", body), ("project", thing)))
    at = {x.letter: x.at for x in tokens.marks}
    what = Thing(("projects", "1"), "P", "joint_laboratory", "named", at["P"], at["P"])
    who = Somebody("organisations:1", "O", "university", "named", at["O"])
    return said(Pair(None, tokens, what, who, [what], [who]))


def test_another_name_and_number_are_the_same_signs() -> None:
    one = _signs("Naryn University gave the Coral Laboratory 40 tables.", "Naryn University", "Coral Laboratory")
    two = _signs("Osh College gave the Robotics Laboratory 1,200 tables.", "Osh College", "Robotics Laboratory")
    assert one == two


def test_who_stands_before_and_who_behind_are_told_apart() -> None:
    assert "order P O before" in _signs("Alpha opened the Laboratory.", "Alpha", "Laboratory")
    assert "order P O behind" in _signs("The Laboratory was opened by Alpha.", "Alpha", "Laboratory")


def test_who_does_what_is_the_same_sign_in_either_voice() -> None:
    told = {"tie P verb done doer", "who P doer deed-found", "what done open", "what P done with <O>"}
    for text in ("Alpha opened the Laboratory.", "The Laboratory, opened in spring by Alpha, is new."):
        assert told <= _signs(text, "Alpha", "Laboratory")


def test_who_belongs_to_another_thing_is_told() -> None:
    text = "A contract with Alpha was signed there, as well as a protocol with Beta."
    tokens = Tokens.of(masked(text, ("organisation", "Alpha"), ("organisation", "Beta"), *AGREEMENTS))
    contract, protocol = (
        Thing(("agreements", str(x.at)), "A", "other", "described", x.at, x.at) for x in tokens.marks if x.letter == "A"
    )
    alpha = next(Somebody("organisations:1", "O", "", "named", x.at) for x in tokens.marks if x.letter == "O")
    own, other = (said(Pair(None, tokens, a, alpha, [contract, protocol], [alpha])) for a in (contract, protocol))
    assert "rival farther" in own
    assert {"rival nearer", "rival A A under"} <= other


def test_what_the_verb_of_a_thing_denies_is_told() -> None:
    assert "what denied True" in _signs("Alpha has not opened the Laboratory.", "Alpha", "Laboratory")
    assert "what denied False" in _signs("Alpha, which is not large, opened the Laboratory.", "Alpha", "Laboratory")


@pytest.mark.parametrize(("number", "step"), [(0, 0), (1, 1), (4, 3), (100, 9)])
def test_numbers_are_told_in_steps(number: int, step: int) -> None:
    assert bucket(number) == step


def test_weights_know_no_place_and_no_body() -> None:
    assert not [s for s in weights() if "places:" in s or "organisations:" in s or "people:" in s]


def test_there_is_a_weight_for_each_part_of_the_vocabulary() -> None:
    assert COLUMNS[len(STANDS) :] == ROLES
    assert {len(row) for row in weights().values()} == {len(COLUMNS)}


def test_what_is_only_visited_is_nobodys() -> None:
    assert not parts("Osh College visited the Robotics Laboratory.")


@pytest.mark.parametrize("line", ["it ! lent by O=host .", "E:forum ! in L it rains .", "E:forum ! L=host gave O it ."])
def test_a_written_line_that_teaches_nothing_is_refused(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    train = script("parts/train.py")
    monkeypatch.setattr(train, "HERE", tmp_path)
    (tmp_path / "written.txt").write_text(f"# one\nO=host opened P .\n{line}\n", "utf-8")
    with pytest.raises(ValueError, match="line 3"):
        list(train.written())


@pytest.mark.slow
def test_the_same_documents_give_the_same_weights(tmp_path: Path) -> None:
    learn("parts/train.py", tmp_path)
    assert not unlike(tmp_path / "part_weights.csv", weights()), "run benchmarks/parts/train.py"


def test_an_agency_that_reports_takes_no_part() -> None:
    told = parts("The Robotics Laboratory of Osh State University and Xinhua News Agency opened in Osh.")
    assert not any("Xinhua" in who for _, who, _ in told)


def test_a_country_is_no_host_by_its_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weighing, "takes_part", lambda shown, stands: 9.0)
    monkeypatch.setattr(weighing, "part", lambda shown: "host")
    told = parts("Nepal and Osh State University praised the Steppe Education Forum.")
    assert {who for _, who, _ in told} == {"Osh State University"}


def test_a_denied_part_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weighing, "takes_part", lambda shown, stands: 9.0)
    assert parts("Osh State University praised the Coral Laboratory.")
    for words in (
        "Osh State University did not praise the Coral Laboratory.",
        "The Coral Laboratory was never praised by Osh State University.",
        "Osh State University refused to praise the Coral Laboratory.",
    ):
        assert not parts(words), words


def test_a_denial_of_something_else_denies_no_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weighing, "takes_part", lambda shown, stands: 9.0)
    told = parts("Hainan University, which does not teach law, liked the Coral Laboratory.")
    assert {who for _, who, _ in told} == {"Hainan University"}


def test_computing_signs_makes_no_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bool] = []
    signs = weighing.signs_of_pairs

    def watched(state: State, with_known: bool = True) -> Iterator[tuple[Pair, set[str], set[str]]]:
        before = len(state.ledger.claims)
        found = list(signs(state, with_known))
        seen.append(bool(found) and len(state.ledger.claims) == before)
        return iter(found)

    monkeypatch.setattr(weighing, "signs_of_pairs", watched)
    literal.said("Osh College opened a joint laboratory of SCO member states and the Steppe Robotics Institute in Osh.")
    assert seen == [True]
