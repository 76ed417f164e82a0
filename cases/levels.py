"""Who may read a fact: its level, and the one home of the rule that follows from it.

Every fact of a case (`Fact`) has a level. Nobody else asks for it: pages, sheets, mails, feeds, calendars, searches,
imports and exports use the words of this module, and a house test sees to it.
"""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.apps import apps
from django.db import models
from django.db.models import Q

from accounts.history import Kept, KeptQuerySet, Row
from cases.text import ProseField


class Level(models.TextChoices):
    """From everybody to the fewest."""

    PUBLIC = "public", "public: everybody"
    NETWORK = "network", "network: all staff"
    TEAM = "team", "case team: owner and members of the case"
    SEALED = "sealed", "sealed: the case team, and each reading is written down"


class Reliability(models.TextChoices):
    """How far a piece of information is to be believed, whoever brought it.

    The second half of the Admiralty grading (NATO AJP-2.1: credibility of information, 1 to 6), in its own order.
    """

    CONFIRMED = "confirmed", "1: confirmed by other sources"
    PROBABLE = "probable", "2: probably true"
    POSSIBLE = "possible", "3: possibly true"
    DOUBTFUL = "doubtful", "4: doubtful"
    IMPROBABLE = "improbable", "5: improbable"
    NOT_JUDGED = "not_judged", "6: truth cannot be judged"


_FOR_ALL_STAFF = (Level.PUBLIC, Level.NETWORK)
FOR_THE_TEAM = (Level.TEAM, Level.SEALED)


def public_from_rule(name: str) -> models.CheckConstraint:
    """The rule of the database for `public_from` of a kind of facts."""
    return models.CheckConstraint(
        condition=Q(public_from__isnull=True) | Q(level=Level.PUBLIC.value),
        name=f"{name}_only_a_public_one_waits",
        violation_error_message="Only what is public has a moment before which it is not shown: choose “public”, or "
        "empty the moment.",
    )


def level_field(default: Level) -> models.CharField:
    return models.CharField(
        "who may read it",
        max_length=8,
        choices=Level,
        default=default,
        help_text="Only what is public leaves this desk.",
    )


class FactQuerySet(KeptQuerySet[Row]):
    def public(self, *, at: datetime) -> Self:
        """Facts that may be shown to everybody at this moment."""
        return self.filter(Q(public_from__isnull=True) | Q(public_from__lte=at), level=Level.PUBLIC)

    def for_all_staff(self) -> Self:
        """Facts that every member of staff may read who may see facts of this kind at all."""
        return self.filter(level__in=_FOR_ALL_STAFF)

    def readable_by(self, user: Any) -> Self:
        """Facts that somebody may read; to show a sealed one is a reading, and is written down by whoever shows it."""
        return self.filter(Q(level__in=_FOR_ALL_STAFF) | Q(**{f"{self._case_path()}__in": _cases_of_team(user)}))

    def listed_for(self, user: Any) -> Self:
        """The same for lists, calendars and the desk, where sealed ones stand for nobody: only their case has them."""
        return self.readable_by(user).exclude(level=Level.SEALED)

    def hidden_from(self, user: Any) -> Self:
        """Facts that somebody may not read."""
        return self.filter(level__in=FOR_THE_TEAM).exclude(**{f"{self._case_path()}__in": _cases_of_team(user)})

    def _case_path(self) -> str:
        return str(self.model.case_path)  # type: ignore[attr-defined]


class Fact(Kept):
    """Something known of a case, with who may read it, where it is from and how far it is believed."""

    # How its case is reached from it.
    case_path: ClassVar[str] = "case"

    level = level_field(Level.NETWORK)
    source = ProseField(max_length=2_000, blank=True, help_text="Private: where we have it from.")
    reliability = models.CharField(
        max_length=10,
        choices=Reliability,
        blank=True,
        help_text="Private: how far it is to be believed (Admiralty grading, 1 to 6).",
    )

    public_from = models.DateTimeField(
        "not before", null=True, blank=True, help_text="Of a public fact: until then it is for all staff alone."
    )

    class Meta(Kept.Meta):
        abstract = True

    def is_public_at(self, at: datetime) -> bool:
        """Whether it may be shown to everybody at this moment."""
        return self.level == Level.PUBLIC and (self.public_from is None or self.public_from <= at)

    @property
    def is_sealed(self) -> bool:
        """Whether each reading of it is written down."""
        return self.level == Level.SEALED

    @property
    def is_for_all_staff(self) -> bool:
        return self.level in _FOR_ALL_STAFF

    def case_it_is_of(self) -> Any:
        found: Any = self
        for name in self.case_path.split("__"):
            found = getattr(found, name)
        return found


def may_read(user: Any, fact: Fact) -> bool:
    """Whether somebody may read a fact: public ones everybody, the others staff who may see facts of this kind, and
    what is for the team of its case only those who belong to it."""
    if fact.level == Level.PUBLIC:
        return True
    if not user.has_perm(f"{fact._meta.app_label}.view_{fact._meta.model_name}"):
        return False
    return fact.is_for_all_staff or _is_in_team(user, fact.case_it_is_of())


def _cases_of_team(user: Any) -> Any:
    return apps.get_model("cases.Case")._default_manager.filter(owner=user.pk).values("pk")


def _is_in_team(user: Any, case: Any) -> bool:
    return bool(case.owner_id == user.pk)
