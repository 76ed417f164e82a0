"""The smallest valid thing of each kind. All people are invented. Nothing here reads a clock."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from django.contrib.auth.models import Group

from accounts.models import User
from accounts.roles import sync_roles
from campaigns.issuing import issue_sheet
from campaigns.lifecycle import draft_sheet, start_action
from campaigns.models import Demand, Recipient, Sheet, Subscription, UrgentAction
from campaigns.review import approve_sheet, hash_now, submit_sheet
from cases.models import Authority, Case, Deadline, Hearing, PersonAtRisk, Salutation

DAY = date(2011, 7, 13)
AT = datetime(2011, 7, 13, 8, 0, tzinfo=UTC)

_serial = count(1)


def make_user(*roles: str, **overrides: Any) -> User:
    """A member of staff with the given roles ("Editor", "Approver"); its password is "correct horse"."""
    fields = {"email": f"staff{next(_serial)}@desk.example", "is_staff": True, **overrides}
    user = User.objects.create_user(password="correct horse", **fields)
    if roles:
        sync_roles()
        user.groups.set(Group.objects.filter(name__in=roles))
    return user


def make_case(*, person: str = "Anna Beispiel", **overrides: Any) -> Case:
    """A case in Ruritania's stead: Iceland, of all places, with one invented person at risk."""
    owner = overrides.pop("owner", None) or make_user()
    case = Case.objects.create(
        **{"title": f"Case {next(_serial)}", "country": "IS", "opened_on": DAY, "owner": owner, **overrides}
    )
    if person:
        PersonAtRisk.objects.create(case=case, published_as=person)
    return case


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
    """A draft that lacks nothing."""
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
        for order, authority in enumerate(recipients or [make_authority()], start=1):
            Recipient.objects.create(sheet=sheet, authority=authority, order=order)
    return sheet


def second_person() -> User:
    """The second pair of eyes wherever a test does not care whose they are."""
    user, _ = User.objects.get_or_create(email="second.person@desk.example", defaults={"is_staff": True})
    return user


def approve(sheet: Sheet, *, at: datetime = AT) -> Sheet:
    """Bring a draft to where it can be issued."""
    submit_sheet(sheet, by=sheet.created_by, at=at)
    return approve_sheet(sheet, by=second_person(), at=at, content_hash=hash_now(sheet))


def issue(sheet: Sheet, *, at: datetime = AT, public_note: str = "") -> Sheet:
    """Take a draft the whole way: submitted, approved by the second person, issued."""
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


def make_subscription(action: UrgentAction | None = None, **overrides: Any) -> Subscription:
    """A confirmed subscription: to one action, or to every open one."""
    fields = {"email": f"follower{next(_serial)}@example.org", "created_at": AT, "confirmed_at": AT, **overrides}
    return Subscription.objects.create(action=action, **fields)
