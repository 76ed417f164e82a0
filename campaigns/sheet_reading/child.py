"""``python -m campaigns.sheet_reading.child < FILE``: the text of a file, in a process of its own with limits.

A file comes from anybody, and whoever made it may have made it to break its reader. So it is opened here: with an
end to time and memory, without the right to open a connection, to start a program or to write a file. One line of
JSON comes out: {"kind": …, "text": …}, or {"refused": …}.
"""

import json
import resource
import signal
import sys
from typing import IO, Any

from campaigns.sheet_reading.file_kinds import kind_of
from campaigns.sheet_reading.refusals import Refused
from campaigns.sheet_reading.text_encodings import text_of

MOST_BYTES = 20_000_000
MOST_MEMORY = 512 * 1024 * 1024  # bytes of address space
MOST_SECONDS = 8
# More than the reader of sheets takes, so that it still tells of what it passes over.
_MOST_TEXT = 400_000  # characters
NO_MEMORY = "The file needs more memory than a sheet can. Save the sheet anew, as PDF or text."
_FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system", "os.remove", "os.rename",
              "shutil.", "ftplib.", "urllib.", "http.", "smtplib.")  # fmt: skip


def main() -> None:
    """Read standard input, print one line of JSON."""
    sys.stdout.write(answer(sys.stdin.buffer))


def answer(file: IO[bytes]) -> str:
    """One line of JSON for one file. This process is limited from here on: it must have nothing else to do."""
    _limit()
    try:
        return json.dumps(_read(file.read(MOST_BYTES + 1)))
    except Refused as refused:
        return json.dumps({"refused": str(refused)})
    except MemoryError:
        return json.dumps({"refused": NO_MEMORY})


def _limit() -> None:
    for what, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, MOST_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    # By the clock on the wall too: a process that waits uses none of its time.
    signal.alarm(MOST_SECONDS)
    sys.addaudithook(_refuse_reach)


def _refuse_reach(event: str, arguments: tuple[Any, ...]) -> None:
    if event.startswith(_FORBIDDEN):
        raise PermissionError(f"{event} is not for the reader of files")
    if event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
        raise PermissionError("the reader of files writes none")


def _read(data: bytes) -> dict[str, str]:
    kind, text = _text(data)
    return {"kind": kind, "text": text[:_MOST_TEXT]}


def _text(data: bytes) -> tuple[str, str]:
    if len(data) > MOST_BYTES:
        raise Refused(f"The file is larger than {MOST_BYTES // 1_000_000} MB. Bring the sheet alone.")
    kind = kind_of(data)
    if kind == "pdf":
        # Slow to load, and only some files need it.
        from campaigns.sheet_reading.pdf_text import pdf_text

        return kind, pdf_text(data)
    if kind == "docx":
        # As above.
        from campaigns.sheet_reading.docx_text import docx_text

        return kind, docx_text(data)
    if kind == "html":
        # As above.
        from campaigns.sheet_reading.html_text import html_text

        return kind, html_text(data)
    return kind, text_of(data)[0]


if __name__ == "__main__":
    main()
