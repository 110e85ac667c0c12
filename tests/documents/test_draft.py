from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from educoop.documents.draft import Draft, Edit
from educoop.documents.model import Segment, View


def test_an_edit_keeps_the_places_of_the_rest() -> None:
    view = Draft.of("ab=cd").edited([Edit(2, 3, "--", "dash")]).view()
    assert view.text == "ab--cd"
    assert view.raw_spans(0, 2) == [(0, 2)]
    assert view.raw_spans(2, 4) == [(2, 3)]
    assert view.raw_spans(4, 6) == [(3, 5)]


def test_only_edits_with_a_rule_are_logged() -> None:
    draft = Draft.of("a  b=c").edited([Edit(1, 3, " "), Edit(4, 5, "", "noise")])
    assert [(r.start, r.end, r.raw, r.repaired, r.rule) for r in draft.repairs] == [(4, 5, "=", "", "noise")]


def test_moved_text_comes_back_as_several_spans() -> None:
    view = Draft.of("one NOTE two").assembled([(0, 3), Edit(8, 8, " "), (9, 12)]).view()
    assert view.text == "one two"
    assert view.raw_spans(0, 7) == [(0, 3), (9, 12)]


@given(
    st.text(st.characters(min_codepoint=0x100, max_codepoint=0x1FF), max_size=40).map(
        lambda t: "".join(dict.fromkeys(t))
    ),
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 4), st.text("abc", max_size=6)), max_size=8),
)
def test_what_is_not_edited_leads_back_to_its_place(raw: str, cuts: list[tuple[int, int, str]]) -> None:
    draft = Draft.of(raw)
    for _ in range(2):
        edits: list[Edit] = []
        at = 0
        for start, length, new in sorted(cuts):
            a = max(start, at)
            if a + length <= len(draft.text):
                edits.append(Edit(a, a + length, new))
                at = a + length
        draft = draft.edited(edits)
    view = draft.view()
    for place, character in enumerate(view.text):
        if character in raw:
            assert view.raw_spans(place, place + 1) == [(raw.index(character), raw.index(character) + 1)]
    assert [s.view_start for s in view.segments[1:]] == [s.view_end for s in view.segments[:-1]]


def test_a_blank_between_what_was_cut_out_is_no_place_of_evidence() -> None:
    pieces = [(0, 3, 0, 3), (3, 4, 20, 21), (4, 7, 50, 53)]
    view = View("one two", tuple(Segment(*piece) for piece in pieces))
    assert view.raw_spans(0, 7) == [(0, 3), (50, 53)]
    assert view.raw_spans(3, 4) == [(20, 21)]
