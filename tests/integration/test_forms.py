"""Lists, comparisons, numbered parts, two questions in one, yes or no, with the packaged model."""

from __future__ import annotations

import json

import pytest

from qa_bot import QABot, build_index

LEASE = """\
# Lease of the boathouse

## 1. Parties

The lessor is the town of Marrow. The lessee is the Reed Island Rowing Club.

## 2. Rent

2.1 The rent is 900 euros a month.

2.2 It is due on the third working day. Late payment costs 2 percent.

## 3. Use

3.1 The boathouse is used for rowing only.

3.2 Subletting needs the written consent of the lessor. Consent may be withdrawn for good reason.

## 4. Members of the board

The board has these members:

- Ada Moreau, chair
- Tom Birch, treasurer
- Ines Falk, secretary
- Ravi Anand, captain

The help desk of the club answers calls on weekdays. It also hands out keys.
"""
FERRIES = """\
The two ferries

The Kestrel is a diesel ferry that was built in 1998. It burns 60 litres of fuel an hour.

The Merlin is an electric ferry that was built in 2021. It is charged overnight at the pier.

Unlike the Merlin, the Kestrel can sail in ice.

A day ticket costs 9 euros, a season ticket 80 euros.
"""
LOG = """\
# Engine changes

## 1.2.1 (May)

- Fixed: the gauge stuck in frost.
- The lamp is brighter.

## 1.2.0 (March)

- New: a clutch that is shifted by hand.
- The bell is louder.
"""
STOPS = "Stop,Minutes\nOld Pier,0\nLighthouse,12\nMill Bay,25\n"


@pytest.fixture(scope="module")
def bot(tmp_path_factory):
    folder = tmp_path_factory.mktemp("forms")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "lease.md").write_text(LEASE, encoding="utf-8")
    (folder / "corpus" / "ferries.txt").write_text(FERRIES, encoding="utf-8")
    (folder / "corpus" / "engine.md").write_text(LOG, encoding="utf-8")
    (folder / "corpus" / "ferry-stops.csv").write_text(STOPS, encoding="utf-8")
    build_index(folder / "corpus", folder / "index")
    with QABot.open(folder / "index") as opened:
        yield opened


def ask(bot, question, **options):
    given = bot.answer(question, **options)
    for citation in (*given.citations, *given.nearest):
        assert bot.source(citation.doc_id).text[citation.start : citation.end] == citation.quote
    numbers = [citation.number for citation in given.citations]
    assert numbers == list(range(1, len(numbers) + 1))
    assert {number for part in given.parts for number in part.citations} <= set(numbers)
    json.dumps(given.to_dict())
    return given


def quotes(given, part=None):
    numbers = [c.number for c in given.citations] if part is None else part.citations
    return [citation.quote for citation in given.citations if citation.number in numbers]


@pytest.mark.parametrize(
    "question",
    ["What does clause 3.2 say?", "clause 3.2", "Show me § 3.2 of the lease", "Read paragraph 3.2"],
)
def test_a_numbered_clause_is_quoted_whole(bot, question):
    given = ask(bot, question)
    assert given.form == "numbered"
    assert quotes(given) == [
        "3.2 Subletting needs the written consent of the lessor. Consent may be withdrawn for good "
        "reason."
    ]


def test_a_numbered_section_is_quoted_without_its_heading(bot):
    given = ask(bot, "What does section 1 say?")
    assert quotes(given) == [
        "The lessor is the town of Marrow. The lessee is the Reed Island Rowing Club."
    ]


def test_a_number_that_no_document_has_is_an_ordinary_question(bot):
    given = ask(bot, "What does clause 17.4 say?")
    assert given.form == "question"
    assert not given.answered


@pytest.mark.parametrize(
    "question",
    ["List all members of the board", "Which members of the board are named?",
     "How many members of the board are there?", "Who are all the board members?"],
)  # fmt: skip
def test_a_list_that_stands_in_the_document_is_told_whole_and_counted(bot, question):
    given = ask(bot, question)
    assert given.form == "list"
    assert given.complete
    assert len(given.citations) == 4
    assert given.notice.startswith("4 items, the whole list")


def test_rows_of_a_table_are_a_list(bot):
    given = ask(bot, "List all stops")
    assert given.complete
    assert [quote.split(";")[0] for quote in quotes(given)] == [
        "Stop: Old Pier", "Stop: Lighthouse", "Stop: Mill Bay"
    ]  # fmt: skip


def test_a_list_cut_short_is_not_complete(bot):
    given = ask(bot, "List all members of the board", max_citations=2)
    assert len(given.citations) == 2
    assert given.complete is False
    assert given.notice.startswith("2 of 4 items")


def test_what_is_no_list_in_the_document_is_not_counted(bot):
    given = ask(bot, "List all ferries")
    assert given.form == "list"
    assert given.complete is None
    assert "not counted" in given.notice
    assert given.text.startswith(given.notice)


def test_a_number_that_is_stated_is_an_ordinary_answer(bot):
    given = ask(bot, "How many litres of fuel does the Kestrel burn?")
    assert given.form == "question"
    assert "60 litres" in given.text


@pytest.mark.parametrize(
    "question",
    ["What is the difference between the Kestrel and the Merlin?",
     "Compare the Kestrel with the Merlin", "Kestrel vs. Merlin",
     "How does the Kestrel differ from the Merlin?"],
)  # fmt: skip
def test_two_things_are_shown_side_by_side(bot, question):
    given = ask(bot, question)
    assert given.form == "comparison"
    sides = [part for part in given.parts if part.title != "Both"]
    assert [part.answered for part in sides] == [True, True]
    assert any("diesel" in quote for quote in quotes(given, sides[0]))
    assert any("electric" in quote for quote in quotes(given, sides[1]))


def test_what_compares_is_not_shown_again_beside_each(bot):
    given = ask(bot, "What is the difference between a day ticket and a season ticket?")
    assert [part.title for part in given.parts] == ["Both"]
    assert quotes(given) == ["A day ticket costs 9 euros, a season ticket 80 euros."]


def test_what_is_shown_of_both_is_no_gap_of_a_side(bot):
    given = ask(bot, "Compare the treasurer and the secretary")
    assert [part.title for part in given.parts] == ["Both"]
    assert "don't say" not in given.text


def test_documents_are_compared_by_their_overviews(bot):
    given = ask(bot, "Compare the lease and the ferry stops")
    sources = [{given.citations[i - 1].source for i in part.citations} for part in given.parts]
    assert sources == [{"lease.md"}, {"ferry-stops.csv"}]
    assert "overview of “Lease of the boathouse”" in given.parts[0].message


def test_sections_are_compared_where_no_passage_says_what_they_are(bot):
    given = ask(bot, "Compare 1.2.0 and 1.2.1")
    assert [part.title for part in given.parts] == ["1.2.0", "1.2.1"]
    assert "clutch" in quotes(given, given.parts[0])[0]
    assert "gauge" in quotes(given, given.parts[1])[0]


def test_a_version_that_does_not_occur_is_not_taken_for_another(bot):
    given = ask(bot, "Compare 1.2.0 and 2.1.0")
    assert [part.answered for part in given.parts] == [True, False]


def test_what_speaks_of_neither_side_is_no_comparison(bot):
    given = ask(bot, "What is the difference between a lion and a tiger?")
    assert given.form == "comparison"
    assert not given.answered


def test_what_nothing_compares_is_said_to_be_so(bot):
    given = ask(bot, "Compare the Kestrel with the rent")
    assert "Nothing compares the two" in given.text
    given = ask(bot, "Compare the Kestrel with the Titanic")
    assert "say nothing on one of them" in given.text
    assert [part.answered for part in given.parts] == [True, False]


def test_two_questions_are_answered_each_on_its_own(bot):
    given = ask(bot, "What is the rent and who is the lessor?")
    assert given.form == "several"
    assert [part.title for part in given.parts] == ["What is the rent?", "Who is the lessor?"]
    assert quotes(given, given.parts[0]) == ["2.1 The rent is 900 euros a month."]
    assert "town of Marrow" in quotes(given, given.parts[1])[0]


def test_one_half_is_refused_and_the_other_answered(bot):
    given = ask(bot, "Who is the lessor and what does the Eiffel Tower weigh?")
    assert given.answered
    assert [part.answered for part in given.parts] == [True, False]
    assert "never use" in given.parts[1].message


def test_the_second_half_points_back_to_the_first(bot):
    given = ask(bot, "What is the Kestrel and when was it built?")
    assert "the Kestrel built" in given.asked_as


def test_the_second_half_is_of_what_the_first_names(tmp_path):
    rows = ["Boat,Day (£),Deposit (£)", "Canoe,70,80", "Skiff,55,60", "Raft,90,110"]
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "hire.csv").write_text("\n".join(rows))
    build_index(tmp_path / "corpus", tmp_path / "index")
    with QABot.open(tmp_path / "index") as hire:
        given = ask(hire, "What does a day in a canoe cost and what is the deposit?")
    assert [part.answered for part in given.parts] == [True, True]
    assert [quote.split(";")[0] for quote in quotes(given)] == ["Boat: Canoe"]
    assert given.asked_as == "What does a day in a canoe cost? What is the deposit?"


def test_two_halves_without_an_answer_are_a_refusal(bot):
    given = ask(bot, "Who won the chess cup and where is Timbuktu?")
    assert not given.answered
    assert given.nearest
    assert given.reason


def test_yes_or_no_is_the_closest_statement(bot):
    given = ask(bot, "Is subletting allowed?")
    assert given.form == "yes_no"
    assert given.notice.startswith("The closest statement")
    assert "written consent" in quotes(given)[0]


def test_what_is_not_stated_is_said_so(bot):
    given = ask(bot, "Does the club own a helicopter?")
    assert not given.answered
    assert "It is not stated either way." in given.message
    assert given.message in given.text


def test_questions_with_such_words_are_answered_as_before(bot):
    given = ask(bot, "What does the help desk do?")
    assert given.form == "question"
    assert "answers calls" in given.text


def test_many_at_once_are_answered_as_one_by_one(bot):
    asked = ["hello", "clause 3.2", "What is the rent?", "Is subletting allowed?", "Summarise"]
    together = bot.answer_many(asked)
    assert [one.form for one in together] == [
        "card", "numbered", "question", "yes_no", "overview"
    ]  # fmt: skip
    for question, given in zip(asked, together, strict=True):
        assert given.citations == bot.answer(question).citations


def test_another_language_than_the_documents_is_named_and_answered_where_it_can(bot):
    given = ask(bot, "Wann wurde der Merlin gebaut?")
    assert given.answered
    assert "2021" in given.text
    assert "The documents are in English." in given.notice
    assert "seems to be in German" in given.notice


def test_a_refusal_in_another_language_names_no_unknown_words(bot):
    given = ask(bot, "Quelles sont les règles de la chorale?")
    assert not given.answered
    assert "The documents are in English." in given.message
    assert "never use" not in given.text


def test_the_question_at_the_end_of_a_story_is_answered(bot):
    story = (
        "I have been a member of the club for about eleven years now and my cousin, who lives "
        "abroad, would like to use my locker and maybe the boat rack as well while I am recovering "
        "from surgery this summer, and I do not want to get into any trouble with anybody. "
    )
    text = f"{story * 3}So who has to agree to subletting?"
    given = ask(bot, text)
    assert len(text) > 700
    assert given.question == text
    assert given.asked_as == "So who has to agree to subletting?"
    assert "written consent of the lessor" in given.text


def test_a_text_over_the_limit_is_given_back(bot):
    text = "Who signs the lease? " * 200
    given = ask(bot, text)
    assert not given.answered
    assert text in given.text
    assert "\n" not in given.message
