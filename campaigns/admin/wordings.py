"""The button on the page of a sheet that proposes how its demands are said in a letter."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest

from accounts.models import User
from campaigns.letter_wording import fill_empty_wordings
from campaigns.models import Sheet
from config import clock

PROPOSE_WORDINGS = "_propose_wordings"  # its name


def propose_wordings(request: HttpRequest, sheet: Sheet) -> None:
    """Fill in what is empty, and say how many wordings there are to read, and how many are left to write."""
    filled = fill_empty_wordings(sheet, by=cast(User, request.user), at=clock.now())
    left = sheet.demands.filter(letter_wording="").count()
    (messages.success if filled else messages.warning)(request, _proposed(filled, left))


def _proposed(filled: int, left: int) -> str:
    done = f"{filled} letter wording{' is' if filled == 1 else 's are'} proposed: read and correct before you submit."
    rest = (
        f"{left} demand{' begins' if left == 1 else 's begin'} in a way of which no wording follows: write it yourself."
    )
    if filled and left:
        return f"{done} {rest}"
    return (
        done if filled else rest if left else "Every demand has its wording for letters already; nothing was changed."
    )
