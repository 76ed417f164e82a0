"""The mails of the desk, one function a mail; its keyword arguments are exactly the variables of its templates.

A mail lies in ``templates/emails/<name>/``: ``subject.txt``, ``body.txt`` and ``body.html``. Nothing is sent
here, and nothing is read from the database. Subjects are neutral: they name no person and no country, for they
show on locked screens. There are no pictures, no styles and no links that count who followed them.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from email.utils import format_datetime
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string


@dataclass(frozen=True)
class Envelope:
    """Where a mail goes and what its headers carry beside the subject.

    Args:
        to: the one recipient.
        at: the moment of sending; becomes the Date header.
        message_id: empty where any will do.
        stop_url: the one-click address of RFC 8058, for mails that somebody subscribed to.
    """

    to: str
    at: datetime
    message_id: str = ""
    stop_url: str = ""


@dataclass(frozen=True)
class When:
    """The day a mail is about, as seen from the day it leaves."""

    on: date
    days_left: int
    at: time | None = None
    zone: str = ""  # IANA name and offset, such as "Europe/Moscow, UTC+4"

    @property
    def in_days(self) -> str:
        """ "today", "tomorrow", "in 3 days"."""
        match self.days_left:
            case 0:
                return "today"
            case 1:
                return "tomorrow"
            case days:
                return f"in {days} days"


def hearing_near(
    envelope: Envelope,
    *,
    when: When,
    reference: str,
    headline: str,
    court: str,
    matter: str,
    last_good_day: date,
    action_url: str,
    follows: str,
    stop_url: str,
    held_url: str,
) -> EmailMultiAlternatives:
    """To a follower: a public hearing draws near."""
    return _mail(
        "hearing_near",
        envelope,
        when=when,
        reference=reference,
        headline=headline,
        court=court,
        matter=matter,
        last_good_day=last_good_day,
        action_url=action_url,
        follows=follows,
        stop_url=stop_url,
        held_url=held_url,
    )


def hearing_near_staff(
    envelope: Envelope,
    *,
    when: When,
    reference: str,
    court: str,
    matter: str,
    is_public: bool,
    case_url: str,
) -> EmailMultiAlternatives:
    """To the owner of the case. Court and matter of a hearing that is not public stay out of the mail."""
    return _mail(
        "hearing_near_staff",
        envelope,
        when=when,
        reference=reference,
        court=court,
        matter=matter,
        is_public=is_public,
        case_url=case_url,
    )


def deadline_near(
    envelope: Envelope,
    *,
    when: When,
    reference: str,
    headline: str,
    what: str,
    last_good_day: date,
    action_url: str,
    follows: str,
    stop_url: str,
    held_url: str,
) -> EmailMultiAlternatives:
    """To a follower: an extradition, an execution or another public limit draws near."""
    return _mail(
        "deadline_near",
        envelope,
        when=when,
        reference=reference,
        headline=headline,
        what=what,
        last_good_day=last_good_day,
        action_url=action_url,
        follows=follows,
        stop_url=stop_url,
        held_url=held_url,
    )


def deadline_near_staff(
    envelope: Envelope, *, when: When, reference: str, what: str, is_public: bool, case_url: str
) -> EmailMultiAlternatives:
    """To the owner of the case. What a deadline that is not public is about stays out of the mail."""
    return _mail(
        "deadline_near_staff",
        envelope,
        when=when,
        reference=reference,
        what=what,
        is_public=is_public,
        case_url=case_url,
    )


def appeals_near(
    envelope: Envelope,
    *,
    when: When,
    reference: str,
    headline: str,
    limit: date,
    wording: str,
    action_url: str,
    follows: str,
    stop_url: str,
    held_url: str,
) -> EmailMultiAlternatives:
    """To a follower: the last good day to write draws near."""
    return _mail(
        "appeals_near",
        envelope,
        when=when,
        reference=reference,
        headline=headline,
        limit=limit,
        wording=wording,
        action_url=action_url,
        follows=follows,
        stop_url=stop_url,
        held_url=held_url,
    )


def appeals_near_staff(
    envelope: Envelope, *, when: When, reference: str, limit: date, wording: str, case_url: str
) -> EmailMultiAlternatives:
    """To the owner of the case: extend the action or let it end."""
    return _mail(
        "appeals_near_staff",
        envelope,
        when=when,
        reference=reference,
        limit=limit,
        wording=wording,
        case_url=case_url,
    )


def confirm_subscription(
    envelope: Envelope, *, follows: str, confirm_url: str, valid_days: int
) -> EmailMultiAlternatives:
    """To an address that somebody typed in: nothing is sent to it until its owner follows the link."""
    return _mail("confirm_subscription", envelope, follows=follows, confirm_url=confirm_url, valid_days=valid_days)


def held_link(envelope: Envelope, *, held_url: str, valid_days: int) -> EmailMultiAlternatives:
    """To an address whose owner, probably, asked what is held about it."""
    return _mail("held_link", envelope, held_url=held_url, valid_days=valid_days)


def _mail(name: str, envelope: Envelope, **variables: Any) -> EmailMultiAlternatives:
    # One line, whatever the template's author typed; Django itself refuses line ends in headers.
    subject = " ".join(render_to_string(f"emails/{name}/subject.txt", variables).split())
    headers = {
        "Date": format_datetime(envelope.at),
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "OOF, AutoReply",
    }
    if envelope.message_id:
        headers["Message-ID"] = envelope.message_id
    if envelope.stop_url:
        headers["List-Unsubscribe"] = f"<{envelope.stop_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail = EmailMultiAlternatives(
        subject=subject,
        body=render_to_string(f"emails/{name}/body.txt", variables).strip() + "\n",
        to=[envelope.to],
        headers=headers,
    )
    mail.attach_alternative(render_to_string(f"emails/{name}/body.html", variables).strip() + "\n", "text/html")
    return mail
