"""How an invented case is told, and how it is entered: by the same functions and in the same order as by staff.

The cases themselves stand in `appeals.demo.invented`. Nothing here reads a clock; every moment is one of 2011.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from typing import Any

from accounts.acts import acting
from accounts.models import User
from appeals.demo.entry import SheetText, enter, give_reasons, name_concerns, review_and_issue, write_sheet
from campaigns.lifecycle import close_action, pause_action, start_action, stop_action
from campaigns.models import Campaign, UrgentAction
from campaigns.review import submit_sheet
from cases.levels import Level
from cases.models import Authority, Case, Consent, Deadline, Development, Hearing, PersonAtRisk, PersonStatus, Use

INVENTED = (
    "Everything in this case is invented: people, places, offices and addresses. It is here to show how the desk works."
)

Fields = Mapping[str, Any]  # what somebody types into one row; the row's own rules check it


@dataclass(frozen=True)
class ToldSheet:
    """A sheet, the authorities it names by their keys, and how far it came on its own date."""

    text: SheetText
    appeals_to: Sequence[str] = ()
    copies_to: Sequence[str] = ()
    kind: str | None = None  # None: first or further, as it comes
    outcomes: Sequence[Fields] = ()
    note: str = ""  # what everybody is told when it is issued
    is_issued: bool = True
    is_submitted: bool = False  # and waits for an approver
    reasons: Mapping[str, str] = field(default_factory=dict)  # why ambers may stand, by the name of the check


@dataclass(frozen=True)
class Ending:
    """What became of an action after its last sheet."""

    verb: Callable[..., UrgentAction]
    on: date
    reason: str
    note: str  # for everybody


@dataclass(frozen=True)
class ToldCase:
    """An invented case with its action."""

    title: str
    country: str
    concerns: Sequence[str]
    summary: str
    opened_on: date
    people: Sequence[Fields]  # with the keys "since" for (status, date) pairs and "consents" for what was `agreed`
    number: int
    sheets: Sequence[ToldSheet]
    series: str = "UA"
    campaign: str = ""
    developments: Sequence[Fields] = ()
    hearings: Sequence[Fields] = ()  # "court" is a key; each adjourned one was moved to the next
    deadlines: Sequence[Fields] = ()
    internal_notes: str = ""
    ending: Ending | None = None


@dataclass(frozen=True)
class Desk:
    """Who and what the cases need: staff by role, authorities and campaigns by key."""

    staff: Mapping[str, User]
    book: Mapping[str, Authority]
    campaigns: Mapping[str, Campaign]


def morning(day: date) -> datetime:
    """Nine o'clock UTC of a day: when the demo's staff do things."""
    return datetime.combine(day, time(9), UTC)


def agreed(giver: str, who: str, on: date, *uses: str, note: str = "") -> Fields:
    """A consent, to what a sheet needs where no uses are named."""
    covered = uses or (Use.NAME, Use.STORY, Use.WEB, Use.LETTER)
    return {"giver": giver, "who": who, "given_on": on, "note": note, **{f"for_{use}": True for use in covered}}


def paused(on: date, reason: str, note: str) -> Ending:
    return Ending(pause_action, on, reason, note)


def stopped(on: date, reason: str, note: str) -> Ending:
    return Ending(stop_action, on, reason, note)


def closed(on: date, reason: str, note: str) -> Ending:
    return Ending(close_action, on, reason, note)


def enter_told_case(told: ToldCase, desk: Desk) -> UrgentAction:
    """Enter the facts, start the action, write and issue its sheets, end it if it ended.

    Raises:
        ValidationError: if a fact breaks a rule; the caller's transaction undoes the rest.
    """
    with acting(by=desk.staff["researcher"], at=morning(told.opened_on)):
        case = _enter_facts(told, desk)
    action = start_action(
        case,
        by=desk.staff["researcher"],
        at=morning(told.opened_on),
        series=told.series,
        number=told.number,
        year=told.opened_on.year,
        campaign=desk.campaigns[told.campaign] if told.campaign else None,
    )
    # A sheet may follow the end: it says what became of people.
    after = [sheet for sheet in told.sheets if told.ending and sheet.text.dated > told.ending.on]
    for sheet in told.sheets:
        if sheet not in after:
            _enter_sheet(action, sheet, desk)
    action.refresh_from_db()
    if told.ending is not None:
        ending = told.ending
        approver, at = desk.staff["approver"], morning(ending.on)
        ending.verb(action, by=approver, at=at, reason=ending.reason, public_note=ending.note)
    for sheet in after:
        _enter_sheet(action, sheet, desk)
    return action


def _enter_sheet(action: UrgentAction, told: ToldSheet, desk: Desk) -> None:
    information = "\n\n".join(part for part in (told.text.additional_information, INVENTED) if part)
    sheet = write_sheet(
        action,
        replace(told.text, additional_information=information),
        appeals_to=[desk.book[key] for key in told.appeals_to],
        copies_to=[desk.book[key] for key in told.copies_to],
        outcomes=told.outcomes,
        kind=told.kind,
        by=desk.staff["editor"],
        at=morning(told.text.dated),
    )
    if told.reasons:
        give_reasons(sheet, told.reasons, by=desk.staff["editor"], at=morning(told.text.dated))
    if told.is_submitted:
        submit_sheet(sheet, by=desk.staff["editor"], at=morning(told.text.dated))
    if told.is_issued:
        review_and_issue(
            sheet,
            author=desk.staff["editor"],
            approver=desk.staff["approver"],
            at=morning(told.text.dated),
            note=told.note,
        )


def _enter_facts(told: ToldCase, desk: Desk) -> Case:
    case = enter(
        Case(
            title=told.title,
            country=told.country,
            summary=told.summary,
            sources="Invented for the demo.",
            internal_notes=told.internal_notes,
            owner=desk.staff["researcher"],
            opened_on=told.opened_on,
        )
    )
    name_concerns(case, *told.concerns)
    for fields in told.people:
        _enter_person(case, fields)
    for fields in told.developments:
        enter(Development(case=case, source="Invented for the demo.", **{"level": Level.PUBLIC, **fields}))
    for fields in told.deadlines:
        enter(Deadline(case=case, **fields))
    _enter_hearings(case, told.hearings, desk.book)
    return case


def _enter_person(case: Case, fields: Fields) -> None:
    own = {name: value for name, value in fields.items() if name not in ("since", "consents")}
    person = enter(PersonAtRisk(case=case, **own))
    for consent in fields.get("consents", ()):
        enter(Consent(person=person, **consent))
    for status, since in fields.get("since", ()):
        enter(PersonStatus(person=person, status=status, since=since))


def _enter_hearings(case: Case, told: Sequence[Fields], book: Mapping[str, Authority]) -> None:
    """Enter the last one first, so that each adjourned one can name the hearing it was moved to."""
    following: Hearing | None = None
    for fields in reversed(told):
        moved_to = following if fields.get("status") == Hearing.Status.ADJOURNED else None
        following = enter(Hearing(case=case, **{**fields, "court": book[fields["court"]], "adjourned_to": moved_to}))
