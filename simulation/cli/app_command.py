"""``coproduction app``: the workshop in the browser."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from simulation.cli.scenario_arguments import With, WorldsName, extension_in_words, refusing
from simulation.cli.status import FAILED, check_range, complain, refuse, say, whole
from simulation.world.errors import shown
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
    council: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Begin in a council on record ('coproduction councils') instead of a made-up town.",
            show_default=False,
        ),
    ] = None,
    extension: With = None,
    public_address: Annotated[
        str,
        typer.Option(
            metavar="URL",
            help="The address that people open where a proxy stands before this server.",
            show_default=False,
        ),
    ] = "",
    allow_origin: Annotated[
        list[str] | None,
        typer.Option(metavar="URL", help="Another address of it, such as https://intranet.example; can be repeated."),
    ] = None,
    allow_embed: Annotated[
        list[str] | None,
        typer.Option(metavar="URL", help="A web site whose pages may show a picture of it; can be repeated."),
    ] = None,
    proxy: Annotated[
        str,
        typer.Option(metavar="ADDRESS", help="Address or network of the proxy, which says where visitors come from."),
    ] = LOOPBACK,
    prepare: Annotated[
        bool, typer.Option("--prepare", help="Only fetch the files for the browser and compile the model.")
    ] = False,
    check: Annotated[bool, typer.Option("--check", help="Only tell whether this machine is ready.")] = False,
    rehearse: Annotated[
        bool, typer.Option("--rehearse", help="Only print what each round of the hour will come to, in a minute.")
    ] = False,
) -> None:
    """Open the workshop: move levers, let things happen, and see what becomes of co-production.

    For example: coproduction app --port 8000
    """
    check_range("--port", port, 1, LAST_PORT)
    if check + prepare + rehearse > 1:
        refuse("--check, --prepare and --rehearse: give one of them")
    _need_libraries()
    from simulation.app.story.councils import begin_with
    from simulation.app.story.played_in import play_in

    with refusing():
        play_in(worlds)
        if council is not None:
            begin_with(council)
    if extension is not None:
        complain(extension_in_words())
    if check:
        from simulation.app.server.check import tell

        raise typer.Exit(0 if tell(print) else FAILED)
    if rehearse:
        _rehearse()
        return
    from simulation.app.server.addresses import LOOPBACK as OWN
    from simulation.app.server.addresses import addresses
    from simulation.app.server.assets import fetch, missing
    from simulation.app.server.server import get_ready, serve
    from simulation.world.errors import AssetsMissing

    _check_proxy(proxy, public_address)
    with refusing():
        called = addresses(host, port, public_address, allow_origin or [], allow_embed or [])
    try:
        if missing():
            say("Fetching the files for the browser, once (needs the internet) …")
            sys.stdout.flush()
            fetch()
    except AssetsMissing as error:
        complain(error)
        raise typer.Exit(FAILED) from None
    if prepare:
        get_ready()
        say("Ready: the next start needs no internet and compiles nothing.")
        return
    _check_free(host, port)
    if host not in OWN:
        say(
            f"Everybody who can reach {host} on this network can open the workshop and use this machine's time; "
            "it asks for no password. Stop it when the workshop is over."
        )
    say(f"The workshop is at {called.public}/ (stop with Ctrl-C)")
    sys.stdout.flush()
    serve(host, port, called, proxy if public_address else "")


def _rehearse() -> None:
    from simulation.app.futures.rehearsal import rehearsed
    from simulation.app.futures.scheduler import SCHEDULER
    from simulation.app.story.state import first

    for line in rehearsed(first(), SCHEDULER):
        say(line)
        sys.stdout.flush()


def _check_proxy(proxy: str, public_address: str) -> None:
    from ipaddress import ip_network

    if proxy != LOOPBACK and not public_address:
        refuse("--proxy: it needs --public-address URL, the address under which the proxy shows the workshop")
    try:
        ip_network(proxy)
    except ValueError:
        refuse(f"--proxy {shown(proxy)}: it must be an address or a network, such as 10.0.0.7 or 10.0.0.0/8")


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
