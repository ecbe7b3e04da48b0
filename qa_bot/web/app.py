"""The chat's process: the server on an address, until the process is interrupted."""

from __future__ import annotations

import gc
import os
import signal
import socket
import sys
import webbrowser
from collections.abc import Callable
from tempfile import TemporaryDirectory

import uvicorn
from fastapi import FastAPI

from qa_bot.errors import QABotError
from qa_bot.web.options import ServerOptions


def serve(options: ServerOptions, open_browser: bool, on_ready: Callable[[str], None]) -> None:
    """Serve until interrupted; see `qa_bot.web.serve_chat`."""
    _require_free_port(options.host, options.port)

    def ready(address: str) -> None:
        on_ready(address)
        if open_browser:
            webbrowser.open(address)

    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    with TemporaryDirectory(prefix="qa_bot-") as uploaded:
        os.environ["GRADIO_TEMP_DIR"] = uploaded
        gc.disable()
        try:
            from qa_bot.web.server import create_app

            config = _configure(options, create_app(options))
            _Server(config, _address(options), ready).run()
        finally:
            gc.enable()


def _configure(options: ServerOptions, app: FastAPI) -> uvicorn.Config:
    config = uvicorn.Config(
        app,
        host=options.host,
        port=options.port,
        root_path=options.root_path,
        http="h11",  # bounds a request's head; httptools, where it is installed, does not
        log_config=None,
        access_log=False,
        server_header=False,
        ssl_certfile=options.certfile,
        ssl_keyfile=options.keyfile,
        timeout_graceful_shutdown=5,
        limit_concurrency=1_000,
    )
    try:
        config.load()
    except OSError as error:
        raise QABotError(
            f"{options.certfile} can't be used as a certificate ({error.strerror or error}); "
            "give PEM files with --certfile and --keyfile"
        ) from error
    return config


def _address(options: ServerOptions) -> str:
    host = f"[{options.host}]" if ":" in options.host else options.host
    scheme = "https" if options.certfile else "http"
    return f"{scheme}://{host}:{options.port}{options.root_path}/"


class _Server(uvicorn.Server):
    """Says when it answers.

    What is there by then stays: it is taken out of the garbage collector, which would look through
    it for a fifth of a second now and then while everyone waits.
    """

    def __init__(self, config: uvicorn.Config, address: str, ready: Callable[[str], None]) -> None:
        super().__init__(config)
        self._tell = (ready, address)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        gc.collect()
        gc.freeze()
        gc.enable()
        if self.started:
            ready, address = self._tell
            ready(address)


def _require_free_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if os.name != "nt":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise QABotError(
                f"can't listen on {host}:{port} ({error.strerror}); choose another with --port"
            ) from error
