"""The golden questions of a corpus, and what decides by them whether a new generation goes live.

Each line of `golden.jsonl` is an object with `question` and `answer`, text that must stand in a
citation (of `document`, where that is given), or with `question` and `"answered": false`. A build
only reads them: asking is done by whoever calls it, who knows how questions are answered.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from qa_bot.config import Settings
from qa_bot.errors import CorpusError
from qa_bot.index.folder import LocalIndex
from qa_bot.models.encoder import Encoder
from qa_bot.reading.files import GOLDEN
from qa_bot.types import Answer, Citation


class GoldenQuestion(BaseModel):
    """A question with what its answer must hold."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    question: str = Field(min_length=1)
    answer: str = ""
    document: str = ""
    answered: bool = True

    def is_passed_by(self, given: Answer) -> bool:
        """Whether an answer is as it should be."""
        if not self.answered or not given.answered:
            return self.answered == given.answered
        return any(self._is_in(citation) for citation in given.citations)

    def _is_in(self, citation: Citation) -> bool:
        names = (citation.doc_id, Path(citation.source).name, citation.title)
        wanted = self.document.casefold()
        is_there = not wanted or wanted in [name.casefold() for name in names]
        return is_there and _squeeze(self.answer) in _squeeze(citation.quote)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A complete generation that does not answer yet."""

    index: LocalIndex
    questions: Sequence[GoldenQuestion]
    """The corpus's golden questions."""
    index_dir: Path
    """The index folder, with the live generation."""
    encoder: Encoder
    """The model that made the candidate."""
    settings: Settings
    force: bool
    """Whether it goes live whatever comes of the questions."""


Accept = Callable[[Candidate], tuple[int, int]]
"""Says how many golden questions a candidate passes and how many there are, or raises."""


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


def _squeeze(text: str) -> str:
    return " ".join(text.casefold().split())
