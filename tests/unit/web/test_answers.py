"""Answers as the page shows them, as files, and what a question brings along."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace

import pytest

from qa_bot.errors import QABotError
from qa_bot.types import Answer, Citation, Contradiction, KnownDocument, Part
from qa_bot.web.chat.answers import describe_asked_as, describe_trust, render_answer
from qa_bot.web.chat.asking import Stopped, answer_question
from qa_bot.web.chat.exchanges import Exchange
from qa_bot.web.chat.exporting import export_chat
from qa_bot.web.chat.quoting import describe_chip, quote_in_a_line, render_quote

FIRST = Citation(1, "d", "Handbook", "d.pdf", "Rules", 12, 0, 4, "Nine boats.", place="page 12")
SECOND = replace(FIRST, number=2, doc_id="e", title="Notes", quote="Ten  <boats>.", place="")
THIRD = replace(SECOND, number=3, quote="Nine boats.")
GIVEN = Answer(
    "How many?", "How many?", "…", (FIRST, SECOND, THIRD), answered=True, confidence=0.95
)


def test_the_names_of_a_rows_columns_are_quiet_and_what_answers_is_bold():
    row = "City: Oslo; Rate in <euros>: 60."
    cited = replace(FIRST, quote=row, start=100, end=132, highlight=(129, 131))
    assert render_quote(cited) == (
        "<i>City: </i>Oslo; <i>Rate in &lt;euros&gt;: </i><strong>60</strong>."
    )


@pytest.mark.parametrize(
    ("quote", "inside", "line"),
    [
        ("Run:\n\n```bash\na: b; c: d\n```", {"code": ["a: b; c: d"]}, "Run: a: b; c: d"),
        ("- ls\n```\nThen.\n~~~\nx\n~~~", {"code": ["- ls", "x"]}, "- ls Then. x"),
        ("Say:\n````\n```\nx\n```\n````", {"code": ["```\nx\n```"]}, "Say: ``` x ```"),
        ("Then\n```\ncut", {"code": ["cut"]}, "Then cut"),
        ("`a` and ```b```", {}, "`a` and ```b```"),
        ("- one\n* two", {"bullet": ["- ", "* "]}, "• one • two"),
        ("*one* - two", {}, "*one* - two"),
        ("On 2026-05-14, by LT-002.", {"whole": ["2026-05-14", "LT-002"]}, None),
        ("Use --force or -v.", {"whole": ["--force", "-v"]}, None),
        ("A well-known rule - of 5-", {}, None),
    ],
)
def test_code_items_and_dates_read_as_such_and_every_sign_is_still_there(quote, inside, line):
    written = render_quote(replace(FIRST, quote=quote))
    assert html.unescape(re.sub(r"<[^>]+>", "", written)) == quote
    for name in ("code", "bullet", "whole"):
        found = re.findall(rf'class="?qa-{name}"?>(.*?)</', written, re.DOTALL)
        assert [html.unescape(one).rstrip("\n") for one in found] == inside.get(name, [])
    assert quote_in_a_line(quote) == (line or quote)


def test_the_same_words_elsewhere_are_said_to_be_so_and_not_shown_again():
    shown = render_answer(GIVEN, several=True)
    assert shown.count("<blockquote>Nine boats.</blockquote>") == 1
    assert "1 more place says the same" in shown
    assert "[3]" in shown
    assert "Ten  &lt;boats&gt;." in shown


def test_the_words_that_answer_are_in_bold():
    marked = replace(FIRST, start=100, end=111, quote="Nine <b>.", highlight=(105, 108))
    shown = render_answer(replace(GIVEN, citations=(marked,)), several=True)
    assert "<blockquote>Nine <strong>&lt;b&gt;</strong>.</blockquote>" in shown


@pytest.mark.parametrize(
    ("confidence", "words"),
    [(0.99, "Clear match"), (0.9, "Clear match"), (0.75, "Possible match: check the source"),
     (0.4, "Weak match")],
)  # fmt: skip
def test_trust_is_told_in_three_levels_and_the_number_in_a_tooltip(confidence, words):
    assert describe_trust(confidence) == words
    shown = render_answer(replace(GIVEN, confidence=confidence), several=True)
    assert f">{words}</p>" in shown
    assert f"about {round(100 * confidence)} of 100" in shown


@pytest.mark.parametrize(
    ("citation", "several", "chip"),
    [
        (FIRST, True, "Handbook · p. 12"),
        (FIRST, False, "p. 12"),
        (replace(FIRST, place="slide 3"), False, "slide 3"),
        (replace(FIRST, place=""), False, "Rules"),
        (replace(FIRST, place="", section="Handbook"), False, "Handbook"),
        (replace(FIRST, source_status="removed"), False, "p. 12 · removed since it was read"),
    ],
)
def test_a_source_is_named_in_a_few_words(citation, several, chip):
    assert describe_chip(citation, several) == chip


def test_a_disagreement_is_one_line_and_only_of_what_is_shown():
    shown = render_answer(
        replace(
            GIVEN, contradictions=(Contradiction(1, 2, "9", "10"), Contradiction(1, 7, "9", "8"))
        ),
        several=True,
    )
    assert shown.count("disagree") == 1
    assert "[1] and [2] disagree: 9 against 10." in shown


def test_a_refusal_says_why_offers_questions_and_shows_the_closest_passage():
    refusal = Answer(
        "How?", "How?", "The documents don't answer this.", nearest=(FIRST, SECOND),
        suggestions=("How many boats?",),
        message="The documents don't answer this. They never use: “x”. "
        "The closest excerpts are below; they are not an answer.",
    )  # fmt: skip
    shown = render_answer(refusal, several=True)
    assert "Not in these documents." in shown
    assert "They never use: “x”.</p>" in shown
    assert 'data-do="ask" data-question="How many boats?"' in shown
    assert "Nine boats." in shown
    assert 'data-kind="bibtex"' not in shown


@pytest.mark.parametrize("kind", ["md", "html", "json"])
def test_a_chat_is_a_file_called_after_it(kind):
    exchanges = [Exchange(GIVEN, "000001-a", ("d",))]
    file = export_chat(kind, "Boats <of> Tarn / 2024", exchanges)
    assert file.name == f"boats-of-tarn-2024.{kind}"
    assert "Nine boats." in file.content
    if kind == "json":
        assert json.loads(file.content)[0]["generation"] == "000001-a"
    if kind == "html":
        assert "Ten  &lt;boats&gt;." in file.content
        assert "<button" not in file.content
        assert "<script" not in file.content


def test_code_is_exported_as_code_and_a_sheet_is_named_once():
    quote = "Run <it>:\n\n```sh\nls *\n\x1b echo `a` ``\n```\nThen *wait*."
    cited = replace(FIRST, quote=quote, place="sheet Rates", section="Rates")
    exchanges = [Exchange(replace(GIVEN, citations=(cited,)))]
    written = export_chat("md", "x", exchanges).content
    assert "> ```\n> ls *\n> \ufffd echo `a` ``\n> ```\n> Then \\*wait\\*.\n" in written
    assert "— *Handbook*, sheet Rates (d.pdf)" in written
    page = export_chat("html", "x", exchanges).content
    assert "<code class=qa-code>ls *\n\ufffd echo &#96;a&#96; &#96;&#96;</code>" in page
    fenced = replace(cited, quote="````\n```\nx\n```\n````")
    written = export_chat("md", "x", [Exchange(replace(GIVEN, citations=(fenced,)))]).content
    assert "> ````\n> ```\n> x\n> ```\n> ````\n" in written


def test_nothing_is_not_exported():
    for kind, exchanges in (("md", []), ("exe", [Exchange(GIVEN)])):
        with pytest.raises(QABotError, match="nothing to export"):
            export_chat(kind, "x", exchanges)


def ask(library, **sent):
    return list(answer_question(library, {"id": "7", "question": "Which boats?", **sent}))


def test_every_message_names_its_question_and_the_last_one_has_the_exchange(library):
    messages = ask(library, documents=["boats.txt"])
    assert {message["id"] for message in messages} == {"7"}
    assert "progress" in messages[0]
    exchange = messages[-1]["exchange"]
    assert exchange["generation"] == library.live
    assert exchange["documents"] == ("boats.txt",)
    assert "qa-" in messages[-1]["html"]


def test_a_question_that_was_stopped_ends_at_its_next_step(library):
    stopped = Stopped()
    messages = answer_question(library, {"id": "7", "question": "Which boats?"}, stopped)
    assert "progress" in next(messages)
    stopped.add("7")
    assert list(messages) == []
    for number in range(5_000):
        stopped.add(str(number + 10))
    assert "7" not in stopped


def test_a_follow_up_brings_its_history(library):
    turns = [["How many boats cross the lake of Tarn?", "Nine boats."]]
    (*_, last) = ask(library, question="Why?", turns=turns)
    assert last["exchange"]["answer"]["asked_as"] != "Why?"


@pytest.mark.parametrize(
    "sent",
    [
        None,
        {},
        {"id": "1"},
        {"id": "1", "question": "x" * 2_001},
        {"id": "1", "question": "x", "y": 1},
    ],
)
def test_what_is_no_question_is_refused(library, sent):
    (message,) = answer_question(library, sent)
    assert "reload" in message["error"]


def test_a_document_that_is_gone_is_said_in_plain_words(library):
    (message,) = ask(library, documents=["gone.txt"])
    assert message["error"] == "These documents are not there any more."


def test_one_answer_sends_what_is_new_alone(library):
    asked = {"question": "How is each boat of Tarn painted?", "documents": ["boats.txt"]}
    turns = [["How many boats cross the lake of Tarn?", "Nine boats."]] * 20
    first, last = (json.dumps(ask(library, **asked, turns=t)[-1]) for t in ([], turns))
    assert len(last) < len(first) + 300
    once_shown_and_in_the_text, places = 2, 2
    assert first.count("Each boat is painted red.") <= once_shown_and_in_the_text + places


KNOWN = KnownDocument("d", "Hand<book", "d.pdf", 12_345, 1, "All <boats> are counted.")


def test_a_card_shows_the_documents_and_what_can_be_asked():
    card = Answer(
        "hello", "hello", "…", message="…", form="card", documents=(KNOWN,),
        notice="I answer questions.", suggestions=("How many boats?",),
    )  # fmt: skip
    shown = render_answer(card, several=True)
    assert "I answer questions." in shown
    assert "Hand&lt;book" in shown
    assert "12,345 characters" in shown
    assert "All &lt;boats&gt; are counted." in shown
    assert 'data-question="How many boats?"' in shown
    assert "qa-refusal" not in shown
    assert 'data-do="thumb"' not in shown


@pytest.mark.parametrize("form", ["overview", "comparison", "several"])
def test_parts_stand_under_their_titles_with_their_excerpts(form):
    given = replace(
        GIVEN, form=form, confidence=1.0, notice="Read it <so>.",
        parts=(Part("First <part>", (1,)), Part("Second", (2, 3)), Part("Third", (), False, "No.")),
    )  # fmt: skip
    shown = render_answer(given, several=True)
    assert f'data-form="{form}"' in shown
    assert "<h3>First &lt;part&gt;</h3>" in shown
    assert shown.index("Nine boats.") < shown.index("<h3>Second</h3>")
    assert shown.count("qa-chip") == 3
    assert '<p class="qa-why">No.</p>' in shown
    assert "Read it &lt;so&gt;." in shown
    assert "qa-trust" not in shown


def test_the_sides_of_a_comparison_begin_with_a_capital():
    parts = (Part("the old policy", (1,)), Part("iCal", (2,)))
    given = replace(GIVEN, form="comparison", parts=parts)
    shown = render_answer(given, several=True)
    assert "<h3>The old policy</h3>" in shown
    assert "<h3>iCal</h3>" in shown


def test_a_list_has_an_item_an_excerpt():
    given = replace(GIVEN, form="list", parts=(Part("Boats", (1, 2)),), notice="2 items.")
    shown = render_answer(given, several=False)
    assert shown.count("<li ") == 2
    assert "<ol" in shown
    assert "2 items." in shown


def test_the_closest_statement_is_called_that():
    given = replace(GIVEN, form="yes_no", notice="The closest statement:")
    shown = render_answer(given, several=True)
    assert shown.index("The closest statement:") < shown.index("<blockquote>")


def test_a_card_counts_slides():
    known = KnownDocument("d", "Plans", "plans.PPTX", 900, 2, "- All of it.")
    card = Answer("hello", "hello", "…", message="…", form="card", documents=(known,))
    shown = render_answer(card, several=True)
    assert "<small>2 slides</small>" in shown
    assert "• All of it." in shown


@pytest.mark.parametrize(
    ("question", "asked_as", "said"),
    [
        ("And Ada?", "And Ada? (owns boats)", "Asked with words from before: owns boats"),
        ("Why?", "Why is it shut? (boats)?",
         "Asked as: Why is it shut? With words from before: boats"),
        ("how many baots", "how many boats", "Asked as: how many boats"),
        ("baots (blue)", "boats (blue)", "Asked as: boats (blue)"),
        ("How is f(x) got?", "How is f (x) got?", "Asked as: How is f (x) got?"),
        ("And it?", "And Harbour (north) Ltd?", "Asked as: And Harbour (north) Ltd?"),
    ],
)  # fmt: skip
def test_words_from_the_turns_before_are_told_apart_from_the_question(question, asked_as, said):
    assert describe_asked_as(replace(GIVEN, question=question, asked_as=asked_as)) == said
