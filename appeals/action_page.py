"""The public page of one action, put together from its frozen sheet and the public dates of its case."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, cast

from django.db.models.fields.json import KeyTextTransform
from django.utils import timezone

from appeals.cards import languages_in_words
from appeals.chain import SheetLine, chain_of, names_in
from appeals.key_dates import KeyDate, Step, key_dates_of, timeline_of
from appeals.standing import Standing, standing_of
from appeals.timeline import Timeline
from appeals.what_became import Became, what_became
from campaigns.content import Addressee, SheetContent, content_of
from campaigns.models import ActionEvent, UrgentAction
from campaigns.states import DECISIONS, ISSUES, OVER, ActionStatus, Verb
from cases.languages import direction, language_name

# The verb after which an action stands as it does.
_ENDED_BY = {
    ActionStatus.PAUSED: Verb.PAUSE,
    ActionStatus.STOPPED: Verb.STOP,
    ActionStatus.CLOSED: Verb.CLOSE,
}
ENDS = frozenset({Verb.STOP, Verb.CLOSE, Verb.RECORD})
_ASKING_AGAIN = frozenset({Verb.RESUME, Verb.REOPEN})
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
class EndedWith:
    """The stop or outcome sheet of another action with which this one ended."""

    title: str
    reference: str
    slug: str
    dated: date


@dataclass(frozen=True)
class OtherAction:
    """Another published action on the same people."""

    slug: str
    reference: str
    state: str
    opened_on: date
    headline: str


@dataclass(frozen=True)
class ActionPage:
    """Everything that the page of an action shows. Where nobody is asked to write, there is nothing to send."""

    content: SheetContent
    standing: Standing
    note: str  # what everybody may be told of its pause, stop or end
    ended_with: EndedWith | None
    opened_on: date
    languages: str
    appeals_to: tuple[Office, ...]
    copies_to: tuple[Office, ...]
    dates: tuple[KeyDate, ...]
    timeline: Timeline
    sheets: tuple[SheetLine, ...]
    became: tuple[Became, ...]
    is_silent: bool  # it is over, and no sheet says what became of anybody
    others: tuple[OtherAction, ...]


def published_action(slug: str, *, at: datetime) -> UrgentAction | None:
    """The action at this address that everybody may know of, with its current sheet, case and campaign; one query."""
    published = UrgentAction.objects.known(at=at)
    return published.select_related("current_sheet", "case", "campaign").filter(slug=slug).first()


def page_of(action: UrgentAction, *, at: datetime) -> ActionPage:
    """The page of a published action as it stands at a moment. Seven queries, whatever the case holds.

    Raises:
        ValueError: for an action in preparation.
    """
    if action.current_sheet is None or action.opened_on is None:
        raise ValueError(f"{action.reference} is in preparation; no page shows it.")
    content, on = content_of(action.current_sheet), _day_of(at)
    events = _events_of(action)
    ended = _ended_by(action, events)
    standing = standing_of(action, on=on, ended_on=_day_of(ended.at) if ended else None)
    notes = {event.sheet_id: event.public_note for event in events if event.verb in WITH_A_SHEET}
    sheets = [sheet if standing.asks else _without_asking(sheet) for sheet in chain_of(action, notes=notes)]
    became = what_became(sheets)
    steps = [_step(event, standing) for event in events]
    outcomes = [person.now for person in became]
    dates = key_dates_of(action.case, action, sheets, steps, standing=standing, at=at, outcomes=outcomes)
    return ActionPage(
        content=content,
        standing=standing,
        # Of a hidden action nothing may be told, and this may name somebody.
        note=ended.public_note if ended and action.hidden_at is None else "",
        ended_with=_ended_with(action, events, at=at),
        opened_on=action.opened_on,
        languages=languages_in_words(content.languages, own_language=content.own_language),
        appeals_to=tuple(office_of(addressee) for addressee in content.appeals_to) if standing.asks else (),
        copies_to=tuple(office_of(addressee) for addressee in content.copies_to) if standing.asks else (),
        dates=tuple(dates),
        timeline=timeline_of(dates, on=on),
        sheets=tuple(sheets),
        became=became,
        is_silent=ActionStatus(action.status) in OVER and not became,
        others=_others(action, content, on=on, at=at),
    )


def _events_of(action: UrgentAction) -> list[ActionEvent]:
    """What became of the action, newest first; the public hears no reasons and nothing that passes between staff."""
    public: Any = action.events.filter(verb__in=DECISIONS | WITH_A_SHEET).order_by("-at", "-pk")
    of_sheet = ("dated", "action__slug", "action__series", "action__number", "action__year", "action__embargo_until")
    columns = ("action", "verb", "at", "public_note", *(f"sheet__{name}" for name in of_sheet))
    public = public.select_related("sheet__action").annotate(sheet_title=KeyTextTransform("title", "sheet__frozen"))
    return list(public.only(*columns))


def _ended_by(action: UrgentAction, events: Sequence[ActionEvent]) -> ActionEvent | None:
    verb = _ENDED_BY.get(ActionStatus(action.status))
    return next((event for event in events if event.verb == verb), None)


def _ended_with(action: UrgentAction, events: Sequence[ActionEvent], *, at: datetime) -> EndedWith | None:
    """The document of another action that ended this one, at once or afterwards, if it has not been reopened since."""
    for event in events:
        if event.verb not in ENDS:
            return None
        if event.sheet is None or event.sheet.action.is_under_embargo(at=at):
            continue
        if event.sheet.action_id != action.pk:
            other, title = event.sheet.action, event.sheet_title  # type: ignore[attr-defined]  # annotated
            return EndedWith(title, other.reference, other.slug, event.sheet.dated)
    return None


def _without_asking(sheet: SheetLine) -> SheetLine:
    """What everybody was told with a sheet that asked for letters may itself ask for them, as "Please go on …": that
    is over with the action."""
    return replace(sheet, note="", changes="") if sheet.asks else sheet


def _step(event: ActionEvent, standing: Standing) -> Step:
    is_told = standing.asks or event.verb not in _ASKING_AGAIN
    return Step(Verb(event.verb), _day_of(event.at), event.public_note if is_told else "")


def _day_of(at: datetime) -> date:
    return timezone.localtime(at).date()


def _others(action: UrgentAction, content: SheetContent, *, on: date, at: datetime) -> tuple[OtherAction, ...]:
    """The other published actions of the case that name somebody by the same name, newest first; one query.

    Where the names differ the two must not be known to be about the same person: one of them may have been taken
    back, or hidden on purpose.
    """
    names = frozenset(name for person in content.people for name in person.names)
    others = UrgentAction.objects.shown(at=at).filter(case=action.case_id).exclude(pk=action.pk)
    rows: Any = others.defer("search_text").order_by("-opened_on", "-pk")
    rows = rows.annotate(
        headline=KeyTextTransform("headline", "current_sheet__frozen"),
        people=KeyTextTransform("people", "current_sheet__frozen"),
    )
    return tuple(
        OtherAction(row.slug, row.reference, standing_of(row, on=on).label, cast(date, row.opened_on), row.headline)
        for row in rows
        if names_in(row.people) & names
    )


def office_of(addressee: Addressee) -> Office:
    """A recipient as a page shows it, with the languages of its salutations by name."""
    return Office(
        addressee,
        tuple(Salutation(language_name(code), code, direction(code), text) for code, text in addressee.salutations),
    )
