from django.http import HttpRequest, HttpResponse


def sheet_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    raise NotImplementedError


def preview(request: HttpRequest, pk: int) -> HttpResponse:
    raise NotImplementedError


def preview_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    raise NotImplementedError
