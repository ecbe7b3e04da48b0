"""Peers of `peers.py` that match words only: no model, the standard library, milliseconds.

They tell what the vectors are worth, and what they cost.
"""

from __future__ import annotations

import json
from pathlib import Path

from peer_systems import BEST, System, Texts


class Cairn(System):
    """Cairn's TF-IDF search; its answers are one passage over a threshold, not measured here."""

    name = "cairn-assistant"
    packages = ("cairn-assistant",)
    _passages = 4 * BEST

    def load(self) -> None:
        from cairn import index, retrieve

        self._index_module, self._retrieve = index, retrieve.retrieve

    def build(self, texts: Texts, folder: Path) -> None:
        corpus = folder / "corpus"
        corpus.mkdir()
        for number, (_, text) in enumerate(texts):
            title, _, body = text.partition("\n")
            head = f"---\nid: d{number}\ntitle: {title}\nlang: en\nsynthetic: false\n---\n"
            (corpus / f"{number:05}.md").write_text(f"{head}\n{body}\n", encoding="utf-8")
        self._index_module.build_and_write(corpus, folder / "index.json")
        (folder / "ids.json").write_text(json.dumps([i for i, _ in texts]))

    def open(self, folder: Path) -> None:
        self._index = self._index_module.read_index(folder / "index.json", None)
        self._ids = json.loads((folder / "ids.json").read_text())

    def rank(self, question: str) -> list[str]:
        found = self._retrieve(question, self._index, threshold=0.0, candidates=self._passages)
        numbers = dict.fromkeys(int(one.passage.doc_id[1:]) for one in found.candidates)
        return [self._ids[number] for number in numbers][:BEST]
