"""REST against the real engine: every route, every kind of error, a rebuild followed."""

from __future__ import annotations

import json
import time
from dataclasses import fields

import pytest

import qa_bot
from qa_bot.types import Document
from qa_bot.web.admission import OverloadedError
from tests.conftest import ESSAY, ESSAY_ID
from tests.makers import make_pdf
from tests.servers import make_library, options_for, running

API = "/api/v1"
ZEBU = ("The zebu protocol was signed in Oslo.", "It has ninety articles.")


@pytest.fixture(scope="module")
def library(tmp_path_factory, encoder):
    folder = tmp_path_factory.mktemp("rest")
    return make_library(folder, {ESSAY_ID: ESSAY / ESSAY_ID}, encoder)


@pytest.fixture(scope="module")
def client(library):
    with running(options_for(library)) as opened:
        yield opened


def problem(reply, status):
    assert reply.status_code == status, reply.text
    assert reply.headers["content-type"] == "application/problem+json"
    told = reply.json()
    assert told["status"] == status
    assert set(told) == {"type", "title", "status", "detail"}
    return told["detail"]


def test_an_answer_is_the_engines_answer(client, library, encoder):
    reply = client.post(f"{API}/answer", json={"question": "What does INTERPOL do?"})
    assert reply.status_code == 200
    given = reply.json()
    with qa_bot.QABot.open(library / "index", encoder=encoder) as bot:
        expected = json.loads(json.dumps(bot.answer("What does INTERPOL do?").to_dict()))
        text = bot.source(ESSAY_ID).text
    assert given | {"timings": {}} == expected | {"timings": {}}
    cited = given["citations"][0]
    assert text[cited["start"] : cited["end"]] == cited["quote"]


def test_a_trace_is_given_where_it_is_asked_for(client):
    question = {"question": "What does INTERPOL do?"}
    assert client.post(f"{API}/answer", json=question).json()["trace"] is None
    traced = client.post(f"{API}/answer", json=question | {"explain": True}).json()["trace"]
    assert traced["decided_by"] == "none"
    assert traced["passages"][0]["doc_id"] == ESSAY_ID


def test_a_follow_up_is_understood(client):
    history = [{"question": "What does INTERPOL do?", "reply": "It supports countries."}]
    reply = client.post(f"{API}/answer", json={"question": "And ENISA?", "history": history})
    assert reply.json()["asked_as"] == "What does ENISA do?"


def test_search(client):
    reply = client.post(f"{API}/search", json={"question": "INTERPOL", "k": 3})
    passages = reply.json()["passages"]
    assert len(passages) == 3
    assert "INTERPOL" in passages[0]["text"]
    assert passages[0]["score"] >= passages[1]["score"] >= passages[2]["score"]


def test_documents_and_their_text(client):
    listed = client.get(f"{API}/documents").json()
    assert listed["total"] == 1
    assert listed["documents"][0]["doc_id"] == ESSAY_ID
    assert client.get(f"{API}/documents", params={"offset": 1}).json()["documents"] == []
    whole = client.get(f"{API}/documents/{ESSAY_ID}").json()
    assert len(whole["text"]) == listed["documents"][0]["characters"]
    assert set(whole) == {field.name for field in fields(Document)}
    assert whole["sections"]


def test_errors_are_problems(client):
    as_json = {"content-type": "application/json"}
    assert "question" in problem(client.post(f"{API}/answer", json={}), 422)
    broken = client.post(f"{API}/answer", content="{", headers=as_json)
    assert problem(broken, 422) == "body: not JSON"
    problem(client.post(f"{API}/search", json={"question": "x" * 2_001}), 422)
    problem(client.post(f"{API}/answer", json={"question": "x", "documents": ["none"]}), 404)
    problem(client.get(f"{API}/documents/none.txt"), 404)
    problem(client.get(f"{API}/documents/{ESSAY_ID}/page/1"), 404)
    problem(client.get(f"{API}/jobs/none"), 404)
    problem(client.get(f"{API}/none"), 404)
    wrong_method = client.put(f"{API}/answer")
    problem(wrong_method, 405)
    assert wrong_method.headers["allow"] == "POST"


def test_an_over_long_question_is_given_back(client):
    question = "What does INTERPOL do? " * 100
    given = client.post(f"{API}/answer", json={"question": question}).json()
    assert not given["answered"]
    assert question in given["text"]
    assert "2,300 characters" in given["message"]


def test_what_was_sent_is_not_in_the_error(client):
    reply = client.post(f"{API}/answer", json={"question": "x", "secret-field": "secret-value"})
    assert "secret-value" not in problem(reply, 422)


def test_overload_is_429_with_a_time_to_wait(client, monkeypatch):
    def refuse(*_):
        raise OverloadedError

    monkeypatch.setattr(client.app.state.service.admission, "run", refuse)
    reply = client.post(f"{API}/answer", json={"question": "x"})
    problem(reply, 429)
    assert int(reply.headers["retry-after"]) >= 1


def test_health_and_metrics(client):
    assert client.get("/healthz").text == "ok"
    assert client.get("/readyz").text == "ready"
    client.post(f"{API}/answer", json={"question": "What does INTERPOL do?"})
    figures = client.get("/metrics").text
    assert "qa_bot_documents 1.0" in figures
    assert 'route="/answer",status="200"' in figures
    assert "INTERPOL" not in figures


def test_the_chat_is_beside_it(client):
    page = client.get("/")
    assert page.status_code == 200
    assert "gradio_config" in page.text


def follow(client, job_id):
    with client.stream("GET", f"{API}/jobs/{job_id}/events") as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        lines = [line for line in stream.iter_lines() if line.startswith("data: ")]
    return [json.loads(line.removeprefix("data: ")) for line in lines]


@pytest.mark.slow
def test_documents_are_added_asked_by_page_and_removed(tmp_path, encoder):
    folder = make_library(tmp_path / "library", {ESSAY_ID: ESSAY / ESSAY_ID}, encoder)
    pdf = make_pdf([[(50, 700, 12, text)] for text in ZEBU])
    with running(options_for(folder)) as client:
        stored = client.post(f"{API}/documents", files={"files": ("zebu.pdf", pdf)})
        assert stored.status_code == 201, stored.text
        assert stored.json() == {"stored": ["zebu.pdf"]}
        problem(client.post(f"{API}/documents", files={"files": ("zebu.pdf", pdf)}), 409)
        started = client.post(f"{API}/rebuild")
        assert started.status_code == 202
        problem(client.post(f"{API}/rebuild"), 409)
        told = follow(client, started.json()["job_id"])
        assert told[0]["state"] == "running"
        assert told[-1]["state"] == "done"
        assert told[-1]["result"]["documents"] == 2
        assert client.get(f"{API}/jobs/{told[-1]['job_id']}").json() == told[-1]
        asked = {"question": "Where was the zebu protocol signed?", "documents": ["zebu.pdf"]}
        assert client.post(f"{API}/answer", json=asked).json()["citations"][0]["page"] == 1
        page = client.get(f"{API}/documents/zebu.pdf/page/2").json()
        assert page["text"].strip() == ZEBU[1]
        assert page["ocr"] is None
        assert client.delete(f"{API}/documents/zebu.pdf").status_code == 204
        problem(client.delete(f"{API}/documents/zebu.pdf"), 404)
        assert not (folder / "corpus" / "zebu.pdf").exists()


@pytest.mark.slow
def test_a_rebuild_that_fails_says_why_and_changes_nothing(tmp_path, encoder):
    folder = make_library(tmp_path / "library", {"a.txt": "The sky is blue."}, encoder)
    with running(options_for(folder)) as client:
        before = client.get(f"{API}/documents").json()["generation"]
        (folder / "corpus" / "a.txt").unlink()
        told = follow(client, client.post(f"{API}/rebuild").json()["job_id"])
        assert told[-1]["state"] == "failed"
        assert "no readable document" in told[-1]["error"]
        assert client.get(f"{API}/documents").json()["generation"] == before


@pytest.mark.slow
def test_questions_are_answered_while_a_rebuild_runs(tmp_path, encoder):
    folder = make_library(tmp_path / "library", {ESSAY_ID: ESSAY / ESSAY_ID}, encoder)
    with running(options_for(folder)) as client:
        job = client.post(f"{API}/rebuild").json()
        answered = 0
        while client.get(f"{API}/jobs/{job['job_id']}").json()["state"] == "running":
            reply = client.post(f"{API}/answer", json={"question": "What does INTERPOL do?"})
            assert reply.json()["answered"]
            answered += 1
            time.sleep(0.3)
        assert answered > 3
