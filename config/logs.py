"""What may stand in a log line: ids, never what a person typed, their address, nor a link that acts in their name.

Three things are done to every line, of whatever library it is:

- Of an exception its kind and where it happened stay; its message stays only where such a message speaks of the
  machine and not of what was asked for. A database repeats the value it refuses, and so does nearly every parser.
- Of a request the name of its route stays, never its path or query.
- What is left is searched for addresses of people and machines, and for links that act for somebody.
"""

import ipaddress
import json
import logging
import re
import smtplib
import traceback
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

# Whoever holds such a link can confirm or end a subscription, see what is held about an address, read the calendar of
# somebody on the staff, report for a group, or fetch its letters; and which sheet somebody has in hand is nobody's
# business.
_TOKEN = re.compile(
    r"(/follow/(?:confirm|stop|yours)/|/staff-calendar/|/packs/made/|/(?:check|tally)/(?:\?code=)?)[^/\s'\"]+"
)
# Also those that only some programs take for one.
_LINE_END = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_QUERY = re.compile(r"(/[^\s?'\"]*\?)(?!code=\[token\])[^\s'\"]+")
_ADDRESS = re.compile(r"[^\s<>()=,;:'\"\[\]]+@[^\s<>()=,;:'\"\[\]]+\.[^\s<>()=,;:'\"\[\]]+")
_MACHINE = re.compile(r"(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f:]*:[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*)(?![\w.])")
# What a worker was sent and cannot read, and what a web server was asked that is no request: repeated at length.
_BODY = re.compile(
    r"((?:The full contents of the message (?:body|headers)|Invalid request from ip=|Can't decode message body)).*",
    re.S,
)
_WITHHELD = "[message withheld]"
# Their messages are made of names in our code or of the machine, never of values.
_SPEAK_OF_THE_MACHINE = (OSError, ImportError, NameError, AttributeError, MemoryError, RecursionError)

request_id: ContextVar[str] = ContextVar("request_id", default="")


def without_personal_data(line: str) -> str:
    """The line with e-mail and network addresses, queries and the tokens of links replaced."""
    line = _BODY.sub(r"\1 [withheld]", line)
    line = _QUERY.sub(r"\1[query]", _TOKEN.sub(r"\1[token]", line))
    return _MACHINE.sub(_machine, _ADDRESS.sub("[address]", line))


def _machine(found: re.Match[str]) -> str:
    """A network address, unless it is one that every machine has; a time of day is none."""
    try:
        address = ipaddress.ip_address(found[0])
    except ValueError:
        return found[0]
    return found[0] if address.is_loopback or address.is_unspecified else "[address]"


def route_of(path: str) -> str:
    """The name of the route that a path leads to; the path itself is nobody's business."""
    # Not above: the settings read this module, and so does the web server before there is a Django.
    from django.core.exceptions import AppRegistryNotReady, ImproperlyConfigured
    from django.urls import Resolver404, resolve

    try:
        match = resolve(urlsplit(path).path)
    except (Resolver404, ImproperlyConfigured, AppRegistryNotReady, ValueError):
        return "[unknown route]"
    return match.view_name or match.route


def told(error: BaseException) -> str:
    """An exception as a log may tell it: its kind, and its message where that speaks of the machine."""
    kind = type(error)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    speaks = isinstance(error, _SPEAK_OF_THE_MACHINE) and not isinstance(error, smtplib.SMTPException)
    return f"{name}: {error if speaks or _is_of_the_site(kind) else _WITHHELD}"


def _is_of_the_site(kind: type) -> bool:
    """Django's and the brokers' words for a server that is away, and for settings that are wrong."""
    return kind.__module__.split(".")[0] in ("django", "kombu", "redis") and kind.__name__ in (
        "OperationalError",
        "ImproperlyConfigured",
        "AppRegistryNotReady",
        "ConnectionError",
        "TimeoutError",
    )


class LineFormatter(logging.Formatter):
    """Cleans the finished line, the traceback included.

    The time has its offset from UTC, and a line end within a message is shown as a sign, so that nobody writes a line
    that the site did not.
    """

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:
        if datefmt:
            return super().formatTime(record, datefmt)
        return datetime.fromtimestamp(record.created, UTC).isoformat(sep=" ", timespec="milliseconds")

    def formatMessage(self, record: logging.LogRecord) -> str:
        record.message = _LINE_END.sub(" ⏎ ", record.message)
        return super().formatMessage(record)

    def format(self, record: logging.LogRecord) -> str:
        record.exc_text = None  # another formatter may have left it there, uncleaned
        line = without_personal_data(super().format(_as_told(record)))
        record.exc_text = None
        return line

    def formatException(self, ei: Any) -> str:  # the name is the library's
        return _traceback(ei[1])


class JSONFormatter(logging.Formatter):
    """One JSON object a line: at, level, logger, message, request, and what the record adds; all of it cleaned."""

    ADDED = ("route", "status", "ms")

    def format(self, record: logging.LogRecord) -> str:
        clean = _as_told(record)
        entry: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": without_personal_data(clean.getMessage()),
        }
        if known := request_id.get():
            entry["request"] = known
        entry |= {name: getattr(record, name) for name in self.ADDED if hasattr(record, name)}
        if record.exc_info and record.exc_info[1]:
            entry["traceback"] = without_personal_data(_traceback(record.exc_info[1]))
        return json.dumps(entry, ensure_ascii=False)


def _as_told(record: logging.LogRecord) -> logging.LogRecord:
    """The record without the path of its request and the words of its exception."""
    clean = logging.makeLogRecord(vars(record))
    message = record.getMessage()
    request = getattr(record, "request", None)
    if request is not None and hasattr(request, "path"):
        message = message.replace(request.path, route_of(request.path_info))
    if record.name == "gunicorn.error" and isinstance(record.args, tuple):
        for argument in record.args:
            if isinstance(argument, str) and argument.startswith("/"):
                message = message.replace(argument, route_of(argument))
    if record.exc_info and record.exc_info[1]:
        for error in _chain(record.exc_info[1]):
            for words in (repr(error), str(error)):
                if len(words) > len("''") + 1:
                    message = message.replace(words, told(error))
    clean.msg, clean.args, clean.exc_text, clean.stack_info = message, None, None, None
    return clean


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """An exception and those that led to it, the last first."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _traceback(error: BaseException | None) -> str:
    """Where each exception of a chain happened, the first one first, and of which kind it was."""
    parts = [
        f"Traceback (most recent call last):\n{''.join(traceback.format_tb(each.__traceback__))}{told(each)}"
        for each in _chain(error)
    ]
    return "\n\nThis led to another one:\n\n".join(reversed(parts))


def logging_config(*, level: str, form: str) -> dict[str, Any]:
    """What `LOGGING` is set to.

    Args:
        level: the lowest that is written, such as INFO.
        form: "text" for lines to read, "json" for one object a line.

    Raises:
        ValueError: for another form.
    """
    formatters: dict[str, dict[str, str]] = {
        "text": {
            "class": "config.logs.LineFormatter",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        },
        "json": {"class": "config.logs.JSONFormatter"},
    }
    if form not in formatters:
        raise ValueError(f"LOG_FORMAT is {form!r}; write text, or json for one object a line.")
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": formatters[form]},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            # Django's own handler would mail a failed request to its ADMINS, with everything that was posted.
            "django": {"handlers": [], "level": "INFO"},
            # What a visitor got wrong (4xx) is no event of ours and would note where they looked.
            "django.request": {"level": "ERROR"},
            "django.security": {"level": "ERROR"},
            "django.security.DisallowedHost": {"level": "CRITICAL"},
            "pikepdf": {"level": "WARNING"},  # it greets at INFO
            "fido2": {"level": "WARNING"},  # else it writes which key of whom was used
        },
    }
