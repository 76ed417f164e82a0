"""The public page of one action, put together from its frozen sheet and the public dates of its case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models.fields.json import KT
from django.utils import timezone

from appeals.cards import languages_in_words
from appeals.key_dates import KeyDate, SheetLine, Step, key_dates_of, timeline_of
from appeals.standing import Standing, standing_of
from appeals.timeline import Timeline
from campaigns.content import Addressee, SheetContent, content_of
from campaigns.models import ActionEvent, Sheet, UrgentAction
from campaigns.states import DECISIONS, FROZEN, ISSUES, PUBLISHED, ActionStatus, Verb
from cases.languages import direction, language_name

# The verb after which an action stands as it does.
_ENDED_BY = {
    ActionStatus.PAUSED: Verb.PAUSE,
    ActionStatus.STOPPED: Verb.STOP,
    ActionStatus.CLOSED: Verb.CLOSE,
}
# What everybody may be told of these stands with their sheet.
WITH_A_SHEET = ISSUES | {Verb.RECORD}


@dataclass(frozen=True)
class Salutation:
    """How a letter begins, with what HTML must know of its language."""

    language: str
    code: str
    direction: str
    text: str


@dataclass(frozen=True)
class Office:
    """An authority on the sheet with its salutations."""

    addressee: Addressee
    salutations: tuple[Salutation, ...]


@dataclass(frozen=True)
class ActionPage:
    """Everything that the page of an action shows. Where nobody is asked to write, there is nothing to send."""

    content: SheetContent
    standing: Standing
    note: str  # what everybody may be told of its pause, stop or end
    opened_on: date
    languages: str
    appeals_to: tuple[Office, ...]
    copies_to: tuple[Office, ...]
    dates: tuple[KeyDate, ...]
    timeline: Timeline
    sheets: tuple[SheetLine, ...]


def published_action(slug: str) -> UrgentAction | None:
    """The published action at this address with its current sheet, case and campaign; one query."""
    published = UrgentAction.objects.filter(status__in=PUBLISHED)
    return published.select_related("current_sheet", "case", "campaign").filter(slug=slug).first()


def page_of(action: UrgentAction, *, on: date) -> ActionPage:
    """The page of a published action as it stands on a day. Six queries, whatever the case holds.

    Raises:
        ValueError: for an action in preparation.
    """
    if action.current_sheet is None or action.opened_on is None:
        raise ValueError(f"{action.reference} is in preparation; no page shows it.")
    content = content_of(action.current_sheet)
    events = _events_of(action)
    ended = _ended_by(action, events)
    standing = standing_of(action, on=on, ended_on=_day_of(ended.at) if ended else None)
    sheets = _sheets_of(action, {event.sheet_id: event.public_note for event in events if event.verb in WITH_A_SHEET})
    steps = [Step(Verb(event.verb), _day_of(event.at), event.public_note) for event in events]
    dates = key_dates_of(action.case, action, sheets, steps, standing=standing)
    return ActionPage(
        content=content,
        standing=standing,
        note=ended.public_note if ended else "",
        opened_on=action.opened_on,
        languages=languages_in_words(content.languages, own_language=content.own_language),
        appeals_to=tuple(_office(addressee) for addressee in content.appeals_to) if standing.asks else (),
        copies_to=tuple(_office(addressee) for addressee in content.copies_to) if standing.asks else (),
        dates=tuple(dates),
        timeline=timeline_of(dates, on=on),
        sheets=tuple(sheets),
    )


def _events_of(action: UrgentAction) -> list[ActionEvent]:
    """What became of the action, newest first; the public hears no reasons and nothing that passes between staff."""
    public = action.events.filter(verb__in=DECISIONS | WITH_A_SHEET).order_by("-at", "-pk")
    return list(public.only("action", "verb", "at", "public_note", "sheet"))


def _ended_by(action: UrgentAction, events: Sequence[ActionEvent]) -> ActionEvent | None:
    verb = _ENDED_BY.get(ActionStatus(action.status))
    return next((event for event in events if event.verb == verb), None)


def _day_of(at: datetime) -> date:
    return timezone.localtime(at).date()


def _sheets_of(action: UrgentAction, notes: Mapping[int | None, str]) -> list[SheetLine]:
    """The issued sheets, newest first. Only their titles are taken out of the frozen text."""
    rows = Sheet.objects.filter(action=action, status__in=FROZEN).annotate(title=KT("frozen__title"))
    return [
        SheetLine(title=title, dated=dated, is_current=pk == action.current_sheet_id, note=notes.get(pk, ""))
        for pk, title, dated in rows.order_by("-version").values_list("pk", "title", "dated")
    ]


def _office(addressee: Addressee) -> Office:
    return Office(
        addressee,
        tuple(Salutation(language_name(code), code, direction(code), text) for code, text in addressee.salutations),
    )
