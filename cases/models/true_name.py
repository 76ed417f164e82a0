"""A name that nobody may know but those who must: apart from all that is searched, sorted, listed and told.

Pages, sheets and mails are made from `PersonAtRisk`, which holds the chosen form alone. Who kept, read or gave up a
name is written down beside it and stays when the name goes. Written by `cases.true_names`.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.journals import WrittenOnce
from cases.text import LineField


class TrueName(models.Model):
    person = models.OneToOneField("cases.PersonAtRisk", on_delete=models.CASCADE, related_name="true_name")
    name = LineField(max_length=200)
    kept_at = models.DateTimeField()
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        # No page of the admin adds, changes, deletes or views one.
        default_permissions = ()
        permissions = (
            ("keep_truename", "Can keep a withheld name, and give it up"),
            ("reveal_truename", "Can read a withheld name, saying why"),
        )
        constraints = (
            models.CheckConstraint(
                condition=~Q(name=""),
                name="true_name_is_one",
                violation_error_message="Write the name that is withheld.",
            ),
        )

    def __str__(self) -> str:
        return f"withheld name of person {self.person_id}"


class TrueNameEvent(WrittenOnce):
    """Who kept, read or gave up a withheld name, when and why. Never the name.

    It names person and case by their numbers and not by a key, so that it outlives them.
    """

    class Verb(models.TextChoices):
        KEPT = "kept", "kept it"
        READ = "read", "read it"
        GIVEN_UP = "given_up", "gave it up"

    verb = models.CharField(max_length=8, choices=Verb)
    person_number = models.PositiveBigIntegerField()
    case_number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = LineField(max_length=300)

    class Meta:
        ordering = ("-at", "-pk")
        default_permissions = ()
        indexes = (models.Index(fields=("case_number", "-at"), name="true_name_event_by_case"),)
        constraints = (
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="true_name_event_says_why",
                violation_error_message="Say why, in a few words.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_verb_display()}: withheld name of person {self.person_number}"
