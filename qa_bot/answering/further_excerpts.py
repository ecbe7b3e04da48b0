"""Whether an excerpt beside the first belongs to the same answer or answers by itself.

What stands apart from the first has to be as good an answer as that is, by what the reader says of
both, and to hold what is asked for.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa_bot.answering.answer_type import (
    asks_for_one_fact,
    asks_for_several,
    expected_kind,
    holds_kind,
)
from qa_bot.answering.citations import text_of
from qa_bot.answering.lacking import ASKING_WORDS
from qa_bot.answering.membership import ScoredSentence
from qa_bot.answering.repetition import Statement
from qa_bot.answering.row_subjects import have_same_name
from qa_bot.answering.sentence_links import (
    are_in_one_paragraph,
    are_lines_of_one_kind,
    is_bare_line,
    points_back,
)
from qa_bot.answering.wording import find_names
from qa_bot.index.folder import Index
from qa_bot.index.lexical.words import terms_of

MIN_JOINED_LOGIT, MAX_JOINED_GAP = -1.5, 4.0
"""Log-odds, or distance to the best score, of what goes on with an excerpt, or brings a name."""
MIN_SECTION_LOGIT, MAX_SECTION_GAP = 2.0, 3.0
"""Log-odds, and distance to the best score, of a further excerpt of the same section."""
MAX_PARAGRAPH_GAP = 8.0
"""The distance of one of the same paragraph, unless one fact is asked for."""
MIN_OTHER_LOGIT, MAX_OTHER_GAP = 2.5, 1.5
"""Log-odds, and distance to the best score, of a second excerpt elsewhere."""
MIN_NEW_WORDS = 2
"""Words of its own that a bare line has to have beside a sentence: a subject line has none."""
MAX_BELOW_FIRST = 0.5
"""Log-odds by which a further excerpt that stands apart may fall short of the first's.

See docs/decisions/excerpts.md.
"""

_JOINS_NAMES = re.compile(
    r"[A-Z0-9][\w.’'-]*(?:,| and| or| nor| as well as|,? & ?)"
    r" (?:(?!(?:does|did|do|is|was|what|who)\b)\w+ ){0,3}?[A-Z0-9]"
)
"""Two names, one beside the other ("ENISA and INTERPOL")."""


@dataclass
class Excerpt:
    """An excerpt that is shown: the sentence it grew from, its run, and what it says."""

    best: ScoredSentence
    run: Sequence[ScoredSentence]
    statement: Statement
    same_as: int | None = None


@dataclass(frozen=True)
class Further:
    """An excerpt beside those that are shown.

    Args:
        index: the generation that they come from.
        question: the standalone question.
        found: the excerpts that are shown, the first one first.
        excerpt: the further one.
    """

    index: Index
    question: str
    found: Sequence[Excerpt]
    excerpt: Excerpt

    def is_wanted(self, adjoins: bool) -> bool:
        """Whether it goes on with what is shown, or answers by itself.

        Outside the first one's paragraph, or where one fact is asked for, it has to answer as well
        as the first and to come near the best score; elsewhere the nearer the more are shown.

        Args:
            adjoins: whether it stands beside one that is shown, in its paragraph.
        """
        best, one = self.found[0].best, self.excerpt.best
        if not asks_for_several(self.question) and self._is_headline():
            return False
        gap = best.score - one.score
        logit = math.inf if one.logit is None else one.logit
        if one.passage.doc_id != best.passage.doc_id or one.passage.section != best.passage.section:
            shown = sum(excerpt.same_as is None for excerpt in self.found)
            is_near = logit >= MIN_OTHER_LOGIT and gap <= MAX_OTHER_GAP / shown
            return is_near and self._is_as_good()
        text = text_of(self.index.documents, one.passage.doc_id)
        goes_on = adjoins or self._points_to_shown(text)
        if have_same_name(self.index, best, one, self.question):
            return True
        is_of_several = asks_for_several(self.question) and self._is_like_first()
        if goes_on or is_of_several or self._brings_name():
            return logit >= MIN_JOINED_LOGIT or gap <= MAX_JOINED_GAP
        in_paragraph = are_in_one_paragraph(text, best.sentence, one.sentence)
        if logit < MIN_SECTION_LOGIT:
            return False
        if in_paragraph and not self._wants_one_fact:
            return gap <= MAX_PARAGRAPH_GAP
        return gap <= MAX_SECTION_GAP and self._is_as_good()

    @property
    def _wants_one_fact(self) -> bool:
        return asks_for_one_fact(self.question) and not asks_for_several(self.question)

    def _is_headline(self) -> bool:
        """Whether it is a bare line with hardly a word that the first, a whole sentence, lacks."""
        best, one = self.found[0].best, self.excerpt.best
        texts = [text_of(self.index.documents, each.passage.doc_id) for each in (best, one)]
        if is_bare_line(texts[0], best.sentence) or not is_bare_line(texts[1], one.sentence):
            return False
        said = self.excerpt.statement.terms - set(terms_of(self.question))
        return len(said - self.found[0].statement.terms) < MIN_NEW_WORDS

    def _is_as_good(self) -> bool:
        """Whether it answers as well as the first, with a thing of the kind that is asked for.

        What has such a thing and every word of the question is another answer: "Colin Pratt
        (treasurer)" in the list of those present, "Joanna Firth was elected treasurer" below it.
        """
        kind = expected_kind(self.question) if self._wants_one_fact else None
        said = self.excerpt.statement
        if kind is not None:
            if not holds_kind(kind, said.text, self.question):
                return False
            asked = set(terms_of(self.question)) - ASKING_WORDS
            if asked and asked <= said.terms:
                return True
        best, one = self.found[0].best, self.excerpt.best
        least = -math.inf if best.logit is None else best.logit - MAX_BELOW_FIRST
        return one.logit is None or one.logit >= least

    def _is_like_first(self) -> bool:
        """Whether an excerpt is a row, an item or a short line, as the first one is."""
        first, one = self.found[0].best, self.excerpt.best
        texts = [text_of(self.index.documents, each.passage.doc_id) for each in (first, one)]
        return are_lines_of_one_kind(texts[0], first.sentence, texts[1], one.sentence)

    def _brings_name(self) -> bool:
        """Whether it has a name or number that the question puts beside another, and none shown."""
        if not _JOINS_NAMES.search(self.question):
            return False
        said = set[str]().union(
            *(terms_of(f"{self._head(one)} {one.statement.text}") for one in self.found)
        )
        named = find_names(self.question) - said
        return not named.isdisjoint(terms_of(self.excerpt.statement.text))

    def _head(self, excerpt: Excerpt) -> str:
        """The title and the heading above an excerpt."""
        passage = excerpt.best.passage
        document = self.index.documents.document(passage.doc_id)
        return f"{document.title if document else ''} {passage.section}"

    def _points_to_shown(self, text: str) -> bool:
        """Whether an excerpt opens by pointing back to the end of one that is shown."""
        opening = self.excerpt.run[0]
        follows = any(one.run[-1].sentence_id + 1 == opening.sentence_id for one in self.found)
        return follows and points_back(text, opening.sentence)
