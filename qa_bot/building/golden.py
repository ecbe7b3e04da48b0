"""Golden questions: a corpus' `golden.jsonl` comes in; which of them an index answers goes out.

Each line is an object with `question` and `answer`, text that must stand in a citation (of
`document`, where that is given), or with `question` and `"answered": false`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from qa_bot.answering.bot import QABot
from qa_bot.config import Settings
from qa_bot.errors import (
    CorpusError,
    GoldenError,
    IndexDamagedError,
    IndexMismatchError,
    IndexNotFoundError,
    ModelError,
)
from qa_bot.index.folder import Index
from qa_bot.models.encoder import Encoder
from qa_bot.models.opening import open_encoder_of, open_reader
from qa_bot.reading.files import GOLDEN
from qa_bot.types import Citation


class GoldenQuestion(BaseModel):
    """A question with what its answer must hold."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    question: str = Field(min_length=1)
    answer: str = ""
    document: str = ""
    answered: bool = True

    def passes(self, bot: QABot) -> bool:
        """Whether the bot answers as it should."""
        given = bot.answer(self.question)
        if not self.answered or not given.answered:
            return self.answered == given.answered
        return any(self._is_in(citation) for citation in given.citations)

    def _is_in(self, citation: Citation) -> bool:
        names = (citation.doc_id, Path(citation.source).name, citation.title)
        wanted = self.document.casefold()
        is_there = not wanted or wanted in [name.casefold() for name in names]
        return is_there and _squeeze(self.answer) in _squeeze(citation.quote)


def load_golden(corpus: Path) -> list[GoldenQuestion]:
    """The golden questions of a corpus folder; none where it has no file of them.

    Raises:
        CorpusError: a line is not of the expected form.
    """
    path = corpus / GOLDEN
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path} can't be read as UTF-8 text; mend or move it") from error
    questions = []
    for number, line in enumerate(lines, 1):
        try:
            if line.strip():
                questions.append(GoldenQuestion.model_validate_json(line))
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"]))
            raise CorpusError(
                f"{path}, line {number}: {where or 'the line'}: {first['msg']}; mend the line"
            ) from error
    return list(dict.fromkeys(questions))


def require_golden(
    questions: Sequence[GoldenQuestion],
    now: set[GoldenQuestion],
    index_dir: Path,
    encoder: Encoder,
    settings: Settings,
) -> None:
    """Refuse a generation that passes fewer golden questions than the live one.

    Args:
        questions: all golden questions.
        now: those that the new generation passes.
        index_dir: the index with the live one.
        encoder: the new generation's model.
        settings: to ask with.

    Raises:
        GoldenError: it does; the message lists what it no longer answers.
    """
    before = _find_live_passing(questions, index_dir, encoder, settings)
    if len(now) >= len(before):
        return
    lost = [question.question for question in questions if question in before - now]
    raise GoldenError(
        f"the new index passes {len(now)} golden questions and the live one {len(before)}, so "
        f"the live one stays; no longer passed: {'; '.join(lost)}. Look at the documents and at "
        f"{GOLDEN}, or switch all the same with --force"
    )


def find_passing(
    questions: Sequence[GoldenQuestion], index: Index, encoder: Encoder, settings: Settings
) -> set[GoldenQuestion]:
    """The questions that an index answers as it should."""
    bot = QABot(index, encoder, settings, open_reader(settings))
    return {question for question in questions if question.passes(bot)}


def _find_live_passing(
    questions: Sequence[GoldenQuestion], index_dir: Path, encoder: Encoder, settings: Settings
) -> set[GoldenQuestion]:
    """The same for the live generation, with the model that made it; none where it can't answer."""
    try:
        with Index.open(index_dir) as live:
            if live.manifest.model != encoder.identity:
                encoder = open_encoder_of(live.manifest.model)
                live.require_weights(encoder.identity)
            return find_passing(questions, live, encoder, settings)
    except (IndexNotFoundError, IndexMismatchError, IndexDamagedError, ModelError):
        return set()


def _squeeze(text: str) -> str:
    return " ".join(text.casefold().split())
