"""The database as the migrations left it: copied once, and put back by a flush.

Django would empty the tables and save what the migrations wrote row by row.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

from django.db import connection

from tests.guards import triggers_off

PutBack = Callable[[Any, Callable[[], None]], None]


@contextmanager
def copied() -> Iterator[PutBack]:
    """What puts back, into a connection that it is given, what there is now."""
    if connection.vendor == "postgresql":
        yield _copied_tables()
        return
    with closing(sqlite3.connect(":memory:")) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)

        def put_back(to: Any, empty: Callable[[], None]) -> None:
            to.ensure_connection()
            copy.backup(to.connection, progress=_refuse_to_wait)

        yield put_back


def _refuse_to_wait(status: int, remaining: int, total: int) -> None:
    """It has waited as long as any statement; a backup would try again for ever."""
    if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        raise sqlite3.OperationalError("database is locked")


def _copied_tables() -> PutBack:
    names = connection.introspection.django_table_names(only_existing=True)
    with connection.cursor() as cursor:
        tables = {name: _read(cursor, name) for name in names}

    def put_back(to: Any, empty: Callable[[], None]) -> None:
        with triggers_off(), to.cursor() as cursor:
            empty()
            for name in filter(tables.get, tables):
                with cursor.copy(f'COPY "{name}" FROM STDIN') as copy:
                    copy.write(tables[name])

    return put_back


def _read(cursor: Any, table: str) -> bytes:
    with cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
        return b"".join(copy)


@contextmanager
def flushed_to(put_back: PutBack) -> Iterator[None]:
    """Inside, a flush puts back; nothing else needs to do so before a test."""
    operations: Any = type(connection.ops)
    creation: Any = type(connection.creation)
    plain, fill = operations.execute_sql_flush, creation.deserialize_db_from_string

    def flush(self: Any, sql_list: list[str]) -> None:
        put_back(self.connection, lambda: plain(self, sql_list))

    operations.execute_sql_flush = flush
    creation.deserialize_db_from_string = lambda self, data: None
    yield
    operations.execute_sql_flush = plain
    creation.deserialize_db_from_string = fill
