"""A restored database is looked over: it stands, its pages open, and nothing leaves it."""

from collections.abc import Iterator
from datetime import date, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core import mail
from django.core.checks import ERROR, run_checks
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.urls import reverse

from campaigns.models import SentMail, UrgentAction
from campaigns.reminders import watched_sweep
from campaigns.sender import why_held
from campaigns.states import ActionStatus


def problems(*, at: datetime, today: date) -> list[str]:
    """What is wrong with this database as that of a site, one sentence each.

    Args:
        at: the moment of the sweep.
        today: the day that the pages show.
    """
    return [*_checks(), *_pages(today), *_mails(at)]


def _checks() -> Iterator[str]:
    yield from (str(found.msg) for found in run_checks(databases=["default"]) if found.level >= ERROR)
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield "Not every migration has run."


def _pages(on: date) -> Iterator[str]:
    """The pages by which people know that the site is there, as a visitor sees them."""
    visitor = Client(headers={"host": urlsplit(settings.SITE_URL).netloc}, raise_request_exception=False)
    for address in _addresses(on):
        answer = visitor.get(address, secure=settings.IS_HTTPS)
        if answer.status_code != 200:
            yield f"{address} answers with {answer.status_code}."


def _addresses(on: date) -> Iterator[str]:
    yield from ("/", "/healthz", reverse("account_login"))
    published = UrgentAction.objects.filter(hidden_at=None).exclude(status=ActionStatus.DRAFT).order_by("-pk")
    slug = published.values_list("slug", flat=True).first()
    if slug is not None:
        yield reverse("appeals:action", args=[slug])
    valid = published.filter(status=ActionStatus.OPEN, last_good_day__gte=on).values_list("slug", flat=True).first()
    if valid is not None:
        yield reverse("appeals:sheet-pdf", args=[valid])


def _mails(at: datetime) -> Iterator[str]:
    """A sweep plans, and sends nothing: two people have not released this database."""
    kept = SentMail.objects.count()
    if not why_held(at=at):
        yield "Mail may leave this database."
        return
    watched_sweep(at=at, by="drill")
    left = len(getattr(mail, "outbox", [])) + SentMail.objects.count() - kept
    if left:
        yield f"{left} mails left."
