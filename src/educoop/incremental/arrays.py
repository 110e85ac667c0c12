"""Arrow arrays as numbers, and others made of parts of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

_RUN = 256
"""Values that follow one another, on the average, from which it takes less time to copy them together."""


def numbers_of(values: pa.Array | pa.ChunkedArray) -> np.ndarray:
    """Whole numbers, numbers or truth values without gaps as they lie in memory. (What pyarrow has for it loads pandas,
    which takes longer than all that is done here with its help.)"""
    array = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    if pa.types.is_boolean(array.type):
        return numbers_of(array.cast(pa.uint8())).astype(bool)
    kind = np.dtype(str(array.type).replace("double", "float64"))
    if not len(array):
        return np.zeros(0, kind)
    return np.frombuffer(array.buffers()[1], kind)[array.offset : array.offset + len(array)]


def taken(arrays: Sequence[pa.Array], positions: np.ndarray) -> pa.Array:
    """The values at these positions of the arrays, one behind the other. Where most of them follow one another as they
    did, whole runs are copied, which takes less time than one value after the other."""
    breaks = np.flatnonzero(np.diff(positions) != 1) + 1
    both = pa.chunked_array(arrays)
    if len(breaks) * _RUN > len(positions):
        return both.combine_chunks().take(pa.array(positions))
    starts = np.concatenate([np.zeros(min(1, len(positions)), np.int64), breaks])
    lengths = np.diff(np.append(starts, len(positions)))
    runs = [both.slice(*run) for run in zip(positions[starts].tolist(), lengths.tolist(), strict=True)]
    return pa.chunked_array([chunk for run in runs for chunk in run.chunks], both.type).combine_chunks()
