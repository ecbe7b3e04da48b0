"""Reading: files come in; for each a `Document` goes out, or a report that says why not.

`read_files` is the way in. One module a format; `formats.py` tells which one a file needs,
`pool.py` and `worker.py` run it in a process of its own, under the bounds of `limits.py`.
"""

from qa_bot.reading.errors import ReadingError
from qa_bot.reading.files import Reading, find_files
from qa_bot.reading.sandbox.limits import Limits
from qa_bot.reading.sandbox.pool import read_files

__all__ = ["Limits", "Reading", "ReadingError", "find_files", "read_files"]
