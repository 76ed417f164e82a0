"""A box for a moment: day, hour and the time zone in which they are meant, in one line.

"2011-08-01 06:00 Asia/Tashkent". A line, so that what somebody typed can be laid beside what somebody else stored.
"""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.conf import settings
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import ValidationError

_FORM = "%Y-%m-%d %H:%M"
_EXAMPLE = "2011-08-01 06:00 Asia/Tashkent"


class MomentInput(AdminTextInputWidget):
    """The box, wide enough for the name of a zone."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "vTextField", "placeholder": _EXAMPLE, **(attrs or {})})


class MomentField(forms.CharField):
    """A moment to the minute. Without a zone that of the section is meant; shown again it is in that zone, too.

    In the night in which a clock is put back an hour comes twice: the later one is meant, so nothing is early.
    """

    def __init__(self, *, input_formats: Any = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        text = " ".join(str(super().to_python(value) or "").split())
        return read_moment(text) if text else None

    def prepare_value(self, value: Any) -> Any:
        return moment_as_typed(value) if isinstance(value, datetime) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.clean(data) != initial)
        except ValidationError:
            return True

    def run_validators(self, value: Any) -> None:
        """A moment has none of those of a text."""


def moment_as_typed(value: datetime) -> str:
    """A moment in the section's zone, as the box holds it."""
    return f"{value.astimezone(ZoneInfo(settings.TIME_ZONE)):{_FORM}} {settings.TIME_ZONE}"


def read_moment(text: str) -> datetime:
    """The moment that is meant by a day, an hour and a zone.

    Raises:
        ValidationError: with a sentence, if it is none.
    """
    words = text.split()
    zone = words[2] if len(words) == 3 else settings.TIME_ZONE
    if len(words) not in (2, 3) or zone not in available_timezones():
        raise ValidationError(f"Write day, hour and time zone, as in {_EXAMPLE}.")
    try:
        local = datetime.strptime(f"{words[0]} {words[1]}", _FORM)  # noqa: DTZ007  (its zone is the third word)
    except ValueError:
        raise ValidationError(f"Write day, hour and time zone, as in {_EXAMPLE}.") from None
    meant = local.replace(tzinfo=ZoneInfo(zone), fold=1)
    back = (meant.astimezone(ZoneInfo("UTC"))).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    if back != local:
        raise ValidationError(
            f"There is no {words[1]} on that day in {zone}: clocks are put forward. Choose an hour later."
        )
    return meant.astimezone(ZoneInfo("UTC"))
