"""What somebody brings to be read: a file, or text that was pasted. Leaf module: no models.

Both are opened by the same child process (`campaigns.sheet_reading.files`), with the same limits.
"""

import hashlib
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from campaigns.sheet_reading.files import FileText, read_file
from campaigns.sheet_reading.refusals import Refused
from campaigns.sheet_reading.source_lines import MOST_TEXT

MOST_FILE = 10_000_000  # bytes
MOST_PASTED = 1_000_000  # bytes, as UTF-8
LONGEST_NAME = 200  # characters of a file's name that are kept
_AT_ONCE = 1 << 16  # bytes


@dataclass(frozen=True)
class Brought:
    """A document as it was read.

    Args:
        text: what was read of it, cut where the reader stops.
        kind: text, html, pdf or docx, by its bytes.
        file_name: without its folders; empty for what was pasted.
        file_hash: SHA-256 of the bytes, in hex.
    """

    text: str
    kind: str
    file_name: str
    file_hash: str

    @property
    def text_hash(self) -> str:
        """SHA-256 of the text: the same whether it was pasted or came as a file."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


def brought_file(file: IO[bytes], *, name: str, read: Callable[[IO[bytes]], FileText] = read_file) -> Brought:
    """Read a file.

    Args:
        file: open for reading bytes. It need not lie on a disk.
        name: of the file, as whoever brings it calls it.
        read: how its text is taken: `read_file`, or a `Reader` for many files.

    Raises:
        Refused: with the sentence for whoever brought it.
    """
    with tempfile.TemporaryFile() as copy:
        digest, size = hashlib.sha256(), 0
        while block := file.read(_AT_ONCE):
            size += len(block)
            if size > MOST_FILE:
                raise Refused(f"The file is larger than {MOST_FILE // 1_000_000} MB. Bring the sheet alone.")
            digest.update(block)
            copy.write(block)
        copy.seek(0)
        said = read(copy)
    return Brought(_kept(said.text), said.kind, _bare(name), digest.hexdigest())


def brought_text(text: str) -> Brought:
    """Read text that was pasted, plain or as HTML.

    Raises:
        Refused: it is empty, or more than 1 MB.
    """
    # Browsers end each line with two signs.
    data = text.replace("\r\n", "\n").encode("utf-8", "replace")
    if len(data) > MOST_PASTED:
        raise Refused(f"The text is larger than {MOST_PASTED // 1_000_000} MB. Paste the sheet alone.")
    if not text.strip():
        raise Refused("There is nothing to read: paste the text of a sheet, or choose a file.")
    with tempfile.TemporaryFile() as copy:
        copy.write(data)
        copy.seek(0)
        said = read_file(copy)
    return Brought(_kept(said.text), said.kind, "", hashlib.sha256(data).hexdigest())


def _kept(text: str) -> str:
    """As much as is read, with the signs that no database takes left out, and line ends of one kind."""
    plain = text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "")
    return plain.replace("\r\n", "\n").replace("\r", "\n")[:MOST_TEXT]


def _bare(name: str) -> str:
    """The name of a file without folders and signs that cannot be shown."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in last if sign.isprintable()).strip()[:LONGEST_NAME]
