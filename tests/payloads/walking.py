"""Every page on which stored text may stand, for a visitor and for staff, and what programs read of it."""

import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import icalendar
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client

from accounts.models import User
from campaigns.models import Sheet
from campaigns.reminders import sweep
from tests.canary.outputs import once, paper_of, public_addresses, staff_addresses
from tests.canary.planting import Garden
from tests.routes import WEEK_OF_THE_STOP


@dataclass(frozen=True)
class Walk:
    """Addresses of pages, and of what is no page."""

    public: list[str]
    staff: list[str]
    files: list[str]
    broken: list[str]


def sort_addresses(
    garden: Garden, reader: User, *, worlds: int, rows: int, opens: Callable[[str], bool] = lambda address: True
) -> Walk:
    """Ask once for everything but PDFs, and tell pages from files, and from what leads elsewhere.

    Args:
        worlds: actions of which everything public is opened.
        rows: of each table of staff.
        opens: which pages of staff are wanted.
    """
    public = [*once(), *(address for world in garden.worlds[:worlds] for address in public_addresses(world))]
    staff = [address for address in (*staff_addresses(garden, most=rows), *_reviews()) if opens(address)]
    walk = Walk([], [], [], [])
    for client, addresses, pages in ((Client(), public, walk.public), (_logged_in(reader), staff, walk.staff)):
        client.raise_request_exception = False
        for address in dict.fromkeys(addresses):
            # Of what is printed see tests/pdf_vectors.py; an odd text may keep the printer busy for its whole time.
            if ".pdf" in address or address.startswith("/static/"):
                continue
            answer = client.get(address)
            kind = answer.headers.get("Content-Type", "").partition(";")[0]
            if answer.status_code == 500:
                walk.broken.append(f"{address}: {getattr(answer, 'exc_info', ('', ''))[1]!r:.200}")
            elif answer.status_code < 300 or answer.status_code >= 400:
                (pages if kind == "text/html" else walk.files).append(address)
    return walk


def _logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _reviews() -> Iterator[str]:
    for sheet in Sheet.objects.filter(status__in=("review", "approved")):
        page = f"/staff/campaigns/sheet/{sheet.pk}"
        yield from (f"{page}/change/", f"{page}/review/", f"{page}/approve/", f"{page}/send-back/", f"{page}/issue/")


def forms(garden: Garden, worlds: int) -> Iterator[tuple[str, dict[str, object]]]:
    """What is answered with a page that shows stored text: letters, and the check of a pack."""
    for world in garden.worlds[:worlds]:
        yield from ((path, typed) for path, typed in paper_of(world) if typed.get("output") in ("show", "check"))


def malformed(walk: Walk, reader: User) -> list[str]:
    """Feeds and calendars that no program can read, and mails whose text is not what it should be."""
    found = []
    for address in walk.files:
        body = _logged_in(reader).get(address)
        if body.headers["Content-Type"].startswith("application/atom"):
            try:
                ET.fromstring(body.content)  # noqa: S314  # our own
            except ET.ParseError as error:
                found.append(f"{address}: {error}")
        elif body.headers["Content-Type"].startswith("text/calendar"):
            try:
                icalendar.Calendar.from_ical(body.content)
            except ValueError as error:
                found.append(f"{address}: {error}")
    return found


def mails_of_a_sweep() -> list[EmailMessage]:
    """What leaves when everything is due."""
    mail.outbox.clear()
    sweep(at=WEEK_OF_THE_STOP)
    return list(mail.outbox)


def odd_mails(mails: list[EmailMessage]) -> list[str]:
    """Mails whose heads hold more than they should, or whose text cannot be read back."""
    found = []
    for sent in mails:
        message = sent.message()
        broken = [name for name, value in message.items() if len(value.splitlines()) != len(_folded(value))]
        plain = next(part for part in message.walk() if part.get_content_type() == "text/plain")
        text = plain.get_payload(decode=True).decode()  # type: ignore[union-attr]
        if broken or not text.strip():
            found.append(f"mail {sent.subject[:60]}: {broken}")
    return found


def _folded(value: str) -> list[str]:
    """The lines of a head that go on, as they should: with a space."""
    first, *more = value.splitlines() or [""]
    return [first, *(line for line in more if line[:1] in (" ", "\t"))]
