"""Every rule of relations, things, positions and founded bodies reads its own examples, and leaves its counterexamples.

A `yes` entry is a sentence (or a short text), or [text, expectation, …]. An expectation is a word and a value:
  founder|host|partner|… NAME   a participant in that role (a place by its id)
  new KIND                      a row of that kind
  date|status|country|place|issuer|former|role|person|organisation VALUE
anything else is the name of a thing that the text describes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import pytest

from educoop.extraction.relations.frames import Frame, Masked, frames, matches

from .literal import NAMED, Said, said

FAMILIES = ("relations", "things", "phrases", "positions", "founded")
RULES = [(family, frame) for family in FAMILIES for frame in frames(family)]
ROLES = frozenset(
    ("party", "signatory", "host", "co_host", "founder", "partner", "member", "speaker", "attendee", "funder", "chair",
     "supporter", "awardee", "other")
)  # fmt: skip
FIELDS = {
    "date": ("date",),
    "status": ("status",),
    "country": ("country",),
    "place": ("place_id",),
    "issuer": ("issuer_country", "issuer_organisation_id"),
    "former": ("former_name",),
    "role": ("role",),
    "person": ("person_id",),
    "organisation": ("organisation_id",),
    "new": ("kind",),
}


@pytest.fixture
def fired(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of the rules that match while a test runs."""
    seen: list[str] = []

    def watched(family: str, masked: Masked) -> Iterator[tuple[Frame, Any]]:
        for frame, m in matches(family, masked):
            seen.append(frame.id)
            yield frame, m

    for name, module in list(sys.modules.items()):
        if name.startswith("educoop.extraction.") and getattr(module, "matches", None) is matches:
            monkeypatch.setattr(module, "matches", watched)
    return seen


def parted(example: Any) -> tuple[str, list[str]]:
    """The text of an example and what it is to yield."""
    if isinstance(example, str):
        return example, []
    text, *rest = example
    return text, [e for part in rest for e in ([part] if isinstance(part, str) else part)]


def holds(expectation: str, got: Said) -> bool:
    """Whether the claims say what is expected."""
    word, _, value = expectation.partition(" ")
    if value and word in ROLES:
        roles = [row for row in got.rows["participants"].values() if row["role"][0].value == word]
        if any(value in got.called(row["entity"][0].value) for row in roles):
            return True
    if value and word in FIELDS:
        for c in got.claims:
            if c.field in FIELDS[word] and (c.table == "positions" or word != "role"):
                said_of = got.called(c.value) if ":" in c.value else [c.value]
                if value in said_of:
                    return True
    return any(c.value == expectation for c in got.claims if c.field == NAMED.get(c.table))


def examples(which: str) -> list[Any]:
    return [
        pytest.param(frame.id, *parted(example), id=f"{family}-{frame.id}-{n}")
        for family, frame in RULES
        for n, example in enumerate(getattr(frame, which))
    ]


@pytest.mark.parametrize(("rule", "text", "expectations"), examples("yes"))
def test_the_rule_reads_its_example(rule: str, text: str, expectations: list[str], fired: list[str]) -> None:
    got = said(text)
    assert rule in fired
    missing = [e for e in expectations if not holds(e, got)]
    assert not missing, [(c.table, c.row, c.field, c.value, c.rule) for c in got.claims]


@pytest.mark.parametrize(("rule", "text", "expectations"), examples("no"))
def test_the_rule_leaves_its_counterexample(rule: str, text: str, expectations: list[str], fired: list[str]) -> None:
    assert not expectations
    got = said(text)
    # What a phrase tells of is judged by the clause around it (relations/things/phrases.py): a match makes nothing.
    assert rule not in ({c.rule for c in got.claims} if rule.startswith("phrase-") else fired)


@pytest.mark.parametrize(("family", "frame"), RULES, ids=[f"{family}-{frame.id}" for family, frame in RULES])
def test_the_rule_has_an_example(family: str, frame: Frame) -> None:
    assert frame.yes, f"{family}.yaml: rule {frame.id} has no example; add `yes: [[sentence, expectation, …]]`"


def test_rule_ids_are_unique() -> None:
    ids = [frame.id for _, frame in RULES]
    assert len(ids) == len(set(ids))
