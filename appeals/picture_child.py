"""``python -m appeals.picture_child < FILE``: a picture or a scan made anew, in a process of its own with limits.

A file comes from anybody, and whoever made it may have made it to break its reader. So it is opened here and nowhere
else: with an end to time and memory, without the right to open a connection, to start a program or to write a file.
What comes out are JPEG pictures that this process wrote itself from the bare points: no metadata, no script, no link
and no attachment of the file survives that. One line of JSON, {"sizes": [...]} or {"refused": ...}, then the pictures.
"""

import io
import json
import resource
import sys
from collections.abc import Iterator
from typing import Any

MOST_BYTES = 8_000_000
MOST_PAGES = 5
MOST_MEMORY = 768 * 1024 * 1024  # bytes of address space
MOST_SECONDS = 10  # of the processor
MOST_POINTS = 40_000_000  # of a picture before it is made smaller: a large telephone has 50 million at its finest
LONGEST_SIDE = 2_000  # points, of what is kept: small print of an A4 page can be read
_QUALITY = 80
_FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system", "os.remove", "os.rename",
              "shutil.", "ftplib.", "urllib.", "http.", "smtplib.")  # fmt: skip
_TOO_MANY_POINTS = f"This picture has more than {MOST_POINTS // 1_000_000} million points. Make it smaller."
_OTHER_KINDS = (
    (b"MZ", "This file is a program, and no picture."),
    (b"\x7fELF", "This file is a program, and no picture."),
    (b"PK", "This file is packed, or from an office program. Send a photograph, a scan or a PDF."),
    (b"\xd0\xcf\x11\xe0", "This file is from an old office program. Save it as PDF."),
    (b"\x1f\x8b", "This file is packed. Unpack it and send the picture."),
    (b"GIF8", "GIF pictures are not taken. Save it as JPEG or PNG."),
    (b"II*\x00", "TIFF pictures are not taken. Save it as JPEG, PNG or PDF."),
    (b"MM\x00*", "TIFF pictures are not taken. Save it as JPEG, PNG or PDF."),
)


class Refused(Exception):
    """A file of which no picture is made. Its text is for whoever sent it."""


def main() -> None:
    """Read standard input, print one line of JSON and the pictures."""
    _warm_up()
    _limit()
    pictures: list[bytes] = []
    try:
        pictures = list(_pictures_of(sys.stdin.buffer.read(MOST_BYTES + 1)))
        said: dict[str, Any] = {"sizes": [len(picture) for picture in pictures]}
    except Refused as refused:
        said, pictures = {"refused": str(refused)}, []
    except MemoryError:
        said, pictures = {"refused": "This file needs more memory than a picture can. Send a smaller one."}, []
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + b"".join(pictures))


def _warm_up() -> None:
    """Make one picture of each kind, so that all that is loaded for it is loaded before no file can be opened."""
    # Slow to load, and needed by the child alone.
    import pypdfium2
    from PIL import Image

    for form in ("JPEG", "PNG", "WEBP"):
        file = io.BytesIO()
        Image.new("RGB", (8, 8)).save(file, form)
        _picture_of(file.getvalue())
    document = pypdfium2.PdfDocument.new()
    document.new_page(8, 8)
    file = io.BytesIO()
    document.save(file)
    list(_pages_of(file.getvalue()))


def _limit() -> None:
    for what, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, MOST_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        # No more files than the three that are open: so not one file and no connection, whatever code runs here.
        (resource.RLIMIT_NOFILE, 3),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    sys.addaudithook(_refuse_reach)


def _refuse_reach(event: str, arguments: tuple[Any, ...]) -> None:
    if event.startswith(_FORBIDDEN):
        raise PermissionError(f"{event} is not for the reader of pictures")
    if event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
        raise PermissionError("the reader of pictures writes no files")


def _pictures_of(data: bytes) -> Iterator[bytes]:
    """By the bytes of the file, never by its name."""
    if len(data) > MOST_BYTES:
        raise Refused(f"This file is larger than {MOST_BYTES // 1_000_000} MB. Make the picture smaller.")
    if not data.strip():
        raise Refused("This file is empty.")
    if data.startswith(b"%PDF-"):
        yield from _pages_of(data)
    elif data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or (data[:4], data[8:12]) == (b"RIFF", b"WEBP"):
        yield _picture_of(data)
    elif data[4:8] == b"ftyp":
        raise Refused("Pictures in HEIC and films are not taken. Save it as JPEG, or send a picture of the screen.")
    else:
        known = next((sentence for mark, sentence in _OTHER_KINDS if data.startswith(mark)), "")
        raise Refused(known or "This is no picture that we know, and no PDF. Send a JPEG, PNG, WebP or PDF file.")


def _picture_of(data: bytes) -> bytes:
    # As above.
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = MOST_POINTS
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP")) as opened:
            if opened.width * opened.height > MOST_POINTS:
                raise Refused(_TOO_MANY_POINTS)
            # A JPEG is read at a fraction of its size where that is enough.
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            return _jpeg_of(ImageOps.exif_transpose(opened))
    except Image.DecompressionBombError:
        raise Refused(_TOO_MANY_POINTS) from None
    except (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, AttributeError, EOFError, OverflowError):
        # What the library meets in a broken picture is no promise of its own.
        raise Refused("This picture is damaged and cannot be read. Take it again, or save it anew.") from None


def _jpeg_of(picture: Any) -> bytes:
    """The points alone, on white, no side longer than `LONGEST_SIDE`."""
    # As above.
    from PIL import Image

    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    points = picture.convert("RGBA")
    bare = Image.new("RGB", points.size, "white")
    bare.paste(points, mask=points.getchannel("A"))
    file = io.BytesIO()
    bare.save(file, "JPEG", quality=_QUALITY, optimize=False)
    return file.getvalue()


def _pages_of(data: bytes) -> Iterator[bytes]:
    # As above.
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        raise Refused("This PDF is damaged or has a password. Print it anew as PDF, or send a photograph.") from None
    count = len(document)
    if not 1 <= count <= MOST_PAGES:
        raise Refused(f"This PDF has {count} pages; at most {MOST_PAGES} are taken. Send the pages that answer.")
    for page in document:
        width, height = page.get_size()
        if not (0 < width < 1e6 and 0 < height < 1e6):
            raise Refused("A page of this PDF has no size that can be drawn. Send a photograph instead.")
        drawn = page.render(scale=LONGEST_SIDE / max(width, height), may_draw_forms=False)
        yield _jpeg_of(drawn.to_pil())


if __name__ == "__main__":
    main()
