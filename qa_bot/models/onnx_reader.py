"""Readers that mark where an answer starts and ends: the packaged one, and exported ones.

One pass of a network over question and passage, without PyTorch; `windows.py` says what its
logits mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from qa_bot.models.cores import usable_cores
from qa_bot.models.pair_graph import QUESTION_TOKENS, PairGraph, PairLayout
from qa_bot.models.reader import ReaderInput, ReaderScores
from qa_bot.models.windows import TokenRange, Window, cut_windows, join_windows, token_range

if TYPE_CHECKING:
    from tokenizers import Encoding

CHECKSUMS = {
    "model.onnx": "e1c82240a08ed17aa6b2eae018dae71925956ee4959370d7f9d334f9ebf19269",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
MAX_TOKENS = 256
TITLE_TOKENS = 24
"""Word pieces of a title that the packaged reader reads."""
CLS, DOT, SEP = 101, 1012, 102
PACKAGED_LAYOUT = PairLayout(
    lead=(CLS,), between=(SEP,), tail=(SEP,), second_type=1, max_tokens=MAX_TOKENS
)
_PASSAGE_CACHE = 256
"""Passages whose scores are kept, for the same question asked again."""
_REMEDY = "install qa_bot anew, or set QA_BOT_READER=off to go without"


class OnnxReader:
    """A `Reader` of the kind that marks answers.

    Args:
        graph: the network.
        reads_titles: whether it was trained on passages with their title before them.
    """

    def __init__(self, graph: PairGraph, *, reads_titles: bool) -> None:
        self._graph = graph
        self._reads_titles = reads_titles
        self._pool = ThreadPoolExecutor(usable_cores(), "reader")
        """A core's thread each, for all questions; they start with the first passage."""
        self._begin = lru_cache(_PASSAGE_CACHE)(self._submit)

    @classmethod
    def packaged(cls, folder: Path | None = None) -> OnnxReader:
        """The packaged reader, from another folder where one is given."""
        folder = folder or Path(str(files("qa_bot.data"))) / "reader"
        return cls(PairGraph(folder, PACKAGED_LAYOUT, CHECKSUMS, _REMEDY), reads_titles=True)

    def read(self, question: str, passages: Sequence[ReaderInput]) -> list[ReaderScores]:
        """The scores of every passage, in order; the same whether passages come together or alone.

        Raises:
            ModelError: a file of the reader is missing or is not the expected bytes.
        """
        self._graph.load()
        readings = [self._begin(question, passage) for passage in passages]
        try:
            return [reading.result() for reading in readings]
        except BaseException:
            self._begin.cache_clear()  # so that what failed is read anew
            raise

    def _submit(self, question: str, passage: ReaderInput) -> Future[ReaderScores]:
        return self._pool.submit(self._read_passage, question, passage)

    def _read_passage(self, question: str, passage: ReaderInput) -> ReaderScores:
        graph, layout = self._graph, self._graph.layout
        body = graph.encode(passage.text)
        ranges = [token_range(body.offsets, span) for span in passage.sentences]
        first = (*layout.lead, *graph.encode(question).ids[:QUESTION_TOKENS], *layout.between)
        lead = (*first, *self._encode_title(passage.title))
        windows = self._cut(lead, body, ranges)
        read = [(window, graph.run(window.ids, len(first))) for window in windows]
        return join_windows(read, ranges, body.offsets)

    def _encode_title(self, title: str) -> list[int]:
        if not self._reads_titles:
            return []
        ids = self._graph.encode(title).ids[:TITLE_TOKENS]
        return [*ids, DOT] if ids else []

    def _cut(self, lead: tuple[int, ...], body: Encoding, ranges: list[TokenRange]) -> list[Window]:
        """The same beginning, then a part of the passage, as often as it takes."""
        tail = self._graph.layout.tail
        room = self._graph.layout.max_tokens - len(lead) - len(tail)
        return [
            Window((*lead, *body.ids[start:end], *tail), len(lead), start, end)
            for start, end in cut_windows(ranges, len(body.ids), room)
        ]
