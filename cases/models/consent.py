"""Who agreed that somebody is written for: giver, day, and the uses that it covers; and what was taken back since.

What follows from the rows is asked in `cases.consents` and nowhere else. A consent is typed by staff on the page of the
person. A withdrawal is no field of it: it is a row of its own, written by a verb on a page of its own, so that no form
that was open beside it can undo it, and so that somebody can take back what nobody has written down.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.history import Kept, Records
from cases.text import LineField, ProseField


class Use(models.TextChoices):
    NAME = "name", "the name"
    PICTURE = "picture", "a picture"
    STORY = "story", "the story"
    WEB = "web", "the web"
    LETTER = "letter", "letters"
    PRESS = "press", "the press"


class Giver(models.TextChoices):
    PERSON = "person", "the person"
    RELATIVE = "relative", "a relative"
    LAWYER = "lawyer", "a lawyer"
    ORGANISATION = "organisation", "an organisation"
    OTHER = "other", "somebody else, or not known"


class Consent(Kept):
    person = models.ForeignKey("cases.PersonAtRisk", on_delete=models.CASCADE, related_name="consents")
    giver = models.CharField("given by", max_length=12, choices=Giver)
    who = LineField("who exactly", max_length=200, blank=True, help_text="Private: who it was, and who asked them.")
    given_on = models.DateField("given on")
    for_name = models.BooleanField("the name", default=False, help_text="They may be named.")
    for_picture = models.BooleanField("a picture", default=False, help_text="Pictures of them may be shown.")
    for_story = models.BooleanField("the story", default=False, help_text="What happened to them may be told.")
    for_web = models.BooleanField(
        "the web", default=False, help_text="It may stand on a public page, in feeds and in mails to followers."
    )
    for_letter = models.BooleanField("letters", default=False, help_text="Strangers may write about them.")
    for_press = models.BooleanField("the press", default=False, help_text="Journalists may be told.")
    note = ProseField(
        max_length=2_000, blank=True, help_text="Private: what was said, what it does not cover, how it was given."
    )

    history = Records(part_of="person", named_by=("giver", "given_on"))

    class Meta:
        ordering = ("person", "given_on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(for_name=True)
                | Q(for_picture=True)
                | Q(for_story=True)
                | Q(for_web=True)
                | Q(for_letter=True)
                | Q(for_press=True),
                name="consent_covers_something",
                violation_error_message="A consent covers at least one use. Tick what was agreed to.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_giver_display()}, {self.given_on:%-d %B %Y}"

    @property
    def uses(self) -> frozenset[Use]:
        return frozenset(use for use in Use if getattr(self, f"for_{use}"))


class Withdrawal(Kept):
    """That one use was taken back. It holds, whatever consent is found or typed, until they agree to it again."""

    person = models.ForeignKey("cases.PersonAtRisk", on_delete=models.CASCADE, related_name="withdrawals")
    use = models.CharField(max_length=8, choices=Use)
    at = models.DateTimeField()
    # Nobody is known for some that were written down before it was kept who did.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reason = LineField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    history = Records(part_of="person", named_by=("use", "at"))

    class Meta:
        ordering = ("person", "at", "pk")
        verbose_name = "withdrawal of a consent"
        verbose_name_plural = "withdrawals of consents"
        # No page of the admin adds, changes or deletes one.
        default_permissions = ("view",)
        constraints = (
            models.UniqueConstraint(
                fields=("person", "use"),
                condition=Q(ended_at__isnull=True),
                name="withdrawal_once_at_a_time",
                violation_error_message="This use is withdrawn already.",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="withdrawal_end_says_by_whom",
                violation_error_message="That somebody agrees again needs both: when, and who wrote it down.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_use_display()}, withdrawn"
