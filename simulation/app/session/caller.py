"""Who is calling, as far as the server itself knows: an address, and a browser that it has given a cookie."""

from __future__ import annotations

from typing import NamedTuple

import solara
from solara.lab.utils.headers import headers

from simulation.app.futures.scheduler import NOBODY

# Set by the server (simulation/app/server/gate.py), which lets no visitor send them.
ADDRESS, BROWSER = "x-workshop-address", "x-workshop-browser"


class Caller(NamedTuple):
    """Somebody in front of a browser.

    Attributes
    ----------
    address : where the connection comes from; where a proxy stands before the server, what that says.
    browser : the cookie that the server gave it; empty if it keeps none.
    """

    address: str
    browser: str


def caller() -> Caller:
    """Who is calling in this session."""
    told = headers.value or {}
    return Caller(*("".join(told.get(name, [])[:1]) for name in (ADDRESS, BROWSER)))


def visitor() -> str:
    """Whose session this is, as `simulation.app.futures.scheduler` calls them; nobody's where no server runs it."""
    try:
        return str(solara.get_kernel_id(ipython_fallback=False))
    except RuntimeError:
        return NOBODY
