"""Keys of large packs: who may read what lies between web server, worker and reader. Leaf module.

Two kinds, both from `cryptography`. What goes to a worker is sealed to a key of which the private half never leaves
that worker's memory (HPKE, RFC 9180). What waits for its reader is locked with a key that stands in the reader's
address alone (AES-GCM). Neither key is written anywhere, so what is written is noise to everybody else.
"""

import hashlib
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_INFO = b"appeals.sealing order of a pack"
_NONCE = 12  # bytes


class NotOurs(Exception):
    """It cannot be opened with this key."""


class SealKey:
    """A key to which others can seal something. It lives as long as the object."""

    def __init__(self) -> None:
        self._private = X25519PrivateKey.generate()

    @property
    def public(self) -> bytes:
        return self._private.public_key().public_bytes_raw()

    def opened(self, sealed: bytes) -> bytes:
        """What was sealed to this key.

        Raises:
            NotOurs: if it was sealed to another one, or changed.
        """
        try:
            return _SUITE.decrypt(sealed, self._private, info=_INFO)
        except (InvalidTag, ValueError):
            raise NotOurs from None


def sealed_to(public: bytes, text: bytes) -> bytes:
    """The text, for nobody but the owner of the key."""
    return _SUITE.encrypt(text, X25519PublicKey.from_public_bytes(public), info=_INFO)


def new_token() -> str:
    """What stands in the address of a pack: its only key, 256 bits."""
    return secrets.token_urlsafe(32)


def name_of(token: str) -> str:
    """By which the pack is found without its key being known; the key does not follow from it."""
    return hashlib.sha256(b"name:" + token.encode()).hexdigest()


def locked(token: str, text: bytes) -> bytes:
    """The text, for nobody but who has the token."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(_key(token)).encrypt(nonce, text, None)


def unlocked(token: str, text: bytes) -> bytes:
    """
    Raises:
        NotOurs: if it was locked with another token, or changed.
    """
    try:
        return AESGCM(_key(token)).decrypt(text[:_NONCE], text[_NONCE:], None)
    except (InvalidTag, ValueError):
        raise NotOurs from None


def _key(token: str) -> bytes:
    return hashlib.sha256(b"key:" + token.encode()).digest()
