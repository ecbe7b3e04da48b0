"""The steps that make the packaged reader, on examples small enough to work out by hand."""

import json
import random
import sys
from math import exp, log
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("bm25s")
torch = pytest.importorskip("torch")
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))

from reader_training.averaging import mix_weights  # noqa: E402
from reader_training.batches import micro_batches  # noqa: E402
from reader_training.corpora import Window, read_merged, without_repeats  # noqa: E402
from reader_training.examples import Example  # noqa: E402
from reader_training.model import Encoded  # noqa: E402
from reader_training.objective import collate, relations, sum_loss  # noqa: E402
from reader_training.paraphrase import Paraphraser, generalise  # noqa: E402
from reader_training.training import FLOOR, Phase, rate_at  # noqa: E402
from reader_training.wordnet import Synonyms  # noqa: E402


def row(gold=(), meaning=0, length=6):
    """A question of one token and a window of one sentence of two tokens."""
    return Encoded(
        "", (101, 1, 102, *(2,) * (length - 4), 102), 3, ((3, 5),), gold, (), (), meaning
    )


def test_members_of_a_pair_are_compared_and_wordings_held_together():
    groups = [(row((0,)),), (row((0,), 0), row((), 1), row((), 1))]
    higher, same = relations(groups)
    assert higher.tolist() == [[1, 2], [1, 3]]
    assert same.tolist() == [[2, 3]]


def test_loss_of_a_pair_adds_what_its_lead_lacks():
    groups = [(row((0,), 0), row((), 1))]
    batch = collate(groups)
    loss = sum_loss(torch.zeros(2, 6, 2), batch)
    # Two of three tokens are gold in the first row, the null alone in the second; the lead is 0.
    likelihood = -log(2 / 3) - log(1 / 3)
    assert loss.item() == pytest.approx(likelihood + 0.5 * log(1 + exp(1)), abs=1e-5)


def test_loss_falls_with_the_lead_of_the_question_that_has_an_answer():
    batch = collate([(row((0,), 0), row((), 1))])
    right, wrong = torch.zeros(2, 6, 2), torch.zeros(2, 6, 2)
    right[0, 3:5], right[1, 0] = 2.0, 2.0
    wrong[1, 3:5], wrong[0, 0] = 2.0, 2.0
    assert sum_loss(right, batch) < sum_loss(torch.zeros(2, 6, 2), batch) < sum_loss(wrong, batch)


def test_groups_stay_whole_and_a_pass_takes_each_once():
    groups = [tuple(row(length=5 + i % 3) for _ in range(1 + i % 2)) for i in range(1000)]
    made = micro_batches(groups, 8, epoch=1)
    assert sorted(i for numbers in made for i in numbers) == list(range(1000))
    assert made == micro_batches(groups, 8, epoch=1)
    assert made != micro_batches(groups, 8, epoch=2)
    assert max(sum(len(groups[i]) for i in numbers) for numbers in made) <= 9


def test_rates_follow_the_examples_and_warm_up_again():
    phases = [Phase(1000), Phase(2000, 0.5)]
    assert rate_at(50, phases) == pytest.approx(1.0)
    assert rate_at(999, phases) == pytest.approx(FLOOR, abs=1e-3)
    assert rate_at(1100, phases) == pytest.approx(0.5)
    assert rate_at(3000, phases) == pytest.approx(0.5 * FLOOR)


def test_sets_are_merged_by_id_with_the_original_text_first(tmp_path):
    rows = [
        {"id": "a", "text": "who is he ?", "question_from": "restored", "pair": "a"},
        {"id": "a", "text": "Who is he?", "question_from": "original", "answers": ["x"]},
    ]
    paths = [tmp_path / f"{number}.jsonl" for number in range(2)]
    for path, line in zip(paths, rows, strict=True):
        path.write_text(json.dumps(line) + "\n")
    (merged,) = read_merged(paths)
    assert merged == {**rows[1], "pair": "a"}


def test_a_question_asked_twice_of_a_document_keeps_all_answers():
    asked = {"text": "Who?", "gold_doc": "d", "answerable": True}
    (kept,) = without_repeats(
        [{"id": "1", "answers": ["x"], **asked}, {"id": "2", "answers": ["y"], **asked}]
    )
    assert kept["answers"] == ["x", "y"]


def test_variants_keep_label_and_meaning():
    example = Example(
        "s", "How did salt contribute to the city?", Window("d", "", "t", 0, ()), (0,)
    )
    rng = random.Random(0)
    made = [Paraphraser(None).variant(example, rng) for _ in range(50)]
    assert {(v.gold, v.meaning, v.window) for v in made if v} == {((0,), 0, example.window)}
    assert "How did salt contribute?" in {v.question for v in made if v}


def test_a_question_is_not_cut_to_nothing():
    rng = random.Random(0)
    assert generalise("Where is it in the city?", rng) == "Where is it in the city?"


def test_synonyms_share_their_first_sense_and_take_the_ending(tmp_path):
    lines = "start v 1 0 1 1 00000007  \nbegin v 1 0 1 1 00000007  \nopen v 1 0 1 0 00000007  \n"
    (tmp_path / "index.verb").write_text("  1 a licence\n" + lines)
    for part in ("noun", "adj"):
        (tmp_path / f"index.{part}").write_text("")
    synonyms = Synonyms(tmp_path)
    assert synonyms.of("begin") == ["start"]
    assert synonyms.of("begins") == ["starts"]
    assert synonyms.of("open") == []


def write_graph(path, steps=None, name="/net/heads/MatMul"):
    """A graph of one product with a matrix, in eight bits where there are steps, and a bias."""
    from onnx import TensorProto, helper, numpy_helper, save

    values = {"net.heads.bias": np.array([5.0, 6.0], np.float32)}
    if steps is None:
        values["onnx::MatMul_7"] = np.array([[1.0, 2.0], [3.0, 4.0]], np.float32)
        node = helper.make_node("MatMul", ["x", "onnx::MatMul_7"], ["y"], name=name)
    else:
        # steps of 0.5 and 2 a column, zero at 1
        values["onnx::MatMul_9_quantized"] = np.array(steps, np.int8)
        values["onnx::MatMul_9_zero_point"] = np.array([1, 1], np.int8)
        values["onnx::MatMul_9_scale"] = np.array([0.5, 2.0], np.float32)
        given = ["x", "onnx::MatMul_9_quantized", "z", "onnx::MatMul_9_zero_point"]
        node = helper.make_node("MatMulInteger", given, ["y"], name=f"{name}_quant")
    sides = [helper.make_tensor_value_info(n, TensorProto.FLOAT, None) for n in ("x", "y")]
    held = [numpy_helper.from_array(value, key) for key, value in values.items()]
    save(helper.make_model(helper.make_graph([node], "g", sides[:1], sides[1:], held)), str(path))


def small_net():
    """Two outputs of two inputs that train, and a layer that does not."""
    net = torch.nn.Module()
    net.heads, net.frozen = torch.nn.Linear(2, 2), torch.nn.Linear(2, 2)
    net.frozen.requires_grad_(False)
    torch.nn.init.constant_(net.heads.weight, 1.0)
    torch.nn.init.constant_(net.heads.bias, 1.0)
    return net


def test_training_goes_on_from_the_weights_of_a_graph(tmp_path):
    write_graph(tmp_path / "model.onnx")
    net = small_net()
    kept = net.frozen.weight.clone()
    assert mix_weights(net, tmp_path / "model.onnx", 1.0) == 2
    assert net.heads.weight.tolist() == [[1.0, 3.0], [2.0, 4.0]]
    assert net.heads.bias.tolist() == [5.0, 6.0]
    assert torch.equal(net.frozen.weight, kept)


def test_two_networks_are_averaged_weight_by_weight_also_from_eight_bits(tmp_path):
    write_graph(tmp_path / "model.onnx", steps=[[3, 0], [1, 2]])
    net = small_net()
    mix_weights(net, tmp_path / "model.onnx", 0.5)
    # (3 - 1) * 0.5 = 1, (0 - 1) * 2 = -2 in the first row: a column of the network's
    assert net.heads.weight.tolist() == [[1.0, 0.5], [-0.5, 1.5]]
    assert net.heads.bias.tolist() == [3.0, 3.5]


def test_graphs_of_different_networks_are_not_averaged(tmp_path):
    write_graph(tmp_path / "renamed.onnx", name="/net/other/MatMul")
    write_graph(tmp_path / "wider.onnx", steps=[[3, 0], [1, 2], [1, 1]])
    for other in ("renamed", "wider"):
        with pytest.raises(ValueError, match=r"no weight heads.weight of shape \(2, 2\)"):
            mix_weights(small_net(), tmp_path / f"{other}.onnx", 0.5)
