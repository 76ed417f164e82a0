"""How long what is kept about people is kept: the one home of every term.

The jobs (`appeals.term_keeping`) take their lengths from here, the field registers and the public page their words, so
that what is promised, what is told and what happens cannot differ. Leaf module: no models.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


@dataclass(frozen=True)
class Term:
    """How long something is kept.

    Args:
        name: by which `manage.py keep_terms` speaks of it.
        what: what is kept, for people to read; it ends the sentence "We keep ...".
        length: from when the clock below begins to run; None: a setting of that name says how many days.
        since: from when it is counted, such as "after it was sent".
        then: what becomes of it; empty: it is deleted.
        setting: the setting that says how many days, where there is one.
    """

    name: str
    what: str
    since: str
    length: timedelta | None = None
    then: str = ""
    setting: str = ""

    @property
    def lasts(self) -> timedelta:
        return timedelta(days=getattr(settings, self.setting)) if self.length is None else self.length

    @property
    def words(self) -> str:
        """Such as "30 days after it was settled, then counted without the address"."""
        return f"{spoken(self.lasts)} {self.since}{f', {self.then}' if self.then else ''}"


def spoken(length: timedelta) -> str:
    """A length in its largest whole unit, such as "7 days", "12 hours" or "1 hour"."""
    for unit, word in ((DAY, "day"), (HOUR, "hour"), (MINUTE, "minute")):
        if length >= unit and not length % unit:
            number = length // unit
            return f"{number} {word}" if number == 1 else f"{number} {word}s"
    raise ValueError(f"{length} is no number of minutes.")


UNCONFIRMED = Term(
    "unconfirmed",
    "an address that asked for reminders and never confirmed",
    "after it was asked for",
    7 * DAY,
)
JOURNAL = Term(
    "journal",
    "which notice went to which address, and what became of it",
    "after the notice and the day that it was about",
    30 * DAY,
    then="then only how many there were",
)
KEPT_MAILS = Term(
    "mails",
    "a copy of a mail, on a site that keeps mails instead of sending them",
    "after it was written",
    30 * DAY,
)
LOGINS = Term(
    "logins",
    "where somebody on the staff is logged in",
    "after the login, or sooner where nobody uses it",
    timedelta(seconds=settings.SESSION_COOKIE_AGE),
)
OPEN_FORMS = Term(
    "open-forms",
    "who on the staff has a form open beside somebody else",
    "after it was last heard of",
    15 * MINUTE,
)
PRESSES = Term(
    "presses",
    "a number by lot, so that “I have sent it” counts once for each form",
    "after its day",
    2 * DAY,
)
PICTURES = Term(
    "pictures",
    "a picture of an answer that somebody sent us",
    "after it was sent",
    setting="REPLY_PICTURE_DAYS",
)
UNUSED_TALLIES = Term(
    "tallies",
    "the tally of a group in which nothing was ever reported",
    "after it was opened",
    60 * DAY,
)
LARGE_PACKS = Term(
    "packs",
    "a pack for a large group, locked by a key that only its address holds",
    "after it was asked for",
    1 * HOUR,
)
# By the store of counts itself: each count is written with its end.
COUNTS = Term(
    "counts",
    "how often a network used a form, under a code that is computed with a secret key",
    "after the last use, at the most",
    7 * DAY,
)
