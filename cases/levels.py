"""Who may read a fact: its level, and the one home of the rule that follows from it.

Every fact of a case (`Fact`) has a level. Nobody else asks for it: pages, sheets, mails, feeds, calendars, searches,
imports and exports use the words of this module, and a house test sees to it.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q, QuerySet

from accounts.history import Kept, KeptQuerySet, Row
from cases.belonging import is_of_team, of_team
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


# What stands for a sealed fact where it has no place.
COVERED = "sealed"
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
        return self.filter(Q(level__in=_FOR_ALL_STAFF) | of_team(user, self._case_path()))

    def listed_for(self, user: Any) -> Self:
        """The same for lists, calendars and the desk, where sealed ones stand for nobody: only their case has them."""
        return self.readable_by(user).exclude(level=Level.SEALED)

    def hidden_from(self, user: Any) -> Self:
        """Facts that somebody may not read."""
        return self.filter(level__in=FOR_THE_TEAM).exclude(of_team(user, self._case_path()))

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
    def is_meant_for_all(self) -> bool:
        """Whether it may be shown to everybody, now or from its moment on."""
        return self.level == Level.PUBLIC

    def is_known_to_readers_of(self, other: "Fact") -> bool:
        """Whether everybody who may read another fact of the same case may read this one."""
        order = list(Level)
        return order.index(Level(self.level)) <= max(order.index(Level(other.level)), order.index(Level.NETWORK))

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
    return fact.is_for_all_staff or is_of_team(user, fact.case_it_is_of())


def listed(rows: QuerySet[Any], user: Any) -> QuerySet[Any]:
    """Rows of any kind for a list that somebody reads: of facts those that may stand there, of others all."""
    return rows.listed_for(user) if isinstance(rows, FactQuerySet) else rows


def is_sealed(row: Any) -> bool:
    """Whether a row, or a record of one, is a sealed fact."""
    return getattr(row, "level", "") == Level.SEALED


def may_be_listed(thing: Any, user: Any) -> bool:
    """The same of one row."""
    return not isinstance(thing, Fact) or (may_read(user, thing) and not thing.is_sealed)


def told_to(user: Any, model: type[models.Model], records: QuerySet[Any]) -> QuerySet[Any]:
    """Of the records in the history of a model those that somebody may read.

    Of a fact that ever was for its team alone nobody else reads any record: what it says today, its past would give
    away. The same goes for the moves of such a date.
    """
    hidden = _once_for_the_team(model)
    if hidden is None:
        return records
    path = getattr(model, "case_path", "case")
    return records.filter(~hidden | of_team(user, path))


def told_in_histories(user: Any, model: type[models.Model], records: QuerySet[Any]) -> QuerySet[Any]:
    """The same without what ever was sealed: to tell that would be a reading, and a history has no end."""
    found = told_to(user, model, records)
    return found.exclude(id__in=_ever(model, Level.SEALED)) if issubclass(model, Fact) else found


def without_hidden(user: Any, names: Mapping[tuple[Any, Any], str]) -> dict[tuple[Any, Any], str]:
    """Names of rows, by model and number, for somebody who reads of them: one that they may not know is covered."""
    covered = dict(names)
    for model in {model for model, _ in names if issubclass(model, Fact)}:
        numbers = [pk for one, pk in names if one is model]
        records = model.history.model.objects.filter(id__in=numbers)
        told = set(told_in_histories(user, model, records).values_list("id", flat=True))
        once = set(_ever(model).filter(id__in=numbers).values_list("id", flat=True))
        covered |= {(model, pk): COVERED for pk in once - told}
    return covered


def _once_for_the_team(model: type[models.Model]) -> Q | None:
    """Which records are of a fact that ever was for its team alone; None where no row of the model is about one."""
    if issubclass(model, Fact):
        return Q(id__in=_ever(model))
    about = [
        one
        for one in model._meta.concrete_fields
        if one.is_relation and one.related_model is not None and issubclass(one.related_model, Fact)
    ]
    found = Q()
    for one in about:
        found |= Q(**{f"{one.attname}__isnull": False, f"{one.attname}__in": _ever(one.related_model)})
    return found or None


def _ever(model: Any, *levels: Level) -> QuerySet[Any]:
    """The numbers of the rows that ever had one of these levels, as far as they are known: those of the team."""
    records: QuerySet[Any] = model.history.model.objects.filter(level__in=levels or FOR_THE_TEAM).order_by()
    return records.values("id")
