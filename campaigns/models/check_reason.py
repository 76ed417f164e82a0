"""Why something that the checks of a sheet found may stand. Written by `campaigns.check_reasons`, never changed."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.history import Kept, Records
from cases.text import LineField, ProseField


class CheckReason(Kept):
    """One reason for one amber finding. Of those with one key and one fingerprint the newest counts."""

    sheet = models.ForeignKey("campaigns.Sheet", on_delete=models.CASCADE, related_name="check_reasons")
    key = models.CharField(max_length=80, help_text="Which check, and of what: address_stale:17.")
    # Of what the finding was about. Once that has changed, the reason is one for something else.
    fingerprint = models.CharField(max_length=64)
    sentence = ProseField(max_length=1_000, help_text="What was found, in the words of that day.")
    reason = LineField(max_length=300, help_text="For staff only.")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    history = Records(part_of="sheet")

    class Meta:
        ordering = ("at", "pk")
        verbose_name = "reason for an amber"
        verbose_name_plural = "reasons for ambers"
        constraints = (
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="check_reason_says_why",
                violation_error_message="Say why it may stand, in a few words.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.key}"
