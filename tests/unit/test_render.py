from dataclasses import replace

from qa_bot.types import Answer, Citation, Contradiction
from qa_bot.web.chat.exchanges import Exchange
from qa_bot.web.chat.render import render_conversation


def cited(number, quote):
    return Citation(number, "d.txt", "D", "d.txt", "", None, 0, len(quote), quote)


def test_a_refusal_offers_questions_that_the_documents_answer():
    given = Answer("Why?", "Why?", "No.", suggestions=("Is <b> ${it} dry?",))
    page = render_conversation([Exchange(given)])
    assert 'data-edit="Is &lt;b&gt; &#36;&#123;it&#125; dry?"' in page
    assert "<b>" not in page


def test_quotes_that_disagree_stand_together_and_are_escaped():
    given = Answer(
        "When?",
        "When?",
        "text",
        (cited(1, "In 1810 <i>."), cited(2, "In 1820.")),
        answered=True,
        confidence=0.8,
        contradictions=(Contradiction(1, 2, "1810", "1820 <i>"),),
        missing="The excerpts give no <i>.",
    )
    page = render_conversation([Exchange(given)])
    assert "1810 against 1820 &lt;i&gt;" in page
    assert page.count("<blockquote>") == 4
    assert "<i>" not in page


def test_a_quote_that_another_source_repeats_is_shown_once():
    quotes = ("The rate is 40.", "The rate is 41.", "The rate is 40.")
    citations = tuple(cited(number, quote) for number, quote in enumerate(quotes, 1))
    given = Answer("Which rate?", "Which rate?", "", citations, answered=True)
    page = render_conversation([Exchange(given)])
    assert page.count("<blockquote>The rate is 40.</blockquote>") == 1
    assert page.count("<blockquote>The rate is 41.</blockquote>") == 1
    assert "The same words as 1:" in page
    assert page.count('class="qa-open"') == 3


def test_a_statement_that_another_source_makes_too_is_shown_once():
    other = replace(cited(2, "The rate was 40."), same_as=1)
    citations = (cited(1, "The rate is 40."), other)
    given = Answer("Which rate?", "Which rate?", "", citations, answered=True)
    page = render_conversation([Exchange(given)])
    assert "<blockquote>The rate was 40.</blockquote>" not in page
    assert "Says the same as 1:" in page
    assert page.count('class="qa-open"') == 2


def test_every_answer_has_thumbs_that_name_its_turn():
    given = Answer("A?", "A?", "text", (cited(1, "Yes."),), answered=True, confidence=0.8)
    page = render_conversation([Exchange(given), Exchange(given)])
    for turn in (0, 1):
        assert page.count(f'class="qa-thumb" data-turn="{turn}"') == 2


def test_a_refusal_says_its_suggestions_once():
    suggestions = ("Is it dry?", "Is it wet?")
    message = "No. The nearest passages are below."
    text = f"No. They do answer: {' '.join(suggestions)} The nearest passages are below."
    given = Answer("Why?", "Why?", text, suggestions=suggestions, message=message)
    page = render_conversation([Exchange(given)])
    visible = page[page.index("qa-refusal") :]
    assert "No. The nearest passages are below." in visible
    assert "They do answer" not in visible
    assert visible.count("Is it dry?</button>") == 1
