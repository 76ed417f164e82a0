"""That somebody read something that is sealed: who, when, what, of which case. Written by `cases.readings`."""

from django.conf import settings
from django.db import models

from accounts.journals import WrittenOnce
from cases.text import LineField


class Reading(WrittenOnce):
    """Only ever added to. It names thing and case by their numbers and not by keys, so that it outlives them."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    # Such as "cases.hearing:12".
    what = LineField(max_length=100)
    case_number = models.PositiveBigIntegerField()

    class Meta:
        ordering = ("-at", "-pk")
        default_permissions = ()
        indexes = (
            models.Index(fields=("case_number", "-at"), name="reading_by_case"),
            models.Index(fields=("by", "-at"), name="reading_by_reader"),
        )

    def __str__(self) -> str:
        return f"{self.what} read by {self.by}"
