"""A case at a glance, for its page: its actions with their sheets, and who of its people is where."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch

from campaigns.models import CurrentOutcome, Sheet, UrgentAction
from campaigns.outcomes import known_otherwise
from campaigns.states import SheetStatus
from cases.models import Case, PersonAtRisk, PersonStatus


@dataclass(frozen=True)
class ActionAtAGlance:
    """An action, days to its last good day, and its sheets in order."""

    action: UrgentAction
    days: int | None
    sheets: Sequence[Sheet]


@dataclass(frozen=True)
class ToldOfSomebody:
    """What a sheet says became of somebody, and what the case knows otherwise."""

    outcome: CurrentOutcome
    known_otherwise: PersonStatus | None


@dataclass(frozen=True)
class PersonAtAGlance:
    """A person, the last of their statuses, and what is told of them by each action."""

    person: PersonAtRisk
    last: PersonStatus | None
    told: Sequence[ToldOfSomebody]


def actions_at_a_glance(case: Case, *, on: date) -> list[ActionAtAGlance]:
    """Two queries."""
    actions = UrgentAction.objects.filter(case=case).select_related("current_sheet", "campaign")
    actions = actions.defer("search_text", "current_sheet__frozen").prefetch_related(
        Prefetch("sheets", Sheet.objects.defer("frozen", "story", "additional_information"))
    )
    return [
        ActionAtAGlance(
            action,
            action.days_left(on=on),
            [sheet for sheet in action.sheets.all() if sheet.status != SheetStatus.WITHDRAWN],
        )
        for action in actions
    ]


def people_at_a_glance(case: Case, user: Any) -> list[PersonAtAGlance]:
    """Three queries, however many people there are."""
    told: dict[int, list[CurrentOutcome]] = {}
    rows = CurrentOutcome.objects.filter(action__case=case).select_related("action").defer("action__search_text")
    for row in rows.order_by("action__opened_on", "action_id"):
        told.setdefault(row.person_id, []).append(row)
    known = Prefetch("statuses", PersonStatus.objects.listed_for(user))
    return [_person(person, told.get(person.pk, [])) for person in case.people.prefetch_related(known)]


def _person(person: PersonAtRisk, told: Sequence[CurrentOutcome]) -> PersonAtAGlance:
    statuses = list(person.statuses.all())  # in the order of their dates
    return PersonAtAGlance(
        person,
        statuses[-1] if statuses else None,
        [ToldOfSomebody(row, known_otherwise(row.action, person, row)) for row in told],
    )
