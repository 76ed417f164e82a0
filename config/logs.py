"""What may stand in a log line: ids, never a person's address nor a link that acts in their name."""

import logging
import re
from datetime import UTC, datetime

# Whoever holds such a link can confirm or end a subscription, see what is held about an address, read the calendar of
# somebody on the staff, report for a group, or fetch its letters; and which sheet somebody has in hand is nobody's
# business.
_TOKEN = re.compile(
    r"(/follow/(?:confirm|stop|yours)/|/staff-calendar/|/packs/made/|/(?:check|tally)/(?:\?code=)?)[^/\s'\"]+"
)
# Also those that only some programs take for one.
_LINE_END = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_ADDRESS = re.compile(r"[^\s<>()=,;:'\"\[\]]+@[^\s<>()=,;:'\"\[\]]+\.[^\s<>()=,;:'\"\[\]]+")


def without_personal_data(line: str) -> str:
    """The line with e-mail addresses and the tokens of links replaced."""
    return _ADDRESS.sub("[address]", _TOKEN.sub(r"\1[token]", line))


class LineFormatter(logging.Formatter):
    """Cleans the finished line, the traceback included: a database names the value it refuses.

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
        return without_personal_data(super().format(record))
