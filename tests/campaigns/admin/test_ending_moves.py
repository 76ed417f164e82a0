"""The page that stops an action, and others with it."""

import pytest
from django.test import Client
from django.urls import reverse

from campaigns.lifecycle import pause_action, stop_action
from campaigns.models import ActionEvent, UrgentAction
from tests.builders import AT, issue, make_action, make_case, make_draft, make_open_action, make_user
from tests.forms import errors_of, filled

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def researcher(client: Client):
    user = make_user("Researcher")
    client.force_login(user)
    return user


def page(action: UrgentAction) -> str:
    return reverse("admin:campaigns_urgentaction_stop", args=[action.pk])


def statuses() -> dict[str, str]:
    return {action.reference: action.status for action in UrgentAction.objects.order_by("pk")}


def test_other_actions_of_the_case_are_there_to_tick_and_stand_unticked(client):
    case = make_case()
    action, paused, over = make_open_action(case), make_open_action(case), make_open_action(case)
    pause_action(paused, by=paused.created_by, at=AT)
    stop_action(over, by=over.created_by, at=AT, reason="released")
    make_action(case)
    make_open_action()

    shown = client.get(page(action))

    assert [str(label) for _, label in shown.context_data["form"]["also"].field.choices] == [
        f"{paused.reference}: TEACHER FACES UNFAIR TRIAL (Iceland, paused, last good day 22 August 2011)"
    ]
    assert "also" not in filled(shown)


def test_those_that_are_ticked_stop_with_it(client, researcher):
    case = make_case()
    action, other = make_open_action(case), make_open_action(case)

    answer = client.post(
        page(action), {"reason": "Both are free.", "public_note": "Free.", "also": [other.pk]}, follow=True
    )

    assert set(statuses().values()) == {"stopped"}
    assert {(event.by, event.reason, event.public_note) for event in ActionEvent.objects.filter(verb="stop")} == {
        (researcher, "Both are free.", "Free.")
    }
    assert [str(message) for message in answer.context["messages"]] == [
        f"{action.reference} and {other.reference} are stopped. Nothing asks anyone to write any more."
    ]


def test_what_is_typed_is_looked_up_and_shown_before_anything_stops(client):
    action, other = make_open_action(), make_open_action(headline="ANOTHER CASE")
    typed = {"reason": "Both are free.", "public_note": "", "by_number": other.reference}

    asked = client.post(page(action), typed)
    before = statuses()
    client.post(page(action), filled(asked))

    assert errors_of(asked)[0].startswith(f"Nothing is stopped yet. {other.reference}: see under “Stop with it”")
    assert filled(asked) | {"csrfmiddlewaretoken": "", "seen": ""} == {
        "csrfmiddlewaretoken": "",
        "seen": "",
        "reason": "Both are free.",
        "public_note": "",
        "also": [str(other.pk)],
        "by_number": "",
    }
    assert f"{other.reference}: ANOTHER CASE (Iceland, open" in asked.content.decode()
    assert set(before.values()) == {"open"}
    assert set(statuses().values()) == {"stopped"}


def test_what_was_found_can_be_unticked(client):
    action, other = make_open_action(), make_open_action()
    asked = client.post(page(action), {"reason": "Free.", "by_number": other.reference})

    fields = filled(asked)
    del fields["also"]
    client.post(page(action), fields)

    assert statuses() == {action.reference: "stopped", other.reference: "open"}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("UA 999/99", "“UA 999/99” is the number of no action here. Write it as UA 26/00."),
        ("him too", "“him too” is the number of no action here. Write it as UA 26/00."),
        ("{own}", "{own} is this action itself."),
        ("{over}", "{over} is stopped already."),
        ("{draft}", "{draft} was never public, so there is nothing to end."),
        ("7/11", "“7/11” may be UA 7/11 and MA 7/11: write the letters before the number too."),
        (", ".join(f"UA {number}/99" for number in range(1, 52)), "These are 51 numbers. At most 50 go at once."),
    ],
)
def test_a_number_that_cannot_be_meant_is_refused_in_words_and_kept(client, typed, sentence):
    action, over = make_open_action(), make_open_action()
    stop_action(over, by=over.created_by, at=AT, reason="released")
    names = {"own": action.reference, "over": over.reference, "draft": make_action().reference}
    for series in ("MA", "UA"):
        make_action(series=series, number=7)

    refused = client.post(page(action), {"reason": "Free.", "by_number": typed.format(**names)})

    assert errors_of(refused) == [sentence.format(**names)]
    assert filled(refused)["by_number"] == typed.format(**names)
    action.refresh_from_db()
    assert action.status == "open"


def test_an_old_action_without_a_number_is_named_by_its_address(client):
    old = make_action(is_unnumbered=True)
    issue(make_draft(old))
    action = make_open_action()

    asked = client.post(page(action), {"reason": "Free.", "by_number": "ua-2011-is"})

    assert filled(asked)["also"] == [str(old.pk)]


@pytest.mark.parametrize("ticks", [["999999"], ["x"], ["-1"], ["9" * 40], ["1; DROP"]])
def test_a_tick_for_what_is_not_there_stops_nothing(client, ticks):
    action = make_open_action()

    refused = client.post(page(action), {"reason": "Free.", "also": ticks})

    assert len(errors_of(refused)) == 1
    assert statuses() == {action.reference: "open"}


def test_one_that_was_stopped_meanwhile_leaves_all_as_they_are_and_says_so(client):
    case = make_case()
    action, other = make_open_action(case), make_open_action(case)
    stop_action(other, by=other.created_by, at=AT, reason="released")

    refused = client.post(page(action), {"reason": "Free.", "also": [other.pk]})

    assert errors_of(refused)[0].startswith("One of those that were ticked is not open any more")
    assert statuses() == {action.reference: "open", other.reference: "stopped"}
