"""Files that somebody made to break a reader, by name. All built here when they are asked for, none stored."""

import gzip
import io
import tarfile
import zipfile
import zlib
from collections.abc import Callable

from pypdf import PdfWriter

from tests.campaigns.sheet_reading import files

SHEET = "UA: 12/05 Index: EUR 28/001/2005 Iceland Date: 3 May 2005\nURGENT ACTION\nTEACHER AT RISK"
_W = files.WORDS
_OPEN = f'<w:document xmlns:w="{_W}"><w:body>'
_CLOSE = "</w:body></w:document>"


def _members(names: list[str], data: bytes = b"x") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, data)
    return out.getvalue()


def _nested_zip(depth: int) -> bytes:
    data = files.docx("Hello")
    for _ in range(depth):
        data = _members(["word/document.xml", "inner.zip"], data)
    return data


def _zip_of_one_stream_many_times() -> bytes:
    """Many members that all point at the same packed bytes."""
    data = bytearray(files.docx("A" * 100_000))
    end = data.rfind(b"PK\x05\x06")
    start = int.from_bytes(data[end + 16 : end + 20], "little")
    entry = bytes(data[start:end])
    count = 500
    body = bytes(data[:start]) + entry * count
    tail = bytearray(data[end:])
    total = (entry.count(b"PK\x01\x02") * count).to_bytes(2, "little")
    tail[8:10] = tail[10:12] = total
    tail[12:16] = (len(entry) * count).to_bytes(4, "little")
    return body + bytes(tail)


def _encrypted_zip() -> bytes:
    data = bytearray(files.docx("Hello"))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + place] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


def _unknown_packing() -> bytes:
    data = bytearray(files.docx("Hello"))
    for mark, place in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        at = data.find(mark)
        while at >= 0:
            data[at + place] = 99
            at = data.find(mark, at + 4)
    return bytes(data)


def pdf_of(*objects: bytes, trailer: bytes = b"<</Root 1 0 R>>") -> bytes:
    """A PDF of these objects, without a table: its reader has to look for them."""
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, one) for number, one in enumerate(objects, start=1))
    return b"%PDF-1.4\n" + body + b"trailer" + trailer + b"\nstartxref\n0\n%%EOF\n"


_CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def _page_with(contents: bytes, resources: bytes = b"<</Font<</F1 5 0 R>>>>", *more: bytes) -> bytes:
    return pdf_of(
        _CATALOG,
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources%s>>" % resources,
        contents,
        _FONT,
        *more,
    )


def _stream(data: bytes, words: bytes = b"") -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(data), words, data)


def _packed_often(times: int) -> bytes:
    data = b" " * 20_000_000
    for _ in range(times):
        data = zlib.compress(data, 9)
    return _page_with(_stream(data, b"/Filter[" + b"/FlateDecode" * times + b"]"))


def _form_in_itself() -> bytes:
    form = _stream(
        b"/X1 Do BT /F1 9 Tf (again) Tj ET",
        b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X1 6 0 R>>>>",
    )
    return _page_with(_stream(b"/X1 Do"), b"<</Font<</F1 5 0 R>>/XObject<</X1 6 0 R>>>>", form)


def _forms_of_ten_forms(depth: int) -> bytes:
    """Each form draws the next ten times: ten to the power of the depth."""
    forms = [
        _stream(
            b"/X Do " * 10 if place < depth else b"BT /F1 9 Tf (laugh) Tj ET",
            b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</Font<</F1 5 0 R>>/XObject<</X %d 0 R>>>>"
            % (7 + place),
        )
        for place in range(depth + 1)
    ]
    return _page_with(_stream(b"/X Do"), b"<</Font<</F1 5 0 R>>/XObject<</X 6 0 R>>>>", *forms)


def _tree_in_a_circle() -> bytes:
    return pdf_of(
        _CATALOG, b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 9>>", b"<</Type/Pages/Kids[2 0 R]/Parent 2 0 R/Count 9>>"
    )


def _deep_tree(depth: int) -> bytes:
    return pdf_of(
        _CATALOG,
        *[b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (number + 3) for number in range(depth)],
        b"<</Type/Page>>",
    )


def _huge_map() -> bytes:
    """A typeface whose table of signs has one line for millions of them."""
    table = b"begincmap 1 beginbfrange <0000> <FFFFFFFF> <0041> endbfrange endcmap"
    return _page_with(
        _stream(b"BT /F1 9 Tf <0041> Tj ET"),
        b"<</Font<</F1 6 0 R>>>>",
        b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/ToUnicode 7 0 R>>",
        _stream(table),
    )


def _encrypted_pdf_without_password() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt("", owner_password="secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _pdf_that_acts() -> bytes:
    return pdf_of(
        b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/Launch/F(/bin/sh)>>/AA<</O<</S/URI/URI(http://192.0.2.1/)>>>>>>",
        b"<</Type/Pages/Kids[]/Count 0>>",
    )


def _tar() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        info = tarfile.TarInfo("../../etc/sheet.txt")
        archive.addfile(info, io.BytesIO(b""))
    return out.getvalue()


def _in_words(inside: str) -> bytes:
    return files.docx(xml=f"{_OPEN}{inside}{_CLOSE}")


CRAFTED: dict[str, Callable[[], bytes]] = {
    # Word files
    "zip bomb": files.zip_bomb,
    "zip whose directory lies": files.lying_zip,
    "zip in zip in zip": lambda: _nested_zip(30),
    "zip of one stream 500 times": _zip_of_one_stream_many_times,
    "zip of 60,000 members": lambda: _members([f"word/x{n}" for n in range(60_000)] + ["word/document.xml"], b""),
    "zip with paths upwards": lambda: _members(["../../etc/passwd", "/etc/shadow", "word/document.xml"], b"<a/>"),
    "zip with 3,000 headers": lambda: files.docx("Hello", **{f"header{n}": "<a/>" for n in range(1_990)}),
    "zip that is encrypted": _encrypted_zip,
    "zip with an unknown packing": _unknown_packing,
    "zip of another kind": lambda: _members(["sheet.txt"]),
    "zip that is cut": lambda: files.docx("Hello " * 500)[:-60],
    "zip that is only its end": lambda: b"PK\x05\x06" + bytes(18),
    "deep XML": lambda: files.deep_docx(100_000),
    "entities": files.docx_of_entities,
    "entity from a file": lambda: files.docx(
        xml=f'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document xmlns:w="{_W}">&x;</w:document>'
    ),
    "XML that is cut": lambda: files.docx(xml="<w:document"),
    "XML in UTF-16": lambda: _members(["word/document.xml"], "<a/>".encode("utf-16")),
    "XML in an unknown alphabet": lambda: files.docx(xml='<?xml version="1.0" encoding="klingon"?><a/>'),
    "200,000 attributes": lambda: _in_words("<w:p " + " ".join(f'a{n}="x"' for n in range(200_000)) + "/>"),
    "a name of a million letters": lambda: _in_words(f"<{'a' * 1_000_000}/>"),
    "a million paragraphs": lambda: _in_words("<w:p/>" * 1_000_000),
    "a million line ends": lambda: _in_words("<w:p><w:r>" + "<w:br/>" * 1_000_000 + "</w:r></w:p>"),
    "a million points": lambda: _in_words("<w:p><w:pPr><w:numPr/></w:pPr></w:p>" * 300_000),
    "words that were deleted in deletions": lambda: _in_words("<w:del>" * 200 + "</w:del>" * 200),
    # PDFs
    "flate bomb": files.flate_bomb,
    "flate bomb in a flate bomb": lambda: _packed_often(3),
    "packed 300 times": lambda: _page_with(_stream(b"x", b"/Filter[" + b"/FlateDecode" * 300 + b"]")),
    "10,000 pages": lambda: files.pdf_of_many_pages(10_000),
    "a billion pages claimed": lambda: pdf_of(_CATALOG, b"<</Type/Pages/Kids[]/Count 1000000000>>"),
    "encrypted PDF": files.encrypted_pdf,
    "encrypted PDF without a password": _encrypted_pdf_without_password,
    "PDF that starts programs": _pdf_that_acts,
    "PDF that is a scan": lambda: files.pdf(""),
    "PDF that is cut": lambda: files.pdf(SHEET)[:60],
    "PDF that is its first line": lambda: b"%PDF-1.7\n",
    "PDF without pages": lambda: pdf_of(_CATALOG),
    "PDF whose pages are in a circle": _tree_in_a_circle,
    "PDF of 3,000 storeys": lambda: _deep_tree(3_000),
    "PDF whose parent is itself": lambda: pdf_of(_CATALOG, b"<</Type/Pages/Parent 2 0 R/Kids[3 0 R]/Count 1>>",
                                                 b"<</Type/Page/Parent 3 0 R/Contents 3 0 R>>"),
    "form that draws itself": _form_in_itself,
    "form of ten forms of ten forms": lambda: _forms_of_ten_forms(9),
    "table of signs without end": _huge_map,
    "array of a million arrays": lambda: _page_with(_stream(b"[" * 1_000_000)),
    "50,000 dictionaries in each other": lambda: pdf_of(b"<</A" * 50_000 + b">>" * 50_000),
    "a million marks in a stack": lambda: _page_with(_stream(b"q " * 1_000_000)),
    "300,000 words on a page": lambda: _page_with(_stream(b"BT /F1 9 Tf " + b"(word) Tj " * 300_000 + b"ET")),
    "a number of a million figures": lambda: _page_with(_stream(b"BT " + b"9" * 1_000_000 + b" 0 Td (x) Tj ET")),
    "a length that lies": lambda: _page_with(b"<</Length 999999999>>stream\nBT (x) Tj ET\nendstream"),
    "a length below nothing": lambda: _page_with(b"<</Length -5>>stream\nBT (x) Tj ET\nendstream"),
    "a table that points at itself": lambda: b"%PDF-1.4\nxref\n0 1\n0000000000 65535 f \ntrailer"
                                             b"<</Size 1/Prev 9/Root 1 0 R>>\n"
                                             b"startxref\n9\n%%EOF",
    "a table of 100,000,000 entries": lambda: b"%PDF-1.4\nxref\n0 100000000\ntrailer<</Size 100000000>>\n"
                                              b"startxref\n9\n%%EOF",
    "a picture within the page": lambda: _page_with(_stream(b"BI /W 99999 /H 99999 /BPC 8 ID " + bytes(9_000))),
    "LZW that is none": lambda: _page_with(_stream(bytes(range(256)) * 400, b"/Filter/LZWDecode")),
    "signs without meaning": lambda: _page_with(_stream(b"BT /F1 9 Tf <D800D8FFDC00> Tj (\\777\\000) Tj ET")),
    # Two in one
    "PDF behind text": lambda: b"Hello\n" + files.pdf(SHEET),
    "Word file behind a PDF": lambda: files.pdf(SHEET) + files.docx("Hello"),
    "Word file behind text": lambda: b"Hello" + files.docx("Hello"),
    "web page behind a PDF": lambda: files.pdf(SHEET) + b"<html><script>alert(1)</script></html>",
    "picture that is a Word file": lambda: b"GIF89a" + files.docx("Hello"),
    # Web pages
    "250,000 tags": lambda: b"<html>" + b"<b>" * 250_000,
    "a tag that does not end": lambda: b"<html><a " + b'x="' * 500_000,
    "comments in comments": lambda: b"<html>" + b"<!--" * 300_000,
    "a declaration that does not end": lambda: b"<!DOCTYPE html " + b"[" * 300_000,
    "marked sections": lambda: b"<html>" + b"<![CDATA[" * 100_000,
    "entities without end": lambda: b"<html>" + b"&" * 1_000_000,
    "a figure for a sign": lambda: b"<html>" + b"&#99999999999999999999;" * 40_000 + b"&#xd800;",
    "a page in a page's alphabet": lambda: b'<html><meta charset="zip">text</html>',
    "a page in UTF-7": lambda: b'<html><meta charset="utf-7">+ADw-script+AD4-</html>',
    "scripts in scripts": lambda: b"<html>" + b"<script>" * 100_000,
    # Text
    "empty": lambda: b"",
    "only spaces": lambda: b" \n" * 1_000_000,
    "only zeros": lambda: bytes(1_000_000),
    "every byte": lambda: bytes(range(256)) * 4_000,
    "21 MB": lambda: b"a" * 20_000_001,
    "20 MB on one line": lambda: b"UA 12/05 " * 2_200_000,
    "a million lines": lambda: b"PLEASE SEND APPEALS BEFORE 3 MAY 2005 TO:\n" * 400_000,
    "a million quotes": lambda: b"> " * 1_000_000 + b"\n",
    "signs that turn the direction": lambda: "\u202e\u2066".encode() * 200_000,
    "joined signs": lambda: ("a" + "\u0301" * 500_000).encode(),
    "half a sign": lambda: b"\xed\xa0\x80" * 1_000,
    "a lying mark of UTF-16": lambda: b"\xff\xfe\x00\xd8\x41",
    "a lying mark of UTF-32": lambda: b"\xff\xfe\x00\x00\xff\xff\xff\xff",
    # No sheets
    "old Word": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "rich text": lambda: rb"{\rtf1 Hello}",
    "picture": lambda: b"\x89PNG\r\n\x1a\n" + bytes(100),
    "program": lambda: b"\x7fELF" + bytes(100),
    "gzip bomb": lambda: gzip.compress(bytes(50_000_000)),
    "tape archive": _tar,
}  # fmt: skip
