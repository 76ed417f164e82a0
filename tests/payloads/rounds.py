"""One round: store some of the payloads, and open every page with the policy switched off and on."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser

from accounts.models import User
from tests.builders import make_user
from tests.canary.planting import Garden
from tests.payloads.browsing import Look, open_all
from tests.payloads.storing import Stored, store
from tests.payloads.texts import ALL
from tests.payloads.walking import forms, mails_of_a_sweep, malformed, odd_mails, sort_addresses


@dataclass
class Result:
    """What was stored and opened in all rounds, and what came of it."""

    stored: Stored = field(default_factory=Stored)
    payloads: int = 0
    opened: dict[str, int] = field(default_factory=dict)
    read: int = 0  # feeds, calendars and other files
    mails: int = 0
    wrong: list[str] = field(default_factory=list)

    def table(self) -> str:
        stored = self.stored
        lines = [
            f"{self.payloads} texts in {len(stored.fields)} fields ({len(stored.pairs)} pairs), {stored.rows} values; "
            f"refused by the database itself: {', '.join(sorted(stored.refused - stored.fields)) or 'none'}",
            "",
            "| window | pages opened |",
            "| --- | --- |",
            *(f"| {window} | {number} |" for window, number in self.opened.items()),
            f"| files read by programs | {self.read} |",
            f"| mails of a sweep | {self.mails} |",
            "",
            f"{len(self.wrong)} ran, asked elsewhere, were more than text, or broke a page",
        ]
        return "\n".join(lines)


@dataclass(frozen=True)
class Ground:
    """Where payloads are stored, and who looks.

    Args:
        worlds: actions of which everything public is opened.
        rows: of each table of staff.
        policies: whether the policy of the site holds in the browser; in turn.
        opens: which pages of staff are opened.
    """

    browser: Browser
    site: str
    garden: Garden
    worlds: int
    rows: int
    policies: Sequence[bool] = (False, True)
    opens: Callable[[str], bool] = lambda address: True


def one_round(result: Result, ground: Ground, places: Sequence[int], *, whole: bool) -> None:
    """Store and look.

    Args:
        places: which of the payloads.
        whole: each field gets all of them, however short it is.
    """
    part, payloads = Stored(), [ALL[place] for place in places]
    store(payloads, part, whole=whole, addresses=False)
    mails = mails_of_a_sweep()
    store(payloads, part, whole=whole, addresses=True)
    result.payloads += len(places)
    result.stored.fields |= part.fields
    result.stored.refused |= part.refused
    result.stored.rows += part.rows
    result.stored.pairs |= {(label, places[place]) for label, place in part.pairs}
    reader = make_user(is_superuser=True)
    walk = sort_addresses(ground.garden, reader, worlds=ground.worlds, rows=ground.rows, opens=ground.opens)
    result.read += len(walk.files)
    result.mails += len(mails)
    result.wrong += [f"broken: {address}" for address in walk.broken] + malformed(walk, reader) + odd_mails(mails)
    for holds in ground.policies:
        policy = f"policy {'on' if holds else 'off'}"
        with _window(result, ground, f"visitor, {policy}", holds=holds) as look:
            for address, typed in forms(ground.garden, ground.worlds):
                look.send(address, typed)
            open_all(look, walk.public)
        with _window(result, ground, f"staff, {policy}", holds=holds) as look:
            _log_in(look, reader)
            open_all(look, walk.staff)
    # A program that reads mail knows no policy of ours.
    with _window(result, ground, "mails", holds=False) as look:
        for sent in mails:
            for html, _ in sent.alternatives:
                look.read(f"mail {sent.subject[:40]}", str(html))


@contextmanager
def _window(result: Result, ground: Ground, name: str, *, holds: bool) -> Iterator[Look]:
    context = ground.browser.new_context(locale="en-GB", bypass_csp=not holds)
    look = Look(context, ground.site)
    yield look
    context.close()
    result.opened[name] = result.opened.get(name, 0) + look.opened
    result.wrong += [f"{name}: {each}" for each in (*look.found, *(f"broken: {each}" for each in look.broken))]


def _log_in(look: Look, reader: User) -> None:
    client = Client()
    client.force_login(reader)
    name = settings.SESSION_COOKIE_NAME
    look.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": look.site}])


@contextmanager
def running_site() -> Iterator[str]:
    """The address of the site on the database of this process, with its static files and headers as they are."""
    thread = LiveServerThread("localhost", lambda _with_media_files: WSGIHandler())
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield f"http://localhost:{thread.port}"
    thread.terminate()
    thread.join()
