"""A picture of the workshop within the page of somebody else: where it is allowed, and nowhere else."""

from __future__ import annotations

from tests.app.conftest import EMBEDDER


def test_a_picture_is_shown_within_a_page_that_may_and_no_other(visit, hosted):
    desk, reader = visit(hosted), visit(hosted)
    desk.open()
    desk.page.keyboard.press("l")
    desk.page.keyboard.press("Shift+ArrowRight")
    desk.settled()
    headline = desk.page.inner_text("#headline")
    picture = desk.page.url.replace("/?w=", "/embed?w=")
    page = f'<!doctype html><title>News</title><iframe src="{picture}" width="800" height="640"></iframe>'
    for site in (EMBEDDER, "http://elsewhere.example"):
        reader.context.route(f"{site}/", lambda route: route.fulfill(body=page, content_type="text/html"))

    reader.page.goto(f"{EMBEDDER}/")
    frame = reader.page.frame_locator("iframe")
    frame.locator(f"h1:has-text('{headline}')").wait_for(timeout=90_000)
    frame.locator(".figure svg.chart").wait_for()
    assert "It does not predict yours." in frame.locator(".embed").inner_text()
    assert frame.locator("nav, .bar, .levers, .foot").count() == 0
    assert frame.locator("html").evaluate("each => each.scrollWidth") <= 800
    whole = frame.locator("a").get_attribute("href")
    assert frame.locator("a").count() == 1 and whole == desk.page.url

    assert reader.wrong == []
    refused = lambda: reader.page.expect_console_message(lambda said: "frame-ancestors" in said.text)  # noqa: E731
    with refused():
        reader.page.goto("http://elsewhere.example/")
    assert frame.locator("svg.chart").count() == 0
    with refused():
        reader.page.set_content(page.replace("/embed?w=", "/?w="))  # nor are other pages, wherever
    assert frame.locator("svg.chart").count() == 0
    reader.wrong.clear()
