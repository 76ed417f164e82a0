"""Following actions by e-mail: asked for on a page, confirmed by mail, ended by one click.

Nothing but the address and the choice is kept, and nothing here tells an outsider whether an address is known:
every request gets the same answer and the same mail. Who may ask how often is decided in `campaigns.attempts`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, transaction
from django.urls import reverse

from campaigns.emails import Envelope, confirm_subscription
from campaigns.erasure import lift
from campaigns.models import Reminder, Subscription, UrgentAction
from campaigns.occasions import address_key
from campaigns.planning import one_writer_at_a_time
from campaigns.scopes import EVERYTHING, Scope, actions_reached_by, scope_of, what_it_follows
from campaigns.suppression import why_suppressed

VALID_DAYS = 7  # a request that is not confirmed by then is forgotten

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
    subscription: Subscription, *, first_lead: int | None = None, at: datetime
) -> EmailMultiAlternatives:
    """The mail with the link to confirm; the same whether it was confirmed before or not.

    Args:
        first_lead: how early the notices shall begin. It travels in the link, for whoever typed the address into
            the form may be somebody else: nothing changes until the owner of the address presses the button.
    """
    token = _CONFIRM.sign(f"{subscription.pk}.{'' if first_lead is None else first_lead}")
    return confirm_subscription(
        Envelope(to=subscription.email, at=at),
        follows=what_it_follows(subscription),
        confirm_url=f"{settings.SITE_URL}{reverse('appeals:follow-confirm', args=[token])}",
        valid_days=VALID_DAYS,
    )


def asked_for_by(token: str, *, at: datetime) -> Request:
    """What the link of a confirmation mail stands for.

    Raises:
        UnknownLink: if the link is damaged, older than seven days, or its subscription has ended.
    """
    pk, _, lead = _signed(_CONFIRM, token).partition(".")
    subscription = Subscription.objects.with_scope().filter(pk=_number(pk)).first()
    if subscription is None or (subscription.confirmed_at is None and _has_expired(subscription, at)):
        raise UnknownLink
    first_lead = _number(lead) if lead else None
    holds = subscription.confirmed_at is not None and subscription.first_lead == first_lead
    # To an address that is held back no reminder goes; whoever has this link has shown that it is alive.
    return Request(subscription, first_lead, is_open=not holds or bool(why_suppressed(subscription.email)))


def confirm(token: str, *, at: datetime) -> Confirmation:
    """Let reminders begin, or begin earlier or later than before.

    Whoever follows everything needs nothing narrower that is as early: this is taken up into it, so that one
    click ends all of it. What is earlier or later by the owner's own choice stays beside it.

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
        as_early = others.filter(first_lead=request.first_lead)
        is_everything = scope_of(subscription) == EVERYTHING
        if not is_everything and as_early.filter(**EVERYTHING.columns).exists():
            subscription.delete()
            return Confirmation.ALREADY
        subscription.confirmed_at = subscription.confirmed_at or at
        subscription.first_lead = request.first_lead
        subscription.save(update_fields=["confirmed_at", "first_lead"])
        if is_everything:
            # Rows already sent go along, so that taking up doubles no mail.
            Reminder.objects.filter(subscription__in=as_early).update(subscription=subscription)
            as_early.delete()
    return Confirmation.DONE


def begin_at(subscription: Subscription, first_lead: int | None) -> None:
    """Let the notices of a subscription begin earlier or later; the next sweep follows.

    Args:
        first_lead: days before; None for every notice there is.
    """
    Subscription.objects.filter(pk=subscription.pk).update(first_lead=first_lead)


def followed_by(token: str) -> Subscription | None:
    """The subscription that a link to end it stands for; None if it has ended already.

    Raises:
        UnknownLink: if the link is damaged.
    """
    return Subscription.objects.with_scope().filter(pk=_number(_signed(_STOP, token))).first()


def end(subscription: Subscription, *, everything: bool = False) -> None:
    """Forget a subscription and the notices that were made for it. A mail in flight is waited for; none follows.

    Args:
        everything: end all that this address follows.
    """
    with transaction.atomic():
        one_writer_at_a_time()
        mine = Subscription.objects.of_address(subscription.email)
        ended = list(mine if everything else mine.filter(pk=subscription.pk))
        if not everything:
            for gone in ended:
                _hand_over(gone)
        for gone in ended:
            gone.delete()


def _hand_over(gone: Subscription) -> None:
    """Leave notices to another subscription of the address that brings them too: what was sent stays known."""
    others = Subscription.objects.confirmed().of_address(gone.email).exclude(pk=gone.pk)
    for other in others:
        reached = UrgentAction.objects.filter(actions_reached_by(other))
        Reminder.objects.filter(subscription=gone, action__in=reached).update(subscription=other)


def stop_url(subscription: Subscription) -> str:
    """The address whose page, or one-click POST, ends this subscription; it lives as long as the mail."""
    return f"{settings.SITE_URL}{reverse('appeals:follow-stop', args=[_STOP.sign(str(subscription.pk))])}"


def forget_unconfirmed(*, at: datetime) -> int:
    """Delete requests that nobody confirmed within seven days; gives their number."""
    old = Subscription.objects.filter(confirmed_at=None, created_at__lt=at - timedelta(days=VALID_DAYS))
    _, deleted = old.delete()
    return deleted.get(Subscription._meta.label, 0)


def _has_expired(subscription: Subscription, at: datetime) -> bool:
    return at - subscription.created_at > timedelta(days=VALID_DAYS)


def _signed(signer: signing.Signer, token: str) -> str:
    try:
        return signer.unsign(token)
    except signing.BadSignature:
        raise UnknownLink from None


def _number(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise UnknownLink from None
