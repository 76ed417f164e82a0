"""The situation of one or more people at risk. What is asked about it, and of whom, lives in `campaigns`."""

from django.conf import settings
from django.db import models
from django_countries.fields import CountryField

from cases.countries import country_name
from cases.text import LineField, ProseField


class CaseQuerySet(models.QuerySet["Case"]):
    def watched_by(self, user: models.Model) -> "CaseQuerySet":
        """Cases that this member of staff answers for."""
        return self.filter(owner=user)


class Case(models.Model):
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

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ("-opened_on", "-pk")

    def __str__(self) -> str:
        return f"{self.title} ({country_name(self.country)})"
