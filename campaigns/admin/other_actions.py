"""Choosing other actions beside one: those of the same case by a tick, any other by its number.

What was typed is looked up and shown, ticked, with its headline, before anything is done with it: a slip of one
figure names somebody else's action.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import QueryDict

from campaigns.models import UrgentAction
from campaigns.references import find_reference
from campaigns.states import OVER, PUBLISHED, ActionStatus
from cases.countries import country_name

MOST_AT_ONCE = 50
LONGEST_TYPED = 1_000  # characters


class OtherActions(forms.ModelMultipleChoiceField):
    """Ticks, each with all that tells one action from another."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages = {
        "invalid_pk_value": "One of the ticks was no action. Look at the list again.",
        "invalid_choice": "One of those that were ticked is not there any more. Look at the list again.",
    }

    def clean(self, value: Any) -> Any:
        """Refuse what can be no number of a row before the database, which knows none so long, is asked."""
        if any(not _is_key(each) for each in value or ()):
            raise ValidationError(self.error_messages["invalid_pk_value"], code="invalid_pk_value")
        return super().clean(value)

    def label_from_instance(self, action: Any) -> str:
        return in_words(action)


class ByNumber(forms.CharField):
    """Numbers of actions, one beside the other."""

    def __init__(self, *, help_text: str) -> None:
        super().__init__(
            label="Others, by number",
            required=False,
            max_length=LONGEST_TYPED,
            help_text=help_text,
            widget=forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off"}),
        )


def in_words(action: UrgentAction) -> str:
    """ "UA 26/00: TEACHER FACES TRIAL (Iceland, open, last good day 22 August 2011)"."""
    sheet = action.current_sheet
    day = f", last good day {action.last_good_day:%-d %B %Y}" if action.last_good_day else ""
    facts = f"{country_name(str(action.country))}, {action.get_status_display()}{day}"
    return f"{action.reference}: {sheet.headline if sheet else action.case} ({facts})"


def choosable(action: UrgentAction, *, is_over_too: bool) -> QuerySet[UrgentAction]:
    """The other actions that can end with this one.

    Args:
        is_over_too: also those that are over: a sheet may tell of them afterwards.
    """
    statuses = PUBLISHED if is_over_too else PUBLISHED - OVER
    others = UrgentAction.objects.filter(status__in=statuses).exclude(pk=action.pk)
    return others.select_related("current_sheet", "case").defer("search_text", "current_sheet__frozen")


def offered(
    action: UrgentAction, *, ticked: Iterable[Any], is_over_too: bool, of_same_case: bool = True
) -> QuerySet[UrgentAction]:
    """What there is to tick: the others of the same case, and whatever is ticked already."""
    of_case = Q(case=action.case_id) if of_same_case else Q(pk__in=[])
    return choosable(action, is_over_too=is_over_too).filter(of_case | Q(pk__in=keys_of(ticked)))


def keys_of(ticked: Iterable[Any]) -> list[int]:
    """What can be the number of a row, of what came from a page; not more than go at once."""
    return [int(key) for key in ticked if _is_key(key)][: MOST_AT_ONCE + 1]


def _is_key(value: Any) -> bool:
    return str(value).isdecimal() and len(str(value)) < 19


def look_up(text: str, action: UrgentAction, *, is_over_too: bool) -> list[UrgentAction]:
    """The actions that somebody names beside one, each looked up.

    Raises:
        ValidationError: with one sentence for each part that names no action, or several, or one that cannot end.
    """
    parts = [part.strip() for part in re.split(r"[,;\n]|\band\b|&", text) if part.strip()]
    if len(parts) > MOST_AT_ONCE:
        raise ValidationError(f"These are {len(parts)} numbers. At most {MOST_AT_ONCE} go at once.")
    found, refused = [], []
    for part in parts:
        try:
            found.append(_named(part, action, is_over_too=is_over_too))
        except ValidationError as why:
            refused += why.messages
    if refused:
        raise ValidationError(refused)
    return list(dict.fromkeys(found))


def tick(form: forms.Form | forms.ModelForm, name: str, actions: Sequence[UrgentAction]) -> None:
    """Tick what was looked up on the page that is shown next, and empty the box in which it was typed."""
    data = cast(QueryDict, form.data).copy()
    data.setlist(form.add_prefix(name), [*data.getlist(form.add_prefix(name)), *(str(each.pk) for each in actions)])
    data[form.add_prefix("by_number")] = ""
    form.data = data


def _named(part: str, action: UrgentAction, *, is_over_too: bool) -> UrgentAction:
    shown = part[:40]
    named = UrgentAction.objects.select_related("current_sheet", "case").defer("search_text", "current_sheet__frozen")
    if reference := find_reference(part):
        named = named.filter(number=reference.number, year=reference.year)
        named = named.filter(series=reference.series) if reference.series else named
    else:
        named = named.filter(slug=part.lower())  # an old one without a number
    # What was never public of a sealed case is told to nobody who guesses its number.
    matches = list(named.exclude(status=ActionStatus.DRAFT, case__is_sealed=True)[:3])
    if not matches:
        raise ValidationError(f"“{shown}” is the number of no action here. Write it as UA 26/00.")
    if len(matches) > 1:
        references = " and ".join(match.reference for match in matches)
        raise ValidationError(f"“{shown}” may be {references}: write the letters before the number too.")
    [match] = matches
    if match == action:
        raise ValidationError(f"{match.reference} is this action itself.")
    if match.status == ActionStatus.DRAFT:
        raise ValidationError(f"{match.reference} was never public, so there is nothing to end.")
    if ActionStatus(match.status) in OVER and not is_over_too:
        raise ValidationError(f"{match.reference} is {match.get_status_display()} already.")
    return match
