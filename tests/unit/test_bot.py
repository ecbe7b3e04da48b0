"""The bot's arguments: what counts as history, documents and numbers, and what is refused."""

from __future__ import annotations

import asyncio
import inspect
from dataclasses import replace

import pytest

from qa_bot import AsyncQABot, QABot, QABotError, Turn, build_index
from qa_bot.config import Settings
from tests.fakes import FakeEncoder

BEFORE = "What is the harbour office?"
SMALL_WORDS = ["Why?", "Who is it?", "When was it?", "And them?", "What about that?"]


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bot")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "a.txt").write_text("The harbour office counts boats.")
    (folder / "corpus" / "b.txt").write_text("The lake office counts herons.")
    build_index(folder / "corpus", folder / "index", encoder=FakeEncoder())
    return folder / "index"


@pytest.fixture
def bot(index):
    settings = Settings(reader="off", strictness=1)
    with QABot.open(index, settings=settings, encoder=FakeEncoder()) as opened:
        yield opened


@pytest.mark.parametrize("question", SMALL_WORDS)
def test_a_follow_up_of_small_words_is_resolved_before_it_is_checked(bot, question):
    given = bot.answer(question, history=[BEFORE])
    assert "harbour office" in given.asked_as
    assert given.citations[0].quote == "The harbour office counts boats."
    assert list(bot.answer_stream(question, history=[BEFORE]))[-1].citations == given.citations


@pytest.mark.parametrize("question", [*SMALL_WORDS, "?", ""])
def test_without_history_small_words_ask_nothing(bot, question):
    given = bot.answer(question)
    assert not given.answered
    assert given.text == "Ask a question about the documents."
    assert bot.answer_many([question])[0].text == given.text


@pytest.mark.parametrize(
    "history",
    [
        BEFORE,
        Turn(BEFORE),
        [Turn(BEFORE, "An office.")],
        {"role": "user", "content": BEFORE},
        [{"role": "user", "content": BEFORE}, {"role": "assistant", "content": "An office."}],
        [{"role": "system", "content": "Be brief."}, {"role": "user", "content": BEFORE}],
        [{"role": "user", "content": [{"type": "text", "text": BEFORE}], "metadata": None}],
        [
            {"role": "user", "content": [{"type": "file", "file": {"path": "a.png"}}, BEFORE]},
            {"role": "assistant", "content": [{"type": "text", "text": "An office."}]},
        ],
    ],
)
def test_history_is_understood_in_every_usual_form(bot, history):
    assert bot.answer("What does it count?", history=history).asked_as == (
        "What does the harbour office count?"
    )


def test_a_reply_in_messages_counts_as_in_a_turn(bot):
    turn = [Turn("Who counts boats?", "It is ENISA that counts them.")]
    messages = [
        {"role": "user", "content": turn[0].question},
        {"role": "assistant", "content": turn[0].reply},
    ]
    asked = [bot.answer("Who leads it?", history=h).asked_as for h in (turn, messages)]
    assert asked[0] == asked[1]
    assert asked[0] == "Who leads it? (ENISA)"


@pytest.mark.parametrize(
    ("history", "named"),
    [
        (3, "int"),
        ([3], "int"),
        ([None], "NoneType"),
        ([{"text": "What?"}], "role"),
        ([{"role": "narrator", "content": "What?"}], "narrator"),
    ],
)
def test_other_history_is_refused_by_name(bot, history, named):
    with pytest.raises(QABotError, match=named):
        bot.answer("What does it count?", history=history)


def test_one_document_may_be_named_without_a_list(bot):
    given = bot.answer("What does the office count?", documents="b.txt")
    assert {citation.source for citation in given.citations} == {"b.txt"}
    assert {hit.passage.doc_id for hit in bot.search("office", documents="b.txt")} == {"b.txt"}
    assert bot.answer_many("What?", documents="b.txt")[0].question == "What?"


@pytest.mark.parametrize("number", [0, -1, 1.5, "2"])
def test_a_number_of_excerpts_below_one_is_refused(bot, number):
    for ask in (bot.answer, bot.answer_many, lambda *a, **k: list(bot.answer_stream(*a, **k))):
        with pytest.raises(QABotError, match=f"max_citations is {number!r}; give a whole number"):
            ask("What does the office count?", max_citations=number)


def test_a_number_of_hits_below_one_is_refused(bot):
    with pytest.raises(QABotError, match="k is 0"):
        bot.search("office", 0)


def test_a_closed_bot_says_so(bot):
    bot.close()
    bot.close()
    for use in (
        lambda: bot.answer("What does the office count?"),
        lambda: list(bot.answer_stream("What does the office count?")),
        lambda: bot.answer_many(["What does the office count?"]),
        lambda: bot.search("office"),
        lambda: bot.source("a.txt"),
        bot.documents,
        lambda: bot.index,
    ):
        with pytest.raises(QABotError, match=r"this bot is closed; open another with QABot\.open"):
            use()


def public_members(kind):
    return {name: member for name, member in vars(kind).items() if not name.startswith("_")}


def test_the_async_bot_has_every_method_of_the_bot_with_the_same_parameters():
    ours, theirs = public_members(AsyncQABot), public_members(QABot)
    assert ours.keys() == theirs.keys()
    for name, member in theirs.items():
        if isinstance(member, property):
            assert isinstance(ours[name], property)
        else:
            parameters = inspect.signature(getattr(QABot, name)).parameters
            assert inspect.signature(getattr(AsyncQABot, name)).parameters == parameters


def test_the_async_bot_gives_what_the_bot_gives(bot, index):
    question = "What does the harbour office count?"

    def bare(answer):
        return replace(answer, timings={})

    async def ask():
        opened = await AsyncQABot.open(
            index, settings=Settings(reader="off", strictness=1), encoder=FakeEncoder()
        )
        async with opened as other:
            stages = [stage async for stage in other.answer_stream(question)]
            assert bare(stages[-1]) == bare(bot.answer(question))
            assert stages[:-1] == list(bot.answer_stream(question))[:-1]
            assert [*map(bare, await other.answer_many([question]))] == [bare(bot.answer(question))]
            assert await other.documents() == bot.documents()
            assert await other.source("a.txt") == bot.source("a.txt")
            assert other.confidence_offset == bot.confidence_offset
            assert other.index.manifest == bot.index.manifest
        with pytest.raises(QABotError, match="closed"):
            await other.answer(question)

    asyncio.run(ask())


def test_a_stream_that_is_left_early_leaves_the_async_bot_usable(bot):
    async def ask():
        other = AsyncQABot(bot)
        stages = other.answer_stream("What does the office count?")
        await anext(stages)
        await stages.aclose()
        return await other.answer("What does the office count?")

    assert asyncio.run(ask()).citations


def test_asking_for_more_moves_on(bot):
    first = bot.answer("What does the office count?", max_citations=1)
    more = bot.answer("What else?", history=[first], max_citations=1)
    said = [citation.quote for citation in first.citations]
    assert more.citations
    assert not {citation.quote for citation in more.citations} & set(said)


def test_what_is_refused_with_its_history_is_asked_as_it_was_typed(index):
    settings = Settings(reader="off", strictness=20)
    history = ["How does the bank of Lisbon help small villages?"]
    with QABot.open(index, settings=settings, encoder=FakeEncoder()) as strict:
        given = strict.answer("What about the lake office?", history=history, explain=True)
        refused = strict.answer("What about the lake trout?", history=history, explain=True)
    assert given.answered
    assert given.asked_as == "What about the lake office?"
    assert [one.question for one in given.trace.asked] == [
        "What about the lake office?",
        "What about the lake office? (bank Lisbon help small villages)",
    ]
    assert not refused.answered
    assert refused.asked_as == "What about the lake trout? (bank Lisbon help small villages)"
    assert len(refused.trace.asked) == 2


def test_what_was_said_is_no_answer_to_another_wording(index):
    settings = Settings(reader="off", strictness=20)
    with QABot.open(index, settings=settings, encoder=FakeEncoder()) as strict:
        first = strict.answer("What does the harbour office count?")
        given = strict.answer("What are the reasons?", history=[first], explain=True)
    assert first.answered
    assert len(given.trace.asked) > 1
    assert not given.answered
