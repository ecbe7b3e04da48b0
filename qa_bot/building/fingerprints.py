"""What each stage's output depends on beside its input, as one checksum a stage.

Settings, the model and the stage's own code go in. A build compares the checksums with the live
generation's and does again only the stages whose checksum differs. Each format is read by modules
of its own, so a new version of the PDF reader makes PDFs be read again and nothing else.
"""

from __future__ import annotations

from qa_bot.building.code_digests import Stage, digest, digest_code, version_of
from qa_bot.config import Settings
from qa_bot.index.manifest import Fingerprints
from qa_bot.models.encoder import ModelIdentity
from qa_bot.reading.formats.detect import READERS

_SPLITTING, _INDEXING = "splitting", "indexing"
_LEAVES = ("qa_bot.types", "qa_bot.data")
_READING_ROOMS = ("qa_bot.reading", *_LEAVES)
_SPLITTING_STAGE = Stage(
    _SPLITTING, ("qa_bot.building.splitting", "qa_bot.building.punkt"), _READING_ROOMS
)
_INDEXING_STAGE = Stage(
    _INDEXING,
    (
        "qa_bot.building.indexing",
        "qa_bot.building.vector_cache",
        "qa_bot.building.duplicates",
        "qa_bot.index.document_writer",
    ),
    ("qa_bot.building.indexing", "qa_bot.index.", *_LEAVES),
)


def _reading_stage(name: str) -> Stage:
    """The modules that read one format: those that all formats share, and its own."""
    module = f"qa_bot.reading.formats.{READERS[name].partition(':')[0]}"
    return Stage(f"reading {name}", ("qa_bot.reading.files", module), _READING_ROOMS)


def take_fingerprints(settings: Settings, model: ModelIdentity) -> Fingerprints:
    """The fingerprints of the stages as they are now, for the settings of a build and its model."""
    readers = {name: _reading_stage(name) for name in READERS}
    code = digest_code([*readers.values(), _SPLITTING_STAGE, _INDEXING_STAGE])
    limits = (
        settings.reading_seconds,
        settings.recognition_seconds,
        settings.reading_memory_mb,
        settings.reading_file_mb,
    )
    return Fingerprints(
        reading={name: code[stage.name] for name, stage in readers.items()},
        reach=digest([*limits, version_of("rapidocr")]),
        splitting=digest([code[_SPLITTING], settings.passage_tokens, model]),
        indexing=digest([code[_INDEXING], settings.store]),
    )
