"""The mails of the desk, one function a mail; its keyword arguments are exactly the variables of its templates.

A mail lies in ``templates/emails/<name>/``: ``body.txt`` and ``body.html``, and ``subject.txt`` where the subject
is not an argument. Nothing is sent here, and nothing is read from the database. Subjects are neutral: they name no
person and no country, for they show on locked screens. There are no pictures, no styles and no links that count
who followed them.

Whoever calls decides the language: mails are written in the one that is active.
"""

from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import get_language

from campaigns.passages.passage import one_line
from campaigns.passages.plain import in_lines
from campaigns.passages.told import Told

# Followers of one action are told the same, each with another footer: this much of it is kept, some 10 kB each.
_TOLD = 128


@dataclass(frozen=True)
class Envelope:
    """Where a mail goes and what its headers carry beside the subject.

    Args:
        to: the one recipient.
        at: the moment of sending; becomes the Date header.
        message_id: empty where any will do.
        stop_url: the one-click address of RFC 8058, for mails that somebody subscribed to.
        list_id: as in RFC 2919, with its angle brackets.
    """

    to: str
    at: datetime
    message_id: str = ""
    stop_url: str = ""
    list_id: str = ""


@dataclass(frozen=True)
class Subscribed:
    """Why a follower gets a mail, and how to end it."""

    follows: tuple[str, ...]  # the narrowest first
    stop_url: str
    held_url: str


def notices_to_follower(envelope: Envelope, *, told: Told, subscribed: Subscribed) -> EmailMultiAlternatives:
    """To a follower: days that draw near, and what happened to actions."""
    return _mail("notices_to_follower", envelope, told.subject, **_written(told), subscribed=subscribed)


def notices_to_owner(envelope: Envelope, *, told: Told) -> EmailMultiAlternatives:
    """To the owner of the cases: days that draw near, and what happened to their actions."""
    return _mail("notices_to_owner", envelope, told.subject, **_written(told))


def desk(envelope: Envelope, *, waiting: Any, before: Told | None) -> EmailMultiAlternatives:
    """To somebody on the staff: what waits for them this morning.

    Args:
        waiting: as `campaigns.morning_list.waiting_for` gives it.
        before: days of their own cases that draw near. They come first, and give the subject.
    """
    written = _written(before) if before else {"told_html": "", "told_plain": ""}
    mail = _mail("desk", envelope, before.subject if before else None, waiting=waiting, before=written["told_html"])
    if before:
        mail.body = f"{written['told_plain']}\n\n{mail.body}"
    return mail


def confirm_subscription(
    envelope: Envelope, *, follows: str, pace: str, language: str, confirm_url: str, valid_days: int
) -> EmailMultiAlternatives:
    """To an address that somebody typed in: nothing is sent to it until its owner follows the link.

    Args:
        follows: as in `campaigns.scopes`; it may hold what staff typed.
        pace: one of `campaigns.models.subscription.Pace`.
        language: of the reminders, by its own name.
        valid_days: for how long the link works.
    """
    return _mail(
        "confirm_subscription",
        envelope,
        follows=one_line(follows),
        pace=pace,
        language=language,
        confirm_url=confirm_url,
        valid_days=valid_days,
    )


def held_link(envelope: Envelope, *, held_url: str, valid_days: int) -> EmailMultiAlternatives:
    """To an address whose owner, probably, asked what is held about it."""
    return _mail("held_link", envelope, held_url=held_url, valid_days=valid_days)


def way_in_changed(envelope: Envelope, *, what: str) -> EmailMultiAlternatives:
    """To somebody on the staff: their password or second factor was changed. It has no link to follow."""
    return _mail("way_in_changed", envelope, what=what)


def sealed_case(envelope: Envelope, *, what: str, link: str) -> EmailMultiAlternatives:
    """To the owner of a sealed case: somebody saw it. It says neither which case nor who."""
    return _mail("sealed_case", envelope, what=what, link=link)


def _written(told: Told) -> dict[str, str]:
    html, text = _in_both_forms(told, get_language() or "")
    return {"told_html": html, "told_plain": text}


@lru_cache(maxsize=_TOLD)
def _in_both_forms(told: Told, language: str) -> tuple[str, str]:
    return render_to_string("emails/_parts/told.html", {"told": told}), told.plain


def _mail(name: str, envelope: Envelope, subject: str | None = None, **variables: Any) -> EmailMultiAlternatives:
    if subject is None:
        subject = _rendered(f"emails/{name}/subject.txt", **variables)
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
    if envelope.list_id:
        headers["List-Id"] = envelope.list_id
    mail = EmailMultiAlternatives(
        # One line without hidden characters, whatever it was made of; Django itself refuses line ends in headers.
        subject=one_line(subject),
        body=in_lines(_rendered(f"emails/{name}/body.txt", **variables)) + "\n",
        to=[envelope.to],
        headers=headers,
    )
    mail.attach_alternative(_rendered(f"emails/{name}/body.html", **variables), "text/html")
    return mail


def _rendered(template: str, **variables: Any) -> str:
    return render_to_string(template, variables).strip() + "\n"
