"""Each request is one act of whoever is logged in, at the hour of the one clock (`accounts.acts`)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from accounts.acts import answering
from config import clock


def acts_of_requests(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware; stands below the one that knows who is logged in."""

    def middleware(request: HttpRequest) -> HttpResponse:
        # Asked only when something is recorded: a public page reads no session.
        with answering(by=lambda: request.user, at=clock.now()):
            return get_response(request)

    return middleware
