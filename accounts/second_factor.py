"""The second factor: who has to have one, who has one, and how its secrets lie in the database.

Apps for codes, passkeys and recovery codes are django-allauth's. Ours is that staff must have one.
"""

import base64

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from accounts.models import User

REQUIRED, OFFERED = "required", "offered"
# What somebody can come in with. Recovery codes are there only beside one of these.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
_METHOD = "mfa"  # allauth's word for a factor that was used, in the records of a session

LOST = (
    "The secret of this app cannot be read any more: the key of the site was changed. Come in with a passkey, or ask "
    "an administrator for a new start."
)


def has_factor(user: User | AnonymousUser) -> bool:
    return Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS).exists()


def factors_in_words(user: User) -> list[str]:
    """What somebody can come in with beside the password."""
    kinds = list(Authenticator.objects.filter(user=user, type__in=FACTORS).values_list("type", flat=True))
    passkeys = kinds.count(Authenticator.Type.WEBAUTHN)
    words = ["an app for codes"] if Authenticator.Type.TOTP in kinds else []
    return words + ([f"{passkeys} passkey{'' if passkeys == 1 else 's'}"] if passkeys else [])


def lacks_factor(request: HttpRequest, user: User | AnonymousUser) -> bool:
    """Whether somebody is logged in by a password alone where that is not enough."""
    if settings.SECOND_FACTOR != REQUIRED or not user.is_authenticated:
        return False
    return not any(record["method"] == _METHOD for record in get_authentication_records(request, user))


def note_factor(request: HttpRequest, user: User) -> None:
    """Note that somebody has just shown a factor by setting it up."""
    record_authentication(request, user, _METHOD, reauthenticated=True)


def remove_factors(user: User) -> int:
    """Take every factor and recovery code from somebody who has lost them; gives how many there were."""
    return Authenticator.objects.filter(user=user).delete()[0]


class FactorAdapter(DefaultMFAAdapter):
    """What allauth asks of us: its words, and that no backup holds a secret in the clear."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "This is not right. Look at the code once more: it changes every half minute.",
        "cannot_delete_authenticator": "This is your only second factor. Add another one first, then remove this one.",
        "cannot_generate_recovery_codes": "Recovery codes come with a second factor. Add an app or a passkey first.",
    }

    def get_totp_issuer(self) -> str:
        return "Urgent Action Desk"

    def _get_site_name(self) -> str:
        return "Urgent Action Desk"

    def encrypt(self, text: str) -> str:
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """As `SECRET_KEY_FALLBACKS` allows.

        Raises:
            ValidationError: if the key is not among them any more.
        """
        try:
            return _keys().decrypt(encrypted_text.encode()).decode()
        except InvalidToken as error:
            raise ValidationError(LOST) from error

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last one stays where one is required."""
        if settings.SECOND_FACTOR != REQUIRED:
            return True
        others = Authenticator.objects.filter(user=authenticator.user_id, type__in=FACTORS).exclude(pk=authenticator.pk)
        return others.exists()

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return f"Passkey {number}"


def _keys() -> MultiFernet:
    return MultiFernet([Fernet(_key(secret)) for secret in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]])


def _key(secret: str) -> bytes:
    digest = salted_hmac("accounts.second_factor", "secrets", secret=secret, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest)
