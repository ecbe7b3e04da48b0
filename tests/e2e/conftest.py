"""What the browser tests share: one server on hostile and other documents, one Chromium."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager

import pytest

from qa_bot import build_index
from tests.conftest import ESSAY, ROOT
from tests.e2e.browsing import CHROMIUM, FLAGS, LISTEN, PATIENCE, is_outside, open_page, sync_api
from tests.makers import make_pdf
from tests.servers import listening, make_app, options_for

HOSTILE = (
    "The Zebu <b> Protocol\n\n"
    "The zebu protocol <script>window.ran = 1</script> was signed in Oslo "
    '<img src=x onerror="window.ran = 2"> by ${window.ran = 3} and {{window.ran}} `window.ran=4`.\n'
)
HARES = (
    "<html><head><title>Snow hares</title><meta name='author' content='Ada Hare'>"
    "<meta name='date' content='2019-05-03'></head><body><main><h1>Snow hares</h1>"
    "<p>Snow hares eat the bark of young birches.</p><h2>What do snow hares eat in summer?</h2>"
    "<p>In summer snow hares eat grass and clover.</p></main></body></html>"
)
RATES = "City,Rate in euros,Valid from\nOslo,60,May 2024\nRome,45,June 2024\nParis,50,July 2024\n"
PAGES = [
    [(60, 740, 20, "Rules of the Lighthouse"), (60, 690, 12, "Visitors come on Sundays only.")],
    [
        (60, 740, 12, "The keeper of the lighthouse paints the lantern"),
        (60, 724, 12, "room every seventh spring."),
        (60, 690, 12, "The keeper of the lighthouse may keep two goats."),
    ],
]
SIZES = [(1280, 800), (390, 844)]


def fill(corpus):
    """The documents that most tests ask."""
    shutil.copytree(ESSAY, corpus)
    (corpus / "zebu <b>.txt").write_text(HOSTILE)
    (corpus / "lighthouse.pdf").write_bytes(make_pdf(PAGES))
    for name, year in (("one.txt", 1810), ("two.txt", 1820)):
        (corpus / name).write_text(
            f"The Harbour Of Tarn\n\nThe harbour of Tarn was dug in {year}.\n"
        )
    (corpus / "hares.html").write_text(HARES)
    (corpus / "rates.csv").write_text(RATES)


@contextmanager
def served(command, folder, environment):
    """A server in a process of its own, from when it has said that it answers."""
    server = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True
    )
    with server:
        try:
            assert "The chat is at" in server.stdout.readline(), "the server ended at once"
            yield
        finally:
            server.terminate()


@pytest.fixture(scope="package")
def folder(tmp_path_factory, encoder):
    """A corpus with its index."""
    folder = tmp_path_factory.mktemp("chat")
    fill(folder / "corpus")
    build_index(folder / "corpus", folder / "index", encoder=encoder)
    return folder


@pytest.fixture(scope="package")
def address(folder):
    """A server on them, in a process of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "qa_bot", "serve", "--port", str(port)]
    environment = os.environ | {"QA_BOT_INDEX": str(folder / "index"), "PYTHONPATH": str(ROOT)}
    with served(command, folder, environment):
        yield f"http://127.0.0.1:{port}/"


@pytest.fixture(scope="package")
def changing(tmp_path_factory, folder):
    """A library of its own, for what changes it."""
    copy = tmp_path_factory.mktemp("changing")
    for name in ("corpus", "index"):
        shutil.copytree(folder / name, copy / name)
    with ThreadPoolExecutor(1) as elsewhere:  # Playwright has a loop in this thread
        app = elsewhere.submit(make_app, options_for(copy)).result()
    with listening(app) as url:
        yield copy, f"{url}/", app.state.service.library


@pytest.fixture(scope="package")
def browser():
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=FLAGS, timeout=PATIENCE
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="package")
def contexts(browser):
    """Browser contexts that are free, by their options; a used one has the page in its cache."""
    free = {}
    yield free
    for context in (context for some in free.values() for context in some):
        context.close()


def forget(page):
    """Close a page with all that it kept; chats are kept by the browser."""
    origin = page.evaluate("location.origin")
    page.goto("about:blank")
    tools = page.context.new_cdp_session(page)
    tools.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "local_storage"})
    page.close()


@pytest.fixture
def opened(browser, contexts):
    """Opens pages of a size, and sees at the end that none failed or asked the outside."""
    pages, outside, refused, taken = [], [], [], []

    def take(width, height, options):
        key = (width, height, *sorted(options.items()))
        free = contexts.setdefault(key, [])
        size = {"width": width, "height": height}
        if not free:
            free.append(browser.new_context(viewport=size, reduced_motion="reduce", **options))
        taken.append((key, free.pop()))
        taken[-1][1].set_default_timeout(PATIENCE)
        return taken[-1][1]

    def open_one(url, size=SIZES[0], context=None, **options):
        page = (context or take(*size, options)).new_page()
        pages.append(page)
        page.add_init_script(LISTEN)
        page.on("console", lambda m: refused.append(m.text) if "Refused" in m.text else None)
        page.on("pageerror", lambda error: refused.append(str(error)))
        page.on("request", lambda r: outside.append(r.url) if is_outside(r.url) else None)
        open_page(page, url)
        return page

    yield open_one
    seen = {"outside": [*outside], "refused or failed": [*refused]}
    for page in pages:
        forget(page)
    for key, context in taken:
        context.clear_cookies()
        context.clear_permissions()
        contexts[key].append(context)
    assert seen == {"outside": [], "refused or failed": []}


@pytest.fixture(params=SIZES, ids=["desktop", "phone"])
def page(request, opened, address):
    return opened(address, request.param)


@pytest.fixture
def desktop(opened, address):
    return opened(address)


@pytest.fixture
def phone(opened, address):
    return opened(address, SIZES[1])


@pytest.fixture(params=SIZES, ids=["desktop", "phone"])
def own(request, opened, changing):
    """A page on the library that tests change."""
    return opened(changing[1], request.param)


@pytest.fixture
def serve():
    """Serves folders, each on a port of its own."""
    with ExitStack() as running:

        def start(folder):
            with ThreadPoolExecutor(1) as elsewhere:
                app = elsewhere.submit(make_app, options_for(folder)).result()
            return f"{running.enter_context(listening(app))}/"

        yield start
