"""Who gets where, in short: each refusal of the table is asked for. `python -m tests.matrix` asks for all of it."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import Field
from django.urls import reverse

from accounts.roles import ROLES as PERMISSIONS
from accounts.roles import sync_roles
from tests.builders import make_user
from tests.campaigns.admin.test_pages import make_one_of_everything
from tests.matrix.asking import Cell, answer_to, cells
from tests.matrix.fields import changed_by_force, paths_of_lists, tables_on
from tests.matrix.people import ROLES, people
from tests.matrix.rows import NOT_OFFERED, ROWS, read_rows
from tests.matrix.world import make_world
from tests.routes import WEEK_OF_THE_STOP, routes

pytestmark = pytest.mark.django_db

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)


def test_every_route_has_its_line():
    """A new page: say in `tests/matrix/rows.txt` who gets there."""
    assert list(ROWS) == list(routes())


def test_line_that_is_none_is_refused():
    with pytest.raises(ValueError, match="one-column"):
        read_rows("one-column ........ ...")
    with pytest.raises(ValueError, match="twice"):
        read_rows(f"twice {NOT_OFFERED} {NOT_OFFERED}\ntwice {NOT_OFFERED} {NOT_OFFERED}")


def test_nobody_is_let_in_who_is_refused_by_the_table(settings):
    settings.SECOND_FACTOR, settings.DEMO_TODAY = "required", WEEK_OF_THE_STOP.date()
    world, everybody = make_world(), people()

    def is_a_refusal(cell: Cell) -> bool:
        if cell.method in ("PUT", "DELETE"):
            return cell.person.letter == "S"
        return cell.method in ("GET", "POST") and not cell.wanted & {"ok", "missing"}

    asked = list(cells(everybody, chosen=is_a_refusal))
    answers = [(cell, answer_to(cell, world)) for cell in asked]

    assert len(asked) > 1_000
    assert [f"{cell}: {answer}" for cell, answer in answers if answer not in cell.wanted] == []


def test_table_and_permissions_agree_on_every_list():
    """A list is for those who may see its rows; that the table says so is not left to whoever writes it."""
    sync_roles()
    for model in MODELS:
        if model._meta.label == "accounts.User":
            continue
        label = f"{model._meta.app_label}.view_{model._meta.model_name}"
        row = ROWS[f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"]
        assert {ROLES[letter] for letter in row.see or "" if letter != "S"} == {
            role for role, labels in PERMISSIONS.items() if label in labels
        }, label


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_form_forged_with_every_hidden_field_changes_none_of_them(client, model):
    make_one_of_everything(1)
    row = model._default_manager.order_by("-pk")[0]  # of sheets and actions the last one is a draft
    changed = []
    for roles, is_superuser in (((), True), (("Editor", "Researcher", "Address keeper"), False), (("Viewer",), False)):
        client.force_login(make_user(*roles, is_superuser=is_superuser))
        changed += changed_by_force(client, row)

    assert changed == []


def columns_not_shown(model) -> list[Field]:
    shown = {path.partition("__")[0] for of, path in paths_of_lists() if of is model}
    return [field for field in model._meta.concrete_fields if not field.primary_key and field.name not in shown]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_list_answers_no_guess_at_what_it_does_not_show(client, model):
    client.force_login(make_user(is_superuser=True))
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    questions = [f"{field.name}__startswith" for field in columns_not_shown(model)]
    questions += [f"{field.name}__isnull" for field in columns_not_shown(model)]
    questions += [
        f"{field.name}__password__startswith"
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model._meta.label == "accounts.User"
    ]

    answered = [question for question in questions if client.get(f"{address}?{question}=a").status_code != 400]

    assert answered == []


def test_password_is_not_guessed_by_a_filter(client):
    client.force_login(make_user(is_superuser=True))

    assert client.get("/staff/accounts/user/?password__startswith=md5").status_code == 400
    assert client.get("/staff/accounts/user/?is_active__exact=1").status_code == 200


@pytest.mark.parametrize("order", ["-99", "99", "password", "1.password"])
def test_list_is_ordered_by_its_columns_only(client, order):
    make_one_of_everything(1)
    client.force_login(make_user(is_superuser=True))

    def rows(asked: str) -> list[int]:
        page = client.get(f"/staff/accounts/user/?o={asked}")
        return [user.pk for user in page.context["cl"].result_list]

    assert rows(order) == rows("" if order != "1.password" else "1")


def test_search_and_filters_read_no_table_that_the_reader_may_not_see():
    """A word that finds a row tells what stands in it."""
    sync_roles()
    readers = {
        role.name: {
            f"{label}.{name}" for label, name in role.permissions.values_list("content_type__app_label", "codename")
        }
        for role in Group.objects.all()
    }
    past = [
        f"{role}: {model._meta.label}.{path} reads {table._meta.label}"
        for model, path in paths_of_lists()
        if "__" in path
        for table in tables_on(model, path)
        for role, may in readers.items()
        if f"{model._meta.app_label}.view_{model._meta.model_name}" in may
        and f"{table._meta.app_label}.view_{table._meta.model_name}" not in may
    ]

    assert past == []
