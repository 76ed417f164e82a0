"""Ask for everything as everybody, and say which planted words came out where they may not."""

import logging
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from accounts.roles import ROLES
from campaigns.reminders import sweep
from config.logs import LineFormatter
from tests.builders import make_user
from tests.canary.outputs import lists, once, paper_of, public_addresses, staff_addresses, texts_in, texts_of
from tests.canary.planting import Garden, planted_in
from tests.routes import WEEK_OF_THE_STOP

NOBODY = "visitor"


@dataclass
class Finding:
    role: str
    address: str
    fields: Counter[str]


@dataclass
class Crawl:
    """What was asked for, and what came out of it."""

    garden: Garden
    asked: Counter[str] = field(default_factory=Counter)
    answers: Counter[int] = field(default_factory=Counter)
    seen: Counter[str] = field(default_factory=Counter)  # words that came out where they may
    findings: list[Finding] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)  # addresses that answered with an error of ours
    logs: "_Lines" = field(default_factory=lambda: _Lines())

    def judge(self, role: str, user: User | None, address: str, texts: Iterable[str]) -> None:
        found = {word for text in texts for word in planted_in(text)} & self.garden.words.keys()
        wrong = [word for word in found if not self.garden.words[word].may_be_read_by(user)]
        self.seen[role] += len(found) - len(wrong)
        if wrong:
            fields = Counter(self.garden.words[word].label for word in wrong)
            self.findings.append(Finding(role, address, fields))

    def ask(
        self, role: str, user: User | None, client: Client, address: str, typed: dict[str, object] | None = None
    ) -> None:
        answer = client.get(address) if typed is None else client.post(address, typed)
        self.asked[role] += 1
        self.answers[answer.status_code] += 1
        if answer.status_code >= 500:
            self.broken.append(f"{role}: {address}")
        self.judge(role, user, address, texts_of(answer))

    def search(self, role: str, user: User | None, client: Client, address: str) -> None:
        """A list that is searched for a word must not tell by what it finds that somebody may not read."""
        nothing = _found(client, f"{address}?q=zq9999999kz")
        for label in sorted(self.garden.fields):
            word = next(word for word, planted in self.garden.words.items() if planted.label == label)
            # The second of the two is what stands there.
            word = f"zq{int(word[2:-2]) + 1:07}kz"
            if self.garden.words[word].may_be_read_by(user):
                continue
            self.asked[role] += 1
            if _found(client, f"{address}?q={word}").replace(word, "") != nothing.replace("zq9999999kz", ""):
                self.findings.append(Finding(role, f"{address}?q=…", Counter([label])))

    def mails(self) -> None:
        """What leaves by mail: to a follower, and to the owner of a case."""
        sweep(at=WEEK_OF_THE_STOP)
        staff = {user.email: user for user in User.objects.filter(is_staff=True)}
        for sent in mail.outbox:
            to = sent.recipients()[0]
            body = sent.message().as_bytes() + str(sent.body).encode()
            body += b"".join(str(content).encode() for content, _ in getattr(sent, "alternatives", []))
            self.asked["mails"] += 1
            # The address of whoever gets it stands on it.
            self.judge("mails", staff.get(to), sent.subject, (text.replace(to, "") for text in texts_in(body)))

    def leavings(self) -> None:
        """What is left behind: in the cache, in the queue of the workers, in the log."""
        self.asked["logs"] += len(self.logs.lines)
        for line in self.logs.lines:
            self.judge("logs", None, line[:120], [line])
        kept = _cached()
        self.asked["cache and queue"] += len(kept)
        self.judge("cache and queue", None, "what is kept", kept)


class _Lines(logging.Handler):
    """Everything that is logged, as it would be written down."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.setFormatter(LineFormatter("{levelname} {name}: {message}", style="{"))

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


def _found(client: Client, address: str) -> str:
    """What a list shows, without what differs each time."""
    answer = client.get(address)
    text = answer.content.decode() if answer.status_code == 200 else str(answer.status_code)
    # A token and the seal of what is shown (`cases.admin.seen`) are never twice the same.
    return re.sub(r"csrf\w+.*|name=\"seen\" value=\"[^\"]*\"", "", text)


def _cached() -> list[str]:
    """All that the cache and the queue of the workers hold, in Redis too where there is one."""
    kept = [repr(getattr(cache, "_cache", ""))]
    if settings.REDIS_URL:
        import redis  # only where the site has one

        server = redis.Redis.from_url(settings.REDIS_URL)
        kept += [f"{key!r} {server.dump(key)!r}" for key in server.scan_iter()]
    else:
        queue = Path(settings.VAR_DIR).parent / "broker"
        kept += [path.read_bytes().decode("latin-1") for path in queue.rglob("*") if path.is_file()]
    return kept


@dataclass(frozen=True)
class Extent:
    """How much is asked for. All of it takes minutes; what is left out of the short one is more of the same.

    Args:
        worlds: actions of which everything public is asked for.
        paper: actions of which letters, envelopes and packs are printed.
        roles: of staff.
        rows: of each table of staff, with all of their pages.
        searches: whether the lists are searched for what may not be read.
    """

    worlds: int
    paper: int
    roles: tuple[str, ...]
    rows: int
    searches: bool


EVERYTHING = Extent(worlds=1_000, paper=5, roles=(*ROLES, "no role", "superuser"), rows=6, searches=True)
SHORT = Extent(worlds=1, paper=0, roles=("Address keeper", "no role"), rows=1, searches=False)


def crawl(garden: Garden, extent: Extent, *, told: Callable[[str], None] = lambda line: None) -> Crawl:
    """Ask for everything as everybody."""
    result = Crawl(garden)
    root = logging.getLogger()
    root.addHandler(result.logs)
    before, root.level = root.level, logging.INFO
    try:
        _ask_as_visitor(result, extent, told)
        _ask_as_staff(result, extent, told)
    finally:
        root.removeHandler(result.logs)
        root.setLevel(before)
    result.leavings()
    return result


def _ask_as_visitor(result: Crawl, extent: Extent, told: Callable[[str], None]) -> None:
    result.mails()
    told("mails")
    visitor = Client(raise_request_exception=False)
    worlds = result.garden.worlds
    for address in (*once(), *(address for world in worlds[: extent.worlds] for address in public_addresses(world))):
        result.ask(NOBODY, None, visitor, address)
    for world in worlds[: extent.paper]:
        for address, typed in paper_of(world):
            result.ask(NOBODY, None, visitor, address, typed)
    if extent.searches:
        for address in ("/", "/past/", "/outcomes/"):
            result.search(NOBODY, None, visitor, address)
    told(NOBODY)


def _ask_as_staff(result: Crawl, extent: Extent, told: Callable[[str], None]) -> None:
    addresses = list(staff_addresses(result.garden, most=extent.rows))
    for role in extent.roles:
        user = _somebody(role)
        client = Client(raise_request_exception=False)
        client.force_login(user)
        for address in (*once(), *addresses):
            result.ask(role, user, client, address)
        if extent.searches and role == "Viewer":
            for address in lists():
                result.search(role, user, client, address)
        told(role)


def _somebody(role: str) -> User:
    if role == "superuser":
        return make_user(is_superuser=True)
    return make_user(role) if role in ROLES else make_user()
