"""Very many passages are encoded on a GPU where there is one, and everything else on the CPU."""

from __future__ import annotations

import numpy as np
import pytest

from qa_bot.config import Settings
from qa_bot.errors import ModelError
from qa_bot.models import device, gpu_encoder, opening
from qa_bot.models.device import find_device, has_gpu_driver, multiplies_eight_bits
from qa_bot.models.gpu_encoder import MIN_PASSAGES, GpuEncoder
from qa_bot.models.onnx_encoder import OnnxEncoder
from tests.fakes import FakeEncoder


class Device(FakeEncoder):
    """A GPU's encoder; counts what it was given."""

    device = "cuda"
    given = 0

    def __init__(self, name, device):
        super().__init__(name)

    def encode_passages(self, passages, progress=None):
        type(self).given += len(passages)
        return super().encode_passages(passages, progress)


@pytest.fixture
def found(monkeypatch):
    """A machine with a GPU."""
    monkeypatch.setattr(gpu_encoder, "find_device", lambda wanted: "cuda")
    monkeypatch.setattr(gpu_encoder, "SentenceTransformersEncoder", Device)
    monkeypatch.setattr(Device, "given", 0)


def test_many_passages_go_to_the_device_and_few_do_not(found):
    encoder = GpuEncoder(FakeEncoder(), "some", "auto")
    texts = [f"text {number}" for number in range(MIN_PASSAGES)]
    rows = encoder.encode_passages(texts)
    assert Device.given == MIN_PASSAGES
    assert np.array_equal(rows, FakeEncoder().encode_passages(texts))
    encoder.encode_passages(texts[:-1])
    encoder.encode_questions(texts)
    assert Device.given == MIN_PASSAGES


def test_a_device_that_is_named_encodes_all_passages(found):
    GpuEncoder(FakeEncoder(), "some", "cuda").encode_passages(["one"])
    assert Device.given == 1


def test_without_a_device_the_processor_does_it_all(monkeypatch):
    monkeypatch.setattr(gpu_encoder, "find_device", lambda wanted: "cpu")
    encoder = GpuEncoder(FakeEncoder(), "some", "auto")
    assert encoder.encode_passages(["text"] * MIN_PASSAGES).shape[0] == MIN_PASSAGES
    assert encoder.identity == FakeEncoder().identity
    assert encoder.count_tokens(["two words"]) == [2]


def test_a_device_that_fails_is_named_with_the_remedy(found, monkeypatch):
    def fail(self, passages, progress=None):
        raise RuntimeError("out of memory\nand more")

    monkeypatch.setattr(Device, "encode_passages", fail)
    with pytest.raises(ModelError, match=r"\(out of memory\); set QA_BOT_DEVICE=cpu"):
        GpuEncoder(FakeEncoder(), "some", "cuda").encode_passages(["one"])


def test_a_device_that_is_not_there_is_refused():
    import torch

    if not torch.backends.mps.is_available():
        with pytest.raises(ModelError, match=r"no mps device.*QA_BOT_DEVICE"):
            find_device("mps")
    assert find_device("cpu") == "cpu"


def test_a_driver_and_a_pytorch_for_it_are_a_likely_gpu(monkeypatch, tmp_path):
    versions = {"torch": "2.13.0"}
    monkeypatch.setattr("importlib.metadata.version", versions.get)
    monkeypatch.setattr(device.sys, "platform", "linux")
    monkeypatch.setattr(device, "_DRIVERS", (tmp_path / "driver",))
    assert not has_gpu_driver()
    (tmp_path / "driver").touch()
    assert has_gpu_driver()
    versions["torch"] = "2.13.0+cpu"
    assert not has_gpu_driver()


def test_the_processor_s_own_list_tells_whether_it_multiplies_eight_bits(monkeypatch, tmp_path):
    monkeypatch.setattr(device.sys, "platform", "linux")
    monkeypatch.setattr(device, "_PROCESSORS", tmp_path / "cpuinfo")
    assert not multiplies_eight_bits()
    for told, able in (("flags : avx2 fma", False), ("flags : avx2 avx512_vnni fma", True)):
        (tmp_path / "cpuinfo").write_text(f"{told}\nbugs : none\n", "utf-8")
        assert multiplies_eight_bits() is able


def test_the_setting_decides_which_encoder_is_opened(monkeypatch):
    for driver, wanted, kind in (
        (False, "auto", OnnxEncoder),
        (True, "auto", GpuEncoder),
        (True, "cpu", OnnxEncoder),
        (False, "cuda", GpuEncoder),
    ):
        monkeypatch.setattr(opening, "has_gpu_driver", lambda there=driver: there)
        assert isinstance(opening.open_encoder(Settings(device=wanted)), kind)
    eight_bits = opening.open_encoder(Settings(device="auto", encoding="int8"))
    assert isinstance(eight_bits, OnnxEncoder)
