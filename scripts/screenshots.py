"""Make docs/screenshots: the chat, its source viewer, the library, a refusal, dark, on a phone.

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
from pathlib import Path

from _environment import ROOT, ensure_environment

SHOTS = ROOT / "docs" / "screenshots"
ADDRESS = "http://127.0.0.1:7869/"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
WIDE, PHONE = (1280, 800), (390, 844)
_COLOURS = 128


def main() -> int:
    """Serve the corpus and a PDF in a folder of their own, and take the pictures."""
    python = str(ensure_environment("dev"))
    if Path(sys.executable) != Path(python):
        return subprocess.run([python, __file__], cwd=ROOT, check=False).returncode
    sys.path.insert(0, str(ROOT))
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with tempfile.TemporaryDirectory() as name:
        _make_corpus(Path(name) / "corpus")
        build = [python, "-m", "qa_bot", "build", "--corpus", "corpus", "--index", "index"]
        subprocess.run(build, cwd=name, env=environment, check=True)
        serve = [python, "-m", "qa_bot", "serve", "--index", "index", "--port", "7869"]
        server = subprocess.Popen(serve, cwd=name, env=environment)
        try:
            _wait()
            _take_all()
        finally:
            server.terminate()
            server.wait()
    return 0


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


def _wait() -> None:
    for _ in range(120):
        try:
            urllib.request.urlopen(f"{ADDRESS}healthz", timeout=5).close()
        except OSError:
            time.sleep(0.5)
        else:
            return


def _take_all() -> None:
    from PIL import Image
    from playwright.sync_api import Page, sync_playwright

    def start(size: tuple[int, int], scheme: str = "light") -> Page:
        width, height = size
        page = browser.new_page(
            viewport={"width": width, "height": height},
            color_scheme=scheme,  # type: ignore[arg-type]
        )
        page.goto(ADDRESS)
        page.wait_for_selector("#qa-question textarea")
        return page

    def ask(page: Page, question: str, opens: bool = True) -> None:
        page.fill("#qa-question textarea", question)
        page.press("#qa-question textarea", "Enter")
        page.wait_for_selector(".qa-turn")
        if opens:
            page.locator(".qa-open").first.click()
            page.locator("#qa-mark").wait_for(state="attached")

    def shoot(page: Page, name: str) -> None:
        page.wait_for_timeout(1_000)
        page.evaluate("window.scrollTo(0, 0)")
        path = SHOTS / f"{name}.png"
        page.screenshot(path=path)
        Image.open(path).convert("RGB").quantize(_COLOURS).save(path, optimize=True)
        page.close()

    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for name, size, scheme, question in (
            ("chat", WIDE, "light", "How do international institutions share information?"),
            ("dark", WIDE, "dark", "What does INTERPOL do?"),
            ("page", WIDE, "light", "When does the duty officer declare an incident?"),
            ("phone", PHONE, "light", "When does the duty officer declare an incident?"),
        ):
            page = start(size, scheme)
            ask(page, question)
            shoot(page, name)
        page = start(WIDE)
        ask(page, "Who won the football championship in Uruguay?", opens=False)
        page.locator(".qa-nearest summary").click()
        shoot(page, "refusal")
        page = start(WIDE)
        page.get_by_role("tab", name="Library").click()
        page.get_by_role("row", name="incident-handbook.pdf").wait_for()
        page.locator("#qa-picture summary").click()
        page.locator(".qa-map svg").wait_for()
        page.locator(".qa-dot").nth(1).hover(force=True)
        page.set_viewport_size({"width": WIDE[0], "height": 1_150})
        shoot(page, "library")
        browser.close()


if __name__ == "__main__":
    sys.exit(main())
