"""Memory of Arrow, which goes back to the system when it is free."""

from __future__ import annotations


def use_memory_of_the_system() -> None:
    """Take it from where the rest of the program has its memory: pools of Arrow's own keep most of what is freed."""
    import pyarrow as pa

    pa.set_memory_pool(pa.system_memory_pool())


def give_back() -> None:
    """Let the system have the memory that is free again."""
    import pyarrow as pa

    pa.default_memory_pool().release_unused()
