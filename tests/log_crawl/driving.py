"""What is asked of the web server, the workers, the database and Redis with the words in it."""

import re
import socket
import urllib.error
import urllib.request
from collections import Counter
from http.cookiejar import CookieJar
from urllib.parse import quote, urlencode

import psycopg
import redis

from tests.log_crawl.words import ADDRESS, ADDRESS6, EMAIL, NAME, STREET, TOKEN

TYPED = {
    "email": EMAIL, "login": EMAIL, "password": NAME, "name": NAME, "place": STREET, "address": f"{NAME}\n{STREET}",
    "sentence": f"I am {NAME}.", "sender": f"{NAME}\n{STREET}", "text": f"{NAME} of {STREET}, {EMAIL}", "code": TOKEN,
    "token": TOKEN, "kind": "words", "language": "en", "paper": "A4", "output": "pdf", "writes_from": "", "pace": "now",
    "names": NAME, "q": NAME, "is_independent": "on", "version": "1", "reason": NAME, "title": NAME, "start": "1",
    "each": "1", "posted_in": "", "channel": "post",
}  # fmt: skip
HUNG_UP = 0  # counted as this status: it did not read to the end what it refused
HEADERS = {
    "X-Forwarded-For": ADDRESS,
    "X-Forwarded-Proto": "https",
    "X-Request-Id": TOKEN,
    "User-Agent": NAME,
    "Referer": f"https://elsewhere.example/?who={quote(EMAIL)}",
}


class Visitor:
    """Asks the web server as a browser would, and counts the answers."""

    def __init__(self, port: int) -> None:
        self.site, self.answers = f"http://127.0.0.1:{port}", Counter[int]()
        self.open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar())).open

    def ask(self, path: str, typed: dict[str, str] | None = None, **headers: str) -> str:
        data = urlencode(typed).encode() if typed is not None else None
        request = urllib.request.Request(self.site + path, data, {**HEADERS, **headers})  # noqa: S310  # of ours
        try:
            with self.open(request, timeout=90) as answer:
                self.answers[answer.status] += 1
                return answer.read().decode("utf-8", "replace")
        except urllib.error.HTTPError as answer:
            self.answers[answer.code] += 1
            return answer.read().decode("utf-8", "replace")
        except OSError:
            self.answers[HUNG_UP] += 1
            return ""

    def send(self, path: str, **more: str) -> None:
        """Read a form and send it with the words in each box, then once without its token."""
        page = self.ask(path)
        hidden = dict(re.findall(r'name="(csrfmiddlewaretoken|press|seen|version)" value="([^"]+)"', page))
        offices = re.findall(r'name="(?:office|authority)[^"]*"[^>]*value="(\d+)"', page)
        self.ask(path, {**TYPED, **({"office": offices[0]} if offices else {}), **hidden, **more})
        self.ask(path, {**TYPED, **more})


def ask_the_site(port: int, slug: str, reference: str, ways: list[str]) -> Counter[int]:
    """Every kind of address with words in path and query, every public form, and everything that breaks."""
    visitor = Visitor(port)
    word, query = quote(f"{TOKEN}-{NAME}"), urlencode({"q": NAME, "email": EMAIL, "code": TOKEN, "street": STREET})
    for path in (
        *("/", "/past/", "/outcomes/", f"/actions/{word}/", f"/{word}", f"/actions/{slug}/", "/limits/"),
        *(f"/follow/{verb}/{word}/" for verb in ("confirm", "stop", "yours")),
        *(f"/check/{word}/", f"/tally/{word}/", f"/staff-calendar/{TOKEN}/mine.ics", f"/packs/made/{TOKEN}/"),
        *(f"/countries/{word}/feed.atom", f"/campaigns/{word}/calendar.ics", f"/static/{word}.css", "/metrics"),
        *(f"/staff/cases/case/?{query}", f"/staff/{word}/", f"/follow/yours/{word}/file.json"),
    ):
        visitor.ask(f"{path}{'&' if '?' in path else '?'}{query}")
        visitor.ask(path, TYPED)
    for path in (
        *("/follow/", "/follow/yours/", "/tally/", "/packs/", "/staff/login/", f"/actions/{slug}/sent/"),
        *(f"/actions/{slug}/{page}/" for page in ("follow", "letters", "envelopes", "came-back")),
    ):
        visitor.send(path)
    visitor.send("/packs/", references=reference, actions=reference)
    for way in ways:
        visitor.ask(f"/breaking/{way}/{word}/?{query}", TYPED)
    visitor.ask(f"/outside/{word}?{query}", TYPED, Host=f"127.0.0.1:{port}")
    visitor.ask("/", Host=f"{TOKEN}.example")
    visitor.ask("/follow/", {"email": NAME * 200_000})
    for request in _no_requests(word, query):
        _say(port, request)
    return visitor.answers


def _no_requests(word: str, query: str) -> list[bytes]:
    """What a web server refuses before anybody else hears of it."""
    head = f"X-Forwarded-For: {ADDRESS6}\r\n"
    return [
        f"GET /{NAME} {EMAIL} HTTP/1.1\r\n{head}\r\n".encode(),
        f"{TOKEN} /?{query} HTTP/9.9\r\n{head}\r\n".encode(),
        f"GET /{word}{'x' * 9000} HTTP/1.1\r\n{head}\r\n".encode(),
        f"GET / HTTP/1.1\r\n{NAME}: {EMAIL}\r\n{head}\r\n".encode(),
        f"POST /follow/ HTTP/1.1\r\n{head}Content-Length: {TOKEN}\r\n\r\n{EMAIL}".encode(),
        f"POST /follow/ HTTP/1.1\r\n{head}Transfer-Encoding: {TOKEN}\r\n\r\n{EMAIL}".encode(),
        f"PROXY TCP4 {ADDRESS} 127.0.0.1 1 2\r\nGET /?{query} HTTP/1.1\r\n\r\n".encode(),
    ]


def _say(port: int, request: bytes) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=5) as line:
        line.sendall(request)
        line.settimeout(5)
        try:
            line.recv(4096)
        except OSError:
            return  # it hung up, which is an answer too


def ask_the_workers(queue: redis.Redis) -> None:
    """Tasks with words as arguments: of kinds that there are, that there are not, and what is no message at all."""
    from config.celery import app  # needs the settings of the crawl

    words = [EMAIL, NAME, STREET, TOKEN, ADDRESS]
    app.send_task("appeals.tasks.make_large_pack", args=[f"{NAME} {EMAIL}"])
    app.send_task("campaigns.tasks.sweep_reminders", args=words, kwargs={"email": EMAIL})
    app.send_task("campaigns.tasks.notice_changed_facts", kwargs={TOKEN: NAME})
    app.send_task(f"{TOKEN}.there_is_no_such_task", args=words)
    queue.lpush("celery", f'{{"body": "{EMAIL}", "headers": {{"{NAME}": 1}}, "content-type": "{TOKEN}"}}')


def ask_the_database(url: str) -> int:
    """Statements that the database refuses, with words in them as values, as literals and as parameters."""
    refused = 0
    columns, rest = "address_hash, cause, since", "'erased', now()"
    for statement, values in (
        (f"INSERT INTO campaigns_suppression ({columns}) VALUES (%s, {rest}), (%s, {rest})", [TOKEN, TOKEN]),
        (f"SELECT '{NAME}'::integer", []),
        ("SELECT %s::inet", [f"{ADDRESS} {STREET}"]),
        (f'SELECT "{EMAIL}" FROM accounts_user', []),
        ("UPDATE accounts_user SET name = repeat(%s, 300)", [NAME]),
        (f"SELECT 1 / (length('{STREET}') - {len(STREET)})", []),
    ):  # fmt: skip
        for binding in (psycopg.Cursor, psycopg.ClientCursor):
            with psycopg.connect(url, autocommit=True, cursor_factory=binding) as connection:
                try:
                    connection.execute(statement, values)
                except psycopg.Error:
                    refused += 1
    return refused
