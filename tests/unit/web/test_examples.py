"""Example questions: each is asked before it is offered, and kept for its generation."""

from __future__ import annotations

import json
import threading
from types import MappingProxyType

from qa_bot import build_index
from qa_bot.answering.bot import QABot
from qa_bot.reading.files import read_data
from qa_bot.reading.parsed import RawFile
from qa_bot.web.library import examples
from qa_bot.web.library.examples import Examples, choose_examples, pose_questions

TEXTS = MappingProxyType({
    "rules.md": "# Rules\n\n## 1 Overview\n\nThe duty officer must tell the team within an hour. "
    "The scribe is a member of the team. The next meeting is on Monday.\n\n"
    "A key may be copied by two officers. A runbook is a list of steps. The pressure should lie at "
    "one bar. Visitors can wait outside. When nobody answers, the Red Desk helps. The Red Desk is "
    "a room. All of this is a rule. What we do\nTime was a friend.\n\n"
    "## 2.1 Who decides\n\nThe duty officer decides.\n\n## 2.2 Who we are\n\nA team.\n\n"
    "## How long a shift is\n\nEight hours.\n\n## May 2024\n\nNothing.\n\n"
    "## What is told to the public?\n\nThe cause is told. It is told late.\n",
})  # fmt: skip


def read(name):
    return read_data(RawFile(name, TEXTS[name].encode())).document


def test_questions_are_posed_as_a_person_would():
    assert list(pose_questions(read("rules.md"))) == [
        "What is told to the public?",
        "Who decides?",
        "What is a runbook?",
        "What is the Red Desk?",
        "What must the duty officer do?",
        "What can visitors do?",
    ]


def test_documents_without_a_question_are_asked_what_they_are_about(tmp_path, encoder):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "pots.txt").write_text("Pots\n\nA crock is a pot of clay. It is old.\n")
    (corpus / "tides.csv").write_text("Port,Low water,High water\nTarn,04:10,10:25\n")
    build_index(corpus, tmp_path / "index", encoder=encoder)
    with QABot.open(tmp_path / "index", encoder=encoder) as bot:
        assert choose_examples(bot) == [
            "What is a crock?", "What is “Tides” about?", "What is “Pots” about?"
        ]  # fmt: skip


def test_only_what_is_answered_by_its_own_document_is_offered(essay_bot):
    chosen = choose_examples(essay_bot)
    assert 3 <= len(chosen) <= 4
    assert len(set(chosen)) == len(chosen)
    for question in chosen:
        given = essay_bot.answer(question)
        assert given.answered
        assert given.confidence >= 0.8
    assert chosen[-1].startswith("What is “International institutions and cybersecurity” about")


def wait_for(made, bot):
    assert made.of(bot) == [] or made.of(bot)
    for thread in threading.enumerate():
        if thread.name == "examples":
            thread.join(60)
    return made.of(bot)


def test_examples_are_made_once_a_generation_and_kept(library, tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(examples, "choose_examples", lambda bot, _: asked.append(bot) or ["Why?"])
    made = Examples(tmp_path / "index")
    assert wait_for(made, library.bot) == ["Why?"]
    assert wait_for(Examples(tmp_path / "index"), library.bot) == ["Why?"]
    assert len(asked) == 1
    kept = json.loads((tmp_path / "index" / examples.KEPT).read_text())
    assert kept == {"generation": library.live, "questions": ["Why?"]}
    (tmp_path / "index" / examples.KEPT).write_text("{")
    assert wait_for(Examples(tmp_path / "index"), library.bot) == ["Why?"]
    assert len(asked) == 2


def test_closing_waits_for_a_question_on_its_way_and_keeps_nothing_half(
    library, tmp_path, monkeypatch
):
    asked, closing = threading.Event(), threading.Event()

    def choose(bot, ended):
        asked.set()
        assert closing.wait(60)
        assert ended()
        return ["Why?"]

    monkeypatch.setattr(examples, "choose_examples", choose)
    made = Examples(tmp_path / "index")
    monkeypatch.setattr(made._ended, "set", lambda s=made._ended.set: (s(), closing.set()))
    made.of(library.bot)
    assert asked.wait(60)
    made.close()
    assert not (tmp_path / "index" / examples.KEPT).exists()
    assert [thread for thread in threading.enumerate() if thread.name == "examples"] == []
