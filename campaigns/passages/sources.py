"""Where passages take their facts from: the frozen sheet, the public dates, the addresses of pages."""

from datetime import date
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.content import SheetContent, content_of
from campaigns.models import Sheet, UrgentAction
from campaigns.passages.passage import Fact, Link, clock_time, day_in_year, long_day, one_line, short_day
from cases.models import Hearing

# Sheets kept in memory: some 20 kB each, and a sweep is about far fewer.
_SHEETS = 256
_PATHS = 512
# The columns that a mail is made of, and no others.
TOLD_OF_HEARING = ("court__office", "matter", "on", "at", "time_zone", "level", "public_from")


def current_content(action: UrgentAction) -> SheetContent:
    """The frozen content of the current sheet; one query, and a second one if this process has not read it before.

    None and one where the action came with its sheet, as the sender reads it.

    Raises:
        Sheet.DoesNotExist: if the action has none.
    """
    if action.current_sheet_id is None:
        raise Sheet.DoesNotExist(f"{action} has no sheet")
    pk = action.current_sheet_id
    if UrgentAction.current_sheet.is_cached(action) and action.current_sheet is not None:
        return frozen_content(pk, action.current_sheet.content_hash)
    return frozen_content(pk, Sheet.objects.values_list("content_hash", flat=True).get(pk=pk))


@lru_cache(maxsize=_SHEETS)
def frozen_content(pk: int, content_hash: str) -> SheetContent:
    """The content of a sheet that was issued; no query if this process has read it before.

    What was issued never changes. The hash is asked for all the same, for the day on which a restored database gives
    the same number to another sheet.
    """
    return content_of(Sheet.objects.only("frozen", "check_code").get(pk=pk, content_hash=content_hash))


def page_link(action: UrgentAction) -> Link:
    """For those who are asked to write."""
    return Link(_("What to ask, the addresses and the sheet to print"), _action_url(action))


def state_link(action: UrgentAction) -> Link:
    """For those who are not asked to write now."""
    return Link(_("What is known today"), _action_url(action))


def sheet_link(action: UrgentAction) -> Link:
    return Link(_("The sheet to print, as a PDF"), f"{settings.SITE_URL}{_path('appeals:sheet-pdf', action.slug)}")


def case_link(action: UrgentAction) -> Link:
    """For staff."""
    url = f"{settings.SITE_URL}{reverse('admin:cases_case_change', args=[action.case_id])}"
    return Link("The case page", url)


def _action_url(action: UrgentAction) -> str:
    return f"{settings.SITE_URL}{_path('appeals:action', action.slug)}"


@lru_cache(maxsize=_PATHS)
def _path(page: str, slug: str) -> str:
    """Looking an address up takes longer than writing the sentence beside it, and it is the same for all followers."""
    return reverse(page, args=[slug])


def write_until(content: SheetContent) -> Fact:
    return Fact(_("Write"), _("until %(day)s") % {"day": long_day(content.last_good_day)})


def limit_as_printed(content: SheetContent) -> Fact:
    """ "before 23 August 2011, so Monday 22 August is the last good day"."""
    limit = content.appeals_limit
    last = (
        day_in_year(content.last_good_day)
        if limit.year == content.last_good_day.year
        else long_day(content.last_good_day)
    )
    days = {"limit": short_day(limit), "last": last}
    if content.appeals_wording == "until":
        return Fact(_("Appeals"), _("until %(limit)s, so %(last)s is the last good day") % days)
    return Fact(_("Appeals"), _("before %(limit)s, so %(last)s is the last good day") % days)


def facts_of_hearing(hearing: Hearing, *, day: date | None = None) -> tuple[Fact, ...]:
    """Court, matter, day and time of a hearing that may be told.

    Args:
        day: the day that the notice is about; without it, that of the hearing.
    """
    return (
        Fact(_("Court"), one_line(hearing.court.office)),
        Fact(_("About"), one_line(hearing.matter)),
        Fact(_("Day"), long_day(day or hearing.on)),
        Fact(_("Time"), _time_of(hearing)),
    )


def _time_of(hearing: Hearing) -> str:
    if hearing.at is None:
        return _("time of day not known to us")
    words = {"time": clock_time(hearing.at), "zone": zone_words(hearing)}
    return _("at %(time)s where the court sits (%(zone)s)") % words


def zone_words(hearing: Hearing) -> str:
    """The zone of the court and its offset on that day: "Europe/Moscow, UTC+4"."""
    begins = hearing.starts_at()
    if begins is None:
        return ""
    offset = begins.astimezone(ZoneInfo(hearing.time_zone)).strftime("%z")  # +0400
    hours, minutes = int(offset[:3]), offset[3:5]
    return f"{hearing.time_zone}, UTC{hours:+d}" + (f":{minutes}" if minutes != "00" else "")
