"""A server with users and TLS, in a process of its own: sign in with a real Chromium and ask."""

from __future__ import annotations

import datetime
import os
import socket
import ssl
import subprocess
import sys
import time
import urllib.request

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from qa_bot.web.security.accounts import Accounts
from tests.conftest import ESSAY, ESSAY_ID, ROOT
from tests.e2e.browsing import MARKS, ask, open_documents
from tests.e2e.test_accessibility import violations
from tests.servers import make_library

pytestmark = MARKS
PASSWORD = "correct horse battery"


def make_certificate(folder):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    (folder / "key.pem").write_bytes(private)
    (folder / "cert.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))


@pytest.fixture(scope="module")
def address(tmp_path_factory, encoder):
    folder = make_library(
        tmp_path_factory.mktemp("tls") / "x", {ESSAY_ID: ESSAY / ESSAY_ID}, encoder
    )
    make_certificate(folder)
    Accounts(folder / "accounts.json").add_user("ada", "reader", PASSWORD)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = {"--index": "index", "--accounts": "accounts.json", "--port": str(port)}
    options |= {"--certfile": "cert.pem", "--keyfile": "key.pem"}
    words = [word for pair in options.items() for word in pair]
    server = subprocess.Popen(
        [sys.executable, "-m", "qa_bot", "serve", "--auth", *words],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
    )
    url = f"https://127.0.0.1:{port}/"
    trusting = ssl._create_unverified_context()
    for _ in range(240):
        try:
            urllib.request.urlopen(f"{url}healthz", timeout=5, context=trusting).close()
            break
        except OSError:
            assert server.poll() is None, "the server ended at once"
            time.sleep(0.25)
    yield url
    server.terminate()
    server.wait(timeout=20)


def sign_in(page, password):
    page.fill("[name=name]", "ada")
    page.fill("[name=password]", password)
    page.press("[name=password]", "Enter")


def test_a_reader_signs_in_asks_is_offered_no_change_and_signs_out(browser, address):
    context = browser.new_context(ignore_https_errors=True)
    page = context.new_page()
    refused = []
    page.on("console", lambda m: refused.append(m.text) if "Refused" in m.text else None)
    page.goto(address)
    assert page.url == f"{address}login"
    assert violations(page) == []
    assert page.request.get(f"{address}favicon.ico").headers["content-type"] == "image/svg+xml"
    form = page.locator("form").bounding_box()
    assert form["width"] < 500, "the form is laid out"
    sign_in(page, "wrong password")
    page.get_by_text("don't belong together").wait_for()
    sign_in(page, PASSWORD)
    page.locator("body[data-ready]").wait_for()
    cookie = context.cookies()[0]
    assert cookie["secure"]
    assert cookie["httpOnly"]
    ask(page, "What does INTERPOL do?")
    assert "INTERPOL" in page.locator(".qa-quote blockquote").first.inner_text()
    assert page.locator("[data-do=add]:visible").count() == 0
    open_documents(page)
    assert page.locator("#qa-rows input, [data-do=go-back]").count() == 0
    assert "Signed in as ada" in page.locator(".qa-user").inner_text()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{address}login")
    page.goto(address)
    assert page.url == f"{address}login"
    assert refused == []
    context.close()
