"""Dated limits of a case that are not hearings: an extradition, an execution, the end of custody."""

from datetime import date
from typing import ClassVar

from django.db import models

from accounts.history import Records
from cases.levels import Fact, FactQuerySet, Level, level_field, public_from_rule
from cases.text import LineField, ProseField


class DeadlineQuerySet(FactQuerySet["Deadline"]):
    def expected(self) -> "DeadlineQuerySet":
        """Limits that still stand."""
        return self.filter(status=Deadline.Status.EXPECTED)

    def between(self, first: date, last: date) -> "DeadlineQuerySet":
        """Limits from the first to the last day, both included."""
        return self.filter(on__gte=first, on__lte=last)


class Deadline(Fact):
    class Kind(models.TextChoices):
        EXTRADITION = "extradition", "extradition"
        EXECUTION = "execution", "execution"
        CUSTODY = "custody", "end of custody"
        APPEAL = "appeal", "limit to lodge an appeal in law"
        EVICTION = "eviction", "eviction"
        VOTE = "vote", "vote"
        OTHER = "other", "other limit"

    class Status(models.TextChoices):
        EXPECTED = "expected", "expected"
        PASSED = "passed", "passed"
        LIFTED = "lifted", "lifted"

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="deadlines")
    kind = models.CharField(max_length=12, choices=Kind)
    on = models.DateField("date", help_text="The day of the event, where it happens.")
    what = LineField(max_length=200, help_text="What happens or ends on that day.")
    status = models.CharField(max_length=10, choices=Status, default=Status.EXPECTED)
    result = ProseField(max_length=1_000, blank=True, help_text="What came of it.")
    level = level_field(Level.PUBLIC)

    objects: ClassVar = DeadlineQuerySet.as_manager()
    history = Records(part_of="case", named_by=("on", "what"))

    class Meta:
        ordering = ("on", "pk")
        indexes = (models.Index(fields=("status", "on"), name="deadline_by_status_and_day"),)
        constraints = (
            models.UniqueConstraint(
                fields=("case", "kind", "on", "what"),
                name="deadline_once",
                violation_error_message="This deadline is there already: same kind, same day, same words.",
            ),
            public_from_rule("deadline"),
        )

    def __str__(self) -> str:
        return f"{self.on}: {self.what}"
