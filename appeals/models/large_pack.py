"""A pack that is too large to be made while its reader waits. Written by `appeals.large_packs`; gone within an hour."""

from django.db import models
from django.db.models import Q


class LargePack(models.Model):
    """How far it is, and what nobody can read without a key that is not here: neither names nor actions."""

    class Outcome(models.TextChoices):
        NONE = "", "under way"
        MADE = "made", "made"
        FAILED = "failed", "not made"

    name = models.CharField(max_length=64, help_text="SHA-256 of the token in its address.")
    asked_at = models.DateTimeField(db_index=True)
    # Of the worker that has it in hand, and what it was sent; both for the moment of handing over.
    public_key = models.BinaryField(default=b"", blank=True)
    sealed_order = models.BinaryField(default=b"", blank=True)
    alive_at = models.DateTimeField(null=True, blank=True, help_text="When its worker last said that it works on it.")
    total = models.PositiveIntegerField(help_text="Letters and envelopes.")
    done = models.PositiveIntegerField(default=0)
    outcome = models.CharField(max_length=6, choices=Outcome, default=Outcome.NONE, blank=True)
    locked_result = models.BinaryField(default=b"", blank=True)

    class Meta:
        ordering = ("asked_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("name",),
                name="large_pack_name_is_its_own",
                violation_error_message="Another pack has this address. Ask for a new one.",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", locked_result=b"") | ~Q(outcome="") & ~Q(locked_result=b""),
                name="large_pack_result_has_outcome",
                violation_error_message="A pack that is done has a result, and no other has one.",
            ),
        )

    def __str__(self) -> str:
        return f"large pack {self.pk}"
