"""What followers do: ask, confirm, get mails, come back undelivered, report, and look at what is held about them."""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from io import BytesIO, StringIO
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from campaigns.models import Campaign, Reminder, SentMail, Subscription, UrgentAction
from campaigns.reminders import sweep
from campaigns.sender import why_held
from cases.models import Concern
from tests.builders import make_case, make_hearing, make_open_action
from tests.reports import postfix_report

BEGAN = datetime(2011, 7, 13, 8, tzinfo=UTC)
SWEEPS = [BEGAN + timedelta(days=days, hours=2) for days in range(8)]
MARK = "zqfollower"


@dataclass
class Follower:
    number: int
    links: list[str] = field(default_factory=list)

    @property
    def email(self) -> str:
        return f"{MARK}{self.number:04}@canary{self.number % 7}.example"

    @property
    def client(self) -> Client:
        """From a network of its own: what a public form may be used for is counted for each."""
        return Client(REMOTE_ADDR=f"10.{self.number // 250}.{self.number % 250}.7")


def live(count: int) -> list[Follower]:
    """So many followers, after a week."""
    settings.DEMO_TODAY = BEGAN.date()
    why_held(at=BEGAN)  # a database that has sent before would be held as a copy
    case = make_case()
    make_hearing(case, on=date(2011, 7, 19))
    concern = Concern.objects.create(name="Evictions", slug="evictions-here", definition="People lose their homes.")
    case.concerns.add(concern)
    action = make_open_action(case)
    campaign = Campaign.objects.create(title="Homes", slug="homes")
    UrgentAction.objects.filter(pk=action.pk).update(campaign=campaign)
    everyone = [Follower(number) for number in range(count)]
    ways = [
        reverse("appeals:follow", args=[action.slug]),
        reverse("appeals:follow-all"),
        f"{reverse('appeals:follow-all')}?country=IS",
        f"{reverse('appeals:follow-all')}?campaign={campaign.slug}",
        f"{reverse('appeals:follow-all')}?concern={concern.slug}",
    ]
    for follower in everyone:
        for way in {ways[0], ways[follower.number % len(ways)]}:
            _follow(follower, way, confirms=follower.number % 9 != 8)
    _report(everyone, action)
    for at in SWEEPS:
        sweep(at=at)
    for follower in everyone[::5]:
        _come_back(follower)
    return everyone


def _follow(follower: Follower, way: str, *, confirms: bool) -> None:
    chosen = {"first_lead": "", "pace": ("now", "daily", "weekly")[follower.number % 3], "language": "en"}
    # As people type it: in capitals now and then.
    email = follower.email.upper() if follower.number % 4 == 3 else follower.email
    answer = follower.client.post(way, {"email": email, **chosen})
    if answer.status_code != 200:
        raise AssertionError(f"{way} answered {answer.status_code}")
    if confirms:
        follower.client.post(_link("confirm", follower.email))


def _report(everyone: list[Follower], action: UrgentAction) -> None:
    """Each letter is counted, and something came back: neither knows who said it."""
    address = reverse("appeals:sent", args=[action.slug])
    for follower in everyone[::3]:
        page = follower.client.get(address).content.decode()
        hidden = dict(re.findall(r'name="([a-z]+)" value="([^"]+)"', page))
        follower.client.post(address, {**hidden, "channel": "post", "number": "1"})


def _come_back(follower: Follower) -> None:
    """The mail server of the address says that nobody is there."""
    sent = Reminder.objects.filter(address=follower.email, status="sent", subscription__isnull=False).last()
    if sent:
        report = postfix_report(address=follower.email, message_id=sent.message_id)
        call_command("note_bounce", stdin=BytesIO(report), stdout=StringIO())


def _link(verb: str, email: str) -> str:
    mail = SentMail.objects.filter(recipient__iexact=email, text__contains=f"/follow/{verb}/").latest("pk")
    found = re.search(rf"/follow/{verb}/[^/\s]+/", mail.text)
    if found is None:
        raise AssertionError(f"no link to {verb}")
    return found[0]


def export_of(follower: Follower) -> dict[str, Any]:
    """What the owner of the address takes away, by the link that was mailed to them."""
    follower.client.post(reverse("appeals:held-ask"), {"email": follower.email})
    follower.links.append(_link("yours", follower.email))
    answer: Any = follower.client.get(f"{follower.links[-1]}file.json")
    return dict(answer.json())


def erase_all(everyone: list[Follower]) -> None:
    """Half of them by their own page, the others by staff, to whom they wrote."""
    for follower in everyone[::2]:
        follower.client.post(follower.links[-1], {"act": "erase", "sure": "yes"})
    by_staff = StringIO("".join(f"{follower.email}\n" for follower in everyone[1::2]))
    call_command("erase_addresses", stdin=by_staff, stdout=StringIO())


def missing_in(export: dict[str, Any], follower: Follower) -> list[str]:
    """What the register calls personal of the rows of a follower, and the export has not."""
    told = {
        "campaigns.Subscription": (Subscription.objects.of_address(follower.email), export["subscriptions"]),
        "campaigns.Reminder": (Reminder.objects.filter(address=follower.email), export["reminders"]),
        "campaigns.SentMail": (SentMail.objects.filter(recipient__iexact=follower.email), export["mails"]),
    }
    return [
        f"{label}: {rows.count()} rows, {len(entries)} told" for label, (rows, entries) in told.items()
        if rows.count() != len(entries)
    ] + [
        f"{label}.{name}" for label, (_, entries) in told.items() for name, key in EXPORTED[label].items()
        if key and any(key not in entry for entry in entries)
    ] + ([] if export["address"] == follower.email else ["the address"])  # fmt: skip


# Under which key each personal field of a follower stands in the file; "": it is the address, which stands above all.
EXPORTED: dict[str, dict[str, str]] = {
    "campaigns.Subscription": {
        "email": "",
        **dict.fromkeys(("action", "campaign", "concern", "country"), "follows"),
        "first_lead": "first_notice_days_before",
        "pace": "pace",
        "language": "language",
        "created_at": "asked_for_at",
        "confirmed_at": "confirmed_at",
    },
    "campaigns.Reminder": {"address": "", "subscription": "action"},
    "campaigns.SentMail": {
        "recipient": "",
        "subject": "subject",
        "text": "text",
        "html": "html",
        "headers": "headers",
    },
}
