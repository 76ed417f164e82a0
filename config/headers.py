"""Headers that neither Django nor django-csp sets, on every response: pages, errors, redirects, static files."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

FIXED = {
    # Nothing of ours may be drawn into another site's page, and nothing of another site's into ours.
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    # The site asks a browser for nothing that could tell where a writer is or what they sound like.
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
}
STAFF_PATH = "/staff/"


def site_headers(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware; stands first, so that what a later one answers by itself passes through it too."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in FIXED.items():
            response.headers.setdefault(name, value)
        if request.path.startswith(STAFF_PATH):
            # The back button of a shared computer shows nothing after staff have logged out.
            response.headers["Cache-Control"] = "no-store, private"
        return response

    return middleware
