"""What a bulk action says in public: the content that is frozen in its sheet, invented and short.

A test holds it equal to what `campaigns.content` reads back from the rows.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from typing import Any

from campaigns.check_codes import LENGTH, SIGNS
from campaigns.content import Addressee, Ask, Person, SheetContent
from campaigns.deadlines import Wording, last_good_day
from campaigns.models import Recipient, Sheet
from campaigns.models.sheet import DEFAULT_DIPLOMATIC_NOTE, DEFAULT_LATE_NOTE
from campaigns.states import ActionStatus
from cases.countries import country_name
from cases.models import Authority, PersonAtRisk

# Odd, so that no two keys give the same code; about the golden section of all codes, so that neighbours lie far apart.
_SPREAD = 679_526_408_389

DEMAND = Ask("Calling for an independent investigation.", "I call for an independent investigation.")


@dataclass(frozen=True)
class Plan:
    """What one action is to be."""

    series: str
    number: int
    year: int
    country: str
    status: ActionStatus
    dated: date
    appeals_limit: date


def bulk_check_code(sheet_pk: int) -> str:
    """A code that no other bulk sheet has. Real ones are drawn by lot, and a million lots would meet."""
    number = sheet_pk * _SPREAD % len(SIGNS) ** LENGTH
    return "".join(SIGNS[number // len(SIGNS) ** place % len(SIGNS)] for place in range(LENGTH))


def content_for(
    plan: Plan, person: PersonAtRisk, concerns: Sequence[str], authority: Authority, check_code: str
) -> SheetContent:
    """The content of an action's only sheet: one person, one demand, one recipient."""
    return SheetContent(
        reference=f"{plan.series} {plan.number}/{plan.year % 100:02d}",
        series=plan.series,
        number=plan.number,
        year=plan.year,
        version=1,
        check_code=check_code,
        kind=Sheet.Kind.FIRST,
        title="Urgent action",
        dated=plan.dated,
        index_number="",
        country=plan.country,
        country_name=country_name(plan.country),
        concerns=tuple(concerns),
        headline=f"{person.published_as.upper()} AT RISK",
        summary=f"{person.published_as} is invented, and at risk only on paper.",
        story="This case is invented.\n\nIt fills the lists, so that one can see how they behave when they are long.",
        additional_information="",
        people=(
            Person(
                name=person.published_as,
                kind=person.kind,
                gender="",
                age=None,
                nationality=person.nationality,
                identifiers="",
                other_spellings="",
            ),
        ),
        demands=(DEMAND,),
        recipients=(_addressee(authority),),
        languages=("en",),
        own_language=True,
        appeals_limit=plan.appeals_limit,
        appeals_wording=Wording.BEFORE,
        last_good_day=last_good_day(plan.appeals_limit, Wording.BEFORE),
        late_note=DEFAULT_LATE_NOTE,
        diplomatic_note=DEFAULT_DIPLOMATIC_NOTE,
    )


def as_json(content: SheetContent) -> dict[str, Any]:
    """What `SheetContent.as_json` gives, which walks and copies every part of every content: here one level will do."""
    return {
        **vars(content),
        "dated": content.dated.isoformat(),
        "appeals_limit": content.appeals_limit.isoformat(),
        "last_good_day": content.last_good_day.isoformat(),
        "concerns": list(content.concerns),
        "languages": list(content.languages),
        "people": [vars(person) for person in content.people],
        "demands": [vars(ask) for ask in content.demands],
        "recipients": [_addressee_as_json(addressee) for addressee in content.recipients],
        "outcomes": [],
    }


@cache
def _addressee_as_json(addressee: Addressee) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(json.dumps(asdict(addressee), default=date.isoformat))
    return plain


def _addressee(authority: Authority) -> Addressee:
    return Addressee(
        authority_id=authority.pk,
        role=Recipient.Role.APPEALS,
        form_of_address="",
        holder=authority.holder,
        office=authority.office,
        postal_lines=tuple(authority.postal()),
        country=str(authority.country),
        fax=authority.fax,
        phone="",
        emails=tuple(authority.email_addresses()),
        web_form="",
        salutations=(("en", "Dear Minister"),),
        verified_on=authority.verified_on,
    )
