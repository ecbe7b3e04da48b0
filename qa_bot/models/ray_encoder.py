"""Encode passages on a Ray cluster, in small batches; rows come back in the texts' order.

A batch is a task on one core of any machine. Ray runs it again, on what is left of the cluster,
when the process or the machine that had it is lost. All the rest of a build stays on this machine.
"""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from qa_bot.config import Encoding, Settings
from qa_bot.errors import ClusterError, ModelError, QABotError
from qa_bot.models.encoder import Encoder, ModelIdentity, Progress, Vectors
from qa_bot.models.opening import open_encoder, open_encoder_of

if TYPE_CHECKING:
    import ray

BATCH_CHARACTERS = 8_000
"""Characters in a batch, about half a second of one core: what the loss of a worker costs."""
PATIENCE = 600.0
"""Seconds without any finished batch until a build gives up; a new machine may take minutes."""
_RETRIES = 5
_REACHING_SECONDS = 10.0


class RayEncoder:
    """An encoder whose passages are encoded by the connected Ray cluster.

    Args:
        local: the same model on this machine, for questions and for counting tokens.
        address: the cluster's address, for messages.
    """

    def __init__(self, local: Encoder, address: str) -> None:
        import ray

        self._local = local
        self._address = address
        self._task = ray.remote(num_cpus=1, max_retries=_RETRIES)(_encode)

    @property
    def identity(self) -> ModelIdentity:
        """Name, checksum, dimension and token limit."""
        return self._local.identity

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Word pieces in each text, special tokens left out."""
        return self._local.count_tokens(texts)

    def encode_questions(self, questions: Sequence[str]) -> Vectors:
        """Float32 unit rows, shape (len(questions), dim)."""
        return self._local.encode_questions(questions)

    def encode_passages(self, passages: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Float32 unit rows, shape (len(passages), dim).

        Raises:
            ClusterError: the cluster has no worker left, or one batch ends every worker it gets.
            ModelError: a worker has another model than this machine.
        """
        import ray

        rows = np.zeros((len(passages), self.identity.dim), np.float32)
        waiting: dict[ray.ObjectRef[Vectors], NDArray[np.int64]] = {}
        for batch in cut_batches([len(passage) for passage in passages]):
            texts = [passages[place] for place in batch]
            waiting[self._task.remote(self.identity, texts)] = batch
        done = 0
        while waiting:
            finished, _ = ray.wait(list(waiting), timeout=PATIENCE)
            if not finished:
                raise ClusterError(
                    f"no worker of the Ray cluster at {self._address} finished anything for "
                    f"{PATIENCE:g} s; look at `ray status`, then build again"
                )
            for reference in finished:
                batch = waiting.pop(reference)
                rows[batch] = self._take(reference)
                done += len(batch)
                if progress:
                    progress(done, len(passages))
        return rows

    def _take(self, reference: ray.ObjectRef[Vectors]) -> Vectors:
        import ray

        try:
            rows: Vectors = ray.get(reference, timeout=PATIENCE)
        except ray.exceptions.RayTaskError as error:
            if isinstance(error.cause, QABotError):
                raise error.cause from error
            raise self._describe(error.cause) from error
        except ray.exceptions.RayError as error:
            raise self._describe(error) from error
        return rows

    def _describe(self, error: Exception) -> ClusterError:
        return ClusterError(
            f"the workers of the Ray cluster at {self._address} can't encode ({_first_line(error)})"
            "; they need the same qa_bot as this machine, and memory for one model a core"
        )


def cut_batches(lengths: Sequence[int]) -> list[NDArray[np.int64]]:
    """Places of texts in batches of about `BATCH_CHARACTERS`, the longest texts first.

    Args:
        lengths: each text's characters.
    """
    order = np.argsort(-np.array(lengths, np.int64), kind="stable")
    ordered = np.array(lengths, np.int64)[order]
    numbers = (np.cumsum(ordered) - ordered) // BATCH_CHARACTERS
    batches = np.split(order, np.flatnonzero(np.diff(numbers)) + 1)
    return [batch for batch in batches if len(batch)]


@contextmanager
def open_ray_encoder(
    address: str, settings: Settings, kept: Encoding | None = None
) -> Iterator[RayEncoder]:
    """Connect to a Ray cluster, and let it encode for as long as the context lasts.

    Args:
        address: what `ray.init` takes: `auto`, `local`, `host:port` or `ray://host:port`.
        settings: names the model.
        kept: the numbers of the index that it is for, as for `open_encoder`.

    Raises:
        ClusterError: Ray is not installed, or the cluster can't be reached.
        ModelError: the model is missing on this machine.
    """
    if find_spec("ray") is None:
        raise ClusterError('Ray is missing; run: pip install "qa_bot[cluster]"')
    local = open_encoder(settings, kept)
    _connect(address)
    import ray

    try:
        yield RayEncoder(local, address)
    finally:
        ray.shutdown()


def _connect(address: str) -> None:
    """Connect this process, without Ray's dashboard and statistics.

    A host and port are tried first: Ray itself may end the process where nobody listens.
    """
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    import ray

    host, colon, port = address.removeprefix("ray://").rpartition(":")
    quiet: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.CRITICAL}
    try:
        if colon:
            socket.create_connection((host.strip("[]"), int(port)), _REACHING_SECONDS).close()
        ray.init(address, include_dashboard=False, **quiet)
    except (OSError, ValueError, RuntimeError, ray.exceptions.RayError) as error:
        raise ClusterError(
            f"the Ray cluster at {address} can't be reached ({_first_line(error)}); start it with "
            "`ray start --head`, or name another address with --ray"
        ) from error


def _encode(model: ModelIdentity, texts: list[str]) -> Vectors:
    """What a worker does with a batch."""
    return _open_same(model).encode_passages(texts)


@lru_cache(maxsize=1)
def _open_same(model: ModelIdentity) -> Encoder:
    """A worker's own model, kept from batch to batch.

    Raises:
        ModelError: it is not the model of the machine that builds.
    """
    encoder = open_encoder_of(model, threads=1)
    if encoder.identity != model:
        raise ModelError(
            f"the Ray worker on {socket.gethostname()} has another model {model.name} (checksum "
            f"{encoder.identity.sha256[:8]}…, wanted {model.sha256[:8]}…); install the same there"
        )
    return encoder


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
