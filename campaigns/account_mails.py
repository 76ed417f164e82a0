"""The door of `accounts`, with the mails that leave when somebody's way in was changed.

They tell the owner of an account, so that a change by somebody else is noticed. A mail that cannot leave closes no
door: what was changed stays changed, and the log says so.
"""

import logging
from typing import Any

from django.utils import timezone

from accounts.door import Door
from accounts.models import User
from campaigns import emails
from campaigns.sender import SenderHeld, send

# By allauth's name of what happened, and ours.
WHAT = {
    "account/email/password_changed": "Your password was changed.",
    "mfa/email/totp_activated": "An app for codes was added to your account.",
    "mfa/email/totp_deactivated": "The app for codes was removed from your account.",
    "mfa/email/webauthn_added": "A passkey was added to your account.",
    "mfa/email/webauthn_removed": "A passkey was removed from your account.",
    "mfa/email/recovery_codes_generated": "New recovery codes were made for your account.",
    "new_start": "Your second factor was taken from your account, because somebody said that you had lost it.",
}

logger = logging.getLogger(__name__)


class DoorWithMails(Door):
    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell somebody what was changed; nothing of who did it, and no link."""
        at = timezone.now()
        mail = emails.way_in_changed(emails.Envelope(to=email or user.email, at=at), what=WHAT[template_prefix])
        try:
            send(mail, at=at)
        except (SenderHeld, OSError):  # a refusal by the mail server is an OSError, too
            logger.warning("account %s was not told that its way in was changed", user.pk)
