"""A form that a member of staff has open at this moment, or sent a moment ago. Written by `cases.presence`.

Kept for minutes, not as a record: who did what stands elsewhere.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q


class OpenForm(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="open_forms")
    # Which form, such as "cases.hearing:12"; and what it belongs to, such as "cases.case:3": whoever has another form
    # of the same thing open is told.
    form = models.CharField(max_length=100)
    root = models.CharField(max_length=100)
    opened_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    # What was sent from it last (a hash), when, and where that led: the same once more is a double click.
    sent = models.CharField(max_length=64, blank=True)
    sent_at = models.DateTimeField(null=True)
    led_to = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("pk",)
        indexes = (models.Index(fields=("root",), name="open_form_by_root"),)
        constraints = (
            models.UniqueConstraint(
                fields=("user", "form"),
                name="open_form_once_per_user",
                violation_error_message="This form is noted as open by the same person already.",
            ),
            models.CheckConstraint(
                condition=Q(opened_at__isnull=True, seen_at__isnull=True)
                | Q(opened_at__isnull=False, seen_at__isnull=False),
                name="open_form_is_open_since",
                violation_error_message="A form that is open says since when, and when it was seen last.",
            ),
            models.CheckConstraint(
                condition=Q(sent="", sent_at__isnull=True) | (~Q(sent="") & Q(sent_at__isnull=False)),
                name="open_form_sent_when",
                violation_error_message="A form that was sent says what was sent, and when.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.form} open by {self.user}"
