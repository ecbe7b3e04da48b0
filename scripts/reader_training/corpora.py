"""Read public question sets from their folders, and cut their documents into windows.

A window is a run of whole sentences, cut the way the bot cuts passages, so that the reader trains
on what it will read.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import bm25s
import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from qa_bot.building.splitting import split_document
from qa_bot.index.lexical.words import terms_of
from qa_bot.types import Document

BUDGETS = (128, 128, 192)
"""Word pieces in a window; documents take turns, because the bot's setting may be changed."""


@dataclass(frozen=True)
class Window:
    """A stretch of a document from `start` on; spans are relative to `text`."""

    doc_id: str
    title: str
    text: str
    start: int
    sentences: tuple[tuple[int, int], ...]


class TermIndex:
    """BM25 with parameters of its own, so that what trained stays the same as the bot changes."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._bm25 = bm25s.BM25(k1=1.5, b=0.75, method="lucene")
        self._bm25.index([terms_of(text) or [""] for text in texts], show_progress=False)
        self._size = len(texts)

    def scores(self, question: str) -> NDArray[np.float32]:
        """BM25 of every text, shape (n,)."""
        known = [term for term in terms_of(question) if term in self._bm25.vocab_dict]
        if not known:
            return np.zeros(self._size, np.float32)
        return np.asarray(self._bm25.get_scores(known), np.float32)


@dataclass
class Corpus:
    """One set: its questions, and its documents as windows."""

    name: str
    queries: list[dict[str, Any]]
    texts: dict[str, str]
    windows: list[Window]
    by_document: dict[str, list[int]] = field(default_factory=dict)
    by_title: dict[str, list[int]] = field(default_factory=dict)

    @cached_property
    def asked_on(self) -> dict[str, list[str]]:
        """The documents that each question's text was asked on, with all of its rows."""
        found: dict[str, list[str]] = defaultdict(list)
        for query in self.queries:
            found[query["text"]] += [query["gold_doc"]] if "gold_doc" in query else []
        return found

    @cached_property
    def lexical(self) -> TermIndex:
        """BM25 over the windows, with their titles."""
        return TermIndex([f"{w.title} {w.text}" for w in self.windows])

    def nearest(self, question: str, count: int) -> list[int]:
        """The windows that share the most with a question, best first."""
        scores = self.lexical.scores(question)
        best = np.argsort(-scores, kind="stable")[:count]
        return [int(i) for i in best if scores[i] > 0]


def load_corpus(
    data: Path,
    name: str,
    tokenizer: Tokenizer,
    folders: Sequence[str] = (),
    budgets: tuple[int, ...] = BUDGETS,
) -> Corpus:
    """Read a set, merged by id where it lies in several folders, and cut its documents."""

    def count_tokens(texts: Sequence[str]) -> list[int]:
        return [len(e) for e in tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)]

    texts: dict[str, str] = {}
    windows: list[Window] = []
    folders = folders or (name,)
    for number, row in enumerate(read_merged([data / f / "corpus.jsonl" for f in folders])):
        title = clean_title(row.get("title", ""))
        texts[row["id"]] = row["text"]
        document = Document(row["id"], title, "", row["text"], "")
        split = split_document(document, count_tokens, budgets[number % len(budgets)])
        for passage, sentences in zip(split.passages, split.sentences, strict=True):
            spans = tuple((s.start - passage.start, s.end - passage.start) for s in sentences)
            text = row["text"][passage.start : passage.end]
            windows.append(Window(row["id"], title, text, passage.start, spans))
    queries = without_repeats(read_merged([data / f / "queries.jsonl" for f in folders]))
    corpus = Corpus(name, queries, texts, windows)
    corpus.by_document, corpus.by_title = defaultdict(list), defaultdict(list)
    for position, window in enumerate(windows):
        corpus.by_document[window.doc_id].append(position)
        corpus.by_title[window.title].append(position)
    return corpus


def read_merged(paths: Sequence[Path]) -> list[dict[str, Any]]:
    """The rows of several files, one an id: the first that has a field says what it is.

    A row whose text is the original goes before one whose text was restored by rule.
    """
    rows = [row for path in paths for row in read_lines(path)]
    rows.sort(key=_restored)
    merged: dict[str, dict[str, Any]] = {}
    for row in rows:
        merged[row["id"]] = row | merged.get(row["id"], {})
    return list(merged.values())


def without_repeats(queries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The questions, each once a document with all of its answers; pairs before single ones."""
    found: dict[tuple[object, ...], dict[str, Any]] = {}
    for query in sorted(queries, key=lambda q: "pair" not in q):
        text = re.sub(r"[\W_]+", "", query["text"].casefold())
        key = (text, query.get("gold_doc", query["id"]), query.get("answerable"))
        kept = found.setdefault(key, query)
        for name in ("answers", "gold_sentences"):
            if kept is not query and name in query:
                kept[name] = list(dict.fromkeys([*kept.get(name, ()), *query[name]]))
    return list(found.values())


def _restored(row: dict[str, Any]) -> bool:
    return "original" not in (row.get("question_from") or row.get("text_from") or "original")


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The JSON objects of a file, one a line."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def clean_title(title: str) -> str:
    """A title as a person writes it; numbered review titles say nothing and go."""
    return "" if title.startswith("Amazon_Reviews") else title.replace("_", " ")
