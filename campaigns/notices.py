"""From a reminder to the mail that it is: gathers what the mail may say, for staff or for a follower.

A follower is told nothing that the public sheet and the public dates do not hold. The owner of the case gets a
link to the case page; what is for staff only stays behind that link, for mail travels in the open.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from campaigns import emails
from campaigns.content import content_of
from campaigns.deadlines import days_left
from campaigns.emails import Envelope, When
from campaigns.holdings import held_url
from campaigns.models import Reminder, Sheet, Subscription, UrgentAction
from campaigns.occasions import section_day
from campaigns.scopes import what_it_follows
from campaigns.subscriptions import stop_url
from cases.models import Deadline, Hearing


def days_until(reminder: Reminder, *, at: datetime) -> int:
    """Whole days from the day of sending, not from the day the notice was due."""
    return days_left(reminder.about_on, section_day(at))


def mail_for(
    reminder: Reminder, *, action: UrgentAction, subscription: Subscription | None, at: datetime
) -> EmailMultiAlternatives:
    """The mail of a reminder as it would leave at this moment.

    Args:
        action: the open one through which the address hears of it.
        subscription: None for the mail to the owner of the case.

    Raises:
        Hearing.DoesNotExist, Deadline.DoesNotExist: if the subject was removed.
    """
    match Reminder.Kind(reminder.kind):
        case Reminder.Kind.HEARING:
            return _of_hearing(reminder, action, subscription, at)
        case Reminder.Kind.DEADLINE:
            return _of_deadline(reminder, action, subscription, at)
        case Reminder.Kind.APPEALS:
            return _of_appeals(reminder, action, subscription, at)


def _of_hearing(
    reminder: Reminder, action: UrgentAction, subscription: Subscription | None, at: datetime
) -> EmailMultiAlternatives:
    hearing = Hearing.objects.select_related("court").get(pk=reminder.subject_id)
    when = When(
        on=reminder.about_on,
        days_left=days_until(reminder, at=at),
        at=hearing.at,
        zone=zone_words(hearing) if hearing.at else "",
    )
    if subscription is None:
        return emails.hearing_near_staff(
            _envelope(reminder, at),
            when=when,
            reference=action.reference,
            court=hearing.court.office if hearing.is_public else "",
            matter=hearing.matter if hearing.is_public else "",
            is_public=hearing.is_public,
            case_url=_case_url(action),
        )
    content = content_of(_sheet(action))
    return emails.hearing_near(
        _envelope(reminder, at, subscription),
        when=when,
        reference=content.reference,
        headline=content.headline,
        court=hearing.court.office,
        matter=hearing.matter,
        last_good_day=content.last_good_day,
        action_url=_action_url(action),
        follows=what_it_follows(subscription),
        stop_url=stop_url(subscription),
        held_url=held_url(subscription.email, at=at),
    )


def _of_deadline(
    reminder: Reminder, action: UrgentAction, subscription: Subscription | None, at: datetime
) -> EmailMultiAlternatives:
    deadline = Deadline.objects.get(pk=reminder.subject_id)
    when = When(on=reminder.about_on, days_left=days_until(reminder, at=at))
    if subscription is None:
        return emails.deadline_near_staff(
            _envelope(reminder, at),
            when=when,
            reference=action.reference,
            what=deadline.what if deadline.is_public else "",
            is_public=deadline.is_public,
            case_url=_case_url(action),
        )
    content = content_of(_sheet(action))
    return emails.deadline_near(
        _envelope(reminder, at, subscription),
        when=when,
        reference=content.reference,
        headline=content.headline,
        what=deadline.what,
        last_good_day=content.last_good_day,
        action_url=_action_url(action),
        follows=what_it_follows(subscription),
        stop_url=stop_url(subscription),
        held_url=held_url(subscription.email, at=at),
    )


def _of_appeals(
    reminder: Reminder, action: UrgentAction, subscription: Subscription | None, at: datetime
) -> EmailMultiAlternatives:
    content = content_of(_sheet(action))
    when = When(on=reminder.about_on, days_left=days_until(reminder, at=at))
    if subscription is None:
        return emails.appeals_near_staff(
            _envelope(reminder, at),
            when=when,
            reference=action.reference,
            limit=content.appeals_limit,
            wording=content.appeals_wording,
            case_url=_case_url(action),
        )
    return emails.appeals_near(
        _envelope(reminder, at, subscription),
        when=when,
        reference=content.reference,
        headline=content.headline,
        limit=content.appeals_limit,
        wording=content.appeals_wording,
        action_url=_action_url(action),
        follows=what_it_follows(subscription),
        stop_url=stop_url(subscription),
        held_url=held_url(subscription.email, at=at),
    )


def zone_words(hearing: Hearing) -> str:
    """The zone of the court and its offset on that day: "Europe/Moscow, UTC+4"."""
    begins = hearing.starts_at()
    if begins is None:
        return ""
    offset = begins.astimezone(ZoneInfo(hearing.time_zone)).strftime("%z")  # +0400
    hours, minutes = int(offset[:3]), offset[3:5]
    return f"{hearing.time_zone}, UTC{hours:+d}" + (f":{minutes}" if minutes != "00" else "")


def _envelope(reminder: Reminder, at: datetime, subscription: Subscription | None = None) -> Envelope:
    return Envelope(
        to=reminder.address,
        at=at,
        message_id=reminder.message_id,
        stop_url=stop_url(subscription) if subscription else "",
    )


def _sheet(action: UrgentAction) -> Sheet:
    return Sheet.objects.get(current_for=action)


def _action_url(action: UrgentAction) -> str:
    return f"{settings.SITE_URL}{reverse('appeals:action', args=[action.slug])}"


def _case_url(action: UrgentAction) -> str:
    return f"{settings.SITE_URL}{reverse('admin:cases_case_change', args=[action.case_id])}"
