"""Following actions by e-mail: asked for on a page, confirmed by mail, ended by one click.

Nothing but the address and the choice is kept, and nothing here tells an outsider whether an address is known:
every request gets the same answer and the same mail. Who may ask how often is decided in `campaigns.attempts`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from accounts.terms import UNCONFIRMED
from campaigns.emails import Envelope, confirm_subscription
from campaigns.erasure import lift
from campaigns.models import Reminder, Subscription, UrgentAction
from campaigns.models.subscription import Pace
from campaigns.occasions import address_key
from campaigns.planning import one_writer_at_a_time
from campaigns.scopes import EVERYTHING, Scope, actions_reached_by, scope_of, what_it_follows
from campaigns.suppression import why_suppressed

VALID_DAYS = UNCONFIRMED.lasts.days  # a request that is not confirmed by then is forgotten
MOST_ENDED_BY_ONE_LINK = 80  # the link stands in a header of a mail, whose lines hold 998 letters
FIRST_LANGUAGE = settings.LANGUAGES[0][0]

_LONGEST_TOKEN = 2_000

_CONFIRM = signing.Signer(salt="campaigns.subscriptions.confirm")
_STOP = signing.Signer(salt="campaigns.subscriptions.stop")


class UnknownLink(Exception):
    """The link was cut or altered, or what it stood for has been forgotten."""


class Confirmation(Enum):
    DONE = "done"
    ALREADY = "already"


@dataclass(frozen=True)
class Request:
    """What the link of a confirmation mail stands for."""

    subscription: Subscription
    first_lead: int | None
    pace: Pace
    language: str  # of `settings.LANGUAGES`
    is_open: bool  # False: it holds already, in just this way


def ask_to_follow(email: str, *, scope: Scope = EVERYTHING, at: datetime) -> Subscription:
    """The subscription of this address, made unless it is there; unconfirmed until its owner follows the link."""
    address = address_key(email)
    mine = Subscription.objects.of_address(address).filter(**scope.columns)
    subscription = mine.first()
    if subscription is None:
        try:
            with transaction.atomic():
                return Subscription.objects.create(email=address, created_at=at, **scope.columns)
        except IntegrityError:  # the same form sent twice at once
            subscription = mine.get()
    if subscription.confirmed_at is None:
        # The link in the new mail shall work as long as the mail says.
        subscription.created_at = at
        subscription.save(update_fields=["created_at"])
    return subscription


def confirmation_mail(
    subscription: Subscription,
    *,
    first_lead: int | None = None,
    pace: str = Pace.AT_ONCE,
    language: str = FIRST_LANGUAGE,
    at: datetime,
) -> EmailMultiAlternatives:
    """The mail with the link to confirm, in the language chosen; the same whether it was confirmed before or not.

    What was chosen travels in the link, for whoever typed the address into the form may be somebody else: nothing
    changes until the owner of the address presses the button.

    Args:
        first_lead: how many days before a day the notices shall begin; None for all that there are.
        pace: one of `Pace`.
        language: one of `settings.LANGUAGES`.
    """
    lead = "" if first_lead is None else str(first_lead)
    token = _CONFIRM.sign(f"{subscription.pk}.{lead}.{pace}.{language}")
    with translation.override(language):
        return confirm_subscription(
            Envelope(to=subscription.email, at=at),
            follows=what_it_follows(subscription),
            pace=pace,
            language=dict(settings.LANGUAGES)[language],
            confirm_url=f"{settings.SITE_URL}{reverse('appeals:follow-confirm', args=[token])}",
            valid_days=VALID_DAYS,
        )


def asked_for_by(token: str, *, at: datetime) -> Request:
    """What the link of a confirmation mail stands for.

    Raises:
        UnknownLink: if the link is damaged, older than seven days, or its subscription has ended.
    """
    pk, lead, pace, language = (*_signed(_CONFIRM, token).split("."), "", "", "")[:4]
    subscription = Subscription.objects.with_scope().filter(pk=_number(pk)).first()
    if subscription is None or (subscription.confirmed_at is None and _has_expired(subscription, at)):
        raise UnknownLink
    # Links from before there was a choice of pace and language leave both as they are.
    if (pace := pace or subscription.pace) not in Pace or (language := language or subscription.language) not in dict(
        settings.LANGUAGES
    ):
        raise UnknownLink
    chosen = (_number(lead) if lead else None, Pace(pace), language)
    holds = subscription.confirmed_at is not None and _chosen(subscription) == chosen
    # To an address that is held back no reminder goes; whoever has this link has shown that it is alive.
    return Request(subscription, *chosen, is_open=not holds or bool(why_suppressed(subscription.email)))


def confirm(token: str, *, at: datetime) -> Confirmation:
    """Let reminders begin, or come in another way than before.

    Whoever follows everything needs nothing narrower that is as early, of the same pace and in the same language:
    this is taken up into it, so that one click ends all of it. What differs in one of them by the owner's own
    choice stays beside it, so that nobody gets less or later than they chose.

    Raises:
        UnknownLink: as in `asked_for_by`.
    """
    with transaction.atomic():
        one_writer_at_a_time()
        request = asked_for_by(token, at=at)
        if not request.is_open:
            return Confirmation.ALREADY
        subscription = request.subscription
        lift(subscription.email)
        others = Subscription.objects.confirmed().of_address(subscription.email).exclude(pk=subscription.pk)
        alike = others.filter(first_lead=request.first_lead, pace=request.pace, language=request.language)
        # Rows already sent go along with whatever is taken up, so that it doubles no mail.
        if scope_of(subscription) == EVERYTHING:
            Reminder.objects.filter(subscription__in=alike).update(subscription=subscription)
            alike.delete()
        elif everything := alike.filter(**EVERYTHING.columns).first():
            Reminder.objects.filter(subscription=subscription).update(subscription=everything)
            subscription.delete()
            return Confirmation.ALREADY
        subscription.confirmed_at = subscription.confirmed_at or at
        subscription.first_lead, subscription.pace = request.first_lead, request.pace
        subscription.language = request.language
        subscription.save(update_fields=["confirmed_at", "first_lead", "pace", "language"])
    return Confirmation.DONE


def change(*subscriptions: Subscription, first_lead: int | None, pace: str, language: str) -> None:
    """Let the notices of subscriptions come in another way; the next sweep follows.

    Args:
        first_lead: days before; None for every notice there is.
        pace: one of `Pace`.
        language: one of `settings.LANGUAGES`.
    """
    rows = Subscription.objects.filter(pk__in=[row.pk for row in subscriptions])
    rows.update(first_lead=first_lead, pace=pace, language=language)


def followed_by(token: str) -> list[Subscription]:
    """The subscriptions that a link to end them stands for, without those that have ended already.

    Raises:
        UnknownLink: if the link is damaged.
    """
    ids = [_number(part) for part in _signed(_STOP, token).split(".")]
    return list(Subscription.objects.with_scope().filter(pk__in=ids).order_by("pk"))


def end(*subscriptions: Subscription, everything: bool = False) -> None:
    """Forget subscriptions of one address and the notices made for them. A mail in flight is waited for; none follows.

    Args:
        everything: end all that this address follows.
    """
    if not subscriptions:
        return
    with transaction.atomic():
        one_writer_at_a_time()
        mine = Subscription.objects.of_address(subscriptions[0].email)
        ended = list(mine if everything else mine.filter(pk__in=[row.pk for row in subscriptions]))
        if not everything:
            for gone in ended:
                _hand_over(gone, ended)
        for gone in ended:
            gone.delete()


def _hand_over(gone: Subscription, ended: Sequence[Subscription]) -> None:
    """Leave notices to another subscription of the address that brings them too: what was sent stays known."""
    others = Subscription.objects.confirmed().of_address(gone.email).exclude(pk__in=[row.pk for row in ended])
    for other in others:
        reached = UrgentAction.objects.filter(actions_reached_by(other))
        Reminder.objects.filter(subscription=gone, action__in=reached).update(subscription=other)


def stop_url(*subscriptions: Subscription) -> str:
    """The address whose page, or one-click POST, ends these subscriptions and no other; it lives as long as the mail.

    A link names `MOST_ENDED_BY_ONE_LINK` of them at most: should a mail ever carry more, the next one has a link
    for those that are left. To end too little is put right by a second click, to end too much by nobody.

    Raises:
        ValueError: without a subscription.
    """
    if not subscriptions:
        raise ValueError("A link to end subscriptions needs at least one.")
    ids = sorted({row.pk for row in subscriptions})[:MOST_ENDED_BY_ONE_LINK]
    token = _STOP.sign(".".join(str(pk) for pk in ids))
    return f"{settings.SITE_URL}{reverse('appeals:follow-stop', args=[token])}"


def follows_more_than(*subscriptions: Subscription) -> bool:
    """Whether the address of these subscriptions has another one beside them."""
    others = Subscription.objects.of_address(subscriptions[0].email)
    return others.exclude(pk__in=[row.pk for row in subscriptions]).exists()


def forget_unconfirmed(*, at: datetime) -> int:
    """Delete requests that nobody confirmed within seven days; gives their number."""
    old = Subscription.objects.filter(confirmed_at=None, created_at__lt=at - timedelta(days=VALID_DAYS))
    _, deleted = old.delete()
    return deleted.get(Subscription._meta.label, 0)


def _has_expired(subscription: Subscription, at: datetime) -> bool:
    return at - subscription.created_at > timedelta(days=VALID_DAYS)


def _chosen(subscription: Subscription) -> tuple[int | None, str, str]:
    return subscription.first_lead, subscription.pace, subscription.language


def _signed(signer: signing.Signer, token: str) -> str:
    if len(token) > _LONGEST_TOKEN:
        raise UnknownLink
    try:
        return signer.unsign(token)
    except signing.BadSignature:
        raise UnknownLink from None


def _number(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise UnknownLink from None
