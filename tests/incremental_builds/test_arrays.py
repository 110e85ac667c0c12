from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from educoop.incremental import arrays
from educoop.incremental.arrays import taken

values_of = st.lists(st.none() | st.text(max_size=2), max_size=6)


@pytest.mark.parametrize("run", [0, 256])
@given(one=values_of, other=values_of, data=st.data())
def test_values_are_taken_from_one_array_and_from_the_next(
    run: int, one: list[str | None], other: list[str | None], data: st.DataObject
) -> None:
    both = [*one, *other]
    at = data.draw(st.lists(st.integers(0, len(both) - 1), max_size=9)) if both else []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(arrays, "_RUN", run)
        pieces = [pa.array(values, pa.large_string()) for values in (one, other)]
        found = taken(pieces, np.array(at, np.int64))
    assert (found.type, found.to_pylist()) == (pa.large_string(), [both[n] for n in at])
