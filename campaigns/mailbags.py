"""Which of the notices that are due go together in one mail.

A stop goes before everything else and in a mail of its own. Whatever else is due for one address goes together: ten
actions that close tomorrow make one mail. What was tried before goes again in the same company, for it may have
arrived, and so under the same Message-ID.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple

from campaigns.models import Reminder
from campaigns.models.reminder import ReminderQuerySet
from campaigns.occasions import Key

URGENT = (Reminder.Kind.STOPPED, Reminder.Kind.PAUSED)
# As many as somebody can read at once; what is left over goes in the next mail.
MOST_IN_A_MAIL = 40


class Due(NamedTuple):
    """A due notice, as far as it matters for the company in which it goes."""

    pk: int
    kind: str
    subject_id: int
    about_on: date
    lead_days: int
    address: str
    subscription_id: int | None
    in_hand_by: int | None
    message_id: str

    @property
    def key(self) -> Key:
        return Key(self.kind, self.subject_id, self.about_on, self.lead_days, self.address)

    @property
    def company(self) -> tuple[object, ...]:
        """Notices of which this is the same go in one mail."""
        if self.message_id:
            return self.address, self.message_id, self.in_hand_by
        return self.address, "", self.in_hand_by, self.subscription_id is None, self.kind in URGENT


Mailbag = tuple[Due, ...]


def mailbags(*, at: datetime, limit: int | None) -> Iterator[Mailbag]:
    """What goes together, the most urgent first, then what is due longest; in three queries.

    Args:
        limit: how many due notices to look at, None for all. Those that go with one of them come on top.
    """
    # Of those due at the same moment, the one that may have been what cut a sender off comes last.
    in_order = Reminder.objects.to_try(at).order_by("due_at", "attempts", "pk")
    heads = _read(in_order.filter(kind__in=URGENT)[:limit])
    heads += _read(in_order.exclude(kind__in=URGENT)[: None if limit is None else limit - len(heads)])
    everything = heads
    if len(heads) == limit:
        everything = _read(in_order.filter(address__in={head.address for head in heads}))
    together: defaultdict[tuple[object, ...], list[Due]] = defaultdict(list)
    for due in everything:
        together[due.company].append(due)
    for head in heads:
        company = together.pop(head.company, [])  # empty: it went with a head before it
        for start in range(0, len(company), MOST_IN_A_MAIL):
            yield tuple(company[start : start + MOST_IN_A_MAIL])


def _read(rows: ReminderQuerySet) -> list[Due]:
    return [Due(*row) for row in rows.values_list(*Due._fields)]
