"""Read files: each becomes a `Document`, or a report that says why not.

`read_files` is the way in. One module a format; `formats/detect.py` tells which one a file needs,
`sandbox/` runs it in a process of its own, within limits.
"""

from qa_bot.reading.errors import ReadingError
from qa_bot.reading.files import Reading, find_files
from qa_bot.reading.sandbox.limits import Limits
from qa_bot.reading.sandbox.pool import read_files

__all__ = ["Limits", "Reading", "ReadingError", "find_files", "read_files"]
