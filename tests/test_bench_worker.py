"""`make bench-worker` still measures both workers, on a few jobs."""

import pytest
from django.db import connection

from tests import bench_worker

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="is measured there"),
]


def test_both_drain_what_is_due():
    table = bench_worker.report(*bench_worker.measure(jobs=20, rounds=1))
    for word in ("worker", "Procrastinate", "ratio"):
        assert f"\n{word} " in table
