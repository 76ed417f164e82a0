"""A form that is sent twice is acted on once: the second time its sender is led to where the first one led."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from accounts.models import User
from cases import presence
from cases.admin.saves import moment_in_words
from cases.admin.seen import digest_of_post
from config import clock

_LONGEST_ADDRESS = 500


def sent_again(request: HttpRequest, form: str) -> HttpResponse | None:
    """Where to go if the very same was sent a moment ago, by the same person from the same page; else None.

    Ask while the thing is locked: of two clicks at once the second then finds what the first has noted.
    """
    user, sent = cast(User, request.user), digest_of_post(request.POST)
    before = presence.sent_before(by=user, form=form, sent=sent, at=clock.now())
    if before is None or before.sent_at is None:
        request.sent = sent  # type: ignore[attr-defined]
        return None
    messages.info(request, f"This is done: you sent it {moment_in_words(before.sent_at)}.")
    return HttpResponseRedirect(before.led_to or request.get_full_path())


def note_sent(request: HttpRequest, response: HttpResponse, *, form: str, root: str) -> HttpResponse:
    """Note what was sent and where it leads, in the transaction that saves it. Returns the same answer."""
    led_to = str(getattr(response, "url", ""))
    if sent := getattr(request, "sent", ""):
        presence.note_sent(
            by=cast(User, request.user),
            form=form,
            root=root,
            sent=sent,
            led_to=led_to if len(led_to) <= _LONGEST_ADDRESS else "",
            at=clock.now(),
        )
    return response
