"""HTML -> PDF. The only importer of WeasyPrint, and it imports it late.

WeasyPrint needs Pango, which no Python package brings along. Where Pango is missing the site must still run,
so the import happens at the first sheet; `appeals.checks` says at start-up which packages to install.

What is kept for the life of the process, and why:

- the font configuration: a new one for each sheet costs memory that never comes back;
- the style sheets: parsed once;
- the fetcher: it can read nothing at all. A sheet's HTML holds only text, its style sheets are handed over as
  objects and its fonts come from fontconfig, so every address that ever reaches the fetcher is an intruder.

Fonts come from ``static/fonts`` through our own fontconfig file: no font of the machine is seen, so the same
sheet gives the same bytes, and a sign that no font has is found by `unprintable` instead of being borrowed.
"""

import ctypes
import gc
import logging
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

from django.conf import settings

from appeals.pdf_errors import FontsMissing, PDFEngineMissing, SheetTooLong
from appeals.pdf_text import turn_brackets

FONTS = Path(settings.BASE_DIR) / "static" / "fonts"
FONT_FILES = (
    "NotoSans-Regular.ttf", "NotoSans-Bold.ttf",
    "NotoSansArabic-Regular.ttf", "NotoSansArabic-Bold.ttf",
    "NotoSansHebrew-Regular.ttf", "NotoSansHebrew-Bold.ttf",
)  # fmt: skip
STYLE_SHEETS = tuple(
    Path(settings.BASE_DIR) / "static" / name
    for name in ("sheets/sheet.css", "sheets/print.css", "sheets/letter.css", "sheets/pack.css", "post/post.css")
)

INSTALL_PANGO = (
    "On Debian or Ubuntu: apt-get install --no-install-recommends libpangoft2-1.0-0 libharfbuzz-subset0. "
    "On macOS: brew install pango."
)

# Its names on Linux, macOS and Windows. It pulls in all else that the engine loads.
PANGO = ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0.dll", "libpangoft2-1.0-0")

# What a page can be laid out of in a few seconds. A sheet as long as its fields allow has some 60,000 characters
# of HTML (300,000 if it were nothing but quotation marks, which HTML writes with six characters each), and its
# longest word has 200 letters. Lines are what costs most: a poem of 2,000 of them fills forty pages.
LONGEST_HTML = 400_000
MOST_LINES = 2_000


class Room(NamedTuple):
    """How much a document may hold; what is larger is refused before it keeps the engine busy."""

    characters: int
    lines: int


ROOM_OF_A_SHEET = Room(LONGEST_HTML, MOST_LINES)
_ENDLESS_WORD = re.compile(r"[^\s<>]{1500}")

_TRUETYPE = b"\x00\x01\x00\x00"


@dataclass(frozen=True)
class _Engine:
    """WeasyPrint and all that is kept for it."""

    html: Any  # the class weasyprint.HTML
    font_config: Any
    stylesheets: tuple[Any, ...]
    fetcher: Any


# Layout holds the interpreter anyway, and the engine does not promise to be safe in threads.
_one_at_a_time = Lock()


def html_to_pdf(html: str, *, room: Room = ROOM_OF_A_SHEET) -> bytes:
    """A whole HTML document, with ``lang`` and ``title``, as a tagged PDF (PDF/UA-1).

    The same HTML gives the same bytes with the same libraries: nothing in the file comes from the clock, from
    the machine or from a path.

    Args:
        room: what the document may hold.

    Raises:
        PDFEngineMissing: if Pango is not installed.
        SheetTooLong: if the document would keep the engine busy for longer than anybody waits.
        FontsMissing: if a font of ours is missing.
    """
    return print_parts(html, room=room).pdf


def _finish(document: Any, pdf: Any) -> None:
    turn_brackets(pdf, [FONTS / name for name in FONT_FILES])


def pages_of(html: str) -> int:
    """How many pages a document takes, which is found out in half the time of making it.

    Raises:
        PDFError: as `html_to_pdf`.
    """
    return print_parts(html, is_drawn=False).total


class Printed(NamedTuple):
    """A document that was laid out.

    Args:
        pdf: its bytes; none where only its pages were asked for.
        starts: the page on which each part begins that was asked about, from 1.
        blanks: the pages that were left empty so that what follows begins on the right.
    """

    pdf: bytes
    starts: tuple[int, ...]
    blanks: frozenset[int]
    total: int

    @property
    def pages(self) -> list[int]:
        """How many pages each part takes, without those that were left empty before the next."""
        ends = (*self.starts[1:], self.total + 1)
        return [len(set(run) - self.blanks) for run in map(range, self.starts, ends)]


def print_parts(html: str, keys: Sequence[str] = (), *, room: Room = ROOM_OF_A_SHEET, is_drawn: bool = True) -> Printed:
    """A document as `html_to_pdf` makes it, and where its parts begin.

    Args:
        keys: the ``id`` of each part, in their order; each begins on a page of its own.
        is_drawn: whether the PDF is wanted too, which takes as long again.

    Raises:
        PDFError: as `html_to_pdf`.
    """
    check_length(html, room)
    with _one_at_a_time, _uncollected():
        engine = _engine()
        document = engine.html(string=html, url_fetcher=engine.fetcher).render(
            font_config=engine.font_config, stylesheets=engine.stylesheets, pdf_variant="pdf/ua-1"
        )
        pages = list(enumerate(document.pages, start=1))
        # What goes on over several pages has its anchor on each of them.
        begins = {anchor: number for number, page in reversed(pages) for anchor in page.anchors}
        blanks = {number for number, page in pages if page._page_box.page_type.blank}
        pdf: bytes = document.write_pdf(pdf_variant="pdf/ua-1", finisher=_finish) if is_drawn else b""
    return Printed(pdf, tuple(begins[key] for key in keys), frozenset(blanks), len(pages))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collector of garbage: the boxes of a hundred pages all live to the end, and looking through them
    again and again takes a sixth of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def check_length(html: str, room: Room) -> None:
    """Make sure that a document can be laid out in bounded time, as far as its length tells.

    Raises:
        SheetTooLong: says what it has too much of.
    """
    lines = html.count("\n") + html.count("<p")
    if len(html) > room.characters or lines > room.lines:
        raise SheetTooLong(
            f"This sheet is too long to print: it has {lines:,} lines and {len(html):,} characters, and "
            f"{room.lines:,} and {room.characters:,} are the most that fit. Shorten its story or its additional "
            "information."
        )
    if _ENDLESS_WORD.search(html):
        raise SheetTooLong("This sheet has a word so long that no page can hold it. Put spaces in it.")


def pango_is_there() -> bool:
    """Whether PDFs can be made here, found out without loading the engine (which takes most of a second)."""
    for name in PANGO:
        with suppress(OSError):
            ctypes.CDLL(name)
            return True
    return False


def check_fonts() -> None:
    """Make sure that every font is there and is a font.

    Raises:
        FontsMissing: names the files that are not.
    """
    broken = [name for name in FONT_FILES if not _is_font(FONTS / name)]
    if broken or not (FONTS / "fonts.conf").is_file():
        names = ", ".join(broken) or "fonts.conf"
        raise FontsMissing(
            f"No sheet can be printed: {FONTS} lacks {names}, or holds something else under that name. "
            "These files belong to the source code; restore them from there."
        )


def unprintable(text: str) -> list[str]:
    """The signs of a text that none of the fonts has, each once, in order: they would print as empty boxes."""
    known = _known_signs()
    # Controls are no signs: line ends, and the marks that join letters or set their direction.
    return [sign for sign in dict.fromkeys(text) if ord(sign) not in known and sign.isprintable()]


def _is_font(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(_TRUETYPE)) == _TRUETYPE
    except OSError:
        return False


@cache
def _known_signs() -> frozenset[int]:
    from fontTools.ttLib import TTFont  # late: it comes with WeasyPrint and takes as long to import

    check_fonts()
    signs: set[int] = set()
    for name in FONT_FILES:
        with TTFont(FONTS / name, lazy=True) as font:
            signs.update(font.getBestCmap())
    return frozenset(signs)


class _WithoutText(logging.Filter):
    """The engine's log quotes what it cannot print; that may be a name, and logs hold no names."""

    def filter(self, record: logging.LogRecord) -> bool:
        if ".notdef" in str(record.msg):
            record.msg, record.args = ".notdef: a sheet has a sign that none of our fonts has", ()
        return True


def check_engine() -> None:
    """Make sure that PDFs can be made here, without loading the engine.

    Raises:
        FontsMissing, PDFEngineMissing: say what to do.
    """
    check_fonts()
    if not pango_is_there():
        raise PDFEngineMissing(
            f"PDFs cannot be made on this machine yet: the text library Pango is not installed. {INSTALL_PANGO}"
        )


@cache
def _engine() -> _Engine:
    check_engine()
    # Must be set before the first import: fontconfig reads it once and WeasyPrint looks at once for fonts.
    os.environ["FONTCONFIG_FILE"] = str(FONTS / "fonts.conf")
    logging.getLogger("weasyprint").addFilter(_WithoutText())
    # It tells each step of each sheet at level INFO.
    logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)
    from weasyprint import CSS, HTML  # late: see above
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

    class ReadsNothing(URLFetcher):
        """Refuses every address: http, files, data and all the rest."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            raise ValueError("a sheet loads nothing")

    fetcher, font_config = ReadsNothing(), FontConfiguration()
    from appeals.post_rules import rules  # late: it measures with our fonts, which it finds here

    styles = [*(path.read_text(encoding="utf-8") for path in STYLE_SHEETS), rules()]
    stylesheets = tuple(CSS(string=style, url_fetcher=fetcher, font_config=font_config) for style in styles)
    return _Engine(HTML, font_config, stylesheets, fetcher)
