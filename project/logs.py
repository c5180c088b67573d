"""How a log line is written."""

import logging


class LineFormatter(logging.Formatter):
    """One event, one line: text from outside cannot forge a second one."""

    def format(self, record: logging.LogRecord) -> str:
        return super().format(record).replace("\r", "\\r").replace("\n", "\\n")
