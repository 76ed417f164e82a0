"""What it costs to post letters, as pages and packs say it."""

from datetime import date
from decimal import Decimal

import pytest

from appeals.postage import letters_by_country, postage_of
from appeals.posting import post_advice
from cases.models import PostalRoute
from tests.appeals.test_posting import content, office
from tests.builders import make_authority, make_open_action, make_rate

pytestmark = pytest.mark.django_db

ON = date(2011, 7, 13)


def test_letters_of_a_group_are_summed_up() -> None:
    make_rate()
    make_rate(zone="rest", price="1.80")

    postage = postage_of({"CH": 2, "IS": 30, "KE": 0}, posted_in="CH", on=ON)

    assert postage is not None
    assert (postage.sums, postage.priced, postage.unpriced) == ((("CHF", Decimal("56.00")),), 32, 0)
    assert postage.words == "Postage from Switzerland: CHF 56.00 for 32 letters of up to 20 g each."


def test_letters_whose_price_nobody_knows_are_counted_apart() -> None:
    make_rate()
    one, more = ({"CH": 1, "IS": 1}, {"CH": 1, "IS": 1_200})

    words = [postage.words for each in (one, more) if (postage := postage_of(each, posted_in="CH", on=ON))]

    begin = "Postage from Switzerland: CHF 1.00 for 1 letter of up to 20 g."
    assert words == [
        f"{begin} What the other costs we do not know.",
        f"{begin} What the 1,200 others cost we do not know.",
    ]


def test_where_no_rate_is_known_nothing_is_said() -> None:
    make_rate(posted_in="AT")

    assert postage_of({"IS": 3}, posted_in="CH", on=ON) is None
    assert postage_of({}, posted_in="AT", on=ON) is None


def test_letter_that_is_not_posted_costs_nothing() -> None:
    by_post, by_fax = office(authority_id=1), office(authority_id=2, postal_lines=(), fax="+354 555 0000")

    advice = post_advice(content(recipients=(by_post, by_fax)), from_country="CH", on=ON)

    assert letters_by_country(advice) == {"IS": 1}


def test_letter_by_way_of_the_embassy_costs_what_one_to_the_embassy_does() -> None:
    fields = {"kind": "mission", "represents": "IS", "accredited_to": "CH", "country": "CH"}
    make_authority(office="Sample Embassy of Iceland", **fields)
    route = PostalRoute(country="IS", working_days=5, is_suspended=True)
    route.suspended_since, route.suspension_reason = ON, "no flights"
    route.save()

    advice = post_advice(content(recipients=(office(authority_id=0),)), from_country="CH", on=ON)

    assert letters_by_country(advice) == {"CH": 1}


def test_pages_of_an_action_say_what_the_stamps_cost(client, settings) -> None:
    settings.DEMO_TODAY = date(2011, 7, 20)
    action = make_open_action()
    page, letters = f"/actions/{action.slug}/", f"/actions/{action.slug}/letters/"
    typed = {"name": "Anna Beispiel", "place": "Bern", "language": "en", "paper": "A4", "output": "show"}
    assert "What a stamp costs we do not know." in client.get(page).content.decode()
    assert "Postage" not in client.post(letters, typed).content.decode()

    make_rate(zone="rest", price="1.80")

    sentence = "Postage from Switzerland: CHF 1.80 for 1 letter of up to 20 g."
    assert sentence in client.get(page).content.decode()
    shown = client.post(letters, typed).content.decode()
    assert sentence in shown
    assert "<li>Postage: CHF 1.80 (up to 20 g)</li>" in shown
