"""Which further excerpts are shown, and which become a part of one that they adjoin."""

from __future__ import annotations

import numpy as np
import pytest

from qa_bot import build_index
from qa_bot.answering.membership import ScoredSentence
from qa_bot.answering.query import Query
from qa_bot.answering.selection import Selection
from qa_bot.index.folder import Index
from tests.fakes import DIM, FakeEncoder

BEST = "Clerks of the lake office measure the level with a rod."
NEXT = "Divers look for weed in the evening hours."
LAST = "Summer visitors hear a bell at noon."
BELOW = "Fishermen mend nets beside the northern quay."
OTHER = "Every morning the mayor reads old gauges aloud."
THIRD = "Pilots report currents from their cutters."
BEACON = "Keepers live at the beacon."
POINTING = "They warn ships by radio."
POLISH, DANISH = "Polish of the coast", "Danish of the isles"
HEADLINE = "Outing to Fell Farm"
VISITED = "In June the class will stay at Fell Farm near Hawes."
QUESTION = "How does the lake office work?"


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    folder = tmp_path_factory.mktemp("selection")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "a.txt").write_text(f"{BEST} {NEXT} {LAST}\n\n{BELOW}\n")
    (folder / "corpus" / "b.txt").write_text(f"{OTHER}\n")
    (folder / "corpus" / "c.txt").write_text(f"{THIRD}\n")
    (folder / "corpus" / "d.txt").write_text(f"{BEACON}\n\n{POINTING}\n")
    (folder / "corpus" / "f.txt").write_text(f"{HEADLINE}\n\n{VISITED}\n\nIt rains.\n")
    (folder / "corpus" / "e.txt").write_text(f"She speaks these well.\n\n{POLISH}\n\n{DANISH}\n")
    build_index(folder / "corpus", folder / "index", encoder=FakeEncoder())
    with Index.open(folder / "index") as opened:
        yield opened


def select(index, scores, limit=3, question=QUESTION):
    """The excerpts around sentences with these scores and log-odds, and what was left out."""
    scored = []
    for passage in index.documents.passages(list(range(index.manifest.passages))):
        text = index.documents.document(passage.doc_id).text
        for number, sentence in index.documents.sentences([passage.passage_id])[passage.passage_id]:
            said = text[sentence.start : sentence.end]
            if said in scores:
                scored.append(ScoredSentence(passage, number, sentence, *scores[said]))
    causes = []
    query = Query(question, np.zeros(DIM, np.float32), {})
    selection = Selection(index, query, scored, limit, lambda _, cause: causes.append(cause))
    found = selection.take(iter(sorted(scored, key=lambda one: -one.score)))
    texts = [index.documents.document(e.passage.doc_id).text[e.start : e.end] for e in found]
    return texts, causes


def test_lines_of_one_kind_need_less_where_several_are_asked_for(index):
    scores = {POLISH: (20.0, 8.0), DANISH: (17.0, 0.5)}
    assert select(index, scores, question="Which languages are spoken?")[0] == [POLISH, DANISH]
    assert select(index, scores, question="What is spoken?")[0] == [POLISH]


def test_an_excerpt_with_a_name_of_the_question_that_none_has_needs_less(index):
    scores = {BEST: (20.0, 8.0), LAST: (17.0, 0.5)}
    asked = "What do the Clerks and the {} visitors do?"
    assert select(index, scores, question=asked.format("Autumn"))[0] == [BEST]
    assert select(index, scores, question=asked.format("Summer"))[0] == [BEST, LAST]


def test_a_bare_line_that_says_what_a_sentence_says_is_left_out(index):
    scores = {VISITED: (20.0, 3.0), HEADLINE: (19.8, 3.0)}
    assert select(index, scores, question="Where does the class go?") == ([VISITED], ["floor"])


def test_an_excerpt_that_goes_on_with_another_becomes_a_part_of_it(index):
    assert select(index, {BEST: (20.0, 8.0), NEXT: (10.0, 0.0)}) == ([f"{BEST} {NEXT}"], [])
    assert select(index, {BEST: (10.0, 0.0), NEXT: (20.0, 8.0)}) == ([f"{BEST} {NEXT}"], [])


def test_what_the_reader_all_but_denies_becomes_no_part(index):
    assert select(index, {BEST: (20.0, 8.0), NEXT: (10.0, -3.0)}) == ([BEST], ["floor"])


def test_what_adjoins_does_not_count_as_a_further_excerpt(index):
    found, _ = select(index, {BEST: (20.0, 8.0), NEXT: (10.0, 0.0)}, limit=1)
    assert found == [f"{BEST} {NEXT}"]


def test_over_a_paragraphs_end_excerpts_stay_two(index):
    assert select(index, {BEST: (20.0, 3.0), BELOW: (19.0, 3.0)}) == ([BEST, BELOW], [])


@pytest.mark.parametrize(
    ("score", "logit", "causes"),
    [(19.0, 3.0, []), (19.0, 2.5, ["floor"]), (18.0, 5.0, ["floor"])],
)
def test_elsewhere_only_an_answer_nearly_as_good_is_shown(index, score, logit, causes):
    found, left_out = select(index, {BEST: (20.0, 3.2), OTHER: (score, logit)})
    assert left_out == causes
    assert found == ([BEST] if causes else [BEST, OTHER])


def test_the_more_is_shown_the_better_a_further_one_has_to_be(index):
    second = {BEST: (20.0, 5.0), OTHER: (19.5, 5.0)}
    assert select(index, second | {THIRD: (19.0, 5.0)}) == ([BEST, OTHER], ["floor"])
    assert select(index, second | {THIRD: (19.4, 5.0)})[0] == [BEST, OTHER, THIRD]


@pytest.mark.parametrize(
    ("score", "logit", "shown"), [(13.0, 2.5, 2), (13.0, 1.5, 1), (11.0, 2.5, 1)]
)
def test_of_the_same_paragraph_a_weak_sentence_is_left_out(index, score, logit, shown):
    found, _ = select(index, {BEST: (20.0, 8.0), LAST: (score, logit)})
    assert len(found) == shown


def test_beside_one_fact_only_what_answers_nearly_as_well_is_shown(index):
    when = "When does the lake office measure?"
    aside = {BEST: (20.0, 2.5), LAST: (15.0, 2.5)}
    assert select(index, aside, question=when)[0] == [BEST]
    assert select(index, aside)[0] == [BEST, LAST]
    near = {BEST: (20.0, 2.5), LAST: (18.0, 2.5)}
    assert select(index, near, question=when)[0] == [BEST, LAST]
    assert select(index, near | {BEST: (20.0, 4.0)}, question=when)[0] == [BEST]
    assert select(index, near, question="How much does a clerk cost?")[0] == [BEST]
    bell = "When does the bell sound for visitors who hear it?"
    weaker = near | {BEST: (20.0, 4.0)}
    assert select(index, weaker, question=bell)[0] == [BEST]
    assert select(index, weaker, question="When do visitors hear the bell?")[0] == [BEST, LAST]
    beside = {BEST: (20.0, 8.0), NEXT: (10.0, 0.5)}
    assert select(index, beside, question=when)[0] == [f"{BEST} {NEXT}"]


def test_a_question_for_several_things_is_none_for_one_fact(index):
    aside = {BEST: (20.0, 8.0), LAST: (15.0, 2.5)}
    found, _ = select(index, aside, question="Which instruments does the lake office have?")
    assert found == [BEST, LAST]


@pytest.mark.parametrize(
    ("score", "logit", "shown"), [(18.0, 2.5, 2), (18.0, 1.5, 1), (16.5, 2.5, 1)]
)
def test_of_another_paragraph_only_what_answers_by_itself_is_shown(index, score, logit, shown):
    found, _ = select(index, {BEST: (20.0, 2.8), BELOW: (score, logit)})
    assert len(found) == shown


def test_what_points_back_to_the_end_of_an_excerpt_goes_on_with_it(index):
    scores = {BEACON: (20.0, 8.0), POINTING: (10.0, 0.0)}
    assert select(index, scores) == ([BEACON, POINTING], [])


def test_neighbours_of_all_excerpts_are_read_at_once(index, monkeypatch):
    asked = []
    passages = index.documents.passages
    scores = {BEST: (20.0, 8.0), OTHER: (19.5, 8.0)}
    monkeypatch.setattr(index.documents, "passages", lambda ids: asked.append(ids) or passages(ids))
    assert select(index, scores)[0] == [BEST, OTHER]
    assert len(asked) == 2, "once by this test, once by what selects"
