"""Where an action stands on a day, and what that means for somebody who wants to write.

Pages ask `standing_of` whether to show what can be sent at all: after a pause, a stop, an end or the last good
day nothing may ask anyone to write.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.formats import date_format

from campaigns.models import UrgentAction
from campaigns.states import ActionStatus

CLOSING_SOON_DAYS = 7


class State(StrEnum):
    OPEN = "open"
    CLOSING = "closing"
    LAST_DAY = "last-day"
    LAPSED = "lapsed"
    PAUSED = "paused"
    STOPPED = "stopped"
    CLOSED = "closed"


# These alone ask people to write.
ASKING = frozenset({State.OPEN, State.CLOSING, State.LAST_DAY})

_LABELS = {
    State.OPEN: "Open",
    State.CLOSING: "Closing soon",
    State.LAST_DAY: "Last day",
    State.LAPSED: "Over",
    State.PAUSED: "Paused",
    State.STOPPED: "Stopped",
    State.CLOSED: "Closed",
}

_ADVICE = {
    State.OPEN: "Send letters, faxes and e-mails up to and including that day.",
    State.CLOSING: "Write now. Where the post is slow, a fax or an e-mail still arrives in time.",
    State.LAST_DAY: "From tomorrow on nothing may be sent any more. A fax or an e-mail arrives today.",
    State.LAPSED: "The time to write is over. Please do not send appeals any more, not even letters that lie ready.",
    State.PAUSED: "Please do not write for now, and keep back what lies ready: a letter at the wrong moment can do "
    "harm. This page says so when writing may go on.",
    State.STOPPED: "Please send nothing more, and do not post letters that lie ready: they could do harm, or have "
    "lost their purpose.",
    State.CLOSED: "No more appeals are needed. Thank you to everybody who wrote.",
}


@dataclass(frozen=True)
class Standing:
    """What stands on top of an action's page."""

    state: State
    label: str
    headline: str
    advice: str
    days_left: int

    @property
    def asks(self) -> bool:
        """Whether people are asked to write."""
        return self.state in ASKING

    @property
    def left(self) -> str:
        """The days left in words: "40 days left", "1 day left", "today is the last day"; empty once it is over."""
        if not self.asks:
            return ""
        if self.days_left == 0:
            return "today is the last day"
        return "1 day left" if self.days_left == 1 else f"{self.days_left} days left"


def standing_of(action: UrgentAction, *, on: date, ended_on: date | None = None) -> Standing:
    """Where a published action stands on a day.

    Args:
        ended_on: the day it was paused, stopped or closed, for the words; may be left out.

    Raises:
        ValueError: for an action in preparation, which no page may show.
    """
    if action.last_good_day is None:
        raise ValueError(f"{action.reference} is in preparation and stands nowhere in public.")
    days = (action.last_good_day - on).days
    state = _state_of(ActionStatus(action.status), days)
    return Standing(state, _LABELS[state], _headline(state, action.last_good_day, ended_on), _ADVICE[state], days)


def _state_of(status: ActionStatus, days: int) -> State:
    if status != ActionStatus.OPEN:
        return State(status.value)
    if days < 0:
        return State.LAPSED
    if days == 0:
        return State.LAST_DAY
    return State.CLOSING if days <= CLOSING_SOON_DAYS else State.OPEN


def _headline(state: State, last_day: date, ended_on: date | None) -> str:
    day = date_format(last_day, "j F Y")
    since = f" since {date_format(ended_on, 'j F Y')}" if ended_on else ""
    match state:
        case State.OPEN:
            return f"Open: write until {day}"
        case State.CLOSING:
            return f"Closing soon: write until {day}"
        case State.LAST_DAY:
            return f"Last day: write today, {day}"
        case State.LAPSED:
            return f"Over: the last good day was {day}"
        case State.PAUSED:
            return f"Paused{since}: do not write now"
        case State.STOPPED:
            return f"Stopped{since}: do not write"
        case State.CLOSED:
            return f"Closed{since}: this action is over"
