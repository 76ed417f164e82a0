"""After a stop everything says stop: every address of the site, asked before and after on one kept connection.

What each of them shows is written down in `tests/routes.py`.
"""

import http.client
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape

import pypdf
import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client
from django.test.testcases import LiveServerThread

from campaigns.lifecycle import stop_action
from campaigns.models import Campaign, UrgentAction
from tests.builders import (
    issue,
    make_action,
    make_authority,
    make_draft,
    make_stop,
    make_subscription,
    make_user,
    second_person,
)
from tests.routes import HEADLINE, PDF, SHOWS, WEEK_OF_THE_STOP, After, Shows, World, is_classified, routes

# What somebody needs to write to this authority.
TO_WRITE_BY = (
    "Dear Canary Minister", "Canary Street", "+354 555 0000", "canary@office.example", "I urge you, canary.",
    "Urging the canary authorities", "Canary Embassy", "Dear Canary Ambassador",
)  # fmt: skip
# What asks people to, on a page about one action.
ASKS = (
    "Please send appeals",
    "Print the sheet",
    "Remind me by mail",
    "Write a letter",
    "Write your letters",
    "Show my letters",
    "Whom to write to",
    "Until when to post",
    "Begin rem",
)
SAYS_STOP = re.compile(
    r"do not (write|send)|send (nothing|no) more|nobody any more|asks nobody to write|has ended|STOP|Stopped"
)
ON_RECORD = re.compile(r"stopped|has ended|replaced by a newer sheet", re.IGNORECASE)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def is_pdf(self) -> bool:
        return self.body.startswith(PDF.encode())

    @property
    def text(self) -> str:
        """What a person reads, on paper or on the page."""
        if self.is_pdf:
            pages = pypdf.PdfReader(io.BytesIO(self.body)).pages
            return " ".join(" ".join(page.extract_text() for page in pages).split())
        return " ".join(unescape(self.body.decode()).split())


@dataclass
class Browser:
    """One connection that stays, and what its cache would ask with."""

    connection: http.client.HTTPConnection
    session: str

    def ask(self, address: str, known: Answer | None = None) -> Answer:
        headers = {"Cookie": f"sessionid={self.session}"} if address.startswith("/staff/") else {}
        if known is not None:
            headers["If-None-Match"] = known.headers.get("ETag", "*")
            headers["If-Modified-Since"] = known.headers.get("Last-Modified", known.headers["Date"])
        self.connection.request("GET", address, headers=headers)
        response = self.connection.getresponse()
        return Answer(response.status, response.headers, response.read())


@pytest.fixture
def browser(transactional_db: None, settings: object) -> Iterator[Browser]:
    """Before the running site, logged in as somebody who may see everything of the staff's."""
    settings.DEMO_TODAY = WEEK_OF_THE_STOP.date()  # type: ignore[attr-defined]
    staff = Client()
    staff.force_login(make_user(is_superuser=True))
    thread = LiveServerThread("localhost", lambda _with_media_files: WSGIHandler())
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    connection = http.client.HTTPConnection("localhost", thread.port, timeout=60)
    yield Browser(connection, staff.cookies["sessionid"].value)
    connection.close()
    thread.terminate()
    thread.join()


def open_world() -> World:
    authority = make_authority(
        salutation="Dear Canary Minister",
        postal_lines="1 Canary Street\n101 Sampletown",
        fax="+354 555 0000",
        emails="canary@office.example",
    )
    make_authority(
        kind="mission",
        office="Canary Embassy",
        country="CH",
        represents="IS",
        accredited_to="CH",
        salutation="Dear Canary Ambassador",
    )
    campaign = Campaign.objects.create(title="Canaries", slug="canaries")
    draft = make_draft(make_action(campaign=campaign), recipients=[authority], headline=HEADLINE)
    draft.demands.update(
        sheet_wording="Urging the canary authorities to let her go;", letter_wording="I urge you, canary."
    )
    issue(draft)
    action = UrgentAction.objects.get(pk=draft.action_id)
    invited = make_subscription(action, confirmed_at=None, created_at=WEEK_OF_THE_STOP)
    return World(action, make_subscription(action), invited, make_user("Viewer"))


def stop_by_hand(action: UrgentAction) -> None:
    stop_action(action, by=second_person(), at=WEEK_OF_THE_STOP, reason="released")


def stop_by_a_sheet(action: UrgentAction) -> None:
    issue(make_stop(action, headline=f"{HEADLINE} IS FREE"), at=WEEK_OF_THE_STOP)


def test_every_route_says_what_it_shows_after_a_stop() -> None:
    """A new page: add its line to `tests/routes.py`."""
    known = list(routes())

    assert len(known) > 80
    assert [route for route in known if not is_classified(route)] == []


def test_no_line_is_left_of_a_route_that_is_gone() -> None:
    assert set(SHOWS) - set(routes()) == set()


@pytest.mark.parametrize("end", [stop_by_hand, stop_by_a_sheet])
def test_after_a_stop_everything_says_stop(browser: Browser, end: Callable[[UrgentAction], None]) -> None:
    world = open_world()
    shown = [(shows, shows.address(world)) for each in SHOWS.values() for shows in each]
    before = {address: browser.ask(address) for _, address in shown}
    held = browser.connection.sock
    useless = [line for shows, address in shown for line in nothing_to_hide(shows, address, before[address], world)]
    assert useless == [], "\n".join(useless)
    # A browser with the bytes is told so while they hold, and it is this that must end.
    assert {browser.ask(address, before[address]).status for _, address in shown if before[address].is_pdf} >= {304}

    end(world.action)

    wrong = []
    for shows, address in shown:
        for known in (before[address], None):
            wrong += asks_still(shows, address, browser.ask(address, known), before[address], world)
    assert wrong == [], "\n".join(wrong)
    assert browser.connection.sock is held


def nothing_to_hide(shows: Shows, address: str, answer: Answer, world: World) -> list[str]:
    """Why an answer would prove nothing, or may be kept by a cache that asks nobody."""
    wanted = shows.before.format(reference=world.action.reference)
    text = PDF if answer.is_pdf else answer.text
    kept = answer.headers.get("Cache-Control", "")
    return [
        f"{address}: {what}"
        for what, is_so in (
            (f"answers {answer.status}", answer.status != 200),
            (f"does not show “{wanted}” while the action asks", wanted not in text),
            (f"may be kept by a cache: “{kept}”", "no-store" not in kept and "no-cache" not in kept),
        )
        if is_so
    ]


def asks_still(shows: Shows, address: str, answer: Answer, before: Answer, world: World) -> list[str]:
    """What is wrong with an answer after the stop."""
    if answer.status == 304:
        return [f"{address}: says that what was shown before the stop still holds"]
    text, found = answer.text, []
    match shows.after:
        case After.AS_ISSUED:
            found = [] if answer.body == before.body else ["is not what was issued"]
        case After.ON_RECORD:
            found = [] if ON_RECORD.search(text) else ["does not say that it is over"]
        case After.GONE:
            found = [f"“{words}” stands there" for words in (*TO_WRITE_BY, world.action.reference) if words in text]
        case _:
            found = [f"“{words}” stands there" for words in (*TO_WRITE_BY, *ASKS) if words.lower() in text.lower()]
            if shows.after == After.SAYS_STOP and not SAYS_STOP.search(text):
                found.append("does not say stop")
    return [f"{address}: {what}" for what in found]


@pytest.mark.parametrize(
    ("shows", "body"),
    [
        (After.SAYS_STOP, b"STOP. Dear Canary Minister"),
        (After.SAYS_STOP, b"Welcome"),
        (After.GONE, b"UA 1/11"),
        (After.ON_RECORD, b"open"),
    ],
)
def test_check_finds_what_asks_still(shows: After, body: bytes) -> None:
    world = World(UrgentAction(series="UA", number=1, year=2011), None, None, None)  # type: ignore[arg-type]
    answer = Answer(200, http.client.HTTPMessage(), body)

    assert len(asks_still(Shows(shows, lambda world: "/", ""), "/", answer, answer, world)) == 1
