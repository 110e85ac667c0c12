"""What was found out lately, so that it need not be found out again at once."""

from __future__ import annotations

from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Recent(Generic[Key, Value]):
    """The values that were put here last, as many as weigh so much together, and no more than twice as many."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._weight = 0
        self._new: dict[Key, Value] = {}
        self._old: dict[Key, Value] = {}

    def get(self, key: Key) -> Value | None:
        """A value that is here still."""
        found = self._new.get(key)
        return self._old.get(key) if found is None else found

    def put(self, key: Key, value: Value, weight: int = 1) -> Value:
        """Put a value here, and give it back."""
        if self._weight >= self._most:
            self._old, self._new, self._weight = self._new, {}, 0
        self._new[key] = value
        self._weight += weight
        return value

    def forget(self, key: Key) -> None:
        """Take a value out, if it is here."""
        self._new.pop(key, None)
        self._old.pop(key, None)
