"""The smallest valid thing of each kind. All people are invented. Nothing here reads a clock."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from itertools import count
from types import MappingProxyType
from typing import Any

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.utils.timezone import localtime

from accounts.models import User
from accounts.roles import sync_roles
from appeals.channels import Channel
from appeals.models import Reply, Tally, TallyLine
from appeals.replies import tell
from appeals.tallies import Box, open_tally, report
from campaigns.check_reasons import check_sheet_on
from campaigns.issuing import issue_sheet
from campaigns.lifecycle import draft_sheet, start_action
from campaigns.models import Demand, Outcome, Recipient, Sheet, Subscription, UrgentAction
from campaigns.review import Said, approve_sheet, explain, hash_now, submit_sheet
from campaigns.what_changed import bring_up_to_date
from cases.models import (
    Authority,
    Case,
    Consent,
    Deadline,
    Giver,
    Hearing,
    PersonAtRisk,
    PostageRate,
    Salutation,
    Use,
)

DAY = date(2011, 7, 13)
AT = datetime(2011, 7, 13, 8, 0, tzinfo=UTC)

_serial = count(1)


def make_user(*roles: str, **overrides: Any) -> User:
    """A member of staff with the given roles ("Editor", "Approver"); its password is "correct horse"."""
    fields = {"email": f"staff{next(_serial)}@desk.example", "is_staff": True, **overrides}
    user = User.objects.create_user(password="correct horse", **fields)
    if roles:
        if Group.objects.filter(name__in=roles).count() < len(roles):
            sync_roles()
        user.groups.set(Group.objects.filter(name__in=roles))
    return user


def make_case(*, person: str = "Anna Beispiel", **overrides: Any) -> Case:
    """A case in Ruritania's stead: Iceland, of all places, with one invented person at risk, who has agreed to it."""
    owner = overrides.pop("owner", None) or make_user()
    case = Case.objects.create(
        **{"title": f"Case {next(_serial)}", "country": "IS", "opened_on": DAY, "owner": owner, **overrides}
    )
    if person:
        make_person(case, published_as=person)
    return case


def make_person(
    case: Case, *, consent: Mapping[str, Any] | None = MappingProxyType({}), **overrides: Any
) -> PersonAtRisk:
    """Somebody at risk whose consent is written down, unless there is to be none."""
    person = PersonAtRisk.objects.create(case=case, **overrides)
    if consent is not None:
        make_consent(person, **consent)
    return person


def make_consent(person: PersonAtRisk, *uses: str, **overrides: Any) -> Consent:
    """A consent of 13 July 2011 to what a sheet needs, unless other uses are named."""
    covered = {f"for_{use}": True for use in uses or (Use.NAME, Use.STORY, Use.WEB, Use.LETTER)}
    fields = {"giver": Giver.LAWYER, "who": "her lawyer", "given_on": DAY, **covered, **overrides}
    return Consent.objects.create(person=person, **fields)


def make_authority(*, salutation: str = "Dear Minister", **overrides: Any) -> Authority:
    authority = Authority.objects.create(
        **{
            "kind": Authority.Kind.MINISTRY,
            "office": f"Ministry of Examples {next(_serial)}",
            "country": "IS",
            "postal_lines": "1 Example Street\n101 Sampletown\nIceland",
            "verified_on": DAY,
            **overrides,
        }
    )
    if salutation:
        Salutation.objects.create(authority=authority, language="en", text=salutation)
    return authority


def make_rate(**overrides: Any) -> PostageRate:
    """What a letter within Switzerland costs, unless something else is said."""
    usual = {"posted_in": "CH", "zone": "domestic", "price": "1.00", "currency": "CHF", "source": "The post"}
    return PostageRate.objects.create(**{**usual, "valid_from": date(2011, 1, 1), **overrides})


def make_hearing(case: Case, **overrides: Any) -> Hearing:
    return Hearing.objects.create(
        **{
            "case": case,
            "court": overrides.pop("court", None) or make_authority(kind=Authority.Kind.COURT),
            "matter": "review of detention",
            "on": date(2011, 7, 19),
            **overrides,
        }
    )


def make_deadline(case: Case, **overrides: Any) -> Deadline:
    return Deadline.objects.create(
        **{
            "case": case,
            "kind": Deadline.Kind.CUSTODY,
            "on": date(2011, 8, 1),
            "what": "end of the time of custody",
            **overrides,
        }
    )


def make_action(case: Case | None = None, **overrides: Any) -> UrgentAction:
    """An action in preparation, without a sheet."""
    case = case or make_case()
    return start_action(case, by=overrides.pop("by", case.owner), at=overrides.pop("at", AT), **overrides)


def make_draft(
    action: UrgentAction | None = None, *, recipients: list[Authority] | None = None, **overrides: Any
) -> Sheet:
    """A draft that lacks nothing, and of which the checks say nothing."""
    action = action or make_action()
    sheet = draft_sheet(action, by=action.created_by, at=AT)
    for field, value in {
        "headline": "TEACHER FACES UNFAIR TRIAL",
        "summary": "A teacher is to be tried without a lawyer.",
        "story": "She was arrested at school.\n\nHer pupils wait for her.",
        "additional_information": "Iceland has no such court.",
        "languages": ["en"],
        "dated": DAY,
        "appeals_limit": date(2011, 8, 23),
        **overrides,
    }.items():
        setattr(sheet, field, value)
    sheet.save()
    if not sheet.demands.exists():
        Demand.objects.create(
            sheet=sheet,
            sheet_wording="Urging the authorities to let her have a lawyer;",
            letter_wording="I urge you to let her have a lawyer.",
        )
    if not sheet.recipients.exists():
        verified = {"country": action.case.country, "verified_on": max(DAY, sheet.dated)}
        for order, authority in enumerate(recipients or [make_authority(**verified)], start=1):
            Recipient.objects.create(sheet=sheet, authority=authority, order=order)
    return sheet


def second_person() -> User:
    """The second pair of eyes wherever a test does not care whose they are."""
    user, _ = User.objects.get_or_create(email="second.person@desk.example", defaults={"is_staff": True})
    return user


def explain_all(sheet: Sheet, *, at: datetime = AT, reason: str = "It is meant.") -> None:
    """Give every amber on a sheet that wants one the same reason."""
    wanting = [row for row in check_sheet_on(sheet, on=localtime(at).date()) if row.wants_a_reason]
    if said := [Said(row.finding.key, row.seen, reason) for row in wanting]:
        explain(sheet, said, by=sheet.created_by, at=at)


def day_of(sheet: Sheet) -> datetime:
    """AT, or the morning of a sheet that is dated for the clock of the pages."""
    return AT if sheet.dated < date(2012, 1, 1) else datetime.combine(sheet.dated, AT.timetz())


def approve(sheet: Sheet, *, at: datetime | None = None) -> Sheet:
    """Bring a draft to where it can be issued.

    Whatever is amber on it gets a reason, for few tests are about that; those of the checks give their own.
    """
    at = at or day_of(sheet)
    try:
        sheet = submit_sheet(sheet, by=sheet.created_by, at=at)
    except ValidationError:
        # As saving its page does, so that the checks read it as it is submitted.
        bring_up_to_date(sheet, at=at)
        explain_all(sheet, at=at)
        sheet = submit_sheet(sheet, by=sheet.created_by, at=at)
    return approve_sheet(sheet, by=second_person(), at=at, content_hash=hash_now(sheet))


def issue(sheet: Sheet, *, at: datetime | None = None, public_note: str = "") -> Sheet:
    """Take a draft the whole way: submitted, approved by the second person, issued."""
    at = at or day_of(sheet)
    return issue_sheet(approve(sheet, at=at), by=second_person(), at=at, public_note=public_note)


def make_open_action(case: Case | None = None, **overrides: Any) -> UrgentAction:
    """An action whose first sheet was issued on 13 July 2011, open until 22 August 2011."""
    sheet = make_draft(make_action(case), **overrides)
    issue(sheet)
    return UrgentAction.objects.get(pk=sheet.action_id)


def make_stop(action: UrgentAction | None = None, **overrides: Any) -> Sheet:
    """A draft of a sheet that says it is over, on an action that is open unless one is given."""
    action = action or make_open_action()
    sheet = draft_sheet(action, by=action.created_by, at=AT, kind=overrides.pop("kind", Sheet.Kind.STOP))
    for field, value in {"headline": "TEACHER RELEASED", "summary": "She is free.", **overrides}.items():
        setattr(sheet, field, value)
    sheet.save()
    return sheet


def make_outcome(action: UrgentAction, *words: str, **overrides: Any) -> Sheet:
    """A draft of an outcome sheet that says so of each person in turn, all of it on 10 July 2011."""
    sheet = make_stop(action, **{"kind": Sheet.Kind.OUTCOME, **overrides})
    for row, word in zip(sheet.outcomes.all(), words, strict=True):
        row.word, row.happened_on = word, "" if word in Outcome.DAYLESS else "2011-07-10"
        row.save()
    return sheet


def make_subscription(action: UrgentAction | None = None, **overrides: Any) -> Subscription:
    """A confirmed subscription: to one action, or to every open one."""
    fields = {"email": f"follower{next(_serial)}@example.org", "created_at": AT, "confirmed_at": AT, **overrides}
    return Subscription.objects.create(action=action, **fields)


def make_tally(*actions: UrgentAction, on: date = DAY) -> Tally:
    """A tally in which nothing is reported, for one open action unless others are given."""
    return open_tally(actions or [make_open_action()], on=on)


def make_tally_line(number: int = 20, *, action: UrgentAction | None = None, on: date = DAY) -> TallyLine:
    """So many letters by post to the first authority of an action, reported on the day on which they went."""
    action = action or make_open_action()
    tally = make_tally(action, on=on)
    authority = Recipient.objects.filter(sheet__action=action).order_by("pk")[0].authority
    report(tally, {Box(action.pk, authority.pk, Channel.POST): number}, posted_on=on, seen=0, on=on, at=AT)
    return TallyLine.objects.get(tally=tally)


def make_reply(action: UrgentAction | None = None, *, on: date = DAY, **overrides: Any) -> Reply:
    """A letter that came back from the first authority of an action."""
    action = action or make_open_action()
    authority = Recipient.objects.filter(sheet__action=action).order_by("pk")[0].authority
    told = {"kind": "returned", "authority_id": authority.pk, "text": "", "is_independent": True, **overrides}
    return tell(action, **told, on=on, at=AT)
