"""Where everything is laid out that somebody typed: a process beside this one, with limits (`appeals.printer`).

It has the functions of `appeals.pdf` and `appeals.binding` and their errors, and one more: `TooHardToPrint`. What is
laid out crosses a socket to the printer and back, and touches neither disk nor log.
"""

import os
import socket
import subprocess
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from threading import BoundedSemaphore, Lock
from typing import Any, NamedTuple

from django.conf import settings

from appeals import pdf
from appeals.binding import EmptyPage
from appeals.pdf import ROOM_OF_A_SHEET, Printed, Room
from appeals.pdf_errors import FontsMissing, PDFEngineMissing, PDFError, SheetTooLong
from appeals.printer import receive, send

# So many are laid out at once by each process of the site; more on the same cores would only slow each other down.
AT_ONCE = max(2, min(os.cpu_count() or 2, 4))
_ERRORS: dict[str, type[PDFError]] = {
    error.__name__: error for error in (FontsMissing, PDFEngineMissing, SheetTooLong, PDFError)
}
# What of our surroundings the printer needs: to find Python, Pango and a place for the list of fonts. No key.
_SURROUNDINGS = ("PATH", "HOME", "LANG", "LC_ALL", "XDG_CACHE_HOME", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH")


class TooHardToPrint(PDFError):
    """It took more time or memory than anything that people write, so it was given up."""


class PrintersBusy(PDFError):
    """So many wait already that this one was not begun."""


class Limits(NamedTuple):
    """What one document may take.

    Args:
        seconds: of the processor.
        patience: seconds by the clock, from when it is begun.
        memory: bytes of address space, all of the engine's own among them.
    """

    seconds: int = 20
    patience: float = 40.0
    memory: int = 768 * 1024**2


USUAL = Limits()
WAIT_AT_MOST = 30  # seconds until a printer is free


def html_to_pdf(html: str, *, room: Room = ROOM_OF_A_SHEET, limits: Limits = USUAL) -> bytes:
    """As `appeals.pdf.html_to_pdf`, in the printer.

    Raises:
        TooHardToPrint, PrintersBusy: see there.
        PDFError: as `appeals.pdf.html_to_pdf`.
    """
    return print_parts(html, room=room, limits=limits).pdf


def pages_of_parts(html: str, keys: Sequence[str], *, room: Room = ROOM_OF_A_SHEET) -> list[int]:
    """How many pages each part of a document takes; see `appeals.pdf.print_parts`.

    Raises:
        PDFError: as `html_to_pdf`.
    """
    return print_parts(html, keys, room=room, is_drawn=False).pages


def print_parts(
    html: str,
    keys: Sequence[str] = (),
    *,
    room: Room = ROOM_OF_A_SHEET,
    is_drawn: bool = True,
    limits: Limits = USUAL,
) -> Printed:
    """As `appeals.pdf.print_parts`, in the printer.

    Raises:
        PDFError: as `html_to_pdf`.
    """
    pdf.check_engine()
    pdf.check_length(html, room)
    order = {"keys": list(keys), "is_drawn": is_drawn, **room._asdict()}
    said, made = _answered(order, html.encode("utf-8", "replace"), limits)
    return Printed(made, tuple(said["starts"]), frozenset(said["blanks"]), said["total"])


def bind(parts: Iterable[bytes | EmptyPage], *, limits: Limits = USUAL) -> bytes:
    """As `appeals.binding.bind`, in the printer: so what a large pack takes to be bound is given back at once.

    Raises:
        TooHardToPrint, PrintersBusy: see there.
    """
    listed = list(parts)
    order = {"parts": [len(part) if isinstance(part, bytes) else [part.width, part.height] for part in listed]}
    return _answered(order, b"".join(part for part in listed if isinstance(part, bytes)), limits)[1]


def warm_up() -> None:
    """Start the printer, for who will want it soon; it takes most of a second."""
    with suppress(PDFError):
        _printer()


def printer_number() -> int:
    """The number of the printer's process, to look at what it takes."""
    return _printer().process.pid


def _answered(order: dict[str, Any], payload: bytes, limits: Limits) -> tuple[dict[str, Any], bytes]:
    if not _free.acquire(timeout=WAIT_AT_MOST):
        raise PrintersBusy("Many are printing at this moment. Nothing was made; please try again in a minute.")
    try:
        said, made = _handed_over({**order, **limits._asdict()}, payload, limits)
    finally:
        _free.release()
    if "error" in said:
        raise _ERRORS[said["error"]](said["sentence"]) if said["error"] in _ERRORS else _too_hard()
    return said, made


def _handed_over(order: dict[str, Any], payload: bytes, limits: Limits) -> tuple[dict[str, Any], bytes]:
    ours, theirs = socket.socketpair()
    with ours:
        with theirs:
            _call(theirs)
        # The child ends by itself long before; this is for a machine on which it does not get to begin.
        ours.settimeout(limits.patience + WAIT_AT_MOST)
        try:
            send(ours, order, payload)
            return receive(ours)
        except (EOFError, OSError):
            raise _too_hard() from None


def _call(peer: socket.socket) -> None:
    try:
        _printer().call(peer)
    except OSError:  # it was killed a moment ago
        _printer().call(peer)


def _too_hard() -> TooHardToPrint:
    return TooHardToPrint(
        "This took more time or memory to print than anything that people write, so it was given up. Look at what you "
        "typed or pasted for something odd, and shorten it; or copy the text of the letters instead."
    )


_free = BoundedSemaphore(AT_ONCE)
_starting = Lock()


@dataclass
class _Printer:
    """The printer of this process."""

    owner: int  # a process that was forked off has none yet
    calls: socket.socket
    process: subprocess.Popen[bytes]

    @classmethod
    def start(cls) -> "_Printer":
        ours, theirs = socket.socketpair()
        with theirs:
            number = theirs.fileno()
            process = subprocess.Popen(  # noqa: S603  # this program and a number
                [sys.executable, "-m", "appeals.printer", str(number)],
                cwd=settings.BASE_DIR,
                env={name: os.environ[name] for name in _SURROUNDINGS if name in os.environ},
                pass_fds=[number],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        return cls(os.getpid(), ours, process)

    @property
    def is_there(self) -> bool:
        return self.owner == os.getpid() and self.process.poll() is None

    def call(self, peer: socket.socket) -> None:
        socket.send_fds(self.calls, [b"."], [peer.fileno()])


_started: list[_Printer] = []


def _printer() -> _Printer:
    with _starting:
        if _started and not _started[0].is_there:
            _started.pop().calls.close()
        if not _started:
            _started.append(_Printer.start())
        return _started[0]
