"""Take excerpts one after another: each grown around its sentence, none that adds nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from math import inf

from qa_bot.answering.excerpts import Surroundings, grow_excerpt
from qa_bot.answering.membership import ScoredSentence
from qa_bot.answering.query import Query
from qa_bot.answering.repetition import Statement
from qa_bot.answering.sentence_links import restates
from qa_bot.index.documents import Documents
from qa_bot.index.folder import Index
from qa_bot.index.lexical.words import terms_of
from qa_bot.trace import Cause
from qa_bot.types import Evidence

OnLeftOut = Callable[[ScoredSentence, Cause], None]
"""Called with each sentence that is in no excerpt, and why."""


def ignore(one: ScoredSentence, cause: Cause) -> None:
    """Nobody asked what was left out."""


def text_of(documents: Documents, doc_id: str) -> str:
    """A document's canonical text."""
    document = documents.document(doc_id)
    return document.text if document else ""


@dataclass
class Selection:
    """Excerpts chosen so far; each sentence is shown once."""

    index: Index
    query: Query
    scored: Sequence[ScoredSentence]
    limit: int
    on_left_out: OnLeftOut = ignore
    keep_repeats: bool = True
    _found: list[Evidence] = field(default_factory=list)
    _statements: list[Statement] = field(default_factory=list)
    _taken: set[int] = field(default_factory=set)

    def take(self, wanted: Iterator[ScoredSentence]) -> list[Evidence]:
        """Grow each sentence to an excerpt, and keep those that add something or repeat it."""
        for one in wanted:
            if one.sentence_id in self._taken:
                continue
            run = self._grow(one)
            start, end = run[0].sentence.start, run[-1].sentence.end
            text = text_of(self.index.documents, one.passage.doc_id)[start:end]
            statement = Statement(text, self.index.lexical.idf)
            same_as = next(
                (i for i, s in enumerate(self._statements) if statement.repeats(s)), None
            )
            if (cause := self._find_fault(statement, text, same_as)) is not None:
                self.on_left_out(one, cause)
                continue
            same_as = None if same_as is None else self._first_of(same_as)
            self._taken |= {sentence.sentence_id for sentence in run}
            self._found.append(Evidence(one.passage, start, end, one.score, one.logit, same_as))
            self._statements.append(statement)
        return self._found

    def _find_fault(self, statement: Statement, text: str, same_as: int | None) -> Cause | None:
        """Why an excerpt is not shown, if it is not."""
        if same_as is not None:
            return None if self.keep_repeats else "repetition"
        if not self._found:
            return None
        if sum(evidence.same_as is None for evidence in self._found) >= self.limit:
            return "limit"
        if restates(self.query.text, text):
            return "vague"
        adds = statement.adds_to(self._statements, frozenset(terms_of(self.query.text)))
        return None if adds else "nothing new"

    def _first_of(self, place: int) -> int:
        """The place of the excerpt that is shown for another that repeats it."""
        same_as = self._found[place].same_as
        return place if same_as is None else same_as

    def _grow(self, best: ScoredSentence) -> Sequence[ScoredSentence]:
        """The excerpt around a sentence, without sentences that are shown already."""
        text = text_of(self.index.documents, best.passage.doc_id)
        around = Surroundings(self.query.text, text, self._find_section(best))
        run = [s for s in grow_excerpt(best, around) if s.sentence_id not in self._taken]
        place = run.index(best)
        first = last = place
        while first > 0 and run[first - 1].sentence_id == run[first].sentence_id - 1:
            first -= 1
        while last + 1 < len(run) and run[last + 1].sentence_id == run[last].sentence_id + 1:
            last += 1
        return run[first : last + 1]

    def _find_section(self, best: ScoredSentence) -> list[ScoredSentence]:
        """The citable sentences around one in its section: those found, and their neighbours."""
        passage = best.passage
        found = {
            one.sentence_id: one
            for one in self.scored
            if (one.passage.doc_id, one.passage.section) == (passage.doc_id, passage.section)
        }
        last = self.index.manifest.passages - 1
        beside = [i for i in (passage.passage_id - 1, passage.passage_id + 1) if 0 <= i <= last]
        others = [
            other
            for other in self.index.documents.passages(beside)
            if (other.doc_id, other.section) == (passage.doc_id, passage.section)
        ]
        numbered = self.index.documents.sentences([other.passage_id for other in others])
        for other in others:
            for number, sentence in numbered[other.passage_id]:
                if sentence.citable:
                    found.setdefault(number, ScoredSentence(other, number, sentence, -inf))
        return [found[number] for number in sorted(found)]
