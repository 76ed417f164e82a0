"""Where sessions lie, and when they are over: Django's table of sessions, with whose each is and since when.

A session ends a while after it was last used (`SESSION_IDLE_MINUTES`), and at the latest a working day after its login
(`SESSION_COOKIE_AGE`), however much it is used. Both are asked when it is read, so no page can forget to.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db.models import Q
from django.utils import timezone

from accounts.models import StaffSession, User

# In the session itself: when it began, in seconds, and which browser it is.
BEGAN, BROWSER = "began", "browser"


class SessionStore(DatabaseStore):
    """A session of Django, kept as a `StaffSession`."""

    # As it was read; None for one that is new.
    row: StaffSession | None = None

    @classmethod
    def get_model_class(cls) -> type[StaffSession]:
        return StaffSession

    def _get_session_from_db(self) -> StaffSession | None:
        row: StaffSession | None = super()._get_session_from_db()  # type: ignore[misc]
        if row is not None and is_over(row, at=timezone.now()):
            self._session_key = None
            row = None
        self.row = row
        return row

    def create_model_instance(self, data: dict[str, Any]) -> StaffSession:
        now = timezone.now()
        # As in the data, so that what is counted from the login survives every later save.
        began = data.setdefault(BEGAN, now.timestamp())
        row: StaffSession = super().create_model_instance(data)  # type: ignore[assignment]
        row.began_at, row.seen_at = datetime.fromtimestamp(began, UTC), now
        row.browser = data.get(BROWSER, "")
        user = data.get(SESSION_KEY)
        row.user_id = User._meta.pk.to_python(user) if user else None
        return row

    @classmethod
    def clear_expired(cls) -> None:
        """Forget what is over."""
        forget_ended(at=timezone.now())


def forget_ended(*, at: datetime) -> int:
    """Forget the sessions that are over; says how many."""
    over = Q(expire_date__lt=at) | Q(seen_at__lt=at - _idle()) | Q(began_at__lt=at - _longest())
    return StaffSession.objects.filter(over).delete()[0]


def is_over(row: StaffSession, *, at: datetime) -> bool:
    """Whether a session was left alone for too long, or began too long ago."""
    return row.seen_at < at - _idle() or row.began_at < at - _longest()


def _idle() -> timedelta:
    return timedelta(minutes=settings.SESSION_IDLE_MINUTES)


def _longest() -> timedelta:
    return timedelta(seconds=settings.SESSION_COOKIE_AGE)
