"""The envelope of a backup: encrypted with age to public keys, as a stream. The cryptography is that of `pyrage`.

What is written goes through a pipe to a thread that encrypts it, and the other way round; neither side ever holds
more than a few blocks of it.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Thread
from typing import IO, Any

import pyrage


class WrongKey(Exception):
    """A key is none, or opens nothing of this. Its message is for people."""


class NotWhole(Exception):
    """A backup was cut off or changed. Its message is for people."""


@contextmanager
def sealing(target: IO[bytes], recipients: Sequence[str]) -> Iterator[IO[bytes]]:
    """A file to write to; what is written arrives encrypted in `target`.

    Args:
        recipients: public keys, such as "age1...". None given: it arrives as it is.

    Raises:
        WrongKey: if one of them is no public key.
    """
    if not recipients:
        yield target
        return
    keys = recipients_of(recipients)
    reading, writing = (os.fdopen(end, mode) for end, mode in zip(os.pipe(), ("rb", "wb"), strict=True))
    worker = _Worker(lambda: pyrage.encrypt_io(reading, target, keys), reading)
    try:
        with writing:
            yield writing
    finally:
        worker.join()
    worker.raise_what_failed()


@contextmanager
def opening(source: IO[bytes], identity: str) -> Iterator[IO[bytes]]:
    """A file to read from: what `source` holds, decrypted. It is whole only once this ends without an error.

    Args:
        identity: a private key, such as "AGE-SECRET-KEY-1...".

    Raises:
        WrongKey: if it is no key.
        NotWhole: if the backup is encrypted to another key, was changed or was cut off.
    """
    key = identity_of(identity)
    reading, writing = (os.fdopen(end, mode) for end, mode in zip(os.pipe(), ("rb", "wb"), strict=True))
    worker = _Worker(lambda: pyrage.decrypt_io(source, writing, [key]), writing)
    try:
        with reading:
            yield reading
            while reading.read(1 << 16):  # to the end, for what was cut off is known there only
                pass
    except Exception as problem:
        worker.join()
        if worker.failed is not None:
            raise _not_whole(worker.failed) from problem
        raise
    worker.join()
    if worker.failed is not None:
        raise _not_whole(worker.failed)


def recipients_of(keys: Sequence[str]) -> list[Any]:
    """Public keys as `pyrage` takes them.

    Raises:
        WrongKey: if one is none.
    """
    try:
        return [pyrage.x25519.Recipient.from_str(key.strip()) for key in keys]
    except pyrage.RecipientError as problem:
        raise WrongKey("This is no public key of age: it begins with age1, and `age-keygen -y` prints it.") from problem


def identity_of(text: str) -> Any:
    """A private key, out of the text of a file of `age-keygen`, whose comments begin with #.

    Raises:
        WrongKey: if there is none in it.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    try:
        return pyrage.x25519.Identity.from_str(lines[0])
    except (IndexError, pyrage.IdentityError) as problem:
        raise WrongKey("There is no private key of age in this file: a line that begins with AGE-SECRET-KEY-1.") from (
            problem
        )


def new_identity() -> tuple[str, str]:
    """A new pair of keys, private and public: for a trial, after which nobody has it."""
    identity = pyrage.x25519.Identity.generate()
    return str(identity), str(identity.to_public())


class _Worker(Thread):
    """Runs one step of the pipe and closes its end of it, whatever happens."""

    def __init__(self, step: Callable[[], None], end: IO[bytes]) -> None:
        super().__init__(daemon=True)
        self.step, self.end = step, end
        self.failed: Exception | None = None
        self.start()

    def run(self) -> None:
        try:
            self.step()
        except Exception as problem:
            self.failed = problem
        finally:
            try:
                self.end.close()
            except OSError as problem:
                self.failed = self.failed or problem

    def raise_what_failed(self) -> None:
        if self.failed is not None:
            raise self.failed


def _not_whole(problem: Exception) -> NotWhole:
    return NotWhole(
        f"This backup cannot be opened: {problem}. Either it is encrypted to another key, or it was changed or cut off."
    )
