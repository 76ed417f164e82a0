"""Bulk data are as the real functions would leave them, and never beside real data."""

from collections import Counter
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from appeals.demo.bulk import RealDataThere, load_bulk
from appeals.demo.loading import DEMO_DAY
from campaigns.content import content_of, hash_of
from campaigns.issuing import search_text_of
from campaigns.models import Sheet, Subscription, UrgentAction
from campaigns.numbering import slug_for
from tests.builders import AT, make_case, make_open_action
from tests.demo import put_demo


@pytest.fixture
def bulk(db: None) -> None:
    load_bulk(actions=60, subscriptions=40, on=DEMO_DAY, at=AT)


def test_bulk_content_is_what_its_rows_say(bulk: None) -> None:
    sheets = list(Sheet.objects.all())
    frozen, thawed = [sheet.frozen for sheet in sheets], [content_of(sheet) for sheet in sheets]
    for sheet in sheets:
        sheet.frozen = None  # so that the rows are read

    assert len(thawed) == 60
    assert [content.as_json() for content in thawed] == frozen
    assert [content_of(sheet) for sheet in sheets] == thawed


def test_bulk_actions_carry_what_issuing_sets(bulk: None) -> None:
    for action in UrgentAction.objects.select_related("current_sheet"):
        sheet = action.current_sheet
        assert sheet is not None
        assert sheet.frozen is not None
        content = content_of(sheet)
        assert action.last_good_day == content.last_good_day == sheet.last_good_day
        assert action.search_text == search_text_of(content)
        assert sheet.content_hash == hash_of(sheet.frozen)
        assert (action.reference, action.country, action.opened_on) == (
            content.reference,
            content.country,
            content.dated,
        )
        assert action.slug == slug_for(
            series=action.series, number=action.number, year=action.year, country=content.country
        )
        assert action.events.filter(verb="issue", sheet=sheet).count() == 1


def test_bulk_rows_keep_the_rules_of_forms(bulk: None) -> None:
    for action in UrgentAction.objects.all():
        action.full_clean()
        action.case.full_clean()
        for thing in (*action.case.people.all(), *action.case.hearings.all()):
            thing.full_clean()
    for sheet in Sheet.objects.all():
        sheet.validate_constraints()
        for part in (*sheet.demands.all(), *sheet.recipients.all()):
            part.full_clean()


def test_bulk_opens_three_actions_in_ten(bulk: None) -> None:
    assert UrgentAction.objects.open_on(DEMO_DAY).count() == 18
    assert UrgentAction.objects.count() == 60


def test_bulk_can_be_all_open(db: None) -> None:
    load_bulk(actions=20, subscriptions=0, on=DEMO_DAY, at=AT, open_percent=100)

    assert UrgentAction.objects.open_on(DEMO_DAY).count() == 20


def test_bulk_subscriptions_are_confirmed_and_of_open_actions(bulk: None) -> None:
    subscriptions = list(Subscription.objects.confirmed().select_related("action"))

    assert len(subscriptions) == 40
    assert Counter(subscription.action is None for subscription in subscriptions) == {False: 36, True: 4}
    assert all(subscription.action.is_open(on=DEMO_DAY) for subscription in subscriptions if subscription.action)


def test_bulk_added_again_takes_new_numbers_and_addresses(bulk: None) -> None:
    load_bulk(actions=60, subscriptions=40, on=DEMO_DAY, at=AT)

    assert (UrgentAction.objects.count(), Subscription.objects.count()) == (120, 80)


def test_bulk_leaves_the_keys_free_for_the_next_action(bulk: None) -> None:
    action = make_open_action()

    assert action.current_sheet_id == Sheet.objects.latest("pk").pk
    assert UrgentAction.objects.count() == 61


def test_bulk_stands_beside_the_demo(db: None) -> None:
    put_demo()

    load_bulk(actions=10, subscriptions=0, on=DEMO_DAY, at=AT)

    assert UrgentAction.objects.count() == 28


def test_bulk_is_never_mixed_with_real_cases(db: None) -> None:
    make_case().owner.__class__.objects.update(email="somebody@section.example")

    with pytest.raises(RealDataThere, match="not invented"):
        load_bulk(actions=1, subscriptions=0, on=DEMO_DAY, at=AT)

    assert UrgentAction.objects.count() == 0


def test_seed_bulk_says_what_it_added(db: None) -> None:
    out = StringIO()

    call_command("seed_bulk", actions=3, subscriptions=2, stdout=out)

    assert out.getvalue() == "Added 3 invented actions and 2 subscriptions.\n"
    assert (UrgentAction.objects.count(), Subscription.objects.count()) == (3, 2)


@pytest.mark.parametrize("numbers", [{"actions": -1}, {"actions": 2_000_000}, {"actions": 1, "open_percent": 101}])
def test_seed_bulk_refuses_impossible_numbers(db: None, numbers: dict[str, int]) -> None:
    with pytest.raises(CommandError, match="Give numbers between 0 and 1,000,000"):
        call_command("seed_bulk", **numbers)
