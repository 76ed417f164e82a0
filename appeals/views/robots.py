"""What search engines are asked to leave alone."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

# A tally is its group's, a code is of a sheet that somebody holds, and the links of followers are theirs.
_LEAVE = ("/tally/", "/check/", "/follow/", "/staff/", "/staff-calendar/")


@cache_control(max_age=3600)
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """``/robots.txt``."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _LEAVE), ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
