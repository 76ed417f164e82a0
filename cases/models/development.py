"""Dated events of a case, with the precision the source gives."""

from typing import ClassVar

from django.db import models

from accounts.history import Records
from cases.levels import Fact, FactQuerySet, public_from_rule
from cases.partial_dates import PartialDateField
from cases.text import LineField, ProseField


class Development(Fact):
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="developments")
    happened_on = PartialDateField(
        "date", help_text="As far as it is known: 2010-11-03, 2010-11 or 2010 (or 3 November 2010)."
    )
    date_note = LineField(max_length=80, blank=True, help_text="How the source puts it: “at the end of June”.")
    what = ProseField(max_length=1_000, help_text="What happened, in one or two sentences.")
    attributed_to = LineField(
        max_length=120, blank=True, help_text="Public: who says so (“his lawyer”). Empty if it is established."
    )

    objects: ClassVar = FactQuerySet["Development"].as_manager()
    history = Records(part_of="case", named_by=("happened_on", "what"))

    class Meta:
        ordering = ("happened_on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(happened_on__gt=""),
                name="development_has_a_date",
                violation_error_message="A development needs a date, at least the year.",
            ),
            public_from_rule("development"),
        )

    def __str__(self) -> str:
        return f"{self.happened_on}: {self.what[:60]}"
