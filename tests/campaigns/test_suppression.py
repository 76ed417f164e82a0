"""Whether mail goes to an address, and why not."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.erasure import REASON, erase, is_erased
from campaigns.models import Suppression
from campaigns.suppression import hashes_of, lift, refused_since, silence_in_words, suppress, why_suppressed
from tests.builders import AT

pytestmark = pytest.mark.django_db

BOUNCED, ERASED = Suppression.Cause.BOUNCED, Suppression.Cause.ERASED
REFUSED = "the mail server of the address refused it for good"


def test_address_of_which_nothing_is_known_is_not_suppressed() -> None:
    assert why_suppressed("anna@example.org") == ""


def test_causes_are_told_apart() -> None:
    suppress("anna@example.org", BOUNCED, at=AT)
    suppress("eva@example.org", ERASED, at=AT)

    assert (why_suppressed("Anna@Example.org "), is_erased("anna@example.org")) == (REFUSED, False)
    assert (why_suppressed("eva@example.org"), is_erased("eva@example.org")) == (REASON, True)


def test_erasure_goes_before_a_bounce() -> None:
    suppress("anna@example.org", ERASED, at=AT)
    suppress("anna@example.org", BOUNCED, at=AT)

    assert why_suppressed("anna@example.org") == REASON


def test_erasing_forgets_that_the_address_bounced() -> None:
    suppress("anna@example.org", BOUNCED, at=AT)

    erase("anna@example.org", at=AT)

    assert list(Suppression.objects.values_list("cause", flat=True)) == ["erased"]


def test_asking_takes_one_query() -> None:
    suppress("anna@example.org", BOUNCED, at=AT)

    with CaptureQueriesContext(connection) as queries:
        why_suppressed("anna@example.org")

    assert len(queries) == 1


def test_second_bounce_keeps_the_day_of_the_first() -> None:
    suppress("anna@example.org", BOUNCED, at=AT)
    suppress("ANNA@example.org", BOUNCED, at=AT + timedelta(days=3))

    assert refused_since(["anna@example.org"]) == {"anna@example.org": AT}


def test_lifting_lifts_both_causes_or_the_one_that_is_named() -> None:
    for cause in (BOUNCED, ERASED):
        suppress("anna@example.org", cause, at=AT)
    lift("anna@example.org", BOUNCED)
    assert list(Suppression.objects.values_list("cause", flat=True)) == ["erased"]

    suppress("anna@example.org", BOUNCED, at=AT)
    lift("anna@example.org")
    assert why_suppressed("anna@example.org") == ""


def test_new_key_forgets_nobody(settings: object) -> None:
    suppress("anna@example.org", BOUNCED, at=AT)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]  # type: ignore[attr-defined]
    settings.SECRET_KEY = "another key"  # type: ignore[attr-defined]
    suppress("anna@example.org", BOUNCED, at=AT + timedelta(days=3))

    assert why_suppressed("anna@example.org") == REFUSED
    assert refused_since(["Anna@example.org"]) == {"anna@example.org": AT}
    assert len(hashes_of("anna@example.org")) == 2


def test_those_refused_are_found_among_many_in_few_queries() -> None:
    suppress("follower7@example.org", BOUNCED, at=AT)
    suppress("follower8@example.org", ERASED, at=AT)
    many = [f"follower{number}@example.org" for number in range(1_500)]

    with CaptureQueriesContext(connection) as queries:
        assert refused_since(many) == {"follower7@example.org": AT}

    assert len(queries) == 3


def test_silence_is_told_with_the_day_of_the_section() -> None:
    late = datetime(2011, 7, 2, 23, 30, tzinfo=UTC)

    assert silence_in_words(late) == "no mail goes there since 3 July 2011: its mail server refused one for good"
    assert silence_in_words(None) == ""
