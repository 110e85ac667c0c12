"""Of mentions at one place, which count."""

from __future__ import annotations

from educoop.extraction.model import Mention
from educoop.extraction.recognition.overlaps import settle


def test_of_two_that_overlap_the_longer_is_kept() -> None:
    short, long, apart = (
        Mention("place", 0, 4, "a"),
        Mention("organisation", 0, 9, "b"),
        Mention("place", 12, 14, "c"),
    )
    assert settle([apart, short, long]) == ([long, apart], [short])
