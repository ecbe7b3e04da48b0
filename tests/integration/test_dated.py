"""Documents are named by the date that they open with."""

from __future__ import annotations

import pytest

from qa_bot import QABot, build_index

MINUTES = """\
Rowing Club
Minutes of the meeting of {date} 2026

1. Jetty
{jetty}

2. Guests
The fee for guests is {account} euros.

Next meeting: {after} 2026
"""


@pytest.fixture(scope="module")
def bot(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dated")
    (folder / "corpus").mkdir()
    for name, date, after, jetty, account in (
        ("2026-01", "14 January", "11 March", "The old jetty is closed.", "5"),
        ("2026-03", "11 March", "13 May", "The jetty is rebuilt by Holm Ltd.", "7"),
        ("2026-05", "13 May", "8 July", "The jetty opens on 1 June.", "9"),
    ):
        text = MINUTES.format(date=date, after=after, jetty=jetty, account=account)
        (folder / "corpus" / f"club-{name}.txt").write_text(text, encoding="utf-8")
    build_index(folder / "corpus", folder / "index")
    with QABot.open(folder / "index") as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("In the minutes of 11 March, how much is the fee for guests?", "7"),
        ("How much is the fee for guests on 13 May?", "9"),
        ("How much is the fee for guests at the January meeting?", "5"),
        ("How much is the fee for guests at the meeting of 11 March 2026?", "7"),
        ("What was decided on 11 March?", "Holm Ltd"),
        ("When does the jetty open?", "1 June"),
        ("What opens on 1 June?", "1 June"),
    ],
)
def test_a_date_of_a_document_is_asked_of_that_document(bot, question, quote):
    given = bot.answer(question)
    assert given.answered
    assert f" {quote}" in " ".join(f" {citation.quote}" for citation in given.citations)
    assert len({citation.doc_id for citation in given.citations}) == 1


def test_the_date_may_stand_below_the_title(tmp_path):
    (tmp_path / "corpus").mkdir()
    for day, fee in (("10 February", "2"), ("14 April", "4")):
        text = f"# Garden group\n\nMeeting of {day} 2026\n\n## Fair\n\nThe fair costs £{fee}.\n"
        (tmp_path / "corpus" / f"garden-{fee}.md").write_text(text, encoding="utf-8")
    build_index(tmp_path / "corpus", tmp_path / "index")
    with QABot.open(tmp_path / "index") as garden:
        earlier = garden.answer("How much did the fair cost on 10 February?")
        assert [one.source for one in earlier.citations] == ["garden-2.md"]
        assert garden.answer("How much is the fair?").citations[0].source == "garden-4.md"
