"""Dates known to the day, the month or the year (ISO 8601-1, reduced precision: 2010-11-03, 2010-11, 2010).

Leaf module: no models of ours. A partial date is never completed by guessing: it covers all its days.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import total_ordering
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import date_format

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_WORDS = re.compile(r"(?:(\d{1,2})\.?\s+)?([^\W\d_]+)\.?\s+(\d{4})", re.UNICODE)
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name} | {
    name.lower(): number for number, name in enumerate(calendar.month_abbr) if name
}


@total_ordering
@dataclass(frozen=True)
class PartialDate:
    """A year, with a month and a day where they are known."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise ValueError("A day needs a month.")
        date(self.year, 1 if self.month is None else self.month, 1 if self.day is None else self.day)

    def __lt__(self, other: "PartialDate") -> bool:
        """By time; the less is known of a date, the earlier it stands among its equals."""
        return self.isoformat() < other.isoformat()

    @property
    def precision(self) -> str:
        """``day``, ``month`` or ``year``."""
        return "year" if self.month is None else "month" if self.day is None else "day"

    @property
    def first_day(self) -> date:
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date:
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Read ``2010-11-03``, ``2010-11``, ``2010``, ``3 November 2010``, ``Nov 2010``.

        Raises:
            ValueError: if the text is none of these, or no such day exists.
        """
        text = text.strip()
        if len(text) > 40:
            raise ValueError("too long for a date")
        if found := _ISO.fullmatch(text):
            year, month, day = found.groups()
            return cls(int(year), int(month) if month else None, int(day) if day else None)
        if found := _WORDS.fullmatch(text):
            day, word, year = found.groups()
            if word.lower() in _MONTHS:
                return cls(int(year), _MONTHS[word.lower()], int(day) if day else None)
        raise ValueError(f"not a date: {text!r}")

    def isoformat(self) -> str:
        parts = [f"{self.year:04d}", *(f"{part:02d}" for part in (self.month, self.day) if part is not None)]
        return "-".join(parts)

    def __str__(self) -> str:
        pattern = {"day": "j F Y", "month": "F Y", "year": "Y"}[self.precision]
        return date_format(self.first_day, pattern)


def _read(value: Any) -> PartialDate | None:
    if value in (None, ""):
        return None
    if isinstance(value, PartialDate):
        return value
    if isinstance(value, date):
        return PartialDate(value.year, value.month, value.day)
    try:
        return PartialDate.parse(str(value))
    except ValueError:
        raise ValidationError(
            "Write the date as far as it is known: 2010-11-03, 2010-11 or 2010 (or 3 November 2010).",
            code="invalid_partial_date",
        ) from None


class PartialDateFormField(forms.CharField):
    """One text box for a date as far as it is known."""

    def clean(self, value: Any) -> Any:
        return _read(super().clean(value))

    def prepare_value(self, value: Any) -> Any:
        return value.isoformat() if isinstance(value, PartialDate) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        before = initial.isoformat() if isinstance(initial, PartialDate) else (initial or "")
        try:
            after = _read((data or "").strip())
        except ValidationError:
            return True
        return before != (after.isoformat() if after else "")


class PartialDateField(models.CharField):
    """Stores a `PartialDate` in its ISO form, which sorts by time as text."""

    description = "A date known to the day, the month or the year"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 10
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> PartialDate | None:
        return PartialDate.parse(value) if value else None

    def to_python(self, value: Any) -> PartialDate | None:
        return _read(value)

    def get_prep_value(self, value: Any) -> str | None:
        read = _read(value)
        return read.isoformat() if read else (None if self.null else "")

    def value_to_string(self, obj: models.Model) -> str:
        value = _read(self.value_from_object(obj))
        return value.isoformat() if value else ""

    def run_validators(self, value: Any) -> None:
        """A PartialDate is right by construction; the length rules of text do not apply to it."""

    def formfield(self, **kwargs: Any) -> Any:
        return super(models.CharField, self).formfield(
            **{"form_class": PartialDateFormField, "max_length": 40, **kwargs}
        )
