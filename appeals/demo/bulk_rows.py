"""The rows of invented bulk actions: a case, a person, an action, its sheet and what hangs on that.

What the sheets say is written in `appeals.demo.bulk_content`.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.utils.text import slugify

from accounts.models import User
from appeals.demo.bulk_content import DEMAND, Plan, as_json, bulk_check_code, content_for
from campaigns.content import SheetContent, hash_of
from campaigns.issuing import search_text_of
from campaigns.models import ActionEvent, Demand, Recipient, Sheet, UrgentAction
from campaigns.numbering import slug_for
from campaigns.states import ActionStatus, SheetStatus, Verb
from cases.models import Authority, Case, Concern, Hearing, PersonAtRisk, Salutation

AUTHORITIES = 200
HEARING_FOR_EVERY = 10  # cases

_CONCERNS = ("Death penalty", "Enforced disappearance", "Extradition and forcible return", "Forced eviction",
             "Freedom of expression", "Torture and other ill-treatment", "Unfair trial")  # fmt: skip
_GIVEN = ("Anna", "Bruno", "Chiara", "Darko", "Elif", "Farid", "Grace", "Hana", "Igor", "Jamila", "Kofi", "Lucía")
_EXAMPLES = ("Beispiel", "Ejemplo", "Exemple", "Esempio", "Mfano", "Contoh", "Örnek", "Namuna", "Przykład", "Mithal")
_SYLLABLES = ("ba", "do", "fe", "gi", "ku", "la", "mo", "ne", "pi", "ru", "sa", "to", "vi", "za")

_VERBS = {ActionStatus.PAUSED: Verb.PAUSE, ActionStatus.STOPPED: Verb.STOP, ActionStatus.CLOSED: Verb.CLOSE}


@dataclass(frozen=True)
class Stock:
    """What the bulk actions share."""

    owner: User
    approver: User
    at: datetime
    concerns: Sequence[Concern]
    authorities: Sequence[Authority]


def enter_stock(owner: User, approver: User, *, on: date, at: datetime) -> Stock:
    """Concerns and invented authorities; those that stand already are used again."""
    for name in _CONCERNS:
        Concern.objects.get_or_create(slug=slugify(name), defaults={"name": name})
    offices = [f"Office of Bulk Examples {place:03d}" for place in range(1, AUTHORITIES + 1)]
    if not Authority.objects.filter(office__in=offices).exists():
        made = Authority.objects.bulk_create(
            Authority(
                kind=Authority.Kind.MINISTRY,
                office=office,
                holder=f"Minister {_EXAMPLES[place % len(_EXAMPLES)]}",
                country="IS",
                postal_lines=f"{place} Example Street\n000 Sampletown\nIceland",
                fax="+354 000 0000",
                emails="office@bulk.example",
                languages=["en"],
                verified_on=on - timedelta(days=place),
            )
            for place, office in enumerate(offices, start=1)
        )
        Salutation.objects.bulk_create(
            Salutation(authority=authority, language="en", text="Dear Minister") for authority in made
        )
    return Stock(
        owner=owner,
        approver=approver,
        at=at,
        concerns=list(Concern.objects.filter(slug__in=[slugify(name) for name in _CONCERNS]).order_by("name")),
        authorities=list(Authority.objects.filter(office__in=offices).order_by("office")),
    )


@dataclass
class Batch:
    """Some thousand actions, written table by table."""

    stock: Stock
    chance: random.Random
    first_pk: int
    first_sheet_pk: int

    def write(self, plans: Sequence[Plan]) -> None:
        """Insert everything that belongs to these actions. Call it in a transaction."""
        cases = Case.objects.bulk_create(self._case(plan) for plan in plans)
        people = [PersonAtRisk(case=case, published_as=self._name(), nationality="invented") for case in cases]
        PersonAtRisk.objects.bulk_create(people)
        concerns = [sorted(self.chance.sample(range(len(self.stock.concerns)), 2)) for _ in cases]
        self._name_concerns(cases, concerns)
        actions, sheets, contents = [], [], []
        for place, (plan, case, person) in enumerate(zip(plans, cases, people, strict=True)):
            chosen = [self.stock.concerns[index].name for index in concerns[place]]
            code = bulk_check_code(self.first_sheet_pk + place)
            content = content_for(plan, person, chosen, self.chance.choice(self.stock.authorities), code)
            contents.append(content)
            sheets.append(self._sheet(self.first_sheet_pk + place, self.first_pk + place, plan, content))
            actions.append(self._action(self.first_pk + place, sheets[-1], case, plan, content))
        UrgentAction.objects.bulk_create(actions)
        Sheet.objects.bulk_create(sheets)
        _write_parts(sheets, contents)
        self._write_events(actions, sheets)
        self._write_hearings(cases, plans)

    def _name(self) -> str:
        end = "".join(self.chance.choices(_SYLLABLES, k=3)).capitalize()
        return f"{self.chance.choice(_GIVEN)} {self.chance.choice(_EXAMPLES)}-{end}"

    def _case(self, plan: Plan) -> Case:
        return Case(
            title=f"Invented case of {plan.series} {plan.number}/{plan.year}",
            country=plan.country,
            summary="Invented, to fill the lists.",
            owner=self.stock.owner,
            opened_on=plan.dated,
        )

    def _name_concerns(self, cases: Sequence[Case], chosen: Sequence[Sequence[int]]) -> None:
        through = Case.concerns.through
        through._default_manager.bulk_create(
            through(case_id=case.pk, concern_id=self.stock.concerns[index].pk)
            for case, indexes in zip(cases, chosen, strict=True)
            for index in indexes
        )

    def _sheet(self, pk: int, action_pk: int, plan: Plan, content: SheetContent) -> Sheet:
        frozen = as_json(content)
        moment = _morning(plan.dated)
        return Sheet(
            pk=pk,
            action_id=action_pk,
            version=1,
            status=SheetStatus.ISSUED,
            check_code=content.check_code,
            dated=plan.dated,
            headline=content.headline,
            summary=content.summary,
            story=content.story,
            languages=list(content.languages),
            appeals_limit=plan.appeals_limit,
            created_at=moment,
            created_by=self.stock.owner,
            edited_by=self.stock.owner,
            submitted_at=moment,
            approved_at=moment,
            approved_by=self.stock.approver,
            approved_hash=hash_of(frozen),
            issued_at=moment,
            issued_by=self.stock.approver,
            frozen=frozen,
            content_hash=hash_of(frozen),
        )

    def _action(self, pk: int, sheet: Sheet, case: Case, plan: Plan, content: SheetContent) -> UrgentAction:
        return UrgentAction(
            pk=pk,
            case=case,
            series=plan.series,
            number=plan.number,
            year=plan.year,
            slug=slug_for(series=plan.series, number=plan.number, year=plan.year, country=plan.country),
            status=plan.status,
            created_at=_morning(plan.dated),
            created_by=self.stock.owner,
            opened_at=_morning(plan.dated),
            opened_on=plan.dated,
            current_sheet=sheet,
            last_good_day=content.last_good_day,
            country=plan.country,
            search_text=search_text_of(content),
        )

    def _write_events(self, actions: Sequence[UrgentAction], sheets: Sequence[Sheet]) -> None:
        owner = self.stock.owner
        ActionEvent.objects.bulk_create(
            ActionEvent(action=action, sheet=sheet, verb=Verb.ISSUE, at=sheet.issued_at or self.stock.at, by=owner)
            for action, sheet in zip(actions, sheets, strict=True)
        )
        ActionEvent.objects.bulk_create(
            ActionEvent(
                action=action,
                sheet=action.current_sheet,
                verb=_VERBS[ActionStatus(action.status)],
                at=self.stock.at,
                by=owner,
                reason="Invented.",
            )
            for action in actions
            if action.status in _VERBS
        )

    def _write_hearings(self, cases: Sequence[Case], plans: Sequence[Plan]) -> None:
        Hearing.objects.bulk_create(
            Hearing(case=case, court=self.chance.choice(self.stock.authorities), matter="review", on=plan.appeals_limit)
            for case, plan in list(zip(cases, plans, strict=True))[::HEARING_FOR_EVERY]
        )


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(9), UTC)


def _write_parts(sheets: Sequence[Sheet], contents: Sequence[SheetContent]) -> None:
    Demand.objects.bulk_create(
        Demand(sheet=sheet, sheet_wording=DEMAND.on_sheet, letter_wording=DEMAND.in_letter) for sheet in sheets
    )
    Recipient.objects.bulk_create(
        Recipient(sheet=sheet, authority_id=content.recipients[0].authority_id)
        for sheet, content in zip(sheets, contents, strict=True)
    )
