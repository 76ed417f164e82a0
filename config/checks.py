"""System checks: a doubtful setting is said before it harms."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


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
