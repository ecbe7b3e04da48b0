"""What an error of the operating system means to the person whose index is being changed.

A build touches the index, the documents, the model's files and pipes to other processes. Only some
of what can go wrong there is about room on the index's disk, so an error is told by its number and
by the file that it names.
"""

from __future__ import annotations

import errno
from pathlib import Path

from qa_bot.errors import QABotError

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_TOO_MANY_FILES = (errno.EMFILE, errno.ENFILE)
_REFUSED = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR)
_OTHERS_CONCERN = (TimeoutError, ConnectionError)
"""A library's time limit, or the end of a pipe: nothing to do with files."""


def explain_os_error(error: OSError, index_dir: Path) -> QABotError | None:
    """The error in words, with its remedy; None for one that is not about files.

    Args:
        error: what was raised while the index was changed.
        index_dir: the index folder.
    """
    if isinstance(error, _OTHERS_CONCERN):
        return None
    reason = error.strerror or str(error)
    if error.errno in _TOO_MANY_FILES:
        return QABotError(f"{reason}; close other programs, or allow more with: ulimit -n")
    named = error.filename2 or error.filename
    path = Path(str(named)) if named else index_dir
    if error.errno in _NO_ROOM:
        return QABotError(
            f"{path} can't be written ({reason}); make room or choose another folder with --index"
        )
    if not named:
        return QABotError(f"the index {index_dir} is as it was ({reason}); try again")
    if not path.absolute().is_relative_to(index_dir.absolute()):
        return QABotError(f"{path} can't be used ({reason}); see whether it is there and readable")
    if error.errno in _REFUSED:
        return QABotError(f"{path} can't be written ({reason}); choose another folder with --index")
    return QABotError(f"{path} can't be used ({reason}); run: qa-bot check")
