"""A line for each request in the log, for whoever runs the site, if the log is made for machines (`LOG_FORMAT=json`).

It holds the name of the route, the status, how long it took and a number by lot by which the lines of one request are
found together: no path, no query, no address, nothing by which a visitor could be known again.
"""

import logging
import secrets
from collections.abc import Callable
from time import monotonic

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse

from config.logs import request_id

logger = logging.getLogger(__name__)
NOT_TOLD = {"appeals:healthz", "appeals:metrics"}  # asked every few seconds, by machines


def request_lines(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware; stands first, so that what any other answers by itself is told too, but for static files."""
    if settings.LOG_FORMAT != "json":
        raise MiddlewareNotUsed

    def middleware(request: HttpRequest) -> HttpResponse:
        # Never one that somebody sends along: it could be written into their name elsewhere.
        known = request_id.set(secrets.token_hex(8))
        began = monotonic()
        try:
            response = get_response(request)
            match = request.resolver_match
            route = (match.view_name or match.route) if match else ""
            if route not in NOT_TOLD and (match or response.status_code >= 400):
                about = {"route": route, "status": response.status_code, "ms": round(1000 * (monotonic() - began))}
                logger.info("request", extra=about)
        finally:
            request_id.reset(known)
        return response

    return middleware
