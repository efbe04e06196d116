"""What stands before Solara's server: no word of a request is believed, and nothing is served but what pages need.

Requests must name a host that this server answers to, and connections must come from its own pages. Of the headers only
those go on that Solara needs; what it is told of the visitor is written here.
"""

from __future__ import annotations

import ipaddress
import logging
import re
from collections.abc import Callable, Collection, Mapping
from html import escape
from typing import Any
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from simulation.app import limits
from simulation.app.rates import Rates
from simulation.app.server.addresses import Addresses
from simulation.app.server.browsers import Browsers
from simulation.app.server.connections import Connections, paced
from simulation.app.server.security_headers import secured
from simulation.app.session.caller import ADDRESS, BROWSER
from simulation.world.errors import one_line

log = logging.getLogger(__name__)

HEALTH = "/healthz"
EMBED = "/embed"  # the one page that others may show within theirs
SERVED = re.compile(r"/static/(?P<static>.+)|/_solara/cdn/(?P<file>.+)|/jupyter/nbextensions/(?P<extension>[^/]+)/.+")
CLOSE = re.compile(r"/_solara/api/close/(?P<session>[0-9a-f-]{36})")
CHANNEL = re.compile(r"/jupyter/api/kernels/(?P<session>[0-9a-f-]{36})/channels")
TAB = re.compile(r"[\w-]{1,64}", re.ASCII)
COOKIE = "solara-session-id"  # as Solara calls it
PASSED_ON = ("accept-encoding", "host", "if-modified-since", "if-none-match", "range", "user-agent")
REFUSED = 1008  # why a connection was closed

NOT_CALLED_SO = (
    "This server is not called by the name that your browser used. Whoever runs it can name it with --public-address "
    "or --allow-origin."
)
NO_PAGE = "There is no such page."
NOT_SO = "This cannot be done here."
TOO_MANY = "Too many have come from your network just now. Wait a minute and open the page again."
FULL = "The workshop is full. Open the page again in a few minutes."


class Gate:
    """The application that the server runs, around Solara's.

    Parameters
    ----------
    app : Solara's.
    addresses : how this server is called.
    browsers : who makes cookies.
    connections : who counts connections.
    sessions : Solara's sessions by their ids.
    pages : the paths of all pages.
    files : of the files for the browser, those that there are.
    extensions : of the parts for the browser, those that pages load.
    """

    def __init__(
        self,
        app: ASGIApp,
        addresses: Addresses,
        browsers: Browsers,
        connections: Connections,
        sessions: Mapping[str, Any],
        pages: Callable[[], Collection[str]],
        files: Collection[str] = (),
        extensions: Collection[str] = (),
    ) -> None:
        self.app, self.addresses, self.browsers, self.connections = app, addresses, browsers, connections
        self.sessions, self.pages = sessions, pages
        self.files, self.extensions = frozenset(files), frozenset(extensions)
        self._new_browsers = Rates(limits.NEW_BROWSERS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request or connection, or refuse it."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        reached_at = str((scope.get("server") or ("",))[0])
        called = len(hosts) == 1 and self.addresses.answers_to(hosts[0], reached_at)
        ours = called and self.addresses.admits(headers.get("origin", ""), hosts[0])
        if scope["type"] == "websocket":
            await self._connect(scope, receive, send, ours)
            return
        answer = self._answer(scope, ours) if called else told(421, NOT_CALLED_SO, self.addresses.prefix)
        embedders = self.addresses.embedders if self._path(scope).removesuffix("/") == EMBED else ()
        await answer(scope, receive, secured(send, hosts[0] if called else "", embedders))

    def _answer(self, scope: Scope, ours: bool) -> ASGIApp:
        """What answers a request for a host that we are."""
        path = self._path(scope)
        if close := CLOSE.fullmatch(path):
            if not ours or scope["method"] != "POST":
                return self._told(403, NOT_SO)
            return self._inside if self._may_close(close["session"], scope) else Response()
        if scope["method"] not in ("GET", "HEAD"):
            return self._told(405, NOT_SO)
        if path == HEALTH:
            return PlainTextResponse("ok\n")
        if served := SERVED.fullmatch(path):
            there = served["static"] or served["file"] in self.files or served["extension"] in self.extensions
            return self._inside if there else self._told(404, NO_PAGE)
        return self._page if self._is_page(path) else self._told(404, NO_PAGE)

    async def _page(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A page of the workshop, and a cookie for a browser that has none."""
        browser = self._browser(scope)
        if not browser and self.connections.full:
            await self._told(503, FULL)(scope, receive, send)
            return
        if not browser and self._new_browsers.take(network(scope)):
            await self._told(429, TOO_MANY)(scope, receive, send)
            return
        browser = browser or self.browsers.new()

        async def mend(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message["headers"])
                headers["set-cookie"] = self.browsers.header(browser)
                headers["cache-control"] = "no-store"
            await send(message)

        await self._inside(scope, receive, mend, browser)

    async def _connect(self, scope: Scope, receive: Receive, send: Send, ours: bool) -> None:
        """A browser's connection to its session."""
        channel = CHANNEL.fullmatch(self._path(scope))
        tab = parse_qs(scope["query_string"].decode("latin-1")).get("session_id", [""])[0]
        known, address = self._browser(scope), network(scope)
        if not ours or not channel or not TAB.fullmatch(tab):
            await _refuse(send)
            return
        session = self.sessions.get(channel["session"])
        stolen = session is not None and session.session_id != known
        if stolen or not self.connections.room_for(channel["session"], address):
            await _refuse(send)
            return
        with self.connections.held(channel["session"], address):
            try:
                await self._inside(scope, paced(receive), send, known)
            except Exception as error:  # whatever Solara makes of messages that no page of ours sends
                log.warning(
                    "a connection from %s was closed: %s", address, one_line(f"{type(error).__name__}: {error}")
                )

    async def _inside(self, scope: Scope, receive: Receive, send: Send, browser: str = "") -> None:
        """Solara's server, which sees of a request what is left here."""
        browser = browser or self._browser(scope)
        headers = [(name, value) for name, value in scope["headers"] if name.decode("latin-1") in PASSED_ON]
        ours = {ADDRESS: network(scope), BROWSER: browser, "cookie": f"{COOKIE}={browser}" if browser else ""}
        headers += [(name.encode(), value.encode("latin-1")) for name, value in ours.items()]
        prefix = self.addresses.prefix
        path = prefix + self._path(scope)
        seen = {**scope, "path": path, "raw_path": path.encode(), "root_path": prefix, "headers": headers}
        if self.addresses.secure:
            seen["scheme"] = {"http": "https", "websocket": "wss"}[scope["type"]]
        await self.app(seen, receive, send)

    def _may_close(self, number: str, scope: Scope) -> bool:
        """Whether a browser's word that a page has gone is about a session of its own."""
        session = self.sessions.get(number)
        tab = parse_qs(scope["query_string"].decode("latin-1")).get("session_id", [""])[0]
        return session is not None and session.session_id == self._browser(scope) and tab in session.page_status

    def _browser(self, scope: Scope) -> str:
        return self.browsers.known(HTTPConnection(scope).cookies)

    def _is_page(self, path: str) -> bool:
        name = path.removesuffix("/").removeprefix("/")
        return path == "/" or ("/" not in name and name in self.pages())

    def _path(self, scope: Scope) -> str:
        """The path of our own, whether a proxy takes its prefix away or not."""
        path, prefix = str(scope["path"]), self.addresses.prefix
        return (path.removeprefix(prefix) or "/") if path == prefix or path.startswith(f"{prefix}/") else path

    def _told(self, status: int, words: str) -> Response:
        return told(status, words, self.addresses.prefix)


def told(status: int, words: str, prefix: str) -> Response:
    """A page that says why there is none."""
    return HTMLResponse(
        '<!doctype html><html lang="en-GB"><meta charset="utf-8"><title>Workshop</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">'
        '<body style="font: 1.2rem sans-serif; margin: 3rem; max-width: 40rem">'
        f'<main><h1>{escape(words)}</h1><p><a href="{prefix}/">To the workshop</a></p></main>',
        status,
    )


def network(scope: Scope) -> str:
    """Where a request comes from; one household has many addresses of version 6, which count as one."""
    client = str((scope.get("client") or ("",))[0])
    try:
        address = ipaddress.ip_address(client)
    except ValueError:
        return client
    if isinstance(address, ipaddress.IPv6Address):
        mapped = address.ipv4_mapped
        return str(mapped or ipaddress.ip_network((address, 64), strict=False).network_address)
    return client


async def _refuse(send: Send) -> None:
    await send({"type": "websocket.close", "code": REFUSED})
