"""What became of a person: the rows of a sheet, and what holds of them today."""

from typing import cast

from django.db import models
from django.db.models import Q
from django_countries.fields import CountryField

from accounts.history import Kept
from campaigns.models.author import TextRecords, check_is_draft
from cases.models import PersonStatus
from cases.partial_dates import PartialDate, PartialDateField
from cases.text import LineField

_Status = PersonStatus.Status


class Outcome(Kept):
    """What a sheet says became of one person of its case. Frozen in the sheet, with the name, when that is issued."""

    class Word(models.TextChoices):
        """The words of `PersonStatus.Status` that are told to the public, in the order in which they are listed."""

        RELEASED = _Status.RELEASED.value, "released"
        ACQUITTED = _Status.ACQUITTED.value, "acquitted"
        CHARGES_DROPPED = _Status.CHARGES_DROPPED.value, "charges dropped"
        PARDONED = _Status.PARDONED.value, "pardoned"
        COMMUTED = _Status.COMMUTED.value, "sentence commuted"
        STAYED = _Status.STAYED.value, "execution stayed"
        NOT_RETURNED = _Status.NOT_RETURNED.value, "not extradited or returned"
        FOUND = _Status.FOUND.value, "found again, or detention acknowledged"
        CARE = _Status.CARE.value, "medical care given"
        ACCESS = _Status.ACCESS.value, "lawyer or visits allowed"
        SAFE = _Status.SAFE.value, "in safety"
        HOME_KEPT = _Status.HOME_KEPT.value, "eviction averted"
        CONVICTED = _Status.CONVICTED.value, "convicted"
        SENTENCED_TO_DEATH = _Status.SENTENCED_TO_DEATH.value, "sentenced to death"
        EVICTED = _Status.EVICTED.value, "evicted"
        EXTRADITED = _Status.EXTRADITED.value, "extradited or returned"
        DISAPPEARED = _Status.DISAPPEARED.value, "disappeared"
        EXECUTED = _Status.EXECUTED.value, "executed"
        KILLED = _Status.KILLED.value, "killed"
        DEAD = _Status.DEAD.value, "dead"
        AT_RISK = _Status.AT_RISK.value, "still at risk"
        UNKNOWN = _Status.UNKNOWN.value, "not known"

    # Nothing happened on a day.
    DAYLESS = frozenset({Word.AT_RISK, Word.UNKNOWN})

    sheet = models.ForeignKey("campaigns.Sheet", on_delete=models.CASCADE, related_name="outcomes")
    person = models.ForeignKey("cases.PersonAtRisk", on_delete=models.PROTECT, related_name="outcomes")
    word = models.CharField("what became of them", max_length=20, choices=Word, default=Word.UNKNOWN)
    happened_on = PartialDateField(
        "when", blank=True, help_text="As far as it is known: 2010-11-03, 2010-11 or 2010. At least the year."
    )
    sentence = LineField(
        "in a sentence", max_length=300, blank=True, help_text="Public, and printed: “She is with her family.”"
    )

    history = TextRecords(sheet="sheet_id", part_of="sheet", named_by=("person", "word"))

    class Meta:
        ordering = ("sheet_id", "person_id")
        constraints = (
            models.UniqueConstraint(
                fields=("sheet", "person"),
                name="outcome_once_per_person_and_sheet",
                violation_error_message="This sheet says already what became of that person. Change that instead.",
            ),
            models.CheckConstraint(
                condition=Q(word__in=("at_risk", "unknown")) | Q(happened_on__gt=""),
                name="outcome_has_a_date",
                violation_error_message="Say when it happened, at least the year. Only “still at risk” and “not known” "
                "need no date.",
            ),
        )

    def prepare_return(self) -> None:
        check_is_draft(self.sheet)

    def __str__(self) -> str:
        return f"{self.person}: {self.get_word_display()}"

    @property
    def when(self) -> PartialDate | None:
        return cast(PartialDate | None, self.happened_on)  # the types of Django take its column for text


class CurrentOutcome(models.Model):
    """What became of a person, as the newest issued sheet of an action says: what the public lists sort and count.

    Written by `campaigns.outcomes` from the frozen content of that sheet, and from nothing else. The name is a copy,
    too: whoever takes a published name back has to take it out of here as well as out of the frozen sheets.
    """

    action = models.ForeignKey("campaigns.UrgentAction", on_delete=models.CASCADE, related_name="outcomes")
    person = models.ForeignKey("cases.PersonAtRisk", on_delete=models.PROTECT, related_name="current_outcomes")
    sheet = models.ForeignKey("campaigns.Sheet", on_delete=models.PROTECT, related_name="current_outcomes")
    name = LineField(max_length=200)
    word = models.CharField(max_length=20, choices=Outcome.Word)
    happened_on = PartialDateField(blank=True)
    sentence = LineField(max_length=300, blank=True)
    told_on = models.DateField(help_text="The date of the first sheet that said so.")
    year = models.PositiveSmallIntegerField(help_text="In which it happened; where that is not said, of that sheet.")
    country = CountryField()

    class Meta:
        ordering = ("action_id", "person_id")
        indexes = (
            # Each holds all that a count by word reads.
            models.Index(fields=("word", "year", "action"), name="outcome_by_word"),
            models.Index(fields=("country", "year", "word"), name="outcome_by_country"),
            models.Index(fields=("year", "word"), name="outcome_by_year"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("action", "person"),
                name="outcome_current_once_per_person_and_action",
                violation_error_message="One thing holds of each person of an action.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name}: {self.get_word_display()}"

    @property
    def what(self) -> str:
        return self.get_word_display()

    @property
    def when(self) -> PartialDate | None:
        return cast(PartialDate | None, self.happened_on)
