"""What came back: told by anybody, read by staff, decided by staff. Nothing of it is public."""

import logging
from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.db.models import Sum
from django.utils import timezone

from accounts.acts import acting
from accounts.models import User
from appeals.models import Reply, ReplyPicture
from campaigns.models import UrgentAction
from cases.text import tidy

logger = logging.getLogger(__name__)

# What stands where somebody sent a picture and wrote nothing.
PICTURE_ALONE = "(A picture, and no words.)"


class NoRoom(Exception):
    """All pictures together take as much room as they may. Its message is for people."""


def tell(
    action: UrgentAction,
    *,
    kind: str,
    authority_id: int,
    text: str,
    is_independent: bool,
    on: date,
    at: datetime,
    pictures: Sequence[bytes] = (),
) -> Reply:
    """Write down what somebody tells.

    Args:
        is_independent: whether it counts as the word of somebody else than an earlier report of the same.
        pictures: made by `appeals.pictures`, in their order.

    Raises:
        ValidationError: at the fields.
        NoRoom: if the pictures do not fit beside all others.
    """
    with acting(by=None, at=at):
        if pictures and not has_room_for(sum(map(len, pictures))):
            logger.warning(
                "no room for the pictures of a reply: all together may take %s MB", settings.REPLY_PICTURES_MB
            )
            raise NoRoom(
                "So many pictures wait for our staff that there is no room for more today. Leave the picture out and "
                "tell in words what it shows; or send it again in a few days."
            )
        reply = Reply(
            action=action,
            authority_id=authority_id,
            kind=kind,
            text=tidy(text) or (PICTURE_ALONE if pictures else ""),
            reported_on=on,
            is_independent=is_independent,
        )
        reply.full_clean(exclude=("action",))
        reply.save()
        for number, jpeg in enumerate(pictures, start=1):
            ReplyPicture.objects.create(reply=reply, number=number, jpeg=jpeg, size=len(jpeg))
    return reply


def has_room_for(size: int) -> bool:
    """Whether so many bytes fit beside the pictures that are there (`REPLY_PICTURES_MB`)."""
    held: int = ReplyPicture.objects.aggregate(held=Sum("size"))["held"] or 0
    return held + size <= settings.REPLY_PICTURES_MB * 1_000_000


def remove_pictures(reply: Reply, *, reason: str, by: User | None, at: datetime) -> Reply:
    """Lose the pictures that came with it for good; its words stay.

    Args:
        by: who removes them; None if their time is over.
    """
    with acting(by=by, at=at, reason=reason):
        reply.pictures.all().delete()
        reply.pictures_removed_on = timezone.localtime(at).date()
        reply.save(update_fields=["pictures_removed_on"])
    return reply


def note_reply(reply: Reply, *, reason: str = "", by: User, at: datetime) -> Reply:
    """Say that it was read, and that nothing about the address follows from it."""
    return _decide(reply, Reply.Status.NOTED, reason, by=by, at=at)


def call_address_wrong(reply: Reply, *, reason: str = "", by: User, at: datetime) -> Reply:
    """Say that the address is wrong indeed: the address keepers find it on their desk, whoever else reported it.

    Raises:
        ValidationError: for an answer in words.
    """
    return _decide(reply, Reply.Status.WRONG, reason, by=by, at=at)


def _decide(reply: Reply, status: Reply.Status, reason: str, *, by: User, at: datetime) -> Reply:
    with acting(by=by, at=at, reason=reason):
        reply.status, reply.reason = status, reason
        reply.decided_by, reply.decided_at = by, at
        reply.full_clean()
        reply.save()
    return reply
