"""Opening the encoder and the reader that the settings name, by the cheapest way there is.

An encoder is an exported graph from the cache, exported now where it is not there yet; PyTorch runs
it where that can't be had.
"""

from __future__ import annotations

import logging
from pathlib import Path

from filelock import FileLock

from qa_bot.config import DEFAULT_MODEL, Encoding
from qa_bot.errors import ModelError
from qa_bot.models.cross_encoder_reader import CrossEncoderReader
from qa_bot.models.encoder import Encoder
from qa_bot.models.onnx_encoder import IDENTITY, OnnxEncoder
from qa_bot.models.onnx_export import export_model
from qa_bot.models.onnx_reader import OnnxReader
from qa_bot.models.reader import OFF, PACKAGED, Reader
from qa_bot.models.sentence_transformers_encoder import SentenceTransformersEncoder
from qa_bot.models.weights import model_cache

logger = logging.getLogger(__name__)


def open_encoder(
    name: str = DEFAULT_MODEL, encoding: Encoding = "fp32", threads: int | None = None
) -> Encoder:
    """The model as an ONNX graph, exported when first needed; PyTorch where that can't be had.

    Args:
        name: the model.
        encoding: the graph's numbers (PyTorch's are fp32 always; `identity` says which it is).
        threads: how many encode passages side by side; one a usable core by default.

    Raises:
        ModelError: the model is missing, or the packaged weights are not the expected bytes.
    """
    encoder = SentenceTransformersEncoder(name)
    return open_exported(encoder, encoding, threads) or encoder


def open_exported(
    encoder: SentenceTransformersEncoder, encoding: Encoding = "fp32", threads: int | None = None
) -> OnnxEncoder | None:
    """The model's graph from the cache, exported now where it is not there yet.

    Of processes that want it at the same time one exports it, and the others wait.

    Returns None where the graph can't be made or does not give the model's vectors; the reason is
    logged as a warning.
    """
    folder = model_cache() / f"{encoder.weights_sha256[:16]}-v3-{encoding}"
    if not encoder.weights_sha256:
        return None
    if (folder / IDENTITY).is_file():
        return OnnxEncoder(folder, threads)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(folder.with_name(f"{folder.name}.lock")):
            if not (folder / IDENTITY).is_file():
                export_model(encoder, folder, encoding)
        return OnnxEncoder(folder, threads)
    except (OSError, RuntimeError, TypeError, ValueError, AttributeError) as error:
        reason = str(error).partition("\n")[0]
        logger.warning("no ONNX graph of the model (%s); the slower PyTorch is used", reason)
        return None


def open_reader(name: str = PACKAGED) -> Reader | None:
    """The packaged reader, another cross-encoder by name or folder, or None where it is off.

    Nothing is loaded before the first question.

    Raises:
        ModelError: a folder is named that does not exist.
    """
    if name == OFF:
        return None
    if name == PACKAGED:
        return OnnxReader()
    if name.startswith((".", "/")) and not Path(name).is_dir():
        raise ModelError(
            f"there is no reader in {name}; set QA_BOT_READER to a folder that holds a "
            f"cross-encoder, or to {PACKAGED} or {OFF}"
        )
    return CrossEncoderReader(name)
