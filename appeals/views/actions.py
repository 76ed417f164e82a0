from django.http import HttpRequest, HttpResponse


def open_actions(request: HttpRequest) -> HttpResponse:
    raise NotImplementedError


def past_actions(request: HttpRequest) -> HttpResponse:
    raise NotImplementedError


def action(request: HttpRequest, slug: str) -> HttpResponse:
    raise NotImplementedError
