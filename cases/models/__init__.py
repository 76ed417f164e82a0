from cases.models.authority import Authority, Salutation
from cases.models.case import Case
from cases.models.case_note import CaseNote
from cases.models.concern import Concern
from cases.models.consent import Consent, Giver, Use, Withdrawal
from cases.models.country_note import CountryNote
from cases.models.date_move import DateMove
from cases.models.deadline import Deadline
from cases.models.development import Development
from cases.models.hearing import Hearing
from cases.models.open_form import OpenForm
from cases.models.person import PersonAtRisk, PersonStatus
from cases.models.postage_rate import PostageRate
from cases.models.postal_route import PostalRoute
from cases.models.reading import Reading
from cases.models.team import AccessEvent, BrokenGlass, TeamMember
from cases.models.true_name import TrueName, TrueNameEvent

__all__ = [
    "AccessEvent",
    "Authority",
    "BrokenGlass",
    "Case",
    "CaseNote",
    "Concern",
    "Consent",
    "CountryNote",
    "DateMove",
    "Deadline",
    "Development",
    "Giver",
    "Hearing",
    "OpenForm",
    "PersonAtRisk",
    "PersonStatus",
    "PostageRate",
    "PostalRoute",
    "Reading",
    "Salutation",
    "TeamMember",
    "TrueName",
    "TrueNameEvent",
    "Use",
    "Withdrawal",
]
