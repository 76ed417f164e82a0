import json
import logging
import runpy
import sys
from logging.config import DictConfigurator
from smtplib import SMTPDataError

import pytest
from django.db import IntegrityError, OperationalError
from django.test import Client
from gunicorn.glogging import CONFIG_DEFAULTS

from config.logs import JSONFormatter, LineFormatter, logging_config, without_personal_data
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
        ("Error handling request GET /?q=Anna+Beispiel", "Error handling request GET /?[query]"),
        ("refused by 192.0.2.77 at 12:34:56", "refused by [address] at 12:34:56"),
        ("from 2001:db8::7 and 10.0.0.5:5432", "from [address] and [address]:5432"),
        ("Listening at: http://127.0.0.1:8000, 0.0.0.0, ::1", "Listening at: http://127.0.0.1:8000, 0.0.0.0, ::1"),
        (
            "Invalid request from ip=192.0.2.77: Invalid HTTP request line: 'GET /?name=Anna Beispiel HTTP/1.1'",
            "Invalid request from ip= [withheld]",
        ),
        (
            "Received unregistered task of type 'x'.\nThe full contents of the message body was:\nb'[\"Anna\"]'\n",
            "Received unregistered task of type 'x'.\nThe full contents of the message body [withheld]",
        ),
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
    assert text.endswith("ValueError: [message withheld]")


STREET = "Beispielweg 7"  # the line of code that raises it stands in a traceback, and names it not


def record_of(error: Exception, message: str = "it failed", *args: object) -> logging.LogRecord:
    """What a logger makes of an exception that was just caught."""
    try:
        try:
            raise KeyError(STREET)
        except KeyError as first:
            raise error from first
    except type(error):
        return logging.LogRecord("desk", logging.ERROR, "x.py", 1, message, args, sys.exc_info())


@pytest.mark.parametrize(
    ("error", "told_as"),
    [
        (ValueError("Anna Beispiel"), "ValueError: [message withheld]"),
        (IntegrityError("DETAIL: Key (name)=(Anna Beispiel)"), "django.db.utils.IntegrityError: [message withheld]"),
        (OperationalError("the server is away"), "django.db.utils.OperationalError: the server is away"),
        (OSError(28, "No space left on device"), "OSError: [Errno 28] No space left on device"),
        (AttributeError("no attribute 'x'"), "AttributeError: no attribute 'x'"),
        (SMTPDataError(550, b"Anna Beispiel is not here"), "smtplib.SMTPDataError: [message withheld]"),
    ],
    ids=["of a parser", "of a database", "a server away", "of the disk", "of our code", "of a mail server"],
)
@pytest.mark.parametrize("formatter", [LineFormatter("{message}", style="{"), JSONFormatter()], ids=["text", "json"])
def test_exception_tells_its_kind_and_its_words_where_they_are_of_the_machine(error, told_as, formatter) -> None:
    text = formatter.format(record_of(error, "task failed: %r", error))

    assert told_as in text
    assert "task failed: " in text
    assert ("Beispiel" in text, 'File "' in text or 'File \\"' in text) == (False, True)


def test_record_goes_on_to_other_handlers_as_it_was() -> None:
    record = record_of(ValueError("Anna"))

    LineFormatter("{message}", style="{").format(record)

    assert (record.getMessage(), record.exc_text, str(record.exc_info[1])) == ("it failed", None, "Anna")


@pytest.mark.parametrize(
    ("path", "route"),
    [
        ("/actions/anna-beispiel/?q=x", "appeals:action"),
        ("/check/7K3F-9QXM/", "appeals:check"),
        ("/anna-beispiel", "[unknown route]"),
    ],
    ids=["action", "check", "none of ours"],
)
def test_request_that_broke_is_told_by_its_route(path: str, route: str) -> None:
    record = logging.LogRecord(
        "gunicorn.error", logging.ERROR, "x", 1, "Error handling request %s %s", ("GET", path), None
    )

    assert LineFormatter("{message}", style="{").format(record) == f"Error handling request GET {route}"


def test_json_line_holds_what_a_machine_reads_and_no_more() -> None:
    record = logging.LogRecord("desk", logging.INFO, "x.py", 1, "mail to %s", ("anna@example.org",), None)
    vars(record).update(route="appeals:action", status=200, ms=12, created=0.0, name="desk")

    line = json.loads(JSONFormatter().format(record))

    assert line == {
        "at": "1970-01-01T00:00:00.000+00:00",
        "level": "INFO",
        "logger": "desk",
        "message": "mail to [address]",
        "route": "appeals:action",
        "status": 200,
        "ms": 12,
    }


def test_form_of_the_log_is_one_of_two() -> None:
    with pytest.raises(ValueError, match="LOG_FORMAT is 'xml'; write text, or json"):
        logging_config(level="INFO", form="xml")


def test_failed_request_is_mailed_to_nobody() -> None:
    """Django's own handler would send everything that was posted."""
    assert [type(each).__name__ for each in logging.getLogger("django").handlers] == []


@pytest.fixture
def json_client(settings) -> Client:
    settings.LOG_FORMAT = "json"
    return Client()  # reads its middleware with the first request


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "about"),
    [
        ("/?q=Beispiel", ("appeals:open-actions", 200)),
        ("/actions/beispiel/", ("appeals:action", 404)),
        ("/beispiel/", ("", 404)),
        ("/check/beispiel/?x=beispiel", ("appeals:check", 404)),
    ],
    ids=["search", "unknown action", "no page", "code"],
)
def test_request_leaves_its_route_its_status_and_its_time(json_client, caplog, path, about) -> None:
    with caplog.at_level(logging.INFO):
        json_client.get(path, headers={"x-forwarded-for": "192.0.2.77", "user-agent": "Beispiel"})

    [record] = [each for each in caplog.records if each.name == "config.request_lines"]
    assert (record.route, record.status) == about
    assert record.ms >= 0
    assert "beispiel" not in JSONFormatter().format(record).lower()


@pytest.mark.django_db
def test_requests_are_told_apart_by_a_number_by_lot(json_client, caplog) -> None:
    seen = []

    class Noting(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            seen.append(json.loads(JSONFormatter().format(record))["request"])

    handler = Noting()
    logging.getLogger("config.request_lines").addHandler(handler)
    with caplog.at_level(logging.INFO):
        json_client.get("/", headers={"x-request-id": "0123456789abcdef"})
        json_client.get("/")
    logging.getLogger("config.request_lines").removeHandler(handler)

    assert len(set(seen) - {"0123456789abcdef"}) == 2
    assert {len(number) for number in seen} == {16}


@pytest.mark.django_db
def test_health_and_static_files_leave_no_line(json_client, caplog) -> None:
    with caplog.at_level(logging.INFO):
        json_client.get("/healthz")
        json_client.get("/static/css/site.css").close()

    assert [each for each in caplog.records if each.name == "config.request_lines"] == []


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

    assert line.endswith("[ERROR] Error handling request appeals:staff-calendar")


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
