"""What a form sent that is used once: how much of it is read at all, from whom, and how often."""

from django.http import HttpRequest, QueryDict

from appeals.clients import client_of
from campaigns.attempts import TooMany, count_form


def posted(request: HttpRequest) -> QueryDict | None:
    """What the form of a page of ours sent. What another site fills in for a visitor counts as nothing."""
    is_ours = request.headers.get("Sec-Fetch-Site", "same-origin") != "cross-site"
    return request.POST if request.method == "POST" and is_ours else None


def is_larger(request: HttpRequest, most: int) -> bool:
    """Whether a form sent more than so many bytes, or does not say how many; asked before any of it is read."""
    if request.method != "POST":
        return False
    length = request.headers.get("Content-Length", "0")
    return not (length.isascii() and length.isdigit() and len(length) < 12 and int(length) <= most)


def refusal_of(form: str, request: HttpRequest) -> str:
    """Counts a form that was sent, one of `campaigns.attempts.FORMS`; a sentence if its network sent too many."""
    if request.method != "POST":
        return ""
    try:
        count_form(form, client=client_of(request))
    except TooMany as problem:
        return str(problem)
    return ""
