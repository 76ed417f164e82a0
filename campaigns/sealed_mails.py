"""What the owner of a sealed case is told at once: that somebody opened it, or read much of what is sealed.

The mails say neither of which case nor who: they travel in the open, and the page behind their link has all of it.
"""

import logging
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from accounts.models import User
from campaigns import emails
from campaigns.sender import SenderHeld, send
from cases.models import BrokenGlass, Case
from cases.readings import bulk_readers, note_bulk
from cases.teams import break_glass

logger = logging.getLogger(__name__)

OPENED = "Somebody who is not in the team opened something of yours. They said why, and it closes again by itself."
MUCH_READ = "Somebody read a great deal within an hour, and something of yours is among it."


def open_and_tell(case: Case, *, by: User, at: datetime, reason: str) -> BrokenGlass:
    """Break the glass, and tell the owner once that is stored.

    Raises:
        ValidationError: as `cases.teams.break_glass`.
    """
    glass = break_glass(case, by=by, at=at, reason=reason)
    transaction.on_commit(lambda: _tell([glass.case], what=OPENED, at=at))
    return glass


def tell_of_bulk_reading(*, at: datetime) -> int:
    """Note and tell the owners of what somebody read in bulk; gives how many readers were found.

    An owner who is the reader is told too: it may be somebody else at their desk.
    """
    found = bulk_readers(at=at)
    for reader, numbers in found.items():
        note_bulk(User.objects.get(pk=reader), numbers, at=at)
        _tell(Case.objects.filter(pk__in=numbers).select_related("owner"), what=MUCH_READ, at=at)
    return len(found)


def _tell(cases: Iterable[Case], *, what: str, at: datetime) -> None:
    """One mail to each owner. One that cannot leave undoes nothing: the page of the case and the desk say it too."""
    first: dict[str, Case] = {}
    for case in cases:
        first.setdefault(case.owner.email, case)
    for address, case in first.items():
        link = f"{settings.SITE_URL}{reverse('admin:cases_case_team', args=[case.pk])}"
        mail = emails.sealed_case(emails.Envelope(to=address, at=at), what=what, link=link)
        try:
            send(mail, at=at)
        except (SenderHeld, OSError):  # a refusal by the mail server is an OSError, too
            logger.warning("the owner of case %s was not told by mail who saw it", case.pk)
