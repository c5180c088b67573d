"""How a log line is written."""

import logging
import os
import time
from typing import Any

from concurrent_log_handler import ConcurrentRotatingFileHandler

from project import request_ids
from withdrawals.masking import mask_all

# No line tells them: logging need not find them out for each.
logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
logging._srcfile = None


class LineFormatter(logging.Formatter):
    """One event, one line: text from outside cannot forge a second one.

    Nor does any tell a UPI ID: not from an address, an error of the database's or a
    traceback, whoever wrote it.
    """

    _second: tuple[int, str] = (0, "")  # of the last line, and how it is written

    def format(self, record: logging.LogRecord) -> str:
        record.request_id = request_ids.of(record)
        line = super().format(record).replace("\r", "\\r").replace("\n", "\\n")
        return mask_all(line)

    def formatTime(  # noqa: N802
        self, record: logging.LogRecord, datefmt: str | None = None
    ) -> str:
        second, text = self._second
        if second != int(record.created):
            second = int(record.created)
            text = time.strftime(self.default_time_format, time.localtime(second))
            self._second = second, text
        return f"{text},{record.msecs:03.0f}"


class LogFile(ConcurrentRotatingFileHandler):
    """A file of all processes, which is locked only to turn it over.

    A line is one write to the file's end: no other can come into it. To lock, find the
    end and unlock took longer than all else about a line.
    """

    _place: tuple[int, int] | None = None  # device and number of the open file
    _end = -1  # its descriptor

    def emit(self, record: logging.LogRecord) -> None:
        try:
            line = f"{self.format(record)}\n".encode(errors="backslashreplace")
            os.write(self._opened(), line)
        except Exception:  # noqa: BLE001  # what is told of it is logging's business
            self.handleError(record)

    def close(self) -> None:
        self._leave()
        super().close()

    def _opened(self) -> int:
        """The file that has the name now: another process may have turned it over."""
        there = self._look()
        if there and there.st_size >= self.maxBytes:
            self._turn_over()
            there = self._look()
        if there is None or (there.st_dev, there.st_ino) != self._place:
            self._leave()
            how = os.O_WRONLY | os.O_APPEND | os.O_CREAT
            self._end = os.open(self.baseFilename, how, 0o666)
            there = os.fstat(self._end)
            self._place = there.st_dev, there.st_ino
        return self._end

    def _look(self) -> Any:
        try:
            return os.stat(self.baseFilename)  # noqa: PTH116  # twice as fast
        except FileNotFoundError:
            return None

    def _turn_over(self) -> None:
        """Unless another process has just done it."""
        self._do_lock()
        try:
            if self._shouldRollover():
                self.doRollover()
        finally:
            self._do_unlock()

    def _leave(self) -> None:
        if self._place:
            os.close(self._end)
        self._place = None
