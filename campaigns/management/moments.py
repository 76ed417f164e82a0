"""The ``--at`` of commands."""

from datetime import datetime

from django.core.management.base import CommandError

from campaigns.occasions import section_zone


def moment(text: str) -> datetime:
    """The moment that somebody typed; without an offset it is read in the section's time zone.

    Raises:
        CommandError: saying the form, if it is none.
    """
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(
            f"--at does not understand “{text}”. Write a moment as 2011-07-16T08:00+02:00; "
            f"without +02:00 it is taken as the time of {section_zone().key}."
        ) from None
    return at.replace(tzinfo=section_zone()) if at.tzinfo is None else at
