from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.answering.followup import make_standalone, resolve_question
from qa_bot.answering.followup.history import as_turn
from qa_bot.types import Answer, Citation, Turn


def cited(quote):
    return Citation(1, "d", "D", "d.txt", "", None, 0, len(quote), quote)


@pytest.mark.parametrize(
    ("before", "question", "expected"),
    [
        ("What is a heat pump?", "Is it noisy?", "Is a heat pump noisy?"),
        ("Tell me about the Suez Canal.", "Who dug it?", "Who dug the Suez Canal?"),
        ("What is ENISA?", "What are its goals?", "What are ENISA’s goals?"),
        ("What are glaciers?", "How fast do they melt?", "How fast do glaciers melt?"),
        ("Who was Ada Lovelace?", "What did she write?", "What did Ada Lovelace write?"),
        ("What is tofu?", "Tell me how it's pressed.", "Tell me how tofu is pressed."),
    ],
)
def test_a_pronoun_is_replaced_by_the_topic(before, question, expected):
    assert make_standalone(question, [before]) == expected


@pytest.mark.parametrize(
    ("before", "question", "expected"),
    [
        ("What does INTERPOL do?", "And ENISA?", "What does ENISA do?"),
        ("What does INTERPOL do?", "What about the World Bank?", "What does the World Bank do?"),
        (
            "What are the signs of kidney disease?",
            "And liver disease?",
            "What are the signs of liver disease?",
        ),
    ],
)
def test_a_fragment_takes_the_place_of_its_parallel(before, question, expected):
    assert make_standalone(question, [before]) == expected


@pytest.mark.parametrize(
    ("before", "question", "expected"),
    [
        ("What are voluntary norms?", "Why do those matter?", "(voluntary norms)"),
        ("What is malaria?", "What are the symptoms?", "(malaria)"),
        ("Tell me about granite.", "What are the main types?", "(granite)"),
        ("Where is the Louvre?", "How many people work there?", "(the Louvre)"),
        ("What is the Peace of Westphalia?", "Tell me more.", "(the Peace of Westphalia)"),
        ("What is a solar oven?", "And the drawbacks?", "(a solar oven)"),
    ],
)
def test_what_has_no_place_in_the_question_follows_in_parentheses(before, question, expected):
    assert make_standalone(question, [before]) == f"{question} {expected}"


@pytest.mark.parametrize(
    "question",
    [
        "Tell me about lung cancer.",
        "What does the WTO do?",
        "What are the causes of inflation?",
        "What is Rock City, and why is it famous?",
        "Who were the Vikings and what did they trade?",
        "Is it possible to recycle glass?",
        "What is WHO?",
        "Which rivers that cross Peru are navigable?",
    ],
)
def test_a_turn_that_stands_on_its_own_is_left_alone(question):
    assert make_standalone(question, ["What is throat cancer?"]) == question


@pytest.mark.parametrize(
    "question", ["Et l'ENISA ?", "¿Y la ONU?", "Wo kommt sie her?", "它是什么?"]
)
def test_other_languages_are_left_alone(question):
    assert make_standalone(question, ["What does INTERPOL do?"]) == question


@pytest.mark.parametrize("history", [[], [""], ["?"], [Turn("", "ENISA helps.")]])
def test_without_a_topic_before_nothing_changes(history):
    assert make_standalone("Who funds it?", history) == "Who funds it?"


def test_after_a_change_of_topic_the_new_one_is_meant():
    history = ["What is ENISA?", "Who leads it?", "What is the WTO?"]
    assert make_standalone("Who leads it?", history) == "Who leads the WTO?"


def test_a_reply_shows_that_the_talk_has_moved_on():
    moved = [
        Turn("What is malaria?", "Malaria is a fever."),
        Turn("Tell me about rust.", "Rust eats iron."),
    ]
    assert make_standalone("What are the causes?", moved) == "What are the causes? (rust)"
    silent = [turn.question for turn in moved]
    assert make_standalone("What are the causes?", silent) == "What are the causes? (malaria, rust)"


def test_a_pronoun_means_the_topic_that_agrees_in_number():
    history = ["What are baby carrots?", "What is a root cellar?"]
    assert make_standalone("Do they freeze well?", history) == "Do baby carrots freeze well?"
    assert make_standalone("Does it freeze?", history) == "Does a root cellar freeze?"


def test_a_comparison_means_the_last_two_topics():
    history = ["What is a llama?", "What is an alpaca?"]
    assert make_standalone("How do they differ?", history) == "How do a llama and an alpaca differ?"


def test_a_shortened_name_is_written_out():
    asked = make_standalone("Where is the museum?", ["Who built the National Air Museum?"])
    assert asked == "Where is the National Air Museum?"


def test_a_noun_of_the_reply_brings_its_adjectives():
    history = [Turn("What came out of the talks?", "The delegates agreed on voluntary norms.")]
    assert make_standalone("Why do those norms matter?", history) == (
        "Why do voluntary norms matter?"
    )


def test_who_or_which_makes_the_name_in_the_excerpt_the_topic():
    quote = "The Global Response Center serves as a hub during cyber incidents."
    before = Answer(
        "Which hub coordinates incidents?",
        "Which hub coordinates incidents?",
        quote,
        (cited(quote),),
        answered=True,
    )
    assert make_standalone("Who funds it?", [before]) == (
        "Who funds it? (The Global Response Center)"
    )


def test_a_long_excerpt_brings_its_rarest_names_only():
    reply = "In Europe, ENISA helps; so does the Budapest Office in Hungary."
    rare = {"enisa": 5.0, "budapest": 4.0, "offic": 1.0}
    asked = make_standalone(
        "Who funds it?",
        [Turn("Which body answers?", reply)],
        lambda term: rare.get(term, 0.5),
    )
    assert asked == "Who funds it? (ENISA, the Budapest Office)"


def test_a_rare_word_of_its_own_makes_a_turn_standalone():
    vague = "What cereals survived?"
    assert make_standalone(vague, ["What is the Green Revolution?"]) != vague
    assert make_standalone(vague, ["What is the Green Revolution?"], lambda term: 5.0) == vague


def test_a_resolved_question_is_left_alone_and_carries_its_topic_on():
    asked = make_standalone("What are the symptoms?", ["What is malaria?"])
    assert make_standalone(asked, ["What is gout?"]) == asked
    assert make_standalone("Is it deadly?", [asked]) == "Is malaria deadly?"


def test_an_answer_is_a_turn_of_its_standalone_question_and_quotes():
    given_answer = Answer("And it?", "And ENISA?", "text", (cited("One."), cited("Two.")), True)
    assert as_turn(given_answer) == Turn("And ENISA?", "One. Two.")
    assert as_turn("What?") == Turn("What?", "")


@given(st.text(max_size=80), st.lists(st.text(max_size=80), max_size=4))
def test_any_text_can_be_asked(question, history):
    assert isinstance(make_standalone(question, history), str)
    assert make_standalone(question, []) == question


@pytest.mark.parametrize(
    "earlier",
    [
        ["Which bodies count boats?", "Who else?"],
        ["Which bodies count boats?", "Who else? (bodies count boats)"],
        ["Which bodies count boats?", "Why?", "Tell me more."],
    ],
)
def test_asking_for_more_leaves_the_last_question_what_it_was(earlier):
    asked = make_standalone("What about FIRST?", earlier)
    assert asked == "What about FIRST? (bodies count boats)"


@pytest.mark.parametrize(
    ("question", "repeats"),
    [
        ("Why does that matter?", False),
        ("Who else?", False),
        ("Tell me more.", False),
        ("What does it count?", True),
        ("And the lake office?", True),
        ("Which other boats sank in the storm?", True),
    ],
)
def test_what_asks_for_more_is_not_answered_with_what_was_said(question, repeats):
    resolved = resolve_question(question, [Turn("Who counts boats?", "The harbour office does.")])
    assert resolved.moves_on is not repeats
    assert repeats or resolved.said == "The harbour office does."


@pytest.mark.parametrize(
    ("question", "others"),
    [
        (
            "What are the symptoms?",
            ("What are the symptoms? (cures malaria bark)", "What are the symptoms?"),
        ),
        ("Is it deadly?", ("Is it deadly? (cures malaria bark)",)),
        ("Why?", ()),
        ("Which rivers cross Peru?", ()),
    ],
)
def test_what_leans_on_the_last_question_has_other_wordings(question, others):
    assert resolve_question(question, ["Who cures malaria with bark?"]).others == others


def test_what_points_to_a_name_that_was_replied_has_no_other_wording():
    history = [Turn("Who counts boats?", "It is ENISA that counts them.")]
    assert resolve_question("Who leads it?", history).others == ()


@pytest.mark.parametrize(
    ("earlier", "question", "expected"),
    [
        ("When is the pump fitted?", "What did it cost?", "What did the pump cost?"),
        ("Who fits the pump?", "What does it cost?", "What does the pump cost?"),
        ("When was the Margaret built?", "What happened to it?", "What happened to the Margaret?"),
        ("Where are hens kept?", "What do they eat?", "What do hens eat?"),
        ("Who sells tickets?", "When do they expire?", "When do tickets expire?"),
        ("What does the ferry cost?", "Where does it stop?", "Where does the ferry stop?"),
        ("What rules apply?", "Who made them?", "Who made rules apply?"),
    ],
)
def test_a_topic_has_no_verb_of_its_question(earlier, question, expected):
    assert make_standalone(question, [earlier]) == expected


@pytest.mark.parametrize(
    "earlier",
    [
        ["How many hens may I keep?", "What happens in July?", "When is the pump fitted?"],
        ["What happens in July?", "When is the pump fitted? (hens, July)"],
    ],
)
def test_a_topic_is_what_was_typed_rather_than_what_was_added(earlier):
    assert make_standalone("What did it cost?", earlier) == "What did the pump cost?"


def test_a_noun_that_asks_for_another_leaves_the_topic_what_it_was():
    earlier = ["What is the Kestrel?", "What is the new price? (Kestrel)"]
    assert make_standalone("Who sells it?", earlier) == "Who sells the Kestrel?"


def test_what_names_something_itself_may_stand_alone_as_it_was_typed():
    resolved = resolve_question("What does the chair do?", ["Who is the treasurer?"])
    assert resolved.text == "What does the chair do? (the treasurer)"
    assert resolved.typed == "What does the chair do?"
    assert resolved.named == {"chair"}
    assert resolve_question("What are the symptoms?", ["What is malaria?"]).typed == ""


def test_a_noun_stands_for_the_one_of_it_that_is_asked_for_next():
    first = "How much is the Spanish beginners course?"
    second = make_standalone("And the intermediate one?", [first])
    assert second == "How much is the intermediate course?"
    carried = "And the intermediate course? (much Spanish beginners course)"
    for said in (second, carried):
        third = make_standalone("Who teaches it?", [first, said])
        assert third == "Who teaches the intermediate course?"


def test_a_turn_that_opens_with_a_conjunction_is_a_follow_up():
    given = make_standalone("Until when?", ["Where can tickets be bought?"])
    assert given == "Until when? (tickets bought)"


def test_a_person_is_who_the_reply_named_where_the_question_named_none():
    asked = Turn("Who leads development at the website?", "Raj Patel leads development.")
    given = make_standalone("What else is he responsible for?", [asked])
    assert given == "What else is he responsible for? (Raj Patel)"
    asked = Turn("Who is the facilities officer?", "Role: Facilities officer; Name: Greta Lind.")
    assert make_standalone("What is her extension?", [asked]).endswith("(the facilities officer)")


@pytest.mark.parametrize(
    ("before", "question", "expected"),
    [
        ("Does the library charge fines?", "Why?", "Why does the library charge fines?"),
        ("Can I use vinegar?", "Why not?", "Why can’t I use vinegar?"),
        ("May children bring a phone?", "Why not?", "Why can’t children bring a phone?"),
        ("Are dogs allowed in the hall?", "And why not?", "Why aren’t dogs allowed in the hall?"),
        ("How long must I stay at home?", "Why is that?", "Why must I stay at home?"),
        ("What fee do adults pay?", "How come?", "Why do adults pay fee?"),
        ("Where are the boats kept in May?", "Why?", "Why are the boats kept in May?"),
        ("Who runs the bar?", "Why?", "Why? (runs bar)"),
        ("Why is the bar shut?", "Why?", "Why? (bar shut)"),
    ],
)
def test_a_reason_is_asked_of_what_was_asked_before(before, question, expected):
    assert make_standalone(question, [before]) == expected


@pytest.mark.parametrize(
    ("reply", "moves_on"),
    [("Dogs are not allowed.", True), ("Dogs stay out, because of the food.", False)],
)
def test_a_reason_that_was_given_already_is_given_again(reply, moves_on):
    resolved = resolve_question("Why?", [Turn("Are dogs allowed?", reply)])
    assert (resolved.moves_on, resolved.may_repeat) == (moves_on, moves_on)
