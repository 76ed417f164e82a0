"""How early a notice is, in words. Leaf module but for the kinds of notices."""

from campaigns.models import Reminder
from campaigns.occasions import CORRECTS


def lead_words(lead_days: int) -> str:
    """ "3 days before", "the day before", "on the day"."""
    match lead_days:
        case 0:
            return "on the day"
        case 1:
            return "the day before"
        case _:
            return f"{lead_days} days before"


def how_early(reminder: Reminder) -> str:
    """The same for a notice; what puts right what was told before goes at once."""
    return "at once" if reminder.kind in CORRECTS else lead_words(reminder.lead_days)


def superseded(by: int) -> str:
    """Why an overdue notice gives way to a nearer one."""
    return f"overdue; the notice {lead_words(by)} goes instead"
