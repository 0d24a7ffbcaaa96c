"""Logging for the window and the command line, with secrets taken out of every record."""

import logging
import os
import sys
import threading
import traceback
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import TextIO

from ct_desktop.core.redaction import redact
from ct_desktop.private_folder import make_private_folder

logger = logging.getLogger(__name__)

LOG_FILE_NAME = "ct-desktop.log"

_LARGEST_FILE = 1_000_000
_OLDER_FILES = 3
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"

_QUIET_LOGGERS = (
    # They log whole addresses, and the authorization code is in one of them.
    "httpx",
    "httpcore",
    # It logs every attempt at a lock.
    "filelock",
)


class RedactingFilter(logging.Filter):
    """Rewrites a record so that no handler behind it sees a secret; drops none.

    Covers the message with its arguments, the exception's text and the stack.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite ``record`` in place."""
        try:
            message = record.getMessage()
        except Exception as error:
            # A message that does not fit its arguments. The handler would print both as they are.
            message = f"(a log message could not be put together: {type(error).__name__})"
        record.msg = redact(message)
        record.args = None
        if record.exc_info and record.exc_text is None:
            record.exc_text = "".join(traceback.format_exception(*record.exc_info)).rstrip("\n")
        record.exc_info = None
        if record.exc_text:
            record.exc_text = redact(record.exc_text)
        if record.stack_info:
            record.stack_info = redact(record.stack_info)
        return True


class _LogFile(RotatingFileHandler):
    """A rotating file for this user alone, which several processes may write to."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            path,
            maxBytes=_LARGEST_FILE,
            backupCount=_OLDER_FILES,
            encoding="utf-8",
            errors="backslashreplace",
        )

    def _open(self) -> TextIOWrapper:
        # Rotation opens a new file, so its mode is given here.
        return open(
            self.baseFilename,
            "a",
            encoding=self.encoding,
            errors=self.errors,
            opener=lambda path, flags: os.open(path, flags, 0o600),
        )

    def rotate(self, source: str, dest: str) -> None:
        """Rename; on Windows that is refused while another process has the file open."""
        try:
            super().rotate(source, dest)
        except PermissionError:
            return  # it grows on until a later rotation


def configure_logging(
    *, folder: Path | None, debug: bool = False, stream: TextIO | None = None
) -> None:
    """Set up the root logger, anew if it was set up before.

    Warnings and worse go to ``stream`` (standard error), everything from INFO on to a file in
    ``folder``, which is made if need be; with ``debug`` both get everything. Where the file cannot
    be written a warning says so. What nobody catches is logged as well.
    """
    root = logging.getLogger()
    for handler in [handler for handler in root.handlers if _is_ours(handler)]:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(logging.DEBUG if debug else logging.INFO)
    for name in _QUIET_LOGGERS:
        logging.getLogger(name).setLevel(logging.WARNING)
    stream = stream or sys.stderr
    if stream is not None:  # a windowed program on Windows has no standard error
        _add(logging.StreamHandler(stream), logging.DEBUG if debug else logging.WARNING)
    _log_uncaught_exceptions()
    if folder is None:
        return
    try:
        make_private_folder(folder)
        _add(_LogFile(folder / LOG_FILE_NAME), logging.DEBUG if debug else logging.INFO)
    except OSError as error:
        logger.warning("No log is kept: %s cannot be written (%s).", folder, error.strerror)


def _add(handler: logging.Handler, level: int) -> None:
    handler.setLevel(level)
    handler.setFormatter(logging.Formatter(_FORMAT))
    handler.addFilter(RedactingFilter())
    logging.getLogger().addHandler(handler)


def _is_ours(handler: logging.Handler) -> bool:
    return any(isinstance(part, RedactingFilter) for part in handler.filters)


def _log_uncaught_exceptions() -> None:
    """Python prints what nobody caught as it is; so it is logged instead."""

    def log_exception(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        else:
            logger.critical("An error that nobody caught", exc_info=(kind, error, trace))

    def log_thread_exception(arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None and arguments.exc_type is not SystemExit:
            log_exception(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)

    def log_unraisable(unraisable: "sys.UnraisableHookArgs") -> None:
        error = unraisable.exc_value
        if error is not None:
            logger.error(
                "%s",
                unraisable.err_msg or "An error where none can be raised",
                exc_info=(unraisable.exc_type, error, unraisable.exc_traceback),
            )

    sys.excepthook = log_exception
    threading.excepthook = log_thread_exception
    sys.unraisablehook = log_unraisable
