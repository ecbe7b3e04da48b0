from qa_bot.types import Answer, Citation
from qa_bot.web.chat.opinions import read_reason, render_reasons

CITED = Citation(1, "d", "D", "d.txt", "", None, 0, 4, "Yes.")
GIVEN = Answer("A?", "A?", "text", (CITED,), answered=True, confidence=0.8)


def test_a_reason_is_a_choice_that_was_offered_and_a_comment_on_one_line():
    sent = {"choice": "Out of date", "comment": " since\n2020 "}
    assert read_reason(GIVEN, sent) == "Out of date: since 2020"
    assert read_reason(GIVEN, {"choice": "forged", "comment": None}) == ""
    assert len(read_reason(GIVEN, {"comment": "x" * 10_000})) == 500


def test_refusals_offer_other_reasons_and_empty_answers_none():
    refusal = Answer("A?", "A?", "No.", nearest=(CITED,))
    assert "Out of date" in render_reasons(GIVEN)
    assert "Out of date" not in render_reasons(refusal)
    assert render_reasons(Answer("A?", "A?", "No.")) == ""
