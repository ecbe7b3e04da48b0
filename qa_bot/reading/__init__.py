"""Reading: a path comes in, a `Document` goes out, or a `ReadingError` that says why not.

One module a format; `READERS` maps a suffix to the function that reads it.
"""

from qa_bot.reading.files import READERS, ReadingError, find_files, read_document

__all__ = ["READERS", "ReadingError", "find_files", "read_document"]
