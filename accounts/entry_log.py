"""What the log says of people at the door: who came in, who was kept out, who was refused a page.

It names an account by its number and a page by the name of its route: no address, no network, nothing that was typed.
Whoever guesses at addresses that are no accounts is one line without a number, so that guessing is seen.
"""

import logging
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse

logger = logging.getLogger(__name__)


def note_login(user: Any) -> None:
    logger.info("account %s came in", user.pk)


def note_logout(user: Any) -> None:
    logger.info("account %s went out", user.pk)


def note_wrong_try(account: int | None, *, at: str) -> None:
    """A password or code that was looked at and was wrong.

    Args:
        account: the number of the account that was tried, if there is one.
        at: the door: login, code or proof.
    """
    logger.warning("wrong try at the door %s, %s", at, f"account {account}" if account else "no account of ours")


def note_too_many(*, at: str) -> None:
    logger.warning("a try at the door %s was not looked at: too many", at)


def note_refusal(request: HttpRequest, response: HttpResponse) -> None:
    """Note that somebody who is logged in was refused a page or a deed; of visitors nothing is noted."""
    if response.status_code != HTTPStatus.FORBIDDEN or not request.user.is_authenticated:
        return
    match = request.resolver_match
    name = match.view_name if match else "a page that is none"
    logger.warning("account %s was refused %s of %s", request.user.pk, request.method, name)
