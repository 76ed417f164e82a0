"""One of everything, and the address of each route in it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.urls import reverse

from appeals.large_packs import ask_for_pack
from appeals.models import LargePack, ReplyPicture
from campaigns.models import Sheet, UrgentAction
from cases.hearing_moves import adjourn_hearing
from cases.models import Concern, DateMove, Hearing
from config import clock
from tests.appeals.test_after_a_stop import open_world
from tests.builders import AT
from tests.campaigns.admin.test_pages import make_one_of_everything
from tests.routes import SHOWS, routes
from tests.routes import World as PublicWorld


@dataclass(frozen=True)
class World:
    public: PublicWorld
    sheet: Sheet
    rows: dict[str, int]  # of each table of the admin, by its name in addresses
    deleted: int  # a concern


def make_world() -> World:
    public = open_world()
    make_one_of_everything(1)
    hearing = Hearing.objects.order_by("pk")[0]
    adjourn_hearing(hearing, to=hearing.on + timedelta(days=7), by=hearing.case.owner, at=AT)
    gone = Concern.objects.create(name="Gone", slug="gone")
    deleted = gone.pk
    gone.delete()
    rows = {name: model._default_manager.order_by("pk")[0].pk for name, model in tables().items()}
    ReplyPicture.objects.create(reply_id=rows["appeals_reply"], number=1, jpeg=b"a picture", size=9)
    return World(public, public.action.sheets.get(version=1), rows, deleted)


def tables() -> dict[str, type[Model]]:
    return {f"{model._meta.app_label}_{model._meta.model_name}": model for model in admin.site._registry}


Address = Callable[[World], str]


def _of_table(table: str, page: str) -> Address:
    """Of the first row there is."""
    name = f"admin:{table}_{page}"
    if page in ("changelist", "add"):
        return lambda world: reverse(name)
    return lambda world: reverse(name, args=[world.rows[table]])


def _plain(name: str, *args: Any) -> Address:
    return lambda world: reverse(name, args=args)


def _of_sheet(name: str) -> Address:
    return lambda world: reverse(name, args=[world.sheet.pk])


def _token_of_a_pack() -> str:
    """Of one that nobody has taken in hand; asked for anew each time, for whoever has the token may drop it."""
    LargePack.objects.all().delete()
    return ask_for_pack(1, at=clock.now())[1]


PAGES = ("changelist", "add", "history", "delete", "change")
# What has an address of another kind than those of tables, and none in `tests.routes`.
_OTHERS: dict[str, Address] = {
    "favicon.ico": lambda world: "/favicon.ico",
    "staff/(?P<url>.*)$": lambda world: "/staff/nowhere/",
    "appeals:replaced-sheet": lambda world: reverse("appeals:replaced-sheet", args=[world.public.action.slug, 1]),
    "appeals:move-date": lambda world: reverse("appeals:move-date", args=["hearing", world.rows["cases_hearing"]]),
    "appeals:date-move": lambda world: reverse("appeals:date-move", args=[DateMove.objects.get().pk]),
    "admin:auth_user_password_change": lambda world: reverse(
        "admin:auth_user_password_change", args=[world.rows["accounts_user"]]
    ),
    "appeals:large-pack": lambda world: reverse("appeals:large-pack", args=[_token_of_a_pack()]),
    "admin:appeals_reply_picture": lambda world: reverse(
        "admin:appeals_reply_picture", args=[world.rows["appeals_reply"], ReplyPicture.objects.get().name]
    ),
    "mfa_remove_webauthn": _plain("mfa_remove_webauthn", 1),
    "admin:assign": lambda world: reverse("admin:assign", args=["hearing", world.rows["cases_hearing"]]),
    "admin:consent": lambda world: reverse("admin:consent", args=[world.rows["cases_personatrisk"]]),
    "admin:restore": lambda world: reverse("admin:restore", args=["cases.concern", world.deleted]),
    "admin:autocomplete": lambda world: (
        f"{reverse('admin:autocomplete')}?app_label=cases&model_name=hearing&field_name=court&term=a"
    ),
    "admin:view_on_site": lambda world: reverse(
        "admin:view_on_site", args=[ContentType.objects.get_for_model(UrgentAction).pk, world.public.action.pk]
    ),
    "admin:app_list": _plain("admin:app_list", "cases"),
}


def _addresses() -> dict[str, Address]:
    """An address for each route; whatever needs nothing is looked up by its name."""
    found: dict[str, Address] = {}
    for route in routes():
        if route in _OTHERS:
            found[route] = _OTHERS[route]
        elif route in SHOWS:
            found[route] = lambda world, shows=SHOWS[route][0]: shows.address(world.public)
        elif route.startswith("staff/"):  # where Django leads on from the old address of a row
            table = "_".join(route.split("/")[1:3])
            found[route] = lambda world, table=table: f"/staff/{table.replace('_', '/', 1)}/{world.rows[table]}/"
        elif (table := _table_of(route)) is not None:
            found[route] = _of_table(table, route.removeprefix(f"admin:{table}_"))
        else:
            found[route] = _plain(route)
    return found


def _table_of(route: str) -> str | None:
    return next((table for table in tables() if route.startswith(f"admin:{table}_")), None)


ADDRESSES = _addresses()
