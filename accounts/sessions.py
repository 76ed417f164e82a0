"""The browsers in which somebody is logged in: listed for their owner, and ended."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.sessions.backends.base import SessionBase
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.models import StaffSession, User
from accounts.session_store import SessionStore, is_over

# How stale "last used" may be; each page would write it otherwise.
SEEN_EVERY = timedelta(minutes=1)

_PROGRAMS = (
    ("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("SamsungBrowser", "Samsung Internet"),
    ("Chrome", "Chrome"), ("Chromium", "Chromium"), ("Safari", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"),
    ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip


@dataclass(frozen=True)
class Login:
    """A session as its owner is told of it.

    `name` stands for its key in addresses and forms: whoever has the key is logged in.
    """

    name: str
    browser: str
    began_at: datetime
    seen_at: datetime
    is_this: bool


def logins_of(user: User, *, at: datetime, this: str | None = None) -> list[Login]:
    """The sessions of a person that are not over, the one used last first. `this` is the key of the one that asks."""
    return [
        Login(_name(row.session_key), row.browser or "a browser", row.began_at, row.seen_at, row.session_key == this)
        for row in StaffSession.objects.filter(user=user, expire_date__gt=at)
        if not is_over(row, at=at)
    ]


def end_login(user: User, name: str) -> bool:
    """End one session of a person, by its name; gives whether there was one. Its next request is a stranger's."""
    for key in StaffSession.objects.filter(user=user).values_list("session_key", flat=True):
        if constant_time_compare(_name(key), name):
            return bool(StaffSession.objects.filter(session_key=key).delete()[0])
    return False


def end_logins(user: User, *, but: str | None = None) -> int:
    """End every session of a person, but the one with this key; gives how many there were."""
    return StaffSession.objects.filter(user=user).exclude(session_key=but or "").delete()[0]


def note_use(session: SessionBase, *, at: datetime) -> None:
    """Note that a session is in use, at most once a minute."""
    row = session.row if isinstance(session, SessionStore) else None
    if row is not None and row.seen_at < at - SEEN_EVERY:
        StaffSession.objects.filter(session_key=row.session_key).update(seen_at=at)


def browser_in_words(agent: str) -> str:
    """What a browser says of itself, in as many words as its owner needs to know it again: "Firefox on Linux"."""
    program = next((word for sign, word in _PROGRAMS if re.search(rf"{sign}\w*/", agent)), "A browser")
    system = next((word for sign, word in _SYSTEMS if sign in agent), "")
    return f"{program} on {system}" if system else program


def _name(key: str) -> str:
    return salted_hmac("accounts.sessions", key, algorithm="sha256").hexdigest()[:24]
