from campaigns.models.action import UrgentAction
from campaigns.models.also_ended import AlsoEnded
from campaigns.models.assignment import Assignment
from campaigns.models.author import SheetAuthor
from campaigns.models.campaign import Campaign
from campaigns.models.check_reason import CheckReason
from campaigns.models.demand import Demand
from campaigns.models.drill import RestoreDrill
from campaigns.models.event import ActionEvent
from campaigns.models.imported_source import ImportedSource
from campaigns.models.mail import SentMail
from campaigns.models.outcome import CurrentOutcome, Outcome
from campaigns.models.proof_print import ProofPrint
from campaigns.models.recipient import Recipient
from campaigns.models.reminder import Reminder
from campaigns.models.reminder_count import ReminderCount
from campaigns.models.sender import SenderEvent, SenderState
from campaigns.models.sheet import Sheet
from campaigns.models.subscription import Subscription
from campaigns.models.suppression import Suppression
from campaigns.models.sweep import LastSweep
from campaigns.models.worker_sign import WorkerSign

__all__ = [
    "ActionEvent",
    "AlsoEnded",
    "Assignment",
    "Campaign",
    "CheckReason",
    "CurrentOutcome",
    "Demand",
    "ImportedSource",
    "LastSweep",
    "Outcome",
    "ProofPrint",
    "Recipient",
    "Reminder",
    "ReminderCount",
    "RestoreDrill",
    "SenderEvent",
    "SenderState",
    "SentMail",
    "Sheet",
    "SheetAuthor",
    "Subscription",
    "Suppression",
    "UrgentAction",
    "WorkerSign",
]
