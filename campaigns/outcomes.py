"""What became of each person of an action: proposed for a sheet, looked over, and made to hold when that is issued.

The newest issued sheet of an action tells all: what it does not say is told of nobody any more, so a further sheet
starts with what holds, and a sheet that says something else corrects it. Facts belong to the case: what a draft
proposes comes from there, and what is issued is written down there, by the functions of this module alone.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import cast

from django.db.models import Prefetch

from campaigns.content import SheetContent
from campaigns.models import CurrentOutcome, Outcome, Sheet, UrgentAction
from campaigns.told_outcomes import ToldOutcome
from cases.models import PersonAtRisk, PersonStatus
from cases.partial_dates import PartialDate

Word = Outcome.Word


# What is for the team of a case alone is proposed for no sheet, and compared with none.
_KNOWN = Prefetch("statuses", PersonStatus.objects.for_all_staff())


def propose_outcomes(sheet: Sheet) -> None:
    """Give a new draft the rows to start with.

    A stop or an outcome sheet gets one for each person of the case: what the case knows last, if that is an end;
    else what was told before; else that it is not known. Any other sheet gets what was told before.
    """
    told = {row.person_id: row for row in CurrentOutcome.objects.filter(action=sheet.action)}
    people = sheet.action.case.people.prefetch_related(_KNOWN)
    proposals = [_proposal(sheet, person, told.get(person.pk)) for person in people]
    Outcome.objects.bulk_create(row for row in proposals if row is not None)


def _proposal(sheet: Sheet, person: PersonAtRisk, told: CurrentOutcome | None) -> Outcome | None:
    if told is None and sheet.asks:
        return None
    known = _known_end(sheet.action, person)
    is_told = told is not None and known is not None and (known.status, _since(known)) == (told.word, told.when)
    if known is not None and not is_told and not sheet.asks:
        return Outcome(sheet=sheet, person=person, word=known.status, happened_on=known.since)
    if told is not None:
        return Outcome(sheet=sheet, person=person, word=told.word, happened_on=told.happened_on, sentence=told.sentence)
    return Outcome(sheet=sheet, person=person)


def _known_end(action: UrgentAction, person: PersonAtRisk) -> PersonStatus | None:
    """The latest status that the case has of a person, if that is an end and none from before the action.

    Reads the statuses that came with the person.
    """
    last = max(person.statuses.all(), key=lambda row: (_since(row), row.pk), default=None)
    if last is None or last.status in Outcome.DAYLESS or last.status not in Word.values:
        return None
    is_old = action.opened_on is not None and _since(last).last_day < action.opened_on
    return None if is_old else last


def _since(status: PersonStatus) -> PartialDate:
    return cast(PartialDate, status.since)  # the types of Django take its column for text


def wrong_outcomes(sheet: Sheet, *, on: date) -> list[str]:
    """What a sheet must not say of anybody's end, as sentences for the person who writes it."""
    rows = list(sheet.outcomes.select_related("person"))
    if rows and sheet.kind == Sheet.Kind.FIRST:
        return [
            "A first sheet asks for help and cannot say what became of somebody: delete those lines, or choose another "
            "kind of sheet."
        ]
    strangers = [
        f"{row.person} belongs to another case: delete the line that says what became of them."
        for row in rows
        if row.person.case_id != sheet.action.case_id
    ]
    return strangers + [
        f"{row.person}: {row.when} is still to come. Say only what has happened."
        for row in rows
        if row.when and row.when.first_day > on
    ]


def outcome_findings(sheet: Sheet) -> list[str]:
    """What somebody should look at before a sheet that may tell of an end is issued. None of it stands in the way.

    Three queries at most, however many people there are.
    """
    if sheet.kind == Sheet.Kind.FIRST:
        return []
    rows = {row.person_id: row for row in sheet.outcomes.all()}
    people = sheet.action.case.people.prefetch_related(_KNOWN)
    return [sentence for person in people for sentence in _findings_on(sheet, person, rows.get(person.pk))]


def _findings_on(sheet: Sheet, person: PersonAtRisk, row: Outcome | None) -> Iterator[str]:
    if row is None:
        if not sheet.asks:
            yield f"Nothing is said of what became of {person}."
        return
    if row.word == Word.UNKNOWN and not sheet.asks:
        yield f"What became of {person} is given as not known. Is there somebody to ask?"
    if row.when and row.when.first_day > sheet.dated:
        yield f"{person}: {row.when} lies after the date of the sheet."
    if known := known_otherwise(sheet.action, person, row):
        yield (
            f"The case says of {person}: {known.get_status_display()} since {known.since}. "
            f"This sheet says: {in_words(row.get_word_display(), row.when)}."
        )


def known_otherwise(action: UrgentAction, person: PersonAtRisk, told: Outcome | CurrentOutcome) -> PersonStatus | None:
    """What the case knows of the end of a person where a sheet says something else or something older; else None.

    Reads the statuses that came with the person.
    """
    known = _known_end(action, person)
    if known is None or (known.status, _since(known)) == (told.word, told.when):
        return None
    return known if told.when is None or _since(known) >= told.when else None


def in_words(what: str, when: object) -> str:
    """ "released, 3 November 2010"; the word alone where there is no date."""
    return f"{what}, {when}" if when else what


def publish_outcomes(action: UrgentAction, sheet: Sheet, content: SheetContent) -> None:
    """Let what a sheet that is being issued says hold for its action, and write it down in the case; the caller
    saves the action.

    What was said before in the same words keeps the date on which it was told first.
    """
    before = {row.person_id: row for row in CurrentOutcome.objects.filter(action=action)}
    rows = [_current(action, sheet, content, told, before.get(told.person_id)) for told in content.outcomes]
    if before:
        CurrentOutcome.objects.filter(action=action).delete()
    CurrentOutcome.objects.bulk_create(rows)
    action.outcome_on = max((row.told_on for row in rows), default=None)
    for told in content.outcomes:
        _write_down(told, content)


def _current(
    action: UrgentAction, sheet: Sheet, content: SheetContent, told: ToldOutcome, before: CurrentOutcome | None
) -> CurrentOutcome:
    is_known = before is not None and (before.word, before.when) == (told.word, told.when)
    told_on = before.told_on if before is not None and is_known else content.dated
    return CurrentOutcome(
        action=action,
        person_id=told.person_id,
        sheet=sheet,
        name=told.name,
        word=told.word,
        happened_on=told.happened_on,
        sentence=told.sentence,
        told_on=told_on,
        year=told.when.year if told.when else told_on.year,
        country=content.country,
    )


def _write_down(told: ToldOutcome, content: SheetContent) -> None:
    """Enter it as a status of the person, unless the case has it already. What the case says besides stays: only
    those who know the case can tell whether that was wrong, or true before."""
    if told.when is not None:
        PersonStatus.objects.get_or_create(
            person_id=told.person_id,
            status=told.word,
            since=told.when,
            defaults={"note": f"As told by {content.reference}, sheet {content.version}: {content.title}."},
        )


def outcomes_of(action_ids: Iterable[int]) -> dict[int, list[CurrentOutcome]]:
    """What holds of the people of some actions, by action, in the order of the case; one query."""
    found: dict[int, list[CurrentOutcome]] = {}
    for row in CurrentOutcome.objects.filter(action__in=list(action_ids)):
        found.setdefault(row.action_id, []).append(row)
    return found
