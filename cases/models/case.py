"""The situation of one or more people at risk. What is asked about it, and of whom, lives in `campaigns`."""

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django_countries.fields import CountryField

from accounts.history import Kept, KeptQuerySet, Records
from cases.countries import country_name
from cases.models.deadline import Deadline
from cases.models.hearing import Hearing
from cases.text import LineField, ProseField


class CaseQuerySet(KeptQuerySet["Case"]):
    def with_next_dates(self, on: date, *, reader: Any) -> "CaseQuerySet":
        """Cases with the day of their next expected hearing and deadline, `next_hearing_on`, `next_deadline_on`, of
        those that may stand in a list for this reader."""
        own = {"case": models.OuterRef("pk"), "on__gte": on}
        hearings = Hearing.objects.expected().listed_for(reader).filter(**own)
        deadlines = Deadline.objects.expected().listed_for(reader).filter(**own)
        return self.annotate(
            next_hearing_on=models.Subquery(hearings.order_by("on").values("on")[:1]),
            next_deadline_on=models.Subquery(deadlines.order_by("on").values("on")[:1]),
        )


class Case(Kept):
    title = LineField("working title", max_length=200, help_text="For staff only. Never printed, never in an address.")
    country = CountryField(help_text="Where the danger comes from: the state whose authorities are written to.")
    concerns = models.ManyToManyField("cases.Concern", related_name="cases", blank=True)
    summary = ProseField(
        max_length=4_000, blank=True, help_text="The facts in short. Public text is written on each sheet."
    )
    sources = ProseField(
        max_length=10_000, blank=True, help_text="Private: who told us, and how. Never shown outside this desk."
    )
    internal_notes = ProseField(max_length=20_000, blank=True, help_text="Private. Never shown outside this desk.")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="cases",
        help_text="Answers for this case and gets its reminders.",
    )
    opened_on = models.DateField(help_text="The day the case came to us.")
    # Nobody but its owner, its team and whoever broke the glass sees it on this desk (`cases.teams`).
    is_sealed = models.BooleanField("sealed", default=False, editable=False)
    # When somebody last changed what is published of it or of its people (cases.published); None: not known.
    changed_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar = CaseQuerySet.as_manager()
    # `changed_at` follows from the other fields and from its people, each change of which has its own record.
    history = Records(m2m=("concerns",), named_by=("title",), leaving_out=("changed_at",))

    class Meta:
        ordering = ("-opened_on", "-pk")

    def __str__(self) -> str:
        return f"{self.title} ({country_name(self.country)})"
