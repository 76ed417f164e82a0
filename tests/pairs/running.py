"""One pair: two people open their pages, then both post at the same moment; and what became of the work of each."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test import Client

from tests.builders import make_user
from tests.forms import filled
from tests.pairs.scenes import Deed, Scene


@dataclass
class Outcome:
    """What happened in the pairs of one scene.

    Args:
        refused: posts that were answered with what the other had done.
        merged: pairs in which both works stood after the refused one looked and saved again.
        lost: works that were accepted, and are not there though their overwriter never saw them.
        typing_lost: refused posts whose page did not have what was typed.
        errors: posts that ended with an error, or with an answer that is none of the expected ones.
    """

    scene: str
    pairs: int = 0
    accepted: int = 0
    refused: int = 0
    merged: int = 0
    decided: int = 0
    lost: int = 0
    typing_lost: int = 0
    errors: int = 0
    remarks: list[str] = field(default_factory=list)


@dataclass
class Person:
    client: Client
    deed: Deed
    form: dict[str, Any] = field(default_factory=dict)
    answer: HttpResponse | None = None
    problem: BaseException | None = None

    def open(self) -> None:
        first = self.deed.first
        page = self.client.post(self.deed.page, first) if first else self.client.get(self.deed.page)
        self.form = {**filled(page), **self.deed.types}

    def post(self) -> None:
        try:
            self.answer = self.client.post(self.deed.page, self.form)
        except BaseException as problem:
            self.problem = problem

    @property
    def is_accepted(self) -> bool:
        return self.answer is not None and self.answer.status_code == 302

    @property
    def is_refused(self) -> bool:
        return self.answer is not None and self.answer.status_code == 200


def client_of() -> Client:
    client = Client()
    client.force_login(make_user(is_superuser=True))
    return client


def play(
    scene: Scene,
    outcome: Outcome,
    clients: tuple[Client, Client],
    together: Callable[..., None],
    *,
    is_turned: bool = False,
) -> None:
    """One pair, counted into the outcome.

    Args:
        together: lets both post (`at_once`, `one_after_the_other`).
        is_turned: the second of the two is let loose first.
    """
    people = [Person(client, deed) for client, deed in zip(clients, scene.set_up(), strict=True)]
    if scene.is_one_person:
        people[1].client = people[0].client
    for person in people:
        person.open()
    if scene.is_one_person:
        people[1].form = people[0].form
    posts = [person.post for person in people]
    together(*(reversed(posts) if is_turned else posts))
    outcome.pairs += 1
    for person in people:
        outcome.accepted += person.is_accepted
        outcome.refused += person.is_refused
        if not (person.is_accepted or person.is_refused):
            outcome.errors += 1
            outcome.remarks.append(repr(person.problem or person.answer))
        elif person.is_accepted and not person.deed.is_there():
            outcome.lost += 1
    _look_again(scene, people, outcome)


def _look_again(scene: Scene, people: list[Person], outcome: Outcome) -> None:
    """Whoever was refused finds what they typed on the page, and saves it as it came back."""
    for person in people:
        if not person.is_refused:
            continue
        assert person.answer is not None
        text = person.answer.content.decode()
        shown = filled(person.answer)
        outcome.typing_lost += not all(_is_kept(box, typed, shown, text) for box, typed in person.deed.types.items())
        if "seen" in shown:
            again = {**person.deed.first, **shown} if person.deed.first else shown
            answer = person.client.post(person.deed.page, again)
            if answer.status_code not in (200, 302):
                outcome.errors += 1
                outcome.remarks.append(repr(answer))
            outcome.decided += answer.status_code == 302
    outcome.merged += scene.is_for_both and all(person.deed.is_there() for person in people)


def _is_kept(box: str, typed: str, shown: dict[str, Any], text: str) -> bool:
    """Whether what was typed stands in its box, or, on a page without boxes, anywhere."""
    value = shown.get(box)
    return typed in (value if isinstance(value, list) else [value]) or typed in text or not typed


def at_once(*posts: Callable[[], None]) -> None:
    """Each in a thread of its own, with its own connection, let loose at the same moment."""
    gate = threading.Barrier(len(posts))

    def run(post: Callable[[], None]) -> None:
        gate.wait(30)
        try:
            post()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(post,)) for post in posts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)


def one_after_the_other(*posts: Callable[[], None]) -> None:
    for post in posts:
        post()
