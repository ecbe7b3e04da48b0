"""Driving the chat in a real Chromium."""

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


def is_outside(url):
    return not url.startswith(("http://127.0.0.1:", "data:", "blob:"))


def is_phone(page):
    return page.viewport_size["width"] < 769


def ask(page, question):
    turns = page.locator(".qa-turn").count()
    page.fill("#qa-question textarea", question)
    page.press("#qa-question textarea", "Enter")
    page.wait_for_function("n => document.querySelectorAll('.qa-turn').length > n", arg=turns)


def overflows(page):
    return page.evaluate(
        """() => document.documentElement.scrollWidth > window.innerWidth
          || [...document.querySelectorAll('#qa-left, #qa-left > *, #qa-shelf, #qa-shelf > *')]
            .some((part) => part.getBoundingClientRect().right > window.innerWidth)"""
    )
