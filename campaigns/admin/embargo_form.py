"""The form that asks until when an action is under embargo, and in which zone that is meant."""

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from campaigns.admin.answers import Reason
from campaigns.models import UrgentAction
from cases.admin.dates import time_zones
from cases.admin.moments import read_moment


class EmbargoForm(Reason):
    """Day, hour and zone; all of the first two, or none."""

    field_order = ("day", "hour", "zone", "reason")

    day = forms.DateField(
        label="Embargo until, day",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Write the day as 2011-08-23."},
    )
    hour = forms.TimeField(
        label="Hour",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text="To the minute, by the clocks of the zone below.",
        error_messages={"invalid": "Write the hour as 06:00."},
    )
    zone = forms.ChoiceField(
        label="Time zone", choices=[(name, name) for name in time_zones()], help_text="Where the moment is meant."
    )

    def clean(self) -> dict[str, Any]:
        """The answers of `campaigns.embargo.set_embargo`: a moment, its zone, and why."""
        cleaned = super().clean() or self.cleaned_data
        day, hour, zone = (cleaned.get(name) for name in ("day", "hour", "zone"))
        if bool(day) != bool(hour) and not self.errors:
            self.add_error("hour" if day else "day", "A moment has both, a day and an hour. For none empty both.")
        until = None
        if day and hour and zone:
            try:
                until = read_moment(f"{day:%Y-%m-%d} {hour:%H:%M} {zone}")
            except ValidationError as refused:
                self.add_error("hour", refused)
        return {"until": until, "zone": zone or "", "reason": cleaned.get("reason", "")}


def embargo_as_typed(action: UrgentAction) -> dict[str, Any]:
    """What the form starts with."""
    zone = action.embargo_zone or settings.TIME_ZONE
    if action.embargo_until is None:
        return {"zone": zone}
    there = action.embargo_until.astimezone(ZoneInfo(zone))
    return {"day": there.date(), "hour": there.time(), "zone": zone}


def embargo_in_words(action: UrgentAction) -> str:
    """ "until 20 July 2011, 06:00 (Asia/Tashkent)"; empty where there is none."""
    if action.embargo_until is None:
        return ""
    there = action.embargo_until.astimezone(ZoneInfo(action.embargo_zone))
    return f"until {there:%-d %B %Y, %H:%M} ({action.embargo_zone})"
