"""Recognise the lines of text in a picture, and say how sure each is.

RapidOCR reads them where the extra `ocr` is installed; its package carries the models, so nothing
is downloaded.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Protocol

from qa_bot.models.cores import usable_cores

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

INSTALL = 'pip install "qa_bot[ocr]"'
_LONGEST_SIDE = 1_280
"""Pixels of the picture in which lines are looked for; they are read in the full picture."""
_CORES_A_THREAD = 4
"""Up to four workers read side by side."""


@dataclass(frozen=True, slots=True)
class RecognisedLine:
    """A line of text with its box in pixels from the upper left, and how sure it is (0 to 1)."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    sure: float


class Engine(Protocol):
    """What recognises text."""

    def recognise(self, picture: NDArray[np.uint8]) -> list[RecognisedLine]:
        """The lines in a picture of shape (height, width, 3), blue first; in no order."""


def is_available() -> bool:
    """Whether the extra is installed."""
    return find_spec("rapidocr") is not None


@lru_cache(maxsize=1)
def open_engine() -> Engine | None:
    """The engine, loaded once in a process; None where the extra is not installed."""
    return _RapidOCR() if is_available() else None


class _RapidOCR:
    """RapidOCR on the processor; its models are inside its package."""

    def __init__(self) -> None:
        from rapidocr import RapidOCR

        threads = max(1, usable_cores() // _CORES_A_THREAD)
        self._read = RapidOCR(
            params={
                "Global.log_level": "error",
                "Global.use_cls": False,  # it turns single lines, not pages
                "Det.limit_type": "max",
                "Det.limit_side_len": _LONGEST_SIDE,
                "EngineConfig.onnxruntime.intra_op_num_threads": threads,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            }
        )

    def recognise(self, picture: NDArray[np.uint8]) -> list[RecognisedLine]:
        found = self._read(picture)
        if found.boxes is None or found.txts is None or found.scores is None:
            return []
        return [
            RecognisedLine(
                text,
                float(corners[:, 0].min()),
                float(corners[:, 1].min()),
                float(corners[:, 0].max()),
                float(corners[:, 1].max()),
                float(sure),
            )
            for text, corners, sure in zip(found.txts, found.boxes, found.scores, strict=True)
            if text.strip()
        ]
