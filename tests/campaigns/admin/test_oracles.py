"""A list tells nothing of what its reader may not read, however it is asked; `python -m tests.oracles` asks for all."""

from typing import Any

import pytest
from django.contrib import admin
from django.test import Client

from accounts.models import User
from accounts.roles import ROLES, sync_roles
from campaigns.models import UrgentAction
from cases.models import Case, PersonAtRisk
from tests.builders import make_user
from tests.campaigns.admin.test_pages import make_one_of_everything
from tests.oracles import (
    allowed_to_fields,
    answered_lookups,
    answers_to,
    asked_of_the_hidden,
    choices_of_the_hidden,
    hidden_from,
    lists_for,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[*ROLES, "administrator"])
def reader(request: pytest.FixtureRequest) -> User:
    sync_roles()
    return make_user(is_superuser=True) if request.param == "administrator" else make_user(request.param)


def test_list_puts_no_question_to_the_database_about_what_is_hidden(reader: User) -> None:
    """Filters, words, orders, and a field in place of a number; over up to two relations."""
    found = [
        f"{model._meta.label}: {question}"
        for model, page in lists_for(reader)
        for question in (
            *answered_lookups(reader, model, page, depth=2),
            *asked_of_the_hidden(reader, model, page),
            *allowed_to_fields(reader, page),
        )
    ]

    assert found == []


def test_list_refuses_a_question_by_its_address(client: Client, reader: User) -> None:
    make_one_of_everything(1)
    client.force_login(reader)

    for model in (Case, UrgentAction, PersonAtRisk):
        questions, answered = answers_to(client, reader, model, depth=0 if model is not PersonAtRisk else 1)
        assert questions >= 0
        assert answered == []


def test_box_of_choices_offers_no_rows_that_are_hidden(client: Client, reader: User) -> None:
    client.force_login(reader)

    assert [found for _, page in lists_for(reader) for found in choices_of_the_hidden(client, reader, page)] == []


def test_password_and_true_name_are_hidden_from_everybody(reader: User) -> None:
    hidden = {path.name for path in hidden_from(reader, PersonAtRisk, 2)}

    assert {"case__owner__password", "true_name__name"} <= hidden


class Careless(admin.ModelAdmin):
    """A list as Django makes it."""

    list_filter = ("owner__password",)
    search_fields = ("owner__password",)
    list_display = ("title", "password")

    @admin.display(ordering="owner__password")
    def password(self, case: Case) -> str:
        raise NotImplementedError

    def lookup_allowed(self, lookup: str, value: str, request: Any) -> bool:
        return True


def test_list_that_answers_is_found() -> None:
    viewer, page = make_user("Viewer"), Careless(Case, admin.site)

    assert "?owner__password__startswith=" in answered_lookups(viewer, Case, page, depth=1)
    assert asked_of_the_hidden(viewer, Case, page) == [
        "search by owner__password",
        "filter by owner__password",
        "order by owner__password",
    ]
