"""Functions that a worker process runs in place of the real reader."""

from __future__ import annotations

import os
import socket
import time

from qa_bot.reading.files import read_data


def misbehave(file):
    """Do what the file says."""
    word = file.data.decode("ascii", "replace").strip()
    if word == "hang":
        time.sleep(600)
    if word.startswith("pictures"):
        for _ in range(4):
            file.tell_alive()
            time.sleep(600 if word.endswith("hang") else 1)
    if word == "die":
        os.abort()
    if word == "fail":
        raise KeyError("part")
    if word == "grow":
        bytearray(10_000_000_000)
    if word == "print":
        print("noise")  # noqa: T201 - what a library might do
    if word == "connect":
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    return read_data(file)
