"""Serving the workshop: settings that keep it on this machine, the files for the browser, and the server itself."""

from __future__ import annotations

import os
import threading
import warnings
from multiprocessing import get_context

from simulation.app import limits
from simulation.app.server import assets
from simulation.app.server.addresses import Addresses
from simulation.app.server.memory import give_back_from_now_on

APP = "simulation.app.pages"

# Solara reads its settings when it is imported. Nothing may be asked of the internet, and nothing reported to anybody.
SETTINGS = {
    "SOLARA_APP": APP,
    "SOLARA_MODE": "production",
    "SOLARA_ASSETS_FONTAWESOME_ENABLED": "False",
    "SOLARA_CHECK_HOOKS": "off",  # Mesa's views fail it, which would frighten, too; tests check ours
    "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False",
    "SOLARA_THEME_SHOW_BANNER": "False",
    "SOLARA_THEME_TITLE": "Workshop",  # until a page says its own
    "SOLARA_THEME_FORCE_REFRESH": "True",  # a page whose session has gone comes back by itself: its address holds all
    "SOLARA_KERNEL_CULL_TIMEOUT": f"{limits.SESSION_SECONDS}s",
    "SOLARA_SERVER_HTTP_GZIP": "False",  # done around the gate, which reads pages
    "SOLARA_KERNEL_MAX_COUNT": str(limits.SESSIONS),
}


def prepare(called: Addresses) -> None:
    """Set Solara up; must be called before anything imports it."""
    place = assets.fetch()
    # Its own address it would take from the first visitor.
    where = {"SOLARA_ROOT_PATH": called.prefix, "SOLARA_BASE_URL": f"{called.public}/"}
    for name, value in (SETTINGS | where).items():
        os.environ[name] = value
    os.environ["SOLARA_ASSETS_PROXY_CACHE_DIR"] = str(place)
    # What is not among the files is not looked for anywhere else either: this address answers nobody.
    os.environ["SOLARA_ASSETS_CDN"] = "http://127.0.0.1:9/"


def serve(host: str, port: int, called: Addresses, proxy: str = "") -> None:
    """Serve until stopped. The first town is simulated meanwhile, so that the compiled rules are loaded.

    Parameters
    ----------
    proxy : address or network of a proxy, whose word on where visitors come from is believed.
    """
    prepare(called)
    from solara.server import server as solara_server
    from solara.server import starlette
    from solara.server.app import apps
    from solara.server.kernel_context import contexts

    from simulation.app.futures.scheduler import SCHEDULER
    from simulation.app.server import closing
    from simulation.app.server.browsers import Browsers
    from simulation.app.server.connections import Connections
    from simulation.app.server.gate import Gate
    from simulation.app.server.websocket import install
    from simulation.app.session.rooms import ROOMS

    install()
    closing.install()
    # About pages within pages of others, which this is not; it would frighten whoever stands at the laptop.
    warnings.filterwarnings("ignore", "Cookies with samesite=none", UserWarning)
    # A picture within a page of another site keeps no cookie, and needs none to be looked at.
    starlette.logger.addFilter(lambda record: record.getMessage() != "no session cookie")
    if called.for_phones:
        ROOMS.address = called.public
    give_back_from_now_on()
    _compile_apart()
    SCHEDULER.start()
    threading.Thread(target=_warm_up, name="warm-up", daemon=True).start()
    import uvicorn
    from starlette.middleware.gzip import GZipMiddleware

    gate = Gate(
        starlette.app,
        called,
        Browsers(port, called.prefix, called.secure),
        Connections(contexts, SCHEDULER.came, SCHEDULER.left),
        contexts,
        pages=lambda: {route.path for route in apps["__default__"].routes},
        files=assets.files(),
        extensions={name.partition("/")[0] for name in solara_server.get_nbextension_names()},
    )
    try:
        uvicorn.run(
            GZipMiddleware(gate, minimum_size=1000),
            host=host,
            port=port,
            log_level="error",
            server_header=False,
            proxy_headers=bool(proxy),
            forwarded_allow_ips=proxy,
            ws_max_size=limits.MESSAGE_BYTES,
            timeout_graceful_shutdown=limits.SHUTDOWN_SECONDS,
        )
    finally:
        SCHEDULER.stop()


def get_ready() -> None:
    """Compile what the pages need, so that the next start answers at once."""
    from simulation.app.futures.scheduler import SCHEDULER
    from simulation.app.story.state import first
    from simulation.model import CoproductionModel

    town = first()
    for story in (town, town.drop("leader")):
        SCHEDULER.get(story.played, story.seed, worlds=story.drawn_in)
    CoproductionModel(town.played).step()


def _compile_apart() -> None:
    """Compile in a process that ends, if anything is to be compiled: a compiler keeps 400 MB that no visitor needs."""
    from simulation.ensemble import is_compiled

    if not is_compiled():
        compiling = get_context("spawn").Process(target=get_ready)
        compiling.start()
        compiling.join()


def _warm_up() -> None:
    from simulation.app.futures.scheduler import SCHEDULER
    from simulation.app.story.state import first

    town = first()
    SCHEDULER.get(town.played, town.seed, worlds=town.drawn_in)
