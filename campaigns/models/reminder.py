"""One due notice to one address, one row, one unique key. Planned and sent by `campaigns.reminders`.

A row remembers the day it is about: when that day moves, the row is cancelled with the reason and a new
one is planned, so a notice already sent is never sent again and a moved one is never forgotten.

Several notices may travel in one mail; then they carry the same Message-ID.
"""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def planned(self) -> Self:
        """Notices still to be sent."""
        return self.filter(status=Reminder.Status.PLANNED)

    def due(self, at: datetime) -> Self:
        """Planned notices whose moment has come: everything up to now, so a missed sweep is caught up."""
        return self.planned().filter(due_at__lte=at)

    def to_try(self, at: datetime) -> Self:
        """Due notices, but for those that the mail server would not take a short while ago."""
        return self.due(at).filter(Q(not_before__isnull=True) | Q(not_before__lte=at))

    def undecided(self) -> Self:
        """Failed notices about which nobody has decided anything since."""
        return self.filter(status=Reminder.Status.FAILED).exclude(decided_at__gte=F("settled_at"))


class Reminder(models.Model):
    class Kind(models.TextChoices):
        # A day draws near; the subject is the hearing, the deadline or the action.
        HEARING = "hearing", "hearing"
        DEADLINE = "deadline", "deadline"
        APPEALS = "appeals", "last good day"
        # Something happened to an action; the subject is the event (`ActionEvent`).
        NEW = "new", "new action"
        CHANGED = "changed", "new sheet"
        PAUSED = "paused", "pause"
        RESUMED = "resumed", "asks again"
        STOPPED = "stopped", "stop"
        CLOSED = "closed", "end of an action"
        # A day of which the address was told before does not hold any more; the subject is the hearing or the
        # deadline, the day the one that was announced.
        HEARING_MOVED = "hearing_moved", "moved hearing"
        DEADLINE_MOVED = "deadline_moved", "moved deadline"
        # The address was told that it was off, and a day holds again; the day is that one.
        HEARING_AGAIN = "hearing_again", "hearing that is on again"
        DEADLINE_AGAIN = "deadline_again", "deadline that holds again"
        # What waits on the desk of somebody on the staff that morning; the subject is the account.
        DESK = "desk", "list for the day"

    class Status(models.TextChoices):
        PLANNED = "planned", "planned"
        SENT = "sent", "sent"
        CANCELLED = "cancelled", "cancelled"
        FAILED = "failed", "failed"

    kind = models.CharField(max_length=16, choices=Kind)
    # See `Kind`; no foreign key, so that the memory of what was sent outlives it.
    subject_id = models.PositiveBigIntegerField()
    about_on = models.DateField(help_text="The day it is about: of the hearing, of the event, the last good day.")
    # Where it puts right what was told of a day: how often that day had held before, for it may turn out so again.
    lead_days = models.PositiveSmallIntegerField(help_text="How many days before.")
    address = models.EmailField()
    # None: it is about the whole desk.
    action = models.ForeignKey(
        "campaigns.UrgentAction", on_delete=models.CASCADE, null=True, blank=True, related_name="reminders"
    )
    # None: it goes to somebody on the staff.
    subscription = models.ForeignKey(
        "campaigns.Subscription", on_delete=models.CASCADE, null=True, blank=True, related_name="reminders"
    )
    due_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNED)
    settled_at = models.DateTimeField(null=True, blank=True, help_text="When it was sent, cancelled or given up.")
    reason = models.CharField(max_length=200, blank=True, help_text="Why it was cancelled or failed.")
    message_id = models.CharField(
        max_length=200, blank=True, help_text="Of the mail it goes with, from the first attempt on."
    )

    # The journal of attempts, kept by `campaigns.journal`.
    attempts = models.PositiveSmallIntegerField(default=0, help_text="How often it was tried.")
    attempted_at = models.DateTimeField(null=True, blank=True, help_text="When it was tried last.")
    in_hand_by = models.PositiveIntegerField(null=True, blank=True, help_text="The sender that has it in hand.")
    unsure = models.PositiveSmallIntegerField(
        default=0, help_text="How many attempts were cut off, so that nobody knows whether the mail went."
    )
    not_before = models.DateTimeField(null=True, blank=True, help_text="When it is tried again at the earliest.")
    decided_at = models.DateTimeField(
        null=True, blank=True, help_text="When somebody said what becomes of it after it failed."
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = ReminderQuerySet.as_manager()

    class Meta:
        ordering = ("due_at", "pk")
        permissions = (("decide_reminder", "Can say what becomes of a failed reminder"),)
        indexes = (
            # In the order in which they are sent; and those that go before all others.
            models.Index(fields=("due_at", "attempts", "id"), condition=Q(status="planned"), name="reminder_to_send"),
            models.Index(
                fields=("due_at", "attempts", "id"),
                condition=Q(status="planned", kind__in=("stopped", "paused")),
                name="reminder_to_send_first",
            ),
            # What is due for one address goes together.
            models.Index(fields=("address",), condition=Q(status="planned"), name="reminder_planned_by_address"),
            # By which a report of a mail server finds what it is about.
            models.Index(fields=("message_id",), condition=~Q(message_id=""), name="reminder_by_message_id"),
            # The planner reads the notices about days to come each minute, among those of all years past.
            models.Index(fields=("about_on",), name="reminder_by_day"),
            # What became of those of the last days, for the page of the sender.
            models.Index(fields=("settled_at",), condition=~Q(status="planned"), name="reminder_settled_by_time"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "subject_id", "about_on", "lead_days", "address"),
                name="reminder_once",
                violation_error_message="This notice is planned already.",
            ),
            models.CheckConstraint(
                condition=Q(kind="desk", action__isnull=True, subscription__isnull=True)
                | (~Q(kind="desk") & Q(action__isnull=False)),
                name="reminder_is_about_an_action_or_the_desk",
                violation_error_message="A notice is about one action, or it is the list for the day of the staff.",
            ),
            models.CheckConstraint(
                condition=Q(attempts=0) | ~Q(message_id=""),
                name="reminder_tried_has_a_message_id",
                violation_error_message="A notice that was tried has a Message-ID.",
            ),
            models.CheckConstraint(
                condition=Q(status="planned", settled_at__isnull=True)
                | (~Q(status="planned") & Q(settled_at__isnull=False)),
                name="reminder_settled_says_when",
                violation_error_message="A notice that was sent, cancelled or given up says when.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=("planned", "sent")) | ~Q(reason=""),
                name="reminder_unsent_says_why",
                violation_error_message="A notice that was cancelled or failed says why.",
            ),
            models.CheckConstraint(
                condition=~Q(status="sent") | Q(in_hand_by__isnull=True),
                name="reminder_sent_is_in_no_hand",
                violation_error_message="A notice that was sent is in nobody's hand any more.",
            ),
            models.CheckConstraint(
                condition=Q(in_hand_by__isnull=True) | Q(attempts__gt=0, attempted_at__isnull=False),
                name="reminder_in_hand_is_an_attempt",
                violation_error_message="A notice in the hand of a sender says how often and when it was tried.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} on {self.about_on}, {self.lead_days} days before"
