"""The filters of the list of open actions: the usual ones, and the evening on which letters will be posted."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.safestring import SafeString

from appeals.evening import Evening
from appeals.filters import echo
from appeals.forms import ActionFilterForm
from appeals.writer import PARAMETER, country_options, read_country
from campaigns.models import Campaign
from cases.models import Concern

POSTED = "posted"
DAYS_AHEAD = 366  # an evening later than that is a slip

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class OpenActionFilterForm(ActionFilterForm):
    """The filters of open actions, with ``posted=2011-07-16&from=CH`` for an evening.

    `evening` is None where none is asked for, or one that cannot be. The country alone filters nothing.
    """

    # Plain fields take whatever is sent: what is wrong with it is said in our own words.
    posted = forms.Field(label="Posted on", required=False)
    # "from" is a word of Python, so it cannot be assigned to as the others are.
    locals()[PARAMETER] = forms.Field(label="Posted in", required=False)

    parts: ClassVar = {POSTED: (PARAMETER,)}

    def __init__(
        self,
        data: QueryDict,
        *,
        on: date,
        countries: Sequence[str],
        concerns: Sequence[Concern],
        campaigns: Sequence[Campaign],
    ) -> None:
        self._on = on
        self.evening: Evening | None = None
        self.writes_from = settings.POST_FROM
        super().__init__(data, countries=countries, concerns=concerns, campaigns=campaigns)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        posted, asked = cleaned.pop(POSTED, None) or "", cleaned.pop(PARAMETER, None)
        self.writes_from, wrong = read_country(asked)
        if wrong:
            self.add_error(None, wrong)
        try:
            day = self._read_day(posted)
        except ValidationError as error:
            self.add_error(POSTED, error)
            day = None
        if day:
            self.evening = Evening(day, self.writes_from)
            cleaned[POSTED], cleaned[PARAMETER] = day.isoformat(), self.writes_from
        return cleaned

    def _read_day(self, text: str) -> date | None:
        """The day of an evening; None where nothing is said.

        Raises:
            ValidationError: if it is no day, or one on which nobody can post any more.
        """
        if not text:
            return None
        last = self._on + timedelta(days=DAYS_AHEAD)
        try:
            day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
        except ValueError:
            day = None
        if day is None:
            raise ValidationError(
                f"{echo(text)} is no day of the form {self._on:%Y-%m-%d}, so no evening was looked at."
            )
        if not self._on <= day <= last:
            raise ValidationError(
                f"{day:%-d %B %Y} is not between today and {last:%-d %B %Y}, so no evening was looked at."
            )
        return day

    @property
    def asks_for_evening(self) -> bool:
        """Whether the page shows the fields of an evening: it was asked for, be it in vain."""
        return POSTED in self._query

    @property
    def posted_value(self) -> str:
        """What stands in the field."""
        return (self.evening.posted_on if self.evening else self._on).isoformat()

    @property
    def first_day(self) -> str:
        return self._on.isoformat()

    @property
    def last_day(self) -> str:
        return (self._on + timedelta(days=DAYS_AHEAD)).isoformat()

    @property
    def country_options(self) -> SafeString:
        return country_options(self.writes_from)

    @property
    def evening_query(self) -> str:
        """The same list for letters that are posted today."""
        return self.query_string(**{POSTED: self._on.isoformat(), PARAMETER: settings.POST_FROM})

    def _in_words(self, name: str, value: str) -> str:
        return str(self.evening) if name == POSTED else super()._in_words(name, value)
