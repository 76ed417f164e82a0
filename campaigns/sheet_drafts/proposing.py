"""What a draft would be, out of what was read: each value where it belongs, if it fits there.

Nothing is invented and nothing is cut short: a value that does not fit stays out, with a remark that says why.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model

from campaigns.deadlines import Wording
from campaigns.letter_wording import letter_form_of
from campaigns.models import Demand, Sheet, UrgentAction
from campaigns.models.sheet import DEFAULT_DIPLOMATIC_NOTE, DEFAULT_LATE_NOTE
from campaigns.sheet_drafts.proposal import (
    Proposal,
    ProposedDemand,
    ProposedDevelopment,
    ProposedHearing,
    ProposedPerson,
    Trace,
)
from campaigns.sheet_drafts.recipients import propose_recipients
from campaigns.sheet_reading.appeal_dates import says_last_day
from campaigns.sheet_reading.reading import SheetReading
from campaigns.sheet_reading.source_lines import Found
from cases.country_spellings import exact_country
from cases.languages import language_code
from cases.models import Case, Hearing, PersonAtRisk
from cases.models.development import Development

# As many as the review page has room for; a sheet has far fewer.
MOST_PEOPLE, MOST_DEMANDS, MOST_DATES = 40, 40, 60

_KINDS = {
    "new": Sheet.Kind.FIRST, "update": Sheet.Kind.FURTHER, "addition": Sheet.Kind.FURTHER,
    "correction": Sheet.Kind.CORRECTION, "stop": Sheet.Kind.STOP,
}  # fmt: skip


def propose(reading: SheetReading, *, on: date) -> Proposal:
    """Make a proposal of a reading.

    Args:
        on: the day of the import. A hearing that was to come before it is proposed as a development: whether it was
            held, the sheet cannot know.
    """
    draft = Proposal(remarks=list(reading.warnings))
    _header(draft, reading)
    _texts(draft, reading)
    _appeals(draft, reading)
    _people(draft, reading)
    _demands(draft, reading)
    draft.recipients = propose_recipients(reading.recipients, country=draft.country, draft=draft)
    _dates(draft, reading, on=on)
    return draft


def fitted(model: type[Model], name: str, value: str, *, called: str, remarks: list[str]) -> str:
    """A text as the field takes it; empty, with a remark, where it does not fit."""
    if not value:
        return ""
    field: Any = model._meta.get_field(name)
    try:
        return str(field.clean(value, None))
    except ValidationError as refused:
        shown = value if len(value) <= 60 else f"{value[:60]}…"
        remarks.append(f"{called} does not fit as it stands. {refused.messages[0]} The source says: “{shown}”")
        return ""


def _header(draft: Proposal, reading: SheetReading) -> None:
    header = reading.header
    if header.country is not None:
        named = exact_country(header.country.value)
        draft.country = named.code if named else ""
        _trace(draft, "country", header.country)
        if not draft.country:
            draft.remarks.append(f"The country, {header.country.value}, is none that letters can be sent to today.")
    if header.reference is not None:
        number = header.reference.value
        draft.series = number.series or UrgentAction.Series.UA
        draft.number, draft.year = number.number, number.year
        _trace(draft, "number", header.reference)
    kind = header.kind.value if header.kind else "new"
    draft.kind = _KINDS.get(kind, Sheet.Kind.FIRST)
    _trace(draft, "kind", header.kind)
    if header.issue_date is not None:
        draft.dated = header.issue_date.value
        draft.year = draft.year or draft.dated.year
        _trace(draft, "dated", header.issue_date)
    _line(draft, "index_number", header.index_number, "The index number")
    # What only a demand names is for a person to tick.
    stated = [one for one in reading.concerns if one.surety != "guessed"]
    draft.concerns = [one.value for one in stated]
    _trace(draft, "concerns", stated[0] if stated else None)


def _texts(draft: Proposal, reading: SheetReading) -> None:
    _line(draft, "headline", reading.headline, "The headline")
    _line(draft, "summary", reading.summary, "The summary")
    _line(draft, "additional_information", reading.additional, "The additional information")
    if reading.story is not None:
        # What stands in the summary is not printed twice.
        lead = reading.summary.value if reading.summary else ""
        parts = [part for part in reading.story.value.split("\n\n") if part != lead]
        _line(draft, "story", Found("\n\n".join(parts), reading.story.place, reading.story.surety), "The story")


def _line(draft: Proposal, name: str, found: Found[str] | None, called: str) -> None:
    if found is None:
        return
    value = fitted(Sheet, name, found.value, called=called, remarks=draft.remarks)
    setattr(draft, name, value)
    if found.value and not value:
        draft.unfit[name] = found.value
    _trace(draft, name, found)


def _appeals(draft: Proposal, reading: SheetReading) -> None:
    if reading.appeal is not None:
        limit = reading.appeal.value
        _trace(draft, "appeals_limit", reading.appeal)
        draft.appeals_wording = Wording.UNTIL if says_last_day(limit.wording) else Wording.BEFORE
        is_late = draft.dated is None or limit.day > draft.dated
        if is_late or (limit.day == draft.dated and draft.appeals_wording == Wording.UNTIL):
            draft.appeals_limit = limit.day
        else:
            draft.remarks.append(f"The appeals date, {limit.day:%-d %B %Y}, was left out: it lies before the sheet's.")
    for place, found in enumerate(reading.languages):
        code = language_code(found.value)
        if not code:
            draft.remarks.append(f"The language “{found.value}” was left out: it is none that we know by this name.")
        elif code not in draft.languages:
            draft.languages.append(code)
        if place == 0:
            _trace(draft, "languages", found)
    draft.own_language = reading.own_language is not None
    _trace(draft, "own_language", reading.own_language)
    if reading.late_note is not None:
        draft.late_note = DEFAULT_LATE_NOTE
        _trace(draft, "late_note", reading.late_note)
    if reading.diplomatic is not None:
        draft.diplomatic_note = DEFAULT_DIPLOMATIC_NOTE
        _trace(draft, "diplomatic_note", reading.diplomatic)


def _people(draft: Proposal, reading: SheetReading) -> None:
    rows: list[tuple[Found[Any], ProposedPerson]] = [
        (
            found,
            ProposedPerson(
                found.value.name,
                gender=found.value.gender or "",
                age=found.value.age,
                nationality=_nationality(reading, found.value.name, draft),
                gender_from_prose=found.value.gender_from_prose or "",
            ),
        )
        for found in reading.people
    ]
    rows += [(found, ProposedPerson(found.value.name, kind=PersonAtRisk.Kind.GROUP)) for found in reading.groups]
    for found, person in _at_most(draft, rows, MOST_PEOPLE, "people"):
        person.published_as = fitted(
            PersonAtRisk, "published_as", person.published_as, called="A name", remarks=draft.remarks
        )
        if person.published_as and person.published_as not in {one.published_as for one in draft.people}:
            _trace(draft, f"people-{len(draft.people)}", found)
            draft.people.append(person)


def _nationality(reading: SheetReading, name: str, draft: Proposal) -> str:
    found = reading.nationalities.get(name)
    said = found.value if found else ""
    return fitted(PersonAtRisk, "nationality", said, called="A nationality", remarks=draft.remarks)


def _demands(draft: Proposal, reading: SheetReading) -> None:
    """The points under "Please write"; where there are none, what the letter that is given asks for."""
    points = [(found, letter_form_of(found.value) or "") for found in reading.demands]
    points = points or [(found, found.value) for found in reading.requests_in_letter]
    for found, letter in _at_most(draft, points, MOST_DEMANDS, "demands"):
        wording = fitted(Demand, "sheet_wording", found.value, called="A demand", remarks=draft.remarks)
        if wording:
            _trace(draft, f"demands-{len(draft.demands)}", found)
            draft.demands.append(ProposedDemand(wording, letter))


def _dates(draft: Proposal, reading: SheetReading, *, on: date) -> None:
    """Hearings still to come, and what happened; the days of the first are not told twice."""
    ahead = [one for one in reading.hearings if one.value.on.precision == "day" and one.value.on.first_day >= on]
    for hearing in ahead:
        said = hearing.value
        matter = fitted(Hearing, "matter", said.matter, called="A hearing", remarks=draft.remarks)
        if matter:
            _trace(draft, f"hearings-{len(draft.hearings)}", hearing)
            draft.hearings.append(ProposedHearing(said.on.first_day, said.court or "", matter))
    for step in reading.undated_steps:
        draft.remarks.append(f"A step to come without a day, which no field holds: “{step.value.matter}”")
    told = {(one.on, one.matter) for one in draft.hearings}
    events = [one for one in reading.events if (one.value.on.first_day, one.value.what) not in told]
    for event in _at_most(draft, events, MOST_DATES, "dates"):
        what = fitted(Development, "what", event.value.what, called="An event", remarks=draft.remarks)
        if what:
            _trace(draft, f"developments-{len(draft.developments)}", event)
            rough = event.value.precision if event.value.precision not in ("day", "month", "year") else ""
            draft.developments.append(
                ProposedDevelopment(event.value.on, what, date_note=rough, is_background=event.value.is_background)
            )


def _at_most(draft: Proposal, rows: Sequence[Any], most: int, called: str) -> Sequence[Any]:
    if len(rows) > most:
        draft.remarks.append(f"Only the first {most} of {len(rows)} {called} were taken over.")
    return rows[:most]


def _trace(draft: Proposal, name: str, found: Found | None) -> None:
    if found is not None:
        draft.traces[name] = Trace.of(found)


def title_of_case(draft: Proposal) -> str:
    """A working title, for staff only: the headline, else whom it is about, else that it was imported."""
    title = draft.headline or ", ".join(one.published_as for one in draft.people) or "Imported sheet"
    return title[: Case._meta.get_field("title").max_length or 200]
