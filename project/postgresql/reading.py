"""Statements that come again, asked of libpq itself.

psycopg's cursors take two dozen steps in Python around each, which took longer than
most of the statements. What converts values, both ways, is psycopg's.
"""

import re
from collections import OrderedDict
from collections.abc import Sequence
from functools import lru_cache
from itertools import count
from typing import Any

from psycopg import OperationalError, abc, adapt, errors
from psycopg.pq import DiagnosticField, ExecStatus
from psycopg.pq.abc import PGresult

SEEN_BEFORE = 2  # times that a connection has run the statement, before it is kept
MOST = 100  # statements that a connection keeps

# The statement is no longer there, or tells of columns that are others now.
_OUTLIVED = errors.InvalidSqlStatementName, errors.FeatureNotSupported

_PLACE = re.compile("%[%s]")
_Asked = tuple[bytes, tuple[int, ...]]  # a query, and the types of its values


class Reader:
    """Asks by one connection, which is in no need of a BEGIN.

    It waits within libpq: a signal is heeded when the answer has come.
    """

    def __init__(self, connection: Any) -> None:
        self.connection, self._wire = connection, connection.pgconn
        self._values: abc.Transformer = adapt.Transformer(connection)
        self._numbers = count()
        self._seen: OrderedDict[_Asked, int] = OrderedDict()
        self._names: OrderedDict[_Asked, bytes] = OrderedDict()

    def rows(
        self, sql: str, values: Sequence[Any], *, keeps: bool
    ) -> list[tuple[Any, ...]]:
        """The server plans a statement that it `keeps` once."""
        query, formats = _numbered(sql)
        given = self._values.dump_sequence(values, formats)
        asked = query, self._values.types or ()
        name = self._name(asked) if keeps else None
        result = (
            self._wire.exec_prepared(name, given, self._values.formats)
            if name
            else self._wire.exec_params(query, given, asked[1], self._values.formats)
        )
        if result.status != ExecStatus.TUPLES_OK:
            raise self._error(result, asked)
        self._values.set_pgresult(result)
        rows = self._values.load_rows(0, result.ntuples, tuple)
        self._values.set_pgresult(None)
        return rows

    def _name(self, asked: _Asked) -> bytes | None:
        """Of the statement, if the server keeps it from now on."""
        if name := self._names.get(asked):
            self._names.move_to_end(asked)
            return name
        seen = self._seen.pop(asked, 0)
        if seen >= SEEN_BEFORE:
            return self._prepared(asked)
        self._seen[asked] = seen + 1
        if len(self._seen) > MOST:
            self._seen.popitem(last=False)
        return None

    def _prepared(self, asked: _Asked) -> bytes:
        name = b"again_%d" % next(self._numbers)
        if len(self._names) == MOST:
            _, oldest = self._names.popitem(last=False)
            self._wire.exec_(b"DEALLOCATE " + oldest)
        result = self._wire.prepare(name, *asked)
        if result.status != ExecStatus.COMMAND_OK:
            raise self._error(result, asked)
        self._names[asked] = name
        return name

    def _error(self, result: PGresult, asked: _Asked) -> Exception:
        if not result.error_field(DiagnosticField.SQLSTATE):  # libpq's: no answer came
            return OperationalError(result.get_error_message())
        error = errors.error_from_result(result)
        if isinstance(error, _OUTLIVED):
            self._names.pop(asked, None)
        return error


@lru_cache(maxsize=500)
def _numbered(sql: str) -> tuple[bytes, list[adapt.PyFormat]]:
    """As PostgreSQL names the places of values, and how each is sent."""
    places = count(1)
    text = _PLACE.sub(lambda it: f"${next(places)}" if it[0] == "%s" else "%", sql)
    return text.encode(), [adapt.PyFormat.AUTO] * (next(places) - 1)
