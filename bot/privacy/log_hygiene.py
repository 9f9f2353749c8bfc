"""Logs without content: what other people's code logs is cut down to where it came from.

Rasa used as a library prints every message's text through structlog's default logger, so `configure` must run before
anything of Rasa is imported. Our own modules log counts, durations and codes only, through the loggers named "bot...".
"""

from __future__ import annotations

import logging
import os
import sys
import threading
import traceback
import warnings
from types import TracebackType
from typing import Any, Mapping

import structlog

OWN = ("bot", "actions")
_configured = False


def configure(level: int = logging.WARNING) -> None:
    """Install the filters; safe to call again. level: of our own loggers; of all others ERROR and above is shown."""
    global _configured
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    os.environ["LOG_LEVEL"] = "ERROR"  # by this Rasa decides whether it draws progress bars
    if _configured:
        return
    if not sys.warnoptions:
        warnings.showwarning = _silent  # deprecations of the libraries that Rasa pins; and a warning may quote values
    _configured = True
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    logging.setLogRecordFactory(_record)
    logging.raiseExceptions = False  # its report of a line that cannot be formatted quotes the values
    sys.excepthook, threading.excepthook, sys.unraisablehook = _uncaught, _uncaught_elsewhere, _uncaught_elsewhere
    structlog.configure(
        processors=[_drop_values, structlog.stdlib.render_to_log_kwargs],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def _bare(kind: Any, trace: TracebackType | None) -> str:
    """An exception as its type and the places it went through; its message may quote what a person wrote."""
    frames = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]
    return "\n".join([f"{getattr(kind, '__name__', 'error')} at", *frames])


def _uncaught(kind: Any, _value: object, trace: TracebackType | None) -> None:
    print(_bare(kind, trace), file=sys.stderr)


def _uncaught_elsewhere(hook: Any) -> None:
    """In a thread, or where an object ends."""
    print(_bare(hook.exc_type, hook.exc_traceback), file=sys.stderr)


def _silent(*_args: Any, **_options: Any) -> None:
    """A warning that is not shown; libraries reset the filters, so the way out is closed instead."""


def _record(*args: Any, **kwargs: Any) -> logging.LogRecord:
    record = logging.LogRecord(*args, **kwargs)
    if record.exc_info:
        kind, _value, trace = record.exc_info
        record.exc_text, record.exc_info = _bare(kind, trace), None  # what every formatter prints as it is
    record.stack_info = None
    if record.name.split(".")[0] not in OWN:
        record.msg = f"{record.module}:{record.lineno}"
        record.args = ()
    return record


def _drop_values(_logger: Any, _method: str, event: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"event": str(event.get("event", ""))[:60] if str(event.get("event", "")).count(".") else "event"}
