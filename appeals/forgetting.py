"""What goes by itself: pictures of strangers after their time, and tallies that were opened and never used."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from appeals.models import Reply, ReplyPicture, Tally
from appeals.replies import remove_pictures
from appeals.tallies import FORGOTTEN

_AT_ONCE = 200  # replies, or tallies, that go with one ring


def forget_old_pictures(*, at: datetime) -> int:
    """Remove the pictures of what came back so many days ago; returns of how many replies.

    Words and decision stay, and the history of the reply says that its pictures went, and why.
    """
    days = settings.REPLY_PICTURE_DAYS
    last = timezone.localtime(at).date() - timedelta(days=days)
    with_pictures = Exists(ReplyPicture.objects.filter(reply=OuterRef("pk")))
    old = list(Reply.objects.filter(with_pictures, reported_on__lt=last).order_by("pk")[:_AT_ONCE])
    for reply in old:
        remove_pictures(reply, reason=f"Pictures are kept for {days} days.", by=None, at=at)
    return len(old)


def forget_unused_tallies(*, at: datetime) -> int:
    """Delete tallies that were opened long ago and in which nothing was ever reported; returns how many.

    One that takes reports no more (`appeals.tallies.FORGOTTEN`) is nobody's any more.
    """
    last = timezone.localtime(at).date() - FORGOTTEN
    with transaction.atomic():
        unused = Tally.objects.filter(edition=0, opened_on__lt=last, lines__isnull=True)
        keys = list(unused.select_for_update(of=("self",), skip_locked=True).values_list("pk", flat=True)[:_AT_ONCE])
        Tally.objects.filter(pk__in=keys).delete()
    return len(keys)
