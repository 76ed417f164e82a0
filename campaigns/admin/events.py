"""What was decided on an action or a sheet, for the pages of their history."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from campaigns.models import ActionEvent
from cases.chronicle import Act


def told_of(events: Any, acts: Sequence[Act]) -> Mapping[UUID, list[str]]:
    """The decisions that belong to these acts as sentences: a verb writes its event and its records with one moment
    and one name.
    """
    of_whom = {(act.at, act.by.pk if act.by else None): act.number for act in acts}
    told: dict[UUID, list[str]] = {}
    found = events.filter(at__in={act.at for act in acts}).select_related("action", "sheet__action").order_by("pk")
    for event in found:
        if act := of_whom.get((event.at, event.by_id)):
            told.setdefault(act, []).append(_sentence(event))
    return told


def _sentence(event: ActionEvent) -> str:
    note = f" For everybody: {event.public_note}" if event.public_note else ""
    return f"{event.sheet or event.action.reference}: {event.get_verb_display()}.{note}"
