"""What was decided on an action, by whom and when. Written by `campaigns.decisions`, never changed."""

from django.conf import settings
from django.db import models

from accounts.history import Kept, Records
from campaigns.states import Verb
from cases.text import LineField, ProseField


class ActionEvent(Kept):
    action = models.ForeignKey("campaigns.UrgentAction", on_delete=models.CASCADE, related_name="events")
    # A sheet of which something was decided goes only together with its action.
    sheet = models.ForeignKey(
        "campaigns.Sheet", on_delete=models.RESTRICT, null=True, blank=True, related_name="events"
    )
    verb = models.CharField(max_length=10, choices=Verb)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = LineField(max_length=300, blank=True, help_text="For staff only.")
    public_note = ProseField(max_length=1_000, blank=True, help_text="For everybody: what may be told of it.")

    # Written once and never changed; what is kept are those that go with an action that is deleted.
    history = Records(part_of="action", deletions_only=True, named_by=("verb", "at"))

    class Meta:
        ordering = ("at", "pk")
        # What happened lately is asked for by the sweep, the calendars and the feeds.
        indexes = (models.Index(fields=("at",), name="event_by_moment"),)

    def __str__(self) -> str:
        return f"{self.action.reference} {self.get_verb_display()} at {self.at:%Y-%m-%d %H:%M}"
