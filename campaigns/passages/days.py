"""For followers: a day draws near. Nothing is told that the public sheet and the public dates do not hold."""

from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.content import SheetContent
from campaigns.deadlines import days_left
from campaigns.models import Reminder, UrgentAction
from campaigns.occasions import section_day
from campaigns.passages.passage import (
    Fact,
    Group,
    Passage,
    by_days,
    long_day,
    one_line,
    subject_of_date,
    subject_of_last_day,
)
from campaigns.passages.sources import TOLD_OF_HEARING, facts_of_hearing, limit_as_printed, page_link, write_until
from cases.models import Deadline, Hearing

# Up to here a letter by post may come too late.
_POST_TOO_LATE = 3  # days


def hearing(reminder: Reminder, action: UrgentAction, content: SheetContent, at: datetime) -> Passage:
    """A public hearing draws near.

    Raises:
        Hearing.DoesNotExist: if it was removed.
    """
    row = Hearing.objects.select_related("court").only(*TOLD_OF_HEARING).get(pk=reminder.subject_id)
    days, day = days_left(reminder.about_on, section_day(at)), long_day(reminder.about_on)
    return Passage(
        group=Group.DATES,
        on=reminder.about_on,
        subject=subject_of_date(days),
        title=by_days(
            days,
            today=lambda: _("A hearing is today: %(day)s"),
            tomorrow=lambda: _("A hearing is tomorrow: %(day)s"),
            later=lambda: ngettext(
                "A hearing is in %(days)s day: %(day)s", "A hearing is in %(days)s days: %(day)s", days
            ),
        )
        % {"days": days, "day": day},
        facts=(*facts_of_hearing(row, day=reminder.about_on), write_until(content)),
        told=_ends_before(reminder.about_on, content),
        advice=_what_to_do(reminder.about_on, days, content),
        links=(page_link(action),),
    )


def deadline(reminder: Reminder, action: UrgentAction, content: SheetContent, at: datetime) -> Passage:
    """An extradition, an execution or another public limit draws near.

    Raises:
        Deadline.DoesNotExist: if it was removed.
    """
    row = Deadline.objects.get(pk=reminder.subject_id)
    days, day = days_left(reminder.about_on, section_day(at)), long_day(reminder.about_on)
    return Passage(
        group=Group.DATES,
        on=reminder.about_on,
        subject=subject_of_date(days),
        title=by_days(
            days,
            today=lambda: _("A deadline is today: %(day)s"),
            tomorrow=lambda: _("A deadline is tomorrow: %(day)s"),
            later=lambda: ngettext(
                "A deadline is in %(days)s day: %(day)s", "A deadline is in %(days)s days: %(day)s", days
            ),
        )
        % {"days": days, "day": day},
        facts=(Fact(_("About"), one_line(row.what)), Fact(_("Day"), day), write_until(content)),
        told=_ends_before(reminder.about_on, content),
        advice=_what_to_do(reminder.about_on, days, content),
        links=(page_link(action),),
    )


def _ends_before(day: date, content: SheetContent) -> tuple[str, ...]:
    if day <= content.last_good_day:
        return ()
    return (_("The last good day of this action comes before that day: please write by then."),)


def _what_to_do(day: date, days: int, content: SheetContent) -> tuple[str, ...]:
    """While a day draws near that may change at any time."""
    until_then = _("Such dates change at short notice. The page says what is known today.")
    if days == 0:
        return _("An e-mail or a fax sent now may still be read in time. You can write afterwards too."), until_then
    if day > content.last_good_day:
        return (until_then,)
    now = _(
        "Write now if you have not yet: what is read before that day weighs most. If the post would come too late, "
        "take e-mail or fax."
    )
    return now, until_then


def appeals(reminder: Reminder, action: UrgentAction, content: SheetContent, at: datetime) -> Passage:
    """The last good day to write draws near."""
    days = days_left(reminder.about_on, section_day(at))
    if days == 0:
        advice = _(
            "Write today, by e-mail or fax where the page gives one. Have you written? Then there is nothing left to "
            "do, and thank you."
        )
    elif days <= _POST_TOO_LATE:
        advice = _(
            "If you have not written yet, do so now, by e-mail or fax where the page gives one: a letter by post may "
            "come too late."
        )
    else:
        advice = _(
            "If you have not written yet, this is the time to do it. A letter by post needs some days; e-mail and "
            "fax arrive at once."
        )
    return Passage(
        group=Group.LAST_DAYS,
        on=reminder.about_on,
        subject=subject_of_last_day(days),
        title=title_of_last_day(days, reminder.about_on),
        facts=(limit_as_printed(content),),
        advice=(advice,),
        links=(page_link(action),),
    )


def title_of_last_day(days: int, day: date) -> str:
    return by_days(
        days,
        today=lambda: _("The last day to write is today: %(day)s"),
        tomorrow=lambda: _("The last day to write is tomorrow: %(day)s"),
        later=lambda: ngettext(
            "The last day to write is in %(days)s day: %(day)s",
            "The last day to write is in %(days)s days: %(day)s",
            days,
        ),
    ) % {"days": days, "day": long_day(day)}
