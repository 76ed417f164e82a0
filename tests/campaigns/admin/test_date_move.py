"""The page that asks for another appeals date."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from campaigns.models import Sheet
from config import clock
from tests.builders import make_authority, make_draft, make_open_action, make_user
from tests.forms import errors_of, filled

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def editor(client: Client):
    user = make_user("Editor")
    client.force_login(user)
    return user


def page(action) -> str:
    return reverse("admin:campaigns_urgentaction_move-date", args=[action.pk])


def answers(**changes):
    limit = clock.today() + timedelta(days=30)
    return {"wording": "before", "limit": limit.isoformat(), "reason": "The trial moved.", "public_note": "", **changes}


def test_an_editor_extends_an_action_and_an_approver_reads_that_on_the_desk(client):
    # Its days are over by the clock of today.
    action = make_open_action(recipients=[make_authority(verified_on=clock.today())])

    answer = client.post(page(action), answers())

    sheet = Sheet.objects.get(version=2)
    assert (answer.url, sheet.status) == (reverse("admin:campaigns_sheet_change", args=[sheet.pk]), "review")
    client.force_login(make_user("Approver"))
    desk = client.get(reverse("admin:index")).content.decode()
    assert ">extension</strong>" in desk
    assert f"Last good day {sheet.last_good_day:%-d %B %Y} instead of 22 August 2011: The trial moved." in desk
    for told in (answer.url, reverse("admin:campaigns_sheet_approve", args=[sheet.pk])):
        assert "asked to extend the action" in client.get(told).content.decode()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"limit": "2011-07-01"},
            "The last good day would be 30 June 2011, which is over. Choose a day from today on.",
        ),
        ({"limit": "soon"}, "Write the day as 2011-08-23."),
        ({"limit": ""}, "Say the new date."),
        ({"reason": ""}, "Say why, in a few words; the reason is kept for staff."),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_kept(client, changes, sentence):
    action = make_open_action()

    refused = client.post(page(action), answers(**changes))

    [field] = changes
    assert dict(refused.context_data["form"].errors) == {field: [sentence]}
    assert filled(refused)[field] == changes[field]
    assert Sheet.objects.count() == 1


def test_it_is_not_offered_while_a_sheet_is_under_way(client):
    action = make_open_action()
    make_draft(action)

    shown = client.get(reverse("admin:campaigns_urgentaction_change", args=[action.pk]))
    refused = client.post(page(action), answers())

    assert [move.name for move, _ in shown.context_data["moves"]] == ["pause", "stop"]
    assert errors_of(refused) == ["This action has a draft already. Finish or withdraw that one first."]


@pytest.mark.parametrize("role", ["Viewer", "Researcher", "Approver", "Address keeper"])
def test_whoever_may_not_submit_a_sheet_moves_no_date(client, role):
    action = make_open_action()
    client.force_login(make_user(role))

    client.post(page(action), answers())

    assert Sheet.objects.count() == 1
