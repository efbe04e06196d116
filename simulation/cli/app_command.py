"""``coproduction app``: the workshop in the browser."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from simulation.cli.scenario_arguments import WorldsName, refusing
from simulation.cli.status import FAILED, check_range, refuse, whole
from simulation.world.names_of_worlds import DEFAULT

PORT = 8765
LAST_PORT = 65535
LOOPBACK = "127.0.0.1"
NEEDS = ("solara", "ipyvue", "ipyvuetify")


def workshop(
    host: Annotated[
        str, typer.Option(help="Address to serve on. The default can be reached from this machine alone.")
    ] = LOOPBACK,
    port: Annotated[int, typer.Option(parser=whole, metavar="INTEGER", help="Port to serve on.")] = PORT,
    worlds: WorldsName = DEFAULT,
    check: Annotated[bool, typer.Option("--check", help="Only tell whether this machine is ready.")] = False,
) -> None:
    """Open the workshop: move levers, let things happen, and see what becomes of co-production.

    For example: coproduction app --port 8000
    """
    check_range("--port", port, 1, LAST_PORT)
    _need_libraries()
    from simulation.app.story.played_in import play_in

    with refusing():
        play_in(worlds)
    if check:
        from simulation.app.server.check import tell

        raise typer.Exit(0 if tell(print) else FAILED)
    from simulation.app.server.assets import fetch, missing
    from simulation.app.server.server import LOOPBACK as OWN
    from simulation.app.server.server import serve
    from simulation.world.errors import AssetsMissing

    try:
        if missing():
            print("Fetching the files for the browser, once (needs the internet) …", flush=True)
            fetch()
    except AssetsMissing as error:
        print(f"coproduction: {error}", file=sys.stderr)
        raise typer.Exit(FAILED) from None
    _check_free(host, port)
    if host not in OWN:
        print(
            f"Everybody who can reach {host} on this network can open the workshop and use this machine's time; "
            "it asks for no password. Stop it when the workshop is over."
        )
    shown = "127.0.0.1" if host in ("0.0.0.0", "::") else host
    print(f"The workshop is at http://{shown}:{port}/ (stop with Ctrl-C)", flush=True)
    serve(host, port)


def _need_libraries() -> None:
    from importlib.util import find_spec

    lost = [name for name in NEEDS if find_spec(name) is None]
    if lost:
        refuse(f"the workshop needs {', '.join(lost)}: install the extra 'app', as in pip install 'coproduction[app]'")


def _check_free(host: str, port: int) -> None:
    import socket

    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            refuse(f"--host {host} --port {port} cannot be served on: {error.strerror}; choose another one")
