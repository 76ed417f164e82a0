"""What the staff of the demo corrected after the facts were told, so that its histories have something to tell."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from accounts.acts import acting
from accounts.models import User
from appeals.demo.entry import enter
from campaigns.appeals_date import move_appeals_date
from campaigns.models import UrgentAction
from cases.levels import Level
from cases.models import Authority, Case, Deadline
from cases.published import note_change

THE_DAY_BEFORE = datetime(2011, 7, 12, 14, 30, tzinfo=UTC)


def enter_corrections(staff: Mapping[str, User], book: Mapping[str, Authority]) -> None:
    """A note that was added, an address that somebody made sure of, and a deadline that was deleted as a double; a
    minister who followed another, and is not on the sheet of an open action; and an action that is to run for longer.
    """
    case = Case.objects.get(title__startswith="Anna Beispiel")
    with acting(by=staff["researcher"], at=THE_DAY_BEFORE):
        case.internal_notes += " She was called on 12 July and rings back on the 14th."
        enter(case)
    with acting(by=staff["addresses"], at=THE_DAY_BEFORE):
        office = book["ch-migration"]
        office.notes = "Invented. The fax number was tried on 12 July."
        enter(office)
    with acting(by=staff["researcher"], at=THE_DAY_BEFORE):
        double = enter(
            Deadline(case=case, kind=Deadline.Kind.APPEAL, on=date(2011, 7, 18), what="appeal", level=Level.NETWORK)
        )
    with acting(by=staff["researcher"], at=THE_DAY_BEFORE):
        double.delete()
    with acting(by=staff["addresses"], at=THE_DAY_BEFORE):
        ministry = book["gr-defence"]
        ministry.holder, ministry.verified_on = "Alexis Paradeigma", THE_DAY_BEFORE.date()
        note_change(enter(ministry), at=THE_DAY_BEFORE)
    move_appeals_date(
        UrgentAction.objects.get(slug="ua-171-11"),
        by=staff["editor"],
        at=THE_DAY_BEFORE,
        limit=date(2011, 8, 6),
        wording="before",
        reason="She is followed again, and the ministry has answered nobody yet. Luz Halimbawa agrees.",
        public_note="She has been followed again since 9 July, and the ministry has not answered anybody yet.",
    )
