"""Words and terms after some passages have come and gone: as if all were counted anew."""

from __future__ import annotations

import random

import numpy as np
import pytest

from qa_bot.index.lexical import postings, sentence_terms
from qa_bot.index.lexical.bm25 import LexicalIndex, PassageChange
from qa_bot.index.lexical.sentence_terms import EarlierTerms, SentenceTerms
from qa_bot.index.lexical.word_forms import WordForms, count_forms
from qa_bot.index.row_spans import Copied, CopiedRun, RowSpan

WORDS = ["rain", "Rain", "lake", "mill", "corn", "road", "Zürich", "WHO", "the", "of", "running"]


def make_texts(chance, count):
    return [" ".join(chance.choices(WORDS, k=chance.randint(0, 9))) for _ in range(count)]


def contents(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("block", [3, 1_000])
def test_words_and_terms_are_those_of_a_new_count(tmp_path, monkeypatch, seed, block):
    monkeypatch.setattr(postings, "_BLOCK", block)
    monkeypatch.setattr(sentence_terms, "_BLOCK", block)
    chance = random.Random(seed)
    before = make_texts(chance, 12)
    earlier = [place if chance.random() < 0.6 else -1 for place in range(len(before))]
    earlier += [-1] * chance.randint(0, 4)
    after = [before[p] if p >= 0 else make_texts(chance, 1)[0] for p in earlier]
    stays = np.full(len(before), -1, np.int64)
    for new, old in enumerate(earlier):
        if old >= 0:
            stays[old] = new
    added = [row for row, old in enumerate(earlier) if old < 0]
    change = PassageChange(
        stays,
        gone=[before[row] for row in np.flatnonzero(stays < 0)],
        added=[after[row] for row in added],
        added_rows=np.array(added, np.int64),
    )
    old = LexicalIndex.build(tmp_path / "old", before)
    new = LexicalIndex.build(tmp_path / "new", after)
    changed, places = LexicalIndex.update(tmp_path / "changed", tmp_path / "old", change)
    assert contents(tmp_path / "changed") == contents(tmp_path / "new")

    def groups(texts):
        return [[text[: len(text) // 2], text[len(text) // 2 :]] for text in texts]  # words are cut

    SentenceTerms.build(tmp_path / "old terms", groups(before), old)
    SentenceTerms.build(tmp_path / "new terms", groups(after), new)
    kept = EarlierTerms(tmp_path / "old terms", places, np.array(earlier, np.int64))

    def read(passages):
        return groups(after[passages.start : passages.stop])

    SentenceTerms.update(tmp_path / "changed terms", kept, read, changed)
    assert contents(tmp_path / "changed terms") == contents(tmp_path / "new terms")


def test_forms_of_words_come_and_go():
    before, added, gone = ["Rain rain lake", "a mill"], ["Lake Rain", "zoo ox"], ["a mill"]
    changed = WordForms.build(count_forms(before)).change(count_forms(added), count_forms(gone))
    anew = WordForms.build(count_forms([*before[:1], *added]))
    assert list(changed.words) == list(anew.words)
    assert changed.counts.tolist() == anew.counts.tolist()
    assert changed.firsts.tolist() == anew.firsts.tolist()


def test_rows_between_runs_are_those_that_come_and_go(tmp_path):
    """Before: documents 0 to 4 with two passages each; 1 and 2 stay as 0 and 1, 4 as 3."""

    def span(first, last):
        return RowSpan.between((first, 2 * first, 3 * first), (last, 2 * last, 3 * last))

    runs = (CopiedRun(span(0, 2), span(1, 3)), CopiedRun(span(3, 4), span(4, 5)))
    copied = Copied(tmp_path, runs, span(0, 4), span(0, 5))
    assert copied.list_added() == [span(2, 3)]
    assert copied.list_gone() == [span(0, 1), span(3, 4)]
    assert copied.number_passages().tolist() == [-1, -1, 0, 1, 2, 3, -1, -1, 6, 7]
    assert copied.find_earlier_passages().tolist() == [2, 3, 4, 5, -1, -1, 8, 9]
