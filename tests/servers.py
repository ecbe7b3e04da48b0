"""The server in this process, asked without a network."""

from __future__ import annotations

import asyncio
import shutil
import threading
import time
from contextlib import contextmanager

import uvicorn
from starlette.testclient import TestClient

from qa_bot import build_index
from qa_bot.web.options import ServerOptions
from qa_bot.web.server import create_app

LOCAL = "http://127.0.0.1:7860"


def make_library(folder, sources, encoder):
    """A corpus folder with its index; `sources` are files to copy, or names with their text."""
    corpus = folder / "corpus"
    corpus.mkdir(parents=True)
    for name, what in sources.items():
        if isinstance(what, str):
            (corpus / name).write_text(what, encoding="utf-8")
        else:
            shutil.copy(what, corpus / name)
    build_index(corpus, folder / "index", encoder=encoder)
    return folder


def options_for(folder, **changes):
    return ServerOptions(index=folder / "index", corpus=folder / "corpus", **changes)


def make_app(options):
    """The application, made within a loop: outside of one Gradio leaves a loop of its own open."""

    async def make():
        return create_app(options)

    return asyncio.run(make())


@contextmanager
def running(options):
    """A client of the server, as started on this machine."""
    app = make_app(options)
    with TestClient(app, base_url=LOCAL, client=("127.0.0.1", 50_000)) as client:
        yield client


@contextmanager
def listening(app):
    """The address of the application on a free port of this machine."""
    config = uvicorn.Config(
        app,
        host="127.0.0.1",
        port=0,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=5,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server ended at once"
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()
