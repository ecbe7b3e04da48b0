"""The exported graph: there, the same vectors as the model's, and no PyTorch to use it."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
import onnxruntime
import pytest

from qa_bot import QABot, build_index
from qa_bot.config import Settings
from qa_bot.errors import IndexMismatchError
from qa_bot.index.encoders import find_encoding, open_encoder_for
from qa_bot.models import onnx_export, opening
from qa_bot.models.export_cache import make_whole
from qa_bot.models.onnx_encoder import GRAPH, IDENTITY, TOKENIZER, WEIGHTS, OnnxEncoder
from qa_bot.models.onnx_export import LEAST_COSINE, TOLERANCE, export_model
from qa_bot.models.opening import open_encoder, open_exported
from qa_bot.models.sentence_transformers_encoder import SentenceTransformersEncoder
from qa_bot.models.weights import model_cache
from qa_bot.web.library.library import Library

TEXTS = ["Who mends the roads?", "", "Größe 東京 🚲", "One long text that goes on. " * 80]


@pytest.fixture(scope="module")
def exported(encoder):
    assert isinstance(encoder, OnnxEncoder), "the packaged model must be exportable"
    return encoder


def test_vectors_are_the_models_own(exported):
    model = SentenceTransformersEncoder()
    assert np.allclose(
        exported.encode_questions(TEXTS), model.encode_questions(TEXTS), atol=TOLERANCE
    )
    assert np.allclose(
        exported.encode_passages(TEXTS), model.encode_passages(TEXTS), atol=TOLERANCE
    )
    assert exported.count_tokens(TEXTS) == model.count_tokens(TEXTS)
    assert exported.identity == model.identity


def test_rows_are_unit_vectors_and_none_is_one_row_of_none(exported):
    assert np.allclose(np.linalg.norm(exported.encode_passages(TEXTS), axis=1), 1, atol=1e-5)
    assert exported.encode_passages([]).shape == (0, 384)
    assert exported.encode_questions([]).shape == (0, 384)


def test_threads_of_a_question_that_wait_do_not_spin(exported):
    exported.encode_questions(["Who mends the roads?"])
    options = exported._question_session.get_session_options()
    assert options.get_session_config_entry("session.intra_op.allow_spinning") == "0"


def test_progress_ends_with_all_done(exported):
    seen = []
    exported.encode_passages(["a", "b", "c", "d", "e"], progress=lambda *now: seen.append(now))
    assert seen[-1] == (5, 5)


def test_threads_share_one_copy_of_the_weights_and_give_the_same_vectors(exported, monkeypatch):
    made = []

    class Counted(onnxruntime.InferenceSession):
        def __init__(self, *given, **named):
            made.append(1)
            super().__init__(*given, **named)

    monkeypatch.setattr(onnxruntime, "InferenceSession", Counted)
    texts = [f"Text {number} about {'rain ' * (number % 7)}" for number in range(60)]
    rows = [OnnxEncoder(exported._folder, threads).encode_passages(texts) for threads in (1, 8)]
    assert len(made) == 2, "one session for each of the two encoders"
    assert np.array_equal(*rows)


def test_an_export_that_fails_leaves_nothing_behind(tmp_path, monkeypatch):
    def fail(encoder, graph, tokenizer):
        graph.write_bytes(b"half a graph")
        raise RuntimeError("the exporter stopped")

    monkeypatch.setattr(onnx_export, "write_graph", fail)
    with pytest.raises(RuntimeError, match="stopped"):
        make_whole(tmp_path / "model", partial(export_model, SentenceTransformersEncoder()))
    assert list(tmp_path.iterdir()) == []


def test_of_two_that_want_a_graph_at_once_one_exports_it(exported, tmp_path, monkeypatch):
    monkeypatch.setenv("QA_BOT_MODEL_CACHE", str(tmp_path))
    exports = []

    class Slow(SentenceTransformersEncoder):
        identity = exported.identity

        def encode_passages(self, passages, progress=None):
            return exported.encode_passages(passages)

        encode_questions = encode_passages

    def copy(encoder, graph, tokenizer):
        exports.append(graph)
        time.sleep(0.2)
        for name in (GRAPH, WEIGHTS, TOKENIZER):
            shutil.copy(exported._folder / name, graph.parent)

    monkeypatch.setattr(onnx_export, "write_graph", copy)
    monkeypatch.setattr(onnx_export, "optimise_graph", lambda *_: None)  # it is
    with ThreadPoolExecutor(2) as pool:
        both = list(pool.map(lambda _: open_exported(Slow()), range(2)))
    assert all(encoder.identity == exported.identity for encoder in both)
    assert len(exports) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="memory by kind is told by Linux")
def test_weights_are_mapped_and_not_copied_whole(exported):
    code = (
        "import sys, onnxruntime; from pathlib import Path\n"
        "from qa_bot.models.onnx_encoder import OnnxEncoder\n"
        "def own():\n"
        "    status = Path('/proc/self/status').read_text()\n"
        "    return int(status.partition('RssAnon:')[2].split()[0]) * 1024\n"
        "encoder = OnnxEncoder(Path(sys.argv[1])); encoder.count_tokens(['Who?']); before = own()\n"
        "encoder.encode_questions(['Who?']); print(own() - before)"
    )
    words = [sys.executable, "-c", code, str(exported._folder)]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    assert int(done.stdout) < 0.75 * (exported._folder / WEIGHTS).stat().st_size


def test_questions_are_encoded_without_pytorch(exported):
    assert list(model_cache().glob(f"*/{IDENTITY}"))
    code = (
        "import sys; from qa_bot.config import Settings; "
        "from qa_bot.models.opening import open_encoder; "
        "e = open_encoder(Settings(encoding='fp32')); "
        "e.encode_questions(['Who?']); "
        "print(sorted({'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_open_encoder_exports_once(exported):
    again = open_encoder(Settings(encoding="fp32"))
    assert isinstance(again, OnnxEncoder)
    assert again.identity == exported.identity


def test_eight_bits_give_nearly_the_same_vectors(exported):
    small = open_encoder(Settings(encoding="int8"))
    assert small.identity.encoding == "int8"
    rows = small.encode_passages(TEXTS)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    cosines = (rows * exported.encode_passages(TEXTS)).sum(axis=1)
    assert cosines.min() >= LEAST_COSINE
    assert cosines.max() < 1 - TOLERANCE, "these are not the vectors of an eight-bit graph"


def test_a_text_in_eight_bits_has_one_vector_whatever_is_encoded_beside_it():
    small = open_encoder(Settings(encoding="int8"))
    together = small.encode_passages(TEXTS)
    alone = np.concatenate([small.encode_passages([text]) for text in TEXTS])
    assert np.array_equal(together, alone)


def test_auto_keeps_the_numbers_of_the_index_that_is_there(tmp_path, monkeypatch):
    (tmp_path / "corpus").mkdir()
    text = "The lake office opened in 1907. It counts the boats of the lake."
    (tmp_path / "corpus" / "lakes.txt").write_text(text, encoding="utf-8")
    auto = Settings(encoding="auto", reader="off")
    for able, encoding in ((False, "fp32"), (True, "int8")):
        monkeypatch.setattr(opening, "multiplies_eight_bits", lambda able=able: able)
        index = tmp_path / encoding
        build_index(tmp_path / "corpus", index, settings=auto)
        monkeypatch.setattr(opening, "multiplies_eight_bits", lambda able=able: not able)
        assert not build_index(tmp_path / "corpus", index, settings=auto).changed
        with QABot.open(index, settings=auto) as bot:
            assert bot.index.manifest.model.encoding == encoding
            assert "1907" in str(bot.answer("When did the lake office open?"))


def test_a_server_follows_an_index_that_was_built_in_other_numbers(tmp_path, monkeypatch):
    monkeypatch.setenv("QA_BOT_READER", "off")
    (tmp_path / "corpus").mkdir()
    text = "The lake office opened in 1907. It counts the boats of the lake."
    (tmp_path / "corpus" / "lakes.txt").write_text(text, encoding="utf-8")
    build_index(tmp_path / "corpus", tmp_path / "index", settings=Settings(encoding="fp32"))
    library = Library(tmp_path / "index", None)
    assert library.bot.index.manifest.model.encoding == "fp32"
    build_index(tmp_path / "corpus", tmp_path / "index", settings=Settings(encoding="int8"))
    assert library.bot.index.manifest.model.encoding == "int8"
    assert "1907" in str(library.bot.answer("When did the lake office open?"))


def test_auto_keeps_the_model_s_own_numbers_where_eight_bits_give_other_vectors(monkeypatch):
    monkeypatch.setattr(opening, "multiplies_eight_bits", lambda: True)
    opened = opening.open_exported
    monkeypatch.setattr(
        opening,
        "open_exported",
        lambda encoder, encoding="fp32": None if encoding == "int8" else opened(encoder, encoding),
    )
    assert open_encoder(Settings(encoding="auto")).identity.encoding == "fp32"
    monkeypatch.undo()


def test_another_encoding_encodes_everything_again_and_is_refused_until_then(tmp_path, caplog):
    (tmp_path / "corpus").mkdir()
    text = "The lake office opened in 1907. It counts the boats of the lake."
    (tmp_path / "corpus" / "lakes.txt").write_text(text, encoding="utf-8")
    exact, small = (Settings(encoding=one, reader="off") for one in ("fp32", "int8"))
    first = build_index(tmp_path / "corpus", tmp_path / "index", settings=exact)
    with pytest.raises(IndexMismatchError, match=r"fp32.*int8.*qa-bot build"):
        QABot.open(tmp_path / "index", settings=small)
    again = build_index(tmp_path / "corpus", tmp_path / "index", settings=small)
    assert again.encoded == first.encoded > 0
    with QABot.open(tmp_path / "index", settings=small) as bot:
        assert bot.index.manifest.model.encoding == "int8"
        assert "1907" in str(bot.answer("When did the lake office open?"))


def test_every_way_to_build_keeps_the_numbers_of_the_index(tmp_path, monkeypatch):
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "lakes.txt").write_text("The lake office opened in 1907.", "utf-8")
    build_index(tmp_path / "corpus", tmp_path / "index", settings=Settings(encoding="fp32"))
    monkeypatch.setattr(opening, "multiplies_eight_bits", lambda: True)
    auto = Settings(encoding="auto")
    assert open_encoder_for(auto, tmp_path / "index").identity.encoding == "fp32"
    assert open_encoder_for(auto, tmp_path / "none").identity.encoding == "int8"
    assert find_encoding(tmp_path / "index", "another") is None, "of another model"


def test_a_model_is_loaded_without_a_word(capfd):
    SentenceTransformersEncoder().count_tokens(["one"])
    assert capfd.readouterr() == ("", "")
