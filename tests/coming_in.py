"""How a test comes in as a member of staff would: by the form, by a code, a while ago."""

import time
from datetime import timedelta

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from accounts.models import StaffSession, User

PASSWORD = "correct horse"  # of `tests.builders.make_user`
SECRET = "JBSWY3DPEHPK3PXP"


def log_in(client: Client, user: User, *, password: str = PASSWORD, **extra: str) -> HttpResponse:
    return client.post("/staff/login/", {"login": user.email, "password": password}, **extra)


def give_app(user: User, secret: str = SECRET) -> Authenticator:
    """An app for codes, set up, with its recovery codes."""
    RecoveryCodes.activate(user)
    return TOTP.activate(user, secret).instance


def code_of(secret: str = SECRET) -> str:
    """What the app shows now. The desk takes each code once; what an earlier test used is forgotten."""
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    for pk in User.objects.values_list("pk", flat=True):
        cache.delete(f"allauth.mfa.totp.used?user={pk}&code={code}")
    return code


def recovery_code(user: User) -> str:
    row = Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES)
    return row.wrap().get_unused_codes()[0]


def secret_kept(user: User) -> str:
    """As it lies in the database."""
    return Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP).data["secret"]


def readable(kept: str) -> str:
    return get_adapter().decrypt(kept)


def came_in_long_ago(client: Client, minutes: int = 16) -> None:
    """Let the login of a client be some time past, and its use too."""
    session = client.session
    began = timezone.now() - timedelta(minutes=minutes)
    session["began"] = began.timestamp()
    session["account_authentication_methods"] = [
        {**record, "at": began.timestamp()} for record in session.get("account_authentication_methods", [])
    ]
    session.save()


def left_alone(client: Client, minutes: int) -> None:
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    StaffSession.objects.filter(session_key=key).update(seen_at=timezone.now() - timedelta(minutes=minutes))
