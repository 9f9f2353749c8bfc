"""The plain page in a real browser: no script, nothing stored, nobody else called, readable from right to left."""

from __future__ import annotations

from typing import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.serving import browser, served


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """A running server."""
    with served() as address:
        yield address


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A running browser."""
    with browser() as started:
        yield started


@pytest.fixture(params=[True, False], ids=["with-javascript", "without-javascript"])
def page(request: pytest.FixtureRequest, chromium: Browser, site: str) -> Iterator[Page]:
    """An open page of the site, with JavaScript and without."""
    context = chromium.new_context(java_script_enabled=request.param, viewport={"width": 320, "height": 640})
    opened = context.new_page()
    opened.goto(site)
    yield opened
    context.close()


def ask(page: Page, text: str) -> None:
    """Type a question and send it."""
    page.get_by_role("textbox").fill(text)
    page.locator("button.send").click()


def test_a_question_is_answered_and_a_choice_taken(page: Page) -> None:
    ask(page, "do the police in leeds tell immigration about me?")
    assert "West Yorkshire Police" in page.inner_text("main")
    choice = page.locator("fieldset button").nth(0)
    label = choice.inner_text()
    choice.click()
    assert page.locator("section p").count() > 1
    assert label not in page.locator("section").inner_text()[:40]


def test_danger_stands_first_and_is_announced(page: Page) -> None:
    ask(page, "he has a knife")
    block = page.locator("section > *").nth(0)
    assert block.get_attribute("role") == "alert"
    assert "999" in block.inner_text()


def test_an_arabic_conversation_reads_from_right_to_left(page: Page) -> None:
    ask(page, "زوجي يضربني ويقول سيرحلني")
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.locator("html").get_attribute("lang") == "ar"


def test_nothing_is_wider_than_a_small_telephone(page: Page) -> None:
    ask(page, "do the police in leeds tell immigration about me?")
    assert page.locator("main").bounding_box()["width"] <= 320  # type: ignore[index]


def test_nothing_is_stored_and_nobody_else_is_called(chromium: Browser, site: str) -> None:
    context = chromium.new_context()
    page = context.new_page()
    called: list[str] = []
    page.on("request", lambda request: called.append(request.url))
    page.goto(site)
    ask(page, "my husband hits me")
    assert all(url.startswith(site) or url == "data:," for url in called)
    assert context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert page.url == site
    context.close()
