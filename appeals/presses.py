"""A form that counts once, however often it arrives, without knowing who sent it.

Each page is shown with a number by lot in its form. The first time the form arrives the number is written down, hashed;
a second time it counts nothing. So a double click, a reload and the way back do no harm. Somebody who opens the page
anew and presses again is counted again: to know them, we would have to mark them.
"""

import hashlib
import secrets
from datetime import date, timedelta

from django.core.signing import BadSignature, Signer
from django.db import IntegrityError, transaction

from accounts.terms import PRESSES
from appeals.models import Press

GOOD_FOR = timedelta(days=1)  # a page may be open over midnight
_signer = Signer(salt="appeals.presses")


class PressedBefore(Exception):
    """The same form has arrived before."""


class StaleForm(Exception):
    """The form is no form of ours, or too old to know whether it arrived before."""


def new_token(*, on: date) -> str:
    """What stands hidden in a form that is shown on a day."""
    return _signer.sign(f"{secrets.token_urlsafe(12)}.{on.isoformat()}")


def note_press(token: str, *, on: date) -> None:
    """Note that a form has arrived. Call it in the transaction that counts.

    Raises:
        PressedBefore: if it arrived before.
        StaleForm: if it is too old, or not ours.
    """
    try:
        day = date.fromisoformat(_signer.unsign(token[:200]).rpartition(".")[2])
    except (BadSignature, ValueError):
        raise StaleForm from None
    if not on - GOOD_FOR <= day <= on:
        raise StaleForm
    forget_old_presses(on=on)
    try:
        with transaction.atomic():
            Press.objects.create(token_hash=hashlib.sha256(token.encode()).hexdigest(), on=on)
    except IntegrityError:
        raise PressedBefore from None


def forget_old_presses(*, on: date) -> int:
    """Forget the numbers of forms that are too old to be taken; says how many."""
    return Press.objects.filter(on__lt=on - PRESSES.lasts).delete()[0]
