"""Invented actions and subscriptions by the hundred thousand, for `benchmarks` and for trying a full list.

They are written in bulk, past the functions of `campaigns.lifecycle`, but every row is as those would leave it:
the same states, the frozen content, the hash and search text of the real functions, and the last good day of the
one rule. Nothing here reads a clock, and the same arguments give the same data.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from itertools import islice

from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.models import Max
from django_countries import countries

from accounts.acts import unrecorded
from accounts.models import User
from appeals.demo.bulk_content import Plan
from appeals.demo.bulk_rows import Batch, Stock, enter_stock
from appeals.demo.staff import DOMAIN
from campaigns.models import Sheet, Subscription, UrgentAction
from campaigns.states import ActionStatus
from cases.models import Case

BATCH = 2_000  # actions in one transaction: some 30 MB of rows
HIGHEST_NUMBER = 9_999
PAST_YEARS = 30
FIRST_YEAR = 1974  # a year with two digits names one of a hundred: addresses end in it
EVERYTHING_SUBSCRIBERS = 10

# Of the actions that are not open, in a hundred: 20 have lapsed (open, but with dates of the past).
PAST = ((ActionStatus.OPEN, 20), (ActionStatus.STOPPED, 12), (ActionStatus.CLOSED, 65), (ActionStatus.PAUSED, 3))


class RealDataThere(Exception):
    """A case in this database is not invented."""


def load_bulk(
    *,
    actions: int,
    subscriptions: int,
    on: date,
    at: datetime,
    open_percent: int = 30,
    tell: Callable[[int], None] = lambda done: None,
) -> None:
    """Add invented actions, open or past on the day `on`, and confirmed subscriptions to the open ones.

    About 100,000 actions in two minutes; the time grows in step with their number. Each batch is a transaction.

    Args:
        at: when all of it was entered.
        open_percent: how many in a hundred are open on that day; the others are past.
        tell: is told how many actions there are so far.

    Raises:
        RealDataThere: if a case of this database belongs to anybody but the demo's staff.
        ValueError: if the numbers of the years run out.
    """
    if Case.objects.exclude(owner__email__endswith=f"@{DOMAIN}").exists():
        raise RealDataThere(
            "This database holds cases that are not invented. Bulk data is never mixed with them: use a new "
            "database (another VAR_DIR, or another DATABASE_URL)."
        )
    with unrecorded():  # a history of invented rows would double the time and the room they take
        _write(actions, subscriptions, open_percent, on=on, at=at, tell=tell)


def _write(
    actions: int, subscriptions: int, open_percent: int, *, on: date, at: datetime, tell: Callable[[int], None]
) -> None:
    chance = random.Random(actions)  # noqa: S311  (nothing secret)
    stock = enter_stock(_person("bulk", "Bulk data"), _person("bulk.approver", "Bulk approver"), on=on, at=at)
    plans = _plans(actions, on, chance, open_percent)
    done = 0
    while chunk := list(islice(plans, BATCH)):
        with transaction.atomic():
            Batch(stock, chance, first_pk=_next_pk(UrgentAction), first_sheet_pk=_next_pk(Sheet)).write(chunk)
            _move_sequences_on(UrgentAction, Sheet)
        done += len(chunk)
        tell(done)
    _subscribe(subscriptions, stock, chance, on)


def _person(part: str, name: str) -> User:
    """Whoever wrote or approved all of it: invented, and cannot log in."""
    email = f"{part}@{DOMAIN}"
    return User.objects.filter(email=email).first() or User.objects.create_user(email, name=name, is_active=False)


def _plans(count: int, on: date, chance: random.Random, open_percent: int) -> Iterator[Plan]:
    numbers = _numbers_taken()
    endings = [status for status, share in PAST for _ in range(share)]
    codes = [code for code, _ in countries]
    for place in range(count):
        series = chance.choice(UrgentAction.Series.values)
        # Evenly mixed, so that the first ten already have their share.
        is_open = (place + 1) * open_percent // 100 > place * open_percent // 100
        if is_open:
            status, dated = ActionStatus.OPEN, on - timedelta(days=chance.randrange(42))
            limit = on + timedelta(days=chance.randrange(1, 43))
        else:
            status, dated = chance.choice(endings), _some_day(chance.randrange(on.year - PAST_YEARS, on.year), chance)
            limit = dated + timedelta(days=42)
        # A year has 9,999 numbers in each series. Where they run out, the action has been open for years.
        while numbers[series, dated.year] >= HIGHEST_NUMBER:
            dated = _some_day(dated.year - 1, chance)
        if dated.year < FIRST_YEAR:
            raise ValueError(f"The series {series} has no number left. Use a new database.")
        numbers[series, dated.year] += 1
        number = numbers[series, dated.year]
        yield Plan(series, number, dated.year, chance.choice(codes), status, dated, limit)


def _some_day(year: int, chance: random.Random) -> date:
    """Of the first 300 days, so that an action which ran its six weeks is over before the next year."""
    return date(year, 1, 1) + timedelta(days=chance.randrange(300))


def _numbers_taken() -> dict[tuple[str, int], int]:
    taken: dict[tuple[str, int], int] = defaultdict(int)
    rows = UrgentAction.objects.order_by().values_list("series", "year").annotate(highest=Max("number"))
    taken.update({(series, year): highest or 0 for series, year, highest in rows})
    return taken


def _next_pk(model: type[models.Model]) -> int:
    """An action and its sheet name each other, so their keys must be known before either is written."""
    highest: int | None = model._default_manager.aggregate(highest=Max("pk"))["highest"]
    return (highest or 0) + 1


def _move_sequences_on(*written: type[models.Model]) -> None:
    """After rows with keys of our own, PostgreSQL's sequences must go on behind them."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(written)):
            cursor.execute(statement)


def _subscribe(count: int, stock: Stock, chance: random.Random, on: date) -> None:
    """Confirmed subscriptions, each of another address; a handful of them to every open action."""
    highest = Subscription.objects.filter(email__endswith="@bulk.example").count()
    keys = list(UrgentAction.objects.open_on(on).order_by("pk").values_list("pk", flat=True))
    everything = min(EVERYTHING_SUBSCRIBERS, count // 10) if keys else count
    rows = (
        Subscription(
            email=f"reader-{highest + place:06d}@bulk.example",
            action_id=None if place <= everything else chance.choice(keys),
            created_at=stock.at,
            confirmed_at=stock.at,
        )
        for place in range(1, count + 1)
    )
    Subscription.objects.bulk_create(rows, batch_size=BATCH)
