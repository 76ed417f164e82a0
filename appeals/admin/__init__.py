"""What this room adds to the pages of staff: how a sheet prints, what was sent, what came back,
and odd numbers of tallies."""

from appeals.admin.action import ReportedActionAdmin
from appeals.admin.reply import ReplyAdmin
from appeals.admin.sheet import PrintedSheetAdmin
from appeals.admin.tally import TallyLineAdmin

__all__ = ["PrintedSheetAdmin", "ReplyAdmin", "ReportedActionAdmin", "TallyLineAdmin"]
