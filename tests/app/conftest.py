"""A real server and a real browser for the tests of the workshop, with nothing but this machine to talk to."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO
from urllib.error import URLError

import numpy as np
import pyarrow as pa
import pytest

from simulation.app.story import played_in
from simulation.world.names_of_worlds import DEFAULT
from simulation.world.parameters import PARAMETERS
from simulation.world.sealed import to_parquet
from tests.app.server.proxy import Proxy

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
# A page of another site may show one of this machine, as it may show one of a council's server.
OPTIONS += ["--disable-features=LocalNetworkAccessChecks"]
COMPILING = "compiling the model"
STARTS_WITHIN = 300  # seconds: the first server on a fresh machine compiles, beside whatever else runs
PREFIX = "/tools/workshop"  # where the proxy shows the workshop
EMBEDDER = "http://council.example"  # whose pages may show a picture of the workshop
SIZE = {"width": 1280, "height": 720}

# A question in the line of the page's own messages: its answer is read after all that came before it. The server may
# leave the drawing of an act to a thread that draws just then, so that nothing else may come meanwhile.
ANSWERED = """async () => {
  const kernel = solara.debug.kernel();
  const late = new Promise((_, fail) => setTimeout(fail, 90_000, new Error("the server does not answer")));
  let others = 0;
  const count = (_, { msg }) => { others += msg.header.msg_type.startsWith("comm_"); };
  kernel.anyMessage.connect(count);
  try {
    do { others = 0; await Promise.race([kernel.requestKernelInfo(), late]); } while (others);
  } finally { kernel.anyMessage.disconnect(count); }
}"""
# Of a new picture the words that work goes on go first, then comes its sentence, and last its foot.
SETTLED = """() => !document.querySelector("#working") && !document.querySelector(".drawing.busy")
  && !/^(first|the picture before)/.test(document.querySelector(".small-print").innerText)"""


class Server:
    """``coproduction app`` as a process of its own, which can be killed and started again on the same port.

    Another installation's command can be given, with the folder and the environment that it shall run in.
    """

    def __init__(
        self,
        host: str = "127.0.0.1",
        worlds: str | Path = DEFAULT,
        options: Sequence[str] = (),
        coproduction: Sequence[str | Path] = (sys.executable, "-m", "simulation.cli"),
        where: Path | None = None,
        environment: Mapping[str, str] = os.environ,
    ) -> None:
        self.host, self.worlds, self.options = host, str(worlds), list(options)
        self.coproduction, self.where = coproduction, where
        self.environment = {name: value for name, value in environment.items() if name != "NUMBA_DISABLE_JIT"}
        self.complaints: list[str] = []  # what it wrote to the terminal besides its address
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self) -> None:
        command = [*self.coproduction, "app", "--host", self.host, "--port", str(self.port)]
        command += ["--worlds", self.worlds, *self.options]
        self.process = subprocess.Popen(
            command,
            cwd=self.where,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        threading.Thread(target=self._listen, args=(self.process.stderr,), daemon=True).start()
        until = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < until:
            assert self.process.poll() is None, "the server ended by itself"
            try:
                urllib.request.urlopen(f"{self.url}/healthz", timeout=1).close()
                return
            except (URLError, OSError):
                time.sleep(0.1)
        raise AssertionError(f"the server did not start within {STARTS_WITHIN} seconds")

    def _listen(self, words: IO[str]) -> None:
        with words:  # whichever server comes first on a fresh machine says that it compiles, and that is no complaint
            self.complaints.extend(word for word in words if not word.startswith(COMPILING))

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@pytest.fixture(scope="session")
def browser():
    """The system's Chromium; without one the tests are skipped, except where they must run."""
    if CHROMIUM is None:
        reason = "no Chromium on this machine (on Debian and Ubuntu: apt-get install chromium)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        yield browser
        browser.close()


@pytest.fixture
def several_worlds(tmp_path, monkeypatch) -> None:
    """The workshop as one that was started with a file of four small worlds."""
    content = {"trust_needed": [0.2, 0.5, 0.9, 0.4], "leader_spread": [0.05, 0.3, 0.2, 0.1], "portfolios": [0, 0, 1, 0]}
    (tmp_path / "four.parquet").write_bytes(to_parquet(pa.table(content), {}))
    monkeypatch.setattr(played_in, "_of_this_server", dict(played_in._of_this_server))
    played_in.play_in(str(tmp_path / "four.parquet"))


def plausible(folder: Path, number: int = 40) -> Path:
    """A file of made-up worlds, which differ in all that nobody knows, a little around the declared values."""
    chance = np.random.default_rng(1)
    unknown = [each for each in PARAMETERS.values() if each.role in ("uncertainty", "switch")]

    def column(each):
        if each.integer:
            return chance.choice([each.default, each.low, each.high], number, p=[0.6, 0.2, 0.2])
        return each.default + chance.choice([0.05, -0.05], number) * chance.random(number) * (each.high - each.low)

    values = {each.name: np.clip(column(each), each.low, each.high) for each in unknown}
    (folder / "worlds.parquet").write_bytes(to_parquet(pa.table(values), {}))
    return folder / "worlds.parquet"


@pytest.fixture(scope="session")
def server(tmp_path_factory) -> Iterator[Server]:
    """One server for all tests, which plays in several worlds."""
    from simulation.app.server.assets import fetch
    from simulation.world.errors import AssetsMissing

    try:
        fetch()
    except AssetsMissing as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(error))
    server = Server(worlds=plausible(tmp_path_factory.mktemp("worlds")))
    yield server
    server.kill()


@pytest.fixture(scope="session")
def hosted(server) -> Iterator[Server]:
    """A server behind a proxy that shows it under a path of its own, so that phones can come."""
    proxy = Proxy(PREFIX)
    server = Server(options=["--public-address", proxy.url, "--allow-embed", EMBEDDER])
    proxy.target, server.url = server.port, proxy.url
    yield server
    server.kill()
    proxy.close()
    assert server.complaints == []


class Visitor:
    """A browser window of its own, which notes what must not happen."""

    def __init__(self, browser, server: Server, touch: bool = False) -> None:
        self.server = server
        self.wrong: list[str] = []
        self.context = browser.new_context(viewport=SIZE, accept_downloads=True, has_touch=touch)
        self.page = self.context.new_page()
        self.page.set_default_timeout(90_000)  # a machine may have other things to do
        self.context.route("**/*", self._only_this_machine)
        self.page.on("console", lambda m: self.wrong.append(f"console: {m.text}") if m.type == "error" else None)
        self.page.on("pageerror", lambda error: self.wrong.append(f"error: {error}"))
        self.page.on("requestfailed", self._failed)
        self.page.on("response", lambda r: self.wrong.append(f"{r.status}: {r.url}") if r.status >= 400 else None)

    def _failed(self, request) -> None:
        """A page that is left takes with it what it had asked for; all else that fails is wrong."""
        if request.failure != "net::ERR_ABORTED":
            self.wrong.append(f"failed: {request.url}")

    def _only_this_machine(self, route) -> None:
        url = route.request.url
        if url.startswith(self.server.url) or url.startswith(("data:", "blob:")):
            route.continue_()
        else:
            self.wrong.append(f"outside: {url}")
            route.abort()

    def open(self, path: str = "/") -> Visitor:
        self.page.goto(path if path.startswith("http") else self.server.url + path)
        self.page.wait_for_selector(".foot a")
        return self

    def settled(self) -> str:
        """Wait until all futures are in the picture; return the sentence."""
        self.page.wait_for_selector("#sentence", timeout=180_000)
        self.answered()
        while not self.page.evaluate(SETTLED):
            self.page.wait_for_function(SETTLED, timeout=90_000)
            self.answered()
        return self.sentence()

    def answered(self) -> None:
        """Wait until all that was done has reached the server, and all that it says to that is on the page."""
        self.page.evaluate(ANSWERED)

    def sentence(self) -> str:
        return str(self.page.inner_text("#sentence"))

    def pictures(self) -> list[str]:
        return list(self.page.evaluate("[...document.querySelectorAll('svg.chart')].map(each => each.outerHTML)"))

    def go(self, title: str) -> None:
        self.page.click(f"nav >> text={title}")
        self.page.wait_for_selector(f"nav a[aria-current=page]:has-text('{title}')")

    def choose(self, item: str) -> None:
        self.page.click("summary:has-text('Menu')")
        self.page.click(f".menu-items button:has-text('{item}')")

    def wear(self, look: str) -> None:
        """Choose a look, ``light``, ``dark`` or ``big``; a page opens in the first."""
        if look != "light":
            self.choose("Big (125 %)" if look == "big" else "Dark")

    def move(self, label: str, share: float) -> None:
        """Move a lever to a share of its range, as a mouse would."""
        self.page.get_by_label(label, exact=True).evaluate(
            "(each, share) => { each.value = Number(each.min) + share * (each.max - each.min);"
            "each.dispatchEvent(new Event('input')); each.dispatchEvent(new Event('change')); }",
            share,
        )


@pytest.fixture
def visit(browser, server):
    """Open windows; at the end none of them may have seen anything wrong."""
    visitors: list[Visitor] = []

    def new(at: Server = server, touch: bool = False) -> Visitor:
        visitors.append(Visitor(browser, at, touch))
        return visitors[-1]

    yield new
    for visitor in visitors:
        visitor.context.close()
    assert [wrong for visitor in visitors for wrong in visitor.wrong] == []


@pytest.fixture
def downloads(tmp_path) -> Path:
    return tmp_path
