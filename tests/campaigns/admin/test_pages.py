"""Every page of the admin opens, and no list asks more the longer it is."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.models import Campaign, Reminder, SentMail, Subscription
from cases.models import CaseNote, Concern, CountryNote, Development, PostalRoute
from cases.partial_dates import PartialDate
from config import clock
from tests.builders import (
    AT,
    make_case,
    make_deadline,
    make_draft,
    make_hearing,
    make_open_action,
    make_rate,
    make_reply,
    make_tally_line,
    make_user,
)

pytestmark = pytest.mark.django_db

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)


@pytest.fixture(autouse=True)
def superuser(client: Client):
    user = make_user(is_superuser=True)
    client.force_login(user)
    return user


def make_one_of_everything(number: int) -> None:
    soon = clock.today() + timedelta(days=2)
    concern = Concern.objects.create(name=f"Concern {number}", slug=f"concern-{number}")
    case = make_case()
    case.concerns.add(concern)
    make_hearing(case, on=soon)
    make_deadline(case, on=soon)
    Development.objects.create(case=case, happened_on=PartialDate(2011), what="Something happened.")
    CaseNote.objects.create(case=case, text="A cousin called.", written_at=AT, written_by=case.owner)
    PostalRoute.objects.create(country=("IS", "NO", "SE", "FI")[number], working_days=5)
    make_rate(posted_in=("IS", "NO", "SE", "FI")[number])
    CountryNote.objects.create(country=("IS", "NO", "SE", "FI")[number], text="Sign with initials.")
    campaign = Campaign.objects.create(title=f"Campaign {number}", slug=f"campaign-{number}")
    action = make_open_action(case)
    action.campaign = campaign
    action.save()
    make_draft()
    make_reply(action)
    make_tally_line(action=action)
    subscription = Subscription.objects.create(email=f"s{number}@desk.example", action=action, created_at=AT)
    Reminder.objects.create(
        kind="appeals",
        subject_id=action.pk,
        about_on=soon,
        lead_days=1,
        address=f"s{number}@desk.example",
        action=action,
        subscription=subscription,
        due_at=AT,
    )
    SentMail.objects.create(sent_at=AT, sender="a@desk.example", recipient="b@desk.example", subject="A", text="B")


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_page_of_a_model_opens(client, rf, superuser, model):
    make_one_of_everything(1)
    name, row = f"admin:{model._meta.app_label}_{model._meta.model_name}", model._default_manager.first()
    request = rf.get("/")
    request.user = superuser
    may_add = admin.site.get_model_admin(model).has_add_permission(request)

    opened = {
        page: client.get(reverse(f"{name}_{page}", args=args)).status_code
        for page, args in (("changelist", []), ("add", []), ("change", [row.pk]), ("history", [row.pk]))
    }

    assert opened == {"changelist": 200, "add": 200 if may_add else 403, "change": 200, "history": 200}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_a_list_asks_as_many_questions_for_three_rows_as_for_one(client, model):
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            page = client.get(address)
        assert page.status_code == 200
        return len(asked)

    make_one_of_everything(1)
    questions()  # once for what is read once a process
    one = questions()
    make_one_of_everything(2)
    make_one_of_everything(3)

    assert questions() == one


def test_the_home_of_staff_shows_the_desk_and_below_it_everything(client):
    make_one_of_everything(1)

    page = client.get(reverse("admin:index")).content.decode()

    assert page.index("Hearings in the next 14 days") < page.index('<h2 class="everything">')
    assert "review of detention" in page
    assert "No reminder has failed." in page


def test_the_home_of_staff_asks_as_many_questions_for_three_rows_as_for_one(client):
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("admin:index"))
        return len(asked)

    make_one_of_everything(1)
    one = questions()
    make_one_of_everything(2)
    make_one_of_everything(3)

    assert questions() == one


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_no_page_holds_anything_inline(client, model):
    make_one_of_everything(1)
    name, row = f"admin:{model._meta.app_label}_{model._meta.model_name}", model._default_manager.first()

    for address in (reverse(f"{name}_changelist"), reverse(f"{name}_change", args=[row.pk])):
        page = client.get(address)
        text = page.content.decode()
        assert "'unsafe-inline'" not in page.headers["Content-Security-Policy"]
        assert " style=" not in text
        assert " onclick=" not in text
        assert "<style" not in text
        assert "<script>" not in text


def test_the_page_of_a_room_lists_its_tables_and_is_no_empty_desk(client):
    page = client.get("/staff/cases/").content.decode()

    assert 'href="/staff/cases/authority/"' in page
    assert "Hearings in the next 14 days" not in page
    assert "No reminder has failed." not in page
