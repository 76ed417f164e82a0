"""What groups and single writers reported in the demo, and what came back: for the case of July 2011 and for invented
ones. The groups are invented, as are their numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from appeals.channels import Channel
from appeals.models import Reply, Tally, WeekCount
from appeals.replies import tell
from appeals.tallies import Box, open_tally, report
from appeals.written_to import written_to_of
from campaigns.models import UrgentAction

# Where the demo is shown, a tally can be looked at by this code: DEM0-2011. A real code is drawn by lot.
CODE = "DEM02011"


@dataclass(frozen=True)
class Evening:
    """What one group sent on one day for one action: letters by each way, office by office as on the sheet."""

    slug: str
    posted_on: date
    numbers: Sequence[dict[Channel, int]]
    code: str = ""


EVENINGS = (
    Evening(
        "ua-2011-ru",
        date(2011, 7, 13),
        ({Channel.POST: 23, Channel.FAX: 4}, {Channel.POST: 15, Channel.FAX: 2}),
        code=CODE,
    ),
    Evening("ua-192-11", date(2011, 6, 29), ({Channel.POST: 12},)),
    Evening("ua-192-11", date(2011, 7, 6), ({Channel.POST: 31},)),
    # More than one evening brings: it waits on the desk.
    Evening("ua-192-11", date(2011, 7, 12), ({Channel.POST: 640},)),
)
# What single writers pressed: action, Monday, way, how many; to the first office of the sheet.
PRESSED = (
    ("ua-2011-ru", date(2011, 7, 11), Channel.FAX, 3),
    ("ua-192-11", date(2011, 7, 4), Channel.POST, 9),
    ("ua-192-11", date(2011, 7, 11), Channel.POST, 2),
)
# Two reports that mail does not arrive, of one office, and an answer.
RETURNED = "ma-3-11"
ANSWERED = "ua-192-11"


def enter_letters(*, at: datetime) -> None:
    """Enter them through the functions that the pages use.

    Args:
        at: the moment of the demo, on whose day everything was reported.
    """
    on = at.date()
    for evening in EVENINGS:
        _enter_evening(evening, on=on, at=at)
    for slug, monday, channel, number in PRESSED:
        action = _action(slug)
        WeekCount.objects.create(
            action=action, authority_id=_offices(action)[0], channel=channel, week=monday, number=number
        )
    for kind in (Reply.Kind.RETURNED, Reply.Kind.DEAD_EMAIL):
        _enter_reply(RETURNED, kind, "", at=at)
    _enter_reply(
        ANSWERED, Reply.Kind.WORDS, "Your letter has been received and passed on to the department concerned.", at=at
    )


def _enter_evening(evening: Evening, *, on: date, at: datetime) -> None:
    action = _action(evening.slug)
    tally = open_tally([action], on=on)
    if evening.code:
        Tally.objects.filter(pk=tally.pk).update(code=evening.code)
    numbers = {
        Box(action.pk, office, channel): number
        for office, ways in zip(_offices(action), evening.numbers, strict=False)
        for channel, number in ways.items()
    }
    report(tally, numbers, posted_on=evening.posted_on, seen=0, on=on, at=at)


def _enter_reply(slug: str, kind: str, text: str, *, at: datetime) -> None:
    action = _action(slug)
    office = _offices(action)[0]
    tell(action, kind=kind, authority_id=office, text=text, is_independent=True, on=at.date(), at=at)


def _action(slug: str) -> UrgentAction:
    return UrgentAction.objects.get(slug=slug)


def _offices(action: UrgentAction) -> list[int]:
    return [office.authority_id for office in written_to_of([action])[action.pk]]
