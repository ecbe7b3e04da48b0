"""Encoded examples as flat tensors, and batches of them on whatever device trains.

Rows differ in length and share most of their text with their neighbours, so they lie end to end;
a batch is gathered from there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from reader_training.model import Encoded

START, END = 1, 2
MOST_SENTENCES = 62
"""Sentences of a window that can be told apart: the gold ones are bits of one integer."""


@dataclass(frozen=True)
class Rows:
    """Rows end to end. `flat` tensors have an entry a token, the others one a row."""

    flat_ids: Tensor
    flat_sentence: Tensor
    """Number of the token's sentence from 1 on; 0 for what cannot answer."""
    flat_marks: Tensor
    """`START` and `END` of a gold span."""
    first: Tensor
    """Where each row begins in the flat tensors, and where the last one ends; (rows + 1,)."""
    second: Tensor
    """Where the second segment starts."""
    gold: Tensor
    """The gold sentences as bits."""
    group: Tensor
    """Rows of one number are compared with each other."""
    meaning: Tensor
    """Rows of a group with the same number ask the same in other words."""
    labelled: Tensor
    """Whether it is known what answers; else only a teacher says so."""
    like: Tensor
    """The row whose scores the teacher gives: the row itself, or the one that it rewords."""

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.second)

    def to(self, device: str) -> Rows:
        """The rows on a device."""
        return Rows(*(getattr(self, field.name).to(device) for field in fields(self)))

    def lengths(self) -> Tensor:
        """Tokens of every row."""
        return self.first.diff()

    def those(self, kept: Tensor) -> Rows:
        """The rows that a mask keeps, which must keep what they reword as well."""
        lengths = self.lengths()
        tokens = kept.repeat_interleave(lengths)
        first = torch.nn.functional.pad(lengths[kept].cumsum(0), (1, 0))
        moved = kept.cumsum(0) - 1
        return Rows(
            self.flat_ids[tokens],
            self.flat_sentence[tokens],
            self.flat_marks[tokens],
            first,
            self.second[kept],
            self.gold[kept],
            self.group[kept],
            self.meaning[kept],
            self.labelled[kept],
            moved[self.like[kept]],
        )

    def batch(self, numbers: Sequence[int] | Tensor, teacher: Tensor | None = None) -> Batch:
        """Some rows, padded to a multiple of sixteen tokens, with a teacher's flat logits."""
        device = self.flat_ids.device
        chosen = torch.as_tensor(numbers, device=device)
        lengths = self.lengths()[chosen]
        width = -(-int(lengths.max()) // 16) * 16
        place = torch.arange(width, device=device)[None]
        mask = place < lengths[:, None]
        at = torch.where(mask, self.first[chosen][:, None] + place, self.first[chosen][:, None])
        sentence = torch.where(mask, self.flat_sentence[at].long(), 0)
        marks = torch.where(mask, self.flat_marks[at], 0)
        gold = ((self.gold[chosen][:, None] >> (sentence - 1).clamp(min=0)) & 1).bool()
        gold &= sentence > 0
        gold[:, 0] = self.gold[chosen] == 0
        allowed = sentence > 0
        allowed[:, 0] = True
        second = self.second[chosen][:, None]
        return Batch(
            {
                "input_ids": torch.where(mask, self.flat_ids[at].long(), 0),
                "token_type_ids": (mask & (place >= second)).long(),
                "attention_mask": mask.long(),
            },
            sentence,
            allowed,
            gold,
            torch.stack(((marks & START) > 0, (marks & END) > 0), dim=-1),
            self.group[chosen],
            self.meaning[chosen],
            self.labelled[chosen],
            None if teacher is None else self._taught(chosen, place, teacher),
        )

    def _taught(self, chosen: Tensor, place: Tensor, teacher: Tensor) -> Tensor:
        """The teacher's logits (rows, width, 2), moved to where a reworded row has its window."""
        like = self.like[chosen]
        moved = place + (self.second[like] - self.second[chosen])[:, None]
        moved = torch.where(place == 0, 0, moved).clamp(min=0)
        moved = torch.minimum(moved, self.lengths()[like][:, None] - 1)
        return teacher[self.first[like][:, None] + moved].float()

    def save(self, path: Path) -> None:
        """Write the rows as arrays."""
        np.savez(path, **{f.name: getattr(self, f.name).numpy() for f in fields(self)})

    @classmethod
    def load(cls, path: Path) -> Rows:
        """Read what `save` wrote."""
        with np.load(path, allow_pickle=False) as arrays:
            return cls(*(torch.from_numpy(arrays[field.name]) for field in fields(cls)))


@dataclass(frozen=True)
class Batch:
    """Padded rows; shapes (rows, tokens), or (rows,) where not said."""

    inputs: dict[str, Tensor]
    sentence: Tensor
    allowed: Tensor
    """What may answer, the null included."""
    gold: Tensor
    spans: Tensor
    """Gold starts and ends; (rows, tokens, 2)."""
    group: Tensor
    meaning: Tensor
    labelled: Tensor
    taught: Tensor | None
    """A teacher's logits; (rows, tokens, 2)."""


def lay_out(groups: Sequence[Sequence[Encoded]]) -> Rows:
    """Put encoded examples end to end; the first of each meaning stands for those like it."""
    rows = [row for group in groups for row in group]
    first = np.zeros(len(rows) + 1, np.int64)
    np.cumsum([len(row.ids) for row in rows], out=first[1:])
    sentence, marks = np.zeros(first[-1], np.uint8), np.zeros(first[-1], np.uint8)
    for row, at in zip(rows, first, strict=False):
        for number, (start, end) in enumerate(row.sentences[:MOST_SENTENCES], 1):
            sentence[at + start : at + end] = number
        for side, tokens in ((START, row.starts), (END, row.ends)):
            marks[at + np.array(tokens, np.int64)] |= side
    ids = np.fromiter((i for row in rows for i in row.ids), np.int16, int(first[-1]))
    gold = [sum(1 << p for p in row.gold if p < MOST_SENTENCES) for row in rows]
    like: list[int] = []
    for group in groups:
        begins: dict[int, int] = {}
        at = len(like)
        like += [begins.setdefault(row.meaning, at + i) for i, row in enumerate(group)]
    arrays = (
        ids,
        sentence,
        marks,
        first,
        np.array([row.second for row in rows], np.int64),
        np.array(gold, np.int64),
        np.repeat(np.arange(len(groups)), [len(group) for group in groups]),
        np.array([row.meaning for row in rows], np.int64),
        np.array([row.labelled for row in rows], np.bool_),
        np.array(like, np.int64),
    )
    return Rows(*map(torch.from_numpy, arrays))
