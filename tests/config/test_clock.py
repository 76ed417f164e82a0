from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from config import clock


def test_clock_tells_the_present_moment_in_the_zone_of_the_section(settings: Any) -> None:
    settings.DEMO_TODAY = None

    before, now, after = timezone.now(), clock.now(), timezone.now()

    assert before <= now <= after
    assert now.tzinfo == timezone.get_default_timezone()
    assert clock.today() in (timezone.localdate(before), timezone.localdate(after))


def test_clock_of_the_demo_stands_at_its_day_while_the_hours_run(settings: Any) -> None:
    settings.DEMO_TODAY = date(2011, 7, 13)

    before, now, after = timezone.localtime(), clock.now(), timezone.localtime()

    assert clock.today() == date(2011, 7, 13)
    assert now.utcoffset() == timedelta(hours=2)  # Zurich in summer, whatever the season of the real day
    assert before.time() <= now.time() <= after.time() or after.date() != before.date()
