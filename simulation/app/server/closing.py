"""Closing sessions to their end, whatever threads of theirs end meanwhile.

Solara keeps a table of which session a thread belongs to. When a session closes it copies the table and deletes what is
the session's; a thread that ends in between has deleted its own entry already. Then the close broke off: the browser
that left had an error for an answer, and entries that were left over kept the whole session in memory.
"""

from __future__ import annotations

from typing import Any


class Table(dict[str, Any]):
    """A table in which what is not there any more can be deleted."""

    def __delitem__(self, key: str) -> None:
        self.pop(key, None)


def install() -> None:
    """Let Solara keep its table so, before its first session."""
    from solara.server import kernel_context

    kernel_context.current_context = Table(kernel_context.current_context)
