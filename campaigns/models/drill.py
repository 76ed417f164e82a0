"""A trial of the backup: one row each time one was made, restored into a scratch database and looked over."""

from django.db import models
from django.db.models import Q

from accounts.journals import WrittenOnce


class RestoreDrill(WrittenOnce):
    """Written by `campaigns.backups.drills`, never changed."""

    began_at = models.DateTimeField()
    seconds = models.FloatField(help_text="From the first row read to the last page opened.")
    tables = models.PositiveIntegerField(default=0)
    rows = models.PositiveBigIntegerField(default=0)
    is_good = models.BooleanField()
    said = models.TextField(blank=True, help_text="What went wrong.")

    class Meta:
        ordering = ("began_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(is_good=True, said="") | (Q(is_good=False) & ~Q(said="")),
                name="restore_drill_says_what_went_wrong",
                violation_error_message="A drill that failed says why, and no other.",
            ),
        )

    def __str__(self) -> str:
        return f"{'good' if self.is_good else 'failed'} on {self.began_at:%Y-%m-%d %H:%M}"
