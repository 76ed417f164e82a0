from django.http import HttpRequest, HttpResponse


def follow(request: HttpRequest, slug: str) -> HttpResponse:
    raise NotImplementedError


def follow_all(request: HttpRequest) -> HttpResponse:
    raise NotImplementedError


def confirm(request: HttpRequest, token: str) -> HttpResponse:
    raise NotImplementedError


def stop(request: HttpRequest, token: str) -> HttpResponse:
    raise NotImplementedError
