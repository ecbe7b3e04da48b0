"""Make docs/screenshots: the page before and after documents, answers, sources, dark, on a phone.

python3 scripts/screenshots.py            needs Chromium and the development tools
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from _environment import ROOT, ensure_environment

if TYPE_CHECKING:
    from playwright.sync_api import Page

SHOTS = ROOT / "docs" / "screenshots"
PORT = 7869
ADDRESS = f"http://127.0.0.1:{PORT}/"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
WIDE, PHONE = (1280, 800), (390, 844)
_COLOURS = 128


def main() -> int:
    """Serve an empty folder, then a small corpus, and take the pictures."""
    python = str(ensure_environment("dev"))
    if Path(sys.executable) != Path(python):
        return subprocess.run([python, __file__], cwd=ROOT, check=False).returncode
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "corpus").mkdir()
        with _serve(folder), _browse() as start:
            page = start(WIDE)
            page.locator(".qa-drop").wait_for()
            _shoot(page, "start")
        shutil.rmtree(folder / "corpus")
        _make_corpus(folder / "corpus")
        _run(folder, "build", "--corpus", "corpus", "--index", "index")
        with _serve(folder), _browse() as start:
            _take_all(start)
    return 0


def _run(folder: Path, *words: str) -> None:
    command = [sys.executable, "-m", "qa_bot", *words]
    subprocess.run(command, cwd=folder, env=_environment(), check=True)


def _environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT)}


@contextmanager
def _serve(folder: Path) -> Iterator[None]:
    """The server on a folder, until the block ends."""
    words = ["serve", "--index", "index", "--port", str(PORT)]
    command = [sys.executable, "-m", "qa_bot", *words]
    server = subprocess.Popen(command, cwd=folder, env=_environment(), stdout=subprocess.DEVNULL)
    try:
        while server.poll() is None:
            try:
                urllib.request.urlopen(f"{ADDRESS}healthz", timeout=5).close()
                break
            except OSError:
                time.sleep(0.5)
        yield
    finally:
        server.terminate()
        server.wait()


def _make_corpus(folder: Path) -> None:
    from tests.makers import make_pdf

    shutil.copytree(ROOT / "corpus", folder)
    title = (60, 740, 22, "Incident Handbook")
    lines = [
        "1. Who decides",
        "The duty officer declares an incident within thirty minutes of the first",
        "report. The duty officer names a scribe, who writes down every decision.",
        "2. Who is told",
        "The national response team is told within four hours. Members of the public",
        "are told as soon as the cause is known.",
        "3. Afterwards",
        "A review takes place within two weeks. It names causes, not people.",
    ]
    body = [
        (60, 690 - 22 * n, 15 if text[0].isdigit() else 13, text) for n, text in enumerate(lines)
    ]
    (folder / "incident-handbook.pdf").write_bytes(make_pdf([[title, *body]]))


@contextmanager
def _browse() -> Iterator[Callable[..., Page]]:
    """A function that opens the page in a size and a colour scheme."""
    from playwright.sync_api import sync_playwright

    def start(size: tuple[int, int], dark: bool = False) -> Page:
        width, height = size
        page = browser.new_page(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        page.set_default_timeout(120_000)
        page.goto(ADDRESS)
        page.locator("body[data-ready]").wait_for()
        return page

    with sync_playwright() as playwright:
        chromium = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield start
        browser.close()


def _ask(page: Page, question: str) -> Page:
    from tests.e2e.browsing import ask

    ask(page, question)
    return page


def _shoot(page: Page, name: str) -> None:
    from PIL import Image

    from tests.e2e.browsing import settle

    settle(page)
    path = SHOTS / f"{name}.png"
    page.screenshot(path=path)
    Image.open(path).convert("RGB").quantize(_COLOURS).save(path, optimize=True)
    page.context.close()


def _take_all(start: Callable[..., Page]) -> None:
    from tests.e2e.browsing import open_documents, open_source

    page = start(WIDE)
    page.locator(".qa-examples button").first.wait_for()
    _shoot(page, "empty")
    page = start(PHONE)
    page.locator(".qa-examples button").first.wait_for()
    _shoot(page, "phone-empty")
    _shoot(_ask(start(WIDE), "How do international institutions share information?"), "chat")
    _shoot(_ask(start(WIDE, dark=True), "What does INTERPOL do?"), "dark")
    _shoot(_ask(start(WIDE), "When does the duty officer declare an incident?"), "page")
    _shoot(_ask(start(WIDE), "Who won the football championship in Uruguay?"), "refusal")
    _shoot(_ask(start(WIDE), "What are these documents about?"), "overview")
    page = _ask(start(PHONE), "When does the duty officer declare an incident?")
    _shoot(page, "phone")
    page = _ask(start(PHONE), "When does the duty officer declare an incident?")
    open_source(page)
    _shoot(page, "phone-source")
    page = start(WIDE)
    open_documents(page)
    page.locator(".qa-picture summary").click()
    page.locator(".qa-map svg").wait_for()
    page.locator(".qa-map .qa-dot").nth(1).hover(force=True)
    _shoot(page, "documents")


if __name__ == "__main__":
    sys.exit(main())
