"""Reading a delivery report (RFC 3464): the mail in which a mail server says what became of one of ours.

Anybody may send anything to the address to which such reports come. So what is read is bounded in size, in parts
and in the length of each header, and whatever cannot be read ends in a sentence. Nothing here believes a report;
see `campaigns.bounces`. No sentence names an address: they go into logs.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesParser, Parser
from email.policy import EmailPolicy, Policy
from itertools import count
from typing import Any

from django.utils.encoding import punycode

from campaigns.mail_status import status_of_report
from campaigns.occasions import address_key

LARGEST = 1_000_000  # bytes; ours are a hundredth of it, and a report returns one of them at most
MOST_LINES = 50_000
MOST_PARTS = 60
LONGEST_HEADER = 2_000  # characters; what is beyond is not read

_COMMENT = re.compile(r"\([^()]*\)")
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,198}>")  # ASCII without blanks, as ours are
_NEXT_GROUP = re.compile(r"\r?\n[ \t]*\r?\n")
_EXTENDED = re.compile(r"\\x\{([0-9A-Fa-f]{2,6})\}")  # a character beyond ASCII, as RFC 6533 writes it
_RETURNED = ("message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers")
_REPORTS = ("message/delivery-status", "message/global-delivery-status")

# A mail or a part of one. The stubs of the standard library take some of them for strings.
_Part = Any


class NotAReport(Exception):
    """What was given is no delivery report, or cannot be read; its message says what it is instead."""


@dataclass(frozen=True)
class Fate:
    """What a report says of one recipient."""

    address: str  # spelled as by `spelling`; empty if it gives none that can be read
    action: str  # "failed", "delayed", "delivered", "relayed", "expanded"; empty if it gives none
    status: str  # of RFC 3463, such as "5.1.1"; empty if it gives none

    @property
    def is_final(self) -> bool:
        """Whether the mail has not been delivered and will not be."""
        return self.action == "failed"


@dataclass(frozen=True)
class DeliveryReport:
    """A report, as far as it was read."""

    message_id: str  # of the mail that came back; empty if none, or several, can be read
    fates: tuple[Fate, ...]


class _Bounded(EmailPolicy):
    """Keeps the beginning of each header only: some are parsed in a time that grows with the square of their length."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:LONGEST_HEADER]


_POLICY = _Bounded()


def read_report(raw: bytes) -> DeliveryReport:
    """The delivery report in a mail.

    Args:
        raw: the whole mail with its headers; one byte more than `LARGEST` is as good as any number.

    Raises:
        NotAReport: if there is none in it.
    """
    if len(raw) > LARGEST or raw.count(b"\n") > MOST_LINES:
        raise NotAReport("it is too large for a delivery report on one of our mails")
    try:
        return _read(BytesParser(_counted(), policy=_POLICY).parsebytes(raw))
    except NotAReport:
        raise
    except Exception as problem:
        # On hostile input the parser of the standard library fails in more ways than it names.
        raise NotAReport(f"it cannot be read as a mail ({type(problem).__name__})") from None


def spelling(address: str) -> str:
    """One spelling for an address, however a server wrote it: as `address_key`, a foreign domain in ASCII."""
    local, at, domain = address_key(address).rpartition("@")
    try:
        return f"{local}{at}{punycode(domain)}"
    except UnicodeError:
        return f"{local}{at}{domain}"


def _counted() -> Callable[..., EmailMessage]:
    made = count(1)

    def part(*, policy: Policy) -> EmailMessage:
        if next(made) > MOST_PARTS:
            raise NotAReport("it has too many parts for a delivery report on one of our mails")
        return EmailMessage(policy)

    return part


def _read(mail: _Part) -> DeliveryReport:
    if mail.get_content_type() != "multipart/report":
        raise NotAReport("it is no delivery report but another kind of mail")
    if str(mail.get_param("report-type", "")).lower() not in ("delivery-status", "global-delivery-status"):
        raise NotAReport("it reports something else than a delivery")
    parts = list(mail.iter_parts())
    reports = [part for part in parts if part.get_content_type() in _REPORTS]
    returned = [part for part in parts if part.get_content_type() in _RETURNED]
    if len(reports) != 1:
        raise NotAReport("its part about the delivery is missing, or there are several")
    fates = tuple(_fate(block) for block in _blocks(reports[0]) if _is_about_a_recipient(block))
    return DeliveryReport(_message_id(returned[0]) if len(returned) == 1 else "", fates)


def _blocks(report: _Part) -> Iterator[_Part]:
    """The groups of fields of a report: one about the mail, then one for each recipient."""
    inside = report.get_payload()
    blocks = inside if isinstance(inside, list) else [_headers(_text(report))]
    for block in blocks:
        yield block
        # The parser reads the newer kind of report as one mail, so that the further groups are its text.
        rest = block.get_payload()
        for group in _NEXT_GROUP.split(rest, maxsplit=MOST_PARTS) if isinstance(rest, str) else ():
            if group.strip():
                yield _headers(group.lstrip())


def _is_about_a_recipient(block: _Part) -> bool:
    return any(name in block for name in ("Final-Recipient", "Original-Recipient", "Action", "Status"))


def _fate(block: _Part) -> Fate:
    # An address may forward to several people; the final recipient is the one of them that this is about.
    address = _address(_field(block, "Final-Recipient")) or _address(_field(block, "Original-Recipient"))
    words = _without_comments(_field(block, "Action")).lower().split()
    status = status_of_report(_field(block, "Status"), _field(block, "Diagnostic-Code"))
    return Fate(address, words[0] if words else "", status)


def _address(field: str) -> str:
    """The address in "rfc822; anna@example.org" or "utf-8; ..."; empty if it can be none."""
    kind, is_typed, text = field.partition(";")
    if not is_typed:
        kind, text = "rfc822", field
    if kind.strip().lower() not in ("rfc822", "utf-8"):
        return ""
    text = _without_comments(_EXTENDED.sub(_character, text)).strip("<>").strip()
    is_address = re.fullmatch(r"[^\s@<>;]+@[^\s@<>;]+", text)
    return spelling(text) if is_address else ""


def _character(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return chr(code) if code <= 0x10FFFF else ""


def _without_comments(text: str) -> str:
    for _ in range(3):  # one inside another, but not for ever
        text = _COMMENT.sub(" ", text)
    return text.strip()


def _message_id(returned: _Part) -> str:
    inside = returned.get_payload()
    headers = inside[0] if isinstance(inside, list) and inside else _headers(_text(returned))
    # As they stand: the parser's own reading takes the first of several, and fails where there is none.
    values = [str(value) for name, value in headers.raw_items() if name.lower() == "message-id"]
    found = {one for value in values for one in _MESSAGE_ID.findall(value)}
    return found.pop() if len(found) == 1 else ""


def _field(block: _Part, name: str) -> str:
    return str(block.get(name, ""))


def _headers(text: str) -> _Part:
    return Parser(EmailMessage, policy=_POLICY).parsestr(text, headersonly=True)


def _text(part: _Part) -> str:
    """What a part holds, its encoding for transport undone."""
    inside = part.get_payload(decode=True)
    return inside.decode("utf-8", "replace") if isinstance(inside, bytes) else ""
