"""System checks: a doubtful setting is said before it harms."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ValidationError
from django.core.validators import validate_email


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
