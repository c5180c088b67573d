"""How a log line is written."""

import logging

from project import request_ids
from withdrawals.masking import mask_all


class LineFormatter(logging.Formatter):
    """One event, one line: text from outside cannot forge a second one.

    Nor does any tell a UPI ID: not from an address, an error of the database's or a
    traceback, whoever wrote it.
    """

    def format(self, record: logging.LogRecord) -> str:
        record.request_id = request_ids.of(record)
        line = super().format(record).replace("\r", "\\r").replace("\n", "\\n")
        return mask_all(line)
