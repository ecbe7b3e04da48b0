"""`/documents`: what is indexed, its text and pages; files are added and removed."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, HTTPException, Path, Query, UploadFile
from fastapi.responses import FileResponse
from starlette.concurrency import run_in_threadpool

from qa_bot.errors import CorpusError
from qa_bot.types import Document
from qa_bot.web.chat.pages import is_inside
from qa_bot.web.library.removing import GoneError, remove_document
from qa_bot.web.library.uploads import Taken, UploadError, store_upload
from qa_bot.web.models import DocumentList, PageText, StoredFiles
from qa_bot.web.problems import describe_problems
from qa_bot.web.rest.service import Service, ServiceOf

routes = APIRouter(tags=["documents"])
DocumentId = Annotated[str, Path(description="The id that /documents lists.", max_length=1_000)]
_missing = describe_problems(404)


@routes.get("/documents")
def list_documents(
    service: ServiceOf,
    limit: Annotated[int, Query(ge=1, le=1_000)] = 100,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
) -> DocumentList:
    """The documents of the live generation, in the order of the build."""
    return DocumentList.of(service.library.bot, limit, offset)


@routes.get("/documents/{doc_id:path}/page/{number}", responses=_missing)
def read_page(
    doc_id: DocumentId,
    number: Annotated[int, Path(ge=1, le=10_000_000)],
    service: ServiceOf,
) -> PageText:
    """The text of one page, slide or sheet, where the format has them."""
    document = _find(service, doc_id)
    for page in document.pages:
        if page.number == number:
            text = document.text[page.start : page.end]
            return PageText(
                doc_id=doc_id,
                number=number,
                label=page.label,
                ocr=page.ocr,
                start=page.start,
                end=page.end,
                text=text,
            )
    raise HTTPException(404, f"The document has {len(document.pages)} pages.")


@routes.get("/documents/{doc_id:path}", responses=_missing)
def read_document(doc_id: DocumentId, service: ServiceOf) -> Document:
    """A document as its citations quote it: `text[start:end]` is a citation's quote."""
    return _find(service, doc_id)


@routes.get("/files/{doc_id:path}", response_class=FileResponse, responses=_missing)
def read_file(doc_id: DocumentId, service: ServiceOf) -> FileResponse:
    """The file itself: a PDF to look at, every other to save."""
    document, corpus = _find(service, doc_id), service.library.corpus
    path = corpus / document.source
    if not is_inside(path, corpus):
        raise HTTPException(404, "The document's file is not there any more.")
    is_pdf = path.suffix.lower() == ".pdf"
    return FileResponse(
        path,
        media_type="application/pdf" if is_pdf else "application/octet-stream",
        filename=path.name,
        content_disposition_type="inline" if is_pdf else "attachment",
    )


@routes.post("/documents", status_code=201, responses=describe_problems(400, 409, 413, 415, 507))
def add_documents(
    service: ServiceOf,
    files: Annotated[list[UploadFile], File(description="The files.", min_length=1)],
    replace: Annotated[bool, Query(description="Replace files of the same name.")] = False,
    keep_both: Annotated[
        bool, Query(description="Keep files of the same name, the new ones with a number.")
    ] = False,
    folder: Annotated[
        str, Query(description="Where in the library's folder, as reports/2024.", max_length=1_000)
    ] = "",
    rebuild: Annotated[
        bool, Query(description="Rebuild by itself, a second after the last file.")
    ] = False,
) -> StoredFiles:
    """Put files into the library's folder; a rebuild indexes them. The first refusal ends it."""
    if len(files) > service.uploads.files:
        raise HTTPException(413, f"{service.uploads.files} files at the most in one request.")
    taken: Taken = "keep_both" if keep_both else "replace" if replace else "refuse"
    try:
        corpus = service.library.open_corpus()
        stored = [
            store_upload(corpus, f.filename or "", f.file, service.uploads, taken, folder)
            for f in files
        ]
    except UploadError as error:
        raise HTTPException(error.status, str(error)) from error
    except CorpusError as error:
        name = service.library.corpus.name
        raise HTTPException(
            409, f"The documents' folder “{name}” is not here, so nothing was put into it."
        ) from error
    if rebuild:
        service.library.note_change()
    return StoredFiles(stored=stored)


@routes.delete("/documents/{doc_id:path}", status_code=204, responses=_missing)
async def delete_document(doc_id: DocumentId, service: ServiceOf) -> None:
    """Move a file to `.removed` in the library's folder; it is asked until the next rebuild."""
    try:
        await run_in_threadpool(remove_document, service.library.corpus, doc_id)
    except GoneError as error:
        raise HTTPException(404, "The library has no such document.") from error


def _find(service: Service, doc_id: str) -> Document:
    try:
        return service.library.bot.source(doc_id)
    except KeyError:
        raise HTTPException(404, "The index has no such document.") from None
