"""How long a letter takes, and until when it must be posted so that it is there in time.

Counted in working days of the country in which it is posted, without its weekends and national holidays: holidays of
one region alone are not known here, nor those of the country to which it goes. The figure for a country is what staff
entered for it (`PostalRoute`); where nobody did it is `POST_WORKING_DAYS`, and a few days within one country. Reads no
clock, and knows nothing of prices or of how a letter is franked.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from django.conf import settings
from holidays import HolidayBase, country_holidays

from cases.models import PostalRoute

HOME_WORKING_DAYS = 3  # a letter that crosses no border

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Transit:
    """How post goes to a country.

    Args:
        working_days: from the day on which a letter is posted to the day on which it is there; at least one.
        is_suspended: no letter is taken at present, since `suspended_since` and for that reason.
        route_id: of the row that staff keep; None where the figure is the general one.
    """

    working_days: int
    is_suspended: bool = False
    suspended_since: date | None = None
    suspension_reason: str = ""
    route_id: int | None = None


def is_working_day(day: date, country: str) -> bool:
    """Whether offices and post work on a day. Monday to Friday where the country's holidays are not known."""
    calendar = _calendar_of(country)
    return day.weekday() < 5 if calendar is None else calendar.is_working_day(day)


def last_posting_day(transit: Transit, arrive_by: date, *, sending_country: str) -> date | None:
    """The last day on which to post a letter that has to be there on `arrive_by`: always a working day.

    None if no post is taken.
    """
    if transit.is_suspended:
        return None
    day = _working_day_from(arrive_by, -_ONE_DAY, sending_country)
    for _ in range(transit.working_days):
        day = _working_day_from(day - _ONE_DAY, -_ONE_DAY, sending_country)
    return day


def arrival_day(transit: Transit, posted_on: date, *, sending_country: str) -> date | None:
    """The day on which a letter is there. What is posted on a day off leaves on the next working day.

    None if no post is taken.
    """
    if transit.is_suspended:
        return None
    day = _working_day_from(posted_on, _ONE_DAY, sending_country)
    for _ in range(transit.working_days):
        day = _working_day_from(day + _ONE_DAY, _ONE_DAY, sending_country)
    return day


def transits_to(destinations: Iterable[str], *, sending_country: str) -> dict[str, Transit]:
    """How post goes to each of these countries, in one query."""
    wanted = set(destinations)
    kept = {str(route.country): route for route in PostalRoute.objects.filter(country__in=wanted)}
    return {code: _transit(code, kept.get(code), sending_country) for code in wanted}


class Transits(dict[str, Transit]):
    """How post goes from a country to every other; read in one query, for whoever asks about many."""

    def __init__(self, sending_country: str) -> None:
        super().__init__()
        self._sending_country = sending_country
        for route in PostalRoute.objects.all():
            self[str(route.country)] = _transit(str(route.country), route, sending_country)
        self[sending_country]  # a letter that stays there has a figure of its own, also where nobody entered one

    def __missing__(self, destination: str) -> Transit:
        self[destination] = _transit(destination, None, self._sending_country)
        return self[destination]


def post_by(destination: str, arrive_by: date, *, sending_country: str) -> date | None:
    """The last day on which to post a letter to a country so that it is there on `arrive_by`.

    None if no post is taken to that country at present.
    """
    transit = transits_to([destination], sending_country=sending_country)[destination]
    return last_posting_day(transit, arrive_by, sending_country=sending_country)


def _transit(destination: str, route: PostalRoute | None, sending_country: str) -> Transit:
    if route is None:
        return Transit(HOME_WORKING_DAYS if destination == sending_country else settings.POST_WORKING_DAYS)
    return Transit(
        working_days=route.working_days,
        is_suspended=route.is_suspended,
        suspended_since=route.suspended_since,
        suspension_reason=route.suspension_reason,
        route_id=route.pk,
    )


def _working_day_from(day: date, step: timedelta, country: str) -> date:
    """The day itself if it is a working day, else the next one in that direction."""
    while not is_working_day(day, country):
        day += step
    return day


@lru_cache(maxsize=64)
def _calendar_of(country: str) -> HolidayBase | None:
    try:
        return country_holidays(country)
    except NotImplementedError:
        return None
