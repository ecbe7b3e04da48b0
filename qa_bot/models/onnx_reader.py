"""The packaged reader: one pass of a small network over question and passage, without PyTorch.

The network gives every token two logits, that an answer starts and that it ends there, and gives
the same to a null token, "this does not answer". A sentence's log-odds sum its tokens' chances
against the null. A passage over the network's limit is read in windows of whole sentences.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from qa_bot.errors import ModelError
from qa_bot.models.cores import usable_cores
from qa_bot.models.reader import ReaderInput, ReaderScores

if TYPE_CHECKING:
    import onnxruntime
    from tokenizers import Encoding, Tokenizer

CHECKSUMS = {
    "model.onnx": "913847e687bb8da160916edb2b788a6058bbabcbf790c8244715e43b34fa2329",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
MAX_TOKENS = 256
QUESTION_TOKENS, TITLE_TOKENS = 96, 24
"""Word pieces of a question and of a title that are read; both say their point early."""
CLS, DOT, SEP = 101, 1012, 102
NEVER = np.float32(-1e4)
"""Log-odds of a sentence without a word piece, such as a line of control characters."""

_REMEMBERED = 256
"""Passages whose scores are kept, for the same question asked again."""
TokenRange = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Window:
    """What one pass reads: word pieces `start:end` of a passage, after `lead` other ones."""

    ids: tuple[int, ...]
    lead: int
    start: int
    end: int


class OnnxReader:
    """The packaged network; loaded, and its files checked, when first used.

    Args:
        folder: where `model.onnx` and `tokenizer.json` lie; the package's own by default.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or Path(str(files("qa_bot.data"))) / "reader"
        self._loading = threading.Lock()
        self._remembered = lru_cache(_REMEMBERED)(self._read_passage)

    def read(self, question: str, passages: Sequence[ReaderInput]) -> list[ReaderScores]:
        """The scores of every passage, in order; the same whether passages come together or alone.

        Raises:
            ModelError: a file of the reader is missing or is not the expected bytes.
        """
        with self._loading:
            _ = self._tokenizer, self._session
        with ThreadPoolExecutor(usable_cores()) as pool:
            return list(pool.map(partial(self._remembered, question), passages))

    def _read_passage(self, question: str, passage: ReaderInput) -> ReaderScores:
        body = self._encode(passage.text)
        ranges = [token_range(body.offsets, span) for span in passage.sentences]
        asked = self._encode(question).ids[:QUESTION_TOKENS]
        windows = self._windows(asked, passage.title, body, ranges)
        return join_windows([(w, self._run(w, len(asked) + 2)) for w in windows], ranges)

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_str(self._checked("tokenizer.json").decode("utf-8"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    @cached_property
    def _session(self) -> onnxruntime.InferenceSession:
        """One session, which several threads may run at once, each on a core of its own."""
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        return onnxruntime.InferenceSession(
            self._checked("model.onnx"), options, providers=["CPUExecutionProvider"]
        )

    def _checked(self, name: str) -> bytes:
        path = self._folder / name
        if not path.is_file():
            raise ModelError(f"the reader's {path} is missing; {_REMEDY}")
        content = path.read_bytes()
        if hashlib.sha256(content).hexdigest() != CHECKSUMS[name]:
            raise ModelError(f"the reader's {path} is not the expected bytes; {_REMEDY}")
        return content

    def _encode(self, text: str) -> Encoding:
        return self._tokenizer.encode(text, add_special_tokens=False)

    def _windows(
        self, asked: list[int], title: str, body: Encoding, ranges: list[TokenRange]
    ) -> list[Window]:
        """`[CLS] question [SEP] title . part of the passage [SEP]`, as often as it takes."""
        titled = self._encode(title).ids[:TITLE_TOKENS]
        lead = [CLS, *asked, SEP, *titled, *([DOT] if titled else [])]
        room = MAX_TOKENS - len(lead) - 1
        return [
            Window((*lead, *body.ids[start:end], SEP), len(lead), start, end)
            for start, end in cut_windows(ranges, len(body.ids), room)
        ]

    def _run(self, window: Window, second: int) -> NDArray[np.float32]:
        """Logits (tokens, 2) of a window whose passage side starts at `second`."""
        ids = np.array([window.ids], np.int64)
        kinds = (np.arange(ids.shape[1]) >= second).astype(np.int64)[None]
        (logits,) = self._session.run(None, {"input_ids": ids, "token_type_ids": kinds})
        return np.asarray(logits[0], np.float32)


_REMEDY = "install qa_bot anew, or set QA_BOT_READER=off to go without"


def token_range(offsets: Sequence[tuple[int, int]], span: tuple[int, int]) -> TokenRange:
    """The word pieces that touch a span of characters, half-open; empty where there are none."""
    inside = [i for i, (start, end) in enumerate(offsets) if start < span[1] and end > span[0]]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)


def cut_windows(ranges: Sequence[TokenRange], count: int, room: int) -> list[TokenRange]:
    """Cut `count` word pieces into windows of at most `room`, of about even size.

    Cuts fall between sentences; only a sentence that is longer than a window is cut inside.
    """
    share = -(-count // max(1, -(-count // room)))
    windows: list[TokenRange] = []
    start = 0
    while start < count:
        end = count
        if count - start > room:
            borders = [first for first, _ in ranges if start < first <= start + room]
            end = min(borders, key=lambda b: abs(b - start - share), default=start + room)
        windows.append((start, end))
        start = end
    return windows


def join_windows(
    read: Sequence[tuple[Window, NDArray[np.float32]]], ranges: Sequence[TokenRange]
) -> ReaderScores:
    """A passage's scores from its windows' logits; what lies in several counts where it is best.

    Args:
        read: windows with their logits, shape (tokens, 2).
        ranges: the sentences' word pieces.
    """
    sentences = np.full(len(ranges), NEVER, np.float32)
    passage = float(NEVER)
    for window, logits in read:
        parts: list[NDArray[np.float32]] = []
        for position, (first, last) in enumerate(ranges):
            first, last = max(first, window.start), min(last, window.end)
            if first >= last:
                continue
            shift = window.lead - window.start
            part = logits[first + shift : last + shift]
            parts.append(part)
            sentences[position] = max(sentences[position], log_odds(part, logits[0]))
        if parts:
            passage = max(passage, log_odds(np.concatenate(parts), logits[0]))
    return ReaderScores(sentences, passage)


def log_odds(logits: NDArray[np.float32], null: NDArray[np.float32]) -> float:
    """`log sum exp` of the tokens' logits (tokens, 2) over the null's (2,), mean of the two."""
    return float((np.logaddexp.reduce(logits, axis=0) - null).mean())
