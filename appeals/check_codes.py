"""The check code as it is printed: a QR code, and beside it the same short address in words.

For everything that is printed of a sheet and may lie in a drawer until it is posted: the sheet itself, and letters.
`templates/sheets/_check.html` prints it, `static/sheets/sheet.css` makes it large enough. What the address answers is
in `appeals.check_answers`.
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import segno
from django.conf import settings
from django.urls import reverse

from appeals.wording import DEFAULT_LANGUAGE, labels_in
from campaigns.check_codes import spoken
from campaigns.content import SheetContent

QUIET_ZONE = 4  # modules on each side that stay white; the least that the standard allows
# 15 in a hundred signs may be spoilt by a fold or a thumb; segno takes a higher level where it costs no room.
ERROR_CORRECTION = "m"


@dataclass(frozen=True)
class PrintedCheck:
    """All that is printed of a check code."""

    lead: str  # "Before you post:"
    place: str  # "desk.example.org/check/"
    code: str  # "7K3F-9QXM/"
    alt: str  # for who does not see the QR code
    side: int  # modules of the QR code on each side, the quiet zone included
    modules: str  # the dark ones, as lines one wide, for the path of an SVG whose unit is a module


def printed_check(content: SheetContent, *, language: str = DEFAULT_LANGUAGE) -> PrintedCheck:
    """What to print of a sheet's check code, on the sheet and on each letter that is made of it.

    Raises:
        UnknownLanguage: if there are no labels in that language.
    """
    labels = labels_in(language)
    address = settings.SITE_URL + reverse("appeals:check", args=[spoken(content.check_code)])
    place, _, code = address.partition("://")[2].rstrip("/").rpartition("/")
    side, modules = _drawn(address)
    return PrintedCheck(
        lead=labels.check_before_posting if content.asks else labels.check_standing,
        place=f"{place}/",
        code=f"{code}/",
        alt=labels.check_alt.format(address=address),
        side=side,
        modules=modules,
    )


def printed_tally(code: str) -> PrintedCheck:
    """The same for the code under which a group reports what it sent (`appeals.tallies`)."""
    address = settings.SITE_URL + reverse("appeals:tally", args=[spoken(code)])
    place, _, said = address.partition("://")[2].rstrip("/").rpartition("/")
    side, modules = _drawn(address)
    return PrintedCheck(
        lead="Report your letters:",
        place=f"{place}/",
        code=f"{said}/",
        alt=labels_in(DEFAULT_LANGUAGE).check_alt.format(address=address),
        side=side,
        modules=modules,
    )


@lru_cache(maxsize=128)
def _drawn(address: str) -> tuple[int, str]:
    """The side of the QR code of an address, and its dark modules; each run of them in a row is one line.

    A line takes the engine half the time of a rectangle, and a pack prints a hundred codes.
    """
    rows = segno.make_qr(address, error=ERROR_CORRECTION).matrix
    path = []
    for y, row in enumerate(rows, start=QUIET_ZONE):
        x = QUIET_ZONE
        for is_dark, run in groupby(row):
            length = len(list(run))
            if is_dark:
                path.append(f"M{x} {y}.5h{length}")
            x += length
    return len(rows) + 2 * QUIET_ZONE, "".join(path)
