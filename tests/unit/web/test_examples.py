"""Example questions: each is asked before it is offered, and kept for its generation."""

from __future__ import annotations

import json
import threading
from types import MappingProxyType

from qa_bot.reading.files import read_data
from qa_bot.reading.parsed import RawFile
from qa_bot.web.library import examples
from qa_bot.web.library.examples import Examples, choose_examples, pose_questions

TEXTS = MappingProxyType({
    "rules.md": "# Rules\n\n## 1 Overview\n\nThe duty officer must tell the team within an hour. "
    "The scribe is a member of the team. The next meeting is on Monday.\n\n"
    "## 2.1 Who decides\n\nThe duty officer decides.\n\n"
    "## What is told to the public?\n\nThe cause is told. It is told late.\n",
})  # fmt: skip


def read(name):
    return read_data(RawFile(name, TEXTS[name].encode())).document


def test_questions_are_posed_as_a_person_would():
    posed = list(pose_questions(read("rules.md")))
    assert posed[0] == "What is told to the public?"
    assert "Who decides?" in posed
    assert "What must the duty officer do?" in posed
    assert "What is the scribe?" in posed
    assert "What is the next meeting?" not in posed, "nothing defines it"
    assert "What is Rules about?" in posed
    assert "What is Rules?" not in posed
    assert not [
        question for question in posed if "1 Overview" in question or "What is it" in question
    ]


def test_only_what_is_answered_by_its_own_document_is_offered(essay_bot):
    chosen = choose_examples(essay_bot)
    assert 1 <= len(chosen) <= 4
    assert len(set(chosen)) == len(chosen)
    for question in chosen:
        given = essay_bot.answer(question)
        assert given.answered
        assert given.confidence >= 0.8


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
