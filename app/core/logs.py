"""Log files: rotated, in the log folder, with secrets struck out."""

from __future__ import annotations

import logging
import logging.handlers
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


def start_logging(folder: Path, redact: Callable[[str], str], *, level: int = logging.INFO) -> logging.Logger:
    """Write the program's log to ``folder``; returns its root logger. A folder that cannot be written leaves only warnings on stderr."""
    logger = logging.getLogger(ROOT_LOGGER)
    stop_logging()
    logger.setLevel(level)
    logger.propagate = False
    try:
        handler: logging.Handler = logging.handlers.RotatingFileHandler(
            folder / "polymath.log", maxBytes=1_000_000, backupCount=3, encoding="utf-8"
        )
    except OSError:
        handler = logging.StreamHandler()
        handler.setLevel(logging.WARNING)
    handler.setFormatter(_RedactingFormatter(redact))
    logger.addHandler(handler)
    return logger


def stop_logging() -> None:
    """Close the log file."""
    logger = logging.getLogger(ROOT_LOGGER)
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
        handler.close()
