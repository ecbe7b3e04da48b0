"""The server on a folder that has no index yet: what programs are told, until there is one."""

from __future__ import annotations

import shutil
import time

import pytest

from tests.servers import make_library, options_for, running

API = "/api/v1"


@pytest.fixture
def client(tmp_path):
    with running(options_for(tmp_path)) as opened:
        yield opened


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", f"{API}/answer", {"question": "Who?"}),
        ("POST", f"{API}/search", {"question": "Who?"}),
        ("GET", f"{API}/documents", None),
        ("GET", f"{API}/documents/x.txt", None),
        ("GET", "/readyz", None),
    ],
)
def test_what_needs_an_index_says_how_to_get_one(client, method, path, body):
    reply = client.request(method, path, json=body)
    assert reply.status_code == 503
    assert reply.headers["content-type"] == "application/problem+json"
    assert "POST /api/v1/documents" in reply.json()["detail"]
    assert "qa-bot build" in reply.json()["detail"]


def test_the_first_documents_come_in_and_answer_without_a_restart(client, tmp_path):
    assert client.get("/healthz").text == "ok"
    assert "qa_bot_documents 0.0" in client.get("/metrics").text
    assert client.get("/").status_code == 200
    job = client.post(f"{API}/rebuild").json()
    assert wait(client, job)["error"].startswith(f"there is no folder {tmp_path / 'corpus'}")
    files = {"files": ("ferry.txt", b"The ferry to Tarn leaves at nine every morning.")}
    assert client.post(f"{API}/documents", files=files).status_code == 201
    assert wait(client, client.post(f"{API}/rebuild").json())["state"] == "done"
    assert client.get("/readyz").text == "ready"
    reply = client.post(f"{API}/answer", json={"question": "When does the ferry leave?"})
    assert reply.json()["citations"][0]["quote"].startswith("The ferry to Tarn")


def test_an_index_that_disappears_can_be_built_again_without_a_restart(tmp_path, encoder):
    text = "The ferry to Tarn leaves at nine every morning."
    folder = make_library(tmp_path / "x", {"ferry.txt": text}, encoder)
    question = {"question": "When does the ferry leave?"}
    with running(options_for(folder)) as client:
        assert client.post(f"{API}/answer", json=question).json()["answered"]
        shutil.rmtree(folder / "index")
        assert client.post(f"{API}/answer", json=question).status_code == 503
        assert client.get("/readyz").status_code == 503
        assert "qa_bot_documents 0.0" in client.get("/metrics").text
        assert client.get("/").status_code == 200
        assert wait(client, client.post(f"{API}/rebuild").json())["state"] == "done"
        assert client.post(f"{API}/answer", json=question).json()["answered"]


def wait(client, job):
    while job["state"] == "running":
        time.sleep(0.1)
        job = client.get(f"{API}/jobs/{job['job_id']}").json()
    return job
