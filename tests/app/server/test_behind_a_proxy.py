"""Behind a proxy, under a path of its own: every link, file, connection and cookie keeps to it."""

from __future__ import annotations

from urllib.parse import urlsplit

from simulation.app.pages.layout import PAGES
from tests.app.conftest import PREFIX


def test_a_visit_through_a_proxy_keeps_to_its_path(visit, hosted):
    server, hosted = hosted, visit(hosted)
    path = lambda: urlsplit(hosted.page.url).path  # noqa: E731
    hosted.open()
    hosted.settled()
    hosted.page.keyboard.press("l")
    cold = hosted.settled(), hosted.pictures()
    for there, title in PAGES.items():
        hosted.go(title)
        hosted.page.wait_for_function(f"location.pathname === '{PREFIX}{there}'")
        hosted.answered()
    hosted.go("Report")
    with hosted.page.expect_download() as waiting:
        hosted.page.click("button:has-text('Table (CSV)')")
    assert waiting.value.path().read_text(encoding="utf-8").startswith("arm,counted")
    hosted.go("Predict")
    hosted.go("Compare")
    hosted.page.click("button:has-text('Keep the present story as A')")
    link = hosted.page.wait_for_selector("a:has-text('Link to A')").get_attribute("href")
    assert link.startswith(f"{server.url}/?w=")
    hrefs = hosted.page.eval_on_selector_all("nav a", "all => all.map(each => new URL(each.href).pathname)")
    assert all(each.startswith(f"{PREFIX}/") for each in hrefs)
    hosted.page.go_back()
    hosted.page.wait_for_selector("nav a[aria-current=page]:has-text('Predict')")
    assert path() == f"{PREFIX}/predict"
    hosted.page.click("button:has-text('Vote on phones')")
    assert f"{server.url}/vote?room=" in hosted.page.inner_text(".room-panel")
    hosted.page.goto(link)
    assert (hosted.settled(), hosted.pictures()) == cold
    hosted.page.reload()
    assert hosted.settled() == cold[0] and path() == f"{PREFIX}/"
    assert {cookie["path"] for cookie in hosted.context.cookies()} == {PREFIX}
