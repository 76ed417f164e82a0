"""The page on which a date moves: it shows, then it does; and the page that takes a move back."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from campaigns.models import Assignment, Sheet, UrgentAction
from campaigns.reminders import sweep
from cases.levels import Level
from cases.models import DateMove, Deadline, Hearing
from config import clock
from tests.builders import (
    make_case,
    make_deadline,
    make_draft,
    make_hearing,
    make_open_action,
    make_subscription,
    make_user,
)
from tests.forms import filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def by() -> User:
    return make_user("Researcher", name="Rosa Researcher")


@pytest.fixture
def researcher(client: Client, by: User) -> Client:
    client.force_login(by)
    return client


def in_days(days: int) -> date:
    return clock.today() + timedelta(days=days)


@pytest.fixture
def hearing(by: User) -> Hearing:
    """In six days, of an action that runs for 40; its sheet prints the day."""
    case, day = make_case(owner=by), in_days(6)
    hearing = make_hearing(case, on=day, time_zone="Europe/Moscow")
    make_open_action(case, dated=clock.today(), appeals_limit=in_days(41), summary=f"She is tried on {day:%-d %B %Y}.")
    return hearing


def page_of(thing: Hearing | Deadline) -> str:
    return reverse("appeals:move-date", args=[thing._meta.model_name, thing.pk])


def ask(client: Client, thing: Hearing | Deadline, **answers: object) -> HttpResponse:
    """The page with what follows."""
    return post(client, thing, client.get(page_of(thing)), show="1", **answers)


def post(client: Client, thing: Hearing | Deadline, page: HttpResponse, **answers: object) -> HttpResponse:
    given = {name: value.isoformat() if isinstance(value, date) else value for name, value in answers.items()}
    fields = {name: value[0] if name == "what" else value for name, value in filled(page).items()}
    return client.post(page_of(thing), {**fields, **given})


def confirm(client: Client, thing: Hearing | Deadline, page: HttpResponse, **answers: object) -> HttpResponse:
    return post(client, thing, page, confirm="Do it", **answers)


def move(client: Client, thing: Hearing | Deadline, **answers: object) -> DateMove:
    """All the way."""
    answer = confirm(client, thing, ask(client, thing, **answers))
    done = DateMove.objects.latest("pk")
    assert (answer.status_code, answer["Location"]) == (302, reverse("appeals:date-move", args=[done.pk]))
    return done


def take_back(client: Client, done: DateMove, **answers: object) -> HttpResponse:
    address = reverse("appeals:date-move", args=[done.pk])
    return client.post(address, {**filled(client.get(address)), **answers}, follow=True)


def words(page: HttpResponse) -> str:
    return " ".join(page.content.decode().split())


def sentences(page: HttpResponse) -> list[str]:
    context = page.context_data  # type: ignore[attr-defined]
    forms = [form for form in (context["form"], context["drafts"]) if form is not None]
    return [str(sentence) for form in forms for errors in form.errors.values() for sentence in errors]


def test_page_shows_what_follows_and_does_nothing(researcher: Client, hearing: Hearing) -> None:
    page = ask(researcher, hearing, to=in_days(20), reason="the judge is ill")

    shown = page.context_data["shown"]  # type: ignore[attr-defined]
    assert (shown.old, shown.new, shown.distance) == (in_days(6), in_days(20), "14 days later")
    assert [line.staff for line in shown.forecast.planned] == [1, 1, 1, 1, 1]
    assert "Sheet 1 prints the old day" in words(page)
    assert f"<q>She is tried on {in_days(6):%-d %B %Y}.</q>" in words(page)
    assert "Every public calendar that holds this action shows the new day" in words(page)
    assert (Hearing.objects.count(), DateMove.objects.count()) == (1, 0)


def test_one_button_does_it(researcher: Client, hearing: Hearing, by: User) -> None:
    done = move(researcher, hearing, to=in_days(20), starts_at="14:30", reason="the judge is ill")

    hearing.refresh_from_db()
    assert hearing.adjourned_to is not None
    assert (hearing.status, hearing.adjourned_to.on, f"{hearing.adjourned_to.at:%H:%M}") == (
        "adjourned",
        in_days(20),
        "14:30",
    )
    assert (done.by, done.reason, done.to_time_zone) == (by, "the judge is ill", "Europe/Moscow")


def test_one_button_takes_it_back(researcher: Client, hearing: Hearing) -> None:
    done = move(researcher, hearing, to=in_days(20), reason="the judge is ill")

    page = take_back(researcher, done)

    assert "everything is as it was before" in words(page)
    assert [(row.on, row.status) for row in Hearing.objects.all()] == [(in_days(6), "expected")]


def test_tick_begins_the_draft_in_the_same_go_and_the_undo_puts_it_aside(researcher: Client, hearing: Hearing) -> None:
    action = UrgentAction.objects.get()
    shown = ask(researcher, hearing, to=in_days(20), reason="the judge is ill")

    confirm(researcher, hearing, shown, **{f"draft_{action.pk}": "on"})

    done = DateMove.objects.get()
    page = words(researcher.get(reverse("appeals:date-move", args=[done.pk])))
    draft = Sheet.objects.get(status="draft")
    assert draft.kind == "correction"
    assert f'A draft was begun with it: <a href="/staff/campaigns/sheet/{draft.pk}/change/">' in page
    take_back(researcher, done, withdraw=draft.pk)
    draft.refresh_from_db()
    assert draft.status == "withdrawn"


def test_draft_that_ends_before_the_new_day_asks_for_its_appeals_date(researcher: Client, hearing: Hearing) -> None:
    action, name = UrgentAction.objects.get(), f"limit_{UrgentAction.objects.get().pk}"
    shown = ask(researcher, hearing, to=in_days(60), reason="the judge is ill")
    assert "on the 19 days before it nobody is asked to write" in words(shown)
    assert filled(shown)[name] == in_days(60).isoformat()

    refused = confirm(researcher, hearing, shown, **{f"draft_{action.pk}": "on", name: in_days(-1)})
    assert sentences(refused) == ["Choose a day after today, and within a year."]
    assert DateMove.objects.count() == 0

    confirm(researcher, hearing, refused, **{f"draft_{action.pk}": "on", name: in_days(50)})
    draft = Sheet.objects.get(status="draft")
    assert (draft.kind, draft.appeals_limit) == ("further", in_days(50))


def test_sheet_under_way_is_named_and_no_draft_offered(researcher: Client, hearing: Hearing) -> None:
    draft = make_draft(UrgentAction.objects.get())

    page = words(ask(researcher, hearing, to=in_days(20), reason="the judge is ill"))

    assert (
        f'A sheet is under way already: <a href="/staff/campaigns/sheet/{draft.pk}/change/">sheet 2, draft</a>' in page
    )
    assert "Begin a draft" not in page


def test_followers_who_were_told_are_counted_before_they_are_told_again(
    researcher: Client, hearing: Hearing, by: User
) -> None:
    make_subscription(UrgentAction.objects.get(), email="anna@example.org", confirmed_at=clock.now())
    sweep(at=clock.now())

    page = words(ask(researcher, hearing, to=in_days(20), reason="the judge is ill"))
    assert "<strong>1 follower</strong> will be told within a minute that the day has changed" in page

    done = move(researcher, hearing, to=in_days(20), reason="the judge is ill")
    assert "No follower has been told of this move yet." in words(
        researcher.get(reverse("appeals:date-move", args=[done.pk]))
    )
    sweep(at=clock.now())
    assert "1 follower has been told of this move already" in words(
        researcher.get(reverse("appeals:date-move", args=[done.pk]))
    )
    take_back(researcher, done)
    sweep(at=clock.now())
    last = [message for message in mail.outbox if message.to == ["anna@example.org"]][-1]
    assert f"Its new day is {in_days(6):%A %-d %B %Y}." in " ".join(str(last.body).split())


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda hearing: Hearing.objects.update(on=in_days(7)),
        lambda hearing: make_draft(UrgentAction.objects.get()),
        lambda hearing: UrgentAction.objects.update(status="paused"),
        lambda hearing: make_subscription(UrgentAction.objects.get()),
        lambda hearing: Hearing.objects.update(level=Level.NETWORK),
    ],
    ids=["day", "draft", "action", "follower", "public"],
)
def test_what_changed_meanwhile_is_shown_and_nothing_done(
    researcher: Client, hearing: Hearing, meanwhile: Callable[[Hearing], object]
) -> None:
    page = ask(researcher, hearing, to=in_days(20), reason="the judge is ill")
    meanwhile(hearing)

    again = confirm(researcher, hearing, page)

    assert sentences(again) == [
        "Nothing was done: what follows has changed since it was shown to you. Look at it as it stands now."
    ]
    assert DateMove.objects.count() == 0
    confirm(researcher, hearing, again)
    assert DateMove.objects.count() == 1


def test_other_answers_than_those_shown_are_shown_first(researcher: Client, hearing: Hearing) -> None:
    page = ask(researcher, hearing, to=in_days(20), reason="the judge is ill")

    again = confirm(researcher, hearing, page, to=in_days(21))

    assert len(sentences(again)) == 1
    assert again.context_data["shown"].new == in_days(21)  # type: ignore[attr-defined]
    assert DateMove.objects.count() == 0


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"to": ""}, "Give the new day."),
        ({"to": 20, "reason": ""}, "Say why, in a few words; the reason is kept for staff."),
        ({"to": "the second"}, "Write the day as 2011-08-02."),
        ({"to": "20111-08-02"}, "Write the day as 2011-08-02."),
        ({"to": 6}, "It is on that day already. If only the hour is another, change that in the hearing"),
        ({"to": 4006}, "That is more than ten years after {old}. Check the year."),
        ({"to": -400}, "That is more than a year before {old}. Check the year."),
        ({"to": 20, "starts_at": "noon"}, "Write the time as 14:30."),
        ({"to": 20, "time_zone": "Moscow"}, "“Moscow” is not a time zone. Choose one such as Europe/Moscow."),
        ({"to": 20, "what": "no-day"}, "There is no new day where it is adjourned with none, cancelled or"),
        ({"to": "", "what": "burn"}, "Select a valid choice. burn is not one of the available choices."),
        ({"to": 20, "reason": "x\u202e"}, "This text holds an invisible character"),
        ({"to": 20, "reason": "x" * 301}, "Ensure this value has at most 300 characters"),
    ],
    ids=range(13),
)
def test_answer_that_makes_no_sense_gets_a_sentence_and_is_kept(
    researcher: Client, hearing: Hearing, answers: dict[str, object], sentence: str
) -> None:
    given = {name: in_days(value) if isinstance(value, int) else value for name, value in answers.items()}

    page = ask(researcher, hearing, **{"reason": "the judge is ill", **given})

    (found,) = sentences(page)
    assert found.startswith(sentence.format(old=f"{hearing.on:%-d %B %Y}"))
    assert str(answers.get("reason", "the judge is ill")) in page.content.decode()
    assert page.context_data["shown"] is None  # type: ignore[attr-defined]
    assert DateMove.objects.count() == 0


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        (3, "It is brought forward: the new day is in 3 days. Whoever writes has less time than they were told."),
        (0, "It is brought forward: the new day is today."),
        (-3, "is over already: nobody is reminded of it."),
    ],
)
def test_day_before_the_old_one_is_possible_and_warned_of(
    researcher: Client, hearing: Hearing, days: int, sentence: str
) -> None:
    page = ask(researcher, hearing, to=in_days(days), reason="so the court says")

    assert sentence in words(page)
    assert confirm(researcher, hearing, page).status_code == 302


@pytest.mark.parametrize(("what", "status"), [("no-day", "adjourned"), ("off", "cancelled")])
def test_hearing_with_no_new_day(researcher: Client, hearing: Hearing, what: str, status: str) -> None:
    done = move(researcher, hearing, what=what, reason="so the court says")

    hearing.refresh_from_db()
    assert (hearing.status, hearing.adjourned_to, done.day_after) == (status, None, None)


def test_day_that_was_written_down_wrongly_keeps_its_hour(researcher: Client, hearing: Hearing) -> None:
    Hearing.objects.update(at="10:00")

    move(researcher, hearing, what="wrong", to=in_days(7), reason="a slip")

    hearing.refresh_from_db()
    assert (hearing.on, f"{hearing.at:%H:%M}", hearing.status) == (in_days(7), "10:00", "expected")


def test_hearing_adjourned_with_no_day_can_only_get_one(researcher: Client, hearing: Hearing) -> None:
    Hearing.objects.update(status="adjourned")

    page = researcher.get(page_of(hearing))

    assert [value for value, _ in page.context_data["form"].fields["what"].choices] == ["day"]  # type: ignore[attr-defined]
    move(researcher, hearing, to=in_days(20), reason="the court wrote")


@pytest.mark.parametrize("status", ["held", "cancelled"])
def test_hearing_that_is_over_says_so(researcher: Client, hearing: Hearing, status: str) -> None:
    Hearing.objects.update(status=status)

    page = words(researcher.get(page_of(hearing)))

    assert f"This hearing was {status}: there is no day to move." in page
    assert '<form method="post" novalidate>' not in page


def test_deadline_is_moved_and_lifted(researcher: Client, by: User) -> None:
    deadline = make_deadline(make_case(owner=by), on=in_days(5))

    first = move(researcher, deadline, to=in_days(3), reason="so they say")
    second = move(researcher, deadline, what="off", reason="a stay")

    deadline.refresh_from_db()
    assert (deadline.on, deadline.status) == (in_days(3), "lifted")
    take_back(researcher, second)
    take_back(researcher, first)
    deadline.refresh_from_db()
    assert (deadline.on, deadline.status) == (in_days(5), "expected")


def test_move_upon_which_something_was_built_says_so_and_has_no_button(researcher: Client, hearing: Hearing) -> None:
    done = move(researcher, hearing, to=in_days(20), reason="the judge is ill")
    move(researcher, Hearing.objects.get(on=in_days(20)), to=in_days(27), reason="again")

    page = words(researcher.get(reverse("appeals:date-move", args=[done.pk])))

    assert "It cannot be taken back any more" in page
    assert "Take that back first." in page
    assert 'value="Take it back"' not in page


def test_undo_of_what_changed_meanwhile_is_refused(researcher: Client, hearing: Hearing) -> None:
    done = move(researcher, hearing, to=in_days(20), reason="the judge is ill")
    address = reverse("appeals:date-move", args=[done.pk])
    fields = filled(researcher.get(address))
    Hearing.objects.filter(on=in_days(20)).update(status="held")

    page = researcher.post(address, fields)

    assert "Nothing was done. Something happened to the hearing of" in words(page)
    done.refresh_from_db()
    assert done.undone_at is None


def test_matter_on_the_desk_is_shown_and_goes_along(researcher: Client, hearing: Hearing, by: User) -> None:
    Assignment.objects.create(matter="hearing", subject_id=hearing.pk, assignee=by, at=clock.now(), by=by)

    page = words(ask(researcher, hearing, to=in_days(20), reason="the judge is ill"))
    assert "On the desk it is with Rosa Researcher. That goes along to the day that holds then." in page

    move(researcher, hearing, to=in_days(20), reason="the judge is ill")
    assert Assignment.objects.get().subject_id == Hearing.objects.get(on=in_days(20)).pk


# Who may


@pytest.mark.parametrize("role", ["Viewer", "Editor", "Approver", "Address keeper"])
def test_page_is_for_those_who_change_facts(client: Client, hearing: Hearing, by: User, role: str) -> None:
    researcher = Client()
    researcher.force_login(by)
    done = move(researcher, hearing, to=in_days(20), reason="the judge is ill")
    client.force_login(make_user(role))

    assert client.get(page_of(hearing)).status_code == 403
    assert client.post(page_of(hearing)).status_code == 403
    page = client.get(reverse("appeals:date-move", args=[done.pk]))
    assert "Whoever may change hearings can take this back." in words(page)
    assert client.post(reverse("appeals:date-move", args=[done.pk])).status_code == 403


def test_stranger_is_asked_to_log_in(client: Client, hearing: Hearing) -> None:
    answer = client.get(page_of(hearing))

    assert (answer.status_code, answer["Location"]) == (302, f"/staff/login/?next={page_of(hearing)}")


def test_what_is_not_there_leads_to_the_desk(researcher: Client, hearing: Hearing) -> None:
    addresses = (reverse("appeals:move-date", args=["hearing", 999]), reverse("appeals:date-move", args=[999]))

    assert [researcher.get(address)["Location"] for address in addresses] == ["/staff/", "/staff/"]
    assert researcher.get(reverse("appeals:move-date", args=["sheet", 1])).status_code == 404
    assert researcher.get(f"/staff/dates/hearing/{10**30}/move/").status_code in (302, 404)
