"""A day of which the address was told does not hold any more, or one holds again. Says no more than is public today."""

from datetime import datetime

from django.utils.translation import gettext as _

from campaigns.content import SheetContent
from campaigns.models import Reminder, UrgentAction
from campaigns.passages.passage import Fact, Group, Passage, long_day, one_line, short_day
from campaigns.passages.sources import facts_of_hearing, state_link
from cases.models import DateMove, Deadline, Hearing


def hearing_moved(reminder: Reminder, action: UrgentAction, content: SheetContent, at: datetime) -> Passage:
    """Where an announced hearing went: to a new day, nowhere, or out of what is public."""
    hearing = _public_hearing(reminder.subject_id, action, at)
    day = {"day": short_day(reminder.about_on), "reference": action.reference}
    told = _("The hearing of %(day)s (%(reference)s), of which we told you, is no longer announced for that day.") % day
    facts: tuple[Fact, ...] = ()
    if hearing is not None:
        last = _end_of_chain(hearing, at)
        if last is not None and last.status == Hearing.Status.EXPECTED and last.on != reminder.about_on:
            told = _(
                "The hearing of %(day)s (%(reference)s), of which we told you, will not take place that day. Its new "
                "day is %(new)s."
            ) % {**day, "new": long_day(last.on)}
            facts = facts_of_hearing(last)
        elif Hearing.Status.CANCELLED in (hearing.status, last.status if last else ""):
            told = _("The hearing of %(day)s (%(reference)s), of which we told you, was cancelled.") % day
        elif hearing.status == Hearing.Status.ADJOURNED:
            told = (
                _(
                    "The hearing of %(day)s (%(reference)s), of which we told you, will not take place that day. No "
                    "new day is announced yet."
                )
                % day
            )
    return _passage(reminder, action, told, facts)


def hearing_again(reminder: Reminder, action: UrgentAction, content: SheetContent, at: datetime) -> Passage:
    """A hearing that was off has a day again: its old one, or another.

    Raises:
        Hearing.DoesNotExist: if it was removed.
    """
    hearing = Hearing.objects.public(at=at).select_related("court").get(pk=reminder.subject_id, case=action.case_id)
    told = _(
        "We told you that a hearing (%(reference)s) would not take place on its day. It is to take place after all, on "
        "%(new)s."
    ) % {"reference": action.reference, "new": long_day(hearing.on)}
    return _passage(reminder, action, told, facts_of_hearing(hearing), advice=())


def deadline_again(reminder: Reminder, action: UrgentAction, content: SheetContent, at: datetime) -> Passage:
    """A limit that was lifted holds again.

    Raises:
        Deadline.DoesNotExist: if it was removed.
    """
    deadline = Deadline.objects.public(at=at).get(pk=reminder.subject_id, case=action.case_id)
    told = _(
        "We told you that a deadline (%(reference)s) does not hold any more. It does after all; its day is %(new)s."
    ) % {"reference": action.reference, "new": long_day(deadline.on)}
    facts = (Fact(_("About"), one_line(deadline.what)), Fact(_("Day"), long_day(deadline.on)))
    return _passage(reminder, action, told, facts, advice=())


def deadline_moved(reminder: Reminder, action: UrgentAction, content: SheetContent, at: datetime) -> Passage:
    """What became of an announced limit: a new day, lifted, or out of what is public."""
    public = Deadline.objects.public(at=at)
    deadline = public.filter(pk=reminder.subject_id, case=action.case_id).first()
    day = {"day": short_day(reminder.about_on), "reference": action.reference}
    told = _("The deadline of %(day)s (%(reference)s), of which we told you, is no longer announced for that day.")
    facts: tuple[Fact, ...] = ()
    if deadline is not None and deadline.status == Deadline.Status.LIFTED:
        told = _("The deadline of %(day)s (%(reference)s), of which we told you, was lifted.")
        facts = (Fact(_("About"), one_line(deadline.what)),)
    elif deadline is not None and deadline.status == Deadline.Status.EXPECTED and deadline.on != reminder.about_on:
        told = _(
            "The deadline of %(day)s (%(reference)s), of which we told you, does not hold any more. Its new day is "
            "%(new)s."
        )
        day["new"] = long_day(deadline.on)
        facts = (Fact(_("About"), one_line(deadline.what)), Fact(_("Day"), long_day(deadline.on)))
    return _passage(reminder, action, told % day, facts)


def _public_hearing(pk: int, action: UrgentAction, at: datetime) -> Hearing | None:
    """A hearing that may be told; where a move had made it and was taken back, the one from which it was made."""
    public = Hearing.objects.public(at=at).select_related("court", "adjourned_to").filter(case=action.case_id)
    seen: set[int] = set()
    while pk not in seen and not Hearing.objects.filter(pk=pk).exists():
        seen.add(pk)
        made = DateMove.objects.filter(to_hearing=pk, made_hearing=True, case=action.case_id)
        pk = made.order_by("-at", "-pk").values_list("hearing_id", flat=True).first() or pk
    return public.filter(pk=pk).first()


def _end_of_chain(hearing: Hearing, at: datetime) -> Hearing | None:
    """The hearing to which one was adjourned in the end; None if that one is not public."""
    seen = {hearing.pk}
    while hearing.adjourned_to_id is not None and hearing.adjourned_to_id not in seen:
        seen.add(hearing.adjourned_to_id)
        hearing = Hearing.objects.select_related("court").get(pk=hearing.adjourned_to_id)
    return hearing if hearing.is_public_at(at) else None


def _passage(
    reminder: Reminder,
    action: UrgentAction,
    told: str,
    facts: tuple[Fact, ...],
    *,
    advice: tuple[str, ...] | None = None,
) -> Passage:
    if advice is None:
        advice = (_("If a letter of yours names the old day, please change it before you post it."),)
    return Passage(
        group=Group.CHANGED,
        on=reminder.about_on,
        subject=_("A date has changed (%(about)s)"),
        title=_("A date has changed: %(reference)s") % {"reference": action.reference},
        facts=facts,
        told=(told,),
        advice=advice,
        links=(state_link(action),),
    )
