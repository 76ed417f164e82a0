"""Who is let into a sealed case beside its owner, and the record of it. Written by `cases.teams`."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.journals import WrittenOnce
from cases.text import LineField


class TeamMember(models.Model):
    """Somebody of the staff who works on a case and sees it while it is sealed, as its owner does."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="team")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="teams")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("case", "added_at", "pk")
        # No page of the admin adds, changes, deletes or views one.
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(
                fields=("case", "user"),
                name="team_member_once_per_case",
                violation_error_message="This person is in the team already.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} in the team of case {self.case_id}"


class BrokenGlass(models.Model):
    """A sealed case, opened for some hours by somebody who is not in its team, saying why.

    A row is never changed but to end it sooner.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="broken_glass")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = LineField(max_length=300)
    broken_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        ordering = ("-broken_at", "-pk")
        default_permissions = ()
        indexes = (models.Index(fields=("user", "until"), name="broken_glass_by_user"),)
        constraints = (
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="broken_glass_says_why",
                violation_error_message="Say why, in a few words.",
            ),
            models.CheckConstraint(
                condition=Q(until__gt=F("broken_at")),
                name="broken_glass_ends_after_it_began",
                violation_error_message="It is open from a moment until a later one.",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="broken_glass_says_who_ended_it",
                violation_error_message="Who ended it and when belong together.",
            ),
        )

    def __str__(self) -> str:
        return f"case {self.case_id} opened by {self.user}"


class AccessEvent(WrittenOnce):
    """Who sealed or unsealed a case, let whom in, took whom out, opened it, when and why. Only ever added to.

    It names the case by its number and not by a key, so that it outlives it.
    """

    class Verb(models.TextChoices):
        SEALED = "sealed", "sealed the case"
        UNSEALED = "unsealed", "took the seal off"
        ADDED = "added", "let in"
        REMOVED = "removed", "took out"
        BROKEN = "broken", "broke the glass"
        ENDED = "ended", "closed it again to"
        BULK = "bulk", "read many sealed things within an hour"

    verb = models.CharField(max_length=8, choices=Verb)
    case_number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    whom = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    reason = LineField(max_length=300, blank=True)

    class Meta:
        ordering = ("-at", "-pk")
        default_permissions = ()
        indexes = (models.Index(fields=("case_number", "-at"), name="access_event_by_case"),)
        constraints = (
            models.CheckConstraint(
                condition=~Q(verb="broken", reason=""),
                name="access_event_says_why",
                violation_error_message="Say why, in a few words.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_verb_display()}: case {self.case_number}"
