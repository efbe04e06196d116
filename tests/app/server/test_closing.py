"""A session closes to its end while threads of its own end."""

from __future__ import annotations

import pytest

pytest.importorskip("solara.server.starlette")

from solara.server import kernel, kernel_context

from simulation.app.server import closing


def in_which_threads_end(kind):
    """A table of some kind, in which every other thread ends as soon as it is copied."""

    class Copied(kind):
        def copy(self):
            found = dict(self)
            for thread in [each for each in self if each.startswith("watch")]:
                self.pop(thread)
            return found

    return Copied


def close(monkeypatch, kind) -> kernel_context.VirtualKernelContext:
    monkeypatch.setattr(kernel_context, "current_context", in_which_threads_end(kind)())
    session = kernel_context.VirtualKernelContext(id="one", kernel=kernel.Kernel(), session_id="somebody")
    kernel_context.current_context |= {"watch1": session, "watch2": session, "Dummy3": session, "another's": None}
    session.close()
    return session


def test_a_session_closes_whatever_threads_end_meanwhile(monkeypatch):
    session = close(monkeypatch, closing.Table)
    assert session.closed_event.is_set()
    assert session not in kernel_context.current_context.values()
    assert "another's" in kernel_context.current_context


def test_it_does_not_by_itself(monkeypatch):
    """Once this fails, the module can go."""
    with pytest.raises(KeyError, match="watch"):
        close(monkeypatch, dict)


def test_the_table_keeps_what_it_held(monkeypatch):
    monkeypatch.setattr(kernel_context, "current_context", {"main": None})
    closing.install()
    assert kernel_context.current_context == {"main": None} and type(kernel_context.current_context) is closing.Table
