"""Which processor encodes very many passages: a GPU where there is one, else the CPU.

Questions and small builds stay on the CPU, where onnxruntime is done before PyTorch is imported.
"""

from __future__ import annotations

import platform
import sys
from pathlib import Path

from qa_bot.config import Device
from qa_bot.errors import ModelError

_DRIVERS = (
    Path("/dev/nvidiactl"),
    Path("/dev/kfd"),
    Path("C:/Windows/System32/nvcuda.dll"),
)
"""What the drivers of NVIDIA and AMD make on Linux, and NVIDIA's on Windows."""
_PROCESSORS = Path("/proc/cpuinfo")
_EIGHT_BITS = {"avx512_vnni", "avx_vnni", "asimddp"}
"""The names that Linux gives to these instructions."""


def has_gpu_driver() -> bool:
    """Whether a GPU that PyTorch can use is likely, told without importing PyTorch."""
    if sys.platform == "darwin":
        return platform.machine() == "arm64"
    if not any(path.exists() for path in _DRIVERS):
        return False
    from importlib.metadata import PackageNotFoundError, version

    try:
        return not version("torch").endswith("+cpu")
    except PackageNotFoundError:
        return False


def multiplies_eight_bits() -> bool:
    """Whether the processor adds up products of eight-bit numbers in one step.

    That is VNNI on x86 and the dot product on ARM; told on Linux and on Apple's own processors.
    """
    if sys.platform == "darwin":
        return platform.machine() == "arm64"
    try:
        told = _PROCESSORS.read_text("utf-8", errors="replace")
    except OSError:
        return False
    return bool(_EIGHT_BITS & set(told.split()))


def find_device(wanted: Device) -> str:
    """The device that PyTorch shall use: `cpu`, `cuda` or `mps`.

    Raises:
        ModelError: PyTorch can't use the device that is wanted.
    """
    import torch

    usable = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    if wanted == "auto":
        return next((name for name, is_there in usable.items() if is_there), "cpu")
    if not usable.get(wanted, True):
        raise ModelError(
            f"PyTorch finds no {wanted} device on this machine; set QA_BOT_DEVICE to auto or cpu"
        )
    return wanted
