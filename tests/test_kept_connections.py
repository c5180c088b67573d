"""A connection to PostgreSQL that was kept is left when it has ended meanwhile."""

import socket
from collections.abc import Iterator
from contextlib import closing
from select import select
from typing import Any

import psycopg
import pytest
from django.db import OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper

from tests.patience import SLOW

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has no wire"),
]


def backend() -> int:
    """The process that serves this connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def begin_a_request() -> None:
    here: Any = connection
    here.health_check_enabled = True
    here.close_if_unusable_or_obsolete()


@pytest.fixture
def last_words() -> Iterator[BaseDatabaseWrapper]:
    """A connection on which the server has said something, and which can't send."""
    with closing(connection.copy()) as here:
        with here.cursor() as cursor, connection.cursor() as other:
            cursor.execute("LISTEN goodbye")
            other.execute("NOTIFY goodbye")
        number = here.connection.pgconn.socket
        assert select([number], [], [], SLOW)[0]
        with socket.socket(fileno=socket.dup(number)) as wire:
            wire.shutdown(socket.SHUT_WR)
        yield here


def test_an_idle_connection_is_kept_without_asking(django_assert_num_queries):
    first = backend()
    begin_a_request()
    with django_assert_num_queries(0):
        assert connection.is_usable()
    assert backend() == first


def test_a_connection_that_the_server_has_ended_is_replaced():
    first = backend()
    with psycopg.connect(**connection.get_connection_params()) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [first])
    begin_a_request()
    assert backend() != first


def test_a_transaction_that_has_failed_is_not_usable():
    connection.set_autocommit(False)
    with pytest.raises(Exception, match="division by zero"), connection.cursor() as it:
        it.execute("SELECT 1 / 0")
    assert not connection.is_usable()
    connection.rollback()
    connection.set_autocommit(True)
    assert connection.is_usable()


def test_whatever_the_server_said_at_last_its_end_is_the_databases_trouble(last_words):
    with pytest.raises(OperationalError, match="server closed the connection"):
        last_words.read("SELECT 1", [])
    assert not last_words.is_usable()
