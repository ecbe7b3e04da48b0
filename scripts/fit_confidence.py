"""Fit the confidence and its thresholds to public sets, and judge on others.

    python scripts/fit_confidence.py collect --data ../shared/eval --work ../confidence
    python scripts/fit_confidence.py fit --work ../confidence

`collect` builds the sets' indexes in the work folder, asks the questions and writes the features
there; `fit` prints coefficients, thresholds and figures. Nothing here trained the reader;
`squad2_part` gives its four validation articles to the fit and the other seven to the judgement.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from confidence_fitting.fitting import fit_and_judge  # noqa: E402
from confidence_fitting.groups import load_groups, save_groups  # noqa: E402
from confidence_fitting.sets import Sets  # noqa: E402

from qa_bot.models.reader import PACKAGED  # noqa: E402


def main() -> int:
    """Run one step."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("step", choices=("collect", "fit"))
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "eval")
    parser.add_argument("--work", type=Path, default=ROOT.parent / "confidence")
    parser.add_argument("--reader", default=PACKAGED, help="packaged, or off for the other model")
    parser.add_argument("--size", type=int, default=200, help="questions of a usual group")
    parser.add_argument("--documents", type=int, help="of a larger set; by default all")
    arguments = parser.parse_args()
    kept = arguments.work / f"features-{arguments.reader}.npz"
    if arguments.step == "collect":
        sets = Sets(
            arguments.data, arguments.work, arguments.reader, arguments.size, arguments.documents
        )
        save_groups(kept, [*sets.fitting(), *sets.judging()])
    else:
        fit_and_judge(load_groups(kept))
    return 0


if __name__ == "__main__":
    sys.exit(main())
