"""The engine that DATABASES names."""

import select
from collections.abc import Sequence
from typing import Any

from django.db.backends.postgresql import base, operations
from psycopg import adapters
from psycopg.pq import Format, TransactionStatus

from project.postgresql.reading import Reader

BOUND = "bound"  # names a cursor for which the server itself puts the values in


class DatabaseOperations(operations.DatabaseOperations):
    def last_executed_query(self, cursor: Any, sql: str, params: Any) -> str:
        """With its values, also where the server itself puts them in."""
        if isinstance(cursor, base.ServerBindingCursor):
            written: str = self.compose_sql(sql, params)
            return written
        return super().last_executed_query(cursor, sql, params)


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations
    _reader: Reader | None = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Times are read by psycopg itself: Django's way takes three times as long, and
        was most of what it took to read a page of rows.
        """
        connection = super().get_new_connection(conn_params)
        loader = adapters.get_loader(base.TIMESTAMPTZ_OID, Format.TEXT)
        connection.adapters.register_loader(base.TIMESTAMPTZ_OID, loader)
        return connection

    def is_usable(self) -> bool:
        """Whether a kept connection can serve one request more.

        A server that restarts, or ends a session, says so on the idle connection: that
        is seen without the journey of a SELECT, which took as long as a whole request's
        own statement. After an error the database itself is asked.
        """
        if self.connection is None or self.connection.closed:
            return False
        idle = self.connection.info.transaction_status == TransactionStatus.IDLE
        if self.errors_occurred or not idle:
            return super().is_usable()
        waiting = select.poll()
        waiting.register(self.connection.fileno(), select.POLLIN)
        return not waiting.poll(0)

    def read(self, sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        """The rows of a query that comes again: the server plans it once for a
        connection. A pooler may serve each by another one: nothing is kept there.
        """
        self.close_if_health_check_failed()
        self.ensure_connection()
        self.validate_no_broken_transaction()
        if self.queries_logged or self.execute_wrappers or self._is_to_begin():
            with self._cursor(BOUND) as cursor:  # type: ignore[attr-defined]
                cursor.execute(sql, values)
                return list(cursor.fetchall())
        keeps = not self.settings_dict["DISABLE_SERVER_SIDE_CURSORS"]
        with self.wrap_database_errors:
            return self._reading().rows(sql, values, keeps=keeps)

    def _is_to_begin(self) -> bool:
        """Whether a transaction is meant that psycopg has not begun yet."""
        here: Any = self.connection
        if self.autocommit:
            return False
        return bool(here.pgconn.transaction_status == TransactionStatus.IDLE)

    def _reading(self) -> Reader:
        if self._reader is None or self._reader.connection is not self.connection:
            self._reader = Reader(self.connection)
        return self._reader

    def create_cursor(self, name: str | None = None) -> Any:
        """None of them names a time zone: its connection knows it."""
        here: Any = self.connection
        if name == BOUND:
            return base.ServerBindingCursor(here)  # type: ignore[call-arg]
        if name:
            how = {"scrollable": False, "withhold": here.autocommit}
            return base.ServerSideCursor(here, name=name, **how)  # type: ignore[call-arg]
        return here.cursor()
