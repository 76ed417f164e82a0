"""What visitors do on the public site beside reading, as a client plays it.

It is played twice in `tests/appeals/test_public_role.py`: by the role that may do everything, and by that of the public
site.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core import mail
from django.http import HttpResponse
from django.test import Client

from campaigns.attempts import forget_counts
from tests.canary.outputs import paper_of
from tests.forms import filled
from tests.routes import World

# What is drawn by lot for each answer, or numbered by the database.
_BY_LOT = re.compile(
    r"csrf\w+\W.*|name=\"(token|subscription)\" value=\"[^\"]*\"|(confirm|stop|yours|made)/[\w.:=-]+"
    r"|[0-9A-Z]{4}-[0-9A-Z]{4}|(?<=\")(first_lead|pace|language)-\d+|T\d\d:\d\d:[\d.]+Z"
)
# The way to the pages of staff, which the public site does not have.
_STAFF = re.compile(r"<p><a href=\"/staff/\">Staff</a></p>")


@dataclass(frozen=True)
class Said:
    """What the site said to one request."""

    asked: str
    status: int
    leads_to: str
    body: str


def said(asked: str, answer: HttpResponse) -> Said:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    # Paper is drawn anew with a number by lot inside; that it is paper is told by its first letters.
    text = body.decode(errors="replace") if not body.startswith((b"%PDF", b"PK")) else body[:4].decode()
    leads_to = answer.headers.get("Location", "")
    return Said(asked, answer.status_code, _BY_LOT.sub("", leads_to), _STAFF.sub("", _BY_LOT.sub("", text)))


def of_a_follower(client: Client, world: World) -> Iterator[Said]:
    """Asks, confirms, looks at what is held, changes it, asks once more, ends it, and erases everything."""
    email = {"email": "Visitor@desk.example", "first_lead": "", "pace": "daily", "language": "de"}
    for address in (f"/actions/{world.action.slug}/follow/", "/follow/", "/follow/?country=IS"):
        yield said(address, client.post(address, email))
        confirm = _link("confirm")
        yield said("confirm", client.get(confirm))
        yield said("confirm!", client.post(confirm))
        forget_counts()
    yield said("yours", client.post("/follow/yours/", {"email": email["email"]}))
    held = _link("yours")
    for act in ({"act": "change-all", "pace": "weekly", "language": "fr"}, {"act": "erase", "sure": "on"}):
        yield said("held", client.get(held))
        yield said("held file", client.get(f"{held}file.json"))
        yield said(f"held {act['act']}", client.post(held, act))


def _link(name: str) -> str:
    """The address in the mail that was sent last."""
    [link] = set(re.findall(rf"https?://\S+/follow/{name}/[^\s/]+/", str(mail.outbox[-1].body)))
    return urlsplit(link).path


def of_a_writer(client: Client, world: World) -> Iterator[Said]:
    """Presses "I have sent it" twice, tells what came back, prints letters, envelopes and a pack."""
    page = f"/actions/{world.action.slug}"
    shown = client.get(f"{page}/sent/")
    [box, *_] = re.findall(r"<input type=\"checkbox\" name=\"([^\"]+)\"", shown.content.decode())
    for press in ("sent", "sent again"):
        yield said(press, client.post(f"{page}/sent/", {**filled(shown), box: "1"}))
    came_back = f"{page}/came-back/"
    told = {**filled(client.get(came_back)), "kind": "words", "text": "He says no."}
    told |= {"office": re.findall(r"name=\"office\" value=\"(\d+)\"", client.get(came_back).content.decode())[0]}
    yield said("came back", client.post(came_back, told))
    yield said("thanks", client.get(f"{came_back}?thanks=1"))
    for address, typed in paper_of(world):
        yield said(f"{address} {typed.get('output', typed.get('kind'))}", client.post(address, typed))


def of_a_group(client: Client, world: World) -> Iterator[Said]:
    """Opens a tally, reports, corrects, and is late with an old form."""
    opened = client.post("/tally/", {"action": world.action.slug})
    yield said("opened", opened)
    tally = opened.headers["Location"]
    form = filled(client.get(tally))
    box = next(name for name in form if name.startswith("n-"))
    yield said("reported", client.post(tally, {**form, box: "23"}))
    yield said("meanwhile", client.post(tally, {**form, box: "24"}))
    yield said("corrected", client.post(tally, {**filled(client.get(tally)), box: "300"}))
    yield said("saved", client.get(f"{tally}?saved=1"))
