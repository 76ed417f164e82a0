"""People at risk: a person, a family, a group or a community, several to a case.

A name that must not be known is not stored here: such a person is entered under the chosen form
("a teacher, 34"), and that is what every page and sheet prints. Where staff need the name, it is kept apart
(`cases.models.true_name`).
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from accounts.history import Kept, Records
from cases.levels import Fact, FactQuerySet, public_from_rule
from cases.partial_dates import PartialDateField
from cases.text import LineField, ProseField

OLDEST = 130  # years


class PersonAtRisk(Kept):
    class Kind(models.TextChoices):
        PERSON = "person", "person"
        FAMILY = "family", "family"
        GROUP = "group", "group"
        COMMUNITY = "community", "community"

    class Form(models.TextChoices):
        NAME = "name", "by name"
        CHOSEN = "chosen", "in a chosen form, the name is withheld"

    class Gender(models.TextChoices):
        FEMALE = "f", "female"
        MALE = "m", "male"
        OTHER = "x", "another"
        MIXED = "mixed", "several genders"

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="people")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.PERSON)
    published_as = LineField(
        max_length=200, help_text="As printed: the name, or a chosen form such as “a teacher, 34”."
    )
    form = models.CharField(
        "shown",
        max_length=6,
        choices=Form,
        default=Form.NAME,
        help_text="Enter a withheld name nowhere but on its own page.",
    )
    other_spellings = LineField(
        max_length=400,
        blank=True,
        help_text="Public spellings in other scripts or transcriptions, parted by commas. Found by the search.",
    )
    gender = models.CharField(max_length=5, choices=Gender, blank=True, help_text="Only where the source says so.")
    pronouns = LineField(max_length=30, blank=True)
    age = models.PositiveSmallIntegerField(null=True, blank=True, help_text="In years.")
    people_count = models.PositiveIntegerField(
        "how many", null=True, blank=True, help_text="Of a family, a group or a community."
    )
    nationality = LineField(max_length=80, blank=True)
    identifiers = LineField(
        max_length=200, blank=True, help_text="What a letter must quote, such as a prisoner number."
    )
    history = Records(part_of="case", named_by=("published_as",))

    class Meta:
        ordering = ("case", "pk")
        verbose_name = "person at risk"
        verbose_name_plural = "people at risk"
        constraints = (
            models.UniqueConstraint(
                fields=("case", "published_as"),
                name="person_once_per_case",
                violation_error_message="This case names the same person twice. Keep one of the two.",
            ),
            models.CheckConstraint(
                condition=Q(age__isnull=True) | Q(age__lte=OLDEST),
                name="person_age_is_a_human_one",
                violation_error_message=f"An age is at most {OLDEST} years. Leave it empty if it is not known.",
            ),
            models.CheckConstraint(
                condition=Q(people_count__isnull=True) | ~Q(kind="person"),
                name="person_counts_only_groups",
                violation_error_message="One person needs no number. Choose family, group or community instead.",
            ),
        )

    def __str__(self) -> str:
        return self.published_as


class PersonStatus(Fact):
    """What was true of a person from a day on: detained, released, extradited. Its note is for staff at the most.

    What the public is told of it stands on sheets (`campaigns.models.Outcome`), in the words of this list; issuing
    such a sheet enters it here too.
    """

    class Status(models.TextChoices):
        AT_RISK = "at_risk", "at risk"
        DETAINED = "detained", "detained"
        DISAPPEARED = "disappeared", "disappeared"
        CHARGED = "charged", "charged"
        CONVICTED = "convicted", "convicted"
        SENTENCED_TO_DEATH = "death_sentence", "sentenced to death"
        FOUND = "found", "found again, or detention acknowledged"
        ACCESS = "access", "lawyer or visits allowed"
        CARE = "care", "medical care given"
        STAYED = "stayed", "execution stayed"
        COMMUTED = "commuted", "sentence commuted"
        PARDONED = "pardoned", "pardoned"
        CHARGES_DROPPED = "charges_dropped", "charges dropped"
        ACQUITTED = "acquitted", "acquitted"
        RELEASED = "released", "released"
        NOT_RETURNED = "not_returned", "not extradited or returned"
        SAFE = "safe", "in safety"
        HOME_KEPT = "home_kept", "eviction averted"
        EVICTED = "evicted", "evicted"
        EXTRADITED = "extradited", "extradited or returned"
        EXECUTED = "executed", "executed"
        KILLED = "killed", "killed"
        DEAD = "dead", "dead"
        UNKNOWN = "unknown", "unknown"

    person = models.ForeignKey("cases.PersonAtRisk", on_delete=models.CASCADE, related_name="statuses")
    status = models.CharField(max_length=20, choices=Status)
    since = PartialDateField(help_text="As far as it is known: 2010-11-03, 2010-11 or 2010.")
    note = ProseField(max_length=1_000, blank=True, help_text="Private.")

    case_path = "person__case"

    objects: ClassVar = FactQuerySet["PersonStatus"].as_manager()
    history = Records(part_of="person", named_by=("status", "since"))

    class Meta:
        ordering = ("person", "since", "pk")
        verbose_name = "status of a person"
        verbose_name_plural = "statuses of people"
        constraints = (
            models.UniqueConstraint(
                fields=("person", "status", "since"),
                name="person_status_once",
                violation_error_message="This status is recorded already for that date.",
            ),
            public_from_rule("person_status"),
        )

    def __str__(self) -> str:
        return f"{self.get_status_display()} since {self.since}"
