"""The facts of a draft: its case, the people, what happened and what comes. All of it for staff only."""

from datetime import datetime

from django.utils import timezone

from accounts.models import User
from campaigns.sheet_drafts.brought import Brought
from campaigns.sheet_drafts.matching import Book
from campaigns.sheet_drafts.proposal import Proposal, ProposedHearing, Trace
from campaigns.sheet_drafts.proposing import title_of_case
from cases.folding import fold
from cases.levels import Level
from cases.models import Authority, Case, Concern, Development, Hearing, PersonAtRisk
from cases.partial_dates import PartialDate
from cases.published import note_change


def save_case(proposal: Proposal, brought: Brought, *, by: User, at: datetime) -> Case:
    """A case of its own, owned by whoever imports."""
    day = timezone.localtime(at).date()
    case = Case(
        title=title_of_case(proposal),
        country=proposal.country,
        summary=proposal.summary,
        sources=f"Read from an old sheet ({brought.file_name or 'pasted text'}) on {day:%-d %B %Y}.",
        owner=by,
        opened_on=proposal.dated or day,
    )
    case.full_clean()
    case.save()
    case.concerns.set(Concern.objects.filter(name__in=proposal.concerns))
    return case


def save_people(case: Case, proposal: Proposal, *, at: datetime) -> list[str]:
    """Those whom the case does not have yet; returns their names. What it says of the others stays."""
    added: list[str] = []
    known = {fold(name) for name in case.people.values_list("published_as", flat=True)}
    for one in proposal.people:
        if fold(one.published_as) in known:
            continue
        person = PersonAtRisk(
            case=case,
            kind=one.kind,
            published_as=one.published_as,
            gender=one.gender,
            age=one.age,
            nationality=one.nationality,
        )
        person.full_clean()
        person.save()
        known.add(fold(one.published_as))
        added.append(one.published_as)
    if added:
        note_change(case, at=at)
    return added


def save_dates(case: Case, proposal: Proposal, on_sheet: list[Authority], *, name: str, remarks: list[str]) -> None:
    """Hearings, and what happened.

    Args:
        on_sheet: the recipients, among which a court may be that the book had not.
        name: of the file, for the private source of each event.
    """
    book = Book.of([str(case.country)])
    for number, one in enumerate(proposal.hearings):
        court = _court_of(one, on_sheet, book, str(case.country))
        trace = proposal.traces.get(f"hearings-{number}")
        if court is None:
            called = one.court or "the court"
            remarks.append(
                f"The hearing on {one.on:%-d %B %Y} was entered as a development, for {called} is not in the book. "
                "Enter the court and then the hearing."
            )
            _development(case, PartialDate(one.on.year, one.on.month, one.on.day), one.matter, "", name, trace)
        elif not case.hearings.filter(court=court, on=one.on, matter=one.matter).exists():
            hearing = Hearing(case=case, court=court, on=one.on, matter=one.matter, level=Level.NETWORK)
            hearing.full_clean()
            hearing.save()
    for number, event in enumerate(proposal.developments):
        if not event.is_background:
            trace = proposal.traces.get(f"developments-{number}")
            _development(case, event.happened_on, event.what, event.date_note, name, trace)


def _court_of(one: ProposedHearing, on_sheet: list[Authority], book: Book, country: str) -> Authority | None:
    key = fold(one.court)
    found = [office for office in on_sheet if key and fold(office.office) == key]
    return found[0] if found else book.same(one.court, country)


def _development(case: Case, on: PartialDate, what: str, note: str, name: str, trace: Trace | None) -> None:
    if case.developments.filter(happened_on=on, what=what).exists():
        return
    where = trace.place if trace else None
    lines = f", page {where.page}, lines {where.first}–{where.last}" if where else ""
    row = Development(
        case=case,
        happened_on=on.isoformat(),
        date_note=note,
        what=what,
        source=f"Old sheet ({name or 'pasted text'}){lines}.",
        level=Level.NETWORK,
    )
    row.full_clean()
    row.save()
