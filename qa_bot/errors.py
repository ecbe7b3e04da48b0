"""Every error that qa_bot raises on purpose, classified by what the caller does next.

    QABotError              anything below; its message is one line that names the remedy
    ├── CorpusError         look at the documents: missing, empty, none readable
    ├── DatasetError        look at the evaluation data: a file, a line or a key is wrong
    ├── IndexNotFoundError  build an index
    ├── IndexMismatchError  rebuild: another format version or another model
    ├── IndexDamagedError   rebuild: a file is missing or its checksum differs
    ├── NotAnIndexError     choose another folder: this one holds something else
    ├── StoreError          start or reach Milvus, which holds the index
    ├── ClusterError        start or reach the Ray cluster, which encodes
    ├── BusyError           wait: another process changes the index
    ├── ArchiveError        export again: the file is not a whole exported index
    ├── GoldenError         look at the golden questions: a new index passes fewer of them
    ├── DocumentNotFoundError  name another document: this one is not in the index
    └── ModelError          look at the model setting: not found, or not the expected bytes

"The documents don't answer" is not an error: it is an `Answer` with `answered == False`.
"""


class QABotError(Exception):
    """Base of all errors raised on purpose."""


class CorpusError(QABotError):
    """The corpus folder is missing, empty, or holds nothing readable."""


class DatasetError(QABotError):
    """A file of questions, judgements or results is missing or not of the expected form."""


class IndexNotFoundError(QABotError):
    """There is no index where one was looked for."""


class IndexMismatchError(QABotError):
    """The index was made by another format version or another model."""


class IndexDamagedError(QABotError):
    """A file of the index is missing or not what the manifest says."""


class NotAnIndexError(QABotError):
    """The folder exists and holds something that qa_bot did not make."""


class StoreError(QABotError):
    """Milvus, which the settings name, can't be used or its client is not installed."""


class ClusterError(QABotError):
    """Ray, which a build was told to use, can't be used or is not installed."""


class BusyError(QABotError):
    """Another process changes this index."""


class ArchiveError(QABotError):
    """A file is not a whole exported index, or can't be written."""


class GoldenError(QABotError):
    """A new generation passes fewer golden questions than the live one."""


class DocumentNotFoundError(QABotError):
    """A document that was named is not in the index."""


class ModelError(QABotError):
    """The embedding model can't be loaded or is not the expected one."""
