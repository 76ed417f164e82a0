"""A stranger's file becomes pictures that we made ourselves, or is refused with a sentence, within limits."""

import io
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from PIL import Image
from pypdf.actions import JavaScript
from pypdf.generic import DecodedStreamObject, NameObject

from appeals import pictures
from appeals.picture_child import LONGEST_SIDE, MOST_BYTES, MOST_PAGES, Refused, _refuse_reach
from appeals.pictures import pictures_of

ROOT = Path(__file__).resolve().parents[2]
DAMAGED = "This picture is damaged and cannot be read. Take it again, or save it anew."
LIMITS = "This file could not be read within our limits. Send a smaller picture of it, as JPEG or PNG."


def drawn(form: str = "PNG", size: tuple[int, int] = (40, 20), mode: str = "RGB", **saved: object) -> bytes:
    """A picture, red on the left and blue on the right."""
    picture = Image.new("RGB", size, "blue")
    picture.paste("red", (0, 0, size[0] // 2, size[1]))
    file = io.BytesIO()
    picture.convert(mode).save(file, form, **saved)
    return file.getvalue()


def pdf(pages: int = 1, *, password: str = "", content: bytes = b"1 0 0 rg 0 0 100 100 re f") -> bytes:
    """Pages of 100 by 200 points with a red square, and all that a PDF can do beside."""
    writer = pypdf.PdfWriter()
    for _ in range(pages):
        page = writer.add_blank_page(100, 200)
        stream = DecodedStreamObject()
        stream.set_data(content)
        page[NameObject("/Contents")] = writer._add_object(stream.flate_encode())
    writer.add_open_action(JavaScript("app.alert('CANARY')"))
    writer.add_attachment("CANARY.txt", b"CANARY")
    writer.add_metadata({"/Author": "CANARY"})
    if password:
        writer.encrypt(password)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, *chunks: bytes) -> bytes:
    """A PNG that says to be so large, whatever is in it."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(b"\0" * 310))
    return b"".join((b"\x89PNG\r\n\x1a\n", head, *chunks, body, chunk(b"IEND", b"")))


def opened(data: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


@pytest.mark.parametrize(("form", "mode"), [("PNG", "RGB"), ("JPEG", "CMYK"), ("WEBP", "RGB"), ("PNG", "P")])
def test_picture_is_made_anew_as_jpeg(form: str, mode: str) -> None:
    [made] = pictures_of(drawn(form, mode=mode))

    picture = opened(made)
    assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (40, 20))
    left, right = picture.getpixel((5, 10)), picture.getpixel((35, 10))
    assert left[0] > left[2]  # type: ignore[index]
    assert right[2] > right[0]  # type: ignore[index]


def test_nothing_but_the_points_is_left_and_the_picture_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x010E], exif[0x0112] = "CANARY", 6  # a description; turned by a quarter
    exif.get_ifd(0x8825)[29] = "2011:07:13"  # where and when it was taken

    [made] = pictures_of(drawn("JPEG", exif=exif, comment=b"CANARY") + b"<script>CANARY</script>")

    assert opened(made).size == (20, 40)
    assert dict(opened(made).getexif()) == {}
    assert b"CANARY" not in made


def test_transparent_parts_are_white() -> None:
    file = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(file, "PNG")

    [made] = pictures_of(file.getvalue())

    assert opened(made).getpixel((5, 5)) == (255, 255, 255)


def test_large_picture_is_made_smaller() -> None:
    [made] = pictures_of(drawn("JPEG", (4_000, 1_000)))

    assert opened(made).size == (LONGEST_SIDE, LONGEST_SIDE // 4)


def test_each_page_of_a_pdf_becomes_a_picture_and_nothing_else_of_it_stays() -> None:
    made = pictures_of(pdf(2))

    assert [opened(page).size for page in made] == [(LONGEST_SIDE // 2, LONGEST_SIDE)] * 2
    assert opened(made[0]).getpixel((500, 1_900))[0] > 200  # type: ignore[index]
    assert b"CANARY" not in b"".join(made)


# What is sent, made when it is needed: some of it is large.
HARMFUL: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (bytes, "This file is empty."),
    "program": (lambda: b"MZ\x90\x00", "This file is a program, and no picture."),
    "packed": (lambda: b"PK\x03\x04", "This file is packed, or from an office program."),
    "heic": (lambda: b"\x00\x00\x00\x18ftypheic", "Pictures in HEIC and films are not taken."),
    "svg": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "This is no picture that we know, and no PDF."),
    "html": (lambda: b"<html><script>alert(1)</script>", "This is no picture that we know, and no PDF."),
    "gif": (lambda: drawn("GIF"), "GIF pictures are not taken."),
    "cut off": (lambda: drawn("JPEG")[:300], DAMAGED),
    "rubbish": (lambda: b"\x89PNG\r\n\x1a\nrubbish", DAMAGED),
    "points": (lambda: png(60_000, 60_000), "This picture has more than 40 million points."),
    "text": (lambda: png(10, 10, chunk(b"zTXt", b"a\0\0" + zlib.compress(b"A" * 100_000_000))), DAMAGED),
    "cut pdf": (lambda: pdf(1)[:200], "This PDF is damaged or has a password."),
    "password": (lambda: pdf(1, password="secret"), "This PDF is damaged or has a password."),
    "pages": (lambda: pdf(MOST_PAGES + 1), f"This PDF has {MOST_PAGES + 1} pages; at most {MOST_PAGES} are taken."),
    "memory": (lambda: pdf(content=b"0 0 10 10 re f\n" * 15_000_000), LIMITS),
    "large": (lambda: b"\xff\xd8\xff" + b"x" * MOST_BYTES, "This file is larger than 8 MB."),
}


@pytest.mark.parametrize("kind", HARMFUL)
def test_what_is_no_picture_or_means_harm_is_refused_with_a_sentence(kind: str) -> None:
    make, sentence = HARMFUL[kind]
    data = make()

    with pytest.raises(Refused) as refused:
        pictures_of(data)

    assert str(refused.value).startswith(sentence)


@pytest.mark.parametrize("event", ["socket.connect", "subprocess.Popen", "os.system", "os.remove"])
def test_child_reaches_nothing(event: str) -> None:
    with pytest.raises(PermissionError):
        _refuse_reach(event, ())


def test_child_writes_no_file() -> None:
    with pytest.raises(PermissionError):
        _refuse_reach("open", ("/tmp/x", "wb", 0))  # noqa: S108  # opened by nobody
    assert _refuse_reach("open", ("/tmp/x", "rb", 0)) is None  # type: ignore[func-returns-value]  # noqa: S108


def test_child_opens_nothing_more_whatever_code_runs_in_it() -> None:
    code = "from appeals.picture_child import _limit; _limit(); open('/dev/null')"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)

    assert "OSError: [Errno 24] Too many open files" in done.stderr


def test_child_that_dies_or_says_nonsense_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    for answer in (b"", b"nonsense", b'{"sizes": [3]}\nab', b'{"sizes": [3]}\nabc', b'{"sizes": []}\n'):
        with pytest.raises(Refused, match="could not be read within our limits"):
            pictures._read(answer)
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(Refused, match="could not be read within our limits"):
        pictures_of(drawn())


def test_no_more_are_read_at_once_than_the_machine_bears() -> None:
    with pictures._AT_ONCE, pictures._AT_ONCE, pytest.raises(Refused, match="Wait a minute"):
        pictures_of(drawn())
    assert len(pictures_of(drawn())) == 1
