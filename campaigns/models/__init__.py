from campaigns.models.action import UrgentAction
from campaigns.models.assignment import Assignment
from campaigns.models.campaign import Campaign
from campaigns.models.event import ActionEvent
from campaigns.models.mail import SentMail
from campaigns.models.reminder import Reminder
from campaigns.models.sender import SenderEvent, SenderState
from campaigns.models.sheet import Demand, Recipient, Sheet
from campaigns.models.subscription import Subscription
from campaigns.models.suppression import Suppression
from campaigns.models.sweep import LastSweep

__all__ = [
    "ActionEvent",
    "Assignment",
    "Campaign",
    "Demand",
    "LastSweep",
    "Recipient",
    "Reminder",
    "SenderEvent",
    "SenderState",
    "SentMail",
    "Sheet",
    "Subscription",
    "Suppression",
    "UrgentAction",
]
