"""This version of DuckDB opens the database: every table, view, macro and comment."""

from __future__ import annotations

import sys

import duckdb
from stated import asked, same

release = asked()
if len(sys.argv) > 2:
    same("version of DuckDB", duckdb.__version__, sys.argv[2])
connection = duckdb.connect(str(release.folder / "educoop.duckdb"), read_only=True)


def names(sql: str) -> list[str]:
    return [name for (name,) in connection.execute(sql).fetchall()]


tables = names("SELECT table_name FROM duckdb_tables() WHERE comment IS NOT NULL ORDER BY 1")
same("tables", tables, sorted(release.rows()))
for name, rows in release.rows().items():
    same(f"rows of {name}", len(connection.execute(f'SELECT * FROM "{name}"').fetchall()), rows)
    held = f"read_parquet('{release.package / 'parquet' / name}.parquet')"
    for one, other in ((f'"{name}"', held), (held, f'"{name}"')):
        differing = connection.execute(f"SELECT count(*) FROM (FROM {one} EXCEPT ALL FROM {other})").fetchone()
        same(f"rows of {name} that are not in both", differing, (0,))
views = names("SELECT concat(schema_name, '.', view_name) FROM duckdb_views() WHERE NOT internal ORDER BY 1")
same("there are views", len(views) >= 6, True)
for view in views:
    connection.execute(f"SELECT * FROM {view}").fetchall()
first = connection.execute("SELECT table_name, row_id FROM claims ORDER BY ALL LIMIT 1").fetchone()
same("why", len(connection.execute("SELECT * FROM why(?, ?)", first).fetchall()) > 0, True)
print(f"DuckDB {duckdb.__version__}: {len(tables)} tables, {len(views)} views")
