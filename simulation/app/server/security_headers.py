"""What browsers are told to refuse: scripts that are not ours, frames of others, guesses at what a file is."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence

from starlette.datastructures import MutableHeaders
from starlette.types import Message, Send

# Solara's pages compile their parts in the browser ('unsafe-eval') and style them in place; nothing else is let go.
PAGES = (
    "default-src 'none'; script-src 'self' 'unsafe-eval'{hashes}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'{sockets}; "
    "base-uri 'none'; form-action 'none'; frame-ancestors {embedders}"
)
FILES = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"  # opened by themselves
ALWAYS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",  # an address holds the whole state
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
SCRIPT = re.compile(rb"<script(?P<kind>[^>]*)>(?P<text>.*?)</script>", re.DOTALL)


def secured(send: Send, host: str, embedders: Sequence[str] = ()) -> Send:
    """``send`` that adds these headers; a page is held until it is whole, because its policy names what is in it.

    Parameters
    ----------
    host : how the visitor calls this server, if it is called so.
    embedders : origins whose pages may show this one within themselves.
    """
    start: Message = {}
    page = bytearray()

    async def add(message: Message) -> None:
        nonlocal start
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=message["headers"])
            headers.update(ALWAYS)
            if embedders:
                del headers["x-frame-options"]  # knows no origins; the policy does
            if headers.get("content-type", "").startswith("text/html"):
                start = message
                return
            headers["content-security-policy"] = FILES
        elif start:
            page.extend(message.get("body", b""))
            if message.get("more_body"):
                return
            MutableHeaders(raw=start["headers"])["content-security-policy"] = policy(bytes(page), host, embedders)
            await send(start)
            message = {"type": "http.response.body", "body": bytes(page)}
        await send(message)

    return add


def policy(page: bytes, host: str, embedders: Sequence[str] = ()) -> str:
    """The policy for a page: besides our files only the scripts that are written in it run, known by their hashes."""
    written = {each["text"] for each in SCRIPT.finditer(page) if b"src=" not in each["kind"]}
    hashes = sorted(f" 'sha256-{_hash(text)}'" for text in written)
    sockets = f" ws://{host} wss://{host}" if host else ""  # older browsers do not count them as 'self'
    return PAGES.format(hashes="".join(hashes), sockets=sockets, embedders=" ".join(embedders) or "'none'")


def _hash(script: bytes) -> str:
    seen = script.replace(b"\r\n", b"\n").replace(b"\r", b"\n")  # as a browser reads it
    return base64.b64encode(hashlib.sha256(seen).digest()).decode()
