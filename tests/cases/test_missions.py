"""Which embassy stands for a state in a country."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cases.missions import mission_of, missions_of_no_state, states_without_mission
from cases.models import Authority
from tests.builders import make_authority

pytestmark = pytest.mark.django_db


def make_mission(**overrides: Any) -> Authority:
    return make_authority(
        **{"kind": "mission", "country": "CH", "represents": "KE", "accredited_to": "CH", **overrides},
    )


def test_mission_is_found_by_who_sends_it_and_who_receives_it() -> None:
    embassy = make_mission()
    make_mission(represents="PE")
    make_mission(accredited_to="AT", country="AT")

    assert mission_of("KE", accredited_to="CH") == embassy
    assert mission_of("CH", accredited_to="KE") is None
    assert mission_of("JO", accredited_to="CH") is None


def test_mission_may_have_its_office_in_a_third_country() -> None:
    in_berlin = make_mission(country="DE")

    assert mission_of("KE", accredited_to="CH") == in_berlin
    assert mission_of("KE", accredited_to="DE") is None


def test_of_several_the_one_in_the_country_goes_first_and_then_the_one_verified_last() -> None:
    make_mission(country="DE", verified_on=date(2011, 7, 13))
    make_mission(verified_on=None)
    make_mission(verified_on=date(2011, 1, 1))
    newest = make_mission(verified_on=date(2011, 6, 1))

    assert mission_of("KE", accredited_to="CH") == newest


def test_mission_comes_with_its_salutations_in_two_queries(django_assert_num_queries: Any) -> None:
    make_mission(salutation="Your Excellency")

    with django_assert_num_queries(2):
        mission = mission_of("KE", accredited_to="CH")
        assert mission is not None
        assert [row.text for row in mission.salutations.all()] == ["Your Excellency"]


def test_states_without_a_mission_leave_out_the_country_itself() -> None:
    make_mission()

    assert states_without_mission(["RU", "KE", "CH", "PE"], accredited_to="CH") == ["PE", "RU"]
    assert states_without_mission([], accredited_to="CH") == []


def test_mission_that_says_not_who_sends_it_is_counted_and_never_found() -> None:
    make_mission(represents="")
    make_mission()

    assert missions_of_no_state() == 1
    assert mission_of("", accredited_to="CH") is None


@pytest.mark.parametrize(
    ("fields", "constraint", "words"),
    [
        ({"kind": "ministry", "accredited_to": ""}, "authority_only_missions_represent", "represents a state"),
        ({"represents": "CH"}, "authority_represents_its_state_abroad", "No state has an embassy to itself"),
    ],
)
def test_a_ministry_represents_nobody_and_no_state_is_represented_at_home(
    fields: dict[str, str], constraint: str, words: str
) -> None:
    mission = make_mission()
    for name, value in fields.items():
        setattr(mission, name, value)

    with pytest.raises(ValidationError, match=words):
        mission.full_clean()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        mission.save()
