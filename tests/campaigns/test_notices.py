"""The mails of reminders as their readers see them."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives

from campaigns.holdings import held_url
from campaigns.models import Reminder, UrgentAction
from campaigns.reminders import sweep
from cases.models import Hearing
from tests.builders import make_authority, make_case, make_deadline, make_hearing, make_open_action, make_subscription
from tests.builders import make_user as make_owner

pytestmark = pytest.mark.django_db

ZURICH = ZoneInfo("Europe/Zurich")


def on(day: int, *, month: int = 7) -> datetime:
    return datetime(2011, month, day, 8, tzinfo=ZURICH)


@pytest.fixture
def action() -> UrgentAction:
    case = make_case(
        person="Anna Beispiel",
        title="The case of a secret name",
        sources="her sister told us",
        internal_notes="hidden in the cellar",
        owner=make_owner(email="owner@desk.example"),
    )
    court = make_authority(kind="court", office="Sample Court of Akureyri")
    make_hearing(case, court=court, at=time(9, 30), time_zone="Asia/Kathmandu")
    make_deadline(case, on=date(2011, 7, 28), what="end of the time of custody")
    action = make_open_action(case)
    make_subscription(action, email="anna@example.org")
    return action


def mails_at(at: datetime) -> dict[str, EmailMultiAlternatives]:
    """The mails that a sweep at this moment sends, by kind and recipient."""
    mail.outbox.clear()
    result = sweep(at=at)
    kinds = [delivery.reminder for delivery in result.deliveries]
    return {f"{row.kind} {row.address}": message for row, message in zip(kinds, mail.outbox, strict=True)}  # type: ignore[misc]


def html_of(message: EmailMultiAlternatives) -> str:
    (alternative,) = message.alternatives
    assert alternative[1] == "text/html"
    return str(alternative[0])


def test_hearing_for_a_follower(action: UrgentAction) -> None:
    message = mails_at(on(16))["hearing anna@example.org"]

    stop = message.extra_headers["List-Unsubscribe"].strip("<>")
    assert message.subject == "Reminder: a date in 3 days (UA 1/11)"
    assert (
        message.body
        == f"""\
A hearing is in 3 days: Tuesday 19 July 2011

Action:  UA 1/11
         TEACHER FACES UNFAIR TRIAL
Court:   Sample Court of Akureyri
About:   review of detention
Day:     Tuesday 19 July 2011
Time:    at 09:30 where the court sits (Asia/Kathmandu, UTC+5:45)

What you can do
Write now if you have not yet: what is read before the hearing weighs most. If
the post would come too late, take e-mail or fax. You can write until
Monday 22 August 2011.

What to ask, the addresses and the sheet to print:
http://testserver/actions/ua-1-11/

Dates of courts change at short notice. The page says what is known today.

--
You get this mail because you follow UA 1/11. We keep your address and
that choice, nothing else, and we do not see whether you opened this.
To end these mails, open this page and press the button:
{stop}
To see, change or erase what we hold about your address:
{held_url("anna@example.org", at=on(16))}
"""
    )


def test_hearing_for_the_owner(action: UrgentAction) -> None:
    message = mails_at(on(16))["hearing owner@desk.example"]

    assert message.subject == "Reminder: a date in 3 days (UA 1/11)"
    assert (
        message.body
        == f"""\
A hearing in your case is in 3 days: Tuesday 19 July 2011

Action:  UA 1/11
Court:   Sample Court of Akureyri
About:   review of detention
Day:     Tuesday 19 July 2011
Time:    at 09:30 where the court sits (Asia/Kathmandu, UTC+5:45)

What to do
Make sure that the day still stands. If it moved, change it on the case page:
everybody's reminders move with it, and mails about the old day are not sent.

The case page:
http://testserver/staff/cases/case/{action.case_id}/change/

--
You get this mail because this case is yours. If somebody else answers for it
now, enter that person as the owner of the case.
"""
    )


def test_hearing_for_staff_only_names_no_court_in_the_mail(action: UrgentAction) -> None:
    Hearing.objects.update(is_public=False, matter="a matter for staff")

    messages = mails_at(on(16))

    assert "hearing anna@example.org" not in messages
    text = str(messages["hearing owner@desk.example"].message())
    assert "19 July 2011" in text
    assert "Akureyri" not in text
    assert "a matter for staff" not in text


def test_deadline_for_a_follower(action: UrgentAction) -> None:
    message = mails_at(on(25))["deadline anna@example.org"]

    assert message.subject == "Reminder: a date in 3 days (UA 1/11)"
    assert "A deadline is in 3 days: Thursday 28 July 2011" in message.body
    assert "About:   end of the time of custody" in message.body


def test_last_day_to_write_for_a_follower(action: UrgentAction) -> None:
    message = mails_at(on(19, month=8))["appeals anna@example.org"]

    assert message.subject == "Reminder: the last day to write is in 3 days (UA 1/11)"
    assert "Appeals: before 23 August 2011, so Monday 22 August is the last good day" in message.body


def test_last_day_to_write_for_the_owner(action: UrgentAction) -> None:
    message = mails_at(on(22, month=8))["appeals owner@desk.example"]

    assert message.subject == "Reminder: the last day to write is today (UA 1/11)"
    assert "issue a further sheet with\na new date before this day is over" in message.body


@pytest.mark.parametrize(("day", "words"), [(16, "in 3 days"), (18, "tomorrow"), (19, "today")])
def test_days_are_counted_from_the_day_of_sending(action: UrgentAction, day: int, words: str) -> None:
    message = mails_at(on(day))["hearing anna@example.org"]

    assert message.subject == f"Reminder: a date {words} (UA 1/11)"
    assert f"A hearing is {words}: Tuesday 19 July 2011" in message.body
    assert f"<h1>A hearing is {words}: Tuesday 19 July 2011</h1>" in html_of(message)


def test_hearing_without_a_time_says_so(action: UrgentAction) -> None:
    Hearing.objects.update(at=None)

    message = mails_at(on(16))["hearing anna@example.org"]

    assert "Time:    time of day not known to us\n" in message.body


def test_every_mail_says_the_same_in_both_parts_and_nothing_private(action: UrgentAction) -> None:
    seen = {}
    for day, month in ((16, 7), (25, 7), (19, 8)):
        seen |= mails_at(on(day, month=month))

    assert len(seen) == 6
    for name, message in seen.items():
        html = html_of(message)
        whole = str(message.message())
        assert action.reference in html, name
        assert message.body.splitlines()[0] in html, name
        for secret in ("secret name", "sister", "cellar"):
            assert secret not in whole, name
        # No person and no country on the locked screen.
        assert not any(word in message.subject for word in ("Beispiel", "Iceland", "TEACHER")), name
        # Nothing that loads, runs or counts.
        assert not any(mark in html for mark in ("<img", "<script", "style", "url(", "cid:")), name
        assert html.count("http://") == html.count('href="http://testserver/'), name


def test_headers_of_a_followers_mail(action: UrgentAction) -> None:
    message = mails_at(on(16))["hearing anna@example.org"].message()

    stop = message["List-Unsubscribe"]
    assert stop.startswith("<http://testserver/follow/stop/")
    assert {name: message[name] for name in ("To", "Date", "Auto-Submitted", "List-Unsubscribe-Post")} == {
        "To": "anna@example.org",
        "Date": "Sat, 16 Jul 2011 08:00:00 +0200",
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    assert (message["Cc"], message["Bcc"]) == (None, None)
    assert [part.get_content_type() for part in message.get_payload()] == ["text/plain", "text/html"]


def test_text_from_the_case_is_escaped_in_html_and_plain_in_text(action: UrgentAction) -> None:
    Hearing.objects.update(matter='<b onclick="x()">appeal</b> & review')

    message = mails_at(on(16))["hearing anna@example.org"]

    assert 'About:   <b onclick="x()">appeal</b> & review\n' in message.body
    assert "&lt;b onclick=&quot;x()&quot;&gt;appeal&lt;/b&gt; &amp; review" in html_of(message)


def test_line_ends_from_the_case_add_no_header(action: UrgentAction) -> None:
    Hearing.objects.update(matter="appeal\r\nBcc: evil@example.org")

    message = mails_at(on(16))["hearing anna@example.org"]

    assert message.recipients() == ["anna@example.org"]
    assert message.message()["Bcc"] is None


def test_message_id_is_the_reminders_own(action: UrgentAction) -> None:
    message = mails_at(on(16))["hearing anna@example.org"]

    row = Reminder.objects.get(status="sent", kind="hearing", address="anna@example.org")
    assert message.message()["Message-ID"] == row.message_id
