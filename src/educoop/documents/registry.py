"""The registry of sources: what a document's own file doesn't say, and the rights to it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from pathlib import Path
from reprlib import repr as shortly
from typing import Any

import yaml

from educoop.data_files import without_doubles
from educoop.schemas import load_schemas, text_problem

KEYS: dict[str, type | tuple[type, ...]] = {
    "id": str,
    "title": str,
    "kind": str,
    "creators": (str, list),
    "publisher": str,
    "published": str,
    "language": str,
    "address": str,
    "licence": str,
    "may_republish": bool,
    "note": str,
}
_COLUMNS = ("kind", "published", "language", "licence")
"""Keys whose values become columns of `documents` that take only some values."""
_LOADER = without_doubles(yaml.SafeLoader)
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class RegistryError(ValueError):
    """The sources file is wrong; the message names file, entry, key and mend."""


def read_registry(path: Path, folder: Path) -> dict[str, dict[str, Any]]:
    """Read sources.yaml: a mapping from file name (relative to `folder`) to its entry, all values plain text,
    `creators` a list of text, `may_republish` a boolean. Raises RegistryError."""
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)
    except FileNotFoundError as e:
        raise RegistryError(f"{path}: no such file; write it or build without a registry") from e
    except (OSError, UnicodeDecodeError) as e:
        raise RegistryError(f"{path}: cannot be read ({e}); save it as UTF-8 text") from e
    except yaml.YAMLError as e:
        raise RegistryError(f"{path}: not valid YAML: {' '.join(str(e).split())}; mend it there") from e
    except RecursionError as e:
        raise RegistryError(f"{path}: brackets within brackets without end; an entry is a mapping of texts") from e
    if data is None:
        return {}
    if not isinstance(data, dict):
        raise RegistryError(f"{path}: must be a mapping from file name to entry, not a {type(data).__name__}")
    entries: dict[str, dict[str, Any]] = {}
    ids: dict[str, str] = {}
    for file, entry in data.items():
        where = f"{path}: {file!r}"
        if not isinstance(file, str):
            raise RegistryError(f"{where}: a file name must be text; put it in quotes")
        inside = (folder / file).resolve()
        if not inside.is_relative_to(folder.resolve()) or not inside.is_file():
            raise RegistryError(f"{where}: no such file in the folder of documents; correct or remove the entry")
        if not isinstance(entry, dict):
            raise RegistryError(f"{where}: must be a mapping of keys, not a {type(entry).__name__}")
        entries[file] = {k: v for k, v in _checked(where, entry).items() if v is not None}
        if (key := entries[file].get("id")) is not None:
            if key in ids:
                raise RegistryError(f"{where}: key 'id': {key!r} is already the id of {ids[key]!r}; choose another")
            ids[key] = file
    return entries


def _checked(where: str, entry: dict[Any, Any]) -> dict[str, Any]:
    entry = {**entry, "published": _date_as_text(entry.get("published"))}
    for key, value in entry.items():
        if key not in KEYS:
            raise RegistryError(f"{where}: unknown key {key!r}; the keys are {', '.join(KEYS)}")
        if value is not None and not isinstance(value, KEYS[key]):
            wanted = "true or false" if KEYS[key] is bool else "text"
            raise RegistryError(f"{where}: key {key!r} must be {wanted}, not {_shown(value)}")
    if isinstance(creators := entry.get("creators"), list) and not all(isinstance(c, str) for c in creators):
        raise RegistryError(f"{where}: key 'creators' must be a list of names, not {_shown(creators)}")
    if isinstance(creators, str):
        entry = {**entry, "creators": [creators]}
    if entry.get("id") is not None and not _ID.fullmatch(entry["id"]):
        raise RegistryError(f"{where}: key 'id': {entry['id']!r} is not ASCII kebab-case (small letters, digits, '-')")
    if (problem := entry_problem(entry)) is not None:
        raise RegistryError(f"{where}: {problem}")
    return entry


def entry_problem(entry: Mapping[str, Any]) -> str | None:
    """What is wrong with a value of an entry as a value of the table `documents`, with the mend."""
    schema = load_schemas()["documents"]
    for key in _COLUMNS:
        if entry.get(key) is not None and (problem := text_problem(entry[key], schema.column(key))) is not None:
            return f"{key}: {problem}"
    return None


def _date_as_text(value: Any) -> Any:
    """YAML takes 2023-10-16 for a date and 2023 for a number; both are plain enough."""
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value.isoformat()
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _shown(value: Any) -> str:
    """A value for a message: a few lines of YAML can stand for more than memory holds."""
    text = shortly(value)
    return text if len(text) <= 100 else f"{text[:100]}…"
