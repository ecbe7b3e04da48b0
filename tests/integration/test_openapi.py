"""Whatever the API's description allows or forbids, the server answers as the description says."""

from __future__ import annotations

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.conftest import ESSAY, ESSAY_ID
from tests.servers import listening, make_app, make_library, options_for

pytestmark = pytest.mark.slow
FEW = settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.generate],
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def operations(tmp_path_factory, encoder):
    folder = tmp_path_factory.mktemp("openapi")
    make_library(folder, {ESSAY_ID: ESSAY / ESSAY_ID}, encoder)
    app = make_app(options_for(folder))
    schema = schemathesis.openapi.from_dict(app.openapi())
    with listening(app) as address:
        yield [result.ok() for result in schema.get_all_operations()], address


def test_every_route_is_described(operations):
    assert {operation.label for operation in operations[0]} == {
        "POST /api/v1/answer",
        "POST /api/v1/search",
        "GET /api/v1/documents",
        "POST /api/v1/documents",
        "GET /api/v1/documents/{doc_id}",
        "DELETE /api/v1/documents/{doc_id}",
        "GET /api/v1/documents/{doc_id}/page/{number}",
        "POST /api/v1/rebuild",
        "GET /api/v1/jobs/{job_id}",
        "GET /api/v1/jobs/{job_id}/events",
        "GET /healthz",
        "GET /readyz",
        "GET /metrics",
    }


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_the_api_does_what_it_says(operations, mode):
    described, address = operations
    for operation in described:
        if mode is GenerationMode.POSITIVE or list(operation.iter_parameters()):
            check_operation(operation, mode, address)


def check_operation(operation, mode, address):
    """Send requests; which bytes are a document is more than the schema of an upload can say."""
    upload = operation.label == "POST /api/v1/documents"
    unfit = [positive_data_acceptance] if upload else []

    @FEW
    @given(case=operation.as_strategy(generation_mode=mode))
    def check(case):
        case.call_and_validate(base_url=address, excluded_checks=unfit)

    check()
