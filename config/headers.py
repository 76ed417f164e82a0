"""Headers on every response: pages, errors, redirects, files, and what a middleware answers by itself."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

FIXED = {
    # Nothing of ours may be drawn into another site's page, and nothing of another site's into ours.
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    # The site asks a browser for nothing that could tell where a writer is or what they sound like.
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
}
STAFF_PATH = "/staff/"
STATIC_PATH = "/static/"


def site_headers(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware; stands first, so that what a later one answers by itself passes through it too."""

    def middleware(request: HttpRequest) -> HttpResponse:
        _name_own_origin(request)
        response = get_response(request)
        for name, value in (FIXED | _djangos()).items():
            response.headers.setdefault(name, value)
        is_staff = request.path.startswith(STAFF_PATH)
        if is_staff and tells_origin_otherwise(request):
            response.headers["Referrer-Policy"] = "no-referrer"
        if is_staff or (settings.SESSION_COOKIE_NAME in request.COOKIES and not request.path.startswith(STATIC_PATH)):
            # The back button of a shared computer shows nothing after staff have logged out.
            response.headers["Cache-Control"] = "no-store, private"
        return response

    return middleware


def _djangos() -> dict[str, str]:
    """What Django sets too, but not where a middleware of its own refuses the name of the host."""
    return {
        "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
        "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": settings.X_FRAME_OPTIONS,
    }


def tells_origin_otherwise(request: HttpRequest) -> bool:
    """Whether this browser says where a request comes from in a header that no policy about referrers hides.

    All that were made since 2023 do, on https and on this machine. To others a page of staff may not say
    "no-referrer": they would send "Origin: null" with its form and nothing that tells it from a forged one.
    """
    return "Sec-Fetch-Site" in request.headers


def _name_own_origin(request: HttpRequest) -> None:
    """From a page without referrer a browser sends "Origin: null"; where it says as well that the page was ours, take
    its word. No script and no other site can set that header. The token of the form is asked for as ever.
    """
    if request.headers.get("Origin") == "null" and request.headers.get("Sec-Fetch-Site") == "same-origin":
        request.META["HTTP_ORIGIN"] = f"{request.scheme}://{request.META.get('HTTP_HOST', '')}"
