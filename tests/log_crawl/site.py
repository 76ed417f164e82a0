"""The site as it is, and beside it what breaks on purpose: settings, addresses and WSGI application of the crawl."""

import logging
import os
import smtplib

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.log_crawl.settings")

from django.core.exceptions import ValidationError
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

logger = logging.getLogger("appeals.breaking")
_django = get_wsgi_application()  # before the addresses are read, which need the models


def _typed(request: HttpRequest) -> str:
    return " ".join([*request.POST.values(), *request.GET.values(), str(request.META.get("HTTP_X_FORWARDED_FOR"))])


def by_value(typed: str) -> None:
    int(typed)


def by_key(typed: str) -> None:
    raise KeyError(typed)


def by_chain(typed: str) -> None:
    try:
        by_key(typed)
    except KeyError as error:
        raise RuntimeError(f"no such follower: {typed}") from error


def by_validation(typed: str) -> None:
    raise ValidationError(f"“{typed}” is no address.")


def by_mail(typed: str) -> None:
    raise smtplib.SMTPRecipientsRefused({typed: (550, f"{typed} is not here".encode())})


def by_unique(typed: str) -> None:
    with connection.cursor() as cursor:
        for _ in range(2):
            cursor.execute(
                "INSERT INTO campaigns_suppression (address_hash, cause, since) VALUES (%s, 'bounced', now())",
                [typed[:64]],
            )


def by_type(typed: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::date", [typed])


def by_length(typed: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_user SET name = %s", [typed * 300])


def by_logging(typed: str) -> None:
    try:
        by_value(typed)
    except ValueError as error:
        logger.exception("it failed: %s", error)
        logger.error("and again: %r", error, exc_info=error)


WAYS = (by_value, by_key, by_chain, by_validation, by_mail, by_unique, by_type, by_length, by_logging)


@csrf_exempt
def breaking(request: HttpRequest, way: str, word: str) -> HttpResponse:
    next(each for each in WAYS if each.__name__ == way)(_typed(request) + word)
    return HttpResponse("ok")


urlpatterns = [path("breaking/<str:way>/<str:word>/", breaking), path("", include("config.urls"))]


def application(environ, start_response):  # type: ignore[no-untyped-def]
    """The site; what is asked for below /outside/ breaks before Django hears of it."""
    if environ["PATH_INFO"].startswith("/outside/"):
        raise RuntimeError(f"{environ['PATH_INFO']} {environ['QUERY_STRING']} {environ.get('HTTP_X_FORWARDED_FOR')}")
    return _django(environ, start_response)
