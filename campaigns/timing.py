"""When a notice goes, as pure rules about moments. Leaf module: no models, no clock.

Every day that counts is a day of the section, and every moment is one of its clock: mails go at its hour in the
morning. A court in another zone sits on the day that its own calendar shows; the notice counts from that day.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import models

DIGEST_WEEKDAY = 0  # Monday, as `date.weekday` counts

# So many days must be left to write when news comes with a weekly or a daily mail; else it comes sooner.
DAYS_LEFT_AFTER_WEEKLY = 7
DAYS_LEFT_AFTER_DAILY = 1


class Pace(models.TextChoices):
    """How notices are collected. A stop always goes at once, and of no day is anybody told too late."""

    AT_ONCE = "now", "at once"
    DAILY = "daily", "once a day"
    WEEKLY = "weekly", "once a week"


def notice_time(event_day: date, lead_days: int, *, hour: int, zone: ZoneInfo) -> datetime:
    """When a notice `lead_days` before a day is due: at `hour` of the section's clock.

    In the night of the year when that hour does not exist, the moment is the one that many hours after the
    clock was put forward (PEP 495, fold 0); no notice is dropped and none is doubled.
    """
    return datetime.combine(event_day - timedelta(days=lead_days), time(hour), tzinfo=zone)


def due_before_day(event_day: date, lead_days: int, pace: str, *, hour: int, zone: ZoneInfo) -> datetime:
    """When a notice of a day that draws near is due for somebody who reads at this pace.

    The weekly mail that comes first at or before the notice's own time brings it: sooner, never later.
    """
    on = event_day - timedelta(days=lead_days)
    if pace == Pace.WEEKLY:
        on -= timedelta(days=(on.weekday() - DIGEST_WEEKDAY) % 7)
    return notice_time(on, 0, hour=hour, zone=zone)


def due_after_event(
    happened: datetime, pace: str, *, last_good_day: date | None, hour: int, zone: ZoneInfo
) -> datetime:
    """When the news of an event is due for somebody who reads at this pace.

    Args:
        last_good_day: until when the action asks people to write; None where nobody is asked to write any more.
    """
    local = happened.astimezone(zone)
    daily = local.date()
    if notice_time(daily, 0, hour=hour, zone=zone) < happened:
        daily += timedelta(days=1)
    weekly = daily + timedelta(days=(DIGEST_WEEKDAY - daily.weekday()) % 7)
    last = last_good_day or date.max
    if pace == Pace.WEEKLY and (last - weekly).days >= DAYS_LEFT_AFTER_WEEKLY:
        return notice_time(weekly, 0, hour=hour, zone=zone)
    if pace != Pace.AT_ONCE and (last - daily).days >= DAYS_LEFT_AFTER_DAILY:
        return notice_time(daily, 0, hour=hour, zone=zone)
    return happened


def day_to_count_from(on: date, starts_at: datetime | None, *, hour: int, zone: ZoneInfo) -> date:
    """The day from which the notices of a hearing count back: the last one whose morning is not too late.

    A court far to the east sits while the section still sleeps, so the notice of its day comes a morning earlier.

    Args:
        on: the day where the court sits.
        starts_at: the moment, where the hour is known.
    """
    day = on
    while starts_at is not None and notice_time(day, 0, hour=hour, zone=zone) > starts_at:
        day -= timedelta(days=1)
    return day
