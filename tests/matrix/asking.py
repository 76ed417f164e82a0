"""Ask for a page as somebody, by a method, and say in one word what was answered."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.http import HttpResponse

from tests.matrix.people import ROLES, Person
from tests.matrix.rows import ROWS, Row
from tests.matrix.world import ADDRESSES, World

METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS")
# What is rendered for these is kept from one request to the next; each would cost a second otherwise.
KEPT = {"appeals:sheet-pdf", "appeals:sheet-preview-pdf", "appeals:sheet-as-issued"}


@dataclass(frozen=True)
class Cell:
    route: str
    person: Person
    method: str

    @property
    def wanted(self) -> set[str]:
        return wanted(ROWS[self.route], self.person.letter, self.method)

    def __str__(self) -> str:
        return f"{self.method} {self.route} as {ROLES[self.person.letter]}"


def cells(people: list[Person], *, chosen: Callable[[Cell], bool] = lambda cell: True) -> Iterator[Cell]:
    """Every one of the table, route by route."""
    for route in ROWS:
        for method in METHODS:
            for person in people:
                if chosen(cell := Cell(route, person, method)):
                    yield cell


def wanted(row: Row, letter: str, method: str) -> set[str]:
    """What the table allows as an answer: "ok", "login", "factor", "forbidden", "missing" or "method"."""
    to = row.see if method in ("GET", "HEAD") else row.post if method == "POST" else None
    if letter == "p" and "p" not in row.letters:
        return {"factor"}
    if to is None:
        # Nobody is in by it; where a stranger is led to the login first, that is as good.
        return {"method", "login"} if letter == "a" and "a" not in row.letters else {"method"}
    if letter in to:
        return {"ok" if row.answer == "login" and method != "POST" else row.answer}
    return {"login"} if letter == "a" else {"forbidden"}


def answer_to(cell: Cell, world: World) -> str:
    """What the site says; whatever it wrote is taken back."""
    cell.person.come_back()
    with transaction.atomic():
        address = ADDRESSES[cell.route](world)
        response = cell.person.client.generic(
            cell.method,
            address,
            b"",
            "application/x-www-form-urlencoded",
            headers={"X-Requested-With": "matrix"},
        )
        if cell.route not in KEPT:
            transaction.set_rollback(True)
    return word_for(response, cell.person)


def word_for(response: HttpResponse, person: Person) -> str:
    led = response.headers.get("Location", "")
    if response.status_code == 302 and led.startswith("/staff/login/"):
        return "login"
    if response.status_code == 302 and led == "/staff/account/" and person.letter == "p":
        return "factor"
    words = {403: "forbidden", 404: "missing", 405: "method"}
    if response.status_code in words:
        return words[response.status_code]
    # A form without what it asks for is answered, too.
    return "ok" if response.status_code < 500 else f"error {response.status_code}"
