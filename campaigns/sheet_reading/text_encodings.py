"""Bytes of a text file as text, whatever the program that wrote it took for an alphabet. Leaf module: no models."""

import codecs
import re

from campaigns.sheet_reading.refusals import Refused

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 20_000  # bytes from which the alphabet is guessed
_CYRILLIC = re.compile("[а-яё]")
_CYRILLIC_CAPITAL = re.compile("[А-ЯЁ]")


def text_of(data: bytes) -> tuple[str, str]:
    """The text and the encoding it was in.

    UTF-8, UTF-16 and UTF-32 are known by their marks or their shape. Of the old eight-bit alphabets Cyrillic is told
    from Western by how many letters it has beyond ASCII, KOI8-R from Windows by its small and capital letters, which
    change places when one is read as the other.

    Raises:
        Refused: this is no text.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _decoded(data, name)
    if b"\x00" in data[:_SAMPLE]:
        return _decoded(data, _wide(data[:_SAMPLE]))
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        name = _eight_bit(data[:_SAMPLE])
        return data.decode(name, errors="replace"), name


def _decoded(data: bytes, name: str) -> tuple[str, str]:
    try:
        return data.decode(name), name
    except UnicodeDecodeError:
        raise Refused(f"The file says that its text is {name.upper()}, but it is not. Save it as UTF-8.") from None


def _wide(sample: bytes) -> str:
    """UTF-16 without a mark: every other byte of Western text is zero."""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) / 2
    if odd > 0.3 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.3 * half and odd < 0.05 * half:
        return "utf-16-be"
    raise Refused("The file is no text: it holds bytes that no text has. Save it as text, PDF or .docx.")


def _eight_bit(sample: bytes) -> str:
    letters = re.findall(rb"[A-Za-z\xc0-\xff]", sample)
    high = sum(letter >= b"\xc0" for letter in letters)
    if high < 0.3 * max(len(letters), 1):
        return "cp1252"
    smalls = {
        name: len(_CYRILLIC.findall(text)) - len(_CYRILLIC_CAPITAL.findall(text))
        for name in ("cp1251", "koi8-r")
        for text in [sample.decode(name, errors="replace")]
    }
    return max(smalls, key=lambda name: smalls[name])
