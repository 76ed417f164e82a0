"""Something happened to an action: a new one, a new sheet, a pause, a stop, the end. Told in public words only."""

import re
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from campaigns.changes import changes_between
from campaigns.content import SheetContent
from campaigns.models import ActionEvent, Reminder, Sheet, UrgentAction
from campaigns.passages.became import became_lines
from campaigns.passages.passage import Fact, Group, Passage, long_day, one_line, prose, short_day
from campaigns.passages.sources import (
    frozen_content,
    limit_as_printed,
    page_link,
    sheet_link,
    state_link,
    write_until,
)
from campaigns.states import FROZEN, Verb

# As much of a summary as a reader takes in before the link.
_LONGEST_OPENING = 300  # letters


def new(reminder: Reminder, action: UrgentAction, content: SheetContent, at: datetime) -> Passage:
    """A new action was issued.

    Raises:
        ActionEvent.DoesNotExist: if the event was removed, as in all of these.
    """
    event = _event(reminder)
    return Passage(
        group=Group.NEW,
        on=content.last_good_day,
        subject=_("Please write: new urgent action (%(about)s)"),
        title=_("A new urgent action asks you to write: %(reference)s") % {"reference": content.reference},
        facts=(limit_as_printed(content),),
        told=(opening(content.summary),),
        note=prose(event.public_note),
        advice=(
            _(
                "Take the demands and the addresses from the page or the sheet, write in your own words, and send "
                "what you can: each letter is read by itself."
            ),
        ),
        links=(page_link(action), sheet_link(action)),
    )


def changed(reminders: Sequence[Reminder], action: UrgentAction, content: SheetContent, at: datetime) -> Passage:
    """A new sheet takes the place of the one before it.

    Args:
        reminders: one or more of the action, told together: from the sheet before the first of them to the one
            that holds now.
    """
    events = ActionEvent.objects.filter(pk__in=[reminder.subject_id for reminder in reminders])
    rows = list(events.values_list("sheet__version", "public_note"))
    if len(rows) < len(reminders):
        raise ActionEvent.DoesNotExist("an event was removed")
    sheets = _sheets_since(action, min(version for version, _note in rows))
    listed, said = _what_changed(sheets, content)
    if listed:
        told = _("What changed since the sheet before it:")
    else:
        told = _("What it asks, of whom and until when is as it was before.")
    words = {"reference": content.reference, "version": content.version, "day": short_day(content.dated)}
    return Passage(
        group=Group.CHANGED,
        on=content.last_good_day,
        subject=_("New sheet: please use it from now on (%(about)s)"),
        title=_("%(reference)s has a new sheet: version %(version)s of %(day)s") % words,
        facts=(limit_as_printed(content),),
        told=(told,) if len(sheets) > 1 else (),
        listed=listed,
        note=tuple(paragraph for _version, note in rows for paragraph in prose(note) if paragraph not in said),
        advice=(
            _(
                "Please use the new sheet and throw the old one away. If you have letters that are not posted yet, "
                "compare them with what changed."
            ),
        ),
        links=(page_link(action), sheet_link(action)),
    )


def _sheets_since(action: UrgentAction, version: int) -> list[SheetContent]:
    """The sheet before a version, if there is one, and those that asked for letters from it on, the oldest first."""
    asked = Sheet.objects.filter(action=action, status__in=FROZEN).exclude(kind__in=Sheet.ENDING)
    rows = list(asked.order_by("version").values_list("version", "pk", "content_hash"))
    before = [row for row in rows if row[0] < version][-1:]
    return [frozen_content(pk, found) for _version, pk, found in (*before, *(row for row in rows if row[0] >= version))]


def _what_changed(sheets: Sequence[SheetContent], now: SheetContent) -> tuple[tuple[str, ...], frozenset[str]]:
    """What to list for whoever holds the first of these sheets, and all that must not be said once more beside it.

    What staff wrote on the sheet is said as they wrote it, and in their order. Where they left a sentence as it was
    proposed, it is said in the language of the reader. Whoever missed a sheet is told what is different in the end,
    for the sheet between may say what does not hold any more; and of it only what staff put in words of their own.
    """
    if len(sheets) < 2:
        return (), frozenset()
    changes = tuple(map(one_line, changes_between(sheets[0], now)))
    with override(settings.LANGUAGE_CODE):
        in_ours = map(one_line, changes_between(sheets[0], now))
        translated = dict(zip(in_ours, changes, strict=True))
        steps = (changes_between(old, new) for old, new in pairwise(sheets))
        proposed = {one_line(sentence) for sentences in steps for sentence in sentences} | set(translated)
    written = tuple(paragraph for sheet in _from_last_correction(sheets[1:]) for paragraph in prose(sheet.changes))
    own = tuple(paragraph for paragraph in written if paragraph not in proposed)
    if len(sheets) == 2 and written:
        listed = tuple(translated.get(paragraph, paragraph) for paragraph in written)
    else:
        listed = (*changes, *own)
    return listed, frozenset({*proposed, *written})


def _from_last_correction(sheets: Sequence[SheetContent]) -> Sequence[SheetContent]:
    """What was wrong before a correction is told to nobody any more."""
    corrected = [place for place, sheet in enumerate(sheets) if sheet.kind == Sheet.Kind.CORRECTION]
    return sheets[corrected[-1] :] if corrected else sheets


def paused(reminder: Reminder, action: UrgentAction, content: SheetContent, at: datetime) -> Passage:
    """Nobody is asked to write for a while."""
    event = _event(reminder)
    return Passage(
        group=Group.HALT,
        on=reminder.about_on,
        subject=_("Please do not write for now (%(about)s)"),
        title=_("Please do not write for now: %(reference)s is paused") % {"reference": action.reference},
        note=prose(event.public_note),
        advice=(_("If letters are ready, keep them. We tell you when you can write again, or that it has ended."),),
        links=(state_link(action),),
    )


def resumed(reminder: Reminder, action: UrgentAction, content: SheetContent, at: datetime) -> Passage:
    """People are asked to write again: after a pause, or because a stop or an end was undone."""
    event = _event(reminder)
    if event.verb == Verb.REOPEN:
        title = _("Please write again: %(reference)s has been reopened")
    else:
        title = _("The pause is over: you can write again on %(reference)s")
    told = (_("We told you that it was over. That does not hold any more."),) if event.verb == Verb.REOPEN else ()
    return Passage(
        group=Group.CHANGED,
        on=content.last_good_day,
        subject=_("You can write again (%(about)s)"),
        title=title % {"reference": content.reference},
        facts=(write_until(content),),
        told=told,
        note=prose(event.public_note),
        advice=(_("Before you post letters that you kept, compare them with the sheet on the page."),),
        links=(page_link(action),),
    )


def stopped(reminder: Reminder, action: UrgentAction, content: SheetContent, at: datetime) -> Passage:
    """A letter could harm, or is not needed any more."""
    event = _event(reminder)
    return Passage(
        group=Group.HALT,
        on=reminder.about_on,
        subject=_("STOP: please send no more letters (%(about)s)"),
        title=_("STOP: please send no more letters on %(reference)s") % {"reference": action.reference},
        told=_what_follows(content),
        listed=_ends(content),
        note=prose(event.public_note),
        advice=(
            _("If letters are ready, do not post them. Please send no e-mail and no fax either."),
            _("If you gave the sheet to others, please tell them too."),
        ),
        links=(state_link(action),),
    )


def closed(reminder: Reminder, action: UrgentAction, content: SheetContent, at: datetime) -> Passage:
    """It has run its course."""
    event = _event(reminder)
    return Passage(
        group=Group.ENDED,
        on=reminder.about_on,
        subject=_("The action has ended, thank you (%(about)s)"),
        title=_("%(reference)s has ended") % {"reference": action.reference},
        facts=(Fact(_("Ended on"), long_day(reminder.about_on)),),
        told=_what_follows(content),
        listed=_ends(content),
        note=prose(event.public_note),
        advice=(_("Please write no more letters for it. Thank you for following it, and for each letter you wrote."),),
        links=(state_link(action),),
    )


def _ends(content: SheetContent) -> tuple[str, ...]:
    """What a stop or an outcome sheet says became of each person; nothing where the action ended without one."""
    return () if content.asks else became_lines(content.outcomes)


def _what_follows(content: SheetContent) -> tuple[str, ...]:
    return (_("What became of them, as far as we know:"),) if _ends(content) else ()


def opening(summary: str) -> str:
    """The first sentences of a summary, as many as are soon read."""
    paragraphs = prose(summary)
    if not paragraphs:
        return ""
    taken = ""
    for sentence in re.split(r"(?<=[.!?])\s+", paragraphs[0]):
        longer = f"{taken} {sentence}".strip()
        if taken and len(longer) > _LONGEST_OPENING:
            break
        taken = longer
    if len(taken) <= _LONGEST_OPENING:
        return taken
    return taken[:_LONGEST_OPENING].rsplit(" ", 1)[0] + " …"


def _event(reminder: Reminder) -> ActionEvent:
    return ActionEvent.objects.only("at", "verb", "public_note").get(pk=reminder.subject_id)
