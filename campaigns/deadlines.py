"""Pure rules about days. Leaf module: no models, no clock.

`last_good_day` is the one place that decides until when people may write. Every page, sheet, mail, calendar
and query asks it, or reads what it decided when the sheet was issued.
"""

from datetime import date, timedelta

from django.db import models

# 81 % of nearly a thousand real actions ran exactly six weeks; it is only the default and staff edit it.
DEFAULT_APPEAL_DAYS = 42


class Wording(models.TextChoices):
    """How a sheet says its limit; the printed wording stays as printed."""

    BEFORE = "before", "before"
    UNTIL = "until", "until"


def default_appeal_date(issued_on: date) -> date:
    """The limit that a new sheet proposes: 42 days after its own date."""
    return issued_on + timedelta(days=DEFAULT_APPEAL_DAYS)


def last_good_day(limit: date, wording: str) -> date:
    """The last day on which an appeal may be sent: "before 23 August" means the 22nd, "until" the 23rd.

    Raises:
        ValueError: if the wording is neither ``before`` nor ``until``.
    """
    match Wording(wording):
        case Wording.BEFORE:
            return limit - timedelta(days=1)
        case Wording.UNTIL:
            return limit


def days_left(last_day: date, on: date) -> int:
    """Whole days from `on` to the last good day: 0 on that day itself, negative after it."""
    return (last_day - on).days
