"""groundrag's hybrid search, a peer of `peers.py`: its store and its fusion, with our weights.

Its own model has to be fetched and its answers want a language model, so that neither is measured.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from peer_systems import BEST, System, Texts, weights

_COLLECTION = "documents"


class Groundrag(System):
    """LanceDB's vectors and BM25, fused by rank."""

    name = "groundrag"
    packages = ("groundrag", "lancedb")

    def load(self) -> None:
        from groundrag.config import IndexConfig, RetrievalConfig
        from groundrag.index import ChunkStore
        from groundrag.models import Chunk
        from groundrag.retrieval.hybrid import HybridRetriever

        self._store_class, self._chunk_class = ChunkStore, Chunk
        self._retriever_class = HybridRetriever
        self._settings = IndexConfig(), RetrievalConfig()
        self._embedder = _Embedder()
        self._embedder.embed(["ready"])

    def build(self, texts: Texts, folder: Path) -> None:
        store = self._store_class(folder, self._settings[0])
        chunks = [self._chunk_class(f"{i}-0", i, text, source=i) for i, text in texts]
        store.add_chunks(_COLLECTION, chunks, self._embedder.embed([text for _, text in texts]))
        store.refresh_indexes(_COLLECTION)

    def open(self, folder: Path) -> None:
        store = self._store_class(folder, self._settings[0])
        self._retriever = self._retriever_class(store, lambda _: self._embedder, self._settings[1])

    def rank(self, question: str) -> list[str]:
        found = self._retriever.retrieve([question], [_COLLECTION], top_k=BEST)
        return [one.chunk.doc_id for one in found]


class _Embedder:
    """What groundrag asks of a model, for sentence-transformers."""

    def __init__(self) -> None:
        from sentence_transformers import SentenceTransformer

        self._model = SentenceTransformer(weights(), device="cpu")
        self.name, self.dim = "all-MiniLM-L6-v2", 384

    def embed(self, texts: list[str]) -> np.ndarray[Any, np.dtype[np.float32]]:
        """Unit rows, (texts, dim)."""
        rows: np.ndarray[Any, np.dtype[np.float32]]
        rows = self._model.encode(texts, normalize_embeddings=True)
        return rows

    def embed_query(self, text: str) -> np.ndarray[Any, np.dtype[np.float32]]:
        """A unit row, (dim,)."""
        row: np.ndarray[Any, np.dtype[np.float32]] = self.embed([text])[0]
        return row
