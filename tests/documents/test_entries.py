"""Lists of cited works: where they begin and end, and where each entry begins. All works are invented."""

from __future__ import annotations

import textwrap

import pytest
from tests.documents.helpers import blocks

from educoop.documents.entries import is_reference_heading

PROSE = "Teaching in the valleys\n\nThe teaching of languages has grown. Many schools opened rooms for it.\n\n"
ENTRIES = (
    "Abenov, N. K., Smith, J., & O'Brien, M. A. (2021). Do scholarships pay? Evidence from five republics. "
    "International Review of Mobility, 7(1), 101–119.",
    "van den Berg, P. (2017). Technical workshops on the new railway and what became of them. Skills and Work, 24(2), "
    "9–31. https://doi.org/10.1016/j.sw.2017.02.003",
    "Ministry of Skills. (2019). National report on students from abroad. Tashkent.",
    "Zhou, E. (2011). Schools of the corridor (2nd ed.). Beijing: Great Plain Education Press.",
)


def works(text: str) -> list[str]:
    """What is read as entries of lists of works, each with single blanks."""
    return [" ".join(words.split()) for kind, words in blocks(text) if kind == "reference"]


def wrapped(entry: str, hanging: str = "") -> str:
    return textwrap.fill(entry, 78, subsequent_indent=hanging, break_on_hyphens=False, break_long_words=False)


NUMBERS = ["{}", "[{}] ", "[{}]", "{}. ", "({}) "]


@pytest.mark.parametrize("number", NUMBERS, ids=["none", "[1]", "[1]glued", "1.", "(1)"])
@pytest.mark.parametrize("between", ["\n", "\n\n"], ids=["lines", "blank lines"])
@pytest.mark.parametrize("hanging", [None, "", "    "], ids=["whole", "wrapped", "hanging"])
def test_each_entry_is_one_however_it_is_numbered_and_broken(number: str, between: str, hanging: str | None) -> None:
    marks = [number.format(i if number != "{}" else "") for i in range(1, len(ENTRIES) + 1)]
    entries = [m + e for m, e in zip(marks, ENTRIES, strict=True)]
    printed = entries if hanging is None else [wrapped(e, hanging) for e in entries]
    assert works(f"{PROSE}References\n\n{between.join(printed)}\n") == entries


@pytest.mark.parametrize("number", NUMBERS[1:])
def test_numbered_entries_that_run_on_in_one_line_are_cut(number: str) -> None:
    entries = [number.format(i) + e for i, e in enumerate(ENTRIES, 1) if "doi" not in e or number != "{}. "]
    assert works(f"{PROSE}References\n{' '.join(entries)}\n") == entries


def test_a_number_read_as_a_letter_still_opens_its_entry() -> None:
    assert works(f"{PROSE}References\n[l] {wrapped(ENTRIES[0])}\n[2] {wrapped(ENTRIES[1])}\n") == [
        "[l] " + ENTRIES[0],
        "[2] " + ENTRIES[1],
    ]


@pytest.mark.parametrize(
    "behind",
    [
        "About the author\n\nZhou Enhua is a lecturer in Lanzhou. She has taught since 2004.",
        "Appendix A. Questions of the survey\n\n1. How often did you read in 2019?",
        "ABOUT THE AUTHORS\nZhou Enhua, PhD, lecturer, has taught since 2004.",
        "Received: 12 May 2021",
    ],
)
def test_what_stands_behind_the_list_is_none_of_its_works(behind: str) -> None:
    entries = "\n".join(f"[{i}] {wrapped(e)}" for i, e in enumerate(ENTRIES, 1))
    assert len(works(f"{PROSE}References\n\n{entries}\n\n{behind}\n")) == len(ENTRIES)


def test_a_list_goes_on_below_a_heading_inside_it() -> None:
    parts = ("Bibliography", "Articles", *ENTRIES[:2], "Books and Reports", *ENTRIES[2:])
    assert works(PROSE + "\n\n".join(parts)) == list(ENTRIES)


@pytest.mark.parametrize(
    "heading", ["REFERENCES", "R E F E R E N C E S", "Rcferences", "References:", "[References]", "参考文献"]
)
def test_a_heading_is_known_with_its_letters_apart_or_one_of_them_damaged(heading: str) -> None:
    assert is_reference_heading(heading)


@pytest.mark.parametrize(
    "heading", ["Preferences", "Terms of reference", "Differences", "Conferences", "Sources of funds,"]
)
def test_other_headings_are_none(heading: str) -> None:
    assert not is_reference_heading(heading)
