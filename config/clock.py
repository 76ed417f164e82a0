"""The one clock of the application.

Views, tasks and commands read it and pass `at` or `on` down; nothing below them asks what time it is.
With ``DEMO_TODAY`` set the date stands still at that day while the hours run, so that a case of the past
can be seen as it was when it was open. ``check --deploy`` refuses that setting (see `config.checks`).
"""

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """The present moment, aware, in the time zone of the section (``TIME_ZONE``)."""
    moment = timezone.localtime()
    demo_day: date | None = settings.DEMO_TODAY
    if demo_day is None:
        return moment
    return datetime.combine(demo_day, moment.time(), tzinfo=timezone.get_default_timezone())


def today() -> date:
    """The present day in the time zone of the section."""
    return now().date()
