"""Opening the encoder and the reader that the settings name, by the cheapest way there is.

Both are exported graphs from the cache, exported now where they are not there yet. An encoder that
can't be exported is run by PyTorch.
"""

from __future__ import annotations

import hashlib
import logging
from functools import partial
from pathlib import Path

from qa_bot.config import Encoding, Settings
from qa_bot.errors import ModelError
from qa_bot.models.cross_encoder_reader import CrossEncoderReader
from qa_bot.models.device import has_gpu_driver, multiplies_eight_bits
from qa_bot.models.encoder import Encoder, ModelIdentity
from qa_bot.models.export_cache import open_export
from qa_bot.models.gpu_encoder import GpuEncoder
from qa_bot.models.locating import find_model, is_path
from qa_bot.models.onnx_encoder import IDENTITY, OnnxEncoder
from qa_bot.models.onnx_export import export_model
from qa_bot.models.onnx_reader import CHECKSUMS, OnnxReader
from qa_bot.models.pair_graph import LAYOUT, PairGraph, PairLayout
from qa_bot.models.reader import OFF, PACKAGED, Reader
from qa_bot.models.reader_export import export_reader, reader_kind
from qa_bot.models.sentence_transformers_encoder import SentenceTransformersEncoder
from qa_bot.models.weights import model_checksum

logger = logging.getLogger(__name__)


def open_encoder(settings: Settings | None = None, kept: Encoding | None = None) -> Encoder:
    """The model that the settings name, with its graph exported when first needed.

    Args:
        settings: the model, its numbers and its device; by default those of the environment.
        kept: the numbers of the index that it is for, which `auto` keeps; None for a new one.

    Raises:
        ModelError: the model is missing, or its weights are not the expected bytes.
    """
    settings = settings or Settings()
    encoder = SentenceTransformersEncoder(settings.model)
    on_gpu = has_gpu_driver() if settings.device == "auto" else settings.device != "cpu"
    if settings.encoding != "auto":
        encoding = settings.encoding
    else:
        encoding = kept or ("int8" if multiplies_eight_bits() and not on_gpu else "fp32")
    local = open_exported(encoder, encoding)
    if local is None and settings.encoding == "auto" and kept is None:
        local = open_exported(encoder)
    if on_gpu and (local is None or local.identity.encoding == "fp32"):
        return GpuEncoder(local or encoder, settings.model, settings.device)
    return local or encoder


def open_encoder_of(model: ModelIdentity, threads: int | None = None) -> Encoder:
    """The model that an index names, on the CPU.

    Args:
        model: its name and the numbers of its graph.
        threads: how many encode passages side by side; one a usable core by default.

    Raises:
        ModelError: the model is missing, or its weights are not the expected bytes.
    """
    encoder = SentenceTransformersEncoder(model.name)
    return open_exported(encoder, model.encoding, threads) or encoder


def open_exported(
    encoder: SentenceTransformersEncoder, encoding: Encoding = "fp32", threads: int | None = None
) -> OnnxEncoder | None:
    """The model's graph from the cache, exported now where it is not there yet.

    Returns None where the graph can't be made or does not give the model's vectors; the reason is
    logged as a warning.
    """
    name = f"{encoder.checksum[:16]}-v5-{encoding}"
    try:
        folder = open_export(name, IDENTITY, partial(export_model, encoder, encoding=encoding))
    except (OSError, RuntimeError, TypeError, ValueError, AttributeError) as error:
        reason = str(error).partition("\n")[0]
        logger.warning("no ONNX graph of the model (%s); the slower PyTorch is used", reason)
        return None
    return OnnxEncoder(folder, threads)


def open_reader(settings: Settings | None = None) -> Reader | None:
    """The reader that the settings name, or None where it is off.

    The packaged one is loaded by the first question; another is exported now where it was not yet.

    Raises:
        ModelError: the reader is missing, is no reader, can't be exported, or is not as it was
            when it was added.
    """
    name = (settings or Settings()).reader
    if name == OFF:
        return None
    if name == PACKAGED:
        return OnnxReader.packaged()
    source = _find_reader(name)
    kind = reader_kind(source, name)
    key = f"{model_checksum(source, name)[:16]}-reader-v2"
    try:
        folder = open_export(key, LAYOUT, partial(export_reader, source, kind))
    except (OSError, RuntimeError, TypeError, ValueError, AttributeError) as error:
        reason = str(error).partition("\n")[0]
        raise ModelError(
            f"the reader {name} can't be exported ({reason}); set QA_BOT_READER to another, or to "
            f"{PACKAGED} or {OFF}"
        ) from error
    layout = PairLayout.model_validate_json((folder / LAYOUT).read_bytes())
    graph = PairGraph(folder, layout, {}, f"delete the folder {folder}")
    return OnnxReader(graph, reads_titles=False) if kind == "span" else CrossEncoderReader(graph)


def reader_checksum(settings: Settings) -> str:
    """The checksum of the reader that the settings name; `off` where it is off.

    Raises:
        ModelError: the reader is missing, or is not as it was when it was added.
    """
    if settings.reader == OFF:
        return OFF
    if settings.reader == PACKAGED:
        return CHECKSUMS["model.onnx"]
    return model_checksum(_find_reader(settings.reader), settings.reader)


def pair_checksum(settings: Settings) -> str:
    """One checksum of the model and the reader that the settings name.

    Raises:
        ModelError: one of them is missing, or not as it was when it was added.
    """
    model = model_checksum(find_model(settings.model), settings.model)
    parts = f"{model} {settings.encoding} {reader_checksum(settings)}"
    return hashlib.sha256(parts.encode()).hexdigest()


def _find_reader(name: str) -> Path:
    if is_path(name) and not Path(name).is_dir():
        raise ModelError(
            f"there is no reader in {name}; set QA_BOT_READER to a folder that holds one, or to "
            f"{PACKAGED} or {OFF}"
        )
    return find_model(name)
