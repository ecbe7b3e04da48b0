"""A build in a process of its own, for its peak memory: `python -m tests.building CORPUS INDEX`.

With the fake encoder, so that what is measured is reading, splitting and writing. Prints JSON: the
report's figures, the skipped files, and the peak in millions of bytes of this process and of the
largest worker that read a file.
"""

from __future__ import annotations

import json
import re
import resource
import sys
import time
from pathlib import Path

from qa_bot import build_index
from tests.fakes import FakeEncoder


def main():
    started = time.perf_counter()
    report = build_index(sys.argv[1], sys.argv[2], encoder=FakeEncoder())
    found = {
        "documents": report.documents,
        "passages": report.passages,
        "sentences": report.sentences,
        "files": report.totals.files,
        "skipped": {reading.source: reading.reason for reading in report.skipped},
        "megabytes": own_peak() / 1e6,
        "worker_megabytes": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 / 1e6,
        "seconds": time.perf_counter() - started,
    }
    sys.stdout.write(json.dumps(found))


def own_peak():
    """Bytes; where Linux has `/proc`, without what the process that started this one held."""
    status = Path("/proc/self/status")
    if status.is_file():
        return int(re.search(r"VmHWM:\s+(\d+) kB", status.read_text())[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    main()
