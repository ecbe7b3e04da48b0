"""Pack all that answering reads of one passage into bytes, and unpack it.

Numbers are little-endian, as the machines that Milvus and this run on have them.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from qa_bot.models.encoder import Vectors
from qa_bot.types import Passage, Sentence

Number = TypeVar("Number", bound=np.generic)
_HEAD = struct.Struct("<9q")


@dataclass(frozen=True)
class PackedPassage:
    """A passage with its vectors, its sentences and its words.

    `first_sentence` is the number of its first sentence in the generation. `words` are the term
    ids of its sentences (words,), sentence `i` has `word_counts[i]` of them. `terms` and `scores`,
    (terms,), are the BM25 of the passage in each term that it holds.
    """

    passage: Passage
    first_sentence: int
    sentences: tuple[Sentence, ...]
    vector: Vectors
    sentence_vectors: Vectors
    word_counts: NDArray[np.int32]
    words: NDArray[np.int32]
    terms: NDArray[np.int32]
    scores: NDArray[np.float32]

    def pack(self) -> bytes:
        """The passage as bytes."""
        doc_id = self.passage.doc_id.encode("utf-8", "surrogatepass")
        section = self.passage.section.encode("utf-8", "surrogatepass")
        spans = np.array([(s.start, s.end, s.citable) for s in self.sentences], np.int64)
        head = _HEAD.pack(
            self.passage.passage_id,
            self.passage.start,
            self.passage.end,
            self.first_sentence,
            len(self.sentences),
            len(self.words),
            len(self.terms),
            len(doc_id),
            len(section),
        )
        arrays = (spans, self.vector, self.sentence_vectors, self.word_counts, self.words)
        return b"".join(
            [head, doc_id, section, *(a.tobytes() for a in (*arrays, self.terms, self.scores))]
        )

    @classmethod
    def unpack(cls, content: bytes, dim: int) -> PackedPassage:
        """What `pack` gave as a passage; `dim` is the vectors' length."""
        row, start, end, first, count, words, terms, doc_id, section = _HEAD.unpack_from(content)
        place = _HEAD.size

        def take(number: int, kind: type[Number]) -> NDArray[Number]:
            nonlocal place
            found: NDArray[Number] = np.frombuffer(content, kind, number, place)
            place += found.nbytes
            return found

        names = take(doc_id, np.uint8).tobytes(), take(section, np.uint8).tobytes()
        name, title = (text.decode("utf-8", "surrogatepass") for text in names)
        spans = take(3 * count, np.int64).reshape(count, 3).tolist()
        return cls(
            Passage(row, name, start, end, title),
            first,
            tuple(Sentence(s, e, bool(citable)) for s, e, citable in spans),
            take(dim, np.float32),
            take(count * dim, np.float32).reshape(count, dim),
            take(count, np.int32),
            take(words, np.int32),
            take(terms, np.int32),
            take(terms, np.float32),
        )
