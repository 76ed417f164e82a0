"""What kind of file it is, by its bytes and never by its name. Leaf module: no models."""

import io
import re
import zipfile

from campaigns.sheet_reading.refusals import Refused

_REFUSED = (
    (b"\xd0\xcf\x11\xe0", "The file is in Word's old format (.doc). Open it in Word and save it as .docx or PDF."),
    (b"{\\rtf", "The file is in rich text format (.rtf). Open it and save it as .docx or PDF."),
    (b"\x89PNG", "The file is a picture. Only a sheet whose text can be selected is read."),
    (b"\xff\xd8\xff", "The file is a picture. Only a sheet whose text can be selected is read."),
    (b"GIF8", "The file is a picture. Only a sheet whose text can be selected is read."),
    (b"II*\x00", "The file is a picture. Only a sheet whose text can be selected is read."),
    (b"MM\x00*", "The file is a picture. Only a sheet whose text can be selected is read."),
    (b"MZ", "The file is a program, no sheet."),
    (b"\x7fELF", "The file is a program, no sheet."),
    (b"\x1f\x8b", "The file is packed (gzip). Unpack it and bring the sheets one by one."),
    (b"7z\xbc\xaf", "The file is packed (7z). Unpack it and bring the sheets one by one."),
    (b"Rar!", "The file is packed (rar). Unpack it and bring the sheets one by one."),
)
_HEAD = 1_024  # bytes: within these a PDF's reader looks for its mark
# How a page begins, or a piece of one that was pasted.
_PAGE = re.compile(
    rb"<(?:!doctype html|(?:html|head|body|title|meta|style|div|p|h[1-6]|table|tbody|tr|td|ul|ol|li|dl|span|font|"
    rb"center|b|strong|em|i|u|a|br|hr|img|section|article|main|header|pre|blockquote)(?=[\s/>]))"
)
_PAGE_WITHIN = re.compile(rb"<(?:html|body|div|p|table|h[1-6]|ul|span)[\s>]")
_TWO_IN_ONE = "The file is two kinds of file in one. Save the sheet anew as PDF, .docx or text."


def kind_of(data: bytes) -> str:
    """pdf, docx, html or text.

    Raises:
        Refused: another kind, or two kinds in one file.
    """
    if not data.strip():
        raise Refused("The file is empty.")
    for mark, sentence in _REFUSED:
        if data.startswith(mark) and not (mark == b"MZ" and b"\x00" not in data[:_HEAD]):
            raise Refused(sentence)
    is_pdf, is_zip = data.startswith(b"%PDF-"), data.startswith(b"PK")
    if not is_pdf and b"%PDF-" in data[:_HEAD]:
        if data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF-"):
            is_pdf = True
        else:
            raise Refused(_TWO_IN_ONE)
    if not is_zip and zipfile.is_zipfile(io.BytesIO(data)):
        raise Refused(_TWO_IN_ONE)
    if is_pdf:
        return "pdf"
    if is_zip:
        return "docx"
    start = data[:_HEAD].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    is_html = bool(_PAGE.match(start))
    return (
        "html"
        if is_html or (start.startswith((b"<?xml", b"<!--")) and _PAGE_WITHIN.search(data[: 8 * _HEAD].lower()))
        else "text"
    )
