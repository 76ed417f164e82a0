"""Addresses to which no mail to a follower goes. Each is kept as a keyed hash, from which it cannot be read."""

from django.db import models


class Suppression(models.Model):
    class Cause(models.TextChoices):
        ERASED = "erased", "erased"
        BOUNCED = "bounced", "refused by its mail server"

    address_hash = models.CharField(max_length=64)  # see campaigns.suppression
    cause = models.CharField(max_length=10, choices=Cause, default=Cause.ERASED)
    since = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("address_hash", "cause"),
                name="suppression_once_per_address_and_cause",
                violation_error_message="No mail goes to this address already, for the same cause.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_cause_display()} on {self.since:%Y-%m-%d}"
