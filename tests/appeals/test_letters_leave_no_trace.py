"""What a writer types stands in the answer and nowhere else: unique words go in, and everything is searched."""

import io
import logging
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

import docx
import pypdf
import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.urls import reverse

from appeals.views import letters as view
from campaigns.attempts import forget_counts
from campaigns.lifecycle import stop_action
from campaigns.models import UrgentAction
from tests.builders import AT, issue, make_authority, make_draft, make_open_action

pytestmark = pytest.mark.django_db

# One for each box in which anything can be typed.
CANARIES = {
    "name": "Zanarynella Quokkabeispiel",
    "place": "Zanaryville",
    "address": "Zanaryweg 77\n1234 Zanaryhausen",
    "sentence": "As a zanaryologist I care.",
}
WORDS = ("zanary", "quokka")
CHOSEN = {"language": "en", "paper": "A4", "version": "1", "with_fax": "on"}


@pytest.fixture(autouse=True)
def july_2011(settings) -> None:
    settings.DEMO_TODAY = date(2011, 7, 20)
    forget_counts()


@pytest.fixture(autouse=True)
def folder_for_passing_files(monkeypatch, tmp_path) -> Path:
    """Whatever is put aside on the disk for a moment would be put here."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.fixture
def action() -> UrgentAction:
    return make_open_action(recipients=[make_authority(emails="minister@office.example", fax="+354 555 0000")])


def send(client, action: UrgentAction, output: str, **typed):
    return client.post(
        reverse("appeals:letters", args=[action.slug]), {**CANARIES, **CHOSEN, "output": output, **typed}
    )


def tables() -> Iterator[tuple[str, str]]:
    """Every table of the database with all of its rows as text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  # holds no value
            rows = cursor.fetchall()
            plain = [bytes(cell) if isinstance(cell, memoryview) else cell for row in rows for cell in row]
            yield table, repr(plain)


def files(folder: Path, *, after: float) -> Iterator[tuple[str, str]]:
    for path in folder.rglob("*"):
        if path.is_file() and path.stat().st_mtime >= after:
            yield path.name, f"{path.name} {path.read_bytes().decode('latin-1')}"


def holding(places: Iterable[tuple[str, str]], words: Sequence[str] = WORDS) -> list[str]:
    """The names of the places in which something typed stands."""
    return [name for name, text in places if any(word in text.lower() for word in words)]


def everything_else(response, caplog, capfd) -> Iterator[tuple[str, str]]:
    """All that is left behind, and all of an answer but its body."""
    out, err = capfd.readouterr()
    yield from tables()
    yield "logs", caplog.text
    yield "what was printed", out + err
    yield "mails", repr([(each.subject, each.body, each.to) for each in mail.outbox])
    yield "cache", repr(getattr(cache, "_cache", ""))
    yield "headers", repr(list(response.items()))
    yield "cookies", repr(response.cookies)


def stop(action: UrgentAction) -> None:
    stop_action(UrgentAction.objects.get(pk=action.pk), by=action.created_by, at=AT, reason="released")


def replace_its_sheet(action: UrgentAction) -> None:
    issue(make_draft(action))


def leave_alone(action: UrgentAction) -> None:
    """It goes on asking for letters."""


@pytest.mark.parametrize("meanwhile", [leave_alone, stop, replace_its_sheet])
@pytest.mark.parametrize("output", ["show", "pdf", "docx", "txt"])
def test_nothing_that_is_typed_is_left_behind(
    client, action, output, meanwhile, caplog, capfd, folder_for_passing_files
):
    caplog.set_level("DEBUG")
    meanwhile(action)
    began = time.time()

    response = send(client, action, output)

    assert response.status_code == (410 if meanwhile is stop else 200)
    assert holding(everything_else(response, caplog, capfd)) == []
    assert holding(files(Path(django_settings.VAR_DIR), after=began)) == []
    assert list(folder_for_passing_files.iterdir()) == []


def test_the_search_finds_what_is_left_behind(client, action, caplog, capfd):
    make_authority(office="Wombat Ministry")
    logging.getLogger("appeals").warning("wombat")
    print("wombat")  # noqa: T201
    mail.outbox.append(mail.EmailMessage("Wombat", "", "", []))
    response = send(client, action, "show")
    response["X-Writer"] = "Wombat"

    found = holding(everything_else(response, caplog, capfd), ["wombat"])

    assert {"cases_authority", "logs", "what was printed", "mails", "headers"} <= set(found)


@pytest.mark.parametrize(
    "typed",
    [
        {"name": "Zanary\u202eQuokka"},
        {"sentence": "zanary " * 2_000},
        {"address": "zanary\n" * 40},
        {"language": "zanary"},
        {"writes_from": "zanary"},
        {"name": "Zanary 李"},
        {"version": "zanary"},
        {"csrfmiddlewaretoken": "zanary"},
        {"zanary": "quokka"},
    ],
)
def test_nothing_is_left_behind_of_what_is_refused(client, action, typed, caplog, capfd):
    caplog.set_level("DEBUG")

    response = send(client, action, "pdf", **typed)

    assert holding(everything_else(response, caplog, capfd)) == []


def test_nothing_is_left_behind_of_what_is_too_large(client, action, caplog, capfd):
    caplog.set_level("DEBUG")

    response = send(client, action, "pdf", sentence="zanary " * 10_000)

    assert response.status_code == 413
    assert holding(everything_else(response, caplog, capfd)) == []
    assert "zanary" not in response.content.decode().lower()


def test_nothing_is_left_behind_where_the_site_itself_fails(client, action, caplog, capfd, monkeypatch):
    def fails(*args, **kwargs):
        raise RuntimeError("the disk is full")

    caplog.set_level("DEBUG")
    monkeypatch.setattr(view, "pdf_of_letters", fails)
    client.raise_request_exception = False

    response = send(client, action, "pdf")

    assert response.status_code == 500
    assert "the disk is full" in caplog.text
    assert holding(everything_else(response, caplog, capfd)) == []
    assert "zanary" not in response.content.decode().lower()


def test_a_file_holds_what_is_typed_in_its_text_alone(client, action):
    reader = pypdf.PdfReader(io.BytesIO(send(client, action, "pdf").content))
    about = docx.Document(io.BytesIO(send(client, action, "docx").content)).core_properties

    outlines, names = reader.outline, list(reader.named_destinations)
    told = [repr(reader.metadata), reader.xmp_metadata.stream.get_data().decode(), repr(outlines), repr(names)]
    told += [repr({name: getattr(about, name) for name in ("title", "author", "subject", "keywords", "comments")})]
    assert holding([("told", text) for text in told]) == []
    assert "Zanaryweg 77" in "".join(page.extract_text() for page in reader.pages)


def test_nobody_can_give_a_name_in_an_address(client, action):
    """A link of that kind would stand in the history of a browser and in the log of a server."""
    page = client.get(reverse("appeals:letters", args=[action.slug]), {**CANARIES, **CHOSEN, "output": "show"})

    assert holding([("page", page.content.decode())]) == []
