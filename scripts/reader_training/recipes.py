"""What each set gives to training: how many questions, and which made negatives beside them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Recipe:
    """How much of a set is used, and with which share of made negatives."""

    name: str
    folders: tuple[str, ...] = ()
    """Folders that are merged by id; the one of the set's own name where empty."""
    limit: int | None = None
    """Questions used at the most."""
    elsewhere: float = 0.0
    """Chance of a further example with a near window that does not answer."""
    exchanged: float = 0.0
    """Chance of a further example with a name or number exchanged."""
    several: bool = False
    """Whether a marked sentence without one of the answers counts as gold too."""
    stated: bool = False
    """Whether only questions with marked sentences train, and of every text one version."""
    ours: bool = False
    """Whether the set lies beside these scripts, not among the public ones."""
    times: int = 1
    """How often a pass has its examples."""

    @property
    def sources(self) -> tuple[str, ...]:
        """The folders to read, the most trusted text first."""
        return self.folders or (self.name,)


SQUAD2_TRAIN = ("squad2_train_sample", "squad1_train_part", "squad2_train_pairs")

RECIPES = (
    Recipe("written_questions", elsewhere=0.25, ours=True),
    Recipe("squad2_train", SQUAD2_TRAIN, elsewhere=0.12, exchanged=0.05),
    Recipe("squad2_train_sentence_pairs"),
    Recipe("squad2_dev_other_half", elsewhere=0.25, exchanged=0.1),
    Recipe("squadshifts_newwiki", elsewhere=0.4, exchanged=0.2),
    Recipe("qed_nq_train_early", elsewhere=0.6, exchanged=0.15),
    Recipe("selqa_dev_test", elsewhere=0.7),
    Recipe("squadshifts_amazon", limit=1500, elsewhere=0.3),
    Recipe("policyqa_dev", limit=600),
    Recipe("scifact_train", elsewhere=0.5),
    Recipe("multispanqa_valid", elsewhere=0.4, several=True),
    Recipe("onestopqa", limit=486, several=True, stated=True),
    Recipe("bioasq_6b_7b", elsewhere=0.3, several=True),
    Recipe("bioasq_8b_9b", elsewhere=0.3, several=True),
    Recipe("fairytaleqa", limit=3000, elsewhere=0.3, stated=True),
    Recipe("conditionalqa_evidence", several=True),
    Recipe("sleepqa_dev_test", limit=1500, elsewhere=0.3),
)
