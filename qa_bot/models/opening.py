"""Opening the encoder and the reader that the settings name, by the cheapest way there is.

Both are exported graphs from the cache, exported now where they are not there yet. An encoder that
can't be exported is run by PyTorch.
"""

from __future__ import annotations

import logging
from functools import partial
from pathlib import Path

from qa_bot.config import DEFAULT_MODEL, Encoding, Sentences, Settings
from qa_bot.errors import ModelError
from qa_bot.models.cross_encoder_reader import CrossEncoderReader
from qa_bot.models.device import has_gpu_driver
from qa_bot.models.encoder import Encoder, ModelIdentity
from qa_bot.models.export_cache import open_export
from qa_bot.models.gpu_encoder import GpuEncoder
from qa_bot.models.locating import find_model, is_path
from qa_bot.models.onnx_encoder import IDENTITY, OnnxEncoder
from qa_bot.models.onnx_export import export_model
from qa_bot.models.onnx_reader import OnnxReader
from qa_bot.models.pair_graph import LAYOUT, PairGraph, PairLayout
from qa_bot.models.reader import OFF, PACKAGED, Reader
from qa_bot.models.reader_export import export_reader, reader_kind
from qa_bot.models.sentence_transformers_encoder import SentenceTransformersEncoder
from qa_bot.models.weights import model_checksum

logger = logging.getLogger(__name__)


def open_encoder(settings: Settings | None = None) -> Encoder:
    """The model that the settings name, with its graph exported when first needed.

    Raises:
        ModelError: the model is missing, or its weights are not the expected bytes.
    """
    settings = settings or Settings()
    encoder = SentenceTransformersEncoder(settings.model, sentences=settings.sentences)
    local = open_exported(encoder, settings.encoding, sentences=settings.sentences) or encoder
    if settings.encoding == "fp32" and (
        has_gpu_driver() if settings.device == "auto" else settings.device != "cpu"
    ):
        return GpuEncoder(local, settings.model, settings.device)
    return local


def open_encoder_of(model: ModelIdentity, threads: int | None = None) -> Encoder:
    """The model that an index names, on the CPU.

    Args:
        model: its name and the numbers of its graph.
        threads: how many encode passages side by side; one a usable core by default.

    Raises:
        ModelError: the model is missing, or its weights are not the expected bytes.
    """
    encoder = SentenceTransformersEncoder(model.name, sentences=model.sentences)
    return open_exported(encoder, model.encoding, threads, model.sentences) or encoder


def open_exported(
    encoder: SentenceTransformersEncoder,
    encoding: Encoding = "fp32",
    threads: int | None = None,
    sentences: Sentences = "passage",
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
    return OnnxEncoder(folder, threads, sentences)


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
    key = f"{model_checksum(source, name)[:16]}-reader-v1"
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


def is_calibrated(settings: Settings) -> bool:
    """Whether the confidence was fitted with the model and the reader that the settings name."""
    return settings.model == DEFAULT_MODEL and settings.reader in (PACKAGED, OFF)


def warn_if_not_calibrated(settings: Settings) -> None:
    """Log that the confidence may be wrong with the model or the reader that the settings name."""
    if not is_calibrated(settings):
        logger.warning(
            "the confidence is fitted to the packaged model and reader, and not calibrated for the "
            "model %s with the reader %s; qa-bot eval shows how it does",
            settings.model,
            settings.reader,
        )


def _find_reader(name: str) -> Path:
    if is_path(name) and not Path(name).is_dir():
        raise ModelError(
            f"there is no reader in {name}; set QA_BOT_READER to a folder that holds one, or to "
            f"{PACKAGED} or {OFF}"
        )
    return find_model(name)
