"""Milvus for tests: Milvus Lite's server as a process of its own on this machine."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time

import pytest


def require_milvus():
    """Skip where the extra `cluster` is not installed."""
    for package in ("pymilvus", "milvus_lite"):
        pytest.importorskip(package, reason="the extra `cluster` is not installed")


class LiteServer:
    """Milvus Lite's server; it can be killed, stopped for a while, and started again."""

    def __init__(self, folder):
        self._folder = folder
        self._port = find_free_port()
        self.uri = f"http://127.0.0.1:{self._port}"
        self._process = None

    def start(self):
        command = [sys.executable, "-m", "milvus_lite", "server", "--host", "127.0.0.1"]
        command += ["--port", str(self._port), "--data-dir", str(self._folder)]
        with (self._folder.parent / "milvus.log").open("a") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log)
        await_port(self._process, self._port, self._folder.parent / "milvus.log")

    def kill(self):
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def freeze(self):
        os.kill(self._process.pid, signal.SIGSTOP)

    def thaw(self):
        os.kill(self._process.pid, signal.SIGCONT)


class StandAlone:
    """The stand-alone server of PyPI's `milvus`, which wants an environment of its own.

    `QA_BOT_TEST_MILVUS_SERVER` names its `milvus-server`, where that is not on the path.
    """

    def __init__(self, folder):
        self._folder = folder
        self._command = os.environ.get("QA_BOT_TEST_MILVUS_SERVER") or shutil.which("milvus-server")
        if not self._command:
            pytest.skip("milvus-server (pip install milvus) is not installed")
        self._port = find_free_port()
        self.uri = f"http://127.0.0.1:{self._port}"
        self._process = None

    def start(self):
        command = [self._command, "--data", str(self._folder / "stand-alone")]
        command += ["--proxy-port", str(self._port)]
        with (self._folder / "milvus-server.log").open("w") as log:
            self._process = subprocess.Popen(
                command, stdout=log, stderr=log, start_new_session=True
            )
        await_port(self._process, self._port, self._folder / "milvus-server.log")

    def kill(self):
        """End it and the process that it has started."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()


def find_free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def await_port(process, port, log):
    ends = time.monotonic() + 120
    while process.poll() is None and time.monotonic() < ends:
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError(f"Milvus did not start; see {log}")
