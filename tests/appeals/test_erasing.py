"""What is left of followers who are erased, and whether they can take all of theirs with them first.

Two hundred of them: `python -m tests.erasing`.
"""

import tempfile
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.registered import Reach
from appeals.registers import WHOLE
from campaigns.attempts import forget_counts
from campaigns.erasure import is_erased
from campaigns.models import Subscription, Suppression
from tests.builders import make_open_action, make_subscription
from tests.erasing.lives import EXPORTED, MARK, erase_all, export_of, live, missing_in
from tests.erasing.searching import places_with

COUNT = 6


@pytest.fixture
def kept_mails(settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND = "campaigns.mail_backend.DatabaseBackend"
    settings.DEMO_TODAY = date(2011, 7, 13)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    forget_counts()


@pytest.mark.django_db(transaction=True)
def test_nothing_is_left_of_followers_but_a_hash_each(kept_mails) -> None:
    everyone = live(COUNT)
    lacking = [each for follower in everyone for each in missing_in(export_of(follower), follower)]
    before = {place for place in places_with(MARK, since=0) if not place.startswith("file ")}

    erase_all(everyone)

    assert before == {"table campaigns_subscription", "table campaigns_reminder", "table campaigns_sentmail"}
    assert lacking == []
    assert places_with(MARK, since=0) == []
    assert [is_erased(follower.email) for follower in everyone] == [True] * COUNT
    assert Suppression.objects.count() == COUNT


@pytest.mark.django_db
def test_search_finds_what_is_left_in_a_table_of_a_library() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE left_over (blob_of_it BYTEA)" if connection.vendor == "postgresql" else
                       "CREATE TABLE left_over (blob_of_it BLOB)")  # fmt: skip
        cursor.execute("INSERT INTO left_over VALUES (%s)", [b"xx ZQFollower0001@canary.example"])

    assert [place for place in places_with(MARK, since=0) if place.startswith("table")] == ["table left_over"]


@pytest.mark.parametrize("label", EXPORTED)
def test_every_personal_field_of_a_follower_has_its_place_in_the_file(label: str) -> None:
    personal = {name for name, entry in WHOLE[label].fields.items() if entry.reach == Reach.PERSONAL}

    assert set(EXPORTED[label]) == personal


@pytest.mark.django_db
def test_staff_erase_nobody_where_a_line_is_no_address() -> None:
    make_subscription(make_open_action(), email="anna@example.org")

    with pytest.raises(CommandError, match="Line 2 is no e-mail address; nothing was erased"):
        call_command("erase_addresses", stdin=StringIO("anna@example.org\n\nanna at example.org\n"))
    assert Subscription.objects.count() == 1


@pytest.mark.django_db
def test_staff_hear_how_many_were_erased_and_no_address() -> None:
    make_subscription(make_open_action(), email="anna@example.org")
    out = StringIO()

    call_command("erase_addresses", stdin=StringIO("Anna@example.org\neva@example.org\n"), stdout=out)

    assert out.getvalue() == "2 erased; of 1 something was held. No mail goes to any of them.\n"
    assert Subscription.objects.count() == 0
