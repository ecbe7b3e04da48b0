"""Driving the page in a real Chromium."""

from __future__ import annotations

import shutil

import pytest

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("chrome")
MARKS = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 120_000
"""Milliseconds that a page may take for anything, beside other work on the machine."""
BOX = "#qa-question textarea"
LISTEN = """
  window.told = new Set();
  new MutationObserver(() => {
    for (const one of document.querySelectorAll('.qa-toasts > *, .qa-uploads > *')) {
      window.told.add(one.textContent);
    }
  }).observe(document, { subtree: true, childList: true });
"""
"""Keeps what notices and uploads say, for they go by themselves."""
COMMANDS = [
    "index", "rebuild", "generation", "passage", "QA_BOT", "qa-bot", "replace=true", "/tmp", " --",
]  # fmt: skip
"""Words of the command line and the API, which are for nobody who looks at the page."""


def is_outside(url):
    return not url.startswith(("http://127.0.0.1:", "data:", "blob:"))


def is_phone(page):
    return page.viewport_size["width"] < 1024


def open_page(page, address):
    page.goto(address)
    page.locator("body[data-ready]").wait_for()


def settle(page):
    """Wait for the side bars to have slid, and for the source to be there."""
    page.wait_for_function(
        """() => !document.querySelector('[aria-busy]')
          && document.getAnimations().every((a) => a.playState !== 'running'
            || a.effect.getTiming().iterations === Infinity)"""
    )


def notified(page, words):
    """Wait until the page has told something since it was loaded; it may be gone again."""
    page.wait_for_function("words => [...told].some((one) => one.includes(words))", arg=words)


def ask(page, question):
    """Ask, and wait for the answer and for what opens beside it."""
    turns = page.locator(".qa-turn").count()
    page.fill(BOX, question)
    page.press(BOX, "Enter")
    answered(page, turns)


def answered(page, turns=0):
    page.wait_for_function(
        """n => document.querySelectorAll('.qa-turn').length > n
          && document.body.dataset.asking === 'no'""",
        arg=turns,
    )
    settle(page)


def open_source(page, number=0):
    """Open an excerpt's source; those after the first are folded."""
    turn = page.locator(".qa-turn").last
    if number:
        turn.locator(".qa-other summary").nth(number - 1).click()
    turn.locator(".qa-chip").nth(number).click()
    page.locator(".qa-source").wait_for()
    settle(page)


def open_menu(page):
    """The side bar, which is closed at first on a phone."""
    if is_phone(page):
        page.locator(".qa-bar [data-do=menu]").click()
    settle(page)


def open_documents(page):
    open_menu(page)
    page.locator(".qa-shelf [data-do=library]").click()
    page.locator("#qa-rows tbody tr").first.wait_for()
    settle(page)


def rows(page):
    return page.locator("#qa-rows tbody tr")


def chat_menu(page, name):
    """Choose from the menu of the first chat."""
    open_menu(page)
    row = page.locator(".qa-chats > div").first
    row.hover()
    row.locator("summary").click()
    row.get_by_role("button", name=name, exact=True).click()


def in_view(page, selector):
    """Wait until all of an element is in the window and nothing lies over its middle."""
    page.wait_for_function(
        """(selector) => {
          const part = document.querySelector(selector);
          if (!part) return false;
          const box = part.getBoundingClientRect();
          const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
          const inside = box.height > 0 && box.top >= 0 && box.left >= 0
            && box.right <= window.innerWidth + 1 && box.bottom <= window.innerHeight + 1;
          return inside && (part.contains(top) || top?.contains(part)); }""",
        arg=selector,
    )


def overflows(page):
    """Whether the page scrolls as a whole, which it never should."""
    return page.evaluate(
        """() => ['documentElement', 'body'].some((name) => {
          const part = document[name];
          return part.scrollWidth > window.innerWidth || part.scrollHeight > window.innerHeight;
        })"""
    )


def said(page):
    """Every word that the page shows, speaks or holds ready."""
    return page.evaluate(
        """() => [document.body.innerText, ...[...document.querySelectorAll('[title], [aria-label],'
          + '[placeholder]')].map((e) => `${e.title} ${e.ariaLabel} ${e.placeholder ?? ''}`),
          ...[...document.querySelectorAll('button, summary, option')].map((e) => e.textContent)]
          .join('\\n')"""
    )
