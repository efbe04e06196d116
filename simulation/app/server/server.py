"""Serving the workshop: settings that keep it on this machine, the files for the browser, and the server itself."""

from __future__ import annotations

import os
import threading
import warnings

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
    "SOLARA_KERNEL_CULL_TIMEOUT": "2h",
    "SOLARA_SESSION_SAME_SITE": "lax",
    "SOLARA_KERNEL_MAX_COUNT": "200",
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
    from simulation.app.futures.scheduler import OFFICE
    from simulation.app.server.sending import install
    from simulation.app.session.phone_votes import ROOMS, reached_at

    install()
    # About pages within pages of others, which this is not; it would frighten whoever stands at the laptop.
    warnings.filterwarnings("ignore", "Cookies with samesite=none", UserWarning)
    if host not in LOOPBACK:
        ROOMS.address = reached_at(host, port)
    OFFICE.start()
    threading.Thread(target=_warm_up, name="warm-up", daemon=True).start()
    import uvicorn

    uvicorn.run(
        "solara.server.starlette:app",
        host=host,
        port=port,
        log_level="error",
        timeout_graceful_shutdown=2,
    )


def _warm_up() -> None:
    from simulation.app.futures.scheduler import OFFICE
    from simulation.app.story.state import first

    town = first()
    OFFICE.get(town.played, town.seed)
