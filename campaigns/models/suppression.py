"""What is left of an address that was erased: a keyed hash, from which the address cannot be read."""

from django.db import models


class Suppression(models.Model):
    address_hash = models.CharField(max_length=64)  # see campaigns.erasure
    since = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("address_hash",),
                name="suppression_once_per_address",
                violation_error_message="This address was erased already.",
            ),
        )

    def __str__(self) -> str:
        return f"erased on {self.since:%Y-%m-%d}"
