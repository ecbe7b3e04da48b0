"""Take excerpts one after another: each grown around its sentence, none that adds nothing."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from qa_bot.answering.citations import text_of
from qa_bot.answering.completion import max_words
from qa_bot.answering.excerpts import grow_excerpt
from qa_bot.answering.further_excerpts import Excerpt, Further
from qa_bot.answering.highlights import find_highlight
from qa_bot.answering.membership import ScoredSentence
from qa_bot.answering.query import Query
from qa_bot.answering.repetition import Statement, is_other_version
from qa_bot.answering.sentence_links import (
    restates,
    share_paragraph,
)
from qa_bot.answering.surroundings import Surroundings
from qa_bot.index.folder import Index
from qa_bot.index.lexical.words import terms_of
from qa_bot.trace import Cause
from qa_bot.types import Evidence

OnLeftOut = Callable[[ScoredSentence, Cause], None]
"""Called with each sentence that is in no excerpt, and why."""


def ignore(one: ScoredSentence, cause: Cause) -> None:
    """Nobody asked what was left out."""


@dataclass
class Selection:
    """Excerpts chosen so far; each sentence is shown once."""

    index: Index
    query: Query
    scored: Sequence[ScoredSentence]
    limit: int
    on_left_out: OnLeftOut = ignore
    keep_repeats: bool = True
    _found: list[Excerpt] = field(default_factory=list)
    _taken: set[int] = field(default_factory=set)

    def take(self, wanted: Iterator[ScoredSentence]) -> list[Evidence]:
        """Grow each sentence to an excerpt, and keep those that add something or repeat it."""
        for one in wanted:
            if one.sentence_id not in self._taken:
                self._consider(one)
        return [self._make_evidence(excerpt) for excerpt in self._found]

    def _make_evidence(self, excerpt: Excerpt) -> Evidence:
        best, run = excerpt.best, excerpt.run
        start, end = run[0].sentence.start, run[-1].sentence.end
        text = text_of(self.index.documents, best.passage.doc_id)
        marked = find_highlight(self.query.text, text, best)
        return Evidence(best.passage, start, end, best.score, best.logit, excerpt.same_as, marked)

    def _consider(self, one: ScoredSentence) -> None:
        """Show the excerpt around a sentence, alone or as a part of one it adjoins, or leave it."""
        said = self._quote([one])
        is_shown = any(said == self._quote(excerpt.run) for excerpt in self._found)
        run = [one] if is_shown else self._grow(one)
        statement = self._state(run)
        same_as = next(
            (i for i, s in enumerate(self._found) if statement.repeats(s.statement)), None
        )
        adjoining = None if same_as is not None else self._find_adjoining(run)
        excerpt = Excerpt(one, run, statement, same_as)
        cause = self._find_fault(excerpt, adjoining is not None)
        if cause is not None:
            self.on_left_out(one, cause)
            return
        self._taken |= {sentence.sentence_id for sentence in run}
        if adjoining is not None:
            adjoining.run = sorted([*adjoining.run, *run], key=lambda s: s.sentence_id)
            adjoining.statement = self._state(adjoining.run)
            return
        excerpt.same_as = None if same_as is None else self._first_of(same_as)
        self._found.append(excerpt)

    def _state(self, run: Sequence[ScoredSentence]) -> Statement:
        return Statement(self._quote(run), self.index.lexical.idf)

    def _quote(self, run: Sequence[ScoredSentence]) -> str:
        text = text_of(self.index.documents, run[0].passage.doc_id)
        return text[run[0].sentence.start : run[-1].sentence.end]

    def _find_adjoining(self, run: Sequence[ScoredSentence]) -> Excerpt | None:
        """The excerpt whose paragraph goes on with a run, if both together are not too long."""
        text = text_of(self.index.documents, run[0].passage.doc_id)
        for excerpt in self._found:
            before, after = sorted([excerpt.run, run], key=lambda part: part[0].sentence_id)
            last, first = before[-1], after[0]
            if (
                excerpt.same_as is None
                and last.passage.doc_id == first.passage.doc_id
                and last.sentence_id + 1 == first.sentence_id
                and share_paragraph(text, last.sentence, first.sentence)
                and len(self._quote([*before, *after]).split()) <= max_words(self.query.text)
            ):
                return excerpt
        return None

    def _find_fault(self, excerpt: Excerpt, adjoins: bool) -> Cause | None:
        """Why an excerpt is not shown, if it is not."""
        if excerpt.same_as is not None:
            return None if self.keep_repeats else "repetition"
        if not self._found:
            return None
        shown = sum(excerpt.same_as is None for excerpt in self._found)
        if shown >= self.limit and not adjoins:
            return "limit"
        if self.keep_repeats and is_other_version(self.index, self._found[0].best, excerpt.best):
            return None
        further = Further(self.index, self.query.text, self._found, excerpt)
        if self.keep_repeats and not further.is_wanted(adjoins):
            return "floor"
        statement = excerpt.statement
        if restates(self.query.text, statement.text):
            return "vague"
        asked = frozenset(terms_of(self.query.text))
        said = [excerpt.statement for excerpt in self._found]
        if self.keep_repeats and not adjoins and statement.is_of_another(said[0], asked):
            return "another subject"
        return None if statement.adds_to(said, asked) else "nothing new"

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
        number, where = best.passage.passage_id, (best.passage.doc_id, best.passage.section)
        beside = [*self._beside.get(number - 1, ()), *self._beside.get(number + 1, ())]
        found = {
            one.sentence_id: one
            for one in (*beside, *self.scored)
            if (one.passage.doc_id, one.passage.section) == where
        }
        return [found[number] for number in sorted(found)]

    @cached_property
    def _beside(self) -> dict[int, list[ScoredSentence]]:
        """The citable sentences of the passages before and after those found."""
        found = {one.passage.passage_id + step for one in self.scored for step in (-1, 1)}
        beside = [place for place in found if 0 <= place < self.index.manifest.passages]
        numbered = self.index.documents.sentences(beside)
        return {
            passage.passage_id: [
                ScoredSentence(passage, number, sentence, -math.inf)
                for number, sentence in numbered[passage.passage_id]
                if sentence.citable
            ]
            for passage in self.index.documents.passages(beside)
        }
