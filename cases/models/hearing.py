"""Dated steps before a court or a board, with the chain of adjournments."""

from datetime import UTC, date, datetime, time
from typing import ClassVar
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from accounts.history import Records
from cases.levels import Fact, FactQuerySet, Level, level_field, public_from_rule
from cases.text import LineField, ProseField


def validate_time_zone(name: str) -> None:
    """An IANA time zone, such as Europe/Moscow. Raises ValidationError."""
    if name not in available_timezones():
        raise ValidationError(
            "“%(name)s” is not a time zone. Choose one such as Europe/Moscow.", params={"name": name[:60]}
        )


class HearingQuerySet(FactQuerySet["Hearing"]):
    def expected(self) -> "HearingQuerySet":
        """Hearings that have not been held, adjourned or cancelled."""
        return self.filter(status=Hearing.Status.EXPECTED)

    def between(self, first: date, last: date) -> "HearingQuerySet":
        """Hearings from the first to the last day, both included."""
        return self.filter(on__gte=first, on__lte=last)


class Hearing(Fact):
    class Status(models.TextChoices):
        EXPECTED = "expected", "expected"
        HELD = "held", "held"
        ADJOURNED = "adjourned", "adjourned"
        CANCELLED = "cancelled", "cancelled"

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="hearings")
    court = models.ForeignKey("cases.Authority", on_delete=models.PROTECT, related_name="hearings")
    matter = LineField(max_length=200, help_text="What is decided: “appeal against the decision to extradite”.")
    on = models.DateField("date", help_text="The day where the court sits.")
    at = models.TimeField("time", null=True, blank=True, help_text="Where the court sits, if it is known.")
    time_zone = models.CharField(
        max_length=50,
        blank=True,
        validators=[validate_time_zone],
        help_text="Of the court, such as Europe/Moscow. Needed with a time.",
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.EXPECTED)
    result = ProseField(max_length=1_000, blank=True, help_text="What came of it.")
    adjourned_to = models.OneToOneField(
        "self", on_delete=models.RESTRICT, null=True, blank=True, related_name="adjourned_from"
    )
    level = level_field(Level.PUBLIC)

    objects: ClassVar = HearingQuerySet.as_manager()
    history = Records(part_of="case", named_by=("on", "matter"))

    class Meta:
        ordering = ("on", "at", "pk")
        indexes = (models.Index(fields=("status", "on"), name="hearing_by_status_and_day"),)
        constraints = (
            models.UniqueConstraint(
                fields=("case", "court", "on", "matter"),
                name="hearing_once",
                violation_error_message="This hearing is there already: same court, same day, same matter.",
            ),
            models.CheckConstraint(
                condition=Q(at__isnull=True) | ~Q(time_zone=""),
                name="hearing_time_has_a_zone",
                violation_error_message="A time needs the time zone of the court, such as Europe/Moscow.",
            ),
            models.CheckConstraint(
                condition=Q(adjourned_to__isnull=True) | Q(status="adjourned"),
                name="hearing_moved_only_when_adjourned",
                violation_error_message="Only an adjourned hearing has a new date. Set it to adjourned.",
            ),
            models.CheckConstraint(
                condition=Q(adjourned_to__isnull=True) | ~Q(adjourned_to=F("pk")),
                name="hearing_not_adjourned_to_itself",
                violation_error_message="A hearing cannot be adjourned to itself.",
            ),
            public_from_rule("hearing"),
        )

    def __str__(self) -> str:
        return f"{self.on}: {self.court.office}, {self.matter}"

    def starts_at(self) -> datetime | None:
        """The moment it begins, in UTC, or None where the time is not known."""
        if self.at is None:
            return None
        return datetime.combine(self.on, time(self.at.hour, self.at.minute), ZoneInfo(self.time_zone)).astimezone(UTC)
