"""What a mail server means by its status code (RFC 3463): is the address dead, or is something else wrong?

An address is dead only where the code speaks of the address itself. A full mailbox can be emptied, a refusal by
policy is about us, and a fault on the way, or a code that says nothing more than "no", may be about every mail we
send: if such a one silenced an address, one bad day of ours could silence all of them.
"""

import re

# Ours; RFC 3463 and the IANA register of its codes explain each.
_DEAD = {
    "5.1.1",  # there is no such mailbox
    "5.1.2",  # there is no such mail domain
    "5.1.3",  # the address cannot be one
    "5.1.6",  # the mailbox has moved, nobody knows where
    "5.1.10",  # the domain takes no mail at all
    "5.2.1",  # the mailbox is closed for good
}

_CODE = re.compile(r"\s*([245])\.(\d{1,3})\.(\d{1,3})(?![.\d])", re.ASCII)
# "smtp; 550 5.1.1 no such user", "smtp;550-5.1.1 The account ..."
_IN_DIAGNOSTIC = re.compile(r"\s*smtp\s*;\s*[245]\d\d[ -]+(.*)", re.IGNORECASE | re.DOTALL | re.ASCII)


def status_at_the_start(text: str) -> str:
    """The code with which a text begins, such as "5.1.1"; empty if it begins with none."""
    found = _CODE.match(text)
    return ".".join(str(int(part)) for part in found.groups()) if found else ""


def status_of_report(status: str, diagnostic: str) -> str:
    """The code of a delivery report: that of the server which refused, else the one that the report gives.

    Args:
        status: its field Status.
        diagnostic: its field Diagnostic-Code. Some servers write 5.0.0 for every failure and leave the rest to it.
    """
    answer = _IN_DIAGNOSTIC.match(diagnostic)
    return (status_at_the_start(answer[1]) if answer else "") or status_at_the_start(status)


def status_of_answer(code: int, answer: bytes | str) -> str:
    """The code in an answer of an SMTP server; empty if it gives none, or one that contradicts its first digit."""
    text = answer.decode("ascii", "replace") if isinstance(answer, bytes) else answer
    status = status_at_the_start(text)
    return status if status[:1] == str(code)[:1] else ""


def says_address_is_dead(status: str) -> bool:
    """Whether no mail will ever reach the address, as far as this code tells."""
    return status in _DEAD
