from appeals.models.large_pack import LargePack
from appeals.models.reply import Reply
from appeals.models.reply_picture import ReplyPicture
from appeals.models.sheet_pdf import SheetPDF
from appeals.models.tally import Tally, TallyLine
from appeals.models.week_count import Press, WeekCount

__all__ = ["LargePack", "Press", "Reply", "ReplyPicture", "SheetPDF", "Tally", "TallyLine", "WeekCount"]
