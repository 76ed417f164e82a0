"""The text of a Word file (.docx), by the standard library, with limits. Leaf module: no models."""

import io
import re
import zipfile
import zlib
from xml.parsers import expat

from campaigns.sheet_reading.refusals import Refused

MOST_UNPACKED = 30_000_000  # bytes of XML; a sheet has under 200,000
_MOST_FILES = 2_000
_DEEPEST = 256  # elements within elements; Word's own files have some 30
_MOST_PACKED = 300  # times: ordinary text is packed to a tenth
_SKIPPED = frozenset({"Fallback", "instrText", "delText", "moveFrom", "del"})
_PARTS = re.compile(r"word/(?:header|footer)\d*\.xml")


def docx_text(data: bytes) -> str:
    """Header, body and footer as lines; list points begin with a bullet, a page break is a form feed.

    Raises:
        Refused: no Word file, a damaged one, or one that unpacks to more than a sheet can have.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check(archive)
            names = archive.namelist()
            parts = [name for name in names if _PARTS.fullmatch(name)]
            order = [*sorted(name for name in parts if "header" in name), "word/document.xml",
                     *sorted(name for name in parts if "footer" in name)]  # fmt: skip
            return "\n\n".join(text for name in order if (text := _part(archive, name).strip("\n ")))
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        zlib.error,
        NotImplementedError,
        OSError,
        EOFError,
        KeyError,
        ValueError,
    ):
        raise Refused("The file is damaged: its parts cannot be unpacked. Open it in Word and save it anew.") from None
    except RuntimeError:
        raise Refused("The file is encrypted. Save it without a password and bring it again.") from None


def _check(archive: zipfile.ZipFile) -> None:
    infos = archive.infolist()
    if "word/document.xml" not in archive.namelist():
        raise Refused("The file is packed, but it is no Word file. Unpack it and bring the sheets one by one.")
    if len(infos) > _MOST_FILES or sum(info.file_size for info in infos) > 10 * MOST_UNPACKED:
        raise Refused("The file unpacks to more than a sheet can have. Save the sheet anew.")
    if any(info.flag_bits & 0x1 for info in infos):
        raise Refused("The file is encrypted. Save it without a password and bring it again.")


def _part(archive: zipfile.ZipFile, name: str) -> str:
    info = archive.getinfo(name)
    with archive.open(info) as part:
        # What the directory says of its size is not believed.
        xml = part.read(MOST_UNPACKED + 1)
    if len(xml) > MOST_UNPACKED or len(xml) > _MOST_PACKED * max(info.compress_size, 1_000):
        raise Refused("The file unpacks to more than a sheet can have. Save the sheet anew.")
    return _Lines().read(xml)


class _Lines:
    """Collects the text of one part while the parser walks through it."""

    def __init__(self) -> None:
        self.depth = 0
        self.skipping = 0
        self.in_text = False
        self.found: list[str] = []

    def read(self, xml: bytes) -> str:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._doctype
        try:
            parser.Parse(xml, True)
        except expat.ExpatError:
            raise Refused("The file is damaged: its text cannot be read. Open it in Word and save it anew.") from None
        return "".join(self.found)

    def _doctype(self, *_: object) -> None:
        # Entities that stand for entities have no business in a Word file.
        raise Refused("The file defines entities of its own, which no Word file does. Save the sheet anew.")

    def _start(self, qualified: str, attributes: dict[str, str]) -> None:
        name = qualified.rpartition(" ")[2]
        self.depth += 1
        if self.depth > _DEEPEST:
            raise Refused("The file is built more deeply than any Word file. Save the sheet anew.")
        if self.skipping or name in _SKIPPED:
            self.skipping += 1
            return
        if name == "t":
            self.in_text = True
        elif name == "numPr":
            self.found.append("• ")
        elif name == "tab":
            self.found.append("\t" if self.found and not self.found[-1].endswith("\n") else "")
        elif name in ("br", "cr"):
            kind = next((value for key, value in attributes.items() if key.endswith(" type")), "")
            self.found.append("\f" if kind == "page" else "\n")

    def _end(self, qualified: str) -> None:
        self.depth -= 1
        if self.skipping:
            self.skipping -= 1
            return
        name = qualified.rpartition(" ")[2]
        if name == "t":
            self.in_text = False
        elif name in ("p", "tr"):
            self.found.append("\n")

    def _text(self, text: str) -> None:
        if self.in_text and not self.skipping:
            self.found.append(text)
