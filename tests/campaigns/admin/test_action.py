import pytest
from django.test import Client
from django.urls import reverse

from campaigns.lifecycle import close_action, pause_action, stop_action
from campaigns.models import ActionEvent, Sheet, UrgentAction
from config import clock
from tests.builders import AT, issue, make_action, make_case, make_draft, make_open_action, make_user
from tests.forms import errors_of, filled

pytestmark = pytest.mark.django_db

AFTER_THE_END = ["new-sheet", "ask-to-reopen"]

LIST = "/staff/campaigns/urgentaction/"


@pytest.fixture(autouse=True)
def approver(client: Client):
    user = make_user("Approver", "Editor")
    client.force_login(user)
    return user


def address(action: UrgentAction, page: str = "change") -> str:
    return reverse(f"admin:campaigns_urgentaction_{page}", args=[action.pk])


def offered(client: Client, action: UrgentAction) -> list[str]:
    return [move.name for move, _ in client.get(address(action)).context_data["moves"]]


def test_stop_is_one_click_and_a_reason_away_from_the_page_of_the_action(client, approver):
    action = make_open_action()
    assert f'href="{address(action, "stop")}"' in client.get(address(action)).content.decode()

    answer = client.post(address(action, "stop"), {"reason": "He was released."})

    action.refresh_from_db()
    assert (answer.status_code, answer.url, action.status) == (302, address(action), "stopped")
    event = action.events.latest("pk")
    assert (event.verb, event.by, event.reason) == ("stop", approver, "He was released.")


@pytest.mark.parametrize("reason", ["", "   ", "x" * 301, "a \u202e reason"])
def test_a_stop_without_a_good_reason_stops_nothing_and_says_why(client, reason):
    action = make_open_action()

    page = client.post(address(action, "stop"), {"reason": reason})

    action.refresh_from_db()
    assert (page.status_code, action.status, len(errors_of(page))) == (200, "open", 1)
    assert filled(page)["reason"].strip() == reason.strip()


def test_opening_the_page_of_a_move_moves_nothing(client):
    action = make_open_action()
    events = action.events.count()

    for move in ("stop", "pause", "close", "new-sheet"):
        assert client.get(address(action, move)).status_code == 200

    action.refresh_from_db()
    assert (action.status, action.events.count(), action.sheets.count()) == ("open", events, 1)


def test_an_action_is_paused_and_resumed(client):
    action = make_open_action()

    client.post(address(action, "pause"), {"reason": ""})
    action.refresh_from_db()
    paused = action.status
    client.post(address(action, "resume"), {"reason": "The family agrees again."})
    action.refresh_from_db()

    assert (paused, action.status) == ("paused", "open")


def test_an_action_is_closed(client):
    action = make_open_action()

    client.post(address(action, "close"), {"reason": "Its time is over."})

    action.refresh_from_db()
    assert action.status == "closed"


@pytest.mark.parametrize(
    ("bring", "moves"),
    [
        (lambda action: None, ["new-sheet", "move-date", "pause", "close", "stop"]),
        (lambda action: pause_action(action, by=action.created_by, at=AT), ["new-sheet", "resume", "close", "stop"]),
        (
            lambda action: stop_action(action, by=action.created_by, at=AT, reason="over"),
            ["new-sheet", "ask-to-reopen"],
        ),
        (
            lambda action: close_action(action, by=action.created_by, at=AT, reason="over"),
            ["new-sheet", "ask-to-reopen"],
        ),
    ],
)
def test_the_moves_that_fit_the_state_are_offered(client, bring, moves):
    action = make_open_action()
    bring(action)

    assert offered(client, action) == moves


def test_the_moves_that_fit_the_role_are_offered(client):
    action = make_open_action()
    names = {}
    for role in ("Viewer", "Researcher", "Editor", "Approver"):
        client.force_login(make_user(role))
        names[role] = offered(client, action)

    assert names == {
        "Viewer": [],
        "Researcher": ["new-sheet", "pause", "stop"],
        "Editor": ["new-sheet", "move-date", "pause", "stop"],
        "Approver": ["pause", "close", "stop"],
    }


def test_a_move_that_no_longer_fits_says_so_does_nothing_and_keeps_what_was_typed(client):
    action = make_open_action()
    stop_action(action, by=action.created_by, at=AT, reason="over")

    page = client.post(address(action, "stop"), {"reason": "again", "public_note": "They are free."})

    assert f"Nothing was done: {action.reference} has changed meanwhile." in page.content.decode()
    assert page.context_data["typed"] == [("Why", "again"), ("Public note", "They are free.")]
    assert ActionEvent.objects.filter(verb="stop").count() == 1


def test_a_new_sheet_starts_from_the_last_one(client):
    action = make_open_action()

    answer = client.post(address(action, "new-sheet"), {"kind": "further"})

    draft = Sheet.objects.get(status="draft")
    assert answer.url == reverse("admin:campaigns_sheet_change", args=[draft.pk])
    assert (draft.kind, draft.version, draft.demands.count(), draft.recipients.count()) == ("further", 2, 1, 1)


def test_a_second_draft_is_refused_with_a_sentence(client):
    action = make_open_action()
    client.post(address(action, "new-sheet"), {"kind": "further"})

    page = client.post(address(action, "new-sheet"), {"kind": "correction"})

    assert errors_of(page) == ["This action has a draft already. Finish or withdraw that one first."]
    assert "new-sheet" not in offered(client, action)


def test_number_and_campaign_are_changed_while_nothing_is_public(client):
    action = make_action(number=7)

    client.post(address(action), filled(client.get(address(action)), number="12"))

    action.refresh_from_db()
    assert (action.reference, action.slug) == ("UA 12/11", "ua-12-11")


def test_a_number_that_is_taken_is_refused(client):
    make_action(number=12)
    action = make_action(number=7)

    page = client.post(address(action), filled(client.get(address(action)), number="12"))

    action.refresh_from_db()
    assert errors_of(page) == ["This number is taken in this series and year. Each action has its own."]
    assert action.number == 7


def test_a_public_action_is_shown_to_read_and_a_stale_form_changes_nothing(client):
    sheet = make_draft(make_action(number=7))
    stale = filled(client.get(address(sheet.action)), number="12")
    issue(sheet)

    page = client.post(address(sheet.action), stale)

    assert errors_of(page) == [
        "Nothing was saved: UA 7/11 is public by now, and its number and campaign stay as they are."
    ]
    assert UrgentAction.objects.get().number == 7
    assert "number" not in filled(client.get(address(sheet.action)))


def test_only_an_action_that_was_never_public_is_deleted(client):
    public, draft = make_open_action(), make_draft().action

    refused = client.post(address(public, "delete"), {"post": "yes"}).status_code
    deleted = client.post(address(draft, "delete"), filled(client.get(address(draft, "delete")))).status_code

    assert (refused, deleted) == (403, 302)
    assert list(UrgentAction.objects.all()) == [public]


@pytest.mark.parametrize("term", ["anna", "iceland", "7/11", "UA 7/11", "Teacher faces"])
def test_an_action_is_found_by_name_country_number_and_headline(client, term):
    found = make_draft(make_action(number=7))
    issue(found)
    make_open_action(make_case(person="Urs Beispiel", country="CH"), headline="SOMEBODY ELSE")

    page = client.get(LIST, {"q": term})

    assert list(page.context_data["cl"].result_list) == [found.action]


def test_a_draft_is_found_by_the_person_of_its_case(client):
    draft = make_action(make_case(person="Jón Dæmi"))
    make_action()

    assert list(client.get(LIST, {"q": "Dæmi"}).context_data["cl"].result_list) == [draft]


def test_the_filter_tells_actions_that_close_soon_later_and_are_over(client):
    today = clock.today()
    rows = {}
    for name, days in (("over", -1), ("soon", 7), ("later", 8)):
        action = make_open_action()
        UrgentAction.objects.filter(pk=action.pk).update(last_good_day=today.fromordinal(today.toordinal() + days))
        rows[name] = [action.pk]

    assert {
        name: [row.pk for row in client.get(f"{LIST}?closing={name}").context_data["cl"].result_list] for name in rows
    } == rows


@pytest.mark.parametrize("move", ["stop", "pause", "close"])
def test_public_note_is_kept_beside_the_reason(client, move):
    action = make_open_action()

    client.post(address(action, move), {"reason": "For staff.", "public_note": "For everybody.\r\nThank you."})

    event = action.events.latest("pk")
    assert (event.reason, event.public_note) == ("For staff.", "For everybody.\nThank you.")


@pytest.mark.parametrize("note", ["A word. " * 130, "a \u202e note"])
def test_a_note_that_cannot_be_printed_stops_nothing_and_is_kept_in_the_form(client, note):
    action = make_open_action()

    page = client.post(address(action, "stop"), {"reason": "For staff.", "public_note": note})

    action.refresh_from_db()
    assert (page.status_code, action.status, len(errors_of(page))) == (200, "open", 1)
    assert filled(page)["reason"] == "For staff."
    assert filled(page)["public_note"].strip() == note.strip()


def test_closing_asks_how_it_ended(client):
    assert "How did it end?" in client.get(address(make_open_action(), "close")).content.decode()


def test_an_action_is_reopened_by_two(client):
    action = make_open_action()
    stop_action(action, by=action.created_by, at=AT, reason="released")
    asker, approver = make_user("Approver"), make_user("Approver")

    client.force_login(asker)
    client.post(address(action, "ask-to-reopen"), {"reason": "Arrested again."})
    alone = client.post(address(action, "reopen"), follow=True)
    action.refresh_from_db()
    after_one = action.status
    client.force_login(approver)
    page = client.get(address(action, "reopen"))
    client.post(address(action, "reopen"), {"reason": "", "public_note": "She was arrested again."})
    action.refresh_from_db()

    assert [str(message) for message in alone.context["messages"]][-1:] == [
        "You asked for it yourself. It takes two: somebody else has to reopen it."
    ]
    assert page.context_data["consequences"][0].endswith(": Arrested again.")
    assert (after_one, action.status) == ("stopped", "open")


def test_a_stop_sheet_is_written_for_an_action_that_was_stopped(client):
    action = make_open_action()
    stop_action(action, by=action.created_by, at=AT, reason="released")

    refused = client.post(address(action, "new-sheet"), {"kind": "further"})
    client.post(address(action, "new-sheet"), {"kind": "stop"})

    assert errors_of(refused) == [
        f"{action.reference} is stopped: only a stop or an outcome can be written. For a sheet that asks for letters, "
        "have the action reopened first."
    ]
    assert [sheet.kind for sheet in action.sheets.filter(status="draft")] == ["stop"]
