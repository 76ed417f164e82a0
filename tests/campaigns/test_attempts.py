from collections.abc import Iterator

import pytest

from accounts import counts
from campaigns.attempts import TooMany, count_form, count_request, is_first_of, network_of


@pytest.fixture(autouse=True)
def fresh_counts() -> Iterator[None]:
    counts.forget_counts()
    yield
    counts.forget_counts()


def test_an_address_gets_three_mails_a_day() -> None:
    for number in range(3):
        count_request(client=f"192.0.2.{number}", email="anna@example.org")

    with pytest.raises(TooMany, match="asked for several times"):
        count_request(client="192.0.2.9", email="ANNA@example.org ")
    count_request(client="192.0.2.9", email="eva@example.org")


def test_a_client_may_ask_ten_times_an_hour() -> None:
    for number in range(10):
        count_request(client="192.0.2.1", email=f"a{number}@example.org")

    with pytest.raises(TooMany):
        count_request(client="192.0.2.1", email="b@example.org")
    count_request(client="192.0.2.2", email="b@example.org")


def test_one_household_of_ipv6_is_one_client() -> None:
    for number in range(10):
        count_request(client=f"2001:db8:0:1::{number}", email=f"a{number}@example.org")

    with pytest.raises(TooMany):
        count_request(client="2001:db8:0:1:ffff::1", email="b@example.org")


@pytest.mark.parametrize(
    ("client", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("", "unknown"),
        ("not an address", "unknown"),
    ],
)
def test_network_of_a_client(client: str, network: str) -> None:
    assert network_of(client) == network


def test_counting_goes_on_where_redis_is_away(settings: object, caplog: pytest.LogCaptureFixture) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"  # type: ignore[attr-defined]
    counts._shared.cache_clear()
    try:
        for number in range(3):
            count_request(client=f"192.0.2.{number}", email="anna@example.org")
        with pytest.raises(TooMany):
            count_request(client="192.0.2.9", email="anna@example.org")
    finally:
        settings.REDIS_URL = ""  # type: ignore[attr-defined]
        counts._shared.cache_clear()

    assert "anna" not in caplog.text


def test_each_public_form_has_its_own_limit() -> None:
    for _ in range(10):
        count_form("tally", client="192.0.2.1")

    with pytest.raises(TooMany, match="What you typed is still here"):
        count_form("tally", client="192.0.2.1")
    count_form("came-back", client="192.0.2.1")
    count_form("tally", client="192.0.2.2")


def test_network_is_the_first_to_say_something_once() -> None:
    assert is_first_of("dead 7", client="2001:db8::1")
    assert not is_first_of("dead 7", client="2001:db8::2")  # the same household
    assert is_first_of("dead 8", client="2001:db8::1")
    assert is_first_of("dead 7", client="2001:db8:1::1")
