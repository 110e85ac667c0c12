"""pandas and polars read CSV and Parquet as the README shows, and both formats give the same frames."""

from __future__ import annotations

import pandas as pd
import polars as pl
from stated import asked, same

_PANDAS = {"string": "str", "integer": "Int64", "number": "Float64", "boolean": "boolean", "date": "str"}
_POLARS = {"string": pl.String, "integer": pl.Int64, "number": pl.Float64, "boolean": pl.Boolean, "date": pl.Date}

release = asked()
for resource in release.resources("csv"):
    name, fields = resource["name"], resource["schema"]["fields"]
    texts = [f["name"] for f in fields if f["type"] == "string"]
    csv, parquet = (release.package / kind / f"{name}.{kind}" for kind in ("csv", "parquet"))

    types = {f["name"]: _PANDAS[f["type"]] for f in fields}
    held = pd.read_parquet(parquet)
    read = pd.read_csv(csv, dtype=types, keep_default_na=False, na_values=[""])
    for column in texts:  # the apostrophe that keeps spreadsheets from running a text
        read[column] = read[column].str.replace(r"\A'", "", regex=True)
    for column, type_ in types.items():
        held[column] = held[column].astype("str" if type_ == "str" else type_)
        held[column] = held[column].where(pd.read_parquet(parquet)[column].notna())
    same(f"{name} in pandas", (len(read), list(read.columns)), (resource["rows"], list(held.columns)))
    pd.testing.assert_frame_equal(read, held.astype(read.dtypes.to_dict()), check_dtype=False)

    schema = {f["name"]: _POLARS[f["type"]] for f in fields}
    table = pl.read_parquet(parquet)
    same(f"types of {name} in polars", dict(table.schema), schema)
    frame = pl.read_csv(csv, schema=schema, empty_string_is_null=True)
    frame = frame.with_columns(pl.col(texts).str.replace(r"^'", ""))
    same(f"{name} in polars", frame.equals(table, null_equal=True), True)
