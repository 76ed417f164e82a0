"""System checks: a doubtful setting is said before it harms."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connections
from django_countries import countries

from cases.models.postal_route import LONGEST_TRANSIT

SHORTEST_TOKEN = 24  # of METRICS_TOKEN
# What keeps PostgreSQL's own log free of what people typed; each with the values that will do, the usual one first.
QUIET_LOG = {
    "log_error_verbosity": ("terse",),
    "log_min_messages": ("log", "fatal", "panic"),
    "log_min_error_statement": ("panic",),
}


@register(Tags.security, deploy=True)
def demo_clock_is_off(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """A clock that stands still would keep closed actions open and send no reminder."""
    if settings.DEMO_TODAY is None:
        return []
    return [
        Error(
            f"DEMO_TODAY is set to {settings.DEMO_TODAY}: the clock of the site stands still.",
            hint="Remove DEMO_TODAY from the environment and from .env before real people use this site.",
            id="desk.E001",
        )
    ]


@register(Tags.security, deploy=True)
def second_factor_is_required(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """A password alone would open everything about the people at risk to whoever begs it out of one of the staff."""
    if settings.SECOND_FACTOR == "required":
        return []
    return [
        Error(
            "SECOND_FACTOR is offered: a password alone opens the pages of staff.",
            hint="Remove SECOND_FACTOR, DEMO_TODAY and DEBUG from the environment and from .env.",
            id="desk.E006",
        )
    ]


@register(Tags.security, deploy=True)
def backups_go_somewhere(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Without one, everything there is lies on one disk."""
    if settings.BACKUP_TO and settings.BACKUP_RECIPIENTS:
        return []
    return [
        Warning(
            "This site makes no backups: BACKUP_TO or BACKUP_RECIPIENTS is empty.",
            hint="Make a key on another machine and name its public half; docs/deploy.md tells how.",
            id="desk.W007",
        )
    ]


@register
def metrics_token_is_long(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """A short one would be guessed: nothing counts the tries."""
    if not settings.METRICS_TOKEN or len(settings.METRICS_TOKEN) >= SHORTEST_TOKEN:
        return []
    return [
        Error(
            f"METRICS_TOKEN is shorter than {SHORTEST_TOKEN} letters.",
            hint="Make one: python3 -c 'import secrets; print(secrets.token_urlsafe(32))'; or leave it empty.",
            id="desk.E057",
        )
    ]


@register(Tags.database, deploy=True)
def database_log_repeats_nothing(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """PostgreSQL writes refused values and whole statements into its log unless it is told not to (docs/deploy.md)."""
    found: list[CheckMessage] = []
    for alias in databases or ():
        if connections[alias].vendor != "postgresql":
            continue
        with connections[alias].cursor() as cursor:
            for name, quiet in QUIET_LOG.items():
                cursor.execute("SELECT setting FROM pg_settings WHERE name = %s", [name])
                [setting] = cursor.fetchone()
                if setting not in quiet:
                    hint = f"Set it to {quiet[0]}: in postgresql.conf, or ALTER DATABASE ... SET {name} = {quiet[0]}."
                    found.append(Warning(f"{name} of the database is {setting}.", hint=hint, id="desk.W057"))
    return found


@register
def bounce_address_is_one(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """With a wrong sender on the envelope no mail server would take any mail."""
    if not settings.BOUNCE_ADDRESS:
        return []
    try:
        validate_email(settings.BOUNCE_ADDRESS)
        is_one = settings.BOUNCE_ADDRESS.isascii()  # a foreign domain in its xn-- form
    except ValidationError:
        is_one = False
    if not is_one:
        return [
            Error(
                "BOUNCE_ADDRESS is not an e-mail address.",
                hint="Write the address alone, without a name, such as bounces@desk.example.org; or leave it empty.",
                id="desk.E002",
            )
        ]
    return []


@register
def post_leaves_from_a_country(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """With a country that there is not, or no days at all, every letter would seem to be there at once."""
    found: list[CheckMessage] = []
    if settings.POST_FROM not in countries:
        found.append(
            Error(
                f"POST_FROM is {settings.POST_FROM!r}, which is no country.",
                hint="Write its code of two letters, such as CH.",
                id="desk.E003",
            )
        )
    if not 1 <= settings.POST_WORKING_DAYS <= LONGEST_TRANSIT:
        found.append(
            Error(
                f"POST_WORKING_DAYS is {settings.POST_WORKING_DAYS}.",
                hint=f"Write a number between 1 and {LONGEST_TRANSIT}: the working days that a letter takes abroad.",
                id="desk.E004",
            )
        )
    return found


@register
def pictures_are_kept_for_a_while(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """With no days at all a picture would be gone before anybody has seen it."""
    if settings.REPLY_PICTURE_DAYS >= 1 and settings.REPLY_PICTURES_MB >= 0:
        return []
    return [
        Error(
            f"REPLY_PICTURE_DAYS is {settings.REPLY_PICTURE_DAYS}, REPLY_PICTURES_MB is {settings.REPLY_PICTURES_MB}.",
            hint="Write for how many days pictures of replies are kept, at least 1, and how many MB they may take; 0 "
            "takes none.",
            id="desk.E005",
        )
    ]
