"""The pages of staff for the decision: actions, sheets, campaigns; reminders, subscriptions and sent mail."""

from campaigns.admin.action import UrgentActionAdmin
from campaigns.admin.authority import AuthorityOnSheetsAdmin
from campaigns.admin.campaign import CampaignAdmin
from campaigns.admin.case import CaseWithActionsAdmin
from campaigns.admin.dates import MovingDeadlineAdmin, MovingHearingAdmin
from campaigns.admin.mail import SentMailAdmin
from campaigns.admin.reminder import ReminderAdmin
from campaigns.admin.sheet import SheetAdmin
from campaigns.admin.subscription import SubscriptionAdmin

__all__ = [
    "AuthorityOnSheetsAdmin",
    "CampaignAdmin",
    "CaseWithActionsAdmin",
    "MovingDeadlineAdmin",
    "MovingHearingAdmin",
    "ReminderAdmin",
    "SentMailAdmin",
    "SheetAdmin",
    "SubscriptionAdmin",
    "UrgentActionAdmin",
]
