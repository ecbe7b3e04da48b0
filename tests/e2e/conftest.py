"""What the browser tests share: one server on hostile and other documents, one Chromium."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

from qa_bot import build_index
from tests.conftest import ESSAY, ROOT
from tests.e2e.browsing import CHROMIUM, FLAGS, is_outside, sync_api
from tests.makers import make_pdf

HOSTILE = (
    "The Zebu Protocol\n\n"
    "The zebu protocol <script>window.ran = 1</script> was signed in Oslo "
    '<img src=x onerror="window.ran = 2"> by ${window.ran = 3} and {{window.ran}} `window.ran=4`.\n'
)
HARES = (
    "<html><head><title>Snow hares</title><meta name='author' content='Ada Hare'>"
    "<meta name='date' content='2019-05-03'></head><body><main><h1>Snow hares</h1>"
    "<p>Snow hares eat the bark of young birches.</p></main></body></html>"
)
PAGES = [
    [(60, 740, 20, "Rules of the Lighthouse"), (60, 690, 12, "Visitors come on Sundays only.")],
    [
        (60, 740, 12, "The keeper of the lighthouse paints the lantern"),
        (60, 724, 12, "room every seventh spring."),
        (60, 690, 12, "The keeper of the lighthouse may keep two goats."),
    ],
]


@pytest.fixture(scope="package")
def folder(tmp_path_factory, encoder):
    """A corpus with its index."""
    folder = tmp_path_factory.mktemp("chat")
    shutil.copytree(ESSAY, folder / "corpus")
    (folder / "corpus" / "zebu <b>.txt").write_text(HOSTILE)
    (folder / "corpus" / "lighthouse.pdf").write_bytes(make_pdf(PAGES))
    for name, year in (("one.txt", 1810), ("two.txt", 1820)):
        (folder / "corpus" / name).write_text(
            f"The Harbour Of Tarn\n\nThe harbour of Tarn was dug in {year}.\n"
        )
    (folder / "corpus" / "hares.html").write_text(HARES)
    build_index(folder / "corpus", folder / "index", encoder=encoder)
    return folder


@pytest.fixture(scope="package")
def address(folder):
    """A chat on them, in a process of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "qa_bot", "serve", "--port", str(port)]
    environment = os.environ | {"QA_BOT_INDEX": str(folder / "index"), "PYTHONPATH": str(ROOT)}
    server = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}/"
    for _ in range(240):
        try:
            urllib.request.urlopen(url, timeout=5).close()
            break
        except OSError:
            assert server.poll() is None, "the chat ended at once"
            time.sleep(0.25)
    yield url
    server.terminate()
    server.wait(timeout=20)


@pytest.fixture(scope="package")
def browser():
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(params=[(1280, 800), (390, 844)], ids=["desktop", "phone"])
def page(request, browser, address):
    width, height = request.param
    opened = browser.new_page(viewport={"width": width, "height": height})
    opened.set_default_timeout(10_000)
    outside, refused = [], []
    opened.on("console", lambda m: refused.append(m.text) if "Refused" in m.text else None)
    opened.on("pageerror", lambda error: refused.append(str(error)))
    opened.on("request", lambda r: outside.append(r.url) if is_outside(r.url) else None)
    opened.goto(address)
    opened.wait_for_selector("#qa-question textarea")
    yield opened
    assert outside == []
    assert refused == [], "the page's Content-Security-Policy stops the page itself, or it fails"
    opened.close()
