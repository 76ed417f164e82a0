"""What became of a hearing or a deadline, by whom, when and why. Written by `cases.date_moves`, never changed but
for who took it back.

It keeps how things stood before and how they stood after, so that a move can be taken back to exactly what was. It
outlives the rows that it names: a hearing that a move made goes again when the move is taken back.
"""

from datetime import date
from typing import Any, ClassVar, cast

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.history import Kept, KeptQuerySet, Records
from cases.levels import told_to
from cases.models.deadline import Deadline
from cases.models.hearing import Hearing
from cases.text import LineField, ProseField

_OF_HEARINGS = ("adjourn", "cancel", "hold", "correct")
_OF_DEADLINES = ("move", "lift", "pass", "correct")


def _as_it_was(model: str, related_name: str) -> models.ForeignKey:
    """A row that may be gone by now: its number stays."""
    return models.ForeignKey(
        model, on_delete=models.DO_NOTHING, db_constraint=False, null=True, blank=True, related_name=related_name
    )


class DateMoveQuerySet(KeptQuerySet["DateMove"]):
    def standing(self) -> "DateMoveQuerySet":
        """Moves that nobody took back."""
        return self.filter(undone_at__isnull=True)

    def readable_by(self, user: Any) -> "DateMoveQuerySet":
        """Moves of dates that somebody may read; those of a date that ever was for its team are for the team."""
        return cast("DateMoveQuerySet", told_to(user, DateMove, self))

    def of(self, thing: Hearing | Deadline) -> "DateMoveQuerySet":
        """Everything that happened to a hearing or a deadline itself, the last on top."""
        own = {"hearing" if isinstance(thing, Hearing) else "deadline": thing.pk}
        return self.filter(**own).order_by("-at", "-pk")


class DateMove(Kept):
    class Verb(models.TextChoices):
        ADJOURN = "adjourn", "adjourned"
        CANCEL = "cancel", "cancelled"
        HOLD = "hold", "held"
        MOVE = "move", "moved"
        LIFT = "lift", "lifted"
        PASS = "pass", "passed"
        CORRECT = "correct", "corrected"

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="date_moves")
    verb = models.CharField(max_length=8, choices=Verb)
    hearing = _as_it_was("cases.Hearing", "moves")
    deadline = _as_it_was("cases.Deadline", "moves")
    from_on = models.DateField(help_text="Its own day before.")
    from_at = models.TimeField(null=True, blank=True)
    from_time_zone = models.CharField(max_length=50, blank=True)
    from_status = models.CharField(max_length=10)
    from_result = ProseField(max_length=1_000, blank=True)
    to_on = models.DateField(null=True, blank=True, help_text="The day since. Empty: none.")
    to_at = models.TimeField(null=True, blank=True)
    to_time_zone = models.CharField(max_length=50, blank=True)
    to_status = models.CharField(max_length=10)
    to_result = ProseField(max_length=1_000, blank=True)
    to_hearing = _as_it_was("cases.Hearing", "moves_to")
    made_hearing = models.BooleanField(default=False, help_text="It made the hearing to which this one went on.")
    reason = LineField(max_length=300, blank=True, help_text="For staff only.")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    # Who took it back comes later than the rest, which is sealed (`accounts.journals`).
    changing = ("undone_at", "undone_by_id")

    objects: ClassVar = DateMoveQuerySet.as_manager()
    # Its own record while it is there; what is kept are those that go with a case that is deleted.
    history = Records(part_of="case", deletions_only=True)

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(hearing__isnull=False, deadline__isnull=True, verb__in=_OF_HEARINGS)
                | Q(hearing__isnull=True, deadline__isnull=False, verb__in=_OF_DEADLINES),
                name="date_move_of_one_thing",
                violation_error_message="A move is of one hearing or of one deadline, and says what became of it.",
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="date_move_undone_at_and_by_together",
                violation_error_message="A move that was taken back says when and by whom.",
            ),
            models.CheckConstraint(
                condition=Q(to_hearing__isnull=True, made_hearing=False)
                | Q(to_hearing__isnull=False, to_on__isnull=False, verb="adjourn"),
                name="date_move_goes_on_only_when_adjourned",
                violation_error_message="Only an adjournment to a day leads to another hearing.",
            ),
            models.CheckConstraint(
                condition=~Q(verb="adjourn") | Q(to_on__isnull=True) | Q(to_hearing__isnull=False),
                name="date_move_to_a_day_names_its_hearing",
                violation_error_message="An adjournment to a day names the hearing of that day.",
            ),
            models.CheckConstraint(
                condition=~Q(verb__in=("adjourn", "move")) | Q(to_on__isnull=True) | ~Q(to_on=F("from_on")),
                name="date_move_to_another_day",
                violation_error_message="A move leads to another day than before.",
            ),
            models.CheckConstraint(
                condition=(Q(from_at__isnull=True) | ~Q(from_time_zone=""))
                & (Q(to_at__isnull=True) | ~Q(to_time_zone="")),
                name="date_move_time_has_a_zone",
                violation_error_message="A time needs the time zone of the court, such as Europe/Moscow.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} of {_day(self.from_on)} was {self.what_happened}"

    @property
    def kind(self) -> str:
        """ "hearing" or "deadline"."""
        return "hearing" if self.hearing_id else "deadline"

    @property
    def subject_id(self) -> int:
        """The number of the hearing or the deadline, which may be gone by now."""
        return self.hearing_id or self.deadline_id or 0  # never nought: one of the two is there

    @property
    def day_before(self) -> date | None:
        """The day that held before; none for a hearing which had been put off already, with no new day."""
        return self.from_on if day_holds(self.from_status) else None

    @property
    def day_after(self) -> date | None:
        """The day that holds since; none where it was cancelled or lifted, or put off with no new day."""
        return self.to_on if self.verb == DateMove.Verb.ADJOURN or day_holds(self.to_status) else None

    @property
    def what_happened(self) -> str:
        """ "adjourned to 2 August 2011", "brought forward to 15 July 2011", "cancelled"."""
        verb = DateMove.Verb(self.verb)
        if verb == DateMove.Verb.CORRECT:
            return f"corrected: {_day(self.to_on)}" if self.to_on and self.to_on != self.from_on else "corrected"
        if verb not in (DateMove.Verb.ADJOURN, DateMove.Verb.MOVE):
            return str(verb.label)
        if self.to_on is None:
            return "adjourned, with no new day yet"
        return f"{moved_word(self.from_on, self.to_on, verb.label)} to {_day(self.to_on)}"


def day_holds(status: str) -> bool:
    """Whether the day of a hearing or a deadline of this status holds, or did."""
    return status in (Hearing.Status.EXPECTED, Hearing.Status.HELD, Deadline.Status.PASSED)


def moved_word(before: date, after: date, later: str = "adjourned") -> str:
    """ "brought forward" where the new day is the earlier one, else the word for a later one."""
    return "brought forward" if after < before else later


def _day(day: date | None) -> str:
    return f"{day:%-d %B %Y}" if day else "no day"
