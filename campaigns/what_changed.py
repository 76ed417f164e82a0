"""The words of a sheet for whoever holds the one before it: proposed by the desk, written by staff, frozen with it.

A proposal follows the sheet until it is submitted or somebody writes in it; whoever wants to say it in other words,
or nothing of one part, writes. So a sheet that nobody wrote a word for says what is different all the same, and
nothing ever waits for these words: least of all what is issued in an emergency.
"""

from datetime import datetime

from django.conf import settings
from django.utils.translation import override

from accounts.acts import acting
from campaigns.changes import changes_between
from campaigns.content import content_of
from campaigns.models import Sheet
from campaigns.states import FROZEN

LONGEST = Sheet._meta.get_field("changes").max_length or 0


def printed_before(sheet: Sheet) -> Sheet | None:
    """The last sheet before this one by which people may write, and which they may have printed."""
    printed = sheet.action.sheets.filter(status__in=FROZEN, version__lt=sheet.version).exclude(kind__in=Sheet.ENDING)
    return printed.order_by("-version").first()


def differences(sheet: Sheet) -> tuple[str, ...]:
    """What a sheet changes for whoever holds the one before it, in the language of the site.

    Nothing for the first one, nor for one that says that it is over: that is all that it says.
    """
    before = printed_before(sheet) if sheet.asks and sheet.follows else None
    if before is None:
        return ()
    with override(settings.LANGUAGE_CODE):
        return changes_between(content_of(before), content_of(sheet))


def proposal_for(sheet: Sheet) -> str:
    """Those differences as paragraphs, as many as fit, the most important first."""
    proposal = ""
    for sentence in differences(sheet):
        longer = f"{proposal}\n\n{sentence}".strip()
        if len(longer) > LONGEST:
            break
        proposal = longer
    return proposal


def propose(sheet: Sheet) -> None:
    """Put the proposal into the sheet, whatever stood there; the caller saves."""
    sheet.changes, sheet.changes_proposed = proposal_for(sheet), True


def bring_up_to_date(sheet: Sheet, *, at: datetime) -> None:
    """Let a proposal that nobody wrote in say what is different now, and propose where nothing is said; saves it.

    It is made of what others wrote, so whoever makes it up to date does not become an author of the sheet by that.
    """
    if not sheet.changes_proposed and sheet.changes:
        return
    before = (sheet.changes, sheet.changes_proposed)
    propose(sheet)
    if before != (sheet.changes, sheet.changes_proposed):
        with acting(by=None, at=at):
            sheet.save(update_fields=["changes", "changes_proposed"])
