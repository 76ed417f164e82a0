"""Sheets in people's hands that print what is not so any more: a minister who left, an office that moved, a name that
was respelled.

What counts is the difference itself, found by holding the frozen content beside the book of authorities and the case
as they stand; so it is gone once a corrected sheet is issued, or the fact is put back. The text that staff wrote on
the sheet is theirs to keep true. That an address was verified once more is no difference.

Frozen content is long and most of it stays true, so it is read only where a fact was changed after the sheet was
issued (`changed_at`, which the pages of staff write) or a holder's term has ended since. Finding these costs one
lookup for each recipient of each open or paused action; the rest grows with those found. `notice_changes` looks at
all of them once an hour, for facts that were changed by some other way than the pages.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from campaigns.content import Addressee, Person, addressee_of, person_of, thaw_addressee
from campaigns.models import Recipient, UrgentAction
from campaigns.states import ActionStatus
from cases.countries import country_name
from cases.languages import language_name
from cases.models import Authority, Case
from cases.published import note_change

_AT_A_TIME = 500  # actions, where all of them are looked at

_OF_AUTHORITY = {
    "form_of_address": "line above the holder",
    "holder": "holder",
    "office": "office",
    "postal_lines": "postal address",
    "country": "country",
    "fax": "fax",
    "phone": "phone",
    "emails": "e-mail",
    "web_form": "web form",
}
_OF_PERSON = {
    "name": "name",
    "kind": "kind",
    "gender": "gender",
    "age": "age",
    "nationality": "nationality",
    "identifiers": "identifiers",
    "other_spellings": "other spellings",
}


@dataclass(frozen=True)
class Difference:
    """One thing that a sheet prints and that is otherwise by now.

    Args:
        about: whom or what it is about: an office, a person, the case.
        what: the part of it, "holder".
        old: as printed; empty where it was not on the sheet.
        new: as it is; empty where it is not there any more.
        since: when the fact was changed, as far as that is known.
        fact: where it is kept.
    """

    about: str
    what: str
    old: str
    new: str
    since: date | None
    fact: Authority | Case


@dataclass(frozen=True)
class _Printed:
    """What an action's sheet took from the facts, with these as they stand."""

    action_id: int
    issued_at: datetime
    country: str
    concerns: Sequence[str]
    people: Sequence[Person]
    recipients: Sequence[Addressee]
    case: Case
    book: dict[int, Authority]


def watched(on: date) -> QuerySet[UrgentAction]:
    """Actions by whose sheet somebody may write a letter on this day or later: open, or paused for a while."""
    return UrgentAction.objects.filter(status__in=(ActionStatus.OPEN, ActionStatus.PAUSED), last_good_day__gte=on)


def outdated(on: date, among: QuerySet[UrgentAction] | None = None) -> QuerySet[UrgentAction]:
    """Those of them whose sheet prints what is not so any more.

    One query where no fact was changed since, else seven, however many there are.

    Args:
        among: only these.
    """
    actions = watched(on) if among is None else among
    found = [printed.action_id for printed in _read(actions.filter(_may_differ(on))) if any(_differences(printed, on))]
    return UrgentAction.objects.filter(pk__in=found)


def differences_of(actions: Iterable[UrgentAction], *, on: date) -> dict[int, tuple[Difference, ...]]:
    """What the current sheets of these actions print otherwise than it is on a day; without a sheet nothing."""
    pks = [action.pk for action in actions]
    printed = _read(UrgentAction.objects.filter(pk__in=pks)) if pks else []
    return dict.fromkeys(pks, ()) | {each.action_id: tuple(_differences(each, on)) for each in printed}


def has_become_outdated(*, after: datetime, known: date, on: date) -> Q:
    """Of actions: whether a fact behind the sheet was changed after a moment, or a term has ended since a day."""
    recipients = Recipient.objects.filter(sheet=OuterRef("current_sheet"))
    changed = Q(authority__changed_at__gt=after)
    ended = Q(authority__holder_until__gte=known, authority__holder_until__lt=on)
    return Q(case__changed_at__gt=after) | Q(Exists(recipients.filter(changed | ended)))


def notice_changes(*, at: datetime) -> int:
    """Write down for facts that were changed by no page of staff that they were, so that the desk sees them.

    Returns:
        How many facts it was.
    """
    on = timezone.localtime(at).date()
    pks = list(watched(on).exclude(_may_differ(on)).order_by("pk").values_list("pk", flat=True))
    facts: dict[tuple[type, int], Authority | Case] = {}
    for start in range(0, len(pks), _AT_A_TIME):
        for printed in _read(UrgentAction.objects.filter(pk__in=pks[start : start + _AT_A_TIME])):
            facts |= {(type(each.fact), each.fact.pk): each.fact for each in _differences(printed, on)}
    for fact in facts.values():
        note_change(fact, at=at)
    return len(facts)


def _may_differ(on: date) -> Q:
    """Of actions: whether a fact behind the current sheet was changed after its issue, or a holder's term is over."""
    recipients = Recipient.objects.filter(sheet=OuterRef("current_sheet"))
    changed = Q(authority__changed_at__gte=F("sheet__issued_at"))
    ended = Q(authority__holder_until__lt=on, authority__holder_until__gte=F("sheet__dated"))
    return Q(case__changed_at__gte=F("current_sheet__issued_at")) | Q(Exists(recipients.filter(changed | ended)))


def _read(actions: QuerySet[UrgentAction]) -> list[_Printed]:
    """What these actions' sheets took from the facts: of the long frozen text only that, in six queries."""
    frozen = ("country", "concerns", "people", "recipients")
    columns = ("pk", "case_id", "current_sheet__issued_at", *(f"current_sheet__frozen__{name}" for name in frozen))
    rows: list[Any] = list(actions.filter(current_sheet__isnull=False).order_by("pk").values_list(*columns))
    if not rows:
        return []
    cases = Case.objects.prefetch_related("people", "concerns").in_bulk({row[1] for row in rows})
    ids = {recipient["authority_id"] for row in rows for recipient in row[6]}
    book = Authority.objects.prefetch_related("salutations").in_bulk(ids)
    return [
        _Printed(
            action_id=pk,
            issued_at=issued_at,
            country=country,
            concerns=concerns,
            people=[Person(**person) for person in people],
            recipients=[thaw_addressee(recipient) for recipient in recipients],
            case=cases[case_id],
            book=book,
        )
        for pk, case_id, issued_at, country, concerns, people, recipients in rows
    ]


def _differences(printed: _Printed, on: date) -> Iterator[Difference]:
    for recipient in printed.recipients:
        yield from _of_authority(recipient, printed.book[recipient.authority_id], printed.issued_at, on)
    case = printed.case
    since = _since(case, printed.issued_at)
    yield from _of_people(printed.people, [person_of(person) for person in case.people.all()], case, since)
    if printed.country != str(case.country):
        yield Difference(
            "The case", "country", country_name(printed.country), country_name(str(case.country)), since, case
        )
    old, new = set(printed.concerns), {concern.name for concern in case.concerns.all()}
    if old != new:
        yield Difference(
            "The case", "concerns", ", ".join(sorted(old - new)), ", ".join(sorted(new - old)), since, case
        )


def _of_authority(old: Addressee, authority: Authority, issued_at: datetime, on: date) -> Iterator[Difference]:
    new = addressee_of(authority, role=old.role, languages=[code for code, _ in old.salutations], on=on)
    since = _since(authority, issued_at)
    for name, words in _OF_AUTHORITY.items():
        before, now = getattr(old, name), getattr(new, name)
        if before == now:
            continue
        is_over = name == "holder" and not now and authority.holder_until is not None and authority.holder
        ended = authority.holder_until + timedelta(days=1) if is_over and authority.holder_until else None
        yield Difference(old.office, words, _written(name, before), _written(name, now), ended or since, authority)
    before_by_code, now_by_code = dict(old.salutations), dict(new.salutations)
    for code in dict.fromkeys([*before_by_code, *now_by_code]):
        if before_by_code.get(code) != now_by_code.get(code):
            words = f"salutation in {language_name(code)}"
            texts = (before_by_code.get(code, ""), now_by_code.get(code, ""))
            yield Difference(old.office, words, *texts, since, authority)


def _of_people(old: Sequence[Person], new: Sequence[Person], case: Case, since: date | None) -> Iterator[Difference]:
    """Somebody whose name was respelled is found by their place among those who are not the same any more."""
    before, now = [person for person in old if person not in new], [person for person in new if person not in old]
    pairs = [(person, same) for person in before for same in now if same.name == person.name]
    left = [person for person in before if not any(person is one for one, _ in pairs)]
    come = [person for person in now if not any(person is one for _, one in pairs)]
    if len(left) == len(come):
        pairs += zip(left, come, strict=True)
        left = come = []
    for person, same in pairs:
        for name, words in _OF_PERSON.items():
            before_it, now_it = (_written(name, getattr(each, name)) for each in (person, same))
            if before_it != now_it:
                yield Difference(person.name, words, before_it, now_it, since, case)
    for person in left:
        yield Difference("The case", "person at risk", person.name, "", since, case)
    for person in come:
        yield Difference("The case", "person at risk", "", person.name, since, case)


def _since(fact: Authority | Case, issued_at: datetime) -> date | None:
    is_later = fact.changed_at is not None and fact.changed_at >= issued_at
    return timezone.localtime(fact.changed_at).date() if is_later else None


def _written(name: str, value: Any) -> str:
    if name == "country":
        return country_name(value)
    if isinstance(value, tuple):
        return ", ".join(value)
    return "" if value is None else str(value)
