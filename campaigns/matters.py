"""The matters of the desk: what each kind of them is about, whose one is, and until when it may wait.

A matter is named by its kind (`Assignment.Matter`) and the number of what it is about: ("hearing", 7). Nothing of
it is stored but what was agreed about it (`Assignment`); the rest follows from the facts each time it is asked.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, Case, Exists, F, Model, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from accounts.models import User
from accounts.roles import staff_who_may
from campaigns.models import Assignment, Reminder, Sheet, UrgentAction
from cases.models import Authority, Deadline, Hearing, TeamMember
from cases.models import Case as CaseOfPeople
from cases.teams import seen_by

Matter = Assignment.Matter

_NUMBER = BigIntegerField()


@dataclass(frozen=True)
class About:
    """What the matters of one kind are about.

    Args:
        model: where the number of the subject is looked up.
        reading: the permission without which nobody is shown it.
        falls_to: the permission of those who see to it where no single person does.
        falls_to_words: the same for people, as in "With nobody yet: … see to it."
        owner: the field path to whoever answers for it where nobody took it; empty where nobody does.
        day: the field of the day beyond which it must not wait; empty where there is none.
        may_wait: whether it can be put off at all.
        case: the field path to its case, whose team alone sees it where it is sealed; empty where it has none, or
            where it is public whoever sees the case.
    """

    model: type[Model]
    reading: str
    falls_to: str
    falls_to_words: str
    owner: str = ""
    day: str = ""
    may_wait: bool = True
    case: str = ""

    def seen_by(self, user: User) -> Q:
        """Which of its rows somebody may see, whatever their role."""
        return seen_by(user, self.case) if self.case else Q()


# A case whose owner has left still has hearings: then those who may close its actions see to it.
_OF_A_CASE: Any = {"falls_to": "campaigns.close_urgentaction", "falls_to_words": "the approvers"}

ABOUT: dict[str, About] = {
    Matter.HEARING: About(Hearing, "cases.view_hearing", owner="case__owner", day="on", case="case", **_OF_A_CASE),
    Matter.DEADLINE: About(Deadline, "cases.view_deadline", owner="case__owner", day="on", case="case", **_OF_A_CASE),
    Matter.ACTION: About(
        UrgentAction,
        "campaigns.view_urgentaction",
        owner="case__owner",
        day="last_good_day",
        case="case",
        **_OF_A_CASE,
    ),
    Matter.OUTCOME: About(UrgentAction, "campaigns.view_urgentaction", owner="case__owner", case="case", **_OF_A_CASE),
    Matter.SHEET: About(Sheet, "campaigns.view_sheet", owner="action__case__owner", case="action__case", **_OF_A_CASE),
    # Never its owner's, who may have written it: it wants other eyes.
    Matter.REVIEW: About(Sheet, "campaigns.view_sheet", "campaigns.issue_sheet", "the approvers", case="action__case"),
    Matter.SECOND_LOOK: About(
        Sheet, "campaigns.view_sheet", "campaigns.issue_sheet", "the approvers", may_wait=False, case="action__case"
    ),
    # Of the action, so that it stays the same matter whatever else becomes of its sheet.
    Matter.CORRECTION: About(
        UrgentAction,
        "campaigns.view_urgentaction",
        owner="case__owner",
        day="last_good_day",
        case="case",
        **_OF_A_CASE,
    ),
    # Of the action too: what is asked for is a consent of somebody on its case.
    Matter.CONSENT: About(UrgentAction, "cases.view_consent", owner="case__owner", day="last_good_day", **_OF_A_CASE),
    Matter.AUTHORITY: About(Authority, "cases.view_authority", "cases.change_authority", "the address keepers"),
    Matter.REMINDER: About(
        Reminder, "campaigns.view_reminder", "campaigns.decide_reminder", "the editors and approvers"
    ),
}


@dataclass(frozen=True)
class Hand:
    """In whose hands a matter is, and what was agreed about it."""

    matter: str
    subject_id: int
    whose: User | None  # the one person who has it; None: it falls to a role
    falls_to_words: str
    assignment: Assignment | None

    @property
    def not_before(self) -> date | None:
        return self.assignment.not_before if self.assignment else None

    @property
    def note(self) -> str:
        return self.assignment.note if self.assignment else ""


def with_whose(rows: QuerySet[Any], matter: str) -> QuerySet[Any]:
    """The rows with `whose_id`: the one person whose matter each is, None where it falls to a role; and with
    `default_id`, whose it would be if nobody had taken it.

    This is the one rule of whose a matter is. Whoever took it or was given it has it; else the owner of its case.
    Somebody who has left, or who may no longer see it, has nothing: it falls on to the next, and is never lost
    with an account.
    """
    about = ABOUT[matter]
    readers = staff_who_may(about.reading).values("pk")
    taken = Assignment.objects.filter(matter=matter, subject_id=OuterRef("pk"), assignee__in=readers)
    if about.case:
        taken = taken.filter(_assignee_is_let_in(about.case))
    owner = [When(**{f"{about.owner}__in": readers}, then=F(about.owner))] if about.owner else []
    return rows.annotate(
        default_id=Case(*owner, output_field=_NUMBER),
        whose_id=Coalesce(Subquery(taken.values("assignee")[:1]), "default_id", output_field=_NUMBER),
    )


def _assignee_is_let_in(path: str) -> Q:
    """Of assignments: whether who took the matter may see its case; whoever broke the glass is in for hours only."""
    case = CaseOfPeople.objects.filter(pk=OuterRef(OuterRef(f"{path}__pk")))
    member = TeamMember.objects.filter(case=OuterRef(OuterRef(f"{path}__pk")), user=OuterRef("assignee"))
    answers_for_it = case.filter(owner=OuterRef("assignee"))
    return Q(Exists(case.filter(is_sealed=False))) | Q(Exists(answers_for_it)) | Q(Exists(member))


def falls_to(user: User, matter: str) -> bool:
    """Whether matters of this kind that no single person has are this person's to see to."""
    return user.has_perm(ABOUT[matter].falls_to)


def mine(user: User, matter: str) -> Q:
    """Of rows `with_whose`: those that this person has, and those that fall to a role of theirs."""
    having = Q(whose_id=user.pk)
    return having | Q(whose_id__isnull=True) if falls_to(user, matter) else having


def waits(matter: str, *, on: date) -> Exists:
    """Of rows of a kind: whether somebody put the matter off to a later day, as it stands on a day.

    Putting off never hides a coming day. What is to come waits until that day at the longest, also where the day
    has been moved nearer since; and what was put off before its day came does not wait after it.
    """
    put_off = Assignment.objects.filter(matter=matter, subject_id=OuterRef("pk"), not_before__gt=on)
    if day := ABOUT[matter].day:
        put_off = put_off.filter(Q(not_before__lte=OuterRef(day)) | Q(at__date__gt=OuterRef(day)))
    return Exists(put_off)


def hands_of(shown: Iterable[tuple[str, Sequence[Any]]]) -> dict[tuple[str, int], Hand]:
    """In whose hands the shown rows are, in two queries.

    Args:
        shown: kinds, and the rows of each `with_whose`.
    """
    rows = [(str(matter), row) for matter, rows_of_kind in shown for row in rows_of_kind]
    agreed = Q(pk__in=[])
    for matter in {matter for matter, _ in rows}:
        agreed |= Q(matter=matter, subject_id__in=[row.pk for kind, row in rows if kind == matter])
    assignments = {
        (assignment.matter, assignment.subject_id): assignment
        for assignment in Assignment.objects.filter(agreed).select_related("by")
    }
    people = User.objects.in_bulk({row.whose_id for _, row in rows if row.whose_id})
    return {
        (matter, row.pk): Hand(
            matter=matter,
            subject_id=row.pk,
            whose=people.get(row.whose_id),
            falls_to_words=ABOUT[matter].falls_to_words,
            assignment=assignments.get((matter, row.pk)),
        )
        for matter, row in rows
    }
