"""Who gets which of the notices on offer, decided for all of them at once, by the database.

The offers (`campaigns.offers`) are a short table that travels with the statement as JSON; the subscriptions, of
which there may be a hundred thousand, never leave the database. The same text runs on PostgreSQL and on SQLite; only
how JSON becomes a table differs.

`campaigns.reasons` asks the same for a single notice just before its mail leaves, in Python and in words. A notice
goes only where both say so, and the tests compare the two over whole invented desks.
"""

import json
from array import array
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import connection

from campaigns.models import Reminder, Subscription, UrgentAction
from campaigns.offers import Offer
from campaigns.suppression import BOUNCED, ERASED
from cases.models import Case

# Columns of an offer in PostgreSQL's types. On SQLite a moment and a day are text, as Django writes them there.
_TYPES = {
    "kind": "text",
    "subject_id": "bigint",
    "about_on": "date",
    "lead_days": "smallint",
    "action_id": "bigint",
    "at_once": "timestamptz",
    "daily": "timestamptz",
    "weekly": "timestamptz",
    "wide_since": "timestamptz",
    "since": "timestamptz",
    "takes_back": "text",
    "told_id": "bigint",
    "told_on": "date",
    "told_since": "timestamptz",
    "told_until": "timestamptz",
    "course": "text",
    "is_mute": "smallint",
    "staff": "text",
    "for_staff": "timestamptz",
}
_KEY = ("kind", "subject_id", "about_on", "lead_days", "address")
_MATCHES = " AND ".join(f"known.{column} = wanted.{column}" for column in _KEY)
_DUE = "CASE listed.pace WHEN 'now' THEN offer.at_once WHEN 'daily' THEN offer.daily ELSE offer.weekly END"
_EVERYTHING = (
    "listed.action_id IS NULL AND listed.campaign_id IS NULL AND listed.concern_id IS NULL AND listed.country = ''"
)
_CONCERN = "JOIN {concerns} AS concern ON concern.case_id = action.case_id"
_WIDE = "AND listed.confirmed_at <= offer.wide_since"
_EARLY_ENOUGH = "(offer.since IS NULL OR listed.confirmed_at < offer.since)"
# What an address was told of a day, where an offer puts that right.
_TOLD = """
    told.kind = offer.takes_back AND told.subject_id = offer.told_id AND told.status = 'sent'
    AND (offer.told_on IS NULL OR told.about_on = offer.told_on)
    AND (offer.told_since IS NULL OR told.settled_at >= offer.told_since)
    AND (offer.told_until IS NULL OR told.settled_at < offer.told_until)
"""
# Whatever lead somebody chose: the nearest notice of all goes to everybody.
_LEAD = "(listed.first_lead IS NULL OR offer.lead_days <= listed.first_lead OR offer.lead_days <= {nearest})"


def plan_wanted(offers: Iterable[Offer]) -> int:
    """Write a row for each notice that is wanted and has none, and put right those that are planned or cancelled.

    One statement, however many rows it makes: all of them or none. Gives their number. The rows that were sent or
    have failed stay as they are, and so does a morning's list that had nothing on it.
    """
    key, table = ", ".join(_KEY), table_of(Reminder)
    chosen = ", ".join(f"wanted.{column}" for column in (*_KEY, "action_id", "subscription_id", "due_at"))
    statement = f"""
        INSERT INTO {table} ({key}, action_id, subscription_id, due_at, status, reason, message_id, attempts, unsure)
        {_wanted()}
        SELECT {chosen}, 'planned', '', '', 0, 0
        FROM wanted LEFT JOIN {table} AS known ON {_MATCHES}
        WHERE wanted.place = 1 AND (
            known.id IS NULL
            OR (known.status = 'cancelled' AND known.kind <> 'desk' AND known.reason NOT IN (%s, %s))
            OR (known.status = 'planned' AND (
                known.action_id <> wanted.action_id
                OR COALESCE(known.subscription_id, 0) <> COALESCE(wanted.subscription_id, 0)
                OR (known.due_at <> wanted.due_at AND wanted.takes_back = '')
            ))
        )
        ON CONFLICT ({key}) DO UPDATE SET
            action_id = excluded.action_id, subscription_id = excluded.subscription_id, due_at = excluded.due_at,
            status = 'planned', settled_at = NULL, reason = ''
        WHERE {table}.status IN ('planned', 'cancelled')
    """  # noqa: S608  (names of our own tables and columns only)
    with connection.cursor() as cursor:
        # An address that is silent stays so; a new notice to it is planned, and cancelled when it is due.
        cursor.execute(statement, [as_json(offers), ERASED, BOUNCED])
        return max(cursor.rowcount, 0)


def no_longer_wanted(offers: Iterable[Offer], *, horizon: datetime) -> "array[int]":
    """The ids of planned rows that are not wanted, eight bytes each.

    Args:
        horizon: a follower's row that is due after it may well be wanted later, and is left alone.
    """
    statement = f"""
        {_wanted()}
        SELECT known.id FROM {table_of(Reminder)} AS known
        WHERE known.status = 'planned' AND (known.subscription_id IS NULL OR known.due_at <= %s)
        AND NOT EXISTS (SELECT 1 FROM wanted WHERE wanted.place = 1 AND {_MATCHES})
    """  # noqa: S608
    ids = array("q")
    with connection.cursor() as cursor:
        cursor.execute(statement, [as_json(offers), connection.ops.adapt_datetimefield_value(horizon)])
        while rows := cursor.fetchmany(10_000):
            ids.extend(pk for (pk,) in rows)
    return ids


def _wanted() -> str:
    """The beginning of a statement that speaks of ``wanted``: of each notice to each address the first row is meant.

    An address that several subscriptions bring the same notice gets it by the narrowest, and the owner of the case
    gets it as that. It takes one parameter, the offers as JSON.
    """
    return f"""{reached_ways()},
        wanted AS (
            SELECT {", ".join(_KEY)}, action_id, takes_back, subscription_id, due_at, ROW_NUMBER() OVER (
                PARTITION BY {", ".join(_KEY)} ORDER BY width, action_id, subscription_id
            ) AS place
            FROM reached WHERE due_at IS NOT NULL
        )"""  # noqa: S608


def reached_ways() -> str:
    """The beginning of a statement that speaks of ``reached``: each notice, and each way by which an address gets it,
    where it is due at all. It takes one parameter, the offers as JSON.
    """
    lead = _LEAD.format(nearest=min(settings.REMINDER_LEAD_DAYS, default=0))
    concerns = _CONCERN.format(concerns=table_of(Case.concerns.through))
    ways = [
        ("0", "listed.action_id = offer.action_id", "", ""),
        ("1", "listed.campaign_id = action.campaign_id", _WIDE, ""),
        ("2", "listed.concern_id = concern.concern_id", _WIDE, concerns),
        ("3", "listed.country = action.country AND action.country <> ''", _WIDE, ""),
        ("4", _EVERYTHING, _WIDE, ""),
    ]
    reached = [
        f"""
        SELECT offer.*, {width} AS width, listed.id AS subscription_id, listed.address, {_DUE} AS due_at
        FROM offer JOIN {table_of(UrgentAction)} AS action ON action.id = offer.action_id {concern}
        JOIN listed ON {reach}
        WHERE offer.takes_back = '' AND {_EARLY_ENOUGH} AND {lead} {wide}"""  # noqa: S608
        for width, reach, wide, concern in ways
    ]
    return f"""
        WITH offer AS ({_offers_as_table()}),
        listed AS (
            SELECT id, LOWER(TRIM(email)) AS address, action_id, campaign_id, concern_id, country, pace, first_lead,
                confirmed_at
            FROM {table_of(Subscription)} WHERE confirmed_at IS NOT NULL
        ),
        heard AS (
            SELECT offer.*, listed.id AS subscription_id, told.address, {_DUE} AS due_at, ROW_NUMBER() OVER (
                PARTITION BY offer.course, told.address ORDER BY told.settled_at DESC, told.id DESC
            ) AS recency
            FROM offer JOIN {table_of(Reminder)} AS told ON {_TOLD}
            JOIN listed ON listed.id = told.subscription_id
        ),
        reached AS (
            SELECT offer.*, -1 AS width, CAST(NULL AS bigint) AS subscription_id, offer.staff AS address,
                offer.for_staff AS due_at
            FROM offer WHERE offer.for_staff IS NOT NULL AND offer.staff <> ''
            UNION ALL
            SELECT {", ".join(_TYPES)}, 0 AS width, subscription_id, address, due_at
            FROM heard WHERE recency = 1 AND is_mute = 0
            UNION ALL {" UNION ALL ".join(reached)}
        )"""  # noqa: S608


def table_of(model: Any) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def as_json(offers: Iterable[Offer]) -> str:
    return json.dumps([dict(zip(Offer._fields, map(_plain, offer), strict=True)) for offer in offers])


def _plain(value: Any) -> Any:
    """As JSON carries it, and in the form in which the database's own column would hold it."""
    if isinstance(value, datetime):
        return str(connection.ops.adapt_datetimefield_value(value))
    return value.isoformat() if isinstance(value, date) else value


def _offers_as_table() -> str:
    if connection.vendor == "postgresql":
        columns = ", ".join(f"{name} {kind}" for name, kind in _TYPES.items())
        return f"SELECT * FROM jsonb_to_recordset(%s::jsonb) AS offer({columns})"  # noqa: S608
    columns = ", ".join(f"json_extract(value, '$.{name}') AS {name}" for name in _TYPES)
    return f"SELECT {columns} FROM json_each(%s)"  # noqa: S608
