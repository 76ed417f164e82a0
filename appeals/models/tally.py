"""What a group says that it sent, on one evening. Written by `appeals.tallies`.

Nothing here is about a person: no name, no address, no hour. Whoever has the code may report.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.history import Kept, Records
from appeals.channels import Channel
from cases.text import LineField

MOST = 9_999  # letters in one box; more cannot be meant


class Tally(models.Model):
    code = models.CharField(max_length=8, editable=False)
    actions = models.ManyToManyField("campaigns.UrgentAction", related_name="tallies")
    opened_on = models.DateField()
    posted_on = models.DateField(null=True, help_text="The day on which the letters went.")
    first_reported_on = models.DateField(null=True)
    # Rises with each report, so that a form knows whether it is the last one that was shown.
    edition = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("pk",)
        verbose_name_plural = "tallies"
        indexes = (models.Index(fields=("posted_on",), name="tally_by_day"),)  # the home of staff sums the last weeks
        constraints = (
            models.UniqueConstraint(
                fields=("code",),
                name="tally_code_is_its_own",
                violation_error_message="Another tally has this code. Each one has its own.",
            ),
            models.CheckConstraint(
                condition=Q(edition=0, posted_on__isnull=True, first_reported_on__isnull=True)
                | Q(edition__gt=0, posted_on__isnull=False, first_reported_on__isnull=False),
                name="tally_report_has_its_days",
                violation_error_message="A report says on which day the letters went.",
            ),
        )

    def __str__(self) -> str:
        return f"tally {self.pk}"


class TallyLine(Kept):
    """How many letters went to one authority, for one action, by one way. The group states it; staff judge odd ones."""

    class Standing(models.TextChoices):
        COUNTED = "counted", "counted"
        WAITS = "waits", "waits for staff"
        ASIDE = "aside", "set aside"

    tally = models.ForeignKey(Tally, on_delete=models.PROTECT, related_name="lines")
    action = models.ForeignKey(
        "campaigns.UrgentAction", on_delete=models.PROTECT, related_name="tally_lines", db_index=False
    )
    authority = models.ForeignKey("cases.Authority", on_delete=models.PROTECT, related_name="tally_lines")
    channel = models.CharField(max_length=5, choices=Channel)
    number = models.PositiveIntegerField()
    standing = models.CharField(max_length=7, choices=Standing, default=Standing.COUNTED)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = LineField(max_length=300, blank=True, help_text="For staff only.")

    history = Records(named_by=("action", "channel", "number"))

    class Meta:
        ordering = ("tally", "action", "authority", "channel")
        verbose_name = "number that a group reported"
        verbose_name_plural = "numbers that groups reported"
        permissions = (("decide_tallyline", "Can say whether an odd number counts"),)
        default_permissions = ("view",)
        # Sums for the page of an action, and for the list by what was written least.
        indexes = (models.Index(fields=("action", "standing", "number"), name="tally_line_by_action"),)
        constraints = (
            models.UniqueConstraint(
                fields=("tally", "action", "authority", "channel"),
                name="tally_line_once_per_box",
                violation_error_message="This number is there already. Change that one.",
            ),
            models.CheckConstraint(
                condition=Q(number__lte=MOST),
                name="tally_line_number_in_range",
                violation_error_message="Write a whole number up to 9999.",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True, decided_at__isnull=True) & ~Q(standing="aside")
                | Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(standing="waits"),
                name="tally_line_decided_by_somebody",
                violation_error_message="A number that was judged says by whom and when.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} by {self.get_channel_display().lower()} for {self.action.reference}"
