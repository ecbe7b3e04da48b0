"""The forms of questions: told by whole patterns, so that ordinary questions stay what they are."""

from __future__ import annotations

import pytest

from qa_bot.answering.forms.asking import answer_several
from qa_bot.answering.forms.asking_twice import split_questions
from qa_bot.answering.forms.detection import find_form
from qa_bot.types import Answer, Citation

PARAPHRASES = {
    "overview": """
        What is this about?
        what is this document about
        What's this about
        Summarise
        Summarize this
        Please summarise the document
        Can you summarise the documents for me?
        Give me an overview
        give an overview of the documents
        I'd like a short summary, please
        Could you give me a brief summary of everything?
        overview
        tl;dr
        TLDR please
        What are the key points?
        key points
        main points of handbook.pdf
        What are the main points of handbook.pdf?
        List the main takeaways
        Summarise the choir rules
        summary of the annual report in three sentences
        Tell me what this is about
        What does this document say?
        What is in these files?
        What topics do these documents cover?
        Sum up the minutes of 3 May
        What do the documents cover?
        Give me the gist
        the gist of the policy
        what are the most important findings?
        Tell me about this document
        Describe the document
        What should I know about these documents?
        Can I get a rundown of the policy?
        In short, what is this about?
        Recap the meeting minutes
    """,
    "card": """
        hello
        Hi!
        Hey there
        Good morning
        thanks
        Thank you very much!
        ok thanks
        help
        Can you help me?
        What can you do?
        What can I ask you?
        which documents do you have
        What documents do you have?
        What documents are there?
        List the documents
        show me all your documents
        How does this work?
        Who are you?
        what files are loaded
        Hello, what can you do?
        Hello and thanks
        Hallo
        Guten Tag, danke
        Bonjour et merci
        Hola! Gracias.
        Ciao, grazie mille
        Bom dia e obrigado
        Hej! Tack så mycket
        Hallo, was kannst du?
        Which files have you read?
        How many documents do you have?
        What do you know?
        What kind of questions can I ask?
        bye
        How do I use this?
        what can i ask here
        Where do your answers come from?
        hi, which documents do you have?
        What topics do you cover?
        example questions
    """,
    "list": """
        List all members of the committee
        List the opening hours
        Which countries are named?
        Which organisations are mentioned in the essay?
        How many tools are listed?
        Name all rivers
        What are all the steps of the procedure?
        Who are all the members of the board?
        Give me a list of all fees
        Show me the list of suppliers
        Enumerate the duties of the treasurer
        a complete list of the prices
        How many members are named?
        List every exhibit
        Please list the requirements
        What exceptions are listed?
        Count the stations
    """,
    "comparison": """
        What is the difference between A and B?
        What's the difference between the basic plan and the premium plan?
        Compare ENISA with INTERPOL
        compare the fees of plan A and plan B
        INTERPOL vs ENISA
        ENISA versus the IMF
        How does the old policy differ from the new one?
        How do cats and dogs differ?
        Explain the differences between the two and the three
        In what way does a permit differ from a licence?
        What distinguishes a barge from a boat?
        How is leave different from absence?
        What do ENISA and the IMF have in common?
        Differences between 2023 and 2024
        Can you compare the standard ticket and the group ticket?
        How does the Kestrel compare to the Merlin?
        Which is cheaper, the day ticket or the week ticket?
        comparison between bronze and silver
    """,
    "several": """
        What is ENISA and what does the IMF do?
        Who runs the museum and when does it open?
        When does it open and how much is a ticket?
        Is parking free and where can I park?
        What is ENISA? What does the IMF do?
        Who founded the club and who pays for it?
        How do I apply and what does it cost?
        Where is the office, and what are the opening hours?
        Tell me who runs the museum and when does it open
        Summarise the handbook and tell me who wrote it
        What is the fee; how is it paid?
        What does the warden do and does the treasurer get paid?
        Can I bring a dog and can I park there?
        How many members are there and which of them are paid?
        Who wrote the report and why was it written?
        What happened in May and what happens next?
    """,
    "yes_no": """
        Does the museum open on Mondays?
        Is parking free?
        Can I bring a dog?
        Are members paid?
        Do I have to sign?
        Was the bridge repaired?
        May visitors take photos?
        Must the form be signed?
        Has the fee gone up?
        Isn't the pool closed?
        Should I call the warden?
        Will the lift be repaired?
        Could a member be excluded?
        Did the board agree?
        Have the fees been paid?
        Is it allowed to smoke on board?
    """,
    "numbered": """
        What does clause 3.2 say?
        step 6
        section 4
        What is step 6?
        What is in section 4?
        What does article 12 of the statutes say?
        Show me clause 7
        Quote § 3
        What happens in step 4?
        Read paragraph 2.1
        What does rule 5 require?
        Clause 3.2 of the lease
        What is article 5 about?
        What does step 3 of the manual say?
        explain section 2.3
        article IV
        Appendix B
        What is the last step?
        What's the third step of the recipe?
        What comes after step 3?
        What happens before step 2 of the plan?
        What should I do first when cleaning the pump?
    """,
}
ORDINARY = """
    What does the help desk do?
    Who is behind the hello campaign?
    What was the Hello campaign about money?
    What documents do I need for a visa?
    Which documents must an applicant submit?
    What can you do to prevent phishing?
    How does this policy protect staff?
    Who thanks the sponsors?
    What files does the backup keep?
    Who writes the summary of the meeting?
    When is the summary report due?
    Where are the main points of entry?
    What do ENISA and the IMF do together?
    What are the rules and procedures?
    Who sets the rules and procedures?
    What is the relation between who pays and who is insured?
    When and where was the club founded?
    Who founded ENISA and when?
    How and why do tides change?
    What do members pay and receive?
    How long does step 3 take?
    Who takes the first step?
    What did the board do first?
    Who is responsible for section 4?
    What is the cost of clause 3 repairs?
    Who compared the two bridges?
    What does the list of suppliers cost?
    Where is the overview map?
    What makes a good abstract?
    Who can help me with my taxes?
    Name the capital of Norway
    Name one river in Ghana
    How does INTERPOL help members?
    What are the key elements of the treaty's enforcement mechanism and sanctions?
    What should the summary contain?
    Why is a compromise between speed and safety needed?
    What happens if it rains and the roof leaks?
    Where does the difference come from?
    How do international institutions promote information sharing in cybersecurity?
    How much is the hello kitty bag?
    Who gives thanks at the dinner?
"""


def lines(text):
    return [line.strip() for line in text.strip().splitlines()]


@pytest.mark.parametrize(
    ("kind", "question"), [(k, one) for k, text in PARAPHRASES.items() for one in lines(text)]
)
def test_a_form_is_told_in_many_wordings(kind, question):
    assert find_form(question).kind == kind
    assert find_form(question.lower() if kind != "numbered" else question).kind == kind


@pytest.mark.parametrize("kind", PARAPHRASES)
def test_each_form_has_fifteen_wordings(kind):
    assert len(set(lines(PARAPHRASES[kind]))) >= 15


@pytest.mark.parametrize("question", lines(ORDINARY))
def test_a_question_that_only_has_such_words_stays_ordinary(question):
    assert find_form(question).kind == "question"


@pytest.mark.parametrize(
    ("question", "subjects"),
    [
        ("Summarise", ()),
        ("What are the key points of these documents?", ()),
        ("Please give me a short overview of the choir rules in two sentences",
         ("the choir rules",)),
        ("main points of handbook.pdf", ("handbook.pdf",)),
        ("What is “The Lake Report” about?", ("The Lake Report",)),
        ("Compare ENISA with INTERPOL", ("ENISA", "INTERPOL", "")),
        ("What is the difference between the fees of plan A and plan B?",
         ("plan A", "plan B", "the fees of")),
        ("What is ENISA and what does the IMF do?", ("What is ENISA?", "What does the IMF do?")),
        ("Is parking free and where can I park?", ("Is parking free?", "Where can I park?")),
        ("List all members of the board", ("members of the board",)),
        ("What does clause 3.2 of the lease say?", ("clause", "3.2", "the lease")),
        ("thanks a lot!", ("thanks",)),
        ("Vielen Dank und auf Wiedersehen!", ("thanks",)),
        ("Summarise what is said about dogs", ("dogs",)),
        ("Summarise everything the rules say on dogs", ("dogs",)),
    ],
)  # fmt: skip
def test_a_form_names_what_it_is_about(question, subjects):
    assert find_form(question).subjects == subjects


@pytest.mark.parametrize(
    "question",
    ["What is civil engineering about?", "How many members are there?", "what is in milk"],
)
def test_what_only_the_documents_can_tell_is_not_sure(question):
    assert not find_form(question).is_sure


@pytest.mark.parametrize(
    "question",
    [
        "Which iron was priced well and was a brand that is liked?",
        "Who lived in the cave, and was his friend and companion?",
        "Which tools are well made and have a case for the blades?",
        "What did Dick do when he was asked to go home and have a little wine?",
        "What is another name for Wu or Eastern Wu?",
        "What is the number three reason for becoming or staying homeless?",
        "Other than Chicago or simply UChicago, what is another name of the school?",
        "Where does Link depart from at the end of the game?",
        "Name the line that splits the islands",
        "name of spider from lord of the rings",
        "What gas is given off by heating the salts?",
        "Which estates were named after a ranch?",
        "What are all eggs of the worms covered in?",
    ],
)
def test_what_goes_on_with_and_or_names_one_thing_is_an_ordinary_question(question):
    assert find_form(question).kind == "question"


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Are dogs allowed and is the bar open?", "several"),
        ("Who pays the rent and can they stop it?", "several"),
        ("When is it open and is there a fee?", "several"),
        ("Mill or Bell, which is cheaper?", "comparison"),
        ("Which is cheaper: the mill or the bell?", "comparison"),
        ("List the rules of the club", "list"),
        ("Which tools are named in the rules?", "list"),
    ],
)
def test_halves_sides_and_lists_are_still_told(question, kind):
    assert find_form(question).kind == kind


@pytest.mark.parametrize(
    ("question", "second"),
    [
        ("How much is the Heron for a day and how much for two?", "How much is the Heron for two?"),
        ("Who works in Sales and who in Legal?", "Who works in Legal?"),
        ("Who is the chair and who the secretary?", "Who is the secretary?"),
    ],
)
def test_a_second_half_is_asked_with_the_words_that_it_leaves_out(question, second):
    assert split_questions(question)[1] == second


def test_a_second_half_that_shares_no_words_is_not_completed():
    for question in ("When does the mill open and when the bell?", "What is it and what for?"):
        assert split_questions(question) == ()


@pytest.mark.parametrize(
    ("spans", "shown", "cited"),
    [
        ([(0, 40), (0, 20)], [(0, 40)], [(1,), (1,)]),
        ([(0, 20), (0, 40)], [(0, 40)], [(1,), (1,)]),
        ([(0, 20), (20, 40)], [(0, 20), (20, 40)], [(1,), (2,)]),
        ([(0, 20), (10, 40)], [(0, 20), (10, 40)], [(1,), (2,)]),
    ],
)
def test_what_lies_within_an_excerpt_of_another_part_is_not_shown_again(spans, shown, cited):
    def ask(part, given):
        start, end = spans[len(given)]
        quote = "x" * (end - start)
        citation = Citation(1, "d", "D", "d.txt", "", None, start, end, quote)
        return Answer(part, part, quote, (citation,), answered=True, confidence=0.5)

    answer = answer_several("Both?", ["One?", "Two?"], ask)
    assert [(one.start, one.end) for one in answer.citations] == shown
    assert [part.citations for part in answer.parts] == cited
