"""The real server, and a client that sends what no browser would."""

from __future__ import annotations

import http.client
import json
import socket
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

pytest.importorskip("websockets")

from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from simulation.app import limits

PATIENCE = 5  # seconds: what was not refused at once used to take seven


def ask(
    server, path: str, method: str = "GET", host: str | None = None, **headers: str
) -> tuple[int, dict[str, str], str]:
    """Status, headers and text of an answer; the path goes out as it is."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
    connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    headers = {"host": host or f"127.0.0.1:{server.port}"} | headers
    for name, value in headers.items():
        connection.putheader(name.replace("_", "-"), value)
    connection.endheaders()
    answer = connection.getresponse()
    text = answer.read().decode("utf-8", "replace")
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, text


@contextmanager
def session(server, origin: str | None = None, host: str | None = None) -> Iterator[ClientConnection]:
    """A connection with the cookie of a page that was loaded before."""
    cookie = ask(server, "/")[1].get("set-cookie", "").partition(";")[0]
    host = host or f"127.0.0.1:{server.port}"
    url = f"ws://{host}/jupyter/api/kernels/{uuid.uuid4()}/channels?session_id={uuid.uuid4()}"
    with connect(
        url,
        sock=socket.create_connection(("127.0.0.1", server.port)),
        origin=origin if origin is not None else server.url,  # type: ignore[arg-type]
        additional_headers={"Cookie": cookie},
        proxy=None,
        max_size=None,
        close_timeout=0.5,
    ) as opened:
        yield opened


def said(page: ClientConnection, kind: str, content: object, **more: object) -> None:
    """Send one message as a page does."""
    header = {"msg_id": str(uuid.uuid4()), "msg_type": kind, "session": "s", "username": "", "version": "5.2"}
    message = {"header": header, "channel": "shell", "content": content, "buffers": [], "metadata": {}}
    page.send(json.dumps(message | {"parent_header": {}} | more))


def alive(page: ClientConnection) -> bool:
    """Whether the server still answers on this connection."""
    said(page, "kernel_info_request", {})
    while True:
        message = json.loads(page.recv(timeout=60))
        if message["header"]["msg_type"] == "kernel_info_reply":
            return True


def test_a_page_of_others_and_a_name_that_is_not_ours_are_refused(server):
    for origin, host in (("http://evil.example", None), (None, f"evil.example:{server.port}")):
        with pytest.raises(InvalidStatus), session(server, origin, host) as page:
            assert not alive(page)
    assert ask(server, "/", host="evil.example")[0] == 421
    with session(server) as page:
        assert alive(page)


def test_no_visitor_moves_the_server(server):
    before = len(server.complaints)
    forged = {
        "x_script_name": "/evil",
        "script_name": "/evil",
        "x_forwarded_host": "evil.example",
        "x_forwarded_proto": "https",
    }
    for headers in (forged, {}):
        _, told, page = ask(server, "/predict", **headers)
        assert "evil" not in page and "Secure" not in told["set-cookie"] and "SameSite=Lax" in told["set-cookie"]
    assert len(server.complaints) == before


@pytest.mark.parametrize(
    "path",
    [
        "/resourcez",
        "/_solara/cdn/unknown@1/x.js",
        "/_solara/cdn/../../../../etc/passwd",
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fapp.py",
        "/static/public/../layout.py",
        "/jupyter/nbextensions/../x",
        "/_solara/cdn/%2e%2e/%2e%2e/etc/passwd",
        "/static//etc/passwd",
        "/%00",
        "/../etc/passwd",
    ],
)
def test_there_is_nothing_but_the_workshop(server, path):
    status, _, text = ask(server, path)
    assert status == 404 and "root:" not in text and "import" not in text


def test_files_for_the_browser_are_there_and_guarded(server):
    for path in ("/_solara/cdn/requirejs@2.3.6/require.js", "/static/main-vuetify.js", "/healthz", "/vote"):
        status, headers, _ = ask(server, path, accept_encoding="gzip")
        assert status == 200 and headers["x-content-type-options"] == "nosniff" and "server" not in headers


MALFORMED = (
    "",
    "{}",
    "[]",
    "null",
    "{" * 100_000,
    '{"header": 1}',
    b"",
    b"\xff" * 40,
    b"\x00\x00\x00\x02" + b"\xff\xff\xff\xff" * 2,
)


@pytest.mark.parametrize("frame", MALFORMED, ids=range(len(MALFORMED)))
def test_a_malformed_frame_ends_its_own_connection_alone(server, frame):
    before = len(server.complaints)
    with session(server) as other, session(server) as page:
        assert alive(page)
        page.send(frame)
        with pytest.raises(ConnectionClosed):
            alive(page)
        assert alive(other)
    assert len(server.complaints) <= before + 1 and not any("Traceback" in line for line in server.complaints)


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("comm_msg", {"comm_id": "nobody's", "data": {}}),
        ("comm_open", {"comm_id": "x", "target_name": "nobody's", "data": {}}),
        ("comm_open", {}),
        ("comm_close", {"comm_id": 7}),
        ("execute_request", {"code": "import os; os._exit(1)"}),
        ("comm_open", {"comm_id": "y", "target_name": "solara.control", "data": {"method": "evict"}}),
    ],
)
def test_messages_that_no_page_sends_harm_nobody_else(server, kind, content):
    with session(server) as other, session(server) as page:
        said(page, kind, content)
        assert alive(other)
    assert server.process.poll() is None


def test_a_frame_that_is_too_large_ends_its_connection(server):
    with session(server) as other, session(server) as page:
        with pytest.raises(ConnectionClosed):
            page.send("x" * (limits.MESSAGE_BYTES + 1))
            alive(page)
        assert alive(other)


def test_two_thousand_acts_in_a_second_wait_their_turn(server):
    with session(server) as other, session(server) as page:
        for _ in range(2000):
            said(page, "comm_info_request", {})
        assert alive(other)
