"""The public site runs as a role of the database that cannot read what is not public, and works as before."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from difflib import unified_diff

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client

from appeals.public_role import ROLE, SCHEMA, TABLES, apply, private_fields
from campaigns.attempts import forget_counts
from campaigns.consent import withdraw_consent
from campaigns.sender import why_held
from config.site_part import PUBLIC, settings_of
from tests.appeals.test_after_a_stop import open_world, stop_by_a_sheet, stop_by_hand
from tests.builders import make_user
from tests.canary.outputs import once, public_addresses
from tests.canary.planting import plant, planted_in
from tests.routes import WEEK_OF_THE_STOP, World
from tests.visiting import Said, of_a_follower, of_a_group, of_a_writer, said

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL has roles"),
]


@pytest.fixture(autouse=True)
def a_site_at_work(settings) -> None:
    settings.DEMO_TODAY = WEEK_OF_THE_STOP.date()
    forget_counts()
    why_held(at=WEEK_OF_THE_STOP)  # a worker has asked before
    apply()


@contextmanager
def the_public_role() -> Iterator[None]:
    """What is asked meanwhile is asked by the role, with its search path: as after its login."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {ROLE}; SET search_path = {SCHEMA}, {TABLES}")
        yield
        cursor.execute("RESET ROLE; RESET search_path")  # after an error the end of the test takes it back


def taken_back(play: Callable[[], Sequence[Said]]) -> Sequence[Said]:
    """What was said; whatever was written is taken back."""
    with transaction.atomic():
        answers = play()
        transaction.set_rollback(True)
    forget_counts()
    return answers


def reading(addresses: Sequence[str]) -> list[Said]:
    client = Client()
    return [said(address, client.get(address)) for address in addresses]


def addresses_of(world: World) -> list[str]:
    addresses = (*once(), *public_addresses(world))
    return [address for address in addresses if not address.startswith(("/staff", "/static"))]


def as_it_stands(world: World) -> None:
    pass


def hide(world: World) -> None:
    withdraw_consent(world.action.case.people.get(), by=make_user("Researcher"), at=WEEK_OF_THE_STOP, reason="Asked.")


@pytest.mark.parametrize(
    "change",
    [as_it_stands, lambda world: stop_by_hand(world.action), lambda world: stop_by_a_sheet(world.action), hide],
    ids=["open", "stopped by hand", "stopped by a sheet", "hidden"],
)
def test_everything_public_reads_the_same(settings, change: Callable[[World], None]) -> None:
    world = open_world()
    addresses = addresses_of(world)
    change(world)

    as_before = taken_back(lambda: reading(addresses))
    settings_of_the_public_part(settings)
    with the_public_role():
        as_public = reading(addresses)

    assert len(as_before) > 40
    assert list(differing(as_public, as_before)) == []


@pytest.mark.parametrize("play", [of_a_follower, of_a_writer, of_a_group])
def test_everything_that_visitors_send_is_taken_as_before(settings, play) -> None:
    world = open_world()

    as_before = taken_back(lambda: list(play(Client(), world)))
    settings_of_the_public_part(settings)
    with the_public_role():
        as_public = list(play(Client(), world))

    assert list(differing(as_public, as_before)) == []
    assert [one.asked for one in as_before if one.status not in (200, 302, 409)] == []


def differing(answers: Sequence[Said], wanted: Sequence[Said]) -> Iterator[str]:
    """What is said otherwise, line by line."""
    for answer, other in zip(answers, wanted, strict=True):
        if answer != other:
            lines = unified_diff(other.body.splitlines(), answer.body.splitlines(), lineterm="", n=0)
            yield "\n".join([f"{answer.asked}: {other.status} {answer.status}", *lines])


def settings_of_the_public_part(settings) -> None:
    for name, value in settings_of(PUBLIC).items():
        setattr(settings, name, value)
