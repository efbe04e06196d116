"""What comes in before a page is drawn again is added to what came before it, not to what was drawn."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

pytest.importorskip("solara")

import solara

from simulation.app.pages.group_form import GroupForm
from simulation.app.pages.predict import Hands
from simulation.app.session import session
from simulation.app.session.group_board import Board
from simulation.app.story.history import History
from simulation.app.story.state import Vote, first
from tests.app.session.test_phone_votes import OWNER, who


def callbacks(widget) -> Iterator[tuple[str, dict]]:
    """The names of the controls of a page, with what is called when somebody uses them."""
    for child in getattr(widget, "children", ()):
        if hasattr(child, "controls"):
            yield child.title, dict(child._event_callbacks)
        yield from callbacks(child)


@pytest.fixture
def drawn():
    """Draw a component; what its controls call is that of this first drawing, whatever comes."""
    contexts = []

    def draw(element) -> dict[str, dict]:
        page, context = solara.render(element, handle_error=False)
        contexts.append(context)
        return dict(callbacks(page))

    before = session.history.peek()
    yield draw
    for context in contexts:
        context.close()
    session.history.set(before)


def test_hands_for_two_choices(drawn):
    state = first().at(36).drop("leader")
    session.history.set(History(state))
    change = drawn(Hands(state, Vote(72), 36))["Show of hands"]["change"]
    for key, value in (("held", "3"), ("halved", "5")):
        change({"key": key, "value": value})
    assert session.now_quietly().vote.hands == (0, 3, 5, 0)
    change({"key": "month", "value": "96"})
    change({"key": "held", "value": "4"})
    assert session.now_quietly().vote == Vote(96, (0, 4, 5, 0))


def test_a_group_types_its_name_and_sends(drawn):
    board = Board("ABCD", OWNER, first().begin("3"))
    controls = drawn(GroupForm(board, who("one")))
    controls["Name"]["change"]({"key": "name", "value": "Herons"})
    lever = next(title for title in controls if title not in ("Name", "Send"))
    controls[lever]["change"]({"key": "governance", "value": "60"})
    controls["Send"]["press"]("send")
    (group,) = board.standing()
    assert group.title == "Herons" and group.settings["governance"] == 0.6
