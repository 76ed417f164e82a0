"""How many addresses a notice goes to, counted by the rule that plans it (`campaigns.audience`). Writes nothing.

For a page that somebody waits for. Most notices of a date go to just the same people, so a notice stands for all of
which the rule cannot tell the audience apart; and the ledger is only looked at for those that somebody has got.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.conf import settings
from django.db import connection
from django.db.models import Max

from campaigns.audience import as_json, reached_ways, table_of
from campaigns.models import Reminder, Subscription
from campaigns.offers import Offer
from campaigns.suppression import BOUNCED, ERASED

_KEY = ("kind", "subject_id", "about_on", "lead_days")
_SAME = " AND ".join(f"known.{column} = best.{column}" for column in (*_KEY, "address"))
# One number for the way by which an address is reached, the narrowest first: by the subscription, through the action,
# as it is sorted for the plan. Room for two hundred million actions and four thousand million subscriptions.
_SUBSCRIPTIONS = 2**32
_WAY = f"(width + 1) * {2**60} + action_id * {_SUBSCRIPTIONS} + COALESCE(subscription_id, 0)"

Key = tuple[str, int, date, int]


class Count(NamedTuple):
    """To how many addresses a notice goes, of those who read at one pace; no pace: the owner of the case."""

    kind: str
    subject_id: int
    about_on: date
    lead_days: int
    pace: str
    addresses: int


def key_of(of: Offer | Count) -> Key:
    return of.kind, of.subject_id, of.about_on, of.lead_days


def count_wanted(offers: Iterable[Offer]) -> list[Count]:
    """How many addresses would get each of these notices that have not got it yet, nor been given up.

    Args:
        offers: those of one course all together, because they bear on one another.
    """
    by_key: dict[Key, list[Offer]] = {}
    for offer in offers:
        by_key.setdefault(key_of(offer), []).append(offer)
    settled = _settled_keys(by_key)
    looked_up = [of for key, own in by_key.items() for of in own if of.course or key in settled]
    alike = _alike({key: own for key, own in by_key.items() if key not in settled and not own[0].course})
    counts = _count(looked_up, settled=True)
    for count in _count([of for keys in alike for of in by_key[keys[0]]]):
        keys = next(keys for keys in alike if keys[0] == key_of(count))
        counts += [Count(*key, count.pace, count.addresses) for key in keys]
    return counts


def _alike(by_key: dict[Key, list[Offer]]) -> list[list[Key]]:
    """The keys, those together that go to the same people."""
    confirmed = Subscription.objects.confirmed()
    firsts = confirmed.exclude(first_lead=None).order_by().values_list("first_lead", flat=True).distinct()
    leads = sorted(lead for lead in firsts if lead is not None)
    last = confirmed.aggregate(last=Max("confirmed_at"))["last"]
    nearest = min(settings.REMINDER_LEAD_DAYS, default=0)

    def what_decides(offer: Offer) -> tuple[object, ...]:
        """All of an offer by which the rule chooses, as far as it makes a difference among those who follow now."""
        wide: datetime | None = offer.wide_since
        return (
            offer.action_id,
            *(moment is None for moment in (offer.at_once, offer.daily, offer.weekly, offer.for_staff)),
            offer.staff,
            offer.since,
            "everybody" if wide is not None and last is not None and wide >= last else wide,
            [lead for lead in leads if offer.lead_days <= max(lead, nearest)],
        )

    groups: dict[str, list[Key]] = {}
    for key, own in by_key.items():
        groups.setdefault(repr([what_decides(offer) for offer in own]), []).append(key)
    return list(groups.values())


def _settled_keys(by_key: Iterable[Key]) -> set[Key]:
    """The keys of which some address has got its notice, or is not to get it."""
    keys = list(by_key)
    rows = Reminder.objects.filter(subject_id__in={key[1] for key in keys}, kind__in={key[0] for key in keys})
    return set(rows.exclude(status=Reminder.Status.PLANNED).order_by().values_list(*_KEY).distinct())


def _count(offers: Sequence[Offer], *, settled: bool = False) -> list[Count]:
    """Ask the database.

    Args:
        settled: leave out the addresses that have got the notice, and those that are not to get it.
    """
    if not offers:
        return []
    key, best = ", ".join(_KEY), ", ".join(f"best.{column}" for column in _KEY)
    statement = f"""
        {reached_ways()},
        best AS (
            SELECT {key}, address, MIN({_WAY}) AS way FROM reached WHERE due_at IS NOT NULL GROUP BY {key}, address
        )
        SELECT {best}, COALESCE(listed.pace, ''), COUNT(*)
        FROM best LEFT JOIN listed ON listed.id = best.way & {_SUBSCRIPTIONS - 1}
        {_NOT_SETTLED.format(table=table_of(Reminder)) if settled else ""}
        GROUP BY {best}, COALESCE(listed.pace, '')
    """  # noqa: S608  (names of our own tables and columns only)
    with connection.cursor() as cursor:
        cursor.execute(statement, [as_json(offers), *((ERASED, BOUNCED) if settled else ())])
        rows = cursor.fetchall()
    return [
        Count(kind, subject_id, day if isinstance(day, date) else date.fromisoformat(day), *rest)
        for kind, subject_id, day, *rest in rows
    ]


_NOT_SETTLED = f"""
    WHERE NOT EXISTS (
        SELECT 1 FROM {{table}} AS known WHERE {_SAME} AND (
            known.status IN ('sent', 'failed') OR (known.status = 'cancelled' AND known.reason IN (%s, %s))
        )
    )
"""  # noqa: S608
