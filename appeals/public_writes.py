"""What visitors write, and the least that the role of the public site needs for it (`appeals.public_role`).

Of a table with a view (`appeals.public_rows`) the rights are those on the view; else on the columns of the table.
"""

from dataclasses import dataclass

from django.db.models import Model

from appeals.models import LargePack, Press, Reply, ReplyPicture, SheetPDF, Tally, TallyLine, WeekCount
from campaigns.models import Reminder, SenderState, SentMail, Subscription, Suppression

ALL = "*"


@dataclass(frozen=True)
class Rights:
    """Names of fields, or `ALL`.

    Args:
        why: what visitors do by it.
        leaves_out: fields that are not read although `select` is `ALL`.
    """

    why: str
    select: str = ""
    insert: str = ""
    update: str = ""
    delete: bool = False
    leaves_out: str = ""


_HISTORY = "history of what they report is written, and never read"

_FOLLOWING = "created_at confirmed_at first_lead pace language"

WRITES: dict[type[Model], Rights] = {
    Subscription: Rights("they follow, change and end it", ALL, ALL, _FOLLOWING, delete=True),
    Suppression: Rights("they erase their address, and come back", ALL, ALL, delete=True),
    Reminder: Rights("they see and erase their notices", ALL, "", "subscription reason", delete=True),
    SentMail: Rights("they see and erase mails that are kept; one that is kept is written", ALL, ALL, delete=True),
    SenderState: Rights("no mail leaves from a copy", ALL),
    Tally: Rights("a group opens a tally and reports", ALL, ALL, ALL, delete=True),
    Tally.actions.through: Rights("for which actions", ALL, ALL, delete=True),
    TallyLine: Rights("a group reports its numbers", ALL, ALL, ALL, leaves_out="reason"),
    TallyLine.history.model: Rights(_HISTORY, "history_id", ALL),
    WeekCount: Rights("they say that they have sent it", ALL, ALL, "number"),
    Press: Rights("one form counts once", "id on", ALL, delete=True),
    Reply: Rights("they tell what came back, and read nothing of it", "id", ALL),
    Reply.history.model: Rights(_HISTORY, "history_id", ALL),
    ReplyPicture: Rights("a picture comes with it, within the room there is", "id size", ALL),
    LargePack: Rights("they ask for a large pack, fetch and forget it", ALL, ALL, "sealed_order", delete=True),
    SheetPDF: Rights("whoever asks first for a sheet has it printed", ALL, ALL),
}
