"""What the crawl of the logs (`python -m tests.log_crawl`) relies on."""

import base64
import re

import pytest
from django.db import connection

from config.checks import QUIET_LOG, database_log_repeats_nothing
from tests.house.source import ROOT
from tests.log_crawl.__main__ import options_of_the_database
from tests.log_crawl.words import EMAIL, MARKS, NAME, found_in


@pytest.mark.parametrize(
    "content",
    [
        EMAIL.encode(),
        EMAIL.upper().encode(),
        b"GET /?q=zquakka%2Email%40canary.example",
        base64.b64encode(f'[["{EMAIL}"], {{}}, {{}}]'.encode()),
    ],
    ids=["plain", "in capitals", "in an address", "in a message to a worker"],
)
def test_word_is_found_however_it_is_written(content: bytes) -> None:
    assert found_in(b"a line, and " + content + b" then more")["e-mail"] == 1


def test_each_kind_of_word_is_told_apart() -> None:
    assert dict(found_in(f"{NAME} and nothing else".encode())) == {"name": 1}
    assert len(MARKS) == 5


def test_database_of_the_containers_repeats_neither_values_nor_statements() -> None:
    """Terse alone is not enough: the statement holds the values, and so does the first line of many an error."""
    assert options_of_the_database() == {
        "log_error_verbosity": "terse",
        "log_min_messages": "log",
        "log_min_error_statement": "panic",
    }


def test_whoever_runs_their_own_database_is_told_the_same() -> None:
    told = dict(re.findall(r"^(log_\w+) = (\w+)$", (ROOT / "docs" / "deploy.md").read_text(), re.M))

    assert told.items() >= options_of_the_database().items()


@pytest.mark.django_db
def test_check_names_each_setting_of_the_database_that_would_tell() -> None:
    """A test may set them for its own transaction, as a superuser of a scratch server."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no log of its own")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL log_error_verbosity = terse; SET LOCAL log_min_error_statement = panic")
        cursor.execute("SET LOCAL log_min_messages = warning")
        loud = database_log_repeats_nothing(databases=["default"])
        cursor.execute("SET LOCAL log_min_messages = log")

    assert [message.msg for message in loud] == ["log_min_messages of the database is warning."]
    assert database_log_repeats_nothing(databases=["default"]) == []


def test_check_asks_for_what_the_containers_are_started_with() -> None:
    assert {name: quiet[0] for name, quiet in QUIET_LOG.items()} == options_of_the_database()
    assert database_log_repeats_nothing() == []
