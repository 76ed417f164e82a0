"""Files as people bring them, and as somebody makes them to break a reader. All built here, none stored."""

import io
import zipfile
import zlib

from pypdf import PdfWriter

WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(*paragraphs: str, xml: str | None = None, **parts: str) -> bytes:
    """A Word file of these paragraphs; one that begins with "• " is a point of a list. `xml` is the whole document."""
    body = "".join(_paragraph(text) for text in paragraphs)
    document = xml if xml is not None else f'<w:document xmlns:w="{WORDS}"><w:body>{body}</w:body></w:document>'
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", document)
        for name, text in parts.items():
            archive.writestr(f"word/{name}.xml", text)
    return packed.getvalue()


def _paragraph(text: str) -> str:
    point = "<w:pPr><w:numPr/></w:pPr>" if text.startswith("• ") else ""
    runs = "<w:br/>".join(f"<w:t xml:space='preserve'>{part}</w:t>" for part in text.removeprefix("• ").split("\n"))
    return f"<w:p>{point}<w:r>{runs}</w:r></w:p>"


def pdf(*pages: str) -> bytes:
    """A PDF with a line of text for each line of each page, in a plain typeface."""
    return _assembled([_content(page) for page in pages])


def _content(page: str) -> bytes:
    lines = [line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") for line in page.split("\n")]
    shown = "".join(f"({line}) Tj T* " for line in lines)
    return f"BT /F1 9 Tf 12 TL 40 800 Td {shown}ET".encode("cp1252")


def _assembled(contents: list[bytes], *, pages_claimed: int | None = None, packed: bytes | None = None) -> bytes:
    count = len(contents)
    kids = " ".join(f"{4 + 2 * place} 0 R" for place in range(count))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {pages_claimed or count}>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    for place, content in enumerate(contents):
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {5 + 2 * place} 0 R"
            "/Resources<</Font<</F1 3 0 R>>>>>>".encode()
        )
        data, filter_of = (packed, b"/Filter/FlateDecode") if packed is not None else (content, b"")
        objects.append(b"<</Length %d%s>>stream\n%s\nendstream" % (len(data), filter_of, data))
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def pdf_of_many_pages(count: int) -> bytes:
    return _assembled([b"BT ET"] * count)


def flate_bomb() -> bytes:
    """A page whose stream unpacks to four hundred megabytes."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * 1_000_000) for _ in range(400)) + packer.flush()
    return _assembled([b""], packed=packed)


def encrypted_pdf() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def zip_bomb() -> bytes:
    """A Word file of three hundred kilobytes whose text unpacks to three hundred million letters."""
    return docx(xml=f'<w:document xmlns:w="{WORDS}"><w:p><w:t>' + "A" * 300_000_000 + "</w:t></w:p></w:document>")


def lying_zip() -> bytes:
    """A Word file whose directory says that its text is one byte long."""
    data = bytearray(docx("Hello " * 1_000))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = archive.getinfo("word/document.xml").file_size
    central = data.rfind(b"PK\x01\x02")
    at = data.find(size.to_bytes(4, "little"), central)
    data[at : at + 4] = (1).to_bytes(4, "little")
    return bytes(data)


def deep_docx(depth: int) -> bytes:
    inside = "<w:p><w:t>deep</w:t></w:p>"
    return docx(xml=f'<w:document xmlns:w="{WORDS}">' + "<w:x>" * depth + inside + "</w:x>" * depth + "</w:document>")


def docx_of_entities() -> bytes:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return docx(xml=f'<!DOCTYPE d [<!ENTITY l0 "ha">{laughs}]><w:document xmlns:w="{WORDS}">&l9;</w:document>')
