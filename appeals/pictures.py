"""A stranger's file as pictures that we made ourselves: read by a child process, and never looked at by this one.

Leaf module: no models.
"""

import json
import subprocess
import sys
import threading
from pathlib import Path

from appeals.picture_child import MOST_BYTES, Refused

MOST_SECONDS = 20  # until the child has answered, on a machine that is busy otherwise
_ROOT = Path(__file__).resolve().parents[1]
# Of one process of the web server. A page has to be answered beside it.
_AT_ONCE = threading.BoundedSemaphore(2)
_CANNOT = "This file could not be read within our limits. Send a smaller picture of it, as JPEG or PNG."


def pictures_of(data: bytes) -> tuple[bytes, ...]:
    """The file as JPEG pictures, one for each page, without anything else that was in it.

    Args:
        data: a JPEG, PNG or WebP picture, or a PDF of a few pages.

    Raises:
        Refused: with the sentence for whoever sent it.
    """
    if len(data) > MOST_BYTES:
        raise Refused(f"This file is larger than {MOST_BYTES // 1_000_000} MB. Make the picture smaller.")
    if not _AT_ONCE.acquire(blocking=False):
        raise Refused("Several pictures are being read at the moment. Wait a minute, then choose it and send it again.")
    try:
        done = subprocess.run(
            [sys.executable, "-s", "-m", "appeals.picture_child"],
            input=data,
            capture_output=True,
            timeout=MOST_SECONDS,
            check=False,
            cwd=_ROOT,
            env={"PYTHONPATH": str(_ROOT), "PYTHONDONTWRITEBYTECODE": "1", "OMP_NUM_THREADS": "1"},
        )
    except subprocess.TimeoutExpired:
        raise Refused(_CANNOT) from None
    finally:
        _AT_ONCE.release()
    return _read(done.stdout)


def _read(answer: bytes) -> tuple[bytes, ...]:
    head, _, rest = answer.partition(b"\n")
    try:
        said = json.loads(head)
    except ValueError:
        raise Refused(_CANNOT) from None
    if "refused" in said:
        raise Refused(said["refused"])
    pictures, start = [], 0
    for size in said["sizes"]:
        pictures.append(rest[start : start + size])
        start += size
    if not pictures or start != len(rest) or not all(each.startswith(b"\xff\xd8\xff") for each in pictures):
        raise Refused(_CANNOT)
    return tuple(pictures)
