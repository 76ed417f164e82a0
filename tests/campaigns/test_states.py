"""A walk over every pair of state and verb: what is allowed happens, all else is refused in words."""

import pytest

from campaigns.lifecycle import (
    InvalidTransition,
    close_action,
    issue_sheet,
    pause_action,
    resume_action,
    stop_action,
)
from campaigns.models import ActionEvent, UrgentAction
from campaigns.states import ACTION_TRANSITIONS, ActionStatus, Verb
from tests.builders import AT, make_action, make_draft, make_open_action

pytestmark = pytest.mark.django_db

ALLOWED = {
    (ActionStatus.DRAFT, Verb.ISSUE): ActionStatus.OPEN,
    (ActionStatus.OPEN, Verb.ISSUE): ActionStatus.OPEN,
    (ActionStatus.OPEN, Verb.PAUSE): ActionStatus.PAUSED,
    (ActionStatus.PAUSED, Verb.RESUME): ActionStatus.OPEN,
    (ActionStatus.OPEN, Verb.STOP): ActionStatus.STOPPED,
    (ActionStatus.PAUSED, Verb.STOP): ActionStatus.STOPPED,
    (ActionStatus.OPEN, Verb.CLOSE): ActionStatus.CLOSED,
    (ActionStatus.PAUSED, Verb.CLOSE): ActionStatus.CLOSED,
}


def action_in(status):
    if status == ActionStatus.DRAFT:
        return make_action()
    action = make_open_action()
    bring = {
        ActionStatus.PAUSED: pause_action,
        ActionStatus.STOPPED: stop_action,
        ActionStatus.CLOSED: close_action,
    }.get(status)
    return bring(action, by=action.created_by, at=AT, reason="for this test") if bring else action


def do(verb, action):
    by = action.created_by
    match verb:
        case Verb.ISSUE:
            issue_sheet(make_draft(action), by=by, at=AT)
        case Verb.PAUSE:
            pause_action(action, by=by, at=AT)
        case Verb.RESUME:
            resume_action(action, by=by, at=AT)
        case Verb.STOP:
            stop_action(action, by=by, at=AT, reason="the family asks for it")
        case Verb.CLOSE:
            close_action(action, by=by, at=AT, reason="it has run its course")


@pytest.mark.parametrize("verb", list(ACTION_TRANSITIONS))
@pytest.mark.parametrize("status", list(ActionStatus))
def test_every_verb_in_every_state(status, verb):
    action = action_in(status)
    events = ActionEvent.objects.count()

    if (status, verb) in ALLOWED:
        do(verb, action)

        assert UrgentAction.objects.get().status == ALLOWED[status, verb]
        assert ActionEvent.objects.count() == events + 1
        assert ActionEvent.objects.last().verb == verb
    else:
        with pytest.raises(InvalidTransition, match=f"it cannot be {verb.label} from there"):
            do(verb, action)

        assert UrgentAction.objects.get().status == status
        assert ActionEvent.objects.count() == events
