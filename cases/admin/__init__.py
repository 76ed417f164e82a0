"""The pages of staff for the facts. `CaseAdmin` is registered by `campaigns.admin`, which adds the actions."""

from cases.admin.authority import AuthorityAdmin
from cases.admin.case import CaseAdmin
from cases.admin.concern import ConcernAdmin
from cases.admin.dates import DeadlineAdmin, HearingAdmin
from cases.admin.person import PersonAtRiskAdmin

__all__ = ["AuthorityAdmin", "CaseAdmin", "ConcernAdmin", "DeadlineAdmin", "HearingAdmin", "PersonAtRiskAdmin"]
