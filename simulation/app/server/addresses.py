"""Under which names the server answers, and pages of which origins may talk to it."""

from __future__ import annotations

import re
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from simulation.world.errors import SettingError, shown

LOOPBACK = ("127.0.0.1", "localhost", "::1")
EVERYWHERE = ("0.0.0.0", "::", "")
PREFIX = re.compile(r"(/\w[\w.~-]*)*/?", re.ASCII)
NAME = re.compile(r"[\w.-]+|[\da-f:.]+", re.ASCII)  # a name, or an address of either version


@dataclass(frozen=True)
class Addresses:
    """How this server is called; made by `addresses`.

    Attributes
    ----------
    public : the address that people open, without a slash at its end.
    for_phones : whether others than this machine can open it.
    names : the hosts that a request may name.
    origins : pages of these may connect, besides those of the host that a request names.
    embedders : pages of these may show the page for embedding within themselves.
    """

    public: str
    for_phones: bool
    names: frozenset[str]
    origins: frozenset[str]
    embedders: tuple[str, ...] = ()

    @property
    def prefix(self) -> str:
        """The path under which a proxy shows the workshop; empty for all of a host."""
        return urlsplit(self.public).path

    @property
    def secure(self) -> bool:
        """Whether browsers come by https."""
        return self.public.startswith("https:")

    def answers_to(self, host: str, reached_at: str) -> bool:
        """Whether a request for ``host`` (its header) that came in at an address of this machine is meant for us.

        An address cannot be made to point elsewhere, as a name can: the one that was called is always right.
        """
        name = _name(host)
        return bool(name) and (name in self.names or name == reached_at)

    def admits(self, origin: str, host: str) -> bool:
        """Whether a page of ``origin`` may talk to us as ``host``, which we answer to."""
        origin = origin.lower()
        return origin in self.origins or origin in (f"http://{host.lower()}", f"https://{host.lower()}")


def addresses(
    host: str, port: int, public: str = "", others: Sequence[str] = (), embedders: Sequence[str] = ()
) -> Addresses:
    """How a server at ``host`` and ``port`` is called.

    Parameters
    ----------
    public : the address that people open, where that is another one: that of a proxy.
    others : more origins (``https://intranet.example``) whose pages may connect.
    embedders : origins whose pages may show a picture of the workshop within themselves.

    Raises
    ------
    SettingError : if one of them is no address.
    """
    if public:
        found = _split("--public-address", public)
        if found.query or found.fragment or not PREFIX.fullmatch(found.path):
            raise _wrong("--public-address", public)
        shown_as = f"{_origin(found)}{found.path.rstrip('/')}"
    else:
        shown_as = reached_at(host, port)
    origins, names = {_origin(urlsplit(shown_as))}, {*LOOPBACK, _name(urlsplit(shown_as).netloc)}
    if host not in EVERYWHERE:
        names.add(host.lower())
    for other in others:
        found = _no_path("--allow-origin", other)
        origins.add(_origin(found))
        names.add(_name(found.netloc))
    frames = tuple(_origin(_no_path("--allow-embed", other)) for other in embedders)
    return Addresses(shown_as, bool(public) or host not in LOOPBACK, frozenset(names), frozenset(origins), frames)


def reached_at(host: str, port: int) -> str:
    """How other machines call this server, as well as can be known."""
    name = host
    if host in EVERYWHERE:
        try:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
                probe.connect(("192.0.2.1", 9))  # nothing is sent: it only tells which address would be used
                name = probe.getsockname()[0]
        except OSError:
            name = socket.gethostname()
    return f"http://{f'[{name}]' if ':' in name else name}:{port}"


def _split(option: str, text: str) -> SplitResult:
    try:
        found = urlsplit(text.strip())
        found.port  # noqa: B018 (a port that is none is told here)
    except ValueError:
        raise _wrong(option, text) from None
    if found.scheme not in ("http", "https") or not _name(found.netloc) or "@" in found.netloc:
        raise _wrong(option, text)
    return found


def _no_path(option: str, text: str) -> SplitResult:
    """An address of a host, all of it."""
    found = _split(option, text)
    if found.query or found.fragment or found.path.strip("/"):
        raise _wrong(option, text)
    return found


def _wrong(option: str, text: str) -> SettingError:
    path = "/workshop" if option == "--public-address" else ""
    return SettingError(f"{option} {shown(text)}: write it as https://council.example{path}")


def _origin(address: SplitResult) -> str:
    """As a browser writes it: a usual port is left out."""
    usual = {"http": 80, "https": 443}[address.scheme]
    netloc = address.netloc.lower()
    return f"{address.scheme}://{netloc.removesuffix(f':{usual}') if address.port == usual else netloc}"


def _name(host: str) -> str:
    """The host of ``host:port``, without brackets; empty if that is none."""
    try:
        found = urlsplit(f"//{host}")
        found.port  # noqa: B018
    except ValueError:
        return ""
    name = found.hostname or ""
    return name if found.netloc == host and "@" not in host and NAME.fullmatch(name) else ""
