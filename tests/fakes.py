"""A deterministic encoder for unit tests: hashed bags of words, no model."""

from __future__ import annotations

import hashlib
import re

import numpy as np

from qa_bot.encoding import ModelIdentity

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
