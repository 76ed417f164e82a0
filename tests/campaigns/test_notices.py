"""The mails of notices as their readers see them."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.utils import translation
from django.utils.translation import get_language

from accounts.models import User
from campaigns.holdings import held_url
from campaigns.lifecycle import (
    close_action,
    draft_sheet,
    pause_action,
    resume_action,
    stop_action,
)
from campaigns.models import ActionEvent, Outcome, Reminder, Sheet, Subscription, UrgentAction
from campaigns.notices import Notice, days_until, mail_for
from campaigns.passages.became import became_lines
from campaigns.told_outcomes import ToldOutcome
from cases.hearing_moves import adjourn_hearing
from cases.levels import Level
from cases.models import Concern, Deadline, Hearing
from cases.taking_back import undo_move
from tests.builders import (
    AT,
    DAY,
    issue,
    make_authority,
    make_case,
    make_deadline,
    make_hearing,
    make_open_action,
    make_outcome,
    make_subscription,
)
from tests.builders import make_user as make_owner

pytestmark = pytest.mark.django_db

ZURICH = ZoneInfo("Europe/Zurich")
LAST_GOOD_DAY = date(2011, 8, 22)
DAY_OF_HEARING = date(2011, 7, 19)
FIRST = date(2011, 8, 1)
Kind = Reminder.Kind


def on(day: int, *, month: int = 7) -> datetime:
    return datetime(2011, month, day, 8, tzinfo=ZURICH)


@pytest.fixture
def action() -> UrgentAction:
    case = make_case(
        person="Anna Beispiel",
        title="The case of a secret name",
        sources="her sister told us",
        internal_notes="hidden in the cellar",
        owner=make_owner("Researcher", email="owner@desk.example"),
    )
    court = make_authority(kind="court", office="Sample Court of Akureyri")
    make_hearing(case, court=court, at=time(9, 30), time_zone="Asia/Kathmandu")
    make_deadline(case, on=date(2011, 7, 28), what="end of the time of custody")
    return make_open_action(case)


@pytest.fixture
def anna(action: UrgentAction) -> Subscription:
    return make_subscription(action, email="anna@example.org")


def notice(
    kind: str,
    action: UrgentAction,
    subscription: Subscription | None = None,
    *,
    subject: int | None = None,
    about_on: date | None = None,
) -> Notice:
    """About the hearing, the deadline, the last good day or the latest event of the action."""
    match kind:
        case Kind.HEARING | Kind.HEARING_MOVED | Kind.HEARING_AGAIN:
            hearing = action.case.hearings.first()
            subject, about_on = subject or hearing.pk, about_on or hearing.on
        case Kind.DEADLINE | Kind.DEADLINE_MOVED | Kind.DEADLINE_AGAIN:
            deadline = action.case.deadlines.get()
            subject, about_on = subject or deadline.pk, about_on or deadline.on
        case Kind.APPEALS:
            subject, about_on = action.pk, action.last_good_day
        case _:
            subject, about_on = subject or action.events.latest("pk").pk, about_on or DAY
    reminder = Reminder(
        kind=kind,
        subject_id=subject,
        about_on=about_on,
        lead_days=0,
        address=subscription.email if subscription else "owner@desk.example",
        action=action,
        subscription=subscription,
        due_at=AT,
    )
    return Notice(reminder, action, subscription)


def mail_of(*told: Notice, at: datetime) -> EmailMultiAlternatives:
    return mail_for(told, message_id="<one@desk.example>", at=at)


def html_of(message: EmailMultiAlternatives) -> str:
    (alternative,) = message.alternatives
    assert alternative[1] == "text/html"
    return str(alternative[0])


def words_of(message: EmailMultiAlternatives) -> str:
    """What it says above the footer, with line ends as spaces."""
    return " ".join(message.body.split("\n--\n")[0].split())


def further_sheet(action: UrgentAction, *, public_note: str = "", **fields: Any) -> UrgentAction:
    sheet = draft_sheet(action, by=action.created_by, at=AT)
    for name, value in {"dated": date(2011, 8, 3), "appeals_limit": date(2011, 8, 23), **fields}.items():
        setattr(sheet, name, value)
    sheet.save()
    issue(sheet, public_note=public_note)
    return UrgentAction.objects.get(pk=action.pk)


# A day draws near


def test_hearing_for_a_follower(action: UrgentAction, anna: Subscription) -> None:
    message = mail_of(notice("hearing", action, anna), at=on(16))

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
Write:   until Monday 22 August 2011

What to do
Write now if you have not yet: what is read before that day weighs most. If the
post would come too late, take e-mail or fax.

Such dates change at short notice. The page says what is known today.

What to ask, the addresses and the sheet to print:
http://testserver/actions/ua-1-11/

--
You get this mail because you follow UA 1/11.
We keep your address and your choice, nothing else, and we do not see whether
you opened this.

To end these mails, open this page and press the button:
{stop}

To see, change or erase what we hold about your address:
{held_url("anna@example.org", at=on(16))}
"""
    )


def test_hearing_for_the_owner(action: UrgentAction) -> None:
    message = mail_of(notice("hearing", action), at=on(16))

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
everybody’s reminders move with it, and mails about the old day are not sent.

The case page:
http://testserver/staff/cases/case/{action.case_id}/change/

--
You get this mail because this case is yours. If somebody else answers for it
now, enter that person as the owner of the case.
"""
    )


def test_hearing_for_staff_only_names_no_court_in_the_mail(action: UrgentAction) -> None:
    Hearing.objects.update(level=Level.NETWORK, matter="a matter for staff")

    text = str(mail_of(notice("hearing", action), at=on(16)).message())

    assert "19 July 2011" in text
    assert "Akureyri" not in text
    assert "a matter for staff" not in text


def test_deadline_for_staff_only_does_not_say_what_it_is(action: UrgentAction) -> None:
    Deadline.objects.update(level=Level.NETWORK, what="a thing for staff")

    text = str(mail_of(notice("deadline", action), at=on(25)).message())

    assert "28 July 2011" in text
    assert "a thing for staff" not in text


def test_deadline_for_a_follower(action: UrgentAction, anna: Subscription) -> None:
    message = mail_of(notice("deadline", action, anna), at=on(25))

    assert message.subject == "Reminder: a date in 3 days (UA 1/11)"
    assert "A deadline is in 3 days: Thursday 28 July 2011\n" in message.body
    assert "About:   end of the time of custody\n" in message.body


def test_last_day_to_write_for_a_follower(action: UrgentAction, anna: Subscription) -> None:
    message = mail_of(notice("appeals", action, anna), at=on(19, month=8))

    assert message.subject == "Reminder: the last day to write is in 3 days (UA 1/11)"
    assert "Appeals:  before 23 August 2011, so Monday 22 August is the last good day\n" in message.body


def test_last_day_to_write_until_a_day(anna: Subscription) -> None:
    action = make_open_action(appeals_wording="until")

    message = mail_of(notice("appeals", action, anna), at=on(23, month=8))

    assert "Appeals:  until 23 August 2011, so Tuesday 23 August is the last good day\n" in message.body


def test_last_day_to_write_for_the_owner(action: UrgentAction) -> None:
    message = mail_of(notice("appeals", action), at=on(22, month=8))

    assert message.subject == "Reminder: the last day to write is today (UA 1/11)"
    assert "issue a further sheet with a new date before this day is over" in words_of(message)


@pytest.mark.parametrize(("day", "words"), [(16, "in 3 days"), (18, "tomorrow"), (19, "today")])
def test_days_are_counted_from_the_day_of_sending(
    action: UrgentAction, anna: Subscription, day: int, words: str
) -> None:
    told = notice("hearing", action, anna)

    message = mail_of(told, at=on(day))

    assert days_until(told.reminder, at=on(day)) == 19 - day
    assert message.subject == f"Reminder: a date {words} (UA 1/11)"
    assert f"A hearing is {words}: Tuesday 19 July 2011\n" in message.body
    assert f"<h1>A hearing is {words}: Tuesday 19 July 2011</h1>" in html_of(message)


def test_hearing_without_a_time_says_so(action: UrgentAction, anna: Subscription) -> None:
    Hearing.objects.update(at=None)

    assert "Time:    time of day not known to us\n" in mail_of(notice("hearing", action, anna), at=on(16)).body


def test_hearing_after_the_last_good_day_asks_to_write_by_that(action: UrgentAction, anna: Subscription) -> None:
    Hearing.objects.update(on=date(2011, 8, 24))

    words = words_of(mail_of(notice("hearing", action, anna), at=on(21, month=8)))

    assert "The last good day of this action comes before that day: please write by then." in words
    assert "what is read before that day weighs most" not in words


@pytest.mark.parametrize(("kind", "model"), [("hearing", Hearing), ("deadline", Deadline)])
def test_day_that_was_removed_cannot_be_told(
    action: UrgentAction, anna: Subscription, kind: str, model: type[Hearing | Deadline]
) -> None:
    told = notice(kind, action, anna)
    model.objects.all().delete()

    with pytest.raises(model.DoesNotExist):
        mail_of(told, at=on(16))


# Something happened


def test_new_action(action: UrgentAction, anna: Subscription) -> None:
    message = mail_of(notice("new", action, anna), at=on(13))

    assert message.subject == "Please write: new urgent action (UA 1/11)"
    assert (
        message.body.split("\n--\n")[0]
        == """\
A new urgent action asks you to write: UA 1/11

Action:   UA 1/11
          TEACHER FACES UNFAIR TRIAL
Appeals:  before 23 August 2011, so Monday 22 August is the last good day

A teacher is to be tried without a lawyer.

What to do
Take the demands and the addresses from the page or the sheet, write in your
own words, and send what you can: each letter is read by itself.

What to ask, the addresses and the sheet to print:
http://testserver/actions/ua-1-11/

The sheet to print, as a PDF:
http://testserver/actions/ua-1-11/sheet.pdf
"""
    )


def test_new_sheet_says_what_changed(action: UrgentAction, anna: Subscription) -> None:
    action = further_sheet(action, appeals_limit=date(2011, 8, 20), public_note="She has a lawyer now.")

    message = mail_of(notice("changed", action, anna), at=on(3, month=8))

    assert message.subject == "New sheet: please use it from now on (UA 1/11)"
    assert (
        message.body.split("\nWhat to ask")[0]
        == """\
UA 1/11 has a new sheet: version 2 of 3 August 2011

Action:   UA 1/11
          TEACHER FACES UNFAIR TRIAL
Appeals:  before 20 August 2011, so Friday 19 August is the last good day

What changed since the sheet before it:

- There is less time: the last day to write is now Friday 19 August 2011; it
  was Monday 22 August 2011.

She has a lawyer now.

What to do
Please use the new sheet and throw the old one away. If you have letters that
are not posted yet, compare them with what changed.
"""
    )


def test_what_the_note_kept_of_the_proposal_is_not_told_twice(action: UrgentAction, anna: Subscription) -> None:
    change = "There is less time: the last day to write is now Friday 19 August 2011; it was Monday 22 August 2011."
    note = f"{change}\n\nThe court sits earlier than we thought."
    action = further_sheet(action, appeals_limit=date(2011, 8, 20), public_note=note)

    words = words_of(mail_of(notice("changed", action, anna), at=on(3, month=8)))

    assert (words.count(change), words.count("The court sits earlier than we thought.")) == (1, 1)


OWN_WORDS = "Please name the court in the first line."


def test_what_staff_wrote_of_what_changed_is_told_as_they_wrote_it_and_in_their_order(
    action: UrgentAction, anna: Subscription
) -> None:
    action = further_sheet(
        action,
        headline="TEACHER IN DANGER",
        appeals_limit=date(2011, 8, 20),
        changes=f"{OWN_WORDS}\n\nThe headline is now: TEACHER IN DANGER",
        changes_proposed=False,
    )

    message = mail_of(notice("changed", action, anna), at=on(3, month=8))

    # They left out that there is less time: the line above the list says until when.
    assert [line for line in message.body.splitlines() if line.startswith("- ")] == [
        f"- {OWN_WORDS}",
        "- The headline is now: TEACHER IN DANGER",
    ]


def test_sentence_that_staff_left_as_proposed_is_told_in_the_language_of_its_reader(action: UrgentAction) -> None:
    action = further_sheet(action, appeals_limit=date(2011, 8, 20))
    sheet = Sheet.objects.get(version=2)
    assert sheet.frozen is not None
    sheet.frozen["changes"] += f"\n\n{OWN_WORDS}"
    Sheet.objects.filter(pk=sheet.pk).update(frozen=sheet.frozen, content_hash="f" * 64, approved_hash="f" * 64)
    follower = make_subscription(action, language="fr")

    words = words_of(mail_of(notice("changed", action, follower), at=on(3, month=8)))

    told = "Il reste moins de temps : le dernier jour pour écrire est désormais le vendredi 19 août 2011"
    assert (words.count(told), words.count(OWN_WORDS), "There is less time" in words) == (1, 1, False)


def test_public_note_says_nothing_once_more_of_what_the_sheet_says(action: UrgentAction, anna: Subscription) -> None:
    note = f"{OWN_WORDS}\n\nShe has a lawyer now."
    action = further_sheet(action, changes=OWN_WORDS, changes_proposed=False, public_note=note)

    words = words_of(mail_of(notice("changed", action, anna), at=on(3, month=8)))

    assert (words.count(OWN_WORDS), words.count("She has a lawyer now.")) == (1, 1)


def test_whoever_missed_a_sheet_is_told_what_is_different_in_the_end_and_what_staff_wrote_themselves(
    action: UrgentAction, anna: Subscription
) -> None:
    action = further_sheet(action, appeals_limit=date(2011, 8, 20))  # less time, which does not hold any more
    first = action.events.latest("pk").pk
    words = f"{OWN_WORDS}\n\nThe headline is now: TEACHER IN DANGER"
    action = further_sheet(action, headline="TEACHER IN DANGER", changes=words, changes_proposed=False)

    message = mail_of(
        notice("changed", action, anna, subject=first), notice("changed", action, anna), at=on(3, month=8)
    )

    assert [line for line in message.body.splitlines() if line.startswith("- ")] == [
        "- The headline is now: TEACHER IN DANGER",
        f"- {OWN_WORDS}",
    ]


def test_new_sheet_that_asks_the_same_says_so(action: UrgentAction, anna: Subscription) -> None:
    action = further_sheet(action)

    words = words_of(mail_of(notice("changed", action, anna), at=on(3, month=8)))

    assert "What it asks, of whom and until when is as it was before." in words


def test_two_new_sheets_are_told_as_one_change(action: UrgentAction, anna: Subscription) -> None:
    action = further_sheet(action, appeals_limit=date(2011, 8, 20))
    first = action.events.latest("pk").pk
    action = further_sheet(action, headline="TEACHER IN DANGER", appeals_limit=date(2011, 8, 23))

    message = mail_of(
        notice("changed", action, anna, subject=first), notice("changed", action, anna), at=on(3, month=8)
    )

    assert message.subject == "New sheet: please use it from now on (UA 1/11)"
    assert message.body.count("has a new sheet") == 1
    # Back at the old day, so only the headline is another.
    assert [line for line in message.body.splitlines() if line.startswith("- ")] == [
        "- The headline is now: TEACHER IN DANGER"
    ]


def test_new_action_with_a_new_sheet_is_told_as_new(action: UrgentAction, anna: Subscription) -> None:
    new = notice("new", action, anna)
    action = further_sheet(action)

    message = mail_of(new, notice("changed", action, anna), at=on(3, month=8))

    assert message.subject == "Please write: new urgent action (UA 1/11)"
    assert "throw the old one away" not in message.body


def test_pause(action: UrgentAction, anna: Subscription) -> None:
    pause_action(action, by=action.created_by, at=AT, reason="a secret", public_note="Talks are going on.")

    message = mail_of(notice("paused", action, anna), at=on(13))

    assert message.subject == "Please do not write for now (UA 1/11)"
    assert words_of(message).startswith("Please do not write for now: UA 1/11 is paused")
    assert "Talks are going on. What to do If letters are ready, keep them." in words_of(message)


def test_end_of_a_pause(action: UrgentAction, anna: Subscription) -> None:
    pause_action(action, by=action.created_by, at=AT)
    resume_action(action, by=action.created_by, at=AT)

    message = mail_of(notice("resumed", action, anna), at=on(13))

    assert message.subject == "You can write again (UA 1/11)"
    assert "Write:   until Monday 22 August 2011\n" in message.body


def test_stop(action: UrgentAction, anna: Subscription) -> None:
    stop_action(action, by=action.created_by, at=AT, reason="a secret", public_note="The family asks for silence.")

    message = mail_of(notice("stopped", action, anna), at=on(13))

    assert message.subject == "STOP: please send no more letters (UA 1/11)"
    assert (
        message.body.split("\n--\n")[0]
        == """\
STOP: please send no more letters on UA 1/11

Action:  UA 1/11
         TEACHER FACES UNFAIR TRIAL

The family asks for silence.

What to do
If letters are ready, do not post them. Please send no e-mail and no fax
either.

If you gave the sheet to others, please tell them too.

What is known today:
http://testserver/actions/ua-1-11/
"""
    )
    assert message.extra_headers["List-Unsubscribe"].startswith("<http://testserver/follow/stop/")


def test_end_of_an_action(action: UrgentAction, anna: Subscription) -> None:
    close_action(action, by=action.created_by, at=AT, reason="a secret", public_note="She was released.")

    message = mail_of(notice("closed", action, anna), at=on(13))

    assert message.subject == "The action has ended, thank you (UA 1/11)"
    assert "She was released. What to do Please write no more letters for it." in words_of(message)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "What became of them, as far as we know: - Anna Beispiel: released (July 2011). She is home."),
        ("fr", "pour autant que nous le sachions : - Anna Beispiel : remise en liberté (juillet 2011). She is home."),
        ("de", "soweit wir wissen: - Anna Beispiel: freigelassen (Juli 2011). She is home."),
        ("es", "hasta donde sabemos: - Anna Beispiel: puesta en libertad (julio de 2011). She is home."),
    ],
)
def test_end_tells_what_became_of_each_in_each_language(action: UrgentAction, language: str, told: str) -> None:
    sheet = make_outcome(action, "released")
    sheet.outcomes.update(happened_on="2011-07", sentence="She is home.")
    issue(sheet)
    action.refresh_from_db()

    message = mail_of(notice("closed", action, make_subscription(action, language=language)), at=on(13))

    assert told in words_of(message)
    assert "Anna" not in message.subject


def test_every_word_of_an_outcome_can_be_told() -> None:
    outcomes = [ToldOutcome(1, "Anna", word, "", "") for word in Outcome.Word.values]

    assert became_lines(outcomes) == tuple(f"Anna: {word.label}." for word in Outcome.Word)


@pytest.mark.parametrize("verb", [stop_action, close_action])
def test_reason_for_staff_stays_out(action: UrgentAction, anna: Subscription, verb: Callable[..., object]) -> None:
    verb(action, by=action.created_by, at=AT, reason="because of the cellar")

    kind = "stopped" if verb is stop_action else "closed"
    assert "cellar" not in str(mail_of(notice(kind, action, anna), at=on(13)).message())


def test_event_that_was_removed_cannot_be_told(action: UrgentAction, anna: Subscription) -> None:
    stop_action(action, by=action.created_by, at=AT, reason="a secret")
    told = notice("stopped", action, anna)
    ActionEvent.objects.all().delete()

    with pytest.raises(ActionEvent.DoesNotExist):
        mail_of(told, at=on(13))


# A day that was told does not hold


MOVED = "The hearing of 19 July 2011 (UA 1/11), of which we told you, "


def moved_hearing(action: UrgentAction, anna: Subscription) -> str:
    """What is said of the hearing that was announced for the 19th."""
    first = action.case.hearings.order_by("pk")[0]
    return words_of(
        mail_of(notice("hearing_moved", action, anna, subject=first.pk, about_on=date(2011, 7, 19)), at=on(16))
    )


def adjourn(action: UrgentAction, *, level: str = "public", status: str = "expected") -> None:
    """From the 19th to the 26th of July, and from there to the 2nd of August."""
    first = action.case.hearings.get()
    last = make_hearing(action.case, court=first.court, on=date(2011, 8, 2), level=level, status=status)
    between = make_hearing(
        action.case, court=first.court, on=date(2011, 7, 26), status="adjourned", adjourned_to=last, level=Level.NETWORK
    )
    Hearing.objects.filter(pk=first.pk).update(status="adjourned", adjourned_to=between)


def test_hearing_that_was_adjourned_twice_gives_the_last_day(action: UrgentAction, anna: Subscription) -> None:
    adjourn(action)

    words = moved_hearing(action, anna)

    assert f"{MOVED}will not take place that day. Its new day is Tuesday 2 August 2011." in words
    assert "26 July" not in words


def test_hearing_adjourned_to_one_for_staff_only_gives_no_day(action: UrgentAction, anna: Subscription) -> None:
    adjourn(action, level=Level.NETWORK)

    words = moved_hearing(action, anna)

    assert f"{MOVED}will not take place that day. No new day is announced yet." in words
    assert "August" not in words


def test_hearing_that_was_cancelled(action: UrgentAction, anna: Subscription) -> None:
    Hearing.objects.update(status="cancelled")

    assert f"{MOVED}was cancelled." in moved_hearing(action, anna)


def test_hearing_whose_date_was_changed(action: UrgentAction, anna: Subscription) -> None:
    Hearing.objects.update(on=date(2011, 7, 20))

    assert f"{MOVED}will not take place that day. Its new day is Wednesday 20 July 2011." in moved_hearing(action, anna)


def test_hearing_that_is_not_public_any_more_says_nothing_else(action: UrgentAction, anna: Subscription) -> None:
    Hearing.objects.update(level=Level.NETWORK, on=date(2011, 7, 20), matter="a matter for staff")

    words = moved_hearing(action, anna)

    assert f"{MOVED}is no longer announced for that day." in words
    assert not any(word in words for word in ("20 July", "matter for staff", "Akureyri"))


def test_hearing_that_was_removed_says_nothing_else(action: UrgentAction, anna: Subscription) -> None:
    told = notice("hearing_moved", action, anna)
    Hearing.objects.all().delete()

    assert f"{MOVED}is no longer announced for that day." in words_of(mail_of(told, at=on(16)))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"status": "lifted"}, "was lifted."),
        ({"on": date(2011, 7, 30)}, "does not hold any more. Its new day is Saturday 30 July 2011."),
        ({"level": Level.NETWORK, "on": date(2011, 7, 30)}, "is no longer announced for that day."),
    ],
)
def test_deadline_that_moved(action: UrgentAction, anna: Subscription, change: dict[str, Any], sentence: str) -> None:
    Deadline.objects.update(**change)

    words = words_of(mail_of(notice("deadline_moved", action, anna, about_on=date(2011, 7, 28)), at=on(16)))

    assert f"The deadline of 28 July 2011 (UA 1/11), of which we told you, {sentence}" in words


def test_hearing_to_which_a_move_led_that_was_taken_back_is_told_as_moved_to_where_it_was(
    action: UrgentAction, anna: Subscription
) -> None:
    hearing, by = action.case.hearings.get(), action.created_by
    move = adjourn_hearing(hearing, to=date(2011, 8, 2), by=by, at=AT)
    undo_move(move, by=by, at=AT)
    told = notice("hearing_moved", action, anna, subject=move.to_hearing_id, about_on=date(2011, 8, 2))

    words = words_of(mail_of(told, at=on(16)))

    assert (
        "The hearing of 2 August 2011 (UA 1/11), of which we told you, will not take place that day. Its new day is "
        "Tuesday 19 July 2011." in words
    )


def test_hearing_that_is_on_again(action: UrgentAction, anna: Subscription) -> None:
    message = mail_of(notice("hearing_again", action, anna), at=on(16))

    assert message.subject == "A date has changed (UA 1/11)"
    assert (
        "We told you that a hearing (UA 1/11) would not take place on its day. It is to take place after all, on "
        "Tuesday 19 July 2011." in words_of(message)
    )
    assert "Sample Court of Akureyri" in message.body


def test_deadline_that_holds_again(action: UrgentAction, anna: Subscription) -> None:
    words = words_of(mail_of(notice("deadline_again", action, anna), at=on(16)))

    assert (
        "We told you that a deadline (UA 1/11) does not hold any more. It does after all; its day is Thursday 28 July "
        "2011." in words
    )


# Several in one mail


def test_ten_actions_that_close_tomorrow_make_one_mail() -> None:
    everything = make_subscription(email="anna@example.org")
    actions = [make_open_action() for _ in range(10)]

    message = mail_of(*(notice("appeals", row, everything) for row in actions), at=on(21, month=8))

    assert message.subject == "Reminder: the last day to write is tomorrow (10 actions)"
    assert message.body.startswith(
        """\
The last day to write is tomorrow: Monday 22 August 2011

If you have not written yet, do so now, by e-mail or fax where the page gives
one: a letter by post may come too late.

UA 1/11
TEACHER FACES UNFAIR TRIAL
  Appeals:  before 23 August 2011, so Monday 22 August is the last good day
  http://testserver/actions/ua-1-11/

UA 2/11
"""
    )
    assert [line for line in message.body.splitlines() if line.startswith("UA ")] == [
        f"UA {number}/11" for number in range(1, 11)
    ]
    assert message.body.count("letter by post") == 1


def test_notices_about_one_action_stand_together_under_it(action: UrgentAction, anna: Subscription) -> None:
    told = [notice(kind, action, anna) for kind in ("appeals", "deadline", "hearing")]

    message = mail_of(*told, at=on(16))

    assert message.subject == "Reminder: 3 notices, the first date is in 3 days (UA 1/11)"
    assert message.body.count("TEACHER FACES UNFAIR TRIAL") == 1
    assert [line for line in message.body.splitlines() if line.startswith("* ")] == [
        "* A hearing is in 3 days: Tuesday 19 July 2011",
        "* A deadline is in 12 days: Thursday 28 July 2011",
        "* The last day to write is in 37 days: Monday 22 August 2011",
    ]


def test_most_urgent_comes_first() -> None:
    everything = make_subscription(email="anna@example.org")
    ended, renewed, new, near, soon = (make_open_action() for _ in range(5))
    make_hearing(soon.case, on=date(2011, 8, 20))
    close_action(ended, by=ended.created_by, at=AT, reason="done")
    told = [
        notice("closed", ended, everything),
        notice("new", new, everything),
        notice("changed", further_sheet(renewed), everything),
        notice("appeals", near, everything),
        notice("hearing", soon, everything),
    ]

    message = mail_of(*told, at=on(19, month=8))

    headings = ("HEARINGS AND OTHER DATES", "LAST DAYS TO WRITE", "WHAT CHANGED", "NEW ACTIONS", "ENDED")
    assert [line for line in message.body.splitlines() if line in headings] == list(headings)
    assert message.subject == "Reminder: 5 notices, the first date is tomorrow (5 actions)"


def test_stop_and_pause_in_one_mail_say_stop_first() -> None:
    everything = make_subscription()
    paused, stopped = make_open_action(), make_open_action()
    pause_action(paused, by=paused.created_by, at=AT)
    stop_action(stopped, by=stopped.created_by, at=AT, reason="x")

    message = mail_of(notice("paused", paused, everything), notice("stopped", stopped, everything), at=on(13))

    assert message.subject == "STOP: please do not write (2 actions)"


def test_mail_to_the_owner_of_several_cases(action: UrgentAction) -> None:
    told = [notice(kind, action) for kind in ("hearing", "deadline")]

    message = mail_of(*told, at=on(18))

    assert message.subject == "Reminder: 2 notices, the first date is tomorrow (UA 1/11)"
    assert message.body.count(f"/staff/cases/case/{action.case_id}/change/") == 1
    assert "TEACHER" not in message.body


def test_owner_reads_of_an_event_what_followers_read(action: UrgentAction) -> None:
    stop_action(action, by=action.created_by, at=AT, reason="a secret", public_note="The family asks for silence.")

    message = mail_of(notice("stopped", action), at=on(13))

    assert "The family asks for silence." in message.body
    assert "do not post them" not in message.body


def test_one_mail_is_for_one_address(action: UrgentAction, anna: Subscription) -> None:
    other = make_subscription(action, email="other@example.org")

    with pytest.raises(ValueError, match="One mail goes to one address"):
        mail_of(notice("hearing", action, anna), notice("hearing", action, other), at=on(16))
    with pytest.raises(ValueError, match="One mail goes to one address"):
        mail_of(at=on(16))


# Why it comes, and how to end it


def test_mail_from_several_subscriptions_names_each_the_narrowest_first(
    action: UrgentAction, anna: Subscription
) -> None:
    everything = make_subscription(email="anna@example.org", language="de")
    other = make_open_action()

    message = mail_of(notice("appeals", other, everything), notice("hearing", action, anna), at=on(16))

    assert "You get this mail because you follow:\n- UA 1/11\n- every open action\n" in message.body
    assert '<html lang="en">' in html_of(message)


def test_headers_of_a_followers_mail(action: UrgentAction, anna: Subscription) -> None:
    message = mail_of(notice("hearing", action, anna), at=on(16)).message()

    assert message["List-Unsubscribe"].startswith("<http://testserver/follow/stop/")
    names = ("To", "Date", "Auto-Submitted", "List-Unsubscribe-Post", "Message-ID")
    assert {name: message[name] for name in names} == {
        "To": "anna@example.org",
        "Date": "Sat, 16 Jul 2011 08:00:00 +0200",
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Message-ID": "<one@desk.example>",
    }
    assert (message["Cc"], message["Bcc"]) == (None, None)
    assert [part.get_content_type() for part in message.get_payload()] == ["text/plain", "text/html"]


@pytest.mark.parametrize(
    ("site", "list_id"),
    [
        ("https://desk.example", "<reminders.desk.example>"),
        ("http://localhost:8000", None),
        ("http://127.0.0.1:8000", None),
        ("http://[::1]:8000", None),
    ],
)
def test_list_id_is_one_for_all_followers_of_a_site_with_a_name(
    action: UrgentAction, anna: Subscription, settings: Any, site: str, list_id: str | None
) -> None:
    settings.SITE_URL = site

    assert mail_of(notice("hearing", action, anna), at=on(16)).message()["List-Id"] == list_id
    assert mail_of(notice("hearing", action), at=on(16)).message()["List-Id"] is None


# In the language of the reader


def test_follower_reads_in_the_language_of_the_subscription(action: UrgentAction) -> None:
    follower = make_subscription(action, language="de")

    message = mail_of(notice("hearing", action, follower), at=on(18))

    assert message.body.splitlines()[0] == "Morgen ist eine Verhandlung: Dienstag, 19. Juli 2011"
    assert '<html lang="de">' in html_of(message)
    assert "TEACHER FACES UNFAIR TRIAL" in message.body


@pytest.mark.parametrize(
    ("language", "subject", "title", "appeals", "end"),
    [
        (
            "fr",
            "Rappel : le dernier jour pour écrire est dans 2 jours (UA 1/11)",
            "Le dernier jour pour écrire est dans 2 jours : lundi 22 août 2011",
            "Appels : avant le 23 août 2011 : le dernier jour utile est donc le lundi 22 août",
            "Ne plus recevoir ces messages",
        ),
        (
            "de",
            "Erinnerung: Der letzte Tag zum Schreiben ist in 2 Tagen (UA 1/11)",
            "Der letzte Tag zum Schreiben ist in 2 Tagen: Montag, 22. August 2011",
            "Appelle: vor dem 23. August 2011: Der letzte gute Tag ist also Montag, 22. August",
            "Diese E-Mails beenden",
        ),
        (
            "es",
            "Recordatorio: el último día para escribir es dentro de 2 días (UA 1/11)",
            "El último día para escribir es dentro de 2 días: lunes 22 de agosto de 2011",
            "Llamamientos: antes del 23 de agosto de 2011: el último día válido es, por tanto, el lunes 22 de agosto",
            "Dejar de recibir estos mensajes",
        ),
    ],
)
def test_last_day_to_write_in_each_language(
    action: UrgentAction, language: str, subject: str, title: str, appeals: str, end: str
) -> None:
    message = mail_of(notice("appeals", action, make_subscription(action, language=language)), at=on(20, month=8))

    # French puts a hard space before its colons: here it counts as a space.
    assert message.subject == subject
    assert " ".join(message.body.splitlines()[0].split()) == title
    assert appeals in words_of(message)
    assert f'<html lang="{language}">' in html_of(message)
    assert end in html_of(message)


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("fr", "STOP : n’envoyez plus aucune lettre (UA 1/11)"),
        ("de", "STOPP: Bitte schicken Sie keine Briefe mehr (UA 1/11)"),
        ("es", "ALTO: por favor, no envíe más cartas (UA 1/11)"),
    ],
)
def test_stop_in_each_language(action: UrgentAction, language: str, subject: str) -> None:
    stop_action(action, by=action.created_by, at=AT, reason="a secret")

    message = mail_of(notice("stopped", action, make_subscription(action, language=language)), at=on(13))

    assert message.subject == subject


def test_mail_from_several_subscriptions_is_in_the_language_of_the_narrowest(action: UrgentAction) -> None:
    everything = make_subscription(email="anna@example.org", language="de")
    narrow = make_subscription(action, email="anna@example.org", language="fr")

    message = mail_of(notice("appeals", make_open_action(), everything), notice("hearing", action, narrow), at=on(16))

    assert '<html lang="fr">' in html_of(message)
    assert "Vous recevez ce message parce que vous suivez" in message.body


def test_first_of_a_month_in_french(action: UrgentAction) -> None:
    message = mail_of(notice("hearing", action, make_subscription(action, language="fr"), about_on=FIRST), at=on(18))

    assert message.body.splitlines()[0].endswith("lundi 1er août 2011")


def test_names_with_signs_of_templates_survive_in_every_language() -> None:
    odd = "100 % {{ torture }} %(day)s {0}"
    case = make_case()
    make_hearing(case, court=make_authority(kind="court", office=odd), on=DAY_OF_HEARING)
    action = make_open_action(case)
    everything = make_subscription(concern=Concern.objects.create(name=odd, slug="odd"), email="anna@example.org")

    for language, _name in settings.LANGUAGES:
        everything.language = language
        message = mail_of(notice("hearing", action, everything), at=on(16))
        assert odd in words_of(message)
        assert odd in " ".join(message.body.split("\n--\n")[1].split())


def test_pages_stay_english_in_a_process_that_wrote_french_mails(action: UrgentAction, client: Client) -> None:
    mail_of(notice("hearing", action, make_subscription(action, language="fr")), at=on(18))

    page = client.get("/follow/", headers={"accept-language": "fr"})

    assert get_language() == settings.LANGUAGE_CODE
    assert '<html lang="en' in page.content.decode()
    assert "every open action" in page.content.decode()


def test_staff_read_in_the_language_of_their_pages(action: UrgentAction) -> None:
    with translation.override("fr"):
        message = mail_of(notice("hearing", action), at=on(16))

    assert message.body.startswith("A hearing in your case is in 3 days: Tuesday 19 July 2011\n")


# What never gets in


def test_every_mail_says_the_same_in_both_parts_and_nothing_private(action: UrgentAction, anna: Subscription) -> None:
    moved = ("hearing_moved", "deadline_moved", "hearing_again", "deadline_again")
    kinds = ("hearing", "deadline", "appeals", *moved, "new")
    mails = [mail_of(notice(kind, action, row), at=on(16)) for kind in kinds for row in (anna, None)]

    for message in mails:
        html = html_of(message)
        whole = str(message.message())
        assert action.reference in html
        assert message.body.splitlines()[0] in html
        for secret in ("secret name", "sister", "cellar"):
            assert secret not in whole
        # No person and no country on the locked screen.
        assert not any(word in message.subject for word in ("Beispiel", "Iceland", "TEACHER"))
        # Nothing that loads, runs or counts.
        assert not any(mark in html for mark in ("<img", "<script", "style", "url(", "cid:"))
        assert html.count("http://") == html.count('href="http://testserver/')


def test_text_from_the_case_is_escaped_in_html_and_plain_in_text(action: UrgentAction, anna: Subscription) -> None:
    Hearing.objects.update(matter='<b onclick="x()">appeal</b> & review')

    message = mail_of(notice("hearing", action, anna), at=on(16))

    assert 'About:   <b onclick="x()">appeal</b> & review\n' in message.body
    assert "&lt;b onclick=&quot;x()&quot;&gt;appeal&lt;/b&gt; &amp; review" in html_of(message)


@pytest.mark.parametrize(
    "matter",
    [
        "appeal\r\nBcc: evil@example.org",
        "appeal\u2028Bcc: evil@example.org\u2029",
        "appeal \u202eevil\u202c \u2066Bcc: evil@example.org\u2069",
        "استئناف ضد القرار",
        "=?utf-8?q?Bcc:_evil=40example.org?=",
        "x" * 200,
        "appeal 🕊️ %(about)s %s {{ 7 }}",
    ],
)
def test_strange_text_makes_no_header_and_leaves_its_line_nowhere(
    action: UrgentAction, anna: Subscription, matter: str
) -> None:
    Hearing.objects.update(matter=matter)

    message = mail_of(notice("hearing", action, anna), at=on(16))
    sent = message.message()

    assert message.recipients() == ["anna@example.org"]
    assert (sent["Bcc"], sent["Subject"]) == (None, "Reminder: a date in 3 days (UA 1/11)")
    assert not any(line.startswith("Bcc") for line in message.body.splitlines())
    assert not set("\u202e\u2066\u2028\u2029\r") & set(message.body + html_of(message))


def test_headline_of_any_text_breaks_no_mail(anna: Subscription) -> None:
    action = make_open_action(headline="TEACHER " * 12 + "🕊 =?utf-8?q?x?=")

    message = mail_of(notice("appeals", action, anna), at=on(21, month=8))

    assert message.subject == f"Reminder: the last day to write is tomorrow ({action.reference})"
    assert all(len(line) < 80 for line in message.body.splitlines() if "http://" not in line)


# At speed


def test_last_day_to_write_takes_one_query(
    action: UrgentAction, anna: Subscription, django_assert_num_queries: Callable[[int], Any]
) -> None:
    told = notice("appeals", action, anna)
    mail_of(told, at=on(21, month=8))

    with django_assert_num_queries(1):
        mail_of(told, at=on(21, month=8))


# The list for the morning of the staff


def list_for(owner: User, address: str = "") -> Notice:
    reminder = Reminder(
        kind="desk",
        subject_id=owner.pk,
        about_on=date(2011, 8, 22),
        lead_days=0,
        address=address or owner.email,
        due_at=AT,
    )
    return Notice(reminder, None, None)


def test_list_for_the_morning_is_a_mail_of_its_own(action: UrgentAction) -> None:
    message = mail_of(list_for(action.case.owner), at=on(22, month=8))

    assert message.subject == "Your list for Monday 22 August"
    assert message.body.startswith("What waits for you on Monday 22 August 2011\n")
    assert message.message()["List-Unsubscribe"] is None


def test_days_of_ones_own_cases_come_before_the_list(action: UrgentAction) -> None:
    message = mail_of(list_for(action.case.owner), notice("appeals", action), at=on(22, month=8))

    assert message.subject == "Reminder: the last day to write is today (UA 1/11)"
    for text in (message.body, html_of(message)):
        assert text.index("The last day to write is today: Monday 22 August 2011") < text.index("What waits for you")


def test_list_on_which_nothing_waits_is_no_mail() -> None:
    with pytest.raises(User.DoesNotExist):
        mail_of(list_for(make_owner(email="new@desk.example")), at=on(22, month=8))


def test_list_on_which_nothing_waits_holds_back_no_day(action: UrgentAction) -> None:
    told = notice("appeals", action)

    message = mail_of(list_for(make_owner(), address="owner@desk.example"), told, at=on(22, month=8))

    assert message.subject == "Reminder: the last day to write is today (UA 1/11)"
