"""What came back: a letter, a dead number, an answer in words. Told by somebody without an account.

What is said here is a stranger's: only staff see it. Written by `appeals.replies`.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.history import Kept, Records
from cases.text import LineField, ProseField

LONGEST_REPLY = 5_000  # characters


class Reply(Kept):
    class Kind(models.TextChoices):
        RETURNED = "returned", "letter that came back"
        DEAD_FAX = "fax", "fax number that does not answer"
        DEAD_EMAIL = "email", "e-mail that came back"
        WORDS = "words", "answer in words"

    class Status(models.TextChoices):
        NEW = "new", "waits"
        NOTED = "noted", "noted"
        WRONG = "wrong", "address is wrong"

    # Each of these says that an address may be dead.
    OF_AN_ADDRESS = frozenset({Kind.RETURNED, Kind.DEAD_FAX, Kind.DEAD_EMAIL})

    action = models.ForeignKey("campaigns.UrgentAction", on_delete=models.PROTECT, related_name="replies")
    authority = models.ForeignKey("cases.Authority", on_delete=models.PROTECT, related_name="replies")
    kind = models.CharField(max_length=8, choices=Kind)
    text = ProseField(max_length=LONGEST_REPLY, blank=True)
    reported_on = models.DateField()
    is_independent = models.BooleanField(
        default=True, help_text="Not a second report on the same office from the same network within a week."
    )
    status = models.CharField(max_length=5, choices=Status, default=Status.NEW)
    reason = LineField(max_length=300, blank=True, help_text="What was decided and why. For staff only.")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    pictures_removed_on = models.DateField(
        null=True, blank=True, help_text="The day on which the pictures that came with it were lost for good."
    )

    history = Records(named_by=("kind", "action"))

    class Meta:
        ordering = ("-reported_on", "-pk")
        verbose_name = "reply"
        verbose_name_plural = "replies and returned mail"
        permissions = (("decide_reply", "Can say what becomes of what came back"),)
        default_permissions = ("view",)
        indexes = (models.Index(fields=("status", "reported_on"), name="reply_by_status"),)
        constraints = (
            models.CheckConstraint(
                condition=~Q(kind="words") | ~Q(text=""),
                name="reply_in_words_has_words",
                violation_error_message="Type what the answer says.",
            ),
            models.CheckConstraint(
                condition=Q(status="new", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(status="new") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="reply_decided_by_somebody",
                violation_error_message="What was decided says by whom and when.",
            ),
            models.CheckConstraint(
                condition=~Q(status="wrong") | ~Q(kind="words"),
                name="reply_in_words_has_no_wrong_address",
                violation_error_message="An answer came, so the address is right. Note it instead.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.action.reference}"

    @property
    def is_of_an_address(self) -> bool:
        return self.kind in self.OF_AN_ADDRESS
