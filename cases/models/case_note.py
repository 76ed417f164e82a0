"""What staff write down about a case besides its dated facts: a call, a hint, a worry. Several, each with its level."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from accounts.history import Records
from cases.levels import Fact, FactQuerySet, Level, level_field, public_from_rule
from cases.text import ProseField


class CaseNote(Fact):
    """A note. Nothing public is made of it, whatever its level."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="notes")
    text = ProseField(max_length=10_000)
    level = level_field(Level.TEAM)
    written_at = models.DateTimeField(editable=False)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False)

    objects: ClassVar = FactQuerySet["CaseNote"].as_manager()
    # Who wrote it when is told by the record of its writing.
    history = Records(part_of="case", named_by=("text",), untold=("written_at", "written_by"))

    class Meta:
        ordering = ("written_at", "pk")
        verbose_name = "note"
        constraints = (public_from_rule("case_note"),)

    def __str__(self) -> str:
        return self.text[:60]
