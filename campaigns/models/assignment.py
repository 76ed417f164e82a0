"""Who takes a matter of the desk on, and until when it may wait. Written by `campaigns.assignments`.

The matters themselves are not stored: the desk finds them in the facts each time. A row here outlives its matter
harmlessly, and is there again should the matter come back.
"""

from django.conf import settings
from django.db import models

from accounts.history import Kept, Records
from cases.text import LineField


class Assignment(Kept):
    class Matter(models.TextChoices):
        HEARING = "hearing", "hearing"
        DEADLINE = "deadline", "deadline"
        ACTION = "action", "action"
        OUTCOME = "outcome", "what became of somebody"
        SHEET = "sheet", "draft"
        REVIEW = "review", "sheet to review"
        SECOND_LOOK = "second", "sheet issued without approval"
        CORRECTION = "correction", "sheet to correct"
        CONSENT = "consent", "consent to ask for"
        AUTHORITY = "authority", "address"
        REMINDER = "reminder", "failed mail"
        # Of rows of the room above, which brings their queues (`campaigns.queues.add_queue`).
        REPLY = "reply", "reply or returned mail"
        TALLY = "tally", "odd number of a tally"
        DEAD_ADDRESS = "dead", "address that may be dead"

    matter = models.CharField(max_length=10, choices=Matter)
    subject_id = models.PositiveBigIntegerField()
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="assignments"
    )
    not_before = models.DateField(null=True, blank=True, help_text="Until this day it waits and is not shown.")
    note = LineField(max_length=300, blank=True)
    at = models.DateTimeField(help_text="When this was decided.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    history = Records(named_by=("matter", "subject_id"))

    class Meta:
        ordering = ("matter", "subject_id")
        constraints = (
            models.UniqueConstraint(
                fields=("matter", "subject_id"),
                name="assignment_once_per_matter",
                violation_error_message="This matter is with somebody already; change that instead.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_matter_display()} {self.subject_id}"
