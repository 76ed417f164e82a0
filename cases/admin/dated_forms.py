"""Forms of hearings and deadlines, whose day and status change through the verbs and in no other way.

Whoever edits one on the page of its case means one of the verbs; which one is read from what is different. The row is
saved with its old day and status, and the verb then makes the move with its event. What would need to be seen before
it happens, a day brought forward, is left to the page that shows it ("Adjourn or move").
"""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from babel.core import get_global
from django import forms
from django.contrib.admin.widgets import AdminDateWidget, AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from accounts.models import User
from cases.admin.base import DeskForm
from cases.date_moves import check_new_day
from cases.deadline_moves import correct_deadline, lift_deadline, move_deadline, pass_deadline
from cases.hearing_moves import adjourn_hearing, cancel_hearing, correct_hearing, hold_hearing
from cases.models import DateMove, Deadline, Hearing
from config import clock

Door = Callable[..., DateMove]

USE_THE_PAGE = "Use “Adjourn or move” on its page: it shows what follows before anything happens."


def only_zone_of(country: str) -> str:
    """The time zone of a country that has just one, else nothing."""
    zones = get_global("territory_zones").get(country, [])
    return zones[0] if len(zones) == 1 else ""


class DatedForm(DeskForm):
    """What the two forms share.

    `by` is set by the page for whoever saves.
    """

    by: User | None = None
    moving: tuple[str, ...] = ("on", "status")  # what only a verb changes

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stood = {name: getattr(self.instance, name) for name in self.moving} if self.instance.pk else {}
        self.door: Door | None = None
        self.result_before = self.instance.result

    def which_door(self, cleaned: dict[str, Any]) -> Door | None:
        """The verb that makes what was typed true, with its arguments; None where nothing moved."""
        raise NotImplementedError

    def is_different(self, cleaned: dict[str, Any], *names: str) -> bool:
        return any(name in cleaned and cleaned[name] != self.stood[name] for name in names if name in self.stood)

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.errors:
            return
        self.door = self.which_door(self.cleaned_data)
        for name, value in self.stood.items():
            setattr(self.instance, name, value)
        if isinstance(self.door, partial) and "result" in self.door.keywords:
            self.instance.result = self.result_before

    def _save_m2m(self) -> None:
        # Django calls this once the row is saved, whoever saved it: form, formset or admin.
        super()._save_m2m()  # type: ignore[misc]
        if self.door is None:
            return
        try:
            self.door(self.instance, by=self.by, at=clock.now())
        except ValidationError as refused:
            # It was asked before, so somebody else did something at this very moment; nothing is saved then.
            raise IntegrityError("; ".join(refused.messages)) from refused

    def check_day(self, field: str, to: date, before: date) -> None:
        """Add an error where a day cannot be the new one, or is one that has to be looked at first."""
        if to < before:
            self.add_error(field, f"{to:%-d %B %Y} lies before {before:%-d %B %Y}. {USE_THE_PAGE}")
            return
        try:
            check_new_day(to, before=before)
        except ValidationError as refused:
            self.add_error(field, refused)


class HearingForm(DatedForm):
    """A hearing; where it was adjourned, the new day is typed here and becomes a hearing of its own."""

    moving = ("on", "at", "time_zone", "status")

    new_date = forms.DateField(
        label="Adjourned to",
        required=False,
        widget=AdminDateWidget,
        help_text="The new day. It becomes a hearing of its own: same court, same matter.",
    )

    class Meta:
        widgets = {"time_zone": AdminTextInputWidget(attrs={"list": "time-zones", "class": "vTextField"})}

    def clean_time_zone(self) -> str:
        """The zone as typed; where there is a time and no zone, that of the court's country if it has just one."""
        typed: str = self.cleaned_data["time_zone"]
        court = self.cleaned_data.get("court")
        if typed or not self.cleaned_data.get("at") or court is None:
            return typed
        return only_zone_of(str(court.country))

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        new, day = cleaned.get("new_date"), cleaned.get("on")
        is_adjourned = cleaned.get("status") == Hearing.Status.ADJOURNED
        if new and not is_adjourned:
            self.add_error("new_date", "Only an adjourned hearing has a new date: set its status to adjourned.")
        elif new and self.instance.adjourned_to_id:
            self.add_error("new_date", "This hearing has its new date already: change that hearing instead.")
        elif new and day:
            self.check_day("new_date", new, day)
        if is_adjourned and self.stood and self.is_different(cleaned, "on") and self.is_different(cleaned, "status"):
            self.add_error("on", "Leave the day as it was: the new day goes into “Adjourned to”.")
        elif day and cleaned.get("status") == Hearing.Status.EXPECTED and self.is_different(cleaned, "on"):
            self.check_day("on", day, self.stood["on"])
        return cleaned

    def which_door(self, cleaned: dict[str, Any]) -> Door | None:
        new, status, was = cleaned.get("new_date"), cleaned["status"], self.stood.get("status")
        if new or (was == Hearing.Status.EXPECTED and status == Hearing.Status.ADJOURNED):
            return partial(adjourn_hearing, to=new)
        if not self.stood or not self.is_different(cleaned, *self.moving):
            return None
        if was == Hearing.Status.EXPECTED and not self.is_different(cleaned, "on", "at", "time_zone"):
            if status == Hearing.Status.CANCELLED:
                return cancel_hearing
            if status == Hearing.Status.HELD:
                return partial(hold_hearing, result=cleaned.get("result", self.instance.result))
        return partial(
            correct_hearing,
            on=cleaned["on"],
            starts_at=cleaned.get("at"),
            time_zone=cleaned.get("time_zone", ""),
            status=status,
        )


class DeadlineForm(DatedForm):
    """A deadline; a new day moves it."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        if self.stood and cleaned.get("on") and self.is_different(cleaned, "on"):
            self.check_day("on", cleaned["on"], self.stood["on"])
        return cleaned

    def which_door(self, cleaned: dict[str, Any]) -> Door | None:
        if not self.stood or not self.is_different(cleaned, *self.moving):
            return None
        on, status, was = cleaned["on"], cleaned["status"], self.stood["status"]
        if was == Deadline.Status.EXPECTED and status == was:
            return partial(move_deadline, to=on)
        if was == Deadline.Status.EXPECTED and on == self.stood["on"]:
            if status == Deadline.Status.LIFTED:
                return lift_deadline
            return partial(pass_deadline, result=cleaned.get("result", self.instance.result))
        return partial(correct_deadline, on=on, status=status)
