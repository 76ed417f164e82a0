import logging
import runpy
import sys
from logging.config import DictConfigurator

import pytest
from django.test import Client
from gunicorn.glogging import CONFIG_DEFAULTS

from config.logs import LineFormatter, without_personal_data
from tests.house.source import ROOT


@pytest.mark.parametrize(
    ("line", "clean"),
    [
        ("mail to anna.beispiel@example.org failed", "mail to [address] failed"),
        ("Key (lower(email))=(anna@example.org) already exists", "Key (lower(email))=([address]) already exists"),
        ("<anna+letters@mail.example.co.uk>", "<[address]>"),
        (
            "cannot reach postgres://desk:secret@db.example.org:5432/desk",
            "cannot reach postgres://desk:[address]:5432/desk",
        ),
        ("Internal Server Error: /follow/stop/eyJhIjo1fQ:1abc:xyz/", "Internal Server Error: /follow/stop/[token]/"),
        ("GET /follow/confirm/abc:def?x=1 failed", "GET /follow/confirm/[token] failed"),
        (
            "Internal Server Error: /staff-calendar/Zm9vYmFy_-x/mine.ics",
            "Internal Server Error: /staff-calendar/[token]/mine.ics",
        ),
        (
            "Internal Server Error: /packs/made/Zm9vYmFy_-x/pack.pdf",
            "Internal Server Error: /packs/made/[token]/pack.pdf",
        ),
        ("Internal Server Error: /check/7K3F-9QXM/", "Internal Server Error: /check/[token]/"),
        ("GET /check/?code=7K3F-9QXM failed", "GET /check/?code=[token] failed"),
        ("reminder 17 of action 4: sent", "reminder 17 of action 4: sent"),
        ("worker celery@machine ready", "worker celery@machine ready"),
    ],
)
def test_line_without_personal_data(line: str, clean: str) -> None:
    assert without_personal_data(line) == clean


def test_traceback_is_cleaned_too() -> None:
    try:
        raise ValueError("no such address: anna@example.org")
    except ValueError:
        record = logging.LogRecord(
            "desk", logging.ERROR, "x.py", 1, "failed for %s", ("ben@example.org",), sys.exc_info()
        )

    text = LineFormatter("{message}", style="{").format(record)

    assert "example.org" not in text
    assert text.startswith("failed for [address]\nTraceback")
    assert text.endswith("ValueError: no such address: [address]")


@pytest.mark.django_db
def test_visit_that_fails_leaves_no_trace(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    """Where somebody looked, and what they sent, is nobody's business when the mistake was theirs."""
    with caplog.at_level(logging.INFO):
        client.get("/actions/not-there/")
        client.get("/", headers={"host": "evil.example"})
        client.post("/past/", {"name": "Anna"})

    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.INFO] == []


def test_web_server_cleans_its_own_log_too() -> None:
    """It names the address of a request that broke its worker."""
    formatters = runpy.run_path(str(ROOT / "config" / "gunicorn.py"))["logconfig_dict"]["formatters"]
    used = CONFIG_DEFAULTS["handlers"]["error_console"]["formatter"]
    formatter = DictConfigurator({"version": 1}).configure_formatter(formatters[used])

    line = formatter.format(
        logging.LogRecord(
            "gunicorn.error",
            logging.ERROR,
            "x.py",
            1,
            "Error handling request %s",
            ("/staff-calendar/Zm9vYmFy_-x/mine.ics",),
            None,
        )
    )

    assert line.endswith("[ERROR] Error handling request /staff-calendar/[token]/mine.ics")


def line_of(message: str, *values: object) -> str:
    record = logging.LogRecord("desk", logging.INFO, "x.py", 1, message, values, None)
    record.created = 1_310_544_000.25  # 13 July 2011, 08:00 in universal time
    return LineFormatter("{asctime} {levelname} {name}: {message}", style="{").format(record)


def test_line_says_its_time_with_an_offset() -> None:
    assert line_of("ready") == "2011-07-13 08:00:00.250+00:00 INFO desk: ready"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\v", "\x85", "\u2028"], ids=["lf", "crlf", "vt", "nel", "ls"])
def test_no_value_begins_a_line_of_its_own(end: str) -> None:
    forged = f"x{end}2011-07-13 08:00:00 INFO desk: all is well"

    assert line_of("refused %s", forged).endswith("desk: refused x ⏎ 2011-07-13 08:00:00 INFO desk: all is well")
    assert len(line_of("refused %s", forged).splitlines()) == 1
