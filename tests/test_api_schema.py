"""Calls made up from the OpenAPI document: each is answered as the document says."""

import os

import pytest
import schemathesis
from django.core import signals
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.checks import CHECKS
from schemathesis.config import (
    GenerationConfig,
    ProjectConfig,
    ProjectsConfig,
    SchemathesisConfig,
)

from project.wsgi import application
from tests.api import ADDRESSES, APP_KEY

CALLS = int(os.environ.get("CALLS", "480"))

# The key is sent with every call, also with one that was made up without it.
config = SchemathesisConfig(
    projects=ProjectsConfig(
        default=ProjectConfig(
            generation=GenerationConfig(with_security_parameters=False)
        )
    )
)
schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application, config=config)

# A known bank, enough coins, a request that is there: no schema can say these.
BEYOND_A_SCHEMA = CHECKS.get_by_names(["positive_data_acceptance"])


@pytest.fixture
def one_connection(db):
    """The calls share the test's transaction, as those of Django's client do."""
    ends = (signals.request_started, signals.request_finished)
    for signal in ends:
        signal.disconnect(close_old_connections)
    yield
    for signal in ends:
        signal.connect(close_old_connections)


@pytest.mark.torture
@schema.parametrize()
@settings(
    max_examples=CALLS // len(ADDRESSES),
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_every_answer_is_documented(case, one_connection, api):
    case.call_and_validate(
        headers={"Authorization": f"Bearer {APP_KEY}"}, excluded_checks=BEYOND_A_SCHEMA
    )
