"""Runs index operations in forked children of a small server, so that they can be killed.

The server has imported everything and has one thread; a child starts within a millisecond.
`python -m tests.forking` reads JSON requests on standard input and answers with a child's process
id, then with its exit code: 0 done, 3 refused with a `QABotError`, 1 anything else, negative for
the signal that ended it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import traceback
from pathlib import Path

ROOT = Path(__file__).parent.parent
REFUSED = 3


class Server:
    """The server process, from the tests' side."""

    def __init__(self):
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.forking"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="ascii",
        )

    def start(self, operation, **given):
        """Begin an operation in a child; gives the child's process id."""
        given = {name: str(value) for name, value in given.items()}
        self._process.stdin.write(json.dumps({"operation": operation} | given) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def wait(self):
        """The exit code of the child that ended next."""
        return int(self._process.stdout.readline())

    def run(self, operation, **given):
        """Start an operation and wait for its exit code."""
        self.start(operation, **given)
        return self.wait()

    def close(self):
        """End the server."""
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()


def main():
    from qa_bot.errors import QABotError

    for line in sys.stdin:
        request = json.loads(line)
        child = os.fork()
        if child == 0:
            code = 1
            try:
                perform(request)
                code = 0
            except QABotError:
                code = REFUSED
            except BaseException:
                traceback.print_exc()
            finally:
                sys.stderr.flush()
                os._exit(code)
        say(child)
        say(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


def say(number):
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


def perform(request):
    import resource

    from qa_bot.building.add_remove import add_files, remove_documents
    from qa_bot.building.builder import BuildOptions, make_builder
    from qa_bot.config import Settings
    from qa_bot.index.generations import roll_back
    from qa_bot.index.locking import lock_index
    from tests.fakes import FakeEncoder

    corpus, index = Path(request["corpus"]), Path(request["index"])
    builder = make_builder(index, Settings(keep_generations=3), FakeEncoder())
    options = BuildOptions(fresh=request.get("fresh") == "True")
    if "largest" in request:
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(request["largest"]),) * 2)
    if request["operation"] == "build":
        with lock_index(index):
            builder.build(corpus, options)
    elif request["operation"] == "add":
        add_files([Path(request["file"])], corpus, builder, options, overwrite=True)
    elif request["operation"] == "remove":
        remove_documents([request["name"]], corpus, builder, options)
    elif request["operation"] == "rollback":
        with lock_index(index):
            roll_back(index)


if __name__ == "__main__":
    import faiss  # noqa: F401 - imported once, here, and not in every child

    import qa_bot.answering.bot
    import qa_bot.building.add_remove  # noqa: F401
    import tests.fakes  # noqa: F401

    main()
