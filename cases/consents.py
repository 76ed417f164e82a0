"""What somebody may be written for: the one rule, over all that was agreed to and all that was taken back.

A use is allowed while some consent covers it and nobody has taken it back since. A withdrawal outweighs every consent,
of whatever day and giver, until it is ended by `agree_again`; a consent that is typed beside it changes nothing.
What has to happen to actions when a use is taken back, the room above knows (`campaigns.consent`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.acts import acting
from accounts.models import User
from cases.models import Consent, Giver, PersonAtRisk, Use, Withdrawal


@dataclass(frozen=True)
class Standing:
    """How the consents for one person stand at a moment.

    Args:
        consents: those given by then, the latest last.
        withdrawals: those that hold then, in the order of the uses.
    """

    consents: tuple[Consent, ...] = ()
    withdrawals: tuple[Withdrawal, ...] = ()

    @property
    def allowed(self) -> frozenset[Use]:
        return frozenset(use for consent in self.consents for use in consent.uses) - self.withdrawn

    @property
    def withdrawn(self) -> frozenset[Use]:
        return frozenset(Use(row.use) for row in self.withdrawals)

    @property
    def latest(self) -> Consent | None:
        return self.consents[-1] if self.consents else None

    @property
    def allowed_words(self) -> str:
        return in_words(self.allowed)

    @property
    def withdrawn_words(self) -> str:
        return in_words(self.withdrawn)


def uses_allowed(person: PersonAtRisk, *, at: datetime) -> frozenset[Use]:
    """For what somebody may be written for at a moment, past ones too."""
    return standings_of([person], at=at)[person.pk].allowed


def standings_of(people: Iterable[PersonAtRisk], *, at: datetime) -> Mapping[int, Standing]:
    """How the consents for some people stand at a moment, by their numbers; two queries, however many there are."""
    numbers = [person.pk for person in people]
    consents: dict[int, list[Consent]] = {number: [] for number in numbers}
    withdrawals: dict[int, list[Withdrawal]] = {number: [] for number in numbers}
    given = Consent.objects.filter(person__in=numbers, given_on__lte=timezone.localtime(at).date())
    for consent in given.order_by("given_on", "pk"):
        consents[consent.person_id].append(consent)
    for row in Withdrawal.objects.filter(person__in=numbers, at__lte=at).select_related("by"):
        if row.ended_at is None or row.ended_at > at:
            withdrawals[row.person_id].append(row)
    order = list(Use)
    return {
        number: Standing(
            tuple(consents[number]), tuple(sorted(withdrawals[number], key=lambda row: order.index(Use(row.use))))
        )
        for number in numbers
    }


def standings_on(people: Iterable[PersonAtRisk], *, on: date) -> Mapping[int, Standing]:
    """The same at the end of a day of the site."""
    midnight = datetime.combine(on + timedelta(days=1), time(), timezone.get_default_timezone())
    return standings_of(people, at=midnight - timedelta(microseconds=1))


def in_words(uses: Iterable[Use]) -> str:
    """ "the name, the web and letters", in the order of the table; empty for none."""
    chosen = set(uses)
    words = [use.label for use in Use if use in chosen]
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)


def take_back(person: PersonAtRisk, uses: Sequence[Use], *, by: User, at: datetime, reason: str) -> frozenset[Use]:
    """Write down that uses are taken back; whoever calls it sees to what is public (`campaigns.consent`).

    Returns:
        those that were not withdrawn before.

    Raises:
        ValidationError: if no reason is given, no use is named, or all of them are withdrawn already.
    """
    if not reason.strip():
        raise ValidationError("Say why, in a few words; the reason is kept for staff.")
    if not uses:
        raise ValidationError("Say what is taken back: tick at least one use.")
    with acting(by=by, at=at, reason=reason):
        new = [use for use in Use if use in set(uses) - withdrawn_uses(held_person(person))]
        if not new:
            raise ValidationError("This consent is withdrawn already.")
        for use in new:
            row = Withdrawal(person=person, use=use, at=at, by=by, reason=reason.strip())
            row.full_clean(exclude=["person", "by"])
            row.save()
    return frozenset(new)


def agree_again(
    person: PersonAtRisk,
    uses: Sequence[Use] | None = None,
    *,
    by: User,
    at: datetime,
    reason: str,
    giver: str = Giver.PERSON,
    who: str = "",
    given_on: date | None = None,
) -> Consent:
    """Write down a new consent to what was taken back; from then on its withdrawals do not hold any more.

    Args:
        uses: which; all that are withdrawn where none are named.
        given_on: the day of it; that of `at` where none is named.

    Raises:
        ValidationError: if no reason is given, the day lies before the withdrawal or after today, or one of the uses
            was not withdrawn.
    """
    if not reason.strip():
        raise ValidationError("Say who agreed again, and how you know; the reason is kept for staff.")
    today = timezone.localtime(at).date()
    with acting(by=by, at=at, reason=reason):
        held = held_person(person)
        rows = list(Withdrawal.objects.filter(person=held, ended_at__isnull=True))
        wanted = {Use(row.use) for row in rows} if uses is None else set(uses)
        rows = [row for row in rows if row.use in wanted]
        if not rows or len(rows) < len(wanted):
            raise ValidationError("This consent was not withdrawn.")
        day = given_on or today
        if not max(timezone.localtime(row.at).date() for row in rows) <= day <= today:
            raise ValidationError("They agree again on a day after the withdrawal, and not after today.")
        consent = Consent(person=held, giver=giver, who=who, given_on=day, **{f"for_{use}": True for use in wanted})
        consent.full_clean(exclude=["person"])
        consent.save()
        for row in rows:
            row.ended_at, row.ended_by = at, by
            row.save(update_fields=["ended_at", "ended_by"])
    return consent


def withdrawn_uses(person: PersonAtRisk) -> frozenset[Use]:
    """What nobody has agreed to again by now."""
    rows = Withdrawal.objects.filter(person=person, ended_at__isnull=True)
    return frozenset(Use(use) for use in rows.values_list("use", flat=True))


def held_person(person: PersonAtRisk) -> PersonAtRisk:
    """The row of a person as it is stored, locked: verbs that concern their consents wait for each other."""
    return PersonAtRisk.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)


def once_named(person: PersonAtRisk) -> frozenset[str]:
    """By what they were ever shown while that was their name: published name and spellings, of today and of before."""
    kept = person.history.filter(form=PersonAtRisk.Form.NAME).values_list("published_as", "other_spellings")
    rows = [*kept]
    if person.form == PersonAtRisk.Form.NAME:
        rows.append((person.published_as, person.other_spellings))
    return frozenset(
        name.strip() for published, others in rows for name in (published, *others.split(",")) if name.strip()
    )
