"""A new start for somebody who has lost their second factors. It takes two people, neither of whom is the one."""

from datetime import datetime

from allauth.account.adapter import get_adapter
from django.db import transaction

from accounts.acts import acting
from accounts.history import CHANGED, record_as_they_stand
from accounts.models import User
from accounts.second_factor import remove_factors
from accounts.sessions import end_logins


class NoNewStart(Exception):
    """It takes others. Its message is for people."""


def begin_anew(user: User, *, by: User, witness: User, at: datetime, reason: str) -> None:
    """Take every second factor from somebody and log them out; their history says who did it, with whom, and why.

    Raises:
        NoNewStart: if the two who do it and the one it is for are not three people.
    """
    if len({user.pk, by.pk, witness.pk}) < 3:
        raise NoNewStart("This takes two people beside the one who begins anew: you and a witness.")
    with acting(by=by, at=at, reason=f"New start of the second factor, with {witness.email} as witness: {reason}"):
        remove_factors(user)
        end_logins(user)
        record_as_they_stand(User, [user.pk], CHANGED)
        transaction.on_commit(lambda: get_adapter().send_notification_mail("new_start", user))
