"""``python -m tests.oracles``: does a list of staff answer a question about what its reader may not read?

For each role, each list of the admin and each field that the role may not read and that can be named from there, over
up to three relations: every way to ask by the address. A question that is refused tells nothing; one that is answered
tells a bit with each answer. Exit status 1 if any is answered.
Runs in a scratch database beside that of DATABASE_URL (SQLite without it), which is dropped at the end.
"""

import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()

from django.contrib import admin
from django.db.models import Expression, F, Field, Model
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts.models import User
from accounts.registered import NOBODY, STAFF, Reach
from accounts.roles import ROLES
from appeals.registers import WHOLE

DEPTH = 3  # relations
LOOKUPS = ("", "__exact", "__startswith", "__contains", "__regex", "__gt", "__lt", "__in", "__range", "__isnull")
# Of Django itself: the name of a role, and of a permission.
KNOWN_TO_STAFF = {"auth.Group", "auth.Permission", "contenttypes.ContentType"}


@dataclass(frozen=True)
class Path:
    """A field as it is named from a list: "case__owner__password"."""

    name: str
    model: type[Model]  # where the field is
    field: "Field[Any, Any]"


def may_read(user: User, model: type[Model], field: "Field[Any, Any]") -> bool:
    """Whether somebody may read a field of a model, as its register says; of what is in no register nobody may."""
    label = model._meta.label
    if label in KNOWN_TO_STAFF or field.primary_key:
        return True
    table = WHOLE.get(label)
    entry = table.fields.get(field.name) if table else None
    if table is None or entry is None or entry.reach == Reach.SECRET or table.seen_by == NOBODY:
        return False
    return table.seen_by == STAFF or user.has_perm(table.seen_by)


def paths_from(model: type[Model], depth: int = DEPTH, before: str = "") -> Iterator[Path]:
    """Every field that can be named from a model, forwards and backwards, each relation without its way back."""
    for field in model._meta.get_fields():
        related: Any = field.related_model
        if field.concrete:
            yield Path(f"{before}{field.name}", model, field)
        if related in (None, "self", model) or depth == 0:
            continue
        yield from paths_from(related, depth - 1, f"{before}{field.name}__")


def hidden_from(user: User, model: type[Model], depth: int = DEPTH) -> list[Path]:
    return [path for path in paths_from(model, depth) if not may_read(user, path.model, path.field)]


def asking(user: User) -> HttpRequest:
    request = RequestFactory().get("/staff/")
    request.user = user
    return request


def lists_for(user: User) -> Iterator[tuple[type[Model], Any]]:
    """The lists that somebody may open."""
    for model, page in admin.site._registry.items():
        if page.has_view_permission(asking(user)):
            yield model, page


def answered_lookups(user: User, model: type[Model], page: Any, depth: int = DEPTH) -> list[str]:
    """Questions about hidden fields that the list would put to the database."""
    request = asking(user)
    return [
        f"?{path.name}{lookup}="
        for path in hidden_from(user, model, depth)
        for lookup in LOOKUPS
        if page.lookup_allowed(f"{path.name}{lookup}", "x", request)
    ]


def shown_paths(user: User, page: Any) -> Iterator[tuple[str, str]]:
    """By what a list is searched, filtered and ordered for somebody, each with how: "search", "filter", "order"."""
    request = asking(user)
    yield from (("search", path.lstrip("^=@")) for path in page.get_search_fields(request))
    for entry in page.get_list_filter(request):
        path = entry[0] if isinstance(entry, tuple) else entry
        if isinstance(path, str):
            yield "filter", path
    for column in page.get_list_display(request):
        yield from (("order", path) for path in _ordered_by(page, column))
    yield from (("order", path) for order in page.get_ordering(request) for path in _named(order))
    if page.date_hierarchy:
        yield "filter", page.date_hierarchy


def _ordered_by(page: Any, column: str) -> Iterator[str]:
    shows = getattr(page, column, None) or getattr(page.model, column, None)
    order = getattr(shows, "admin_order_field", None)
    if order is not None:
        yield from _named(order)
    elif any(field.name == column for field in page.opts.fields):
        yield column


def _named(order: Any) -> Iterator[str]:
    """The fields that an order reads."""
    if isinstance(order, str):
        yield order.lstrip("-")
    elif isinstance(order, F):
        yield order.name
    elif isinstance(order, Expression):
        for part in order.get_source_expressions():
            yield from _named(part)


def asked_of_the_hidden(user: User, model: type[Model], page: Any) -> list[str]:
    """By what hidden field a list is searched, filtered or ordered all the same."""
    hidden = {path.name for path in hidden_from(user, model)}
    found = []
    for how, path in shown_paths(user, page):
        parts = path.split("__")
        # What is behind the name of a field is how it is compared.
        found += [f"{how} by {path}" for end in range(1, len(parts) + 1) if "__".join(parts[:end]) in hidden]
    return found


def allowed_to_fields(user: User, page: Any) -> list[str]:
    """Fields that would be given out in place of a row's number."""
    request = asking(user)
    return [
        f"?_to_field={field.name}"
        for field in page.opts.concrete_fields
        if not field.primary_key and page.to_field_allowed(request, field.name)
    ]


def choices_of_the_hidden(client: Client, user: User, page: Any) -> list[str]:
    """Boxes of choices whose rows somebody may not see, and that answer."""
    found = []
    for field in page.opts.get_fields():
        related: Any = field.related_model
        if not field.concrete or related is None or related._meta.label not in WHOLE:
            continue
        seen_by = WHOLE[related._meta.label].seen_by
        if seen_by == STAFF or (seen_by != NOBODY and user.has_perm(seen_by)):
            continue
        address = (
            f"{reverse('admin:autocomplete')}?app_label={page.opts.app_label}&model_name={page.opts.model_name}"
            f"&field_name={field.name}&term="
        )
        if client.get(address).status_code != 403:
            found.append(address)
    return found


def answers_to(client: Client, user: User, model: type[Model], *, depth: int) -> tuple[int, list[str]]:
    """How many questions were put to a list by its address, and which of them it answered."""
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    found, questions = [], 0
    for path in hidden_from(user, model, depth):
        for lookup in ("__startswith", "__isnull"):
            questions += 1
            if client.get(f"{address}?{path.name}{lookup}=1").status_code != 400:
                found.append(f"?{path.name}{lookup}=")
    return questions, found


def main() -> None:
    from django.conf import settings
    from django.db import connection
    from django.test.utils import setup_test_environment

    from accounts.roles import sync_roles
    from tests.builders import make_user
    from tests.campaigns.admin.test_pages import make_one_of_everything

    settings.LOGGING["handlers"]["console"]["level"] = "CRITICAL"
    import logging

    logging.disable(logging.CRITICAL)
    setup_test_environment()
    name, began = connection.settings_dict["NAME"], time.monotonic()
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    wrong: list[str] = []
    try:
        sync_roles()
        make_one_of_everything(1)
        print(
            "| role | lists | hidden fields named from them | questions | answered |\n| --- | --- | --- | --- | --- |"
        )
        for role in [*ROLES, "administrator"]:
            user = make_user(is_superuser=True) if role == "administrator" else make_user(role)
            client = Client()
            client.force_login(user)
            lists = paths = questions = 0
            bits: list[str] = []
            for model, page in lists_for(user):
                asked, answered = answers_to(client, user, model, depth=1)
                hidden = len(hidden_from(user, model))
                lists, paths, questions = lists + 1, paths + hidden, questions + asked + hidden * len(LOOKUPS)
                bits += [
                    f"{role}: {model._meta.label}: {found}"
                    for found in (
                        *answered,
                        *answered_lookups(user, model, page),
                        *asked_of_the_hidden(user, model, page),
                        *allowed_to_fields(user, page),
                        *choices_of_the_hidden(client, user, page),
                    )
                ]
            print(f"| {role} | {lists} | {paths} | {questions} | {len(bits)} |", flush=True)
            wrong += bits
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
    print(f"\n{len(wrong)} answered, {time.monotonic() - began:.0f} s")
    print("\n".join(wrong))
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
