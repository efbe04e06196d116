"""Serving the workshop: settings that keep it on this machine, the files for the browser, and the server itself."""

from __future__ import annotations

import os
import socket
import threading
import warnings

from simulation.app import limits
from simulation.app.server import assets

APP = "simulation.app.pages"
LOOPBACK = ("127.0.0.1", "localhost", "::1")

# Solara reads its settings when it is imported. Nothing may be asked of the internet, and nothing reported to anybody.
SETTINGS = {
    "SOLARA_APP": APP,
    "SOLARA_MODE": "production",
    "SOLARA_ASSETS_FONTAWESOME_ENABLED": "False",
    "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False",
    "SOLARA_THEME_SHOW_BANNER": "False",
    "SOLARA_KERNEL_CULL_TIMEOUT": f"{limits.SESSION_HOURS}h",
    "SOLARA_SESSION_SAME_SITE": "lax",
    "SOLARA_KERNEL_MAX_COUNT": str(limits.SESSIONS),
}


def prepare() -> None:
    """Set Solara up; must be called before anything imports it."""
    place = assets.fetch()
    for name, value in SETTINGS.items():
        os.environ[name] = value
    os.environ["SOLARA_ASSETS_PROXY_CACHE_DIR"] = str(place)
    # What is not among the files is not looked for anywhere else either: this address answers nobody.
    os.environ["SOLARA_ASSETS_CDN"] = "http://127.0.0.1:9/"


def serve(host: str, port: int) -> None:
    """Serve until stopped. The first town is simulated meanwhile, so that the compiled rules are loaded."""
    prepare()
    from simulation.app.futures.scheduler import SCHEDULER
    from simulation.app.server.websocket import install
    from simulation.app.session.phone_votes import PHONE_VOTES

    install()
    # About pages within pages of others, which this is not; it would frighten whoever stands at the laptop.
    warnings.filterwarnings("ignore", "Cookies with samesite=none", UserWarning)
    if host not in LOOPBACK:
        PHONE_VOTES.address = reached_at(host, port)
    SCHEDULER.start()
    threading.Thread(target=_warm_up, name="warm-up", daemon=True).start()
    import uvicorn

    uvicorn.run(
        "solara.server.starlette:app",
        host=host,
        port=port,
        log_level="error",
        timeout_graceful_shutdown=limits.SHUTDOWN_SECONDS,
    )


def reached_at(host: str, port: int) -> str:
    """How other machines call this server, as well as can be known."""
    name = host
    if host in ("0.0.0.0", "::", ""):
        try:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
                probe.connect(("192.0.2.1", 9))  # nothing is sent: it only tells which address would be used
                name = probe.getsockname()[0]
        except OSError:
            name = socket.gethostname()
    return f"http://{f'[{name}]' if ':' in name else name}:{port}"


def _warm_up() -> None:
    from simulation.app.futures.scheduler import SCHEDULER
    from simulation.app.story.state import first

    town = first()
    SCHEDULER.get(town.played, town.seed, worlds=town.drawn_in)
