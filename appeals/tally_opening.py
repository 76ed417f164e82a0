"""For which actions a tally is opened: ticked in a list, or named by their numbers."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from django.http import QueryDict

from appeals.filters import echo
from campaigns.models import UrgentAction
from campaigns.references import find_reference
from cases.countries import country_name

MOST_SHOWN = 30  # open actions to tick, those that end first; others are named by their numbers
LONGEST_NUMBERS = 500  # letters
_BETWEEN = re.compile(r"[,;\n]")


@dataclass(frozen=True)
class Choice:
    """An action to tick."""

    slug: str
    reference: str
    country: str
    last_good_day: date
    is_chosen: bool


def choices_of(asked: QueryDict, *, on: date, at: datetime) -> list[Choice]:
    """The actions to tick, and those that the address or the form names; one query."""
    named = set(_slugs(asked))
    opened = UrgentAction.objects.open_on(on).past_embargo(at=at).defer("search_text").order_by("last_good_day", "pk")
    rows = list(opened[:MOST_SHOWN])
    if missing := named - {row.slug for row in rows}:
        rows += list(opened.filter(slug__in=missing))
    return [
        Choice(row.slug, row.reference, country_name(str(row.country)), row.last_good_day, row.slug in named)
        for row in rows
        if row.last_good_day
    ]


def read_choice(posted: QueryDict, *, on: date, at: datetime) -> tuple[list[UrgentAction], str]:
    """The open actions that were ticked or named, and a sentence where one of them is nothing we know."""
    opened = UrgentAction.objects.open_on(on).past_embargo(at=at)
    chosen = {action.pk: action for action in opened.filter(slug__in=_slugs(posted))}
    for typed in _BETWEEN.split(posted.get("numbers", "")[:LONGEST_NUMBERS]):
        if not typed.strip():
            continue
        reference = find_reference(typed)
        found = list(opened.filter(number=reference.number, year=reference.year)) if reference else []
        if reference and reference.series:
            found = [action for action in found if action.series == reference.series]
        if len(found) != 1:
            return list(chosen.values()), f"{echo(typed)} names no open action. Write its number as UA 214/11."
        chosen[found[0].pk] = found[0]
    return list(chosen.values()), ""


def _slugs(asked: QueryDict) -> list[str]:
    return [slug[:60] for slug in asked.getlist("action")[: 2 * MOST_SHOWN] if "\x00" not in slug]
