"""By which ways a letter goes, and the week in which it went. Leaf module: no models."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Protocol

from django.db.models import TextChoices


class Channel(TextChoices):
    POST = "post", "Post"
    FAX = "fax", "Fax"
    EMAIL = "email", "E-mail"
    FORM = "form", "Web form"


class Reachable(Protocol):
    """What is known of an authority's ways; an addressee on a sheet has it."""

    @property
    def postal_lines(self) -> Sequence[str]: ...
    @property
    def fax(self) -> str: ...
    @property
    def emails(self) -> Sequence[str]: ...
    @property
    def web_form(self) -> str: ...


def channels_of(office: Reachable) -> tuple[Channel, ...]:
    """The ways that lead to an office, the post first."""
    ways = (
        (Channel.POST, office.postal_lines),
        (Channel.FAX, office.fax),
        (Channel.EMAIL, office.emails),
        (Channel.FORM, office.web_form),
    )
    return tuple(channel for channel, way in ways if way)


def week_of(day: date) -> date:
    """The Monday of the ISO week that a day lies in."""
    return day - timedelta(days=day.weekday())
