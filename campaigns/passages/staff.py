"""For the owner of a case: a day draws near. In the language of the staff's pages, which is not translated.

What is for staff only stays behind the link, for mail travels in the open.
"""

from datetime import datetime

from campaigns.deadlines import days_left
from campaigns.models import Reminder, UrgentAction
from campaigns.occasions import section_day
from campaigns.passages.days import title_of_last_day
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
from campaigns.passages.sources import TOLD_OF_HEARING, case_link, current_content, facts_of_hearing, limit_as_printed
from cases.models import Deadline, Hearing


def hearing(reminder: Reminder, action: UrgentAction, at: datetime) -> Passage:
    """A hearing draws near, public or not.

    Raises:
        Hearing.DoesNotExist: if it was removed.
    """
    row = Hearing.objects.select_related("court").only(*TOLD_OF_HEARING).get(pk=reminder.subject_id)
    days, day = days_left(reminder.about_on, section_day(at)), long_day(reminder.about_on)
    if days == 0:
        advice = (
            "Ask how it went, and enter the result or the new date today: those who follow the action act on what "
            "the page says."
        )
    else:
        advice = (
            "Make sure that the day still stands. If it moved, change it on the case page: everybody’s reminders "
            "move with it, and mails about the old day are not sent."
        )
    not_here = "This hearing is for staff only, so court and matter stay out of this mail; the case page has them."
    return Passage(
        group=Group.DATES,
        on=reminder.about_on,
        subject=subject_of_date(days),
        title=by_days(
            days,
            today=lambda: f"A hearing in your case is today: {day}",
            tomorrow=lambda: f"A hearing in your case is tomorrow: {day}",
            later=lambda: f"A hearing in your case is in {days} days: {day}",
        ),
        facts=facts_of_hearing(row, day=reminder.about_on) if row.is_public_at(at) else (Fact("Day", day),),
        told=() if row.is_public_at(at) else (not_here,),
        advice=(advice,),
        links=(case_link(action),),
    )


def deadline(reminder: Reminder, action: UrgentAction, at: datetime) -> Passage:
    """A limit draws near, public or not.

    Raises:
        Deadline.DoesNotExist: if it was removed.
    """
    row = Deadline.objects.get(pk=reminder.subject_id)
    days, day = days_left(reminder.about_on, section_day(at)), long_day(reminder.about_on)
    if days == 0:
        advice = "Find out what happened, and enter it today: passed, lifted, or a new date."
    else:
        advice = (
            "Make sure that the day still stands. If it moved or fell away, say so on the case page: everybody’s "
            "reminders follow, and mails about the old day are not sent."
        )
    about = (Fact("About", one_line(row.what)),) if row.is_public_at(at) else ()
    not_here = "This deadline is for staff only, so its subject stays out of this mail; the case page has it."
    return Passage(
        group=Group.DATES,
        on=reminder.about_on,
        subject=subject_of_date(days),
        title=by_days(
            days,
            today=lambda: f"A deadline in your case is today: {day}",
            tomorrow=lambda: f"A deadline in your case is tomorrow: {day}",
            later=lambda: f"A deadline in your case is in {days} days: {day}",
        ),
        facts=(*about, Fact("Day", day)),
        told=() if row.is_public_at(at) else (not_here,),
        advice=(advice,),
        links=(case_link(action),),
    )


def appeals(reminder: Reminder, action: UrgentAction, at: datetime) -> Passage:
    """Extend the action, or let it end."""
    days = days_left(reminder.about_on, section_day(at))
    return Passage(
        group=Group.LAST_DAYS,
        on=reminder.about_on,
        subject=subject_of_last_day(days),
        title=title_of_last_day(days, reminder.about_on),
        facts=(limit_as_printed(current_content(action)),),
        advice=(
            (
                "Decide what follows. If people should go on writing, issue a further sheet with a new date before "
                "this day is over. If not, there is nothing to do: from the next day on the page asks nobody to "
                "write any more; close the action and say what came of it."
            ),
        ),
        links=(case_link(action),),
    )
