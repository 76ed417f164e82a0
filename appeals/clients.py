"""Who asks: the network address (`accounts.clients`), and whether another site made them ask."""

from django.http import HttpRequest

from accounts.clients import client_of

__all__ = ["client_of", "is_from_another_site"]


def is_from_another_site(request: HttpRequest) -> bool:
    """Whether the page of another site made the browser send this. Where no cookie is asked for, this alone stops such
    a page from letting its visitors press our buttons. A browser that does not say is believed.
    """
    return request.headers.get("Sec-Fetch-Site") == "cross-site"
