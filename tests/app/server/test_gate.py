"""What the gate lets through to Solara's server, which is here a stand-in that says what it saw."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import pytest

pytest.importorskip("solara.server.starlette")

from simulation.app import limits
from simulation.app.rates import Pace
from simulation.app.server.addresses import addresses
from simulation.app.server.browsers import Browsers
from simulation.app.server.connections import Connections
from simulation.app.server.gate import COOKIE, Gate
from simulation.app.session.caller import ADDRESS, BROWSER

HOST = "127.0.0.1:8765"
ORIGIN = f"http://{HOST}"
SESSION = "0a0a0a0a-1111-4222-8333-444444444444"
CHANNEL = f"/jupyter/api/kernels/{SESSION}/channels"
PAGE = b"<html><script>one()</script><script src=x></script><script type=module>\r\ntwo()</script></html>"


class Inside:
    """Stands in for Solara's server."""

    def __init__(self) -> None:
        self.seen: list[dict[str, Any]] = []
        self.fault: Exception | None = None

    async def __call__(self, scope, receive, send) -> None:
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        self.seen.append({**scope, "headers": headers})
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.accept"})
            await receive()
            if self.fault:
                raise self.fault
            return
        kind = b"text/plain" if "/static/" in scope["path"] else b"text/html; charset=utf-8"
        headers = [(b"content-type", kind), (b"set-cookie", b"solara-session-id=x; SameSite=none")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": PAGE[:20], "more_body": True})
        await send({"type": "http.response.body", "body": PAGE[20:]})


class House:
    """A gate with its stand-in, and a client that can send anything."""

    def __init__(self, public: str = "", embedders: Iterable[str] = ()) -> None:
        self.inside, self.sessions = Inside(), {}
        called = addresses("127.0.0.1", 8765, public, embedders=list(embedders))
        self.connections = Connections(self.sessions, self._came, self._left)
        self.moves: list[str] = []
        self.gate = Gate(
            self.inside,
            called,
            Browsers(8765, called.prefix, called.secure),
            self.connections,
            self.sessions,
            pages=lambda: {"/", "predict", "embed"},
            files=["require.js"],
            extensions=["jupyter-vue"],
        )

    def _came(self, session: str) -> None:
        self.moves.append(f"came {session}")

    def _left(self, session: str) -> None:
        self.moves.append(f"left {session}")

    def send(
        self,
        path: str = "/",
        method: str = "GET",
        headers: Iterable[tuple[str, str]] | dict[str, str] = (),
        host: str | None = HOST,
        client: str = "192.0.2.1",
        kind: str = "http",
        query: str = "",
        messages: Iterable[dict[str, Any]] = (),
    ) -> SimpleNamespace:
        """Send a request or open a connection; what came back: status, headers, cookie, text, and all messages."""
        pairs = list(headers.items() if isinstance(headers, dict) else headers)
        pairs += [("host", host)] if host is not None else []
        scope = {
            "type": kind,
            "path": path,
            "query_string": query.encode(),
            "method": method,
            "scheme": "http" if kind == "http" else "ws",
            "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in pairs],
            "client": (client, 4711),
            "server": ("127.0.0.1", 8765),
        }
        outside = iter(messages)
        back: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return next(outside)

        async def send(message: dict[str, Any]) -> None:
            back.append(message)

        with ThreadPoolExecutor(1) as pool:  # the browser of other tests keeps a loop in this thread
            pool.submit(lambda: asyncio.run(self.gate(scope, receive, send))).result()
        start = next((each for each in back if each["type"] == "http.response.start"), {})
        answered = {name.decode(): value.decode() for name, value in start.get("headers", [])}
        body = b"".join(each.get("body", b"") for each in back if each["type"] == "http.response.body")
        cookie = answered.get("set-cookie", "").partition(";")[0]
        return SimpleNamespace(
            status=start.get("status"), headers=answered, cookie=cookie, text=body.decode(), messages=back
        )

    def connect(
        self, origin: str = ORIGIN, cookie: str = "", path: str = CHANNEL, query: str = "session_id=tab", **more
    ):
        headers = {"origin": origin} | ({"cookie": cookie} if cookie else {}) | more.pop("headers", {})
        came = [{"type": "websocket.connect"}, {"type": "websocket.receive", "text": "{}"}]
        return self.send(path, headers=headers, kind="websocket", query=query, messages=came, **more)


@pytest.fixture
def house() -> House:
    return House()


def refused(connection: SimpleNamespace) -> bool:
    return [message["type"] for message in connection.messages] == ["websocket.close"]


# Whose request it is -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8765", "", None])
def test_a_name_that_points_to_us_without_our_knowing_is_refused(house, host):
    answer = house.send(host=host)
    assert answer.status == 421 and "is not called" in answer.text and not answer.cookie
    assert refused(house.connect(host=host)) and not house.inside.seen


def test_two_hosts_are_no_host(house):
    assert house.send(headers=[("host", "evil.example")]).status == 421


@pytest.mark.parametrize("origin", ["http://evil.example", "http://127.0.0.1:9999", "http://127.0.0.1", "null", ""])
def test_a_page_of_others_cannot_connect(house, origin):
    cookie = house.send().cookie
    assert refused(house.connect(origin, cookie))
    assert not refused(house.connect(ORIGIN, cookie))


FORGED = {
    "x-forwarded-host": "evil.example",
    "x-forwarded-proto": "https",
    "x-forwarded-for": "10.0.0.1",
    "x-forwarded-prefix": "/evil",
    "x-script-name": "/evil",
    "script-name": "/evil",
    "forwarded": "host=evil.example",
    "referer": "http://evil.example",
    ADDRESS: "10.0.0.1",
    BROWSER: "somebody else",
    "authorization": "Bearer x",
    "cookie": f"{COOKIE}=somebody-else; other=1",
}


def test_nothing_that_a_request_says_about_itself_goes_on(house):
    house.send(headers=FORGED)
    house.connect(headers=FORGED)
    for seen in house.inside.seen:
        assert seen["headers"][ADDRESS] == "192.0.2.1" and "evil" not in json.dumps(seen["headers"])
        assert "somebody" not in json.dumps(seen["headers"])
        assert set(seen["headers"]) <= {"host", "cookie", ADDRESS, BROWSER}
        assert (seen["root_path"], seen["scheme"]) == ("", "http" if seen["type"] == "http" else "ws")


def test_a_browser_is_known_by_a_cookie_that_only_we_can_make(house):
    first = house.send()
    kept = re.fullmatch(
        r"(workshop-8765=\w{32}\.\w+); Path=/; Max-Age=86400; HttpOnly; SameSite=Lax", first.headers["set-cookie"]
    )
    assert kept and "solara" not in first.headers["set-cookie"]
    again = house.send(headers={"cookie": f'a=b; other={{"not": "ours"}}; {kept[1]}'})
    assert again.cookie == first.cookie
    assert house.inside.seen[0]["headers"]["cookie"] == house.inside.seen[1]["headers"]["cookie"]
    value = kept[1].partition("=")[2]
    for wrong in ("", "x", "x.y", value[:-1], f"g{value[1:]}", value.replace(".", ""), "é.é", f'"{value}\x00"'):
        house.connect(cookie=f"workshop-8765={wrong}", headers={"cookie": f"workshop-8765={wrong}"})
        assert house.inside.seen[-1]["headers"][BROWSER] == "", wrong
    house.connect(cookie=kept[1])
    assert house.inside.seen[-1]["headers"][BROWSER] == value


@pytest.mark.parametrize("client", [("2001:db8::1", "2001:db8::2:3"), ("::ffff:192.0.2.1", "192.0.2.1")])
def test_many_addresses_of_one_household_are_one(house, client):
    for each in client:
        house.send(client=each)
    one, two = house.inside.seen
    assert one["headers"][ADDRESS] == two["headers"][ADDRESS]


def test_nobody_takes_over_or_closes_the_session_of_another(house):
    mine, other = house.send().cookie, house.send().cookie
    house.sessions[SESSION] = SimpleNamespace(session_id=mine.partition("=")[2], page_status={"tab": "connected"})
    assert refused(house.connect(cookie=other)) and refused(house.connect()) and not refused(house.connect(cookie=mine))
    before = len(house.inside.seen)
    for cookie, tab, origin in (
        (other, "tab", ORIGIN),
        (mine, "another", ORIGIN),
        (mine, "tab", "http://evil.example"),
    ):
        headers = {"cookie": cookie, "origin": origin}
        house.send(f"/_solara/api/close/{SESSION}", "POST", headers, query=f"session_id={tab}")
    assert len(house.inside.seen) == before
    house.send(f"/_solara/api/close/{SESSION}", "POST", {"cookie": mine, "origin": ORIGIN}, query="session_id=tab")
    assert len(house.inside.seen) == before + 1


# What is served ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/predict", "/predict/", "/static/x.js", "/_solara/cdn/require.js"])
def test_pages_and_their_files_are_served(house, path):
    assert house.send(path).status == 200 and house.inside.seen[-1]["path"] == path
    assert house.send(path, "DELETE").status == 405


@pytest.mark.parametrize(
    "path",
    [
        "/resourcez",
        "/readyz",
        "/nonsense",
        "/predict/more",
        "/favicon.ico",
        "/jupyter/api/kernels/x",
        "//",
        "///",
        "/_solara/cdn/",
        "/_solara/cdn/unknown.js",
        "/_solara/cdn/../require.js",
        "/_solara/cdn//etc/passwd",
        "/_solara/api/evict/x",
        "/_solara/auth/login",
        "/jupyter/nbextensions/mine/secret.js",
        "/\x00",
        "/a" * 4000,
    ],
)
def test_nothing_else_is(house, path):
    answer = house.send(path)
    assert answer.status == 404 and "no such page" in answer.text and not house.inside.seen


def test_health_is_told_and_nothing_of_the_machine(house):
    assert (house.send("/healthz").status, house.send("/healthz").text) == (200, "ok\n")


def test_a_page_says_what_browsers_must_refuse(house):
    said = house.send().headers["content-security-policy"]
    scripts = re.search(r"script-src ([^;]*);", said)
    assert scripts and "unsafe-inline" not in scripts[1]
    # As openssl has them; a browser reads the second, which begins with the two characters of a line's end, with one.
    hashes = (
        "'sha256-HR7iaask9daLMRRskMI++QeJtjWDOjyPA6lGzYGzKW4=' 'sha256-Lb2lc9BzdFQqYRFBcRPaZUZ0kClPkx4OtyGKdmIkL+s='"
    )
    assert scripts[1] == f"'self' 'unsafe-eval' {hashes}"
    assert f"connect-src 'self' ws://{HOST} wss://{HOST};" in said
    for part in ("default-src 'none'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"):
        assert part in said


@pytest.mark.parametrize("path", ["/embed", "/embed/"])
def test_the_page_for_embedding_is_framed_by_those_that_are_named_and_no_other_page_is(path):
    headers = House(embedders=["https://Council.example:443", "http://intranet:8080/"]).send(path).headers
    assert headers["content-security-policy"].endswith("frame-ancestors https://council.example http://intranet:8080")
    assert "x-frame-options" not in headers and headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("embedders", [(), ("https://council.example",)])
@pytest.mark.parametrize("path", ["/", "/predict", "/static/x.js", "/healthz", "/nonsense", "/nonsense/embed"])
def test_every_answer_is_guarded(path, embedders):
    headers = House(embedders=embedders).send(path).headers
    assert headers["x-content-type-options"] == "nosniff" and headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin" and "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


@pytest.mark.parametrize("taken_away", [True, False])
def test_under_a_path_of_a_proxy_s(taken_away):
    house = House("https://council.example/predict")  # which is also the name of a page
    answer = house.send("/" if taken_away else "/predict/", host="council.example")
    assert answer.status == 200 and "Path=/predict; " in answer.headers["set-cookie"]
    assert answer.headers["set-cookie"].endswith("; Secure")
    house.send("/predict" if taken_away else "/predict/predict", host="council.example")
    seen = house.inside.seen
    assert [each["root_path"] for each in seen] == ["/predict"] * 2 and seen[0]["scheme"] == "https"
    assert seen[0]["path"] == "/predict/"


# How much ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "query"),
    [
        (CHANNEL.replace(SESSION, "dummy"), "session_id=tab"),
        (CHANNEL + "/x", "session_id=tab"),
        ("/", "session_id=tab"),
        (CHANNEL, ""),
        (CHANNEL, "session_id="),
        (CHANNEL, "session_id=a b"),
        (CHANNEL, f"session_id={'x' * 65}"),
    ],
)
def test_a_connection_is_to_a_session_and_of_a_page(house, path, query):
    assert refused(house.connect(path=path, query=query)) and not house.inside.seen


def test_what_no_page_sends_closes_the_connection_and_says_so_in_one_line(house, caplog):
    house.inside.fault = KeyError("header\x1b[2J\n")
    house.connect()
    assert [record.getMessage() for record in caplog.records] == [
        "a connection from 192.0.2.1 was closed: KeyError: 'header\\x1b[2J\\n'"
    ]
    assert house.moves == [f"came {SESSION}", f"left {SESSION}"]


def number(of: int) -> str:
    return f"{of:08x}-1111-4222-8333-444444444444"


def test_sessions_are_bounded_for_each_address_and_for_all(house, monkeypatch):
    monkeypatch.setattr(limits, "SESSIONS", 5)
    monkeypatch.setattr(limits, "SESSIONS_OF_ADDRESS", 3)
    channel = lambda of: CHANNEL.replace(SESSION, number(of))  # noqa: E731

    def open_one(of: int, client: str) -> bool:
        if refused(house.connect(path=channel(of), client=client)):
            return False
        house.sessions[number(of)] = SimpleNamespace(session_id="")  # kept when its browser has gone
        return True

    assert [open_one(of, "192.0.2.1") for of in range(5)] == [True] * 3 + [False] * 2
    assert [open_one(of, "192.0.2.2") for of in range(5, 9)] == [True] * 2 + [False] * 2
    assert house.send(client="192.0.2.3").status == 503
    del house.sessions[number(0)]  # culled
    assert house.send(client="192.0.2.3").status == 200
    assert [open_one(of, "192.0.2.1") for of in (0, 10)] == [True, False]


def test_new_browsers_of_one_address_wait(monkeypatch):
    monkeypatch.setattr(limits, "NEW_BROWSERS", Pace(2, 1000.0))
    house = House()
    cookie = house.send().cookie
    assert [house.send().status for _ in range(3)] == [200, 429, 429]
    assert house.send(headers={"cookie": cookie}).status == 200
    assert house.send(client="192.0.2.9").status == 200
