"""A longer effort that groups urgent actions, such as "No return to torture"."""

from django.db import models
from django.db.models import F, Q

from accounts.history import Kept, Records
from cases.text import LineField, ProseField


class Campaign(Kept):
    title = LineField(max_length=120, unique=True)
    slug = models.SlugField(max_length=80, unique=True, help_text="Stands in addresses. Never a person's name.")
    summary = ProseField(max_length=2_000, blank=True, help_text="Public.")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    history = Records(named_by=("title",))

    class Meta:
        ordering = ("title",)
        constraints = (
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="campaign_ends_after_it_starts",
                violation_error_message="A campaign cannot end before it starts.",
            ),
        )

    def __str__(self) -> str:
        return self.title
