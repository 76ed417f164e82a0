"""All that the checks ask about, read once: a constant number of queries, however long the sheet is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from campaigns.content import SheetContent, content_of, hash_of
from campaigns.models import Demand, ProofPrint, Recipient, Sheet
from campaigns.sheet_rows import rows_of
from campaigns.states import FROZEN
from cases.consents import Standing, standings_on
from cases.models import Authority, Case, Deadline, Hearing, PersonAtRisk
from cases.post import Transit, transits_to

Event = Hearing | Deadline


@dataclass(frozen=True)
class Reading:
    """A sheet on a day, with what is known of its case, its recipients and how it prints.

    Args:
        standings: how the consents for each person stand at the end of the day, by the number of the person.
        demands: in the order of their rows on the form; none where the sheet asks for no letters.
        recipients: the same, with their authorities and salutations.
        events: hearings and deadlines that are still expected, the first first; what only the team of the case may
            know is none of them, since whoever reads the sheet reads what is found.
        transits: how post goes to the countries of the recipients.
        before: the last sheet of the action that asked for letters, as it was issued.
        content_hash: the SHA-256 (hex) of the content.
        proof: how exactly this content prints; None where nobody has printed it since it last changed.
    """

    sheet: Sheet
    on: date
    content: SheetContent
    content_hash: str
    case: Case
    people: tuple[PersonAtRisk, ...]
    standings: Mapping[int, Standing]
    demands: tuple[Demand, ...]
    recipients: tuple[Recipient, ...]
    events: tuple[Event, ...]
    transits: Mapping[str, Transit]
    before: SheetContent | None
    proof: ProofPrint | None

    @property
    def appeals_to(self) -> list[Authority]:
        """Those who are written to, without those who get a copy."""
        return [row.authority for row in self.recipients if row.role == Recipient.Role.APPEALS]

    @property
    def public_events(self) -> list[Event]:
        return [event for event in self.events if event.is_meant_for_all]


def reading_of(sheet: Sheet, *, on: date) -> Reading:
    """Read what the checks need to know of a sheet, as it stands on a day."""
    rows = rows_of(sheet)
    content = content_of(sheet, rows)
    content_hash = hash_of(content.as_json())
    case = sheet.action.case
    hearings, deadlines = case.hearings.for_all_staff().expected(), case.deadlines.for_all_staff().expected()
    events: list[Event] = [*hearings.select_related("court"), *deadlines]
    return Reading(
        sheet=sheet,
        on=on,
        content=content,
        content_hash=content_hash,
        case=case,
        people=rows.people,
        standings=standings_on(rows.people, on=on),
        demands=rows.demands,
        recipients=rows.recipients,
        events=tuple(sorted(events, key=lambda event: (event.on, event._meta.model_name or "", event.pk))),
        transits=transits_to(
            [str(row.authority.country) for row in rows.recipients], sending_country=settings.POST_FROM
        ),
        before=_before(sheet),
        proof=ProofPrint.objects.filter(sheet=sheet, content_hash=content_hash).first(),
    )


def _before(sheet: Sheet) -> SheetContent | None:
    if sheet.version == 1:
        return None
    asked = sheet.action.sheets.filter(status__in=FROZEN, version__lt=sheet.version).exclude(kind__in=Sheet.ENDING)
    last = asked.order_by("-version").first()
    return content_of(last) if last else None


def event_in_words(event: Event) -> str:
    """ "the hearing on 19 July 2011 (appeal against the extradition)"."""
    match event:
        case Hearing():
            return f"the hearing on {event.on:%-d %B %Y} ({event.matter})"
        case Deadline(kind=Deadline.Kind.OTHER):
            return f"the deadline on {event.on:%-d %B %Y} ({event.what})"
    return f"the {event.get_kind_display()} on {event.on:%-d %B %Y} ({event.what})"
