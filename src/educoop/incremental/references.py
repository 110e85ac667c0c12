"""Whether all that rows refer to is there, when few rows came and went."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa

from educoop.dataset.rejecting import REJECTS, missing_rows
from educoop.dataset.sql_text import identifier, text
from educoop.dataset.table import Table
from educoop.incremental.splice import Spliced
from educoop.schemas import Schema


def still_supplied(schemas: Mapping[str, Schema], before: Mapping[str, Table], today: Mapping[str, Spliced]) -> bool:
    """Whether every row that others refer to is there, if it was so before: new rows refer to what is there, and
    nothing refers to what has gone."""
    import duckdb

    checked = {name: schema for name, schema in schemas.items() if name != REJECTS}
    with duckdb.connect() as connection:
        for name, schema in checked.items():
            table, columns = today[name].table, schema.column_names
            for prefix, rows in (
                ("", table),
                ("new ", table.take(today[name].new.tolist())),
                ("gone ", before[name].take(today[name].gone.tolist())),
            ):
                connection.register(f"{prefix}{name}", pa.table({c: rows.array(c) for c in columns}))
        for prefix in ("", "gone "):
            ids = " UNION ALL ".join(
                f"SELECT {text(name)}, {identifier(s.primary_key[0])} FROM {identifier(prefix + name)}"
                for name, s in checked.items()
            )
            connection.execute(f"CREATE VIEW {identifier(f'{prefix}ids')} (table_name, row_id) AS {ids}")
        for name, schema in checked.items():
            wanted = [(k.columns, k.table, k.target) for k in schema.foreign_keys]
            wanted += [((r.table_column, r.row_column), "ids", ("table_name", "row_id")) for r in schema.references]
            for columns, target, key in wanted:
                if (
                    len(today[name].new)
                    and connection.execute(missing_rows(f"new {name}", columns, target, key)).fetchone()
                ):
                    return False
                if connection.execute(_forsaken(name, columns, target, key)).fetchone():
                    return False
    return True


def _forsaken(name: str, columns: Sequence[str], target: str, key: Sequence[str]) -> str:
    """The query for a row of a table whose columns hold values of a row that has gone and did not come back."""
    keys = ", ".join(map(identifier, key))
    same = " AND ".join(f"a.{identifier(c)} = b.{identifier(k)}" for c, k in zip(columns, key, strict=True))
    back = " AND ".join(f"g.{identifier(k)} = t.{identifier(k)}" for k in key)
    lost = f"SELECT DISTINCT {keys} FROM {identifier(f'gone {target}')} g ANTI JOIN {identifier(target)} t ON {back}"
    return f"SELECT 1 FROM {identifier(name)} a SEMI JOIN ({lost}) b ON {same} LIMIT 1"
