"""The roles that ask: everybody on the street, the five roles of staff, an administrator, and a password alone."""

import time
from dataclasses import dataclass

from django.conf import settings
from django.test import Client

from accounts.models import User
from tests.builders import make_user

# By a letter each, as in the rows.
ROLES = {
    "a": "anonymous",
    "p": "password only",
    "V": "Viewer",
    "R": "Researcher",
    "E": "Editor",
    "A": "Approver",
    "K": "Address keeper",
    "S": "administrator",
}


@dataclass
class Person:
    """One who asks; each request begins with the same session, whatever became of the last one."""

    letter: str
    client: Client
    user: User | None

    def __post_init__(self) -> None:
        name = settings.SESSION_COOKIE_NAME
        self._session = self.client.cookies[name].value if name in self.client.cookies else ""

    def come_back(self) -> None:
        self.client.cookies.clear()
        if self._session:
            self.client.cookies[settings.SESSION_COOKIE_NAME] = self._session


def people() -> list[Person]:
    return [_person(letter) for letter in ROLES]


def _person(letter: str) -> Person:
    client = Client(raise_request_exception=False)
    if letter == "a":
        return Person(letter, client, None)
    if letter in "pS":
        user = make_user(is_superuser=True, email=f"{ROLES[letter].replace(' ', '.')}@desk.example")
    else:
        user = make_user(ROLES[letter], email=f"{ROLES[letter].replace(' ', '.').lower()}@desk.example")
    client.force_login(user)
    if letter != "p":
        show_factor(client, user)
    return Person(letter, client, user)


def show_factor(client: Client, user: User) -> None:
    """As after the second step of a login."""
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": time.time()}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
