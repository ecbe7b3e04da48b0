"""The server: the chat, REST and health checks as one ASGI application."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
os.environ.setdefault("HF_HUB_OFFLINE", "1")

import gradio as gr
from fastapi import FastAPI
from gradio.events import api
from mcp.server import MCPServer
from mcp.server.transport_security import TransportSecuritySettings
from starlette.routing import BaseRoute

import qa_bot
from qa_bot.web.admission import Admission
from qa_bot.web.assets import FOLDER, load_head
from qa_bot.web.library.library import Library
from qa_bot.web.mcp import build_mcp_server
from qa_bot.web.metrics import MeasureRequests, Metrics
from qa_bot.web.options import ServerOptions
from qa_bot.web.page import build_page
from qa_bot.web.problems import Problem, handle_problems
from qa_bot.web.rest import PREFIX, add_routes
from qa_bot.web.rest.service import Service
from qa_bot.web.security.access import RequireUser, principal_of
from qa_bot.web.security.accounts import Accounts
from qa_bot.web.security.bodies import LimitBody
from qa_bot.web.security.failures import CatchFailures
from qa_bot.web.security.headers import SecureHeaders
from qa_bot.web.security.origins import CheckOrigin
from qa_bot.web.security.paths import GuardChat
from qa_bot.web.security.sessions import Sessions
from qa_bot.web.security.signing_in import build_login

_FONTS = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif"]
_MONO = ["ui-monospace", "Menlo", "Consolas", "monospace"]


def create_app(options: ServerOptions) -> FastAPI:
    """The application.

    Raises:
        QABotError: the index can't be opened.
    """
    library = Library(options.index, options.corpus)
    service = Service(
        library, Admission(options.workers, options.waiting), Metrics(), options.uploads
    )

    tools = build_mcp_server(library, service.admission)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with tools.session_manager.run():
            yield
        service.admission.close()
        library.close()

    app = FastAPI(
        title="qa_bot",
        version=qa_bot.__version__,
        summary=qa_bot.__doc__,
        openapi_url=f"{PREFIX}/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.service = service
    add_routes(app)
    app.router.routes.extend(_mcp_routes(tools))
    handle_problems(app)
    _guard(app, options)
    app.add_middleware(MeasureRequests, metrics=service.metrics)
    app.add_middleware(SecureHeaders)
    _name_problem(app)
    _mount_page(app, library, options)
    return app


def _mcp_routes(tools: MCPServer) -> list[BaseRoute]:
    """The route of MCP; Host and Origin are checked with those of all requests."""
    unchecked = TransportSecuritySettings(enable_dns_rebinding_protection=False)
    mounted = tools.streamable_http_app(
        json_response=True, stateless_http=True, transport_security=unchecked
    )
    return list(mounted.routes)


def _guard(app: FastAPI, options: ServerOptions) -> None:
    """Add what every request must pass, the last of it first."""
    accounts = Accounts(options.accounts) if options.accounts is not None else None
    sessions = Sessions(accounts) if accounts is not None else None
    if accounts is not None and sessions is not None:
        app.include_router(build_login(accounts, sessions))
    app.add_middleware(LimitBody, upload_bytes=options.uploads.request_bytes)
    app.add_middleware(RequireUser, accounts=accounts, sessions=sessions)
    app.add_middleware(GuardChat)
    app.add_middleware(CheckOrigin, hosts=options.hosts)
    app.add_middleware(CatchFailures)


def _name_problem(app: FastAPI) -> None:
    """Add the problem to the API's description, where the routes' errors point to it."""
    described = app.openapi()
    described["components"]["schemas"]["Problem"] = Problem.model_json_schema()


def _ask(library: Library) -> Callable[[str], dict[str, Any]]:
    """The function that `gradio_client` finds."""

    def answer(question: str) -> dict[str, Any]:
        """Answer with cited excerpts, or decline with the nearest passages."""
        return library.bot.answer(question).to_dict()

    return answer


def _mount_page(app: FastAPI, library: Library, options: ServerOptions) -> None:
    page = build_page(library)
    with page:
        api(_ask(library), api_name="answer")
    page.queue(default_concurrency_limit=options.workers, max_size=options.waiting)
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        server_name=options.host,
        server_port=options.port,
        auth_dependency=lambda request: principal_of(request).name,
        root_path=options.root_path or None,
        show_error=False,
        max_file_size=f"{options.uploads.file_mb}mb",
        ssr_mode=False,
        enable_monitoring=False,
        run_history=False,
        mcp_server=False,
        footer_links=[],
        head=load_head(),
        theme=gr.themes.Base(font=_FONTS, font_mono=_MONO),
        favicon_path=str(FOLDER / "favicon.svg"),
    )
