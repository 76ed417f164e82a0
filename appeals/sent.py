"""“I have sent it”: one press by somebody who writes alone, counted in the sum of the week and nowhere else."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.http import QueryDict

from appeals.channels import Channel, week_of
from appeals.models import WeekCount
from appeals.presses import new_token, note_press
from appeals.written_to import WrittenTo
from campaigns.models import UrgentAction

Sent = tuple[int, Channel]  # the number of an authority, and a way


@dataclass(frozen=True)
class Tick:
    """One box: a letter to an office by one way."""

    name: str
    words: str
    is_ticked: bool


@dataclass(frozen=True)
class SentOffice:
    """The boxes of one office."""

    office: str
    ticks: tuple[Tick, ...]


@dataclass(frozen=True)
class SentForm:
    """What is shown to tick, with the number by lot that lets it count once."""

    slug: str
    offices: tuple[SentOffice, ...]
    token: str


def sent_form(slug: str, offices: Sequence[WrittenTo], *, on: date, ticked: Collection[Sent] = ()) -> SentForm:
    """The form of an action on a day.

    Args:
        ticked: what stays ticked.
    """
    return SentForm(
        slug,
        tuple(
            SentOffice(
                one.office,
                tuple(
                    Tick(_name(one, channel), str(channel.label), (one.authority_id, channel) in ticked)
                    for channel in one.channels
                ),
            )
            for one in offices
        ),
        new_token(on=on),
    )


def read_sent(posted: QueryDict, offices: Sequence[WrittenTo]) -> list[Sent]:
    """Which boxes were ticked; what is no box of ours is passed over.

    Raises:
        ValidationError: if none was.
    """
    ticked = [
        (one.authority_id, channel) for one in offices for channel in one.channels if _name(one, channel) in posted
    ]
    if not ticked:
        raise ValidationError("Tick at least one box: to whom your letter went, and how.")
    return ticked


def count_sent(action: UrgentAction, sent: Collection[Sent], *, token: str, on: date) -> None:
    """Add one letter for each box, in the week of that day.

    Raises:
        PressedBefore: if this very form was counted.
        StaleForm: if it is too old to know.
    """
    with transaction.atomic():
        note_press(token, on=on)
        # In one order, so that two who press at once never wait for each other in a circle.
        for authority_id, channel in sorted(sent):
            row, _ = WeekCount.objects.get_or_create(
                action=action, authority_id=authority_id, channel=channel, week=week_of(on)
            )
            WeekCount.objects.filter(pk=row.pk).update(number=F("number") + 1)


def _name(office: WrittenTo, channel: Channel) -> str:
    return f"sent-{office.authority_id}-{channel}"
