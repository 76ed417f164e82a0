"""Many files, one after another, each in a child of its own that is there at once. Leaf module: no models.

Starting Python and loading the reader of PDFs takes longer than reading a sheet. So one process loads everything and
knows nothing of us; for each file it forks a child, which limits itself as `child` says and ends with its file.
"""

import os
import select
import signal
import socket
import struct
import subprocess
import sys
from time import monotonic
from types import TracebackType
from typing import IO

from campaigns.sheet_reading import child
from campaigns.sheet_reading.files import ENVIRONMENT, MOST_SECONDS, OVER_THE_LIMITS, ROOT, TOO_SLOW, FileText, text_in
from campaigns.sheet_reading.refusals import Refused

_ENDED = struct.Struct("!iQ")  # the signal that ended a child, or 0; its memory in kilobytes
_PIECE = 1 << 16  # bytes


class Reader:
    """Reads files one by one: ``with Reader() as reader: reader.read(file)``."""

    def __init__(self) -> None:
        self.memory = 0  # kilobytes that the child of the last file had at most
        self._process: subprocess.Popen[bytes] | None = None
        self._channel: socket.socket | None = None

    def __enter__(self) -> "Reader":
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    def read(self, file: IO[bytes]) -> FileText:
        """The text of an open file, from where it stands.

        Args:
            file: must have a file descriptor.

        Raises:
            Refused: with the sentence for whoever brought the file.
        """
        channel = self._open()
        out, into = os.pipe()
        try:
            try:
                socket.send_fds(channel, [b"read"], [file.fileno(), into])
            finally:
                os.close(into)
            said = _all_of(out, monotonic() + MOST_SECONDS)
            ended = channel.recv(_ENDED.size)
        except OSError:
            self.close()
            raise Refused(TOO_SLOW) from None
        finally:
            os.close(out)
        if len(ended) != _ENDED.size:
            self.close()
            raise Refused(OVER_THE_LIMITS)
        ended_by, self.memory = _ENDED.unpack(ended)
        if ended_by in (signal.SIGALRM, signal.SIGXCPU):
            raise Refused(TOO_SLOW)
        return text_in(said)

    def close(self) -> None:
        """End the process. The next file starts another."""
        if self._channel is not None:
            self._channel.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._channel = self._process = None

    def _open(self) -> socket.socket:
        if self._channel is None:
            self._channel, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
            self._channel.settimeout(MOST_SECONDS)
            command = [sys.executable, "-s", "-m", "campaigns.sheet_reading.many_files"]
            self._process = subprocess.Popen(command, stdin=theirs.fileno(), cwd=ROOT, env=ENVIRONMENT)  # noqa: S603 - our own
            theirs.close()
        return self._channel


def _all_of(pipe: int, until: float) -> bytes:
    """Everything that comes through a pipe.

    Raises:
        TimeoutError: it is still open then.
    """
    found = bytearray()
    while select.select([pipe], [], [], max(until - monotonic(), 0))[0]:
        piece = os.read(pipe, _PIECE)
        if not piece:
            return bytes(found)
        found += piece
    raise TimeoutError


def main() -> None:
    """Fork a child for each file that comes; end when nobody can send one any more."""
    # Loaded once, for all of them.
    from campaigns.sheet_reading import docx_text, html_text, pdf_text  # noqa: F401

    channel = socket.socket(fileno=0)
    while True:
        said, files, _, _ = socket.recv_fds(channel, 16, 2)
        if not said or len(files) != 2:
            return
        pid = os.fork()
        if pid == 0:
            channel.close()
            _answer(*files)
        for number in files:
            os.close(number)
        _, status, used = os.wait4(pid, 0)
        channel.send(_ENDED.pack(os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0, used.ru_maxrss))


def _answer(source: int, into: int) -> None:
    """In the child: read the file, write the line, end."""
    try:
        with open(source, "rb") as file:
            line = child.answer(file).encode()
        while line:
            line = line[os.write(into, line) :]
    finally:
        # Without the ends of the process that was forked.
        os._exit(0)


if __name__ == "__main__":
    main()
