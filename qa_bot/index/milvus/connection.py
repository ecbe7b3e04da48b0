"""Call Milvus with a time limit, retries and errors of one line.

While the server can't be reached, a call is tried again with growing pauses until its time is up;
all calls that are made can be made twice. A server that comes back is used without a restart.
"""

from __future__ import annotations

import logging
import re
import time
from functools import lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from qa_bot.config import Settings
from qa_bot.errors import IndexNotFoundError, StoreError

if TYPE_CHECKING:
    from pymilvus import MilvusClient

PUBLISHING_SECONDS = 120.0
"""The longest wait for one call while publishing; a server may be restarted meanwhile."""
_FIRST_PAUSE, _LONGEST_PAUSE, _SHORTEST_WAIT = 0.05, 2.0, 0.005
_SPARSE_SINCE = (2, 4)
_CONNECT_FAILED, _NOT_LOADED = 2, 101
_CHANNEL = {
    "grpc.use_local_subchannel_pool": 1,
    "grpc.initial_reconnect_backoff_ms": 100,
    "grpc.min_reconnect_backoff_ms": 100,
    "grpc.max_reconnect_backoff_ms": 1_000,
}
"""gRPC by itself waits up to two minutes before it looks again for a server that was away."""


class Connection:
    """One Milvus, by its address.

    Args:
        uri: a cluster's or a server's address, or the name of a file (Milvus Lite).
        token: what the server wants of its clients.
        seconds: the longest that one call may take, retries included.
    """

    def __init__(self, uri: str, token: str, seconds: float) -> None:
        if find_spec("pymilvus") is None:
            raise StoreError('Milvus\'s client is missing; run: pip install "qa_bot[cluster]"')
        self.uri = uri
        self._token = token
        self._seconds = seconds

    @classmethod
    def of(cls, settings: Settings, seconds: float | None = None) -> Connection:
        """The connection that the settings describe."""
        token = settings.milvus_token.get_secret_value()
        return cls(settings.milvus_uri, token, seconds or settings.milvus_seconds)

    def call(self, method: str, *given: Any, **named: Any) -> Any:  # noqa: ANN401 - the client's
        """Call a method of the client.

        Raises:
            IndexNotFoundError: Milvus has no such collection.
            StoreError: Milvus can't be reached in time, or refuses.
        """
        import grpc
        from pymilvus.exceptions import ErrorCode, MilvusException

        ends = time.monotonic() + self._seconds
        pause = _FIRST_PAUSE
        while True:
            try:
                client = _open_client(self.uri, self._token, self._seconds)
                left = max(_SHORTEST_WAIT, ends - time.monotonic())
                return getattr(client, method)(*given, timeout=left, **named)
            except (MilvusException, grpc.RpcError) as error:
                code = getattr(error, "code", None)
                if code == ErrorCode.COLLECTION_NOT_FOUND:
                    raise IndexNotFoundError(
                        f"Milvus at {self.uri} does not have this generation (any more); open the "
                        "index again, or run: qa-bot build"
                    ) from error
                if code not in (_CONNECT_FAILED, _NOT_LOADED) or time.monotonic() + pause > ends:
                    raise StoreError(self._describe(error)) from error
            time.sleep(pause)
            if code == _NOT_LOADED:  # as after a restart of Milvus Lite's server
                self.call("load_collection", given[0])
            pause = min(2 * pause, _LONGEST_PAUSE)

    def has_sparse_vectors(self) -> bool:
        """Whether the server is new enough to search by BM25 (Milvus 2.4, Milvus Lite 3).

        Raises:
            StoreError: it can't be reached.
        """
        found = re.search(r"(\d+)\.(\d+)", str(self.call("get_server_version")))
        return found is None or (int(found[1]), int(found[2])) >= _SPARSE_SINCE

    def _describe(self, error: Exception) -> str:
        details = getattr(error, "details", None)
        reason = getattr(error, "message", "") or (details() if details else "") or repr(error)
        line = " ".join(str(reason).split())[:200]
        return (
            f"Milvus at {self.uri} can't be used ({line}); start it, or set QA_BOT_MILVUS_URI to "
            "where it is"
        )


@lru_cache
def _open_client(uri: str, token: str, seconds: float) -> MilvusClient:
    from pymilvus import MilvusClient

    logging.getLogger("pymilvus").setLevel(logging.CRITICAL + 1)  # its errors are raised as well
    return MilvusClient(uri, token=token, timeout=seconds, grpc_options=_CHANNEL)
