"""A build in a process of its own, for its peak memory: `python -m tests.building CORPUS INDEX`.

With the fake encoder, so that what is measured is reading, splitting and writing. Prints JSON: the
report's figures, the skipped files, and the peak in millions of bytes of this process and of the
largest worker that read a file.
"""

from __future__ import annotations

import json
import resource
import sys
import time

from qa_bot import build_index
from tests.fakes import FakeEncoder


def main():
    started = time.perf_counter()
    report = build_index(sys.argv[1], sys.argv[2], encoder=FakeEncoder())
    peaks = [
        resource.getrusage(who).ru_maxrss * 1024 / 1e6
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    ]
    found = {
        "documents": report.documents,
        "passages": report.passages,
        "sentences": report.sentences,
        "files": report.totals.files,
        "skipped": {reading.source: reading.reason for reading in report.skipped},
        "megabytes": peaks[0],
        "worker_megabytes": peaks[1],
        "seconds": time.perf_counter() - started,
    }
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
