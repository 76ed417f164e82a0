from cases.models.authority import Authority, Salutation
from cases.models.case import Case
from cases.models.concern import Concern
from cases.models.deadline import Deadline
from cases.models.development import Development
from cases.models.hearing import Hearing
from cases.models.person import PersonAtRisk, PersonStatus

__all__ = [
    "Authority",
    "Case",
    "Concern",
    "Deadline",
    "Development",
    "Hearing",
    "PersonAtRisk",
    "PersonStatus",
    "Salutation",
]
