"""Embassies that the book lacks, for whoever keeps it."""

from typing import Any

import pytest
from django.test import Client

from campaigns.lifecycle import stop_action
from campaigns.missing_missions import missing_missions
from cases.models import Authority
from tests.builders import AT, DAY, make_authority, make_case, make_open_action, make_user

pytestmark = pytest.mark.django_db


def make_mission(**overrides: Any) -> Authority:
    return make_authority(
        **{"kind": "mission", "country": "CH", "represents": "NP", "accredited_to": "CH", **overrides},
    )


def names() -> list[str]:
    return [mission.name for mission in missing_missions(on=DAY).missing]


def test_countries_of_open_actions_without_an_embassy_here_are_named(settings: Any) -> None:
    make_mission()
    for country in ("PE", "NP", "KE", "CH"):
        make_open_action(make_case(country=country))
    stop_action(make_open_action(make_case(country="JO")), by=make_user(), at=AT, reason="over")

    assert names() == ["Kenya", "Peru"]

    settings.POST_FROM = "KE"

    assert names() == ["Nepal", "Peru", "Switzerland"]


def test_missing_embassy_leads_to_a_form_that_is_half_filled(client: Client) -> None:
    make_open_action(make_case(country="PE"))
    client.force_login(make_user("Address keeper"))
    [missing] = missing_missions(on=DAY).missing

    page = client.get(f"/staff/cases/authority/add/?{missing.row}").content.decode()

    assert missing.row == "kind=mission&country=CH&represents=PE&accredited_to=CH"
    for option in ("mission", "CH", "PE"):
        assert f'<option value="{option}" selected>' in page


def test_nothing_is_missing_where_every_embassy_is_there() -> None:
    make_open_action(make_case(country="NP"))
    make_mission()

    assert not missing_missions(on=DAY)


def test_three_queries_however_many(django_assert_num_queries: Any) -> None:
    for country in ("PE", "NP", "KE"):
        make_open_action(make_case(country=country))

    with django_assert_num_queries(3):
        missing_missions(on=DAY)


@pytest.mark.parametrize(("role", "address", "is_told"), [
    ("Address keeper", "/staff/", True), ("Address keeper", "/staff/?whose=mine", False), ("Viewer", "/staff/", False),
])  # fmt: skip
def test_desk_tells_those_who_can_enter_an_embassy(
    client: Client, settings: Any, role: str, address: str, is_told: bool
) -> None:
    settings.DEMO_TODAY = DAY
    make_open_action(make_case(country="PE"))
    make_mission(represents="")
    client.force_login(make_user(role))

    page = " ".join(client.get(address).content.decode().split())

    assert ("Embassies in Switzerland that are missing" in page) == is_told
    assert ("1 mission does not say which state sends it</a>: no page can show it." in page) == is_told
