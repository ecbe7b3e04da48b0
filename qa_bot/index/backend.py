"""Live: where the generation that answers is, an index folder or Milvus, as the settings say."""

from __future__ import annotations

from pathlib import Path

from qa_bot.config import Settings
from qa_bot.errors import StoreError
from qa_bot.index.folder import Index
from qa_bot.index.own_folder import current_generation


def open_live(index_dir: Path, settings: Settings) -> Index:
    """Open the live generation.

    Raises:
        QABotError: there is none, or it can't be opened; the message names the remedy.
    """
    if settings.store != "milvus":
        return Index.open(index_dir)
    from qa_bot.index.milvus.opening import open_cluster_index

    return open_cluster_index(settings)


def live_generation(index_dir: Path, settings: Settings) -> str | None:
    """The live generation's name, or None where there is none.

    Raises:
        QABotError: the folder or Milvus can't be asked.
    """
    if settings.store != "milvus":
        return current_generation(index_dir)
    from qa_bot.index.milvus.opening import find_live_generation

    return find_live_generation(settings)


def publish_live(index_dir: Path, settings: Settings) -> None:
    """Make Milvus answer from the folder's live generation, where the settings name it as store.

    Raises:
        StoreError: Milvus can't be used; the generation stays live in the folder.
    """
    if settings.store != "milvus":
        return
    from qa_bot.index.milvus.publishing import publish

    try:
        with Index.open(index_dir) as index:
            publish(index, settings)
    except StoreError as error:
        raise StoreError(
            f"{error}; the index is ready in {index_dir}: qa-bot build publishes it"
        ) from error
    look_again(settings)


def look_again(settings: Settings) -> None:
    """Notice a switch at once; Milvus is asked which generation is live only once a second."""
    if settings.store == "milvus":
        from qa_bot.index.milvus.opening import forget_live

        forget_live(settings)
