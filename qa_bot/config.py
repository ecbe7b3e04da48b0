"""One frozen, validated settings object; every default stands here and only here.

Values come from arguments, then environment variables that start with `QA_BOT_`
(for example `QA_BOT_MODEL`). Unknown names in arguments are refused.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Literal

import platformdirs
from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

DEFAULT_MODEL = "all-MiniLM-L6-v2"
Encoding = Literal["fp32", "int8"]
EncodingChoice = Literal["auto", "fp32", "int8"]
Device = Literal["auto", "cpu", "cuda", "mps"]
MAX_QUESTION_CHARACTERS = 2_000
_PREFIX = "qa_bot_"
"""How the environment's names of settings begin, in any case."""


class Settings(BaseModel):
    """What a person may change; the numbers' reasons stand in docs/decisions/."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)

    model: str = DEFAULT_MODEL
    """The packaged model, or a sentence-transformers model by name or folder (`qa-bot models`)."""
    encoding: EncodingChoice = "auto"
    """The model's numbers: its own, or eight bits, faster and nearly the same vectors. `auto` keeps
    those of the index, and makes a new one in eight bits where the processor multiplies them."""
    reader: str = "packaged"
    """The packaged reader, `off`, or another by name or folder: an extractive question-answering
    model with a null, or a cross-encoder with one score."""
    device: Device = "auto"
    """Where a build encodes very many passages: a GPU where PyTorch finds one (`auto`), or this."""
    passage_tokens: int = Field(default=128, ge=16, le=8192)
    """Word pieces a passage may hold, at most the model's own limit."""
    candidates: int = Field(default=100, ge=1, le=10_000)
    """Passages taken from the dense and from the lexical side before fusion."""
    dense_weight: float = Field(default=0.65, ge=0.0, le=1.0)
    """Share of the dense score in the fused score."""
    evidence_passages: int = Field(default=8, ge=1, le=100)
    """Passages whose sentences are looked at."""
    reader_passages: int = Field(default=8, ge=1, le=100)
    """Passages that the reader reads at the most, the best first."""
    max_citations: int = Field(default=3, ge=1, le=20)
    """Excerpts in an answer."""
    strictness: float = Field(default=3.0, ge=1.0, le=100.0)
    """How sure the bot must be: it may be wrong at most once in so many answers."""
    store: Literal["auto", "exact", "approximate", "milvus"] = "auto"
    """Where answers come from: the index folder, all vectors looked at or inverted lists (`auto`
    goes by size), or Milvus, to which a build publishes."""
    milvus_uri: str = "http://localhost:19530"
    """A cluster's or a server's address, or the name of a file (Milvus Lite)."""
    milvus_name: str = Field(default="qa_bot", pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,99}$")
    """The index's name in Milvus, which may hold several."""
    milvus_seconds: float = Field(default=10.0, gt=0, le=600)
    """Seconds that Milvus may take for one call while answering, retries included."""
    milvus_token: SecretStr = Field(default=SecretStr(""), exclude=True)
    """What the server wants of its clients: `user:password` or a key; never in the index."""
    memory_mb: int = Field(default=0, ge=0, le=1_000_000)
    """Memory that a process which answers may hold, in millions of bytes; 0 for no ceiling."""
    keep_generations: int = Field(default=2, ge=1, le=100)
    """Generations kept on disk after a build, the live one included."""
    reading_seconds: float = Field(default=60.0, gt=0, le=86_400)
    """Seconds that one file may take to read."""
    recognition_seconds: float = Field(default=600.0, ge=0, le=86_400)
    """Seconds that one file may take on top to have the text of its pictures recognised."""
    reading_memory_mb: int = Field(default=2_000, ge=300, le=1_000_000)
    """Memory that reading one file may take, in millions of bytes."""
    reading_file_mb: int = Field(default=500, ge=1, le=100_000)
    """Size up to which a file is read, in millions of bytes."""

    @model_validator(mode="before")
    @classmethod
    def _read_environment(cls, given: dict[str, Any]) -> dict[str, Any]:
        """The arguments, and what the environment says of the other settings."""
        known = {f"{_PREFIX}{name}": name for name in cls.model_fields}
        found = {
            known[name.lower()]: os.environ[name] for name in os.environ if name.lower() in known
        }
        return found | given

    @field_validator("model", "reader")
    @classmethod
    def _expand_home(cls, name: str) -> str:
        """A folder below the user's own as its whole path."""
        return str(Path(name).expanduser()) if name.startswith("~") else name


def default_index_dir(index: str | os.PathLike[str] | None = None) -> Path:
    """Where the index is: the argument, `QA_BOT_INDEX`, `index/` here, or the user's data folder.

    The last two are tried in that order and the first that exists wins; where neither exists the
    answer is `index/` in the current folder.
    """
    if index is not None:
        return Path(index)
    if named := os.environ.get("QA_BOT_INDEX"):
        return Path(named)
    here = Path("index")
    user = Path(platformdirs.user_data_dir("qa_bot", appauthor=False)) / "index"
    return user if user.exists() and not here.exists() else here
