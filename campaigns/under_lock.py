"""All that bears on one mail, read under lock in two statements.

Asking through the models takes ten, and most of a sender's time. Here the columns are read side by side and made
into the same models; what is asked of them, and by which rule, is not decided here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.db import OperationalError, connection, models
from psycopg.errors import LockNotAvailable

from campaigns.mailbags import URGENT
from campaigns.models import Campaign, Reminder, SenderState, Sheet, Subscription, Suppression, UrgentAction
from campaigns.suppression import hashes_of
from cases.models import Concern

# What is read of each, where it is not all.
_ONLY: dict[type[models.Model], tuple[str, ...]] = {
    Campaign: ("id", "title"),
    Concern: ("id", "name"),
    Sheet: ("id", "content_hash"),
}
_NOT_OF_ACTION = "search_text"
_MODELS = (Reminder, UrgentAction, Sheet, Subscription, Campaign, Concern)


class Busy(Exception):
    """These cannot go at this moment; they can soon."""


@dataclass(frozen=True)
class Bag:
    """The reminders of one mail, with their actions and subscriptions as they stand while we hold them.

    Args:
        causes: why the address is silent (`Suppression.Cause`), if it is.
        is_held: whether somebody holds the sender.
        is_behind_a_stop: whether a stop or a pause is to be told to this address first.
    """

    rows: tuple[Reminder, ...]
    causes: frozenset[str] = frozenset()
    is_held: bool = False
    is_behind_a_stop: bool = False

    @property
    def actions(self) -> dict[int, UrgentAction]:
        return {row.action.pk: row.action for row in self.rows if row.action}

    @property
    def subscriptions(self) -> dict[int, Subscription]:
        """Those that are confirmed."""
        mine = (row.subscription for row in self.rows)
        return {each.pk: each for each in mine if each is not None and each.confirmed_at is not None}


def hold(pks: Sequence[int], *, address: str, sender: int, at: datetime) -> Bag:
    """Lock these reminders against other senders, and their actions against a stop, until the transaction ends.

    A stop, a pause or a new sheet that is under way is waited for, and then seen. One that is not due any more is
    left out. Other senders may hold the same actions.

    On SQLite nothing needs a lock: the transaction began IMMEDIATE, so it is the only writer.

    Raises:
        Busy: if the planner has one of them under lock. All go or none: a part under a Message-ID that was used before
            could make the rest a third copy.
    """
    try:
        found = _locked(pks, address, sender, at)
    except OperationalError as problem:
        if isinstance(problem.__cause__, LockNotAvailable):
            raise Busy from None
        raise
    if not found:
        return Bag(())
    *_, is_held, is_urgent_planned, is_erased, is_bounced = found[0]
    causes = {Suppression.Cause.ERASED: is_erased, Suppression.Cause.BOUNCED: is_bounced}
    rows = tuple(_reminder(values) for values in found)
    return Bag(
        rows,
        causes=frozenset(cause for cause, holds in causes.items() if holds),
        is_held=bool(is_held),
        is_behind_a_stop=bool(is_urgent_planned) and not any(row.kind in URGENT for row in rows),
    )


def _locked(pks: Sequence[int], address: str, sender: int, at: datetime) -> list[tuple[Any, ...]]:
    is_postgresql = connection.vendor == "postgresql"
    places = ", ".join(["%s"] * len(pks))
    reminder, action = _table(Reminder), _table(UrgentAction)
    urgent = ", ".join(f"'{kind.value}'" for kind in URGENT)
    hashes = hashes_of(address)
    with connection.cursor() as cursor:
        if is_postgresql:
            cursor.execute(
                f"SELECT 1 FROM {action} WHERE id IN (SELECT action_id FROM {reminder} WHERE id IN ({places})) "  # noqa: S608
                "ORDER BY id FOR SHARE",
                list(pks),
            )
        cursor.execute(
            f"""
            SELECT {_all_columns()},
                EXISTS (SELECT 1 FROM {_table(SenderState)} WHERE is_held),
                EXISTS (SELECT 1 FROM {reminder} WHERE address = %s AND status = 'planned' AND kind IN ({urgent})),
                {_causes(len(hashes))}
            FROM {reminder} AS reminder
            LEFT JOIN {action} AS urgentaction ON urgentaction.id = reminder.action_id
            LEFT JOIN {_table(Sheet)} AS sheet ON sheet.id = urgentaction.current_sheet_id
            LEFT JOIN {_table(Subscription)} AS subscription ON subscription.id = reminder.subscription_id
            LEFT JOIN {_table(Campaign)} AS campaign ON campaign.id = subscription.campaign_id
            LEFT JOIN {_table(Concern)} AS concern ON concern.id = subscription.concern_id
            WHERE reminder.id IN ({places}) AND reminder.in_hand_by = %s AND reminder.status = 'planned'
                AND reminder.due_at <= %s
            ORDER BY reminder.due_at, reminder.id
            {"FOR UPDATE OF reminder NOWAIT" if is_postgresql else ""}
            """,  # noqa: S608  (names of our own tables and columns only)
            [address, *hashes, *hashes, *pks, sender, connection.ops.adapt_datetimefield_value(at)],
        )
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _causes(hashes: int) -> str:
    places = ", ".join(["%s"] * hashes)
    table = _table(Suppression)
    return ", ".join(
        f"EXISTS (SELECT 1 FROM {table} WHERE cause = '{cause.value}' AND address_hash IN ({places}))"  # noqa: S608
        for cause in (Suppression.Cause.ERASED, Suppression.Cause.BOUNCED)
    )


def _reminder(values: Sequence[Any]) -> Reminder:
    remaining = iter(values)
    row, action, sheet, subscription, campaign, concern = (_made(model, remaining) for model in _MODELS)
    row.action, row.subscription = action, subscription
    if action is not None:
        action.current_sheet = sheet
    if subscription is not None:
        subscription.campaign, subscription.concern = campaign, concern
        if action is not None and subscription.action_id == action.pk:
            subscription.action = action
    return row


def _made(model: type[models.Model], values: Iterator[Any]) -> Any:
    """The model made of the next columns; None where the join found none."""
    made = [_converted(next(values), converters, column) for _, column, converters in _columns(model)]
    if made[0] is None:
        return None
    return model.from_db(connection.alias, [name for name, _, _ in _columns(model)], made)


def _converted(value: Any, converters: Sequence[Any], column: Any) -> Any:
    for convert in converters:
        value = convert(value, column, connection)
    return value


@cache
def _columns(model: type[models.Model]) -> list[tuple[str, Any, Sequence[Any]]]:
    """Attribute, expression and converters of each column that is read; the first is the primary key."""
    alias = str(model._meta.model_name)
    only = _ONLY.get(model)
    fields = [
        field
        for field in model._meta.concrete_fields
        if (field.attname in only if only else field.attname != _NOT_OF_ACTION)
    ]
    columns = ((field, field.get_col(alias)) for field in fields)
    return [
        (field.attname, column, connection.ops.get_db_converters(column) + field.get_db_converters(connection))
        for field, column in columns
    ]


@cache
def _all_columns() -> str:
    names = (
        f"{model._meta.model_name}.{connection.ops.quote_name(column.target.column)}"
        for model in _MODELS
        for _, column, _ in _columns(model)
    )
    return ", ".join(names)


def _table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)
