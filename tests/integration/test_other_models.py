"""Models and readers other than the packaged ones, as small ones made here stand for them."""

from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
import pytest

from qa_bot import QABot, build_index
from qa_bot.config import Settings
from qa_bot.errors import IndexMismatchError, ModelError
from qa_bot.models.onnx_encoder import OnnxEncoder
from qa_bot.models.onnx_export import TOLERANCE
from qa_bot.models.opening import open_encoder, open_reader
from qa_bot.models.reader import ReaderInput
from qa_bot.models.sentence_transformers_encoder import read_prompts
from tests import models

TEXTS = ["Who mends the roads?", "The town.", "A long one. " * 60]
PASSAGE = "The town mends the roads. It is old. The mayor pays for it."
SENTENCES = ((0, 25), (26, 36), (37, 59))


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("QA_BOT_MODEL_CACHE", str(tmp_path / "cache"))


@pytest.mark.parametrize("pooling", ["mean", "cls"])
@pytest.mark.parametrize("kind", ["bert", "roberta", "mpnet"])
def test_vectors_are_those_of_sentence_transformers(tmp_path, kind, pooling):
    from sentence_transformers import SentenceTransformer

    folder = models.make_encoder(tmp_path / "model", kind, pooling)
    encoder = open_encoder(Settings(model=str(folder), encoding="fp32"))
    assert isinstance(encoder, OnnxEncoder)
    own = SentenceTransformer(str(folder), device="cpu")
    expected = own.encode(TEXTS, normalize_embeddings=True)
    assert np.allclose(encoder.encode_passages(TEXTS), expected, atol=TOLERANCE)
    assert np.allclose(encoder.encode_questions(TEXTS[:1]), expected[:1], atol=TOLERANCE)
    assert (encoder.identity.dim, encoder.identity.max_tokens) == (16, 64)


def test_prompts_of_the_models_files_stand_before_questions_and_passages(tmp_path):
    from sentence_transformers import SentenceTransformer

    prompts = {"query": "question: ", "passage": "passage: "}
    folder = models.make_encoder(tmp_path / "model", prompts=prompts)
    encoder = open_encoder(Settings(model=str(folder), encoding="fp32"))
    assert isinstance(encoder, OnnxEncoder)
    own = SentenceTransformer(str(folder), device="cpu")
    for encode, prompt in (
        (encoder.encode_questions, "question: "),
        (encoder.encode_passages, "passage: "),
    ):
        expected = own.encode([prompt + text for text in TEXTS], prompt="")
        assert np.allclose(encode(TEXTS), expected, atol=TOLERANCE)
        assert not np.allclose(encode(TEXTS[:2]), own.encode(TEXTS[:2], prompt=""), atol=0.01)
    assert encoder.count_tokens(["passage: "]) == [2]
    assert encoder.identity.reserved_tokens == 4


@pytest.mark.parametrize(
    ("prompts", "default", "expected"),
    [
        ({"query": "q: ", "document": "d: "}, None, ("q: ", "d: ")),
        ({"query": "q: ", "document": "", "passage": "p: "}, None, ("q: ", "p: ")),
        ({"query": "q: ", "corpus": "c: "}, None, ("q: ", "c: ")),
        ({"all": "x: "}, "all", ("x: ", "x: ")),
        ({"all": "x: "}, None, ("", "")),
        ({}, None, ("", "")),
        (None, None, ("", "")),
    ],
)
def test_prompts_go_by_the_names_that_models_give_them(tmp_path, prompts, default, expected):
    content = {"prompts": prompts, "default_prompt_name": default}
    (tmp_path / "config_sentence_transformers.json").write_text(json.dumps(content))
    assert read_prompts(tmp_path) == expected


def test_a_damaged_file_of_prompts_is_named(tmp_path):
    (tmp_path / "config_sentence_transformers.json").write_text("[1]")
    with pytest.raises(ModelError, match=r"config_sentence_transformers\.json can't be read"):
        read_prompts(tmp_path)


def test_passages_leave_room_for_the_prompt(tmp_path):
    prompts = {"passage": "this is a passage of some document of the town: "}
    folder = models.make_encoder(tmp_path / "model", max_tokens=40, prompts=prompts)
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").write_text(" ".join(f"The town mends road {n}." for n in range(40)))
    settings = Settings(model=str(folder), reader="off")
    build_index(corpus, tmp_path / "index", settings=settings)
    encoder = open_encoder(settings)
    with QABot.open(tmp_path / "index", settings=settings) as bot:
        document = bot.documents()[0]
        passages = bot.index.documents.passages_of(document.doc_id)
        texts = [prompts["passage"] + document.text[p.start : p.end] for p, _ in passages]
        assert max(encoder.count_tokens(texts)) + 2 <= 40
        assert bot.answer("Who mends the roads?").nearest or bot.answer("Who mends?").citations


def test_a_model_whose_files_changed_is_another_model(tmp_path):
    folder = models.make_encoder(tmp_path / "model")
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.txt").write_text(PASSAGE)
    settings = Settings(model=str(folder), reader="off")
    build_index(tmp_path / "corpus", tmp_path / "index", settings=settings)
    path = folder / "1_Pooling" / "config.json"
    path.write_text(path.read_text().replace("mean", "cls"))
    with pytest.raises(IndexMismatchError, match="other weights"):
        QABot.open(tmp_path / "index", settings=settings)


@pytest.mark.parametrize("kind", ["bert", "roberta"])
def test_a_question_answering_model_scores_sentences_against_its_null(tmp_path, kind):
    import torch
    from transformers import AutoModelForQuestionAnswering, AutoTokenizer

    folder = models.make_span_reader(tmp_path / "reader", kind)
    reader = open_reader(Settings(reader=str(folder)))
    (scores,) = reader.read("Who mends it?", [ReaderInput(PASSAGE, SENTENCES, "A title")])
    tokenizer = AutoTokenizer.from_pretrained(str(folder))
    own = AutoModelForQuestionAnswering.from_pretrained(str(folder)).eval()
    given = tokenizer("Who mends it?", PASSAGE, return_tensors="pt", return_offsets_mapping=True)
    offsets, sides = given.pop("offset_mapping")[0].tolist(), given.sequence_ids(0)
    with torch.no_grad():
        out = own(**given)
    both = torch.stack([out.start_logits[0], out.end_logits[0]], dim=1).double().numpy()

    def log_odds(*spans):
        inside = [
            i
            for start, end in spans
            for i, (a, b) in enumerate(offsets)
            if sides[i] == 1 and a < end and b > start
        ]
        return float((np.logaddexp.reduce(both[inside], axis=0) - both[0]).mean())

    assert scores.sentences == pytest.approx([log_odds(s) for s in SENTENCES], abs=1e-3)
    assert scores.passage == pytest.approx(log_odds(*SENTENCES), abs=1e-3)


def test_a_long_passage_is_read_in_windows_of_the_models_own_limit(tmp_path):
    folder = models.make_span_reader(tmp_path / "reader")
    reader = open_reader(Settings(reader=str(folder)))
    sentences = [f"The town mends road {n} in the year {1900 + n}." for n in range(60)]
    text = " ".join(sentences)
    starts = np.cumsum([0, *(len(s) + 1 for s in sentences[:-1])])
    spans = tuple((int(a), int(a) + len(s)) for a, s in zip(starts, sentences, strict=True))
    (scores,) = reader.read("When?", [ReaderInput(text, spans)])
    assert scores.sentences.shape == (60,)
    assert np.isfinite(scores.sentences).all()


def test_a_cross_encoder_with_one_score_reads_sentence_by_sentence(tmp_path):
    from sentence_transformers import CrossEncoder
    from torch.nn import Identity

    folder = models.make_cross_encoder(tmp_path / "reader")
    reader = open_reader(Settings(reader=str(folder)))
    readings = reader.read("Who?", [ReaderInput(PASSAGE, SENTENCES), ReaderInput("", ())])
    pairs = [("Who?", PASSAGE[a:b]) for a, b in SENTENCES]
    expected = CrossEncoder(str(folder), device="cpu").predict(pairs, activation_fn=Identity())
    assert readings[0].sentences == pytest.approx(expected, abs=1e-4)
    assert readings[0].passage == readings[0].sentences.max()
    assert readings[1].passage == -np.inf
    assert reader.read("Who?", []) == []


def test_a_model_that_is_no_reader_is_refused(tmp_path):
    two = models.make_cross_encoder(tmp_path / "two", scores=2)
    with pytest.raises(ModelError, match="gives 2 scores and one is needed"):
        open_reader(Settings(reader=str(two)))
    encoder = models.make_encoder(tmp_path / "encoder")
    with pytest.raises(ModelError, match="is made for BertModel"):
        open_reader(Settings(reader=str(encoder)))
    (tmp_path / "empty").mkdir()
    with pytest.raises(ModelError, match=r"config\.json can't be read"):
        open_reader(Settings(reader=str(tmp_path / "empty")))


def test_an_exported_reader_is_opened_without_pytorch(tmp_path):
    folder = models.make_span_reader(tmp_path / "reader")
    open_reader(Settings(reader=str(folder)))
    code = (
        "import sys; from qa_bot.config import Settings\n"
        "from qa_bot.models.opening import open_reader\n"
        "from qa_bot.models.reader import ReaderInput\n"
        "reader = open_reader(Settings(reader=sys.argv[1]))\n"
        "print(len(reader.read('Who?', [ReaderInput('The town.', ((0, 9),))])))\n"
        "print(sorted({'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)))"
    )
    words = [sys.executable, "-c", code, str(folder)]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["1", "[]"]


def test_a_bot_answers_with_another_model_and_another_reader(tmp_path, caplog):
    encoder = models.make_encoder(tmp_path / "encoder", "mpnet")
    reader = models.make_span_reader(tmp_path / "reader", "roberta")
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.txt").write_text(PASSAGE)
    settings = Settings(model=str(encoder), reader=str(reader), strictness=1)
    build_index(tmp_path / "corpus", tmp_path / "index", settings=settings)
    assert "not calibrated" not in caplog.text
    with QABot.open(tmp_path / "index", settings=settings) as bot:
        assert f"not calibrated for the model {encoder} with the reader {reader}" in caplog.text
        answer = bot.answer("Who mends the roads?")
        cited = [*answer.citations, *answer.nearest]
        assert cited
        assert all(PASSAGE[c.start : c.end] == c.quote for c in cited)
