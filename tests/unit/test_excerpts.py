"""Excerpts: which sentences the best one is shown with."""

from __future__ import annotations

import math

import pytest

from qa_bot.answering.completion import MAX_WORDS
from qa_bot.answering.excerpts import grow_excerpt
from qa_bot.answering.membership import ScoredSentence
from qa_bot.answering.surroundings import Surroundings
from qa_bot.building.splitting import split_sentences
from qa_bot.types import Passage

QUESTION = "How does the lake office work?"
BEST, FAR = 8.0, -8.0


def grown(text, best, question=QUESTION, logits=(), section=""):
    """The excerpt around the sentence that starts with `best`; the others are far below it."""
    sentences = split_sentences(text, 0, len(text))
    place = next(i for i, s in enumerate(sentences) if text[s.start :].startswith(best))
    logits = logits or [BEST if i == place else FAR for i in range(len(sentences))]
    group = [
        ScoredSentence(Passage(0, "d", 0, len(text), section), i, sentence, 1.5 * logit, logit)
        for i, (sentence, logit) in enumerate(zip(sentences, logits, strict=True))
    ]
    run = grow_excerpt(group[place], Surroundings(question, text, group))
    return text[run[0].sentence.start : run[-1].sentence.end]


@pytest.mark.parametrize(
    "best",
    [
        "They measure the level daily.",
        "Because of this, levels are known.",
        "As a result, boats stay dry.",
        "Additionally, they count boats.",
        "Examples include the northern one.",
        "Through daily visits, they learn the level.",
        "By measuring the level, they warn the boats.",
        "When storms come, these stations close.",
        "One was lost in a storm.",
        "Some of them are red.",
        "The second is closed.",
        "Anything left there is thrown away.",
    ],
)
def test_a_sentence_that_points_back_brings_the_one_before(best):
    text = f"The lake office runs two stations. {best} Boats are painted red."
    assert grown(text, best) == f"The lake office runs two stations. {best}"


@pytest.mark.parametrize(
    "best",
    [
        "Levels are measured daily.",
        "However, it is important to acknowledge that boats sink.",
        "Additionally, Porto has three stations.",
        "This report covers the year 1904.",
        "The last tram leaves at noon.",
        "The second station is closed.",
        "One station was lost in a storm.",
        "Anything is thrown away.",
        "When storms come, the stations close.",
    ],
)
def test_a_sentence_that_stands_alone_stays_alone(best):
    text = f"The lake office runs two stations. {best} Boats are painted red."
    assert grown(text, best) == best


def test_a_bare_surname_brings_the_sentence_with_the_full_name():
    text = "The choir was led by Lotte Brandt. Brandt taught at the school. Boats are red."
    shown = grown(text, "Brandt taught")
    assert shown == "The choir was led by Lotte Brandt. Brandt taught at the school."


def test_a_chain_of_sentences_that_point_back_is_followed_to_its_start():
    text = "The office runs stations. These have clerks. They measure the level. Boats are red."
    shown = grown(text, "They measure")
    assert shown == "The office runs stations. These have clerks. They measure the level."


def test_a_sentence_that_only_restates_the_question_brings_what_follows():
    text = (
        "The lake office works through various mechanisms. Clerks measure the level. "
        "Boats are counted at noon.\n\nHerons nest elsewhere."
    )
    assert grown(text, "The lake office") == text.partition("\n\n")[0]


def test_a_claim_that_something_plays_a_role_brings_what_follows():
    text = "The lake office plays a vital role in boating. It measures the level every day."
    assert grown(text, "The lake office", "How does the lake office help boating?") == text


@pytest.mark.parametrize(
    "question", ["What was decided about the pier?", "What was the outcome for the pier?"]
)
def test_a_topic_that_was_discussed_brings_what_was_decided(question):
    text = "The board discussed the leaking pier. Two offers came in. It accepted the lower one."
    assert grown(text, "The board", question) == text
    decided = "It agreed to mend the pier after members discussed it. Boats are painted red."
    assert grown(decided, "It agreed", question) == decided.partition(" Boats")[0]


@pytest.mark.parametrize(
    ("question", "with_remedy"),
    [
        ("What should I do if the boat leaks?", True),
        ("How do I stop a leak of the boat?", True),
        ("Why does the boat leak?", False),
    ],
)
def test_where_it_is_asked_what_to_do_the_remedy_follows_the_cause(question, with_remedy):
    text = "If the boat leaks, a plank is loose. Drive in a wedge. If it tips, there is no ballast."
    remedy = " Drive in a wedge." if with_remedy else ""
    assert grown(text, "If the boat", question) == f"If the boat leaks, a plank is loose.{remedy}"


def test_a_remedy_that_is_said_brings_nothing():
    text = "If the boat leaks, drive in a wedge. Herons nest nearby."
    shown = grown(text, "If the boat", "What should I do if the boat leaks?")
    assert shown == "If the boat leaks, drive in a wedge."
    text = "If the boat leaks, the clerk must be told. Herons nest nearby."
    shown = grown(text, "If the boat", "What should I do if the boat leaks?")
    assert shown == "If the boat leaks, the clerk must be told."


@pytest.mark.parametrize(
    ("heading", "whole"),
    [
        ("How does the lake office work?", True),
        ("3. Lake office: work", True),
        ("The lake office", False),
        ("How does the lake office work in winter?", False),
    ],
)
def test_below_a_heading_that_asks_the_same_the_paragraph_is_shown(heading, whole):
    text = "Boats are counted. The lake office has clerks. Divers look for weed.\n\nHerons nest."
    paragraph = text.partition("\n\n")[0]
    shown = grown(text, "The lake office", section=heading)
    assert (shown == paragraph) is whole


def test_a_long_paragraph_below_a_heading_that_asks_the_same_keeps_to_the_limit():
    text = " ".join(f"Clerk {'word ' * 30}number {i} measures." for i in range(8))
    shown = grown(text, "Clerk", section=QUESTION)
    assert 35 < len(shown.split()) <= MAX_WORDS


def test_to_a_yes_or_no_question_saying_its_words_again_is_an_answer():
    text = "The lake office works in various ways. Clerks measure the level."
    shown = grown(text, "The lake office", "Does the lake office work in various ways?")
    assert shown != ""
    assert grown(text, "The lake office") == text


@pytest.mark.parametrize(
    "announcement",
    ["Boats sink for several reasons.", "Boats sink as follows:", "Boats pass in three stages."],
)
def test_what_is_announced_is_shown(announcement):
    text = f"{announcement} First comes the storm. Then the mast breaks.\n\nHerons nest."
    assert grown(text, "Boats") == text.partition("\n\n")[0]


def test_sentences_that_answer_beside_the_best_one_are_shown_with_it():
    text = "One clerk measures. Two clerks count boats. Three clerks write. Herons nest nearby."
    shown = grown(text, "Two clerks", logits=[6.0, 7.0, 6.0, -8.0])
    assert shown == "One clerk measures. Two clerks count boats. Three clerks write."


def test_nothing_is_glued_over_the_end_of_a_paragraph():
    text = (
        "One clerk measures the level.\n\nHowever, it is important to acknowledge that boats sink."
    )
    assert grown(text, "One clerk", logits=[7.0, 7.0]) == "One clerk measures the level."
    assert grown(text, "However", logits=[7.0, 7.0]).startswith("However")


def test_a_pronoun_reaches_over_the_end_of_a_paragraph():
    text = "The office runs two stations.\n\nThey measure the level."
    assert grown(text, "They measure") == text


def test_rows_of_a_table_stay_apart():
    text = "Part: QX-77A; Name: Seal.\nPart: QX-77B; Name: Valve.\nPart: QX-78C; Name: Hose."
    shown = grown(text, "Part: QX-77B", logits=[6.0, 7.0, 6.0])
    assert shown == "Part: QX-77B; Name: Valve."


def test_lines_of_wrapped_text_are_one_paragraph():
    first = "The clerk at the northern station measures the level of the lake."
    text = f"{first}\nThe clerk at the southern station counts the boats that pass."
    assert grown(text, "The clerk", logits=[7.0, 7.0]) == text


def test_an_excerpt_has_a_limit():
    text = " ".join(f"Clerk {'word ' * 30}number {i} measures." for i in range(8))
    shown = grown(text, "Clerk", logits=[7.0] * 8)
    assert len(shown.split()) <= MAX_WORDS


def test_sentences_that_were_not_found_are_added_only_where_they_are_needed():
    text = "The office runs two stations. They measure the level. Clerks are paid well."
    sentences = split_sentences(text, 0, len(text))
    group = [
        ScoredSentence(Passage(0, "d", 0, len(text)), i, sentence, score)
        for i, (sentence, score) in enumerate(
            zip(sentences, (-math.inf, 5.0, -math.inf), strict=True)
        )
    ]
    run = grow_excerpt(group[1], Surroundings(QUESTION, text, group))
    assert [one.sentence_id for one in run] == [0, 1]


def test_the_words_of_a_picture_are_not_what_a_sentence_points_to():
    text = "[Picture: a chart of levels]\n\nThis shows that levels rise."
    assert grown(text, "This shows") == "This shows that levels rise."


LIST = (
    "The permit has three parts:\n- a map of the land\n- a fee of ten crowns\n- a signature\n\nEnd."
)


@pytest.mark.parametrize("best", ["The permit", "- a map", "- a fee", "- a signature"])
def test_a_list_stays_whole_with_the_line_that_announces_it(best):
    assert grown(LIST, best) == LIST.removesuffix("\n\nEnd.")


def test_a_list_that_is_too_long_is_not_brought_along():
    text = "Names:\n" + "\n".join(f"- item {i} {'word ' * 20}end" for i in range(12))
    assert grown(text, "- item 2").count("item") == 1


@pytest.mark.parametrize("question", ["How much is the fee?", "Who signs?", "When is it due?"])
def test_one_fact_of_a_list_is_its_item_alone(question):
    assert grown(LIST, "- a fee", question) == "- a fee of ten crowns"


@pytest.mark.parametrize("question", ["Which papers must I bring?", "What do I need?"])
def test_a_question_for_several_things_gets_the_whole_list(question):
    assert grown(LIST, "- a fee", question) == LIST.removesuffix("\n\nEnd.")


MINUTES = (
    "1. Boats. Two boats leak. They stay ashore.\n2. Fees. The fee goes up to 66 crowns in May. "
    "Students still pay 30.\n3. Open day. It is on Saturday. Visitors are welcome.\n"
)


@pytest.mark.parametrize("question", ["What do students pay?", "How much is the student fee?"])
def test_of_numbered_paragraphs_only_the_one_that_answers_is_shown(question):
    assert grown(MINUTES, "Students", question) == (
        "2. Fees. The fee goes up to 66 crowns in May. Students still pay 30."
    )


def test_numbered_paragraphs_that_all_answer_are_shown_together():
    shown = grown(MINUTES, "They stay", "What was decided?", logits=[BEST] * 9)
    assert shown == MINUTES.strip()


def test_a_line_before_a_list_that_does_not_announce_it_stands_alone():
    text = "The lake office is old.\n\n- Clerks measure the level.\n- Divers look for weed.\n"
    assert grown(text, "The lake office is old.") == "The lake office is old."


STEPS = (
    "Grease the winch. Then proceed as follows:\n\n1. Lift the lid.\n2. Fill in oil.\n3. Close it."
)


def test_a_list_that_an_excerpt_ends_with_the_announcement_of_is_shown_to_its_end():
    assert grown(STEPS, "Grease", logits=[7.0, 6.0, -8.0, -8.0, -8.0]) == STEPS


def test_several_reasons_are_shown_to_the_last_where_the_first_is_shown():
    text = (
        "Boats sink for several reasons. The storm comes. Masts break. Planks rot.\n\nHerons nest."
    )
    shown = grown(text, "Boats", logits=[7.0, 6.0, -8.0, -8.0, -8.0])
    assert shown == text.partition("\n\n")[0]


RETENTION = (
    "Data: Letters; Kept for: 2 years.\n\nData: Bills; Kept for: 6 years.\n\n"
    "Data: Calls; Kept for: 90 days."
)


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("How long do you keep my data?", 3),
        ("How long do you keep bills?", 1),
        ("How long do you keep data on fish?", 1),
    ],
)
def test_all_rows_are_shown_where_the_question_names_none(question, rows):
    shown = grown(RETENTION, "Data: Bills", question, section="How long we keep your data")
    assert shown.count("Kept for") == rows


def test_the_rows_of_another_table_are_not_shown_with_one():
    text = f"{RETENTION}\n\nOffice: North; Kept for: us."
    shown = grown(text, "Data: Bills", "What data is kept?", section="What data is kept")
    assert shown == RETENTION


@pytest.mark.parametrize(
    "best",
    [
        "During this time they are turned.",
        "After that date nothing is returned.",
        "Until then, the office is shut.",
        "After the second week they cost eight crowns.",
        "Grated, it is eaten with bread.",
    ],
)
def test_a_time_or_a_state_that_was_named_before_brings_the_sentence_before(best):
    text = f"The wheels ripen until May. {best} Boats are painted red."
    assert grown(text, best) == f"The wheels ripen until May. {best}"
    alone = "In this report levels are given."
    assert grown(f"The lake is old. {alone} Boats are red.", alone) == alone


def test_the_exceptions_of_a_rule_follow_it():
    text = "Items may be returned. This does not apply to boats. Clerks are paid well."
    assert grown(text, "Items") == text.removesuffix(" Clerks are paid well.")
    text = "Fees are due in May.\n\nExceptions are made for clerks.\n\nHerons nest."
    assert grown(text, "Fees") == text.removesuffix("\n\nHerons nest.")
    text = (
        "Oars go to Ann. She locks them up. Poles are the exception: crews keep them. Herons nest."
    )
    assert grown(text, "Oars") == text.removesuffix(" Herons nest.")
    text = "Items may be returned.\n\nIt is not known who built the lake office."
    assert grown(text, "Items") == "Items may be returned."


def test_what_is_done_then_follows_where_it_is_asked_what_happens():
    told = "If a boat is damaged, call the harbour office by noon."
    text = f"{told} We then mend it. Clerks are paid well."
    shown = grown(text, "If a boat", "What happens if a boat is damaged?")
    assert shown == f"{told} We then mend it."
    assert grown(text, "If a boat", "Whom do I tell of damage?") == told
    text = f"{told} Then leave the quay. Do not lift the hatch. Clerks are paid well."
    shown = grown(text, "If a boat", "What should I do if a boat is damaged?")
    assert shown == f"{told} Then leave the quay. Do not lift the hatch."


def test_a_line_that_goes_on_in_a_list_brings_it():
    text = "We ask that\n1. boats are tied up,\n2. nets are dried.\n\nThe harbour is small."
    shown = grown(text, "We ask that", "What do they ask?")
    assert shown == "We ask that\n1. boats are tied up,\n2. nets are dried."


def test_what_has_to_be_done_brings_the_requests_that_follow():
    text = "Clear the hall. Please move the bikes. You must shut the door. The firm is new."
    shown = grown(text, "Clear the hall.", "What must we do before the painters come?")
    assert shown == "Clear the hall. Please move the bikes. You must shut the door."


@pytest.mark.parametrize("heading", ["What we ask", "What you must do", "What is included"])
def test_a_heading_announces_no_list(heading):
    text = f"{heading}\n\n1. Boats are tied up.\n2. Nets are dried."
    assert grown(text, heading, "Who may come?") == heading
