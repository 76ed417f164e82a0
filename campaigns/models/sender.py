"""Whether mail may leave this database, one row; and who held or released it, one row each time.

A database may be copied or set back to an old day without knowing it. The rule that finds out is in
`campaigns.sender`; here is what it remembers.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.journals import WrittenOnce
from cases.text import LineField

THE_ONLY = 1


class SenderState(models.Model):
    id = models.PositiveSmallIntegerField(primary_key=True, default=THE_ONLY)
    lineage = models.CharField(max_length=32, help_text="The same in every copy of this database, and in no other.")
    # A digest of the key, not the key: whoever has a copy of the database shall not have the key with it.
    released_for = models.CharField(max_length=64, blank=True, help_text="The place that may send, as a digest.")
    is_held = models.BooleanField(default=False)
    tide = models.PositiveBigIntegerField(default=0, help_text="Rises with every sweep that sends; never falls.")
    needs_two = models.BooleanField(default=False, help_text="It is a copy or a restored backup.")
    first_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The first of the two.",
    )
    first_at = models.DateTimeField(null=True, blank=True)
    backup_of = models.DateTimeField(null=True, blank=True, help_text="When the backup was made that was restored.")

    class Meta:
        permissions = (("release_sender", "Can hold and release the sender"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(id=THE_ONLY),
                name="sender_state_is_one_row",
                violation_error_message="There is one sender, so there is one row.",
            ),
            models.CheckConstraint(
                condition=Q(is_held=True) | ~Q(released_for=""),
                name="sender_state_held_or_released_for_a_place",
                violation_error_message="A sender that is not held was released for a place.",
            ),
            models.CheckConstraint(
                condition=Q(needs_two=False) | Q(is_held=True),
                name="sender_state_needs_two_while_held",
                violation_error_message="A sender that is not held waits for nobody.",
            ),
            models.CheckConstraint(
                condition=Q(first_by__isnull=True, first_at__isnull=True)
                | Q(first_by__isnull=False, first_at__isnull=False, needs_two=True),
                name="sender_state_first_of_two",
                violation_error_message="The first of two is somebody, at some time, where two are needed.",
            ),
        )

    def __str__(self) -> str:
        return "held" if self.is_held else "released"


class SenderEvent(WrittenOnce):
    """Written by `campaigns.sender`, never changed."""

    class Verb(models.TextChoices):
        BEGIN = "begin", "began"
        HOLD = "hold", "held"
        FIRST = "first", "released as the first of two"
        RELEASE = "release", "released"

    verb = models.CharField(max_length=10, choices=Verb)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty: the desk itself, or whoever has the machine.",
    )
    reason = LineField(max_length=300)

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="sender_event_says_why",
                violation_error_message="Say why the sender is held or released.",
            ),
            models.CheckConstraint(
                condition=~Q(verb__in=("first", "release")) | Q(by__isnull=False),
                name="sender_event_release_by_somebody",
                violation_error_message="Only a person releases the sender.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_verb_display()} at {self.at:%Y-%m-%d %H:%M}"
