"""The pages of staff for the facts. `campaigns.admin` registers those that it adds to: cases, dates and authorities."""

from cases.admin.account import AccountAdmin
from cases.admin.authority import AuthorityAdmin
from cases.admin.case import CaseAdmin
from cases.admin.concern import ConcernAdmin
from cases.admin.country_note import CountryNoteAdmin
from cases.admin.dates import DeadlineAdmin, HearingAdmin
from cases.admin.person import PersonAtRiskAdmin
from cases.admin.postage_rate import PostageRateAdmin
from cases.admin.postal_route import PostalRouteAdmin

__all__ = [
    "AccountAdmin",
    "AuthorityAdmin",
    "CaseAdmin",
    "ConcernAdmin",
    "CountryNoteAdmin",
    "DeadlineAdmin",
    "HearingAdmin",
    "PersonAtRiskAdmin",
    "PostageRateAdmin",
    "PostalRouteAdmin",
]
