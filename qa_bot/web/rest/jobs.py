"""`POST /rebuild` starts a job; `/jobs/{job_id}` tells how it stands, or streams it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, HTTPException, Path
from fastapi.responses import StreamingResponse

from qa_bot.web.library.rebuilding import Job
from qa_bot.web.problems import describe_problems
from qa_bot.web.rest.service import Service, ServiceOf

routes = APIRouter(tags=["rebuilding"])
JobId = Annotated[str, Path(max_length=64)]
_INTERVAL = 0.25
_missing = describe_problems(404)


@routes.post("/rebuild", status_code=202, responses=describe_problems(409))
def rebuild(service: ServiceOf) -> Job:
    """Start to index the library's folder anew; questions are answered meanwhile."""
    return service.library.rebuilds.start()


@routes.get("/jobs/{job_id}", responses=_missing)
async def read_job(job_id: JobId, service: ServiceOf) -> Job:
    """How a rebuild stands."""
    return _find(service, job_id)


@routes.get(
    "/jobs/{job_id}/events",
    response_class=StreamingResponse,
    responses=_missing | {200: {"content": {"text/event-stream": {}}}},
)
async def follow_job(job_id: JobId, service: ServiceOf) -> StreamingResponse:
    """A rebuild as server-sent events: the job whenever it changes, until it has ended."""
    _find(service, job_id)
    return StreamingResponse(_events(service, job_id), media_type="text/event-stream")


async def _events(service: Service, job_id: str) -> AsyncIterator[str]:
    told = None
    while told is None or told.state == "running":
        job = _find(service, job_id)
        if job != told:
            yield f"event: {job.state}\ndata: {json.dumps(asdict(job))}\n\n"
            told = job
        await asyncio.sleep(_INTERVAL if job.state == "running" else 0)


def _find(service: Service, job_id: str) -> Job:
    job = service.library.rebuilds.job(job_id)
    if job is None:
        raise HTTPException(404, "There is no such job.")
    return job
