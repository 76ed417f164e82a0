"""Which countries the public lists can offer, at a cost that does not grow with the number of actions.

A plain DISTINCT reads every open action to find some dozens of countries. Here the database steps through the
index `action_by_country` from one country to the next: a loose index scan, written as a recursive query because
neither PostgreSQL nor SQLite plans one by itself. Within a country the index goes by last good day, so that the
first entry met is the one that decides: stepping down, the latest day; stepping up, the earliest. The cost is one
look into the index for each country, and one more entry for each action of a country that has none to offer.

COALESCE does nothing to the day but keep it out of the choice of an index: PostgreSQL, without fresh statistics,
would take the index by last good day and sort every action at each step.
"""

from datetime import UTC, date, datetime, timedelta
from typing import cast

from django.db import connection

from campaigns.states import ActionStatus

_AFTER_ALL = datetime(9999, 12, 31, tzinfo=UTC)  # no embargo lasts longer

# Countries with an action of one status whose last good day is a given one or later.
_FROM = """
SELECT found.country FROM (
    WITH RECURSIVE step(country) AS (
        SELECT (SELECT a.country FROM campaigns_urgentaction a
                 WHERE a.status = %s AND COALESCE(a.last_good_day, NULL) >= %s AND COALESCE(a.embargo_until, %s) <= %s
                 ORDER BY a.country DESC, a.last_good_day DESC LIMIT 1)
        UNION ALL
        SELECT (SELECT a.country FROM campaigns_urgentaction a
                 WHERE a.status = %s AND COALESCE(a.last_good_day, NULL) >= %s AND COALESCE(a.embargo_until, %s) <= %s
                   AND a.country < step.country
                 ORDER BY a.country DESC, a.last_good_day DESC LIMIT 1)
          FROM step WHERE step.country IS NOT NULL
    )
    SELECT step.country FROM step WHERE step.country IS NOT NULL
) AS found
"""

# The same for a given day or an earlier one.
_UNTIL = """
SELECT found.country FROM (
    WITH RECURSIVE step(country) AS (
        SELECT (SELECT a.country FROM campaigns_urgentaction a
                 WHERE a.status = %s AND COALESCE(a.last_good_day, NULL) <= %s AND COALESCE(a.embargo_until, %s) <= %s
                 ORDER BY a.country, a.last_good_day LIMIT 1)
        UNION ALL
        SELECT (SELECT a.country FROM campaigns_urgentaction a
                 WHERE a.status = %s AND COALESCE(a.last_good_day, NULL) <= %s AND COALESCE(a.embargo_until, %s) <= %s
                   AND a.country > step.country
                 ORDER BY a.country, a.last_good_day LIMIT 1)
          FROM step WHERE step.country IS NOT NULL
    )
    SELECT step.country FROM step WHERE step.country IS NOT NULL
) AS found
"""


def countries_open_on(on: date, *, at: datetime | None) -> list[str]:
    """Codes (ISO 3166-1 alpha-2) of the countries with an action that is open on this day, and of which
    everybody may know at this moment; None: also those under embargo."""
    return _countries(_FROM, _twice(ActionStatus.OPEN, on, at))


def countries_past_on(on: date, *, at: datetime | None) -> list[str]:
    """Codes of the countries with an action that was open once and is not on this day."""
    lapsed = _twice(ActionStatus.OPEN, on - timedelta(days=1), at)
    ended = [*_twice(ActionStatus.STOPPED, date.min, at), *_twice(ActionStatus.CLOSED, date.min, at)]
    return _countries(f"{_UNTIL} UNION {_FROM} UNION {_FROM}", [*lapsed, *ended])


def _twice(status: ActionStatus, day: date, at: datetime | None) -> list[str | date]:
    """The parameters of one of the queries: days and moments, or their text where the database is SQLite."""
    moment = cast(str | date, connection.ops.adapt_datetimefield_value(at or _AFTER_ALL))
    return [status.value, cast(str | date, connection.ops.adapt_datefield_value(day)), moment, moment] * 2


def _countries(query: str, parameters: list[str | date]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return sorted(row[0] for row in cursor.fetchall())
