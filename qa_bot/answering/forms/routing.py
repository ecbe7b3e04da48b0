"""Answer a question in the form that it asks for; an ordinary one goes through the pipeline.

clause -> language -> form -> a form's own answer, or resolve and the pipeline, then a label
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

import numpy as np

from qa_bot.answering.followup.context_dependence import is_clause
from qa_bot.answering.followup.history import HistoryItem, read_history
from qa_bot.answering.followup.merging import Resolution
from qa_bot.answering.followup.phrases import subject_of, topic_of
from qa_bot.answering.forms.answers import answer_form, give_topic, tell_side
from qa_bot.answering.forms.asking import answer_comparison, answer_several
from qa_bot.answering.forms.detection import Form, as_ordinary, find_form
from qa_bot.answering.forms.framing import (
    MIN_LOOKED_THROUGH,
    Framed,
    find_frame,
    find_named,
    show_mentions,
)
from qa_bot.answering.forms.greetings import POINTS_BACK
from qa_bot.answering.forms.labels import describe_language, explain_language, label_answer
from qa_bot.answering.forms.language import ENGLISH, ask_in_english, find_language, find_languages
from qa_bot.answering.forms.long_questions import find_asking_clause
from qa_bot.answering.forms.row_choice_words import find_comparison
from qa_bot.answering.forms.steps import asks_how_to
from qa_bot.answering.forms.tasks import asks_task, decline_task
from qa_bot.answering.forms.two_versions import compare_versions
from qa_bot.answering.general_questions import reword_general
from qa_bot.answering.known_forms import reword_unknown
from qa_bot.answering.pipeline import Clock, Pipeline, Request, refuse_to_search
from qa_bot.answering.query import make_query
from qa_bot.answering.rewordings import has_words
from qa_bot.answering.wording import describe_empty_question, describe_long_question
from qa_bot.index.lexical.bm25 import Lexicon
from qa_bot.trace import Trace
from qa_bot.types import Answer, FormKind

MAX_DOCUMENTS_SAMPLED, CHARACTERS_SAMPLED = 30, 2_000
"""Documents, and characters of each, that tell the languages of all."""
TOPIC_PASSAGES = 10
"""Passages that are looked through for what speaks of a topic."""
MAY_BE_FRAMED: frozenset[FormKind] = frozenset({"question", "yes_no", "overview"})
"""Forms of questions that may speak of the documents ("What does the manual say about …")."""
WHY_FORM = "It has a form of its own ({form}), which needs no search by itself."
WHY_LANGUAGE = "It is in another language than the documents: the words that they share."


@dataclass(frozen=True)
class Router:
    """Gives each question the answer that its form asks for.

    Args:
        pipeline: answers ordinary questions.
    """

    pipeline: Pipeline

    def answer(self, request: Request) -> Answer:
        """The answer to a question that depends on its history."""
        problem = describe_long_question(request.question)
        if problem is not None:
            refusal = refuse_to_search(request, problem)
            return replace(refusal, text=f"{problem}\n\n{request.question}")
        clause = replace(request, question=find_asking_clause(request.question))
        answer = replace(self._answer_clause(clause), question=request.question)
        return decline_task(request.question, answer)

    @cached_property
    def languages(self) -> frozenset[str]:
        """The languages of the documents, as far as the first of them tell."""
        documents = self.pipeline.index.documents
        known = (
            documents.document(one.doc_id) for one in documents.summaries(0, MAX_DOCUMENTS_SAMPLED)
        )
        return find_languages(one.text[:CHARACTERS_SAMPLED] for one in known if one is not None)

    def _answer_clause(self, request: Request) -> Answer:
        """The answer to the words that ask, in the form and the language that they have."""
        clock = Clock()
        form = find_form(request.question)
        if request.history and POINTS_BACK.fullmatch(request.question.strip(" ?!.")):
            form = Form("question")
        language = find_language(request.question) if form.kind != "card" else ""
        if language not in ("", ENGLISH) and self.languages and language not in self.languages:
            return self._answer_foreign(request, language, clock)
        index = self.pipeline.index
        resolved = Resolution(request.question, "")
        if form.kind not in ("card", "several") and (form.kind != "overview" or form.subjects):
            resolved = self.pipeline.resolve(request.question, request.history)
            form = find_form(resolved.text)
        framed = find_frame(resolved.text) if form.kind in MAY_BE_FRAMED else None
        named = find_named(index, framed, request.doc_ids) if framed else None
        if framed and named and framed.is_sure:
            return self._answer_framed(request, resolved, framed, named)
        given = self._answer_form(request, resolved.text, form)
        if given is not None:
            return _finish(request, given, clock)
        searched = replace(resolved, text=as_ordinary(form, resolved.text))
        known = reword_unknown(searched.text, index.lexical)
        reworded = tuple(filter(None, (reword_general(searched.text), known)))
        searched = replace(searched, reworded=reworded)
        problem = describe_empty_question(searched.text)
        if problem is not None:
            return refuse_to_search(request, problem)
        answer = self.pipeline.answer_resolved(request, searched, clock)
        labelled = label_answer(index, request, form, resolved.text, answer)
        if framed and named and framed.is_dated:
            dated = self._answer_framed(request, resolved, framed, named)
            return dated if dated.answered or not labelled.answered else labelled
        if framed and named and not labelled.answered:
            if framed.text == searched.text.rstrip(" ?!.…"):
                return show_mentions(answer, framed, request.limit)
            return self._answer_framed(request, resolved, framed, named)
        return labelled

    def _answer_framed(
        self, request: Request, resolved: Resolution, framed: Framed, named: tuple[str, ...]
    ) -> Answer:
        """The answer to what a question asks of the documents that it names."""
        table = self.pipeline.index.documents
        within = request.within
        if len(named) < self.pipeline.index.manifest.documents:
            within = np.array(table.passage_ids(named), np.int64)
            request = replace(request, doc_ids=named, within=within)
        if not framed.is_topic:
            return self._answer_clause(replace(request, question=framed.text, history=()))
        limit = max(request.limit, MIN_LOOKED_THROUGH) if framed.only_occurs else request.limit
        asked = replace(request, limit=limit)
        searched = replace(resolved, text=framed.text, others=())
        answer = self.pipeline.answer_resolved(asked, searched, Clock())
        return show_mentions(answer, framed, request.limit)

    def _answer_foreign(self, request: Request, language: str, clock: Clock) -> Answer:
        """The answer to a question in a language of no document, by the words they share."""
        said = describe_language(language, self.languages)
        asked = ask_in_english(request.question, language, self.pipeline.index.lexical)
        if not asked:
            return refuse_to_search(request, said)
        resolved = Resolution(asked, WHY_LANGUAGE)
        return explain_language(self.pipeline.answer_resolved(request, resolved, clock), said)

    def _answer_form(self, request: Request, standalone: str, form: Form) -> Answer | None:
        """The answer in another form than an excerpt; None where an ordinary one is wanted."""
        if form.kind == "several":
            before = read_history(request.history)

            def ask(part: str, given: Sequence[Answer]) -> Answer:
                history: list[HistoryItem] = [*before, *given]
                asked = replace(request, question=part, history=history)
                answer = self._answer_clause(asked)
                kept = self._ask_of_same(asked, given) if answer.asked_as == part else None
                return kept or answer

            return answer_several(request.question, form.subjects, ask)
        if form.kind == "comparison":

            def ask_plainly(part: str, given: Sequence[Answer]) -> Answer:
                asked = replace(request, question=part)
                return self.pipeline.answer_resolved(asked, Resolution(part, ""), Clock())

            index, sides = self.pipeline.index, form.subjects
            versions = compare_versions(index, request.question, standalone, sides, request.doc_ids)
            if versions is not None:
                return versions
            tell = partial(tell_side, index, request)
            return answer_comparison(request.question, standalone, sides, ask_plainly, tell)
        given = answer_form(self.pipeline.index, request, standalone, form)
        if given is None and form.kind == "overview" and form.is_sure:
            return self._answer_topic(request, standalone, form.subjects[0])
        return given

    def _ask_of_same(self, request: Request, given: Sequence[Answer]) -> Answer | None:
        """The answer to a later part of a question about what the part before names, if any.

        "What does a canoe cost and what is the deposit?" asks for that of a canoe.
        """
        subject = subject_of(request.question)
        topic = topic_of(given[-1].asked_as) if given and given[-1].answered else None
        if topic is None or subject is None or subject.named or topic.terms & subject.terms:
            return None
        why = "The part before names of what."
        resolved = Resolution(f"{request.question} ({topic.text})", why)
        answer = self.pipeline.answer_resolved(request, resolved, Clock())
        if not answer.answered:
            return None
        ours, before = answer.citations[0], given[-1].citations[0]
        is_same = (ours.doc_id, ours.start) == (before.doc_id, before.start)
        kept = is_same or has_words(answer, topic.terms)
        return replace(answer, asked_as=request.question) if kept else None

    def _answer_topic(self, request: Request, standalone: str, topic: str) -> Answer | None:
        """What speaks of a topic that no document or heading names; None where little does."""
        if describe_empty_question(topic) is not None or is_clause(topic):
            return None
        pipeline = self.pipeline
        query = make_query(pipeline.index, topic, pipeline.encoder)
        hits = pipeline.search(query, TOPIC_PASSAGES, request.within)
        return give_topic(pipeline.index, request, standalone, query.text, hits)


def is_plain(question: str, lexicon: Lexicon) -> bool:
    """Whether a question can be searched for as it is, and has no form or wording of its own."""
    if describe_long_question(question) or describe_empty_question(question):
        return False
    if find_language(question) not in ("", ENGLISH) or find_asking_clause(question) != question:
        return False
    if find_frame(question) is not None or reword_general(question) is not None:
        return False
    compares = find_comparison(question)
    if (compares and compares.kinds) or asks_how_to(question) or asks_task(question):
        return False
    if reword_unknown(question, lexicon) is not None:
        return False
    return find_form(question).kind == "question"


def _finish(request: Request, given: Answer, clock: Clock) -> Answer:
    """A form's answer with its time and, where that is asked for, why it is as it is."""
    clock.mark("answering")
    trace = Trace(request.question, given.asked_as, WHY_FORM.format(form=given.form))
    return replace(given, timings=clock.timings, trace=trace if request.explain else None)
