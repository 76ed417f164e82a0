"""The last sweep: one row, written anew by each. That it grows old is the alarm."""

from django.db import models
from django.db.models import F, Q

THE_ONLY = 1


class LastSweep(models.Model):
    id = models.PositiveSmallIntegerField(primary_key=True, default=THE_ONLY)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True, help_text="Empty while it runs, or if it broke off.")
    process = models.CharField(max_length=120, help_text="What swept, and on which machine.")
    sent = models.PositiveIntegerField(default=0)
    postponed = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    held = models.CharField(max_length=200, blank=True, help_text="Why nothing was sent.")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(id=THE_ONLY),
                name="last_sweep_is_one_row",
                violation_error_message="There is one last sweep, so there is one row.",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("began_at")),
                name="last_sweep_ends_after_it_began",
                violation_error_message="A sweep ends after it began.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.process} at {self.began_at:%Y-%m-%d %H:%M}"

    @property
    def seconds(self) -> float | None:
        """How long it took; None while it runs, or if it broke off."""
        return None if self.ended_at is None else (self.ended_at - self.began_at).total_seconds()
