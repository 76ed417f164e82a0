"""To whom letters of an action may have gone, and until which day: asked where people tell what they sent.

Letters sent before a stop were sent. So this looks at every sheet by which people could write, also after the end; and
it names offices only, so that nothing stands here to write by.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Max
from django.utils import timezone

from appeals.channels import Channel, channels_of
from campaigns.content import Addressee, content_of
from campaigns.models import ActionEvent, Sheet, UrgentAction
from campaigns.states import FROZEN, ActionStatus, Verb

_ENDS = (Verb.PAUSE, Verb.STOP, Verb.CLOSE)


@dataclass(frozen=True)
class WrittenTo:
    """An authority that a sheet asked to write to, as it was printed last, and the ways that any sheet named."""

    authority_id: int
    office: str
    channels: tuple[Channel, ...]


def written_to_of(actions: Iterable[UrgentAction]) -> dict[int, tuple[WrittenTo, ...]]:
    """By the number of each action, in the order of the newest sheet that asked, then who stood on older ones.

    One query.
    """
    found: dict[int, dict[int, WrittenTo]] = {action.pk: {} for action in actions}
    sheets = Sheet.objects.filter(action__in=list(found), status__in=FROZEN).only("action_id", "check_code", "frozen")
    for sheet in sheets.order_by("action", "-version"):
        offices = found[sheet.action_id]
        for addressee in content_of(sheet).recipients:
            offices[addressee.authority_id] = _with_older(offices.get(addressee.authority_id), addressee)
    return {pk: tuple(offices.values()) for pk, offices in found.items()}


def offices_of(addressees: Iterable[Addressee]) -> tuple[WrittenTo, ...]:
    """The same of one sheet."""
    return tuple(_with_older(None, addressee) for addressee in addressees)


def last_days_of(actions: Iterable[UrgentAction]) -> Mapping[int, date]:
    """By the number of each published action: the last day on which a letter may have gone that was asked for.

    The last good day. Where the action was paused or closed before it, or stopped, that very day: until its hour
    letters were asked for. One query.
    """
    by_pk = {action.pk: action for action in actions}
    ends = ActionEvent.objects.filter(action__in=list(by_pk), verb__in=_ENDS).order_by().values("action")
    ended = {row["action"]: timezone.localtime(row["last"]).date() for row in ends.annotate(last=Max("at"))}
    return {pk: _last_day(action, ended.get(pk)) for pk, action in by_pk.items()}


def _last_day(action: UrgentAction, ended_on: date | None) -> date:
    if action.last_good_day is None:
        raise ValueError(f"{action.reference} is in preparation; nobody was asked to write.")
    if action.status == ActionStatus.OPEN or ended_on is None:
        return action.last_good_day
    # A stop sheet moves the last good day to the day before its own date.
    return ended_on if action.status == ActionStatus.STOPPED else min(action.last_good_day, ended_on)


def _with_older(newer: WrittenTo | None, addressee: Addressee) -> WrittenTo:
    channels = channels_of(addressee)
    if newer is None:
        return WrittenTo(addressee.authority_id, addressee.office, channels)
    both = tuple(channel for channel in Channel if channel in newer.channels or channel in channels)
    return WrittenTo(newer.authority_id, newer.office, both)
