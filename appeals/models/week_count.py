"""What single writers say that they sent: a sum for each week, and no trace of any of them."""

from django.db import models

from appeals.channels import Channel


class WeekCount(models.Model):
    """How many times it was pressed that a letter went, for one action and authority, by one way, in one week."""

    action = models.ForeignKey(
        "campaigns.UrgentAction", on_delete=models.PROTECT, related_name="week_counts", db_index=False
    )
    authority = models.ForeignKey("cases.Authority", on_delete=models.PROTECT, related_name="week_counts")
    channel = models.CharField(max_length=5, choices=Channel)
    week = models.DateField(help_text="Its Monday.")
    number = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("action", "week", "authority", "channel")
        verbose_name = "count of a week"
        verbose_name_plural = "counts of weeks"
        indexes = (models.Index(fields=("week",), name="week_count_by_week"),)  # the home of staff sums the last weeks
        constraints = (
            models.UniqueConstraint(
                fields=("action", "authority", "channel", "week"),
                name="week_count_once_per_box",
                violation_error_message="This week is counted already. Add to that one.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} by {self.get_channel_display().lower()} in the week of {self.week}"


class Press(models.Model):
    """A form that was sent, so that it counts once however often it arrives: a number by lot, for two days."""

    token_hash = models.CharField(max_length=64, help_text="SHA-256 of the number on the form.")
    on = models.DateField(db_index=True)

    class Meta:
        ordering = ("pk",)
        verbose_name_plural = "presses"
        constraints = (
            models.UniqueConstraint(
                fields=("token_hash",),
                name="press_counts_once",
                violation_error_message="This was counted already.",
            ),
        )

    def __str__(self) -> str:
        return f"press {self.pk}"
