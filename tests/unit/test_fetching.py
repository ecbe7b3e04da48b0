"""`qa-bot models add` in this process, against a hub on this machine; no network is run."""

from __future__ import annotations

import json

import pytest
from huggingface_hub import constants
from typer.testing import CliRunner

from qa_bot.cli import models as command
from qa_bot.cli.app import app
from qa_bot.config import Settings
from qa_bot.errors import ModelError
from qa_bot.models.locating import find_model
from qa_bot.models.opening import open_encoder
from qa_bot.models.pins import find_pin
from qa_bot.models.weights import choose_files, model_checksum
from tests.hub import REVISION, serve_hub

READER, ENCODER = "someone/reader", "someone/encoder"
WANTED = {"model.safetensors", "config.json", "tokenizer.json"}


def write_model(folder, architecture="BertForQuestionAnswering", **config):
    """What a hub shows of a model: weights that nobody runs, and files that are not wanted."""
    (folder / "onnx").mkdir(parents=True)
    config = {"architectures": [architecture], **config}
    contents = {
        "config.json": json.dumps(config).encode(),
        "tokenizer.json": b"{}",
        "model.safetensors": bytes(range(256)),
        "pytorch_model.bin": b"a pickle",
        "code.py": b"raise SystemExit('was run')",
        "README.md": b"# A reader",
        "onnx/model.onnx": b"another form",
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return folder


def set_address(monkeypatch, address):
    """What `HF_ENDPOINT` does when a process starts."""
    path = "{repo_id}/resolve/{revision}/{filename}"
    monkeypatch.setattr(constants, "ENDPOINT", address)
    monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", f"{address}/{path}")


@pytest.fixture
def hub(tmp_path, monkeypatch):
    """The hub's address and what it is asked for, with a cache and a data folder of one's own."""
    encoder = write_model(tmp_path / "encoder", "BertModel")
    (encoder / "modules.json").write_text("[]")
    served = {READER: write_model(tmp_path / "reader"), ENCODER: encoder}
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    monkeypatch.setattr(command, "_export", lambda name, kind: "QA_BOT_READER")
    with serve_hub(served) as (address, asked):
        set_address(monkeypatch, address)
        yield served, address, asked


def add(name, *words):
    done = CliRunner().invoke(app, ["models", "add", name, *words])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return " ".join(done.output.split())


def test_a_model_comes_from_the_mirror_with_its_data_alone(hub):
    served, address, asked = hub
    out = add(READER, "--yes")
    assert f"{READER}, version {REVISION[:12]}, from {address}: 3 files" in out
    got = [line for line in asked if line.startswith("GET") and "/resolve/" in line]
    assert {line.rpartition("/")[2] for line in got} == WANTED
    folder = find_model(READER)
    assert {path.name for path in folder.iterdir()} == WANTED
    for name in WANTED:
        assert (folder / name).read_bytes() == (served[READER] / name).read_bytes()


def test_what_was_added_is_pinned_and_a_changed_file_is_refused(hub):
    add(READER, "--yes")
    pin = find_pin(READER)
    assert (pin.revision, set(pin.files)) == (REVISION, WANTED)
    assert model_checksum(find_model(READER), READER)
    weights = (find_model(READER) / "model.safetensors").resolve()
    weights.write_bytes(bytes(256))
    with pytest.raises(ModelError, match=r"safetensors is not as it was .*qa-bot models add"):
        model_checksum(find_model(READER), READER)


def test_a_file_that_is_not_what_the_hub_named_is_refused(hub, monkeypatch):
    monkeypatch.setattr("tests.hub.sha", lambda content: "0" * 64)
    with pytest.raises(ModelError, match=r"is not what .* named; delete it"):
        add(READER, "--yes")
    assert find_pin(READER) is None


def test_without_consent_nothing_is_fetched(hub):
    _, _, asked = hub
    with pytest.raises(ModelError, match="say so with --yes"):
        add(ENCODER)
    assert not [line for line in asked if "/resolve/" in line]


def test_a_missing_model_names_the_command_and_asks_no_hub(hub):
    _, _, asked = hub
    with pytest.raises(ModelError, match=f"qa-bot models add {ENCODER}"):
        open_encoder(Settings(model=ENCODER))
    assert asked == []


def test_a_folder_is_pinned_without_a_hub(hub, monkeypatch):
    served, _, asked = hub
    add(str(served[READER]))
    assert asked == []
    assert find_pin(str(served[READER])).source == str(served[READER])


def test_a_name_that_the_hub_lacks_is_one_line(hub):
    _, address, _ = hub
    with pytest.raises(ModelError, match=f"{address} has no model no/body"):
        add("no/body", "--yes")


def test_a_hub_that_is_not_there_is_one_line(hub, monkeypatch):
    set_address(monkeypatch, "http://127.0.0.1:9")
    with pytest.raises(ModelError, match=r"can't be fetched from http://127\.0\.0\.1:9"):
        add(READER, "--yes")


def test_offline_is_said_so(hub, monkeypatch):
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(ModelError, match="HF_HUB_OFFLINE"):
        add(READER, "--yes")


def test_pickles_alone_are_refused_unfetched(hub):
    served, _, asked = hub
    (served[READER] / "model.safetensors").unlink()
    with pytest.raises(ModelError, match=r"no weights as safetensors \(pytorch_model.bin\)"):
        add(READER, "--yes")
    assert not [line for line in asked if ".bin" in line]


def test_a_model_of_another_kind_is_refused_by_its_config_alone(hub, tmp_path):
    served, _, asked = hub
    labels = {str(n): "label" for n in range(3)}
    served["a/other"] = write_model(
        tmp_path / "other", "BertForSequenceClassification", id2label=labels
    )
    with pytest.raises(ModelError, match="gives 3 scores"):
        add("a/other", "--yes")
    assert not [line for line in asked if "safetensors" in line]


def test_only_files_that_a_model_depends_on_are_chosen():
    names = ["model.safetensors", "pytorch_model.bin", "config.json", "vocab.txt", "README.md"]
    names += ["1_Pooling/config.json", "2_Dense/pytorch_model.bin", "onnx/model.onnx", "a/b/c.json"]
    names += [".git/config.json", "openvino/x.json", "train.py", "sentencepiece.bpe.model"]
    assert choose_files(names) == [
        *("1_Pooling/config.json", "2_Dense/pytorch_model.bin", "config.json"),
        *("model.safetensors", "sentencepiece.bpe.model", "vocab.txt"),
    ]
