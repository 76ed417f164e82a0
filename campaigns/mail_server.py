"""Handing one mail to the mail server, and what its answer means: never, not now, or nobody knows.

One connection carries many mails. A server that cannot even be reached is told apart from one that will not take
this mail, so that its absence costs no reminder an attempt.
"""

import smtplib
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend

from campaigns.mail_status import says_address_is_dead, status_of_answer


class Away(Exception):
    """The mail server cannot be reached, or lets nobody in; nothing was handed over."""


class NotNow(Exception):
    """The mail was surely not taken; it may be later. Its message goes into the log, so it names no address."""


class Never(Exception):
    """The mail was refused for good; its message says why, to staff.

    Args:
        status: the code of RFC 3463 in the server's answer, such as "5.1.1"; empty where it gave none.
    """

    def __init__(self, message: str, *, status: str = "") -> None:
        super().__init__(message)
        self.status = status

    @property
    def is_address_dead(self) -> bool:
        """Whether the address itself was refused, so that no later mail will reach it either."""
        return says_address_is_dead(self.status)


class NobodyKnows(Exception):
    """The mail was handed over and no answer came: it may have been taken."""


class AnswerLost(smtplib.SMTPServerDisconnected):
    """The connection broke after the mail was begun and before the server said yes or no."""


class _Listening:
    """Tells a connection that broke over the mail itself from one that broke before.

    It also says where what comes back shall go: not to the people who read answers (see `campaigns.bounces`).
    """

    def mail(self, sender: str, options: Sequence[str] = ()) -> tuple[int, bytes]:
        return super().mail(settings.BOUNCE_ADDRESS or sender, options)  # type: ignore[misc]

    def data(self, msg: Any) -> tuple[int, bytes]:
        try:
            return super().data(msg)  # type: ignore[misc]
        except (smtplib.SMTPServerDisconnected, OSError) as problem:
            # SMTPException is an OSError too: a refusal before the mail was begun is an answer.
            if isinstance(problem, smtplib.SMTPResponseException):
                raise
            raise AnswerLost(type(problem).__name__) from None


class _SMTP(_Listening, smtplib.SMTP):
    pass


class _SMTPOverTLS(_Listening, smtplib.SMTP_SSL):
    pass


class SMTPBackend(EmailBackend):
    """Django's own, but it says when an answer was lost."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _SMTPOverTLS if self.use_ssl else _SMTP


def reach(server: BaseEmailBackend) -> None:
    """Connect, unless that is done already.

    Raises:
        Away: if it cannot be reached or lets nobody in.
    """
    try:
        server.open()
    except (smtplib.SMTPException, OSError) as problem:
        server.close()
        # Never the text of the problem: it may quote the name we log in with.
        raise Away(f"the mail server cannot be reached ({type(problem).__name__})") from None


def hand_over(mail: EmailMessage, server: BaseEmailBackend) -> None:
    """Hand over one mail to one recipient; when this returns, the server has taken it.

    Raises:
        Never, NotNow, NobodyKnows: if it has not, or may not have.
    """
    try:
        server.send_messages([mail])
        return
    except AnswerLost:
        server.close()
        raise NobodyKnows("the mail server did not say whether it took the mail") from None
    except smtplib.SMTPRecipientsRefused as problem:
        code, answer = next(iter(problem.recipients.values()), (0, b""))
        refusal = _refusal("the address", code, answer)
    except smtplib.SMTPDataError as problem:
        refusal = _refusal("the mail", problem.smtp_code, problem.smtp_error)
    except (smtplib.SMTPException, OSError) as problem:
        # Never the text of the problem: it may quote the address.
        refusal = NotNow(f"the mail server failed ({type(problem).__name__})")
    except ValueError:
        refusal = Never("it cannot be written as a mail")
    server.close()
    raise refusal


def _refusal(of_what: str, code: int, answer: bytes | str) -> Exception:
    # Of the answer only the code is kept: its words may quote the address.
    status = status_of_answer(code, answer)
    words = f"code {code} {status}" if status else f"code {code}"
    if code >= 500:
        return Never(f"the mail server refused {of_what} for good ({words})", status=status)
    return NotNow(f"the mail server refused {of_what} for now ({words})")
