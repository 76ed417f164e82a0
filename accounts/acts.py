"""An act: what somebody does in one go, and everything that changes by it. Leaf module: no models.

A verb and a request are acts. The outermost one gives its number to all that is recorded inside it (see
`accounts.history`), so a page of the admin that saves a case with four hearings is one act, and what was deleted
together is known to belong together.
"""

import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone


@dataclass(frozen=True)
class Act:
    number: UUID
    # Who: somebody, or a question that is asked only once something is recorded. None: nobody is known.
    by: Any = None
    # When, by the clock of whoever acts; None: by the real one, at each record.
    at: datetime | None = None
    reason: str = ""
    is_recorded: bool = True

    def who(self) -> int | None:
        """The number of the account that acts; None where nobody is logged in."""
        person = self.by() if callable(self.by) else self.by
        return getattr(person, "pk", None)

    def when(self) -> datetime:
        return self.at or timezone.now()


_current: ContextVar[Act | None] = ContextVar("act", default=None)


def current_act() -> Act:
    """The act at hand; a new one, by nobody, where none has begun."""
    return _current.get() or Act(_new_number())


@contextmanager
def acting(*, by: Any, at: datetime, reason: str = "") -> Iterator[None]:
    """A verb: one transaction, and whatever changes in it is recorded as done by `by` at `at`."""
    with transaction.atomic(), _as_current(replace(current_act(), by=by, at=at, reason=reason)):
        yield


@contextmanager
def answering(*, by: Callable[[], Any], at: datetime) -> Iterator[None]:
    """A request: whatever changes while it is answered is one act. `by` is asked only if something does."""
    with _as_current(Act(_new_number(), by=by, at=at)):
        yield


@contextmanager
def together() -> Iterator[None]:
    """What changes in here is one act, whoever acts."""
    with _as_current(current_act()):
        yield


@contextmanager
def unrecorded() -> Iterator[None]:
    """Write rows without a record: for invented rows in great numbers, and for nothing that staff keep."""
    with _as_current(replace(current_act(), is_recorded=False)):
        yield


@contextmanager
def _as_current(act: Act) -> Iterator[None]:
    token = _current.set(act)
    try:
        yield
    finally:
        _current.reset(token)


def _new_number() -> UUID:
    """Unique, and rising with the real clock: acts have an order, whatever day a standing clock shows."""
    microseconds = time.time_ns() // 1_000
    return UUID(int=microseconds << 64 | secrets.randbits(64))
