"""The mail with the link to what is held about an address. Its page: tests/appeals/test_holdings.py."""

from datetime import timedelta

import pytest

from campaigns.holdings import held_mail
from tests.builders import AT, make_open_action, make_subscription

pytestmark = pytest.mark.django_db


def test_link_comes_in_the_language_of_what_was_confirmed_last() -> None:
    make_subscription(email="anna@example.org", language="de", confirmed_at=AT)
    make_subscription(make_open_action(), email="anna@example.org", language="es", confirmed_at=AT + timedelta(days=1))

    mail = held_mail("Anna@example.org", at=AT)

    assert mail.subject == "Lo que guardamos sobre su dirección"
    assert '<html lang="es">' in str(mail.alternatives[0][0])


def test_request_that_nobody_confirmed_chooses_no_language() -> None:
    make_subscription(email="anna@example.org", language="fr", confirmed_at=None)

    assert held_mail("anna@example.org", at=AT).subject == "What we hold about your address"


def test_link_to_an_address_of_which_nothing_is_held_comes_in_english() -> None:
    assert held_mail("eva@example.org", at=AT).subject == "What we hold about your address"
