"""Milvus: passage vectors in a collection of their own, on a cluster, a server or in a file.

The collection is named after its generation, so that building, switching and going back touch no
other. Milvus finds candidates; exact cosines are taken from the generation's own vectors.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from qa_bot.config import Settings
from qa_bot.encoding import Vectors
from qa_bot.errors import StoreError
from qa_bot.stores import MILVUS
from qa_bot.stores.exact_store import ExactStore, take_best

if TYPE_CHECKING:
    from pymilvus import MilvusClient

NARROW = 20_000
"""Rows up to which a filter is searched here, without Milvus."""
_EXACT_UP_TO = 50_000
_MOST, _BLOCK, _SECONDS = 16_384, 2_000, 30
"""Rows that Milvus gives at once; rows sent to it at once; the longest wait for an answer."""
_ROW, _VECTOR = "row", "vector"
Result = TypeVar("Result")
logger = logging.getLogger(__name__)


class MilvusStore:
    """A `VectorStore` held by Milvus.

    Args:
        vectors: unit rows, shape (n, dim).
        folder: the generation's folder, which `build` was given.
    """

    def __init__(self, vectors: Vectors, folder: Path) -> None:
        self._vectors = vectors
        self._folder = folder
        self._exact = ExactStore(vectors)
        self._size = _call(folder, lambda client: _count(client, _collection(folder)))

    @staticmethod
    def build(vectors: Vectors, folder: Path, uri: str) -> None:
        """Note the address in the folder, then make and fill the collection.

        Raises:
            StoreError: Milvus can't be reached or refuses.
        """
        (folder / MILVUS).write_text(json.dumps({"uri": uri}), encoding="utf-8")
        _call(folder, lambda client: _fill(client, _collection(folder), vectors))

    def __len__(self) -> int:
        """How many vectors there are."""
        return self._size

    def search(
        self, question: Vectors, k: int, within: NDArray[np.int64] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The `k` nearest rows to a vector `(dim,)`: row numbers and cosines, best first.

        With `within`, ascending, only those rows are looked at.

        Raises:
            StoreError: Milvus can't be reached.
        """
        if k > _MOST or (within is not None and len(within) <= NARROW):
            return self._exact.search(question, k, within)
        chosen = "" if within is None else f"{_ROW} in {within.tolist()}"
        (found,) = _call(
            self._folder,
            lambda client: client.search(
                _collection(self._folder),
                data=[question],
                filter=chosen,
                limit=k,
                output_fields=[_ROW],
                timeout=_SECONDS,
            ),
        )
        rows = np.sort(np.array([hit[_ROW] for hit in found], np.int64))
        places, cosines = take_best(np.asarray(self._vectors[rows]) @ question, k)
        return rows[places], cosines


def drop_collection(folder: Path) -> None:
    """Remove a generation's collection; where Milvus can't be reached, a warning says so."""
    try:
        _call(folder, lambda client: client.drop_collection(_collection(folder)))
    except StoreError as error:
        logger.warning("the collection %s is left behind: %s", _collection(folder), error)


def _collection(folder: Path) -> str:
    return f"qa_bot_{folder.name.replace('-', '_')}"


def _fill(client: MilvusClient, collection: str, vectors: Vectors) -> None:
    from pymilvus import DataType

    schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field(_ROW, DataType.INT64, is_primary=True)
    schema.add_field(_VECTOR, DataType.FLOAT_VECTOR, dim=vectors.shape[1])
    kind = "FLAT" if len(vectors) <= _EXACT_UP_TO else "AUTOINDEX"
    index = client.prepare_index_params()
    index.add_index(_VECTOR, index_type=kind, metric_type="IP")
    client.create_collection(
        collection, schema=schema, index_params=index, consistency_level="Strong"
    )
    for first in range(0, len(vectors), _BLOCK):
        block = np.asarray(vectors[first : first + _BLOCK])
        client.insert(collection, [{_ROW: first + i, _VECTOR: row} for i, row in enumerate(block)])
    client.flush(collection)


def _count(client: MilvusClient, collection: str) -> int:
    client.load_collection(collection)
    (counted,) = client.query(collection, filter="", output_fields=["count(*)"])
    return int(counted["count(*)"])


def _call(folder: Path, work: Callable[[Any], Result]) -> Result:
    """Do something with the client of the Milvus that a generation names.

    Raises:
        StoreError: it can't be reached or refuses.
    """
    from pymilvus.exceptions import MilvusException

    uri = json.loads((folder / MILVUS).read_text(encoding="utf-8"))["uri"]
    try:
        return work(_connect(uri, Settings().milvus_token.get_secret_value()))
    except MilvusException as error:
        raise StoreError(
            f"Milvus at {uri} can't be used ({error.message}); start it, or run: qa-bot build "
            "--fresh with QA_BOT_MILVUS_URI set to where it is"
        ) from error


@lru_cache
def _connect(uri: str, token: str) -> MilvusClient:
    from pymilvus import MilvusClient

    return MilvusClient(uri, token=token, timeout=_SECONDS)
