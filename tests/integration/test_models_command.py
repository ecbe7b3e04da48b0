"""`qa-bot models` and `qa-bot models add`, with a hub on this machine that serves small models."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from qa_bot.models.weights import choose_files
from tests import models
from tests.hub import REVISION, serve_hub

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


def test_nothing_is_downloaded_unasked(hub, run, tmp_path):
    address, asked = hub
    out = run("models", "add", ENCODER, code=1, HF_ENDPOINT=address)
    assert "--yes" in out
    assert not [line for line in asked if "resolve" in line]
    out = run(
        "ask", "Who?", "--index", str(tmp_path), code=1, QA_BOT_READER=ENCODER, HF_ENDPOINT=address
    )
    assert f"qa-bot models add {ENCODER}" in out
    assert len(asked) == 1


def test_what_cannot_be_fetched_is_one_clear_line(hub, run, sources, tmp_path):
    address, _ = hub
    assert f"{address} has no model no/body" in run(
        "models", "add", "no/body", "--yes", code=1, HF_ENDPOINT=address
    )
    out = run("models", "add", READER, "--yes", code=1, HF_ENDPOINT="http://127.0.0.1:9")
    assert "can't be fetched from http://127.0.0.1:9" in out
    out = run("models", "add", READER, "--yes", code=1, HF_ENDPOINT=address, HF_HUB_OFFLINE=1)
    assert "HF_HUB_OFFLINE" in out


def test_a_model_with_pickles_only_or_of_another_kind_is_refused(run, tmp_path):
    import torch

    pickled = models.make_span_reader(tmp_path / "pickled")
    (pickled / "model.safetensors").unlink()
    torch.save({}, pickled / "pytorch_model.bin")
    other = models.make_cross_encoder(tmp_path / "other", scores=3)
    with serve_hub({"a/pickled": pickled, "a/other": other}) as (address, asked):
        out = run("models", "add", "a/pickled", "--yes", code=1, HF_ENDPOINT=address)
        assert "no weights as safetensors (pytorch_model.bin)" in out
        out = run("models", "add", "a/other", "--yes", code=1, HF_ENDPOINT=address)
        assert "gives 3 scores" in out
        assert not [line for line in asked if "safetensors" in line or ".bin" in line]


def test_only_files_that_a_model_depends_on_are_chosen():
    names = ["model.safetensors", "pytorch_model.bin", "config.json", "vocab.txt", "README.md"]
    names += ["1_Pooling/config.json", "2_Dense/pytorch_model.bin", "onnx/model.onnx", "a/b/c.json"]
    names += [".git/config.json", "openvino/x.json", "train.py", "sentencepiece.bpe.model"]
    assert choose_files(names) == [
        *("1_Pooling/config.json", "2_Dense/pytorch_model.bin", "config.json"),
        *("model.safetensors", "sentencepiece.bpe.model", "vocab.txt"),
    ]
