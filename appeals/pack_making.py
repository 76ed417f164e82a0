"""A pack made: laid out in parts, two at once, and bound into one tagged PDF.

A part holds so little that it takes the same memory however large the pack is. Each begins with its own first page, so
where something has to begin on the right, the part before it gets an empty page. What is in the file and where, which
stands on the first page, is known when all else is laid out; so that page is made last.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass

from appeals.binding import EmptyPage
from appeals.letters import Letter
from appeals.pack_print import ROOM_OF_A_PART, PackPages, parts_of, too_long
from appeals.packs import LetterSet, Pack
from appeals.pdf import Printed
from appeals.pdf_errors import SheetTooLong
from appeals.post_geometry import PAPERS
from appeals.print_room import AT_ONCE, Limits, bind, print_parts

MOST_LETTERS_OF_A_PART = 48
MOST_ENVELOPES_OF_A_PART = 96
# A part of 60 letters takes two seconds of a core; by the clock it may take long where many others work.
_LIMITS = Limits(seconds=30, patience=150.0)
_POINTS = 72 / 25.4  # of a millimetre


class PackGivenUp(Exception):
    """Nobody wants the pack any more: an action of it was stopped, or it took too long."""


@dataclass(frozen=True)
class _Part:
    """What is laid out in one go.

    Args:
        numbers: of the letters in it.
        envelopes: how many are in it.
        is_right: it begins on an odd page.
    """

    name: str
    html: str
    numbers: tuple[int, ...] = ()
    envelopes: int = 0
    is_right: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(f"letter-{number}" for number in self.numbers)


def _nobody_asks(done: int) -> None:
    """Of a pack whose reader waits for it."""


def pdf_of_pack(pack: Pack, *, told: Callable[[int], None] = _nobody_asks) -> bytes:
    """The whole pack as one tagged PDF (PDF/UA-1). The same pack gives the same bytes.

    Args:
        told: called each time with the number of letters and envelopes that are laid out; what it raises ends the
            work.

    Raises:
        PackTooLong: if one letter of it is too much to lay out.
        PDFError: as `appeals.print_room.html_to_pdf`.
    """
    pages = PackPages(pack)
    parts = list(_parts(pack, pages))
    try:
        printed = _printed(parts, told)
        guide = _guide(pack, pages, parts, printed)
    except SheetTooLong as error:
        raise too_long(pack) from error
    return bind(_in_order(pack, guide, list(zip(parts, printed, strict=True))), limits=_LIMITS)


def documents_of_pack(pack: Pack) -> list[str]:
    """The HTML of each part, without the first page (to measure what the engine alone takes for them)."""
    return [part.html for part in _parts(pack, PackPages(pack))]


def _parts(pack: Pack, pages: PackPages) -> Iterator[_Part]:
    """All but the first page."""
    both = pack.order.on_both_sides
    yield _Part("cards", pages.cards(), is_right=both)
    for sets in _bundles(pack.sets):
        letters = [letter for each in sets for letter in each.letters]
        yield _letters("letters", letters, pages.letters(letters), is_right=True)
    for place, envelopes in enumerate(pack.envelopes_in_parts(MOST_ENVELOPES_OF_A_PART)):
        is_right = both and place == 0
        count = 0 if pack.is_on_labels else envelopes.printed
        yield _Part("post", pages.post(envelopes), envelopes=count, is_right=is_right)
    yield _Part("tally", pages.tally(), is_right=both)
    spare = [letter for each in pack.sets for letter in each.spare]
    for first in range(0, len(spare), MOST_LETTERS_OF_A_PART):
        letters = spare[first : first + MOST_LETTERS_OF_A_PART]
        yield _letters("spare", letters, pages.letters(letters, is_spare=True), is_right=both)


def _letters(name: str, letters: Sequence[Letter], html: str, *, is_right: bool) -> _Part:
    return _Part(name, html, tuple(letter.number for letter in letters), is_right=is_right)


def _bundles(sets: Sequence[LetterSet]) -> Iterator[list[LetterSet]]:
    """The letters to one recipient lie in one part, so that each part begins on an odd page."""
    bundle: list[LetterSet] = []
    for each in sets:
        if bundle and sum(len(one.letters) for one in (*bundle, each)) > MOST_LETTERS_OF_A_PART:
            yield bundle
            bundle = []
        bundle.append(each)
    if bundle:
        yield bundle


def _printed(parts: Sequence[_Part], told: Callable[[int], None]) -> list[Printed]:
    """All parts, as many at once as the print room takes."""
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="pack") as room:
        work: dict[Future[Printed], _Part] = {
            room.submit(print_parts, part.html, part.keys, room=ROOM_OF_A_PART, limits=_LIMITS): part for part in parts
        }
        done = 0
        try:
            for future in as_completed(work):
                future.result()
                done += len(work[future].numbers) + work[future].envelopes
                told(done)
        except BaseException:
            room.shutdown(cancel_futures=True)
            raise
    return [future.result() for future in work]


def _guide(pack: Pack, pages: PackPages, parts: Sequence[_Part], printed: Sequence[Printed]) -> Printed:
    """The first page. If it takes more than one, all that follows moves."""
    counts = {
        number: count
        for part, made in zip(parts, printed, strict=True)
        for number, count in zip(part.numbers, made.pages, strict=True)
    }
    taken = {part.name: made.total for part, made in zip(parts, printed, strict=True) if not part.numbers}
    guide = 1
    while True:
        made = print_parts(
            pages.guide(parts_of(pack, counts, {**taken, "guide": guide})), room=ROOM_OF_A_PART, limits=_LIMITS
        )
        if made.total <= guide:
            return made
        guide = made.total


def _in_order(pack: Pack, guide: Printed, parts: Sequence[tuple[_Part, Printed]]) -> Iterator[bytes | EmptyPage]:
    width, height = PAPERS[pack.order.paper]
    total = guide.total
    yield guide.pdf
    for part, made in parts:
        if part.is_right and total % 2:
            yield EmptyPage(width * _POINTS, height * _POINTS)
            total += 1
        yield made.pdf
        total += made.total
