"""Complete an excerpt: what it announces, what it points to, and what limits it.

A list or what a line announces is shown whole, and so are the rows of a table where the question
names none of them, and the paragraph below a heading that asks the same. A sentence that points
back brings the one before, one that only restates the question brings what follows, and a rule its
exceptions. Nothing crosses a heading, nor a paragraph's end without such a link.
"""

from __future__ import annotations

from qa_bot.answering.answer_type import asks_for_one_fact, asks_for_several
from qa_bot.answering.conditions import adds_duty, asks_what_happens, goes_on_then
from qa_bot.answering.lacking import ASKING_WORDS
from qa_bot.answering.membership import estimate_membership
from qa_bot.answering.proposals import reports_proposal, tells_outcome
from qa_bot.answering.rows import is_row, read_cells
from qa_bot.answering.sentence_links import is_heading, lacks_remedy, opens_case, restates
from qa_bot.answering.surroundings import Surroundings
from qa_bot.index.lexical.words import terms_of

MAX_WORDS, MAX_FACT_WORDS = 160, 120
"""Words of several sentences at the most, lists apart, and where one fact is asked for."""
MAX_LIST_WORDS = 180
MAX_ITEM_WORDS = 40
"""Words up to which a numbered paragraph is shown whole, with its number and what it is headed."""
MIN_OTHER_ITEMS = 0.3
"""Mean chance of their best sentences from which on other items belong to what one answers."""
MAX_SENTENCES_BEFORE = 2
"""Sentences that are added because the excerpt's first one points back."""
MAX_LIMITS = 2
"""Sentences that are added because they limit what the excerpt says."""
MAX_SENTENCES_AFTER = 4
"""Sentences that are added because the excerpt announces them or says nothing by itself."""


def max_words(question: str) -> int:
    """The words that an excerpt of several sentences has at the most."""
    is_of_one = asks_for_one_fact(question) and not asks_for_several(question)
    return MAX_FACT_WORDS if is_of_one else MAX_WORDS


def find_whole(around: Surroundings, place: int) -> tuple[int, int] | None:
    """The whole list or table that a sentence stands for, if it is short enough."""
    return _find_list(around, place) or _find_table(around, place)


def complete_run(
    around: Surroundings, place: int, first: int, last: int, is_whole: bool
) -> tuple[int, int]:
    """The first and the last sentence of a run once what it needs is added.

    Args:
        around: what it may be made of.
        place: the best sentence.
        first: the run's first sentence.
        last: its last one.
        is_whole: whether it is a whole list or table.
    """
    if not is_whole:
        first, last = _complete_item(around, first, last)
        if is_heading(around.question, around.sentences[place].passage.section):
            first, last = _take_paragraph(around, first, last)
    first = _add_antecedents(around, first, last)
    if not is_whole:
        last = _add_announced(around, first, last)
    last = _add_limits(around, first, _add_remedy(around, last))
    while around.continues(last) and adds_duty(around.question, around.quote(last + 1, last + 1)):
        if _count_words(around, first, last + 1) > max_words(around.question):
            break
        last += 1
    return first, _add_outcome(around, first, last)


def _find_list(around: Surroundings, place: int) -> tuple[int, int] | None:
    """The whole list that a sentence announces or is an item of, if it is short enough.

    Around an item it is the answer only where the question may ask for all of them.
    """
    first = last = place
    while first > 0 and around.is_item(first) and around.touches_next(first - 1):
        first -= 1
    if not around.is_item(first) and not around.announces(first):
        first += 1
    if first > place:
        return None
    while around.touches_next(last) and around.is_item(last + 1):
        last += 1
    if last <= first or not around.is_item(last):
        return None
    if around.is_item(place) and not _wants_all_items(around, place, first, last):
        return None
    return (first, last) if _count_words(around, first, last) <= MAX_LIST_WORDS else None


def _find_table(around: Surroundings, place: int) -> tuple[int, int] | None:
    """All rows of the table that one stands in, if that is short and the question names no row.

    "How long do you keep my data?" asks for what the heading and the columns are called.
    """
    columns = _read_columns(around, place)
    if not columns:
        return None
    section = around.sentences[place].passage.section
    asked = set(terms_of(around.question)) - ASKING_WORDS
    if not asked or not asked <= {*terms_of(" ".join(columns)), *terms_of(section)}:
        return None
    first = last = place
    while around.touches_next(first - 1) and _read_columns(around, first - 1)[:1] == columns[:1]:
        first -= 1
    while around.touches_next(last) and _read_columns(around, last + 1)[:1] == columns[:1]:
        last += 1
    is_short = _count_words(around, first, last) <= MAX_LIST_WORDS
    return (first, last) if last > first and is_short else None


def _read_columns(around: Surroundings, place: int) -> list[str]:
    """The names of the columns of a row; none where a sentence is no row."""
    sentence = around.sentences[place].sentence
    return list(read_cells(around.quote(place, place))) if is_row(around.text, sentence) else []


def _wants_all_items(around: Surroundings, place: int, first: int, last: int) -> bool:
    """Whether the other items of a list belong to the answer that one of them gives.

    Short items that a line announces do. Numbered paragraphs, such as clauses or minutes, do where
    what the reader says of the others is near enough.
    """
    if asks_for_one_fact(around.question) and not asks_for_several(around.question):
        return False
    items = range(first if around.is_item(first) else first + 1, last + 1)
    if items.start > first and not any(around.shares_item(i) for i in items[:-1]):
        return True
    chances = estimate_membership(around.question, around.sentences[place], around.sentences)
    parts = {_find_item(around, i) for i in items} - {_find_item(around, place)}
    others = [max(chances[start : end + 1]) for start, end in parts]
    return bool(others) and sum(others) / len(others) >= MIN_OTHER_ITEMS


def _complete_item(around: Surroundings, first: int, last: int) -> tuple[int, int]:
    """The run grown to the whole item that it is of, with its number, if that is short."""
    if not around.is_item(first):
        return first, last
    start, end = _find_item(around, first)
    is_short = last <= end and _count_words(around, start, end) <= MAX_ITEM_WORDS
    return (start, end) if is_short else (first, last)


def _find_item(around: Surroundings, place: int) -> tuple[int, int]:
    """The sentences of the item that one of them stands in."""
    first = last = place
    while first > 0 and around.shares_item(first - 1):
        first -= 1
    while around.shares_item(last):
        last += 1
    return first, last


def _take_paragraph(around: Surroundings, first: int, last: int) -> tuple[int, int]:
    """The run grown to its paragraph, as far as that is short enough."""
    while around.continues(first - 1) and _count_words(around, first - 1, last) <= max_words(
        around.question
    ):
        first -= 1
    while around.continues(last) and _count_words(around, first, last + 1) <= max_words(
        around.question
    ):
        last += 1
    return first, last


def _add_announced(around: Surroundings, first: int, last: int) -> int:
    """The last sentence once what the excerpt announces, or leaves unsaid, is added.

    A list that begins in it is added to its end, if that is short enough.
    """
    announcing = [i for i in range(first, last + 1) if around.announces(i)]
    if not announcing and restates(around.question, around.quote(first, last)):
        announcing = [last]
    if not announcing:
        return last
    while last < announcing[-1] + MAX_SENTENCES_AFTER:
        if not around.touches_next(last) or _count_words(around, first, last + 1) > max_words(
            around.question
        ):
            break
        if not (around.continues(last) or around.points_back(last + 1) or around.announces(last)):
            break
        last += 1
    whole = last
    while around.is_item(whole) and around.touches_next(whole) and around.is_item(whole + 1):
        whole += 1
    return whole if _count_words(around, first, whole) <= MAX_LIST_WORDS else last


def _add_limits(around: Surroundings, first: int, last: int) -> int:
    """The last sentence once exceptions and conditions that follow are added.

    One that goes on with a pronoun may stand between ("She keeps them locked away. Inhalers are the
    exception").
    """
    for _ in range(MAX_LIMITS):
        skips = around.continues(last) and around.points_back(last + 1)
        limit = next((i for i in (last + 1, last + 1 + skips) if around.limits(i)), None)
        if limit is None or _count_words(around, first, limit) > MAX_LIST_WORDS:
            break
        last = limit
    return last


def _add_remedy(around: Surroundings, last: int) -> int:
    """The last sentence once what is to be done is added, unless another case follows."""
    if not around.continues(last):
        return last
    following = around.sentences[last + 1].sentence
    if asks_what_happens(around.question) and goes_on_then(around.text, following):
        again = around.continues(last + 1)
        return last + 1 + (again and goes_on_then(around.text, around.sentences[last + 2].sentence))
    lacking = lacks_remedy(around.question, around.quote(last, last))
    return last + (lacking and not opens_case(around.text, following))


def _add_outcome(around: Surroundings, first: int, last: int) -> int:
    """The last sentence once what became of a proposal is added, if that is told soon."""
    said = around.quote(first, last)
    if asks_for_one_fact(around.question) or not reports_proposal(said) or tells_outcome(said):
        return last
    place = last
    while place < last + MAX_SENTENCES_AFTER and around.continues(place):
        place += 1
        if tells_outcome(around.quote(place, place)):
            is_short = _count_words(around, first, place) <= max_words(around.question)
            return place if is_short else last
    return last


def _add_antecedents(around: Surroundings, first: int, last: int) -> int:
    """The first sentence once those that the excerpt's opening points to are added."""
    for _ in range(MAX_SENTENCES_BEFORE):
        too_long = _count_words(around, first - 1, last) > MAX_LIST_WORDS if first else True
        if too_long or not around.points_back(first):
            break
        first -= 1
    return first


def _count_words(around: Surroundings, first: int, last: int) -> int:
    return len(around.quote(first, last).split())
