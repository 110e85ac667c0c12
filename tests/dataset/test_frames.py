from __future__ import annotations

import pandas as pd

from dataset.sample import rows, table_of
from educoop.dataset.frames import DTYPES, frame
from educoop.dataset.rows import complete
from educoop.schemas import load_schemas

SCHEMAS = load_schemas()


def test_every_column_has_its_exact_type_even_without_rows() -> None:
    for schema in SCHEMAS.values():
        empty = frame(schema, table_of(schema, []))
        assert {c.name: DTYPES[c.type] for c in schema.columns} == empty.dtypes.astype(str).to_dict()


def test_missing_values_are_na_and_do_not_change_the_type() -> None:
    places = frame(SCHEMAS["places"], complete(rows(), SCHEMAS)["places"]).set_index("place_id")
    assert pd.isna(places.loc["KAZ", "country"])
    assert pd.isna(places.loc["KAZ", "latitude"])
    assert places.loc["almaty", "latitude"] == 43.25
