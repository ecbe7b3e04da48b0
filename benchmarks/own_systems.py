"""This project as `peers.py` measures it, with its reader and without."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from peer_systems import BEST, System, Texts


class QABotReader(System):
    """This project, as it is by default."""

    name = "qa_bot"
    packages = ("qa_bot",)
    reader = "packaged"
    built_by = "qa_bot, reader off"
    _passages = 4 * BEST
    """Passages that ten documents are drawn from."""

    def load(self) -> None:
        from qa_bot.models.opening import open_encoder

        os.environ["QA_BOT_READER"] = self.reader
        self._encoder = open_encoder()
        self._encoder.encode_questions(["ready"])

    def build(self, texts: Texts, folder: Path) -> None:
        from qa_bot.building.corpus import Corpus
        from qa_bot.building.given_documents import build_documents
        from qa_bot.types import Document

        documents = [
            Document(i, text.partition("\n")[0], "corpus.jsonl", text.partition("\n")[2], "")
            for i, text in texts
        ]
        build_documents(Corpus(folder, documents, []), folder, encoder=self._encoder)

    def encode(self, texts: list[str]) -> bool:
        self._encoder.encode_passages(texts)
        return True

    def open(self, folder: Path) -> None:
        from qa_bot import QABot

        self._bot = QABot.open(folder, encoder=self._encoder)

    def rank(self, question: str) -> list[str]:
        hits = self._bot.search(question, self._passages)
        return list(dict.fromkeys(hit.passage.doc_id for hit in hits))[:BEST]

    def excerpt(self, question: str) -> dict[str, Any] | None:
        answer = self._bot.answer(question)
        first = next(iter(answer.citations or answer.nearest), None)
        return {"doc_id": first.doc_id, "quote": first.quote} if first else {}

    def once(self, question: str, folder: Path) -> list[str]:
        os.environ["QA_BOT_READER"] = self.reader
        return ["-m", "qa_bot", "ask", question, "--index", str(folder)]


class QABot(QABotReader):
    """This project without its reader."""

    name = "qa_bot, reader off"
    reader = "off"
    built_by = ""
