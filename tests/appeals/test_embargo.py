"""Before the end of an embargo no address knows anything of an action; at its end every one does, by itself."""

from datetime import timedelta

import pytest
from django.test import Client

from campaigns.models import UrgentAction
from config import clock
from tests.appeals.test_hidden import addresses_of, telling, world  # noqa: F401  (the fixture)
from tests.routes import World

pytestmark = pytest.mark.django_db


def embargo(world: World, apart: timedelta) -> None:  # noqa: F811
    until = clock.now() + apart
    UrgentAction.objects.filter(pk=world.action.pk).update(embargo_until=until, embargo_zone="Asia/Tashkent")


def test_no_address_tells_anything_before_and_all_do_afterwards(world: World) -> None:  # noqa: F811
    addresses = addresses_of(world)

    embargo(world, timedelta(hours=1))
    before = telling(world, addresses)
    embargo(world, timedelta(seconds=-1))
    afterwards = telling(world, addresses)

    assert before == []
    assert len(afterwards) > 10


@pytest.mark.parametrize("tail", ["", "sheet.pdf", "letters/", "envelopes/", "follow/", "calendar.ics"])
def test_its_addresses_are_not_there(tail: str, world: World, client: Client) -> None:  # noqa: F811
    address = f"/actions/{world.action.slug}/{tail}"
    embargo(world, timedelta(hours=1))
    before = client.get(address).status_code
    embargo(world, timedelta(seconds=-1))

    assert (before, client.get(address).status_code) == (404, 200)


def test_a_check_of_its_paper_says_that_it_was_not_issued(world: World, client: Client) -> None:  # noqa: F811
    address = f"/check/{world.action.current_sheet.check_code}/"
    embargo(world, timedelta(hours=1))

    page = client.get(address).content.decode()

    assert "NOT ISSUED" in page
    assert world.action.reference not in page


@pytest.mark.parametrize("address", ["/calendar.ics", "/feed.atom"])
def test_a_program_that_asks_again_gets_what_is_new(address: str, world: World, client: Client) -> None:  # noqa: F811
    embargo(world, timedelta(hours=1))
    before = client.get(address)
    embargo(world, timedelta(seconds=-1))

    after = client.get(address, headers={"If-None-Match": before["ETag"]})

    assert world.action.slug not in before.content.decode()
    assert (after.status_code, world.action.slug in after.content.decode()) == (200, True)
