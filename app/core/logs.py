"""Log files: rotated, in the log folder, with secrets struck out."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

ROOT_LOGGER = "polymath"
_FORMAT = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"


class _RedactingFormatter(logging.Formatter):
    """Strikes secrets out of the finished line, tracebacks included."""

    def __init__(self, redact: Callable[[str], str]) -> None:
        super().__init__(_FORMAT)
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        return self._redact(super().format(record))


class _LateFile(logging.Handler):
    """Opens the file with the first line: ``logging.handlers`` brings sockets and pickling along, for which no start should wait."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._file: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        if self._file is None:
            self._file = _opened(self._path)
            self._file.setFormatter(self.formatter)
        if record.levelno >= self._file.level:
            self._file.handle(record)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
        super().close()


def _opened(path: Path) -> logging.Handler:
    from logging.handlers import RotatingFileHandler  # see above

    try:
        return RotatingFileHandler(path, maxBytes=1_000_000, backupCount=3, encoding="utf-8")
    except OSError:
        stderr = logging.StreamHandler()
        stderr.setLevel(logging.WARNING)
        return stderr


def start_logging(folder: Path, redact: Callable[[str], str], *, level: int = logging.INFO) -> logging.Logger:
    """Write the program's log to ``folder``; returns its root logger. A folder that cannot be written leaves only warnings on stderr."""
    logger = logging.getLogger(ROOT_LOGGER)
    stop_logging()
    logger.setLevel(level)
    logger.propagate = False
    handler = _LateFile(folder / "polymath.log")
    handler.setFormatter(_RedactingFormatter(redact))
    logger.addHandler(handler)
    return logger


def stop_logging() -> None:
    """Close the log file."""
    logger = logging.getLogger(ROOT_LOGGER)
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
        handler.close()
