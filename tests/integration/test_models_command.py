"""`qa-bot models` and `qa-bot models add` as a user runs them, through to an answer.

A hub on this machine serves small models, which are exported; tests/unit/test_fetching.py has what
can be said without that.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests import models
from tests.hub import REVISION, serve_hub

pytestmark = pytest.mark.slow
READER, ENCODER = "someone/tiny-reader", "someone/tiny-encoder"


@pytest.fixture(scope="module")
def sources(tmp_path_factory):
    """A reader with files that nobody wants beside it, and an encoder with prompts."""
    made = tmp_path_factory.mktemp("sources")
    reader = models.make_span_reader(made / "reader")
    (reader / "onnx").mkdir()
    (reader / "onnx" / "model.onnx").write_bytes(b"another form")
    (reader / "code.py").write_text("raise SystemExit('was run')")
    (reader / "pytorch_model.bin").write_bytes(b"a pickle")
    prompts = {"query": "query: ", "passage": "passage: "}
    encoder = models.make_encoder(made / "encoder", pooling="cls", prompts=prompts)
    return {READER: reader, ENCODER: encoder}


@pytest.fixture
def hub(sources):
    with serve_hub(dict(sources)) as served:
        yield served


@pytest.fixture(scope="module")
def exports(tmp_path_factory):
    """Each model is exported once for all tests."""
    return tmp_path_factory.mktemp("exports")


@pytest.fixture
def run(tmp_path, exports):
    """Runs a command as a user with a home of their own."""

    def run(*words, code=0, **variables):
        own = {
            "HOME": tmp_path,
            "XDG_DATA_HOME": tmp_path / "data",
            "HF_HOME": tmp_path / "hf",
            "QA_BOT_MODEL_CACHE": exports,
        }
        inherited = {k: v for k, v in os.environ.items() if k != "HF_HUB_OFFLINE"}
        environment = inherited | {k: str(v) for k, v in (own | variables).items()}
        done = subprocess.run(
            [sys.executable, "-m", "qa_bot", *words],
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            env=environment,
            check=False,
        )
        assert done.returncode == code, done.stderr
        assert "Traceback" not in done.stderr
        return done.stdout if code == 0 else done.stdout + done.stderr

    return run


def test_a_reader_is_fetched_from_a_mirror_pinned_and_used(hub, run, tmp_path):
    address, asked = hub
    out = run("models", "add", READER, "--yes", HF_ENDPOINT=address)
    assert f"{READER}, version {REVISION[:12]}, from {address}: " in out
    assert f"QA_BOT_READER={READER}" in out
    assert "not calibrated" in out
    fetched = {
        line.rpartition("/")[2] for line in asked if line.startswith("GET") and "resolve" in line
    }
    assert {"model.safetensors", "config.json", "tokenizer.json"} <= fetched
    assert not fetched & {"model.onnx", "code.py", "pytorch_model.bin", "README.md"}
    (entry,) = [e for e in json.loads(run("models", "--json")) if e["name"] == READER]
    assert (entry["kind"], entry["place"], entry["pinned"], entry["in_use"]) == (
        *("reader", "cache"),
        *(True, False),
    )
    before = len(asked)
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.txt").write_text("The town mends the roads. It is old.")
    places = ["--corpus", str(tmp_path / "corpus"), "--index", str(tmp_path / "index")]
    run("build", *places)
    words = ["ask", "Who mends the roads?", "--index", str(tmp_path / "index"), "--strictness", "1"]
    found = json.loads(run(*words, "--json", QA_BOT_READER=READER, HF_ENDPOINT=address))
    assert "mends" in json.dumps(found)
    assert len(asked) == before, "nothing but the command asks the hub"
    assert "in use" in run("models", QA_BOT_READER=READER)


def test_an_embedding_model_is_fetched_and_a_folder_is_pinned(hub, run, sources):
    address, _ = hub
    assert f"QA_BOT_MODEL={ENCODER}" in run("models", "add", ENCODER, "--yes", HF_ENDPOINT=address)
    folder = str(sources[READER])
    assert f"QA_BOT_READER={folder}" in run(
        "models", "add", folder, HF_ENDPOINT="http://127.0.0.1:9"
    )
    listed = {e["name"]: e for e in json.loads(run("models", "--json", QA_BOT_MODEL=ENCODER))}
    assert listed[ENCODER]["in_use"]
    assert listed[ENCODER]["kind"] == "embedding model"
    assert listed[folder]["pinned"]
    assert listed["packaged"]["in_use"]
    assert not listed["all-MiniLM-L6-v2"]["in_use"]


def test_a_file_that_changes_after_it_was_added_is_refused(hub, run, tmp_path):
    address, _ = hub
    run("models", "add", READER, "--yes", HF_ENDPOINT=address)
    (weights,) = (tmp_path / "hf").rglob("model.safetensors")
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.resolve().write_bytes(content)
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.txt").write_text("The town mends the roads.")
    run("build", "--corpus", str(tmp_path / "corpus"), "--index", str(tmp_path / "index"))
    words = ["ask", "Who?", "--index", str(tmp_path / "index")]
    out = run(*words, code=1, QA_BOT_READER=READER)
    assert f"qa-bot models add {READER}" in out
    assert "model.safetensors is not as it was" in out
