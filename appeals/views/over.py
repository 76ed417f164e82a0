"""What is answered where an action asks for no letters any more, instead of what somebody could write by."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from campaigns.models import UrgentAction
from campaigns.states import ActionStatus


def status_when_over(action: UrgentAction) -> int:
    """Gone for good, or (paused) in conflict with how things stand: either way nobody should write."""
    return 409 if action.status == ActionStatus.PAUSED else 410


def hidden(request: HttpRequest, action: UrgentAction) -> HttpResponse:
    """The page of an action that is not shown any more: that nothing may be sent, and not a word of its sheets."""
    return render(request, "appeals/hidden.html", {"action": action}, status=410)


def over(request: HttpRequest, action: UrgentAction) -> HttpResponse:
    """The page that says so; how long it may be kept is said by whoever answers with it."""
    page = {"action": action, "is_paused": action.status == ActionStatus.PAUSED}
    return render(request, "sheets/over.html", page, status=status_when_over(action))
