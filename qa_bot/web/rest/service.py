"""The service: what the routes share, found through the application's state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from qa_bot.web.admission import Admission
from qa_bot.web.library.library import Library
from qa_bot.web.metrics import Metrics
from qa_bot.web.options import UploadLimits


@dataclass(frozen=True, slots=True)
class Service:
    """One index and the means to ask it."""

    library: Library
    admission: Admission
    metrics: Metrics
    uploads: UploadLimits


def service_of(request: Request) -> Service:
    """The application's service."""
    service: Service = request.app.state.service
    return service


async def _get_service(request: Request) -> Service:
    """The same as a dependency; a plain function would be run in a thread of its own."""
    return service_of(request)


ServiceOf = Annotated[Service, Depends(_get_service)]
