"""The engine that DATABASES names."""

import select

from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus


class DatabaseWrapper(base.DatabaseWrapper):
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
