"""The printer: a process of its own, in which everything is laid out that somebody typed.

`appeals.print_room` starts it and hands it documents. It keeps the engine and the fonts warm and lays out nothing
itself: for each document it forks a child, which takes what limits it may have (time, processor, memory, no file, no
process), answers and ends. So a text that the engine chokes on ends a child and nothing else, and no memory is kept.

It knows no key, no database and no settings of the site, and what it gets and gives passes through sockets between two
processes of one machine. It ends when nobody holds the other end any more.
"""

import gc
import json
import logging
import os
import resource
import signal
import socket
import struct
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings

from appeals.pdf_errors import PDFError

HEAD = struct.Struct("!II")  # bytes of what is said, and of what goes with it
_WARM = (
    "<!doctype html><html lang=en><title>Warm</title><body class=letter><h1>A <b>b</b></h1><p>Привет ليلى שלום</p>"
    "<p><b>ليلى שלום</b></p><table><tr><th>a<td>b</table>"
)


def receive(peer: socket.socket) -> tuple[dict[str, Any], bytes]:
    """What the other process said, and the bytes that go with it.

    Raises:
        EOFError: if it ended before it had said all.
    """
    said, size = HEAD.unpack(_exactly(peer, HEAD.size))
    return json.loads(_exactly(peer, said)), bytes(_exactly(peer, size))


def _exactly(peer: socket.socket, size: int) -> bytearray:
    read = bytearray()
    while len(read) < size:
        piece = peer.recv(min(size - len(read), 1024 * 1024))
        if not piece:
            raise EOFError
        read += piece
    return read


def send(peer: socket.socket, said: dict[str, Any], payload: bytes = b"") -> None:
    """Say something to the other process."""
    words = json.dumps(said).encode()
    peer.sendall(HEAD.pack(len(words), len(payload)) + words)
    peer.sendall(payload)


def main(number: int) -> None:
    """Take documents from the socket with this number, until nobody is there to send any.

    With each call for one comes the socket on which it is handed over and answered.
    """
    settings.configure(BASE_DIR=Path(__file__).resolve().parent.parent)
    from appeals import binding, pdf  # late: they read the settings

    logging.disable(logging.CRITICAL)  # the engine quotes what it prints
    with suppress(PDFError):  # without an engine every child says so
        pdf.print_parts(_WARM)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks how a child ended: its socket tells
    gc.collect()
    gc.freeze()
    with socket.socket(fileno=number) as calls:
        while True:
            message, handed, *_ = socket.recv_fds(calls, 1, 1)
            if not message:
                return
            with socket.socket(fileno=handed[0]) as peer:
                if os.fork() == 0:
                    calls.close()
                    _end_after(partial(_answer, peer, pdf, binding))


def _end_after(work: Callable[[], None]) -> None:
    """End this process when the work is done, however it went, and let nothing of its parent's be tidied up."""
    try:
        work()
    finally:
        os._exit(0)


def _answer(peer: socket.socket, pdf: Any, binding: Any) -> None:
    """Do what is asked, with the engine that is warm, and send it back."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    order, payload = receive(peer)
    _limit(order)
    try:
        if "parts" in order:
            send(peer, {}, binding.bind(_parts(order["parts"], payload, binding)))
        else:
            send(peer, *_laid_out(order, payload, pdf))
    except PDFError as error:
        send(peer, {"error": type(error).__name__, "sentence": str(error)})
    # Anything else (no memory, a bug of the engine's) may quote the text: only that it failed is told.
    except Exception:
        send(peer, {"error": "", "sentence": ""})


def _laid_out(order: dict[str, Any], html: bytes, pdf: Any) -> tuple[dict[str, Any], bytes]:
    room = pdf.Room(order["characters"], order["lines"])
    made = pdf.print_parts(html.decode(), order["keys"], room=room, is_drawn=order["is_drawn"])
    return {"starts": made.starts, "blanks": sorted(made.blanks), "total": made.total}, made.pdf


def _parts(sizes: list[Any], payload: bytes, binding: Any) -> Iterator[Any]:
    """The parts one after the other: a number is a PDF of so many bytes, two are the sides of an empty page."""
    start = 0
    for size in sizes:
        if isinstance(size, int):
            yield payload[start : start + size]
            start += size
        else:
            yield binding.EmptyPage(*size)


def _limit(order: dict[str, Any]) -> None:
    """Limits that the kernel keeps, whatever the engine is doing."""
    for kind, most in (
        (resource.RLIMIT_AS, order["memory"]),
        (resource.RLIMIT_CPU, order["seconds"]),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
    ):
        # macOS does not know all of them.
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, order["patience"])


if __name__ == "__main__":
    main(int(sys.argv[1]))
