"""The site is built without a warning, and whoever reads it asks nobody else for anything."""

from __future__ import annotations

import functools
import http.server
import os
import re
import subprocess
import sys
import threading
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.app.conftest import browser  # noqa: F401

ROOT = Path(__file__).parents[2]
FETCHED = {"script", "img", "iframe", "source", "audio", "video", "embed", "track", "object", "link", "use", "image"}
LINKS = {"canonical", "next", "prev", "alternate"}  # of a page's relation to others: nothing is fetched
# Named in the theme's scripts, and asked for diagrams, repositories and very old browsers alone: there are none.
UNUSED = {"unpkg.com", "api.github.com", "${e}"}


class Fetches(HTMLParser):
    """Addresses that a page makes a browser fetch."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag in FETCHED and not set(given.get("rel", "").split()) & LINKS:
            self.found += [given.get(name, "") for name in ("src", "href", "srcset", "data", "xlink:href")]


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    pytest.importorskip("mkdocs")
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(folder)]
    built = subprocess.run(
        command, cwd=ROOT, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"}, capture_output=True, text=True
    )
    assert built.returncode == 0 and "WARNING" not in built.stderr, built.stderr
    return folder


def test_nothing_is_named_that_would_be_fetched_from_elsewhere(site):
    outside = re.compile(r"^\s*(?:https?:)?//")
    for page in site.rglob("*.html"):
        found = [each for each in Fetches(page.read_text(encoding="utf-8")).found if outside.match(each)]
        assert not found, f"{page.relative_to(site)} fetches {found}"
    for sheet in site.rglob("*.css"):
        found = re.findall(r"(?:url\(|@import)\s*[\"']?((?:https?:)?//[^\"')]+)", sheet.read_text(encoding="utf-8"))
        assert not found, f"{sheet.relative_to(site)} fetches {found}"
    for script in site.rglob("*.js"):
        quoted = re.findall(r"[\"'`](https?://[^\"'`/ ]+)", script.read_text(encoding="utf-8"))
        hosts = {address.partition("//")[2] for address in quoted} - {"www.w3.org"}  # a name of SVG's, not a place
        assert hosts <= UNUSED, f"{script.relative_to(site)} names {hosts - UNUSED}"


def test_a_reader_asks_nobody_else(site, browser):  # noqa: F811
    handler = functools.partial(Quiet, directory=site)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        here = f"http://127.0.0.1:{server.server_port}/"
        asked: list[str] = []
        page = browser.new_page()
        page.on("request", lambda request: asked.append(request.url))
        for name in ("index.html", "start.html", "scenarios.html", "api.html", "results/viability/index.html"):
            assert page.goto(here + name).ok
        page.get_by_role("textbox", name="Search").fill("counterfactual")
        page.wait_for_selector(".md-search-result__item")
        page.close()
        server.shutdown()
    assert [url for url in asked if not url.startswith((here, "data:", "blob:"))] == []
    assert any(url.endswith("search_index.json") for url in asked)


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, *words: object) -> None:
        """Nothing."""
