"""What may stand in a log line: ids, never a person's address nor a link that acts in their name."""

import logging
import re

# Whoever holds such a link can confirm or end a subscription, see what is held about an address, read the calendar of
# somebody on the staff, report for a group, or fetch its letters; and which sheet somebody has in hand is nobody's
# business.
_TOKEN = re.compile(
    r"(/follow/(?:confirm|stop|yours)/|/staff-calendar/|/packs/made/|/(?:check|tally)/(?:\?code=)?)[^/\s'\"]+"
)
_ADDRESS = re.compile(r"[^\s<>()=,;:'\"\[\]]+@[^\s<>()=,;:'\"\[\]]+\.[^\s<>()=,;:'\"\[\]]+")


def without_personal_data(line: str) -> str:
    """The line with e-mail addresses and the tokens of links replaced."""
    return _ADDRESS.sub("[address]", _TOKEN.sub(r"\1[token]", line))


class LineFormatter(logging.Formatter):
    """Cleans the finished line, the traceback included: a database names the value it refuses."""

    def format(self, record: logging.LogRecord) -> str:
        return without_personal_data(super().format(record))
