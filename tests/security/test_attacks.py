"""Attacks, one a row. Each row fails when the defence that it names is taken away."""

from __future__ import annotations

import io
import json
import logging
import zipfile
from dataclasses import replace
from urllib.parse import quote, urlencode

import pytest

from qa_bot.types import AnswerProgress
from qa_bot.web.chat.answers import render_answer, render_progress
from qa_bot.web.chat.exchanges import Exchange
from qa_bot.web.chat.exporting import export_chat
from qa_bot.web.chat.viewer import Place, render_source
from qa_bot.web.library.panel import render_table
from qa_bot.web.library.picture import render_picture
from qa_bot.web.library.rows import list_rows
from qa_bot.web.library.state import render_list
from qa_bot.web.security.accounts import Accounts
from qa_bot.web.security.headers import page_policy
from tests.security.hostile import DOCUMENTS, MARK, NAME, QUESTIONS, Page, send
from tests.servers import make_library, options_for, running

API = "/api/v1"
PASSWORD = "correct horse battery"
JSON = {"content-type": "application/json"}
FORM = {"content-type": "application/x-www-form-urlencoded"}
OWN = {"origin": "http://127.0.0.1:7860"}


@pytest.fixture(scope="module")
def library(tmp_path_factory, encoder):
    folder = make_library(tmp_path_factory.mktemp("attacked") / "library", DOCUMENTS, encoder)
    (folder / "secret.txt").write_text(MARK)
    (folder / "corpus" / ".hidden.txt").write_text(MARK)
    return folder


@pytest.fixture(scope="module")
def secrets(library):
    """Tokens of a reader and an editor, and one that has expired."""
    accounts = Accounts(library / "accounts.json")
    accounts.add_user("ada", "reader", PASSWORD)
    accounts.add_user("eve", "editor", PASSWORD)
    return {
        "reader": accounts.add_token("reading", "reader", 1),
        "editor": accounts.add_token("editing", "editor", 1),
        "expired": accounts.add_token("past", "editor", -1),
    }


@pytest.fixture(scope="module")
def client(library):
    """The server on this machine, without users."""
    with running(options_for(library)) as opened:
        yield opened


@pytest.fixture(scope="module")
def guarded(library, secrets):
    """The server with users."""
    with running(options_for(library, accounts=library / "accounts.json")) as opened:
        yield opened


@pytest.fixture
def fresh(library, secrets):
    """The same, with nothing on record yet."""
    with running(options_for(library, accounts=library / "accounts.json")) as opened:
        yield opened


# --- Text that would run ------------------------------------------------------------------------

SCRIPTS = {
    "script": "<script>window.ran=1</script>",
    "image": "<img src=x onerror=window.ran=1>",
    "svg": "<svg/onload=window.ran=1>",
    "attribute": '" onmouseover="window.ran=1" x=\'',
    "template": "${window.ran=1} {{window.ran}} `window.ran`",
    "entity": "&lt;script&gt;window.ran=1&lt;/script&gt;",
    "split": "<scr<script>ipt>window.ran=1</scr</script>ipt>",
    "markdown link": "[click](javascript:window.ran=1)",
    "outside image": "![x](http://evil.example/x.png)",
}


@pytest.mark.parametrize("text", SCRIPTS.values(), ids=SCRIPTS)
def test_a_hostile_question_is_only_text(client, text):
    given = client.app.state.service.library.bot.answer(f"Where was the zebu signed? {text}")
    asked = replace(given, asked_as=text, suggestions=(text,), message=text)
    html = render_answer(asked, several=True) + render_progress(AnswerProgress(text))
    if cited := given.citations or given.nearest:
        html += render_answer(replace(asked, answered=True, citations=cited), several=True)
    page = Page(html)
    assert page.is_ours(), (page.tags, page.attributes)
    assert text in page.text
    exported = Page(export_chat("html", text, [Exchange(given)]).content)
    assert not exported.tags & {"script", "img", "svg"}
    assert text in exported.text
    assert not set("{}$`") & set(html), "Gradio's template would read these"


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_a_hostile_document_is_only_text(client, question):
    bot = client.app.state.service.library.bot
    given = bot.answer(question)
    cited = (given.citations or given.nearest)[0]
    place = Place(doc=cited.doc_id, start=cited.start, end=cited.end)
    html = render_answer(given, several=True) + render_source(bot.source(cited.doc_id), place)
    html += render_picture(client.app.state.service.library)
    page = Page(html)
    assert page.is_ours(), (page.tags, page.attributes)
    assert cited.quote.split()[0] in page.text
    assert not set("{}$`") & set(html), "Gradio's template would read these"
    assert not {c for c in html if ord(c) < 32} - {"\n", "\t"}


def test_a_hostile_file_name_and_title_are_only_text(client):
    library = client.app.state.service.library
    rows = list_rows(library)
    html = render_source(library.bot.source(NAME), Place(doc=NAME, end=5))
    page = Page(html + render_list(rows) + render_table(rows, "title", may_edit=True))
    assert page.is_ours()
    assert NAME in page.text


@pytest.mark.parametrize(
    "path", [f"{API}/documents", f"{API}/documents/{quote(NAME)}", f"{API}/nope/<script>"]
)
def test_programs_get_json_that_no_browser_renders(client, path):
    reply = send(client, "GET", path)
    assert reply.header("content-type")[0].startswith("application/")
    assert reply.header("x-content-type-options") == ["nosniff"]
    assert "sandbox" in reply.header("content-security-policy")[0]
    json.loads(reply.body)


@pytest.mark.parametrize(
    "target",
    [
        '"><script>window.ran=1</script>',
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
    ],
)
def test_the_sign_in_page_leads_nowhere_else(fresh, target):
    page = send(fresh, "GET", f"/login?next={quote(target)}").body.decode()
    assert "<script>" not in page
    assert 'name="next" value="/"' in page
    body = urlencode({"name": "ada", "password": PASSWORD, "next": target}).encode()
    reply = send(fresh, "POST", "/login", FORM | OWN, body)
    assert reply.status == 303
    assert reply.header("location") == ["/"]


# --- Paths that lead out of the corpus ----------------------------------------------------------

UP = {
    "plain": "../secret.txt",
    "deep": "x/../../secret.txt",
    "encoded": "%2e%2e%2fsecret.txt",
    "double encoded": "%252e%252e%252fsecret.txt",
    "backslash": "..%5csecret.txt",
    "hidden": ".hidden.txt",
    "nul": "..%2fsecret.txt%00.txt",
    "overlong": "..%c0%afsecret.txt",
    "absolute": "%2fetc%2fpasswd",
}


@pytest.mark.parametrize("place", UP.values(), ids=UP)
@pytest.mark.parametrize(
    ("method", "target"),
    [
        ("GET", f"{API}/documents/{{}}"),
        ("GET", f"{API}/documents/{{}}/page/1"),
        ("DELETE", f"{API}/documents/{{}}"),
        ("GET", f"{API}/files/{{}}"),
        ("GET", "/gradio_api/file={}"),
        ("GET", "/static/{}"),
        ("GET", "/assets/{}"),
    ],
    ids=["read", "page", "delete", "original", "file", "static", "assets"],
)
def test_no_path_leads_out_of_the_corpus(client, library, method, target, place):
    reply = send(client, method, target.format(place))
    assert reply.status in (403, 404), reply.body
    assert MARK.encode() not in reply.body
    assert b"root:" not in reply.body
    assert (library / "secret.txt").read_text() == MARK
    assert (library / "corpus" / ".hidden.txt").exists()


@pytest.mark.parametrize("named", ["secret.txt", "accounts.json", "corpus/heading.md"])
def test_gradio_serves_no_file_but_its_own(client, library, named):
    (library / named).touch()
    reply = send(client, "GET", f"/gradio_api/file={library / named}")
    assert reply.status == 404


@pytest.mark.parametrize(
    "target",
    [
        "/gradio_api/file=http://127.0.0.1:1/x",
        "/gradio_api/file=https://evil.example/x",
        "/gradio_api/proxy=http://evil.example/x",
        "/gradio_api/file/etc/passwd",
        "/gradio_api/custom_component/x/client/component/..%2f..%2fx",
        "/svelte/..%2f..%2findex.html",
        "/gradio_api/dev/reload",
        "/gradio_api/deep_link?session_hash=x",
        "/gradio_api/run-history/buckets",
        "/monitoring",
        "/gradio_api/vibe-code",
        "/docs",
        "//api/v1/documents",
        "/api/../gradio_api/proxy=http://evil.example",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_the_chat_does_not_use_does_not_exist(client, method, target):
    assert send(client, method, target).status == 404


# --- Who may do what ----------------------------------------------------------------------------

ASK = json.dumps({"question": "Where was the zebu signed?"}).encode()
CLOSED = [
    ("GET", "/config", b""),
    ("GET", "/gradio_api/info", b""),
    ("POST", "/gradio_api/queue/join", b"{}"),
    ("POST", "/gradio_api/upload", b""),
    ("POST", "/gradio_api/component_server", b"{}"),
    ("GET", f"{API}/files/heading.md", b""),
    ("GET", "/gradio_api/heartbeat/abc", b""),
    ("POST", f"{API}/answer", ASK),
    ("POST", f"{API}/search", ASK),
    ("GET", f"{API}/documents", b""),
    ("DELETE", f"{API}/documents/heading.md", b""),
    ("POST", f"{API}/rebuild", b""),
    ("GET", f"{API}/openapi.json", b""),
    ("GET", "/metrics", b""),
    ("POST", "/mcp", b"{}"),
    ("POST", "/logout", b""),
]


@pytest.mark.parametrize(("method", "path", "body"), CLOSED, ids=[f"{c[0]} {c[1]}" for c in CLOSED])
def test_nobody_gets_in_without_a_sign_in(guarded, method, path, body):
    reply = send(guarded, method, path, JSON, body)
    assert reply.status == 401
    assert reply.header("www-authenticate") == ["Bearer"]


def test_a_browser_without_a_session_is_sent_to_the_sign_in(guarded):
    reply = send(guarded, "GET", "/", {"accept": "text/html"})
    assert reply.status == 303
    assert reply.header("location") == ["/login"]


FORGED = {
    "expired token": "Bearer {expired}",
    "token of another server": "Bearer qab_" + "A" * 43,
    "changed token": "Bearer {editor}x",
    "empty token": "Bearer ",
    "another scheme": "Basic ZXZlOng=",
    "unsigned JWT": "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJldmUifQ.",
    "hash of the token": "Bearer {hash}",
}


@pytest.mark.parametrize("value", FORGED.values(), ids=FORGED)
def test_a_forged_token_is_refused(fresh, library, secrets, value):
    stored = Accounts(library / "accounts.json").tokens["editing"].sha256
    headers = {"authorization": value.format(**secrets, hash=stored)}
    assert send(fresh, "GET", f"{API}/documents", headers).status == 401


@pytest.mark.parametrize(
    "cookie",
    ["qa_bot_session=forged", "qa_bot_session=", "qa_bot_session=ada; role=editor", 'a="b; c'],
)
def test_a_forged_session_is_refused(guarded, cookie):
    assert send(guarded, "GET", f"{API}/documents", {"cookie": cookie}).status == 401


READERS_MAY_NOT = [
    ("POST", f"{API}/documents"),
    ("DELETE", f"{API}/documents/heading.md"),
    ("POST", f"{API}/rebuild"),
    ("POST", "/gradio_api/upload"),
    ("PUT", f"{API}/answer"),
]


@pytest.mark.parametrize(("method", "path"), READERS_MAY_NOT)
def test_a_reader_changes_nothing(guarded, library, secrets, method, path):
    headers = {"authorization": f"Bearer {secrets['reader']}"}
    assert send(guarded, method, path, headers).status == 403
    assert (library / "corpus" / "heading.md").exists()


def test_a_reader_asks_and_an_editor_may_change(guarded, secrets):
    reader = {"authorization": f"Bearer {secrets['reader']}"} | JSON
    editor = {"authorization": f"Bearer {secrets['editor']}"}
    assert send(guarded, "POST", f"{API}/answer", reader, ASK).status == 200
    assert send(guarded, "DELETE", f"{API}/documents/none.txt", editor).status == 404


def call_page(client, headers, name, data):
    """What a function that the page's script calls answers."""
    components = json.loads(send(client, "GET", "/config", headers).body)["components"]
    bus = next(c["id"] for c in components if c["props"].get("elem_id") == "qa-log")
    body = {"session_hash": "x", "component_id": bus, "fn_name": name, "data": data}
    return send(
        client, "POST", "/gradio_api/component_server", headers | JSON, json.dumps(body).encode()
    )


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("remove", ["heading.md"]),
        ("restore", [["heading.md", "heading.md"]]),
        ("update", None),
        ("cancel", None),
        ("go_back", {"generation": "x"}),
    ],
)
def test_a_reader_changes_nothing_through_the_page(guarded, library, secrets, name, data):
    headers = {"authorization": f"Bearer {secrets['reader']}"}
    reply = call_page(guarded, headers, name, data)
    assert json.loads(reply.body) == {"error": "Only editors can change the documents."}
    assert (library / "corpus" / "heading.md").exists()
    assert not guarded.app.state.service.library.rebuilds.is_pending


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("source", {"doc": "../secret.txt"}),
        ("context", {"doc": "../secret.txt", "start": 0, "end": 5}),
        ("context", {"doc": "heading.md", "start": -1, "end": 10**9}),
        ("remove", ["../secret.txt"]),
        ("restore", [["../secret.txt", "x.txt"]]),
        ("restore", [["x.txt", "../x.txt"]]),
        ("go_back", {"generation": "../../x"}),
        ("export", {"kind": "../x", "name": "x", "exchanges": []}),
        ("draw", [{"answer": {"odd": 1}}]),
        ("copy", {"kind": "quote", "citations": [1]}),
        ("state", "x"),
        ("remove", "x"),
    ],
)
def test_what_a_page_may_not_send_is_an_error_in_plain_words(client, library, name, data):
    reply = call_page(client, {}, name, data)
    assert reply.status == 200
    assert set(json.loads(reply.body)) == {"error"}
    assert MARK.encode() not in reply.body
    assert str(library).encode() not in reply.body


@pytest.mark.parametrize("name", ["__init__", "get_config", "postprocess", "nothing"])
def test_only_what_is_offered_to_the_page_can_be_called(client, name):
    assert call_page(client, {}, name, None).status in (404, 500)


def sign_in(client, name="ada", password=PASSWORD):
    body = urlencode({"name": name, "password": password, "next": "/"}).encode()
    return send(client, "POST", "/login", FORM | OWN, body)


def test_a_session_works_and_ends(fresh):
    reply = sign_in(fresh)
    given = reply.header("set-cookie")[0]
    assert "HttpOnly" in given
    assert "SameSite=lax" in given
    cookie = {"cookie": given.split(";")[0]}
    assert send(fresh, "GET", f"{API}/documents", cookie).status == 200
    assert send(fresh, "POST", "/logout", cookie | OWN).status == 303
    assert send(fresh, "GET", f"{API}/documents", cookie).status == 401


@pytest.mark.parametrize("limit", ["IDLE", "LONGEST"])
def test_an_expired_session_is_refused(fresh, monkeypatch, limit):
    cookie = {"cookie": sign_in(fresh).header("set-cookie")[0].split(";")[0]}
    assert send(fresh, "GET", f"{API}/documents", cookie).status == 200
    monkeypatch.setattr(f"qa_bot.web.security.sessions.{limit}", -1)
    assert send(fresh, "GET", f"{API}/documents", cookie).status == 401


@pytest.mark.parametrize("name", ["ada", "nobody", "ada\r\nx"])
def test_repeated_failures_lock_the_door(fresh, name):
    for _ in range(5):
        assert sign_in(fresh, name, "wrong password").status == 401
    locked = sign_in(fresh, name, PASSWORD)
    assert locked.status == 429
    assert int(locked.header("retry-after")[0]) > 0
    assert locked.header("content-type")[0].startswith("text/html")
    assert b"Too many attempts; try again in" in locked.body


def test_guessing_names_from_one_address_locks_the_door(fresh):
    for number in range(20):
        assert sign_in(fresh, f"name{number}", "wrong password").status == 401
    assert sign_in(fresh).status == 429


def test_guessing_tokens_locks_the_door(fresh, secrets):
    for number in range(20):
        headers = {"authorization": f"Bearer qab_{number}"}
        assert send(fresh, "GET", f"{API}/documents", headers).status == 401
    right = {"authorization": f"Bearer {secrets['editor']}"}
    assert send(fresh, "GET", f"{API}/documents", right).status == 429


# --- Requests that another site makes a browser send --------------------------------------------

ELSEWHERE = {
    "origin": {"origin": "http://evil.example"},
    "null origin": {"origin": "null"},
    "other port": {"origin": "http://127.0.0.1:8000"},
    "longer name": {"origin": "http://127.0.0.1:7860.evil.example"},
    "name in front": {"origin": "http://evil.example@127.0.0.1:7860"},
    "fetch metadata": {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"},
    "same site": {"sec-fetch-site": "same-site"},
    "form": {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"},
}


@pytest.mark.parametrize("headers", ELSEWHERE.values(), ids=ELSEWHERE)
def test_another_site_cannot_make_a_browser_ask(client, headers):
    sent = {"content-type": "text/plain"} | headers
    assert send(client, "POST", f"{API}/rebuild", sent).status == 403
    assert client.app.state.service.library.rebuilds.count("running") == 0


def test_a_session_needs_a_browsers_word_for_where_it_comes_from(fresh):
    cookie = {"cookie": sign_in(fresh, "eve").header("set-cookie")[0].split(";")[0]}
    assert send(fresh, "DELETE", f"{API}/documents/none", cookie).status == 403
    assert send(fresh, "DELETE", f"{API}/documents/none", cookie | OWN).status == 404


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "evil.example:7860",
        "localhost.evil.example",
        "2130706433",
        "",
        "[",
        None,
    ],
)
def test_a_name_pointed_at_this_machine_is_refused(client, host):
    assert send(client, "GET", f"{API}/documents", {"host": host}).status == 421


def test_no_site_is_allowed_to_read(client):
    headers = OWN | {"access-control-request-method": "POST"}
    for method, path in (("GET", "/config"), ("OPTIONS", "/config"), ("OPTIONS", f"{API}/answer")):
        reply = send(client, method, path, headers)
        assert not [key for key, _ in reply.headers if key.startswith(b"access-control-")]


def test_a_websocket_is_closed(client):
    said = []

    async def note(message):
        said.append(message["type"])

    scope = {
        "type": "websocket",
        "path": "/",
        "headers": [(b"host", b"127.0.0.1:7860")],
        "query_string": b"",
    }
    client.portal.call(client.app, scope, None, note)
    assert said == ["websocket.close"]


# --- Headers ------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", f"{API}/documents", "/healthz", "/theme.css", f"{API}/none"])
def test_every_response_is_closed_to_others(client, path):
    reply = send(client, "GET", path, {"accept": "text/html", "accept-encoding": "gzip, br"})
    policy = reply.header("content-security-policy")[0]
    assert "frame-ancestors 'none'" in policy
    assert "default-src 'none'" in policy
    assert "http" not in policy
    assert reply.header("x-content-type-options") == ["nosniff"]
    assert reply.header("x-frame-options") == ["DENY"]
    assert reply.header("referrer-policy") == ["same-origin"]
    assert reply.header("server") == []


def test_the_page_runs_only_its_own_inline_scripts(client):
    reply = send(client, "GET", "/", {"accept": "text/html"})
    policy = reply.header("content-security-policy")[0]
    script = policy.split("script-src", 1)[1].split(";")[0]
    assert "'unsafe-inline'" not in script
    assert "'sha256-" in script
    assert policy == page_policy(reply.body)
    assert page_policy(reply.body + b"<script>injected()</script>") != policy


# --- Uploads ------------------------------------------------------------------------------------


def bomb():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 60_000_000)
    return data.getvalue()


UPLOADS = {
    "program": ("x.exe", b"MZ", 415),
    "program called text": ("x.txt", b"MZ\x00\x01\x02" * 99, 415),
    "script": ("x.js", b"alert(1)", 415),
    "double suffix": ("x.txt.php", b"<?php", 415),
    "no suffix": ("x", b"text", 415),
    "not what it says": ("x.pdf", b"text", 415),
    "zip bomb": ("x.docx", bomb, 415),
    "archive of anything": ("x.docx", b"PK\x05\x06" + b"\x00" * 18, 415),
    "too large": ("x.txt", b"x" * 1_000_001, 413),
    "only dots": ("..", b"text", 422),
    "existing": ("heading.md", b"replaced", 409),
}


@pytest.fixture(scope="module")
def small(library):
    from qa_bot.web.options import UploadLimits

    with running(options_for(library, uploads=UploadLimits(file_mb=1, files=3))) as opened:
        yield opened


@pytest.mark.parametrize(("name", "data", "status"), UPLOADS.values(), ids=UPLOADS)
def test_what_may_not_be_uploaded(small, library, name, data, status):
    before = {path: path.read_bytes() for path in library.rglob("corpus/*")}
    content = data() if callable(data) else data
    reply = small.post(f"{API}/documents", files={"files": (name, content)})
    assert reply.status_code == status, reply.text
    assert {path: path.read_bytes() for path in library.rglob("corpus/*")} == before


@pytest.mark.parametrize(
    "name", ["../up.txt", "..\\up.txt", "/tmp/up.txt", "a/../../up.txt", "up.txt\x00", ".up.txt"]
)
def test_an_upload_stays_in_the_corpus(small, library, name):
    part = f'form-data; name="files"; filename="{name}"'
    body = f"--b\r\nContent-Disposition: {part}\r\n\r\ntext\r\n--b--\r\n".encode()
    headers = {"content-type": "multipart/form-data; boundary=b"}
    reply = send(small, "POST", f"{API}/documents", headers, body)
    new = {path for path in library.parent.rglob("*up*.txt*")}
    assert new <= {library / "corpus" / "up.txt", library / "corpus" / "up.txt_"}
    for path in new:
        path.unlink()
    assert reply.status in (201, 400, 415, 422)


def test_too_many_files_at_once(small, library):
    files = [("files", (f"n{number}.txt", b"x")) for number in range(4)]
    assert small.post(f"{API}/documents", files=files).status_code == 413
    assert not (library / "corpus" / "n0.txt").exists()


@pytest.mark.parametrize(
    "headers",
    [{"content-length": "1000001"}, {"content-length": "-1"}, {"content-length": "x"}],
)
def test_a_body_says_how_long_it_is_and_is_not_too_long(client, headers):
    assert send(client, "POST", f"{API}/answer", JSON | headers, b"{}").status == 413


def test_a_body_that_lies_about_its_length(client):
    headers = JSON | {"content-length": None, "transfer-encoding": "chunked"}
    reply = send(client, "POST", f"{API}/answer", headers, b'"' + b"x" * 1_000_001)
    assert reply.status == 413


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b'{"question": ' + b"9" * 5_000 + b"}",
        b'{"question": "\\ud800"}',
        b'{"question": NaN}',
        b"\xff\xfe",
        json.dumps({"question": "x", "history": [{"question": "x"}] * 51}).encode(),
        json.dumps({"question": "x", "documents": ["x" * 1_001]}).encode(),
        json.dumps({"question": "x", "max_citations": 10**9}).encode(),
        json.dumps({"question": "x", "__proto__": {"admin": True}}).encode(),
    ],
    ids=["nested", "number", "surrogate", "NaN", "bytes", "history", "name", "count", "extra"],
)
def test_a_body_that_is_no_request_is_refused_in_few_words(client, body):
    reply = send(client, "POST", f"{API}/answer", JSON, body)
    assert reply.status in (400, 422), reply.body
    told = reply.body.decode()
    assert len(told) < 1_000
    assert "Traceback" not in told
    assert "qa_bot/" not in told


# --- Injection into headers and logs ------------------------------------------------------------

INJECTIONS = [
    "x\r\nset-cookie: a=b",
    "x\nINFO forged line",
    "x\x1b[2Jcleared",
    "x\u2028INFO forged",
]


@pytest.mark.parametrize("text", INJECTIONS, ids=["header", "line", "terminal", "separator"])
def test_nothing_that_is_sent_reaches_a_header_or_the_log(fresh, secrets, caplog, text):
    caplog.set_level(logging.INFO)
    editor = {"authorization": f"Bearer {secrets['editor']}"} | JSON
    question = json.dumps({"question": f"zebu {text}"}).encode()
    replies = [
        sign_in(fresh, text, "wrong password"),
        send(fresh, "GET", f"/login?next={quote('/' + text)}"),
        send(fresh, "POST", f"{API}/answer", editor, question),
        send(fresh, "GET", f"{API}/documents/{quote(text)}", editor),
        send(fresh, "DELETE", f"{API}/documents/{quote(text)}", editor),
        send(fresh, "GET", f"/{quote(text)}", {"accept": "text/html"}),
    ]
    for reply in replies:
        assert reply.status < 500
        for key, value in reply.headers:
            assert not set(key + value) & set(b"\r\n\x1b")
        assert not any(b"a=b" in value for key, value in reply.headers if key == b"set-cookie")
    written = "\n".join(record.getMessage() for record in caplog.records)
    for piece in ("forged", "cleared", "set-cookie", "zebu", "\x1b"):
        assert piece not in written


def test_no_question_or_document_is_in_the_log_at_info(client, caplog):
    caplog.set_level(logging.INFO)
    for path in ("answer", "search"):
        assert send(client, "POST", f"{API}/{path}", JSON, ASK).status == 200
    send(client, "GET", f"{API}/documents/heading.md")
    written = "\n".join(record.getMessage() for record in caplog.records)
    assert "zebu" not in written
    assert "yakherd" not in written


def test_a_failure_shows_no_trace(client, monkeypatch, caplog):
    def fail(*_, **__):
        raise RuntimeError(MARK)

    caplog.set_level(logging.INFO)
    monkeypatch.setattr(client.app.state.service.admission, "run", fail)
    reply = send(client, "POST", f"{API}/answer", JSON, ASK)
    assert reply.status == 500
    assert json.loads(reply.body)["title"] == "Internal Server Error"
    assert MARK not in reply.body.decode() + caplog.text
    assert "RuntimeError" in caplog.text


def test_metrics_tell_nothing_that_was_sent(client):
    send(client, "FORGED", "/healthz")
    send(client, "GET", "/api/v1/forged-path")
    figures = send(client, "GET", "/metrics").body.decode().lower()
    assert "forged" not in figures
    assert "zebu" not in figures
