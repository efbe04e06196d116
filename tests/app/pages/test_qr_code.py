"""The code for phones is that of the address which is printed beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

pytest.importorskip("solara")

import segno
import solara

from simulation.app.pages.qr_code import QUIET, qr_code
from simulation.app.pages.room import RoomPanel
from simulation.app.session.phone_votes import PhoneVote
from simulation.app.session.rooms import ROOMS
from tests.app.session.test_phone_votes import OWNER


def modules(drawing: str) -> set[tuple[int, int]]:
    """Which squares are drawn dark."""
    dark = re.search(r'fill="#000000" d="([^"]*)"', drawing)[1]
    return {(int(row), int(column)) for column, row in re.findall(r"M(\d+) (\d+)h1v1h-1z", dark)}


def encoded(address: str) -> set[tuple[int, int]]:
    """Which squares of the code of an address are dark, with white around it."""
    rows = segno.make(address, error="m", micro=False).matrix_iter(border=QUIET)
    return {(row, column) for row, line in enumerate(rows) for column, module in enumerate(line) if module}


def test_a_code_is_that_of_its_address_with_white_around():
    address = "http://192.168.1.20:8765/tools/vote?room=ABCD&x=<1>"
    drawing = qr_code(address)
    assert modules(drawing) == encoded(address) != encoded(address + "x")
    assert min(map(min, modules(drawing))) == QUIET >= 4, "phones need it"
    assert 'aria-label="http://192.168.1.20:8765/tools/vote?room=ABCD&amp;x=&lt;1&gt;"' in drawing


def drawn(widget) -> Iterator[str]:
    """The drawings and words of a page."""
    for child in getattr(widget, "children", ()):
        yield getattr(child, "unsafe_innerHTML", "")
        yield from drawn(child)


def test_a_room_shows_the_code_of_the_address_that_it_prints(monkeypatch):
    monkeypatch.setattr(ROOMS, "address", "http://192.168.1.20:8765")
    room = PhoneVote("ABCD", OWNER, "What?")
    page, context = solara.render(RoomPanel(room, "", False, [], lambda key: None), handle_error=False)
    try:
        html = "".join(drawn(page))
    finally:
        context.close()
    assert f"at <strong>{ROOMS.link(room)}</strong>" in html and modules(html) == encoded(ROOMS.link(room))
