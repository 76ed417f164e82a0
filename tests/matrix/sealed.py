"""A sealed case with everything that belongs to it, and who is told by which address that it is there.

Outside of its team an address has to answer as it does for a number that never was: the same status, the same way on,
the same words. `sealed.txt` says what is otherwise.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.contrib import admin
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from campaigns.lifecycle import draft_sheet
from cases.admin.team_only import TeamOnly
from cases.deadline_moves import move_deadline
from cases.models import Case, DateMove
from cases.teams import seal_case
from tests.builders import AT, make_case, make_deadline, make_hearing, make_open_action, make_reply, make_user
from tests.matrix.people import ROLES, show_factor
from tests.routes import routes

SEALED_TABLE = (Path(__file__).parent / "sealed.txt").read_text()
OUTSIDE, NEVER = "VREAKS", 99_999_999


@dataclass(frozen=True)
class SealedWorld:
    case: Case
    rows: dict[str, int]  # of each table of the admin that has a case, by its name in addresses
    move: int

    def addresses(self) -> dict[str, tuple[str, str]]:
        """Each route that leads to something of the case: its address, and the same of what never was."""
        found = dict(self._of_tables())
        hearing, sheet = self.rows["cases_hearing"], self.rows["campaigns_sheet"]
        for name in ("sheet-preview", "sheet-preview-pdf", "sheet-as-issued"):
            found[f"appeals:{name}"] = _both(f"appeals:{name}", sheet)
        found["appeals:date-move"] = _both("appeals:date-move", self.move)
        found["appeals:move-date"] = _both("appeals:move-date", "hearing", hearing)
        found["admin:assign"] = _both("admin:assign", "hearing", hearing)
        found["admin:consent"] = _both("admin:consent", self.rows["cases_personatrisk"])
        return found

    def _of_tables(self) -> Iterator[tuple[str, tuple[str, str]]]:
        for route in routes():
            table = next((table for table in self.rows if route.startswith(f"admin:{table}_")), None)
            if table and not route.endswith(("_changelist", "_add", "_picture")):
                yield route, _both(route, self.rows[table])


def _both(route: str, *args: object) -> tuple[str, str]:
    return reverse(route, args=args), reverse(route, args=[*args[:-1], NEVER])


def make_sealed_world() -> SealedWorld:
    case = make_case(owner=make_user("Researcher", "Editor", "Approver", email="owner.sealed@desk.example"))
    owner, action = case.owner, make_open_action(case)
    hearing, deadline = make_hearing(case), make_deadline(case)
    move = move_deadline(deadline, to=deadline.on + timedelta(days=1), by=owner, at=AT, reason="They said so.")
    rows = {
        "cases_case": case.pk,
        "cases_personatrisk": case.people.get().pk,
        "cases_hearing": hearing.pk,
        "cases_deadline": deadline.pk,
        "campaigns_urgentaction": action.pk,
        "campaigns_sheet": draft_sheet(action, by=owner, at=AT).pk,
        "appeals_reply": make_reply(action).pk,
    }
    seal_case(case, by=owner, at=AT, reason="She is followed.")
    return SealedWorld(case, rows, DateMove.objects.get(pk=move.pk).pk)


def tables_with_a_case() -> set[str]:
    return {
        f"{model._meta.app_label}_{model._meta.model_name}"
        for model, page in admin.site._registry.items()
        if isinstance(page, TeamOnly) and page.case_path is not None
    }


def read_sealed(text: str) -> dict[str, str]:
    """Who outside of the team is told by a route that a sealed case is there, by their letters."""
    lines = [line.split() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return {route: letters.replace(".", "") for route, letters in lines}


def otherwise(world: SealedWorld, letters: str, methods: tuple[str, ...] = ("GET", "POST")) -> list[str]:
    """Each answer that is not as the table says."""
    table, found = read_sealed(SEALED_TABLE), []
    for letter in letters:
        user = make_user(is_superuser=True) if letter == "S" else make_user(ROLES[letter])
        client = Client(raise_request_exception=False)
        client.force_login(user)
        show_factor(client, user)
        for route, addresses in world.addresses().items():
            for method in methods:
                of_sealed, of_nothing = (answer_in_words(client, method, address, world) for address in addresses)
                if (of_sealed != of_nothing) != (letter in table[route]):
                    found.append(f"{method} {route} as {ROLES[letter]}")
    return found


def answer_in_words(client: Client, method: str, address: str, world: SealedWorld) -> str:
    """All that an answer says, without the number that was asked for, and without what differs each time."""
    client.cookies.pop("messages", None)  # of the request before
    with transaction.atomic():
        answer = client.generic(method, address, b"", "application/x-www-form-urlencoded", follow=True)
        transaction.set_rollback(True)
    body = answer.content.decode("utf-8", "replace")
    body = re.sub(r"csrf\w+.*|name=\"seen\" value=\"[^\"]*\"", "", body)
    said = f"{answer.status_code} {getattr(answer, 'redirect_chain', [])} {body}"
    return re.sub(rf"\b({'|'.join({str(pk) for pk in [*world.rows.values(), world.move, NEVER]})})\b", "N", said)


def team_sees(world: SealedWorld, user: User) -> list[str]:
    """The routes by which somebody is told more than of a number that never was."""
    client = Client(raise_request_exception=False)
    client.force_login(user)
    show_factor(client, user)
    seen = []
    for route, addresses in world.addresses().items():
        of_sealed, of_nothing = (answer_in_words(client, "GET", address, world) for address in addresses)
        if of_sealed != of_nothing:
            seen.append(route)
    return seen
