from __future__ import annotations

import random

import pytest

from qa_bot.building.duplicates import NEAR, find_duplicates, find_facts, sign

CHANCE = random.Random(7)
WORDS = ["".join(CHANCE.choices("abcdefghijklmnop", k=CHANCE.randint(2, 9))) for _ in range(3_000)]


@pytest.fixture(autouse=True)
def _same_texts_in_any_order():
    CHANCE.seed(7)


def make_text(words=600):
    return " ".join(CHANCE.choices(WORDS, k=words))


def edit(text, share):
    return " ".join(
        CHANCE.choice(WORDS) if CHANCE.random() < share else word for word in text.split()
    )


def overlap(first, second):
    """The Jaccard overlap of the texts' runs of 16 characters, counted out."""
    runs = [{text[i : i + 16] for i in range(len(text) - 15)} for text in (first, second)]
    return len(runs[0] & runs[1]) / len(runs[0] | runs[1])


def find(*texts):
    facts = [find_facts(text) for text in texts]
    found = find_duplicates((str(n), one.digest, one.signature) for n, one in enumerate(facts))
    return {int(doc_id): (int(one.doc_id), one.similarity) for doc_id, one in found.items()}


def test_the_same_text_is_a_duplicate_of_the_first():
    text = make_text()
    assert find(text, make_text(), text, text) == {2: (0, 1.0), 3: (0, 1.0)}


def test_a_short_text_is_a_duplicate_only_word_for_word():
    assert find("The rate is 40.", "The rate is 41.", "The rate is 40.") == {2: (0, 1.0)}


def test_a_slightly_edited_text_is_found_and_never_called_the_same():
    text = make_text()
    edited = edit(text, 0.005)
    (earlier, similarity) = find(make_text(), text, edited)[2]
    assert earlier == 1
    assert NEAR <= similarity < 1
    assert similarity == pytest.approx(overlap(text, edited), abs=0.08)


def test_space_and_case_make_no_difference_but_the_text_is_not_the_same():
    text = make_text()
    assert find(text, text.upper().replace(" ", "\n")) == {1: (0, 0.99)}


def test_texts_without_spaces_are_compared_too():
    text = "".join(chr(0x4E00 + CHANCE.randrange(3_000)) for _ in range(1_500))
    assert find(text, f"{text[:700]}新{text[700:]}")[1][1] > 0.9


def test_texts_that_share_half_are_no_duplicates():
    shared = make_text(300)
    assert find(f"{shared} {make_text(300)}", f"{shared} {make_text(300)}") == {}


def test_the_share_of_equal_places_estimates_the_overlap():
    text = make_text()
    for share in (0.01, 0.03, 0.1):
        errors = []
        for _ in range(10):
            edited = edit(text, share)
            errors.append((sign(text) == sign(edited)).mean() - overlap(text, edited))
        assert abs(sum(errors) / len(errors)) < 0.04  # one has a standard error of 0.044 at most


def test_a_group_with_a_common_beginning_is_compared_with_the_nearest():
    form = make_text(80)
    texts = [f"{form} {make_text(120)}" for _ in range(60)]
    found = find(*texts, edit(texts[-1], 0.004))
    assert found[60][0] == 59
