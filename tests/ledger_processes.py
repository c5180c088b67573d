"""Let a process that a test starts find the test's database."""

import os
from urllib.parse import urlsplit

import pytest
from django.db import connection


@pytest.fixture
def found_by_processes(monkeypatch):
    name = str(connection.settings_dict["NAME"])
    url = f"sqlite:///{name}"
    if connection.vendor == "postgresql":
        url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    monkeypatch.setenv("DATABASE_URL", url)
