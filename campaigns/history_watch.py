"""Each morning: is the history as it was sealed? Who has to know is told, and gets the head of the chain to keep.

A chain that lies in one place can be cut off and written anew by whoever has that place. A mailbox elsewhere holds
what it was: `manage.py verify_history --head` compares.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.conf import settings

from accounts.chain import seal_rows
from accounts.models import HistoryCheck, User
from accounts.verifying import check_history
from campaigns import emails
from campaigns.occasions import address_key, section_day, section_zone
from campaigns.sender import SenderHeld, send

# One morning may be missed, by a machine that was off.
LATEST = timedelta(hours=49)

logger = logging.getLogger(__name__)


def watch_history(*, at: datetime) -> HistoryCheck | None:
    """Seal and verify the history if that was not done since this morning, and tell of it. Run it each hour.

    Returns:
        the check of this morning; None before the hour at which reminders go.
    """
    morning = datetime.combine(section_day(at), time(settings.REMINDER_HOUR), tzinfo=section_zone())
    if at < morning:
        return None
    check = HistoryCheck.objects.filter(at__gte=morning, at__lte=at).first()
    if check is None:
        seal_rows(at=at)
        check = check_history(at=at)
        if check.fault_count:
            logger.error("the history is not as it was sealed: %s faults", check.fault_count)
    if check.told_at is None and _tell(check, at=at):
        check.told_at = at
        check.save(update_fields=["told_at"])
    return check


def history_alarms(*, at: datetime) -> list[str]:
    """What everybody on the staff should know of it, as sentences that tell nothing private; one query."""
    check = HistoryCheck.objects.first()
    if check is None:
        return []
    if check.fault_count:
        return ["The history of the desk was changed past the desk. The page of the sender says where."]
    if at - check.at > LATEST:
        return ["The history was not verified for two days. Is the worker running, and beat?"]
    return []


def _tell(check: HistoryCheck, *, at: datetime) -> bool:
    """Mail it out; whether it left for everybody. The next hour tries again, and some may then get it twice."""
    told = False
    for address in _addresses():
        try:
            send(emails.history_checked(emails.Envelope(to=address, at=at), check=check), at=at)
        except (SenderHeld, OSError):  # a refusal by the mail server is an OSError, too
            logger.warning("the head of the history could not be mailed out")
            return False
        told = True
    return told


def _addresses() -> Iterable[str]:
    """Every administrator, and whoever is to have a copy; each once."""
    administrators = User.objects.filter(is_superuser=True, is_staff=True, is_active=True).order_by("email")
    everybody = [*administrators.values_list("email", flat=True), *settings.HISTORY_HEAD_TO]
    return {address_key(address): address for address in everybody}.values()
