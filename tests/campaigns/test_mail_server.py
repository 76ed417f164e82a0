"""What the answers of a real mail server, over a real connection, are taken to mean."""

import socket
import threading
from collections.abc import Iterator

import pytest
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from campaigns.mail_server import Away, Never, NobodyKnows, NotNow, hand_over, reach

GOOD = {"EHLO": "250 here", "MAIL": "250 ok", "RCPT": "250 ok", "DATA": "354 go on", ".": "250 taken"}


class Server:
    """Speaks SMTP as it is told; None for a verb means that it hangs up instead of answering."""

    def __init__(self) -> None:
        self.answers: dict[str, str | None] = dict(GOOD)
        self.connections, self.verbs, self.lines = 0, list[str](), list[str]()
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self) -> None:
        while True:
            try:
                connection, _ = self.listening.accept()
            except OSError:
                return
            self.connections += 1
            with connection, connection.makefile("rwb") as stream:
                self.talk(stream)  # type: ignore[arg-type]

    def talk(self, stream: socket.SocketIO) -> None:
        self.say(stream, "220 here")
        while line := stream.readline():
            verb = line[:4].decode().strip().upper()
            self.verbs.append(verb)
            self.lines.append(line.decode().strip())
            answer = self.answers.get(verb, "250 ok")
            if answer is None or verb == "QUIT":
                return
            self.say(stream, answer)
            if answer.startswith("354"):
                while (line := stream.readline()) != b".\r\n":
                    self.lines.append(line.decode().strip())
                if (end := self.answers["."]) is None:
                    return
                self.say(stream, end)

    @staticmethod
    def say(stream: socket.SocketIO, answer: str) -> None:
        stream.write(f"{answer}\r\n".encode())
        stream.flush()


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    yield running
    running.listening.close()


@pytest.fixture
def backend(server: Server) -> Iterator[BaseEmailBackend]:
    connection = get_connection(
        "campaigns.mail_server.SMTPBackend", host="127.0.0.1", port=server.port, timeout=5, username="", password=""
    )
    reach(connection)
    yield connection
    connection.close()


def letter(to: str = "anna@example.org") -> EmailMessage:
    return EmailMessage("A date", "In three days.", "desk@example.org", [to])


def test_one_connection_carries_many_mails(server: Server, backend: BaseEmailBackend) -> None:
    for _ in range(5):
        reach(backend)
        hand_over(letter(), backend)

    assert (server.connections, server.verbs.count("DATA")) == (1, 5)


@pytest.mark.parametrize(
    ("verb", "answer", "meaning", "words"),
    [
        ("RCPT", "550 no such user anna@example.org", Never, "the mail server refused the address for good (code 550)"),
        ("RCPT", "550 5.1.1 no such user", Never, "the mail server refused the address for good (code 550 5.1.1)"),
        (
            "RCPT",
            "450-4.2.1 slower\r\n450 4.2.1 please",
            NotNow,
            "the mail server refused the address for now (code 450 4.2.1)",
        ),
        ("RCPT", "450 greylisted", NotNow, "the mail server refused the address for now (code 450)"),
        ("RCPT", None, NotNow, "the mail server failed (SMTPServerDisconnected)"),
        ("MAIL", "451 busy", NotNow, "the mail server failed (SMTPSenderRefused)"),
        ("MAIL", "550 not from here", NotNow, "the mail server failed (SMTPSenderRefused)"),
        ("MAIL", None, NotNow, "the mail server failed (SMTPServerDisconnected)"),
        ("DATA", "451 not now", NotNow, "the mail server refused the mail for now (code 451)"),
        (".", "452 no room", NotNow, "the mail server refused the mail for now (code 452)"),
        (".", "554 looks like spam", Never, "the mail server refused the mail for good (code 554)"),
        (".", "550 5.7.1 not from you", Never, "the mail server refused the mail for good (code 550 5.7.1)"),
        (".", None, NobodyKnows, "the mail server did not say whether it took the mail"),
    ],
)
def test_answer_means(
    server: Server, backend: BaseEmailBackend, verb: str, answer: str | None, meaning: type[Exception], words: str
) -> None:
    server.answers[verb] = answer

    with pytest.raises(meaning) as problem:
        hand_over(letter(), backend)

    assert str(problem.value) == words


@pytest.mark.parametrize(
    ("verb", "answer", "is_dead"),
    [
        ("RCPT", "550 5.1.1 no such user", True),
        ("RCPT", "550-5.2.1 this account\r\n550 5.2.1 is closed", True),
        (".", "550 5.1.1 no such user", True),
        ("RCPT", "550 no such user", False),
        ("RCPT", "552 5.2.2 full", False),
        ("RCPT", "554 5.7.1 not from this network", False),
        (".", "554 5.6.0 looks like spam", False),
    ],
)
def test_refusal_says_whether_the_address_is_dead(
    server: Server, backend: BaseEmailBackend, verb: str, answer: str, is_dead: bool
) -> None:
    server.answers[verb] = answer

    with pytest.raises(Never) as refusal:
        hand_over(letter(), backend)

    assert refusal.value.is_address_dead == is_dead


def test_what_comes_back_goes_to_the_address_for_bounces(
    server: Server, backend: BaseEmailBackend, settings: object
) -> None:
    hand_over(letter(), backend)
    settings.BOUNCE_ADDRESS = "bounces@desk.example"  # type: ignore[attr-defined]
    hand_over(letter(), backend)

    assert [line for line in server.lines if line.startswith("mail FROM")] == [
        "mail FROM:<desk@example.org>",
        "mail FROM:<bounces@desk.example>",
    ]
    assert [line for line in server.lines if line.startswith("From:")] == ["From: desk@example.org"] * 2


def test_after_a_failure_the_next_mail_gets_a_new_connection(server: Server, backend: BaseEmailBackend) -> None:
    server.answers["MAIL"] = None
    with pytest.raises(NotNow):
        hand_over(letter(), backend)

    server.answers["MAIL"] = "250 ok"
    reach(backend)
    hand_over(letter(), backend)

    assert server.connections == 2


def test_server_that_does_not_listen_is_away(server: Server) -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    connection = get_connection("campaigns.mail_server.SMTPBackend", host="127.0.0.1", port=port, timeout=5)

    with pytest.raises(Away, match="cannot be reached"):
        reach(connection)


def test_mail_that_cannot_be_written_is_refused_for_good(backend: BaseEmailBackend) -> None:
    mail = letter()
    mail.subject = "A date\nBcc: everybody@example.org"

    with pytest.raises(Never, match="it cannot be written as a mail"):
        hand_over(mail, backend)
