"""Milvus for tests: Milvus Lite's server as a process of its own on this machine."""

from __future__ import annotations

import os
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
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self.uri = f"http://127.0.0.1:{self._port}"
        self._process = None

    def start(self):
        command = [sys.executable, "-m", "milvus_lite", "server", "--host", "127.0.0.1"]
        command += ["--port", str(self._port), "--data-dir", str(self._folder)]
        with (self._folder.parent / "milvus.log").open("a") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log)
        ends = time.monotonic() + 60
        while self._process.poll() is None and time.monotonic() < ends:
            with socket.socket() as tried:
                if tried.connect_ex(("127.0.0.1", self._port)) == 0:
                    return
            time.sleep(0.1)
        raise RuntimeError(f"Milvus Lite did not start; see {self._folder.parent}/milvus.log")

    def kill(self):
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def freeze(self):
        os.kill(self._process.pid, signal.SIGSTOP)

    def thaw(self):
        os.kill(self._process.pid, signal.SIGCONT)
