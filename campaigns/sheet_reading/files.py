"""The text of a file, read by a child process. Leaf module: no models."""

import json
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from campaigns.sheet_reading.refusals import Refused

MOST_SECONDS = 10  # the child ends itself after 8
TOO_SLOW = "Reading the file took longer than 8 seconds. Save the sheet anew, as text."
OVER_THE_LIMITS = "The file could not be read within the limits for a sheet. Save it anew, as PDF or text."
ROOT = Path(__file__).resolve().parents[2]
# The child sees nothing of what this process knows: no database, no keys.
ENVIRONMENT = {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1"}


@dataclass(frozen=True)
class FileText:
    """The text of a file and what kind of file it was: text, html, pdf, docx."""

    text: str
    kind: str


def read_file(file: IO[bytes]) -> FileText:
    """Read an open file, from where it stands, in a child process of 512 MB and 8 seconds.

    Args:
        file: must have a file descriptor: it becomes the child's standard input.

    Raises:
        Refused: with the sentence for whoever brought the file.
    """
    command = [sys.executable, "-s", "-m", "campaigns.sheet_reading.child"]
    try:
        done = subprocess.run(  # noqa: S603 - our own module; the file is its input, never an argument
            command,
            stdin=file,
            capture_output=True,
            timeout=MOST_SECONDS,
            check=False,
            cwd=ROOT,
            env=ENVIRONMENT,
        )
    except subprocess.TimeoutExpired:
        raise Refused(TOO_SLOW) from None
    if done.returncode == -signal.SIGALRM:
        raise Refused(TOO_SLOW)
    return text_in(done.stdout)


def text_in(said: bytes) -> FileText:
    """What the child wrote: the text of the file, or why it has none.

    Raises:
        Refused: the child's sentence, or one of our own where it was ended before it could say anything.
    """
    try:
        answer = json.loads(said)
    except ValueError:
        raise Refused(OVER_THE_LIMITS) from None
    if "refused" in answer:
        raise Refused(answer["refused"])
    # Half a sign, as a damaged PDF has them, can be neither printed nor saved.
    return FileText(answer["text"].encode("utf-8", "replace").decode(), answer["kind"])
