"""Build an index of documents that are read already, as data sets hold them."""

from __future__ import annotations

import os
import time
from dataclasses import replace

from qa_bot.building.builder import make_builder
from qa_bot.building.corpus import Corpus, list_documents
from qa_bot.building.fingerprints import take_fingerprints
from qa_bot.building.plan import Plan
from qa_bot.config import Settings
from qa_bot.index.generations import remove_generations
from qa_bot.index.locking import lock_index
from qa_bot.models.encoder import Encoder, Progress
from qa_bot.reading.report import BuildReport


def build_documents(
    corpus: Corpus,
    index: str | os.PathLike[str] | None = None,
    *,
    settings: Settings | None = None,
    encoder: Encoder | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Make an index of documents that are already read the live one.

    Args:
        corpus: the documents, and the folder that holds their sources.
        index: as for `build_index`, like the other arguments.
        settings: what differs from the defaults.
        encoder: the embedding model.
        progress: called while encoding.

    Raises:
        NotAnIndexError: `index` is a folder with something else in it.
        BusyError: another build of this index is running.
        QABotError: the disk refused to take the index.
    """
    started = time.perf_counter()
    builder = make_builder(index, settings, encoder, progress)
    with lock_index(builder.index_dir):
        model = builder.encoder.identity
        made_by = take_fingerprints(builder.settings, model)
        plan = Plan(corpus.folder, builder.settings, model, made_by)
        report = builder.make(plan, list_documents(corpus))
        remove_generations(builder.index_dir, keep=builder.settings.keep_generations)
    return replace(report, seconds=time.perf_counter() - started)
