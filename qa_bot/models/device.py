"""Which processor encodes very many passages: a GPU where there is one, else the CPU.

Questions and small builds stay on the CPU, where onnxruntime is done before PyTorch is imported.
"""

from __future__ import annotations

import os
import platform
import sys
from ctypes.util import find_library
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from qa_bot.config import Device
from qa_bot.errors import ModelError

_DRIVERS = (Path("/dev/nvidiactl"), Path("/dev/kfd"))
"""What the drivers of NVIDIA and AMD make on Linux."""


def has_gpu_driver() -> bool:
    """Whether a GPU that PyTorch can use is likely, told without importing PyTorch."""
    if sys.platform == "darwin":
        return platform.machine() == "arm64"
    try:
        if version("torch").endswith("+cpu"):
            return False
    except PackageNotFoundError:
        return False
    if os.name == "nt":
        return find_library("nvcuda") is not None
    return any(path.exists() for path in _DRIVERS)


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
