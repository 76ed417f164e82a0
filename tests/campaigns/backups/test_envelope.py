"""What is sealed is read with the private key alone, whole or not at all."""

import io

import pytest

from campaigns.backups.envelope import NotWhole, WrongKey, new_identity, opening, recipients_of, sealing

TEXT = b"Anna Beispiel, who must not be named. " * 20_000


def sealed_for(*recipients: str) -> bytes:
    target = io.BytesIO()
    with sealing(target, recipients) as file:
        file.write(TEXT)
    return target.getvalue()


def opened(sealed: bytes, identity: str) -> bytes:
    with opening(io.BytesIO(sealed), identity) as file:
        return file.read()


def test_what_is_sealed_opens_with_its_key() -> None:
    private, public = new_identity()
    sealed = sealed_for(public)

    assert opened(sealed, f"# made today\n# public key: {public}\n{private}\n") == TEXT
    assert b"Anna" not in sealed


def test_each_of_two_keys_opens_it() -> None:
    (first, first_public), (second, second_public) = new_identity(), new_identity()
    sealed = sealed_for(first_public, second_public)

    assert (opened(sealed, first), opened(sealed, second)) == (TEXT, TEXT)


def test_another_key_opens_nothing() -> None:
    _, public = new_identity()
    other, _ = new_identity()

    with pytest.raises(NotWhole, match="encrypted to another key"):
        opened(sealed_for(public), other)


@pytest.mark.parametrize("damage", ["cut", "changed"])
def test_what_was_cut_off_or_changed_is_known(damage: str) -> None:
    private, public = new_identity()
    sealed = bytearray(sealed_for(public))
    if damage == "cut":
        del sealed[-100:]
    else:
        sealed[len(sealed) // 2] ^= 1

    with pytest.raises(NotWhole):
        opened(bytes(sealed), private)


@pytest.mark.parametrize("key", ["", "age1nothing", "AGE-SECRET-KEY-1NOTHING"])
def test_what_is_no_public_key_is_said_before_anything_is_written(key: str) -> None:
    with pytest.raises(WrongKey, match="no public key"):
        recipients_of([key])


@pytest.mark.parametrize("text", ["", "# only a comment\n", "age1nothing"])
def test_what_is_no_private_key_is_said(text: str) -> None:
    with pytest.raises(WrongKey, match="no private key"), opening(io.BytesIO(b""), text):
        pass
