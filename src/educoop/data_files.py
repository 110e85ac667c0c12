"""Reads the YAML files of words and rules that are part of the program, and makes expressions of what they hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

from educoop.bounded import bounded


def without_doubles(loader: Any) -> Any:
    """A YAML loader that refuses a key told twice in one mapping, whose first value would be lost."""

    class Loader(loader):  # type: ignore[misc]
        def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
            told = set()
            for key, _ in node.value:
                if isinstance(key, yaml.ScalarNode) and key.value in told:
                    told_twice = f"{key.value!r} is told twice; leave one of the two"
                    raise yaml.constructor.ConstructorError(None, None, told_twice, key.start_mark)
                told.add(key.value if isinstance(key, yaml.ScalarNode) else None)
            found: dict[Any, Any] = super().construct_mapping(node, deep)
            return found

    return Loader


LOADER: Any = without_doubles(getattr(yaml, "CSafeLoader", yaml.SafeLoader))
"""The fast loader where PyYAML was built with it: several times as fast as the one of `safe_load`."""


def mapping(path: Path) -> dict[str, Any]:
    """The mapping in a YAML file. Raises FileNotFoundError or ValueError naming the file."""
    try:
        data = yaml.load(path.read_text("utf-8"), Loader=LOADER)
    except yaml.YAMLError as error:
        raise ValueError(f"{path}: not valid YAML: {' '.join(str(error).split())}") from error
    if not isinstance(data, dict):
        raise ValueError(f"{path}: expected a mapping at the top, found {type(data).__name__}")
    for at, value in _scalars(data, ""):
        if isinstance(value, bool) and at.endswith("]"):
            raise ValueError(f"{path}: {at} is read as {value}; put quotes around the word (on, off, yes, no)")
    return data


def _scalars(data: Any, at: str) -> Iterator[tuple[str, Any]]:
    """Scalars of nested data with their places."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _scalars(value, f"{at}.{key}" if at else str(key))
    elif isinstance(data, list):
        for i, value in enumerate(data):
            yield from _scalars(value, f"{at}[{i}]")
    else:
        yield at, data


def any_of(words: Iterable[str]) -> str:
    """An alternation of words as they are, the longest first.

    How words begin alike is written once: each alternative is tried wherever the expression is, and there may be
    hundreds.
    """
    tree: dict[str, Any] = {}
    for word in sorted(words, key=lambda w: (-len(w), w)):
        node = tree
        for character in word:
            node = node.setdefault(character, {})
        node[""] = {}
    return "|".join(_alternatives(tree))


def _alternatives(tree: dict[str, Any]) -> list[str]:
    """What may stand at a place of a tree of words, one alternative a first character; an empty one comes last."""
    out = []
    for character, behind in tree.items():
        rests = _alternatives(behind) if character else [""]
        out.append(re.escape(character) + (f"(?:{'|'.join(rests)})" if len(rests) > 1 else "".join(rests)))
    return out


def expression(pattern: str, where: str, flags: int = 0) -> re.Pattern[str]:
    """A compiled expression, all its repetitions `bounded`. Raises ValueError naming `where` it stands: file, list and
    entry."""
    try:
        return re.compile(bounded(pattern), flags)
    except re.error as error:
        raise ValueError(f"{where}: not a regular expression ({error}); mend it") from error
