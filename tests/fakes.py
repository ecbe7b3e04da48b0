"""A deterministic encoder and reader for unit tests: hashed bags of words, no model."""

from __future__ import annotations

import hashlib
import re

import numpy as np

from qa_bot.models.encoder import ModelIdentity
from qa_bot.models.reader import ReaderScores

DIM = 64


class FakeEncoder:
    """Unit vectors of hashed words; a token is a run of letters or another character."""

    def __init__(self, name="all-MiniLM-L6-v2", max_tokens=256):
        self.identity = ModelIdentity(name=name, sha256="fake", dim=DIM, max_tokens=max_tokens)

    def encode_questions(self, questions):
        return self.encode_passages(questions)

    def encode_passages(self, passages, progress=None):
        rows = np.zeros((len(passages), DIM), np.float32)
        for row, text in zip(rows, passages, strict=True):
            row[0] = 0.1
            for word in re.findall(r"\w+", text.lower()):
                row[int(hashlib.md5(word.encode()).hexdigest(), 16) % DIM] += 1
            row /= np.linalg.norm(row)
        if progress:
            progress(len(passages), len(passages))
        return rows

    def count_tokens(self, texts):
        return [len(re.findall(r"\w{1,8}|[^\w\s]", text)) for text in texts]


class FakeReader:
    """Log-odds `sure` for a sentence that holds `word`, -`sure` for any other; remembers all."""

    def __init__(self, word, sure=5.0):
        self.word, self.sure = word, sure
        self.seen = []

    def read(self, question, passages):
        self.seen += passages
        return [self._scores(passage) for passage in passages]

    def _scores(self, passage):
        sure = self.sure
        logits = [sure if self.word in passage.text[a:b] else -sure for a, b in passage.sentences]
        first = [passage.text.find(self.word, a, b) for a, b in passage.sentences]
        spans = [None if at < 0 else (at, at + len(self.word)) for at in first]
        return ReaderScores(np.array(logits, np.float32), max(logits, default=-5.0), tuple(spans))
