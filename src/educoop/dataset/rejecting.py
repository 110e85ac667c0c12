"""Takes rows that fail a check out of the tables, with all rows that depended on them, and says so in `rejects`."""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from educoop.dataset.checks import table_failures
from educoop.dataset.errors import BuildError
from educoop.dataset.rows import Failure, Tables, key_text, retyped, type_failures
from educoop.dataset.sql_text import identifier, text
from educoop.dataset.table import Row, Table
from educoop.schemas import Schema

REJECTS = "rejects"
FAULTY, BEREAVED = "validate", "depend"
"""Stages of rejects: rows that fail a check themselves, and rows lost with one that they need."""
_FEW = 32_768
"""Rows of which a key is looked up in memory."""
_PLAIN = re.compile(r"[A-Za-z0-9-]+")
Faults = dict[tuple[str, int], list[str]]
"""What is wrong with rows, by table and position."""
Need = tuple[Any, ...]
"""Something that at least one row must supply, by its kind (key, row, evidence) and what identifies it."""


def sift(tables: Tables, schemas: Mapping[str, Schema]) -> tuple[Tables, list[Row]]:
    """The tables without the rows that fail a check or depend on one that does, and the new rows of `rejects`.

    Raises BuildError when `rejects` itself holds a faulty row, since there is nowhere left to put that.
    """
    own, lost = _faults(tables, schemas)
    for (name, row), reasons in own.items():
        if name == REJECTS:
            key = key_text(schemas[name], tables[name][row])
            raise BuildError(f"a row of the table rejects is not valid itself: {key}: {reasons[0]}")
    out = own.keys() | lost.keys()
    kept = {name: _without(out, schema, tables[name]) for name, schema in schemas.items()}
    rejects = [*_reject_rows(tables, schemas, own, FAULTY), *_reject_rows(tables, schemas, lost, BEREAVED)]
    return kept, rejects


def _without(faulty: Iterable[tuple[str, int]], schema: Schema, table: Table) -> Table:
    out = {row for of, row in faulty if of == schema.name}
    return retyped(schema, table.take([i for i in range(len(table)) if i not in out])) if out else table


def faults(tables: Tables, schemas: Mapping[str, Schema]) -> Faults:
    """What is wrong with each row (table, position) that fails a check of its own or depends on a row that does."""
    own, lost = _faults(tables, schemas)
    return own | lost


def _faults(tables: Tables, schemas: Mapping[str, Schema]) -> tuple[Faults, Faults]:
    """What is wrong with rows themselves, and with rows that depend on one of those."""
    own: Faults = defaultdict(list)
    for name, schema in schemas.items():
        for failure in _own_failures(schema, tables[name]):
            own[name, failure.row].append(f"{failure.column}: {failure.check}".removeprefix(": "))
    lost: Faults = {}
    if own or not all_supplied(tables, schemas):
        lost = {(name, row): [reason] for name, row, reason in _bereaved(tables, schemas, own)}
    return dict(own), lost


def _own_failures(schema: Schema, rows: Table) -> Iterator[Failure]:
    """Failures of the rows each on its own. Rows of wrong types can't be loaded, so they are looked at first."""
    wrong = type_failures(schema, rows)
    yield from wrong
    out = {f.row for f in wrong}
    position = [i for i in range(len(rows)) if i not in out]
    for f in table_failures(schema, retyped(schema, rows.take(position)) if out else rows):
        yield Failure(f.table, f.column, f.key, f.check, f.value, position[f.row])


def all_supplied(tables: Mapping[str, Table], schemas: Mapping[str, Schema]) -> bool:
    """Whether every row that others refer to is there, so that no row is bereaved as long as none fails itself.

    That is how it is nearly always, and takes a part of the time and memory that it takes to note who needs what.
    """
    checked = {name: schema for name, schema in schemas.items() if name != REJECTS}
    for name, schema in checked.items():
        rows = tables[name]
        for key in schema.foreign_keys:
            if not _all_there(rows, key.columns, tables[key.table], key.target):
                return False
        for reference in schema.references:
            column = reference.row_column
            for table in _spoken_of(rows, reference.table_column, column):
                if table not in checked:
                    return False
                about = (reference.table_column, table)
                if not _all_there(rows, (column,), tables[table], checked[table].primary_key[:1], about):
                    return False
    return True


def _spoken_of(rows: Table, table_column: str, row_column: str) -> list[str]:
    """The tables that some rows refer to."""
    found: set[str] = set()
    for piece in rows.pieces(table_column, row_column):
        given = piece.array(row_column).is_valid()
        found.update(piece.array(table_column).filter(given).drop_null().unique().to_pylist())
    return sorted(found)


def _all_there(
    rows: Table, columns: Sequence[str], target: Table, key: Sequence[str], about: tuple[str, str] | None = None
) -> bool:
    """Whether the columns hold nothing but values of the key of a table; looked at are only the rows of which a column
    has a value, if both are given. Of two large tables DuckDB tells it."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if len(columns) > 1 or min(len(rows), len(target)) > _FEW:
        return _all_in(rows, columns, target, key, about)
    names = (*columns, *(about[:1] if about is not None else ()))
    given = (
        (values if about is None else values.filter(pc.equal(piece.array(about[0]), about[1]))).drop_null()
        for piece in rows.pieces(*names)
        for values in [piece.array(columns[0])]
    )
    if len(target) <= _FEW:
        there = target.array(key[0])
        return all(pc.all(pc.is_in(values, value_set=there)).as_py() is not False for values in given)
    wanted = pa.chunked_array(list(given), pa.large_string()).unique()
    for piece in target.pieces(*key):
        wanted = wanted.filter(pc.invert(pc.is_in(wanted, value_set=piece.array(key[0]))))
    return not len(wanted)


def _all_in(
    rows: Table, columns: Sequence[str], target: Table, key: Sequence[str], about: tuple[str, str] | None
) -> bool:
    import duckdb

    names = (*columns, *(about[:1] if about is not None else ()))
    which = "TRUE" if about is None else f"{identifier(about[0])} = {text(about[1])}"
    with duckdb.connect() as connection:
        connection.execute("SET threads = 1")  # more only take memory
        connection.register("incoming", rows.stream(*names))
        connection.register("there", target.stream(*key))
        connection.execute(f"CREATE VIEW given AS SELECT * FROM incoming WHERE {which}")
        return connection.execute(missing_rows("given", columns, "there", key)).fetchone() is None


def missing_rows(name: str, columns: Sequence[str], table: str, target: Sequence[str]) -> str:
    """The query for a row of a table whose columns hold no values of the columns of another table."""
    pairs = list(zip(map(identifier, columns), map(identifier, target), strict=True))
    same = " AND ".join(f"a.{one} = b.{other}" for one, other in pairs)
    given = " AND ".join(f"a.{one} IS NOT NULL" for one, _ in pairs)
    return f"SELECT 1 FROM {identifier(name)} a ANTI JOIN {identifier(table)} b ON {same} WHERE {given} LIMIT 1"


def _bereaved(
    tables: Tables, schemas: Mapping[str, Schema], failed: Iterable[tuple[str, int]]
) -> Iterator[tuple[str, int, str]]:
    """Rows that lose what they need, with the reason: (table, position, reason), each once, in rising order of cause.

    One pass over all rows to note who supplies and who needs what, then only the rows concerned.
    """
    supply: dict[Need, int] = defaultdict(int)
    dependents: dict[Need, list[tuple[str, int, str]]] = defaultdict(list)
    provided: dict[tuple[str, int], list[Need]] = {}
    dead = set(failed)
    keys = [key for schema in schemas.values() for key in schema.foreign_keys]
    for name, schema in schemas.items():
        if name == REJECTS:
            continue
        targets = sorted({key.target for key in keys if key.table == name})
        for i, row in enumerate(tables[name]):
            provided[name, i] = _provides(schema, row, targets)
            if (name, i) not in dead:
                for need in provided[name, i]:
                    supply[need] += 1
                for need, column in _needs(schema, row):
                    dependents[need].append((name, i, column))
    # Evidence that was never there is not lost: that is a failure of the build, reported by the evidence checks.
    ever = {need for needs in provided.values() for need in needs}
    waiting = sorted(
        (need for need in dependents if not supply[need] and (need[0] != "evidence" or need in ever)), key=repr
    )
    while waiting:
        lost = waiting.pop()
        for name, i, column in dependents.pop(lost, ()):
            if (name, i) in dead:
                continue
            dead.add((name, i))
            yield name, i, f"{column}: {_loss(lost)}"
            for need in provided[name, i]:
                supply[need] -= 1
                if not supply[need]:
                    waiting.append(need)


def _provides(schema: Schema, row: Row, targets: Iterable[tuple[str, ...]]) -> list[Need]:
    """`targets` are the columns of this table that foreign keys refer to."""
    needs: list[Need] = [("key", schema.name, columns, _values(row, columns)) for columns in targets]
    needs.append(("row", schema.name, _values(row, schema.primary_key[:1])))
    if schema.name == "claims":
        needs.append(("evidence", *_values(row, ("table_name", "row_id", "field"))))
    return needs


def _values(row: Row, columns: Iterable[str]) -> tuple[Hashable, ...]:
    # A row of wrong types may hold anything.
    return tuple([v if isinstance(v, Hashable) else repr(v) for v in [row[c] for c in columns]])


def _needs(schema: Schema, row: Row) -> Iterator[tuple[Need, str]]:
    """What the row needs, with the column that needs it."""
    for key in schema.foreign_keys:
        values = tuple([row[c] for c in key.columns])
        if None not in values:
            yield ("key", key.table, key.target, values), ", ".join(key.columns)
    for reference in schema.references:
        table, target = row[reference.table_column], row[reference.row_column]
        if table is not None and target is not None:
            yield ("row", table, (target,)), reference.row_column
    for column in schema.columns:
        if column.origin == "claim" and row[column.name] is not None:
            yield ("evidence", schema.name, row[schema.primary_key[0]], column.claim), column.name


def _loss(need: Need) -> str:
    match need:
        case ("key", table, _, values) | ("row", table, values):
            return f"there is no row {', '.join(map(str, values))} in {table}"
        case _:
            return "its evidence was rejected"


def _reject_rows(tables: Tables, schemas: Mapping[str, Schema], failures: Faults, stage: str) -> list[Row]:
    rows = []
    used: dict[str, int] = defaultdict(int)
    for name in schemas:
        for i in sorted(i for table, i in failures if table == name):
            row, reasons = tables[name][i], failures[name, i]
            detail = _utf8(
                json.dumps({"table": name, "row": row, "failures": reasons}, ensure_ascii=False, default=repr)
            )
            reject_id = f"{stage}-{name.replace('_', '-')}-{hashlib.sha256(detail.encode()).hexdigest()[:16]}"
            used[reject_id] += 1
            document = row.get("document_id")
            rows.append(
                {
                    "reject_id": reject_id if used[reject_id] == 1 else f"{reject_id}-{used[reject_id]}",
                    "document_id": document if isinstance(document, str) and _PLAIN.fullmatch(document) else None,
                    "file": None,
                    "stage": stage,
                    "reason": _utf8(f"{name} {key_text(schemas[name], row)}: {reasons[0]}"),
                    "detail": detail,
                }
            )
    return rows


def _utf8(text: str) -> str:
    """The text with what UTF-8 cannot hold written out."""
    return text.encode("utf-8", "backslashreplace").decode()
