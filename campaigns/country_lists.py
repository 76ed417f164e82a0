"""Which countries the public lists can offer, at a cost that does not grow with the number of actions.

A plain DISTINCT reads every open action to find some dozens of countries. Here the database steps through the
index `action_by_country` from one country to the next (a loose index scan, written as a recursive query because
neither PostgreSQL nor SQLite plans one by itself), and then looks into each country once. The cost is a few
index look-ups for each country.
"""

from datetime import date, timedelta
from typing import cast

from django.db import connection

from campaigns.states import ActionStatus

# The countries of one status, and of these the ones that have a last good day between two days.
_OF_STATUS = """
SELECT found.country FROM (
    WITH RECURSIVE step(country) AS (
        SELECT MIN(a.country) FROM campaigns_urgentaction a WHERE a.status = %s
        UNION ALL
        SELECT (SELECT MIN(a.country) FROM campaigns_urgentaction a WHERE a.status = %s AND a.country > step.country)
          FROM step WHERE step.country IS NOT NULL
    )
    SELECT step.country FROM step
     WHERE step.country IS NOT NULL AND EXISTS (
        SELECT 1 FROM campaigns_urgentaction a
         WHERE a.status = %s AND a.country = step.country AND a.last_good_day >= %s AND a.last_good_day <= %s)
) AS found
"""

Span = tuple[ActionStatus, date, date]


def countries_open_on(on: date) -> list[str]:
    """Codes (ISO 3166-1 alpha-2) of the countries with an action that is open on this day."""
    return _countries([(ActionStatus.OPEN, on, date.max)])


def countries_past_on(on: date) -> list[str]:
    """Codes of the countries with an action that was open once and is not on this day."""
    over = [(status, date.min, date.max) for status in (ActionStatus.STOPPED, ActionStatus.CLOSED)]
    return _countries([*over, (ActionStatus.OPEN, date.min, on - timedelta(days=1))])


def _countries(spans: list[Span]) -> list[str]:
    parameters: list[str | date] = []
    for status, first, last in spans:
        # A date, or its text for SQLite, which the types of Django do not tell apart.
        days = cast(list[str | date], [connection.ops.adapt_datefield_value(day) for day in (first, last)])
        parameters += [*[status.value] * 3, *days]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ".join([_OF_STATUS] * len(spans)), parameters)
        return sorted(row[0] for row in cursor.fetchall())
