"""Following an action, or every open one, by e-mail: asked for on a page, confirmed by mail, ended by one click.

Nothing but the address and the choice is kept, and nothing here tells an outsider whether an address is known:
every request gets the same answer and the same mail. Who may ask how often is decided in `campaigns.attempts`.
"""

from datetime import datetime, timedelta
from enum import Enum

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, transaction
from django.urls import reverse

from campaigns.emails import Envelope, confirm_subscription
from campaigns.models import Reminder, Subscription, UrgentAction
from campaigns.occasions import address_key
from campaigns.planning import one_writer_at_a_time

VALID_DAYS = 7  # a request that is not confirmed by then is forgotten

_CONFIRM = signing.Signer(salt="campaigns.subscriptions.confirm")
_STOP = signing.Signer(salt="campaigns.subscriptions.stop")


class UnknownLink(Exception):
    """The link was cut or altered, or what it stood for has been forgotten."""


class Confirmation(Enum):
    DONE = "done"
    ALREADY = "already"


def ask_to_follow(email: str, *, action: UrgentAction | None, at: datetime) -> Subscription:
    """The subscription of this address, made unless it is there; unconfirmed until its owner follows the link.

    Args:
        action: None for every open action.
    """
    address = address_key(email)
    mine = Subscription.objects.of_address(address).filter(action=action)
    subscription = mine.first()
    if subscription is None:
        try:
            with transaction.atomic():
                return Subscription.objects.create(email=address, action=action, created_at=at)
        except IntegrityError:  # the same form sent twice at once
            subscription = mine.get()
    if subscription.confirmed_at is None:
        # The link in the new mail shall work as long as the mail says.
        subscription.created_at = at
        subscription.save(update_fields=["created_at"])
    return subscription


def confirmation_mail(subscription: Subscription, *, at: datetime) -> EmailMultiAlternatives:
    """The mail with the link to confirm; the same whether it was confirmed before or not."""
    token = _CONFIRM.sign(str(subscription.pk))
    return confirm_subscription(
        Envelope(to=subscription.email, at=at),
        follows=what_it_follows(subscription),
        confirm_url=f"{settings.SITE_URL}{reverse('appeals:follow-confirm', args=[token])}",
        valid_days=VALID_DAYS,
    )


def asked_for_by(token: str, *, at: datetime) -> Subscription:
    """The subscription that the link of a confirmation mail stands for.

    Raises:
        UnknownLink: if the link is damaged, older than seven days, or its subscription has ended.
    """
    subscription = Subscription.objects.select_related("action").filter(pk=_pk_of(_CONFIRM, token)).first()
    if subscription is None or (subscription.confirmed_at is None and _has_expired(subscription, at)):
        raise UnknownLink
    return subscription


def confirm(token: str, *, at: datetime) -> Confirmation:
    """Let reminders begin.

    Whoever follows every open action needs no single ones: these are taken up into it, so that one click ends
    all of it.

    Raises:
        UnknownLink: as in `asked_for_by`.
    """
    with transaction.atomic():
        one_writer_at_a_time()
        subscription = asked_for_by(token, at=at)
        if subscription.confirmed_at is not None:
            return Confirmation.ALREADY
        mine = Subscription.objects.of_address(subscription.email).exclude(pk=subscription.pk)
        if subscription.action_id is not None and mine.confirmed().filter(action=None).exists():
            subscription.delete()
            return Confirmation.ALREADY
        subscription.confirmed_at = at
        subscription.save(update_fields=["confirmed_at"])
        if subscription.action_id is None:
            # Rows already sent go along, so that taking up doubles no mail.
            Reminder.objects.filter(subscription__in=mine).update(subscription=subscription)
            mine.delete()
    return Confirmation.DONE


def followed_by(token: str) -> Subscription | None:
    """The subscription that a link to end it stands for; None if it has ended already.

    Raises:
        UnknownLink: if the link is damaged.
    """
    return Subscription.objects.select_related("action").filter(pk=_pk_of(_STOP, token)).first()


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
        notices = Reminder.objects.filter(subscription=gone)
        if other.action_id is not None:
            notices = notices.filter(action=other.action_id)
        notices.update(subscription=other)


def stop_url(subscription: Subscription) -> str:
    """The address whose page, or one-click POST, ends this subscription; it lives as long as the mail."""
    return f"{settings.SITE_URL}{reverse('appeals:follow-stop', args=[_STOP.sign(str(subscription.pk))])}"


def forget_unconfirmed(*, at: datetime) -> int:
    """Delete requests that nobody confirmed within seven days; gives their number."""
    old = Subscription.objects.filter(confirmed_at=None, created_at__lt=at - timedelta(days=VALID_DAYS))
    _, deleted = old.delete()
    return deleted.get(Subscription._meta.label, 0)


def what_it_follows(subscription: Subscription) -> str:
    """ "UA 214/11", or "every open action"."""
    return subscription.action.reference if subscription.action else "every open action"


def _has_expired(subscription: Subscription, at: datetime) -> bool:
    return at - subscription.created_at > timedelta(days=VALID_DAYS)


def _pk_of(signer: signing.Signer, token: str) -> int:
    try:
        return int(signer.unsign(token))
    except (signing.BadSignature, ValueError):
        raise UnknownLink from None
