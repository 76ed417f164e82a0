"""What was decided on an action, by whom and when. Written by `campaigns.decisions`, never changed."""

from django.conf import settings
from django.db import models

from campaigns.states import Verb
from cases.text import LineField, ProseField


class ActionEvent(models.Model):
    action = models.ForeignKey("campaigns.UrgentAction", on_delete=models.CASCADE, related_name="events")
    sheet = models.ForeignKey("campaigns.Sheet", on_delete=models.CASCADE, null=True, blank=True, related_name="events")
    verb = models.CharField(max_length=10, choices=Verb)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = LineField(max_length=300, blank=True, help_text="For staff only.")
    public_note = ProseField(max_length=1_000, blank=True, help_text="For everybody: what may be told of it.")

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.action.reference} {self.get_verb_display()} at {self.at:%Y-%m-%d %H:%M}"
