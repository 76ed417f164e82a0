from campaigns.models.action import UrgentAction
from campaigns.models.campaign import Campaign
from campaigns.models.event import ActionEvent
from campaigns.models.mail import SentMail
from campaigns.models.reminder import Reminder
from campaigns.models.sheet import Demand, Recipient, Sheet
from campaigns.models.subscription import Subscription
from campaigns.models.suppression import Suppression

__all__ = [
    "ActionEvent",
    "Campaign",
    "Demand",
    "Recipient",
    "Reminder",
    "SentMail",
    "Sheet",
    "Subscription",
    "Suppression",
    "UrgentAction",
]
