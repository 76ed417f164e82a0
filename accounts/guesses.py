"""How often somebody may try to come in: limits that keep a guesser out and let the owner of an account in.

Each try is counted before its password or code is looked at, whether or not there is such an account. A guesser has
few tries at one account, from however many places. A browser in which its owner has come in before has tries of its
own, which no stranger can use up; so nobody can lock an account for the person to whom it belongs. A passkey is no
guess, and is never counted.

A browser is known by a signed cookie. It opens nothing: whoever steals it may guess as often as a stranger may.
"""

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from limits import parse

from accounts.clients import client_of
from accounts.counts import hashed, hit, network_of

PER_ACCOUNT = parse("20 per hour")  # by all strangers together
PER_PAIR = parse("10 per 10 minutes")  # one network at one account
PER_NETWORK = parse("60 per hour")  # at all accounts
PER_KNOWN_BROWSER = parse("20 per hour")

COOKIE = "known"
_SALT = "accounts.guesses.known"
_MOST = 5  # people who share one browser
_AGE = 180 * 24 * 60 * 60  # seconds

SENTENCE = (
    "There were too many tries, so this one was not looked at. Wait ten minutes and try again; if somebody else keeps "
    "trying, come in with a passkey or from a browser that you have used here before."
)


class TooManyTries(Exception):
    """This try was not looked at. Its message is for people, and the same whoever it is about."""

    def __init__(self) -> None:
        super().__init__(SENTENCE)


def count_try(request: HttpRequest, email: str, *, at: str = "login") -> None:
    """Count a try at an account, by its address; `at` is the door: each has counts of its own.

    Raises:
        TooManyTries: if a limit is reached.
    """
    account, network = _account(email), network_of(client_of(request))
    browser = _known(request).get(account)
    if browser is not None:
        if not hit(PER_KNOWN_BROWSER, at, _hashed(f"{account} {browser}")):
            raise TooManyTries
        return
    limits = (
        (PER_PAIR, f"{account} {network}"),
        (PER_NETWORK, f"network {network}"),
        (PER_ACCOUNT, f"account {account}"),
    )
    for limit, key in limits:
        if not hit(limit, at, _hashed(key)):
            raise TooManyTries


def know_browser(request: HttpRequest, response: HttpResponse, email: str) -> None:
    """Remember that the owner of an account has come in by this browser."""
    known = {key: value for key, value in _known(request).items() if key != _account(email)}
    kept = dict(list(known.items())[-(_MOST - 1) :])
    response.set_cookie(
        _cookie(),
        signing.dumps({**kept, _account(email): secrets.token_urlsafe(12)}, salt=_SALT),
        max_age=_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _known(request: HttpRequest) -> dict[str, str]:
    try:
        known = signing.loads(
            request.COOKIES.get(_cookie(), ""), salt=_SALT, max_age=_AGE, fallback_keys=settings.SECRET_KEY_FALLBACKS
        )
    except signing.BadSignature:
        return {}
    return known if isinstance(known, dict) else {}


def _cookie() -> str:
    return f"__Host-{COOKIE}" if settings.SESSION_COOKIE_SECURE else COOKIE


def _account(email: str) -> str:
    return _hashed(email.strip().lower())[:32]


def _hashed(value: str) -> str:
    return hashed("accounts.guesses", value)
