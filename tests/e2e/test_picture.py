"""The picture of the corpus in a real Chromium: point, press keys, open the source."""

from __future__ import annotations

import pytest

from tests.e2e.browsing import MARKS, is_phone, overflows
from tests.e2e.test_accessibility import find_serious

pytestmark = MARKS


def open_picture(page):
    page.get_by_role("tab", name="Library").click()
    page.locator("#qa-picture summary").click()
    page.locator(".qa-map svg").wait_for()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_documents_and_passages_are_drawn(page, theme):
    page.emulate_media(color_scheme=theme)
    open_picture(page)
    assert page.locator(".qa-sizes li").count() >= 6
    sizes = page.locator(".qa-size-bar").evaluate_all("bars => bars.map((b) => b.offsetWidth)")
    assert sizes == sorted(sizes, reverse=True)
    dots = page.locator(".qa-dot").count()
    assert f"{dots} of {dots} passages" in page.locator(".qa-map figcaption").inner_text()
    assert find_serious(page) == []
    assert not overflows(page)
    assert page.evaluate("window.ran") is None


def test_a_passage_that_is_pointed_at_is_named_and_a_click_opens_it(page):
    open_picture(page)
    page.locator(".qa-dot").nth(2).hover(force=True)
    said = page.locator(".qa-map-said p")
    page.wait_for_function(
        "() => document.querySelector('.qa-map-said').classList.contains('qa-chosen')"
    )
    named = said.inner_text()
    page.locator(".qa-dot").nth(2).click(force=True)
    mark = page.locator("#qa-mark")
    mark.wait_for(state="attached")
    shown = named.split(" · ")[-1].removesuffix(" …")
    assert " ".join(mark.text_content().split()).startswith(shown[:40])
    page.wait_for_function(
        "() => document.querySelector('#qa-right').getBoundingClientRect().height > 0"
    )
    if is_phone(page):
        page.get_by_role("dialog").wait_for()


def test_arrow_keys_lead_over_the_map_and_enter_opens(page):
    open_picture(page)
    page.locator(".qa-map-field").focus()
    page.keyboard.press("ArrowRight")
    page.locator(".qa-map-said.qa-chosen").wait_for()
    at = "() => Number(document.querySelector('.qa-here').getAttribute('cx'))"
    seen = [page.evaluate(at)]
    for _ in range(3):
        page.keyboard.press("ArrowRight")
        seen.append(page.evaluate(at))
    page.keyboard.press("ArrowLeft")
    assert seen == sorted(seen)
    assert seen[-1] > seen[0]
    assert page.evaluate(at) < seen[-1]
    page.keyboard.press("Enter")
    page.locator("#qa-mark").wait_for(state="attached")


def test_a_documents_name_opens_it(page):
    open_picture(page)
    page.get_by_role("button", name="Snow hares").click()
    page.locator(".qa-source h2", has_text="Snow hares").wait_for()
