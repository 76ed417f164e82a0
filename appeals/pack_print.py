"""A pack on paper: what stands on its pages, of several sizes, and how many pages each part of it takes.

Its parts, in order: a page for who leads the evening, cards of the cases, letters by recipient, envelopes or labels,
the tally, spare letters. The letters to a recipient begin on an odd page; where the printer prints on both sides, every
letter does. Envelopes and labels go through the printer apart, and on one side. The file's own title and dates are
those of the sheets: they name no writer. `appeals.pack_making` makes one tagged PDF of it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.template.loader import render_to_string

from appeals.address_fit import USUAL, width_of
from appeals.check_codes import PrintedCheck, printed_check, printed_tally
from appeals.directions import Words, paragraphs_of, words_of
from appeals.envelopes import PostPages
from appeals.letters import Letter
from appeals.pack_stamps import postage_of_pack, stamps_of
from appeals.pack_tallies import in_tallies, tally_places
from appeals.packs import LetterSet, Pack, PackAction
from appeals.pdf import Room
from appeals.pdf_errors import PDFError, SheetTooLong
from appeals.posting import post_lines
from appeals.print_room import pages_of_parts
from appeals.sheets import Paper
from appeals.wording import DEFAULT_LANGUAGE, labels_in

# A hundred letters of a page each have three hundred thousand characters and two thousand lines.
ROOM_OF_A_PART = Room(2_000_000, 10_000)


class PackTooLong(PDFError):
    """More text than can be laid out while somebody waits."""


@dataclass(frozen=True)
class Part:
    """A run of pages of the pack; the first page is number 1."""

    name: str
    first: int
    last: int

    @property
    def pages(self) -> str:
        """ "page 1", "pages 3 to 17"."""
        return f"page {self.first}" if self.first == self.last else f"pages {self.first} to {self.last}"


@dataclass(frozen=True)
class Measure:
    """A pack, laid out.

    Args:
        parts: in their order.
        pages: of each letter, by its number.
    """

    parts: tuple[Part, ...]
    pages: Mapping[int, int]

    @property
    def total(self) -> int:
        return self.parts[-1].last


@dataclass(frozen=True)
class _PrintedLetter:
    """A letter, and what it changes in the foot of its page and of those that follow."""

    letter: Letter
    begins: str  # title of the set that begins with it
    foot: tuple[str, ...]
    check: PrintedCheck | None


@dataclass(frozen=True)
class _PrintedAction:
    """What stands of an action on the page of the facilitator, on its card and on the tally."""

    action: PackAction
    headline: Words
    summary: tuple[Words, ...]
    demands: tuple[Words, ...]
    last_day: str
    version: str
    check: PrintedCheck
    sets: tuple[LetterSet, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class _PrintedTally:
    """The code under which the group reports, and for which actions."""

    check: PrintedCheck
    references: tuple[str, ...]


def measure_of_pack(pack: Pack) -> Measure:
    """How many pages each part takes. Of each recipient only the letters are laid out that may differ in length.

    Raises:
        PackTooLong: if it is too much to lay out.
        PDFError: as `html_to_pdf`.
    """
    longest = [_longest(each) for each in pack.sets]
    taken, counts = _counted(pack, longest)
    pages: dict[int, int] = {}
    uneven: list[Letter] = []
    for each, most in zip(pack.sets, counts, strict=True):
        pages |= {letter.number: most for letter in each.everyone}
        # With a shorter name some of these may do with a page less.
        uneven += each.everyone if most > 1 else ()
    if uneven:
        _, counts = _counted(pack, uneven)
        pages |= {letter.number: count for letter, count in zip(uneven, counts, strict=True)}
    return Measure(tuple(parts_of(pack, pages, taken)), pages)


def _counted(pack: Pack, letters: Sequence[Letter]) -> tuple[dict[str, int], list[int]]:
    """The pages of guide, cards and tally, and those of these letters."""
    keys = ["guide", "cards", *(letter.key for letter in letters), "tally"]
    try:
        guide, cards, *counts, tally = pages_of_parts(
            PackPages(pack).measured(letters, parts_to_come(pack)), keys, room=ROOM_OF_A_PART
        )
    except SheetTooLong as error:
        raise too_long(pack) from error
    return {"guide": guide, "cards": cards, "tally": tally}, counts


def parts_to_come(pack: Pack) -> tuple[Part, ...]:
    """As many lines as the list of parts will have, to find out how long the page is on which it stands."""
    return tuple(parts_of(pack, dict.fromkeys(pack.numbers, 1), {"guide": 1, "cards": 1, "tally": 1}))


def too_long(pack: Pack) -> PackTooLong:
    return PackTooLong(
        f"The sheets of these actions are so long that {pack.letters} letters of them are too much for one pack. Make "
        "two packs of half of the actions each."
    )


def _longest(letters: LetterSet) -> Letter:
    """The letter with the longest name: where it takes one page, all do."""
    return max(letters.everyone, key=lambda letter: width_of(letter.signature[0].text, USUAL))


def parts_of(pack: Pack, pages: Mapping[int, int], taken: Mapping[str, int]) -> Iterator[Part]:
    """Where each part begins and ends, blank pages before it not counted as its own."""
    both = pack.order.on_both_sides
    cursor = _Cursor()
    yield cursor.part("For whoever leads the evening", [taken["guide"]], both, both)
    yield cursor.part("Case cards", [taken["cards"]], both, both)
    for each in pack.sets:
        yield cursor.part(f"Letters, {each.title}", [pages[letter.number] for letter in each.letters], True, both)
    if sheets := pack.envelope_sheets:
        yield cursor.part(pack.kind_name, [1] * sheets, both, False)
    yield cursor.part("Tally", [taken["tally"]], both, both)
    if spare := [pages[letter.number] for each in pack.sets for letter in each.spare]:
        yield cursor.part("Spare letters", spare, both, both)


class _Cursor:
    """Counts pages as they are printed."""

    def __init__(self) -> None:
        self.printed = 0

    def part(self, name: str, pieces: Sequence[int], is_odd: bool, is_each_odd: bool) -> Part:
        first = 0
        for place, pages in enumerate(pieces):
            if is_each_odd or (is_odd and place == 0):
                self.printed += self.printed % 2
            first = first or self.printed + 1
            self.printed += pages
        return Part(name, first, self.printed)


class PackPages:
    """The documents of which a pack is bound."""

    def __init__(self, pack: Pack) -> None:
        """Asks the table of postal routes for each action."""
        self.pack = pack
        self._stamps = stamps_of(pack)
        self._postage = postage_of_pack(pack, self._stamps)
        self._actions = [_printed_action(pack, action) for action in pack.order.actions]
        self._sets = {letter.number: each for each in pack.sets for letter in each.everyone}

    def guide(self, parts: Iterable[Part]) -> str:
        """The page for who leads the evening, with what is in the file."""
        return self._html(has_guide=True, parts=tuple(parts))

    def cards(self) -> str:
        return self._html(has_cards=True)

    def tally(self) -> str:
        return self._html(has_tally=True, tallies=self._tallies(self.pack.tally_codes))

    def letters(self, letters: Sequence[Letter], *, is_spare: bool = False) -> str:
        return self._html(letters=_printed_letters(letters, self._sets, is_spare=is_spare))

    def post(self, pages: PostPages) -> str:
        """Envelopes or labels."""
        return self._html(envelopes=pages.html)

    def measured(self, letters: Sequence[Letter], parts: Iterable[Part]) -> str:
        """All parts that have to be laid out to know how long they are, each from a new page."""
        return self._html(
            has_guide=True,
            has_cards=True,
            has_tally=True,
            is_measured=True,
            parts=tuple(parts),
            tallies=self._tallies(tally_places(self.pack.order)),
            letters=_printed_letters(letters, self._sets),
        )

    def _tallies(self, codes: Sequence[str]) -> tuple[_PrintedTally, ...]:
        groups = in_tallies(self.pack.order.actions)
        return tuple(
            _PrintedTally(printed_tally(code), tuple(action.content.reference for action in group))
            for code, group in zip(codes, groups, strict=False)
        )

    def _html(self, **shown: Any) -> str:
        labels, actions = labels_in(DEFAULT_LANGUAGE), self.pack.order.actions
        references = ", ".join(action.content.reference for action in actions)
        printed = {
            "language": DEFAULT_LANGUAGE,
            "paper": Paper(self.pack.order.paper).value.lower(),
            "title": f"Pack for an evening: {references}",
            "dated_iso": max(action.content.dated for action in actions).isoformat(),
            "day": labels.day(self.pack.order.day),
            "actions": self._actions,
            "stamps": self._stamps,
            "postage": self._postage,
            **dict.fromkeys(("has_guide", "has_cards", "has_tally", "is_measured"), False),
            **dict.fromkeys(("parts", "tallies", "letters"), ()),
            "envelopes": "",
            **shown,
        }
        return render_to_string("packs/print.html", {"printed": printed, "pack": self.pack})


def _printed_action(pack: Pack, action: PackAction) -> _PrintedAction:
    labels, content = labels_in(DEFAULT_LANGUAGE), action.content
    notes = [content.late_note, *post_lines(content, from_country=pack.order.posted_in[0], on=pack.order.day)]
    return _PrintedAction(
        action=action,
        headline=words_of(content.headline, "ltr"),
        summary=paragraphs_of(content.summary, "ltr"),
        demands=tuple(words_of(ask.on_sheet, "ltr") for ask in content.demands),
        last_day=labels.day(content.last_good_day),
        version=labels.version.format(version=content.version),
        check=printed_check(content),
        sets=pack.sets_of(action),
        notes=tuple(filter(None, notes)),
    )


def _printed_letters(
    letters: Sequence[Letter], sets: Mapping[int, LetterSet], *, is_spare: bool = False
) -> Iterator[_PrintedLetter]:
    """The letters; the foot is printed with the first one of each action, and holds until the next."""
    labels = labels_in(DEFAULT_LANGUAGE)
    for action, of_action in groupby(letters, key=lambda letter: sets[letter.number].action):
        content = action.content
        foot: tuple[str, ...] = (
            f"{content.reference} · {labels.version.format(version=content.version)}",
            labels.last_good_day.format(day=labels.day(content.last_good_day)),
        )
        check: PrintedCheck | None = printed_check(content)
        for to, of_set in groupby(of_action, key=lambda letter: sets[letter.number]):
            begins = "" if is_spare else to.title
            for letter in of_set:
                yield _PrintedLetter(letter, begins, foot, check)
                begins, foot, check = "", (), None
