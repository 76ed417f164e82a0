"""What the crawl of the logs (`python -m tests.log_crawl`) relies on."""

import base64
import re

import pytest

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
