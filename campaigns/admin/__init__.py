"""The pages of staff for the decision: actions, sheets, campaigns; reminders, subscriptions and sent mail."""

from campaigns.admin.action import UrgentActionAdmin
from campaigns.admin.campaign import CampaignAdmin
from campaigns.admin.case import CaseWithActionsAdmin
from campaigns.admin.sheet import SheetAdmin

__all__ = ["CampaignAdmin", "CaseWithActionsAdmin", "SheetAdmin", "UrgentActionAdmin"]
