"""A pack: what a group needs for an evening of letters, put together from the sheets of several open actions.

Letters of all writers to all recipients, grouped by recipient; envelopes or labels in the same order; a page for who
leads the evening, a card for each case, a tally, and spare letters. Nothing of it is stored. It knows nothing of
requests.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from appeals.directions import Words, text_direction
from appeals.envelopes import LeftOut, PostPages, envelope_pages, label_pages
from appeals.letters import Letter, Writer, letters_of, office_of
from appeals.pdf import unprintable
from appeals.post_formats import FORMATS, LABELS
from campaigns.content import Addressee, SheetContent
from cases.address_lines import lines_for_post
from cases.languages import direction

MOST_ACTIONS = 20
MOST_WRITERS = 60
# A letter takes a thirtieth of a second, and an envelope half of that; so envelopes count as letters. The largest pack
# takes a minute, and its file has some five megabytes.
MOST_LETTERS = 2_400
MOST_SPARE = 5

# Typed by nobody: in its place the letters get the name of each writer, or a line to sign on.
_SOMEBODY = "Somebody"


@dataclass(frozen=True)
class PackAction:
    """One action in a pack, as its sheet has it.

    Args:
        language: in which its letters begin and end.
        embassy: that of the action's country in the country of the evening, if it gets copies that the sheet does not
            name (`appeals.embassies`).
    """

    slug: str
    sheet_id: int
    content: SheetContent
    language: str
    embassy: Addressee | None = None

    @property
    def recipients(self) -> tuple[Addressee, ...]:
        """Everybody who gets letters, the embassy last."""
        return (*self.content.recipients, *((self.embassy,) if self.embassy else ()))

    @property
    def seen(self) -> str:
        """Action and sheet in one word, by which a form knows what its reader has seen."""
        return f"{self.slug}:{self.content.version}"


@dataclass(frozen=True)
class PackOrder:
    """What a group wants.

    Args:
        names: of the writers, in their order; an empty one signs by hand.
        place, day: of the evening; they stand in the letters.
        kind: a key of `FORMATS`, or nothing for no envelopes.
        start: the first label.
        posted_in: ISO 3166-1 alpha-2, and the language of its post.
        on_both_sides: the printer prints on both sides, so no two letters may share a sheet of paper.
        spare: letters to each recipient besides those of the writers, with nothing under them.
        with_embassies: it was asked for letters to embassies; which there are is said of each action.
    """

    actions: tuple[PackAction, ...]
    names: tuple[str, ...]
    place: str
    day: date
    paper: str
    kind: str = ""
    start: int = 1
    posted_in: tuple[str, str] = ("CH", "de")
    is_large: bool = False
    on_both_sides: bool = False
    spare: int = 0
    with_embassies: bool = False

    @property
    def letters(self) -> int:
        """How many there will be at most, the spare ones among them; found without making any."""
        recipients = sum(len(action.recipients) for action in self.actions)
        return recipients * (len(self.names) + self.spare)

    @property
    def pages_at_least(self) -> int:
        """Letters and envelopes: what it costs to make it."""
        return self.letters + self.envelopes

    @property
    def envelopes(self) -> int:
        """How many pages with one address there will be at most; none where labels are wished."""
        return self.letters if self.kind and self.kind not in LABELS else 0


@dataclass(frozen=True)
class LetterSet:
    """All letters to one recipient of one sheet."""

    action: PackAction
    addressee: Addressee
    letters: tuple[Letter, ...]
    spare: tuple[Letter, ...]

    @property
    def office(self) -> str:
        return office_of(self.addressee)

    @property
    def title(self) -> str:
        """ "UA 1/11: Ministry of Justice"."""
        return f"{self.action.content.reference}: {self.office}"

    @property
    def is_to_embassy(self) -> bool:
        return self.addressee is self.action.embassy

    @property
    def everyone(self) -> tuple[Letter, ...]:
        """All of them, the spare ones last."""
        return (*self.letters, *self.spare)

    @property
    def count(self) -> int:
        return len(self.letters) + len(self.spare)

    @property
    def has_post(self) -> bool:
        return bool(self.addressee.postal_lines)


@dataclass(frozen=True)
class NotPrinted:
    """Letters that the pack cannot have, and why."""

    action: PackAction
    office: str
    sentence: str


@dataclass(frozen=True)
class Pack:
    """Everything that is printed of an order, before it is laid out.

    Args:
        tally_codes: under which the group reports what it sent, one for so many actions as a tally takes.
    """

    order: PackOrder
    sets: tuple[LetterSet, ...]
    not_printed: tuple[NotPrinted, ...]
    tally_codes: tuple[str, ...] = ()

    @cached_property
    def envelopes(self) -> PostPages | None:
        """One for each letter that can go by post, in the order of the letters; None where none are wished."""
        kind, addresses = self.order.kind, self._addresses
        if not kind or not addresses:
            return None
        if kind in LABELS:
            return label_pages(addresses, kind, start=self.order.start)
        return envelope_pages(addresses, kind)

    def envelopes_in_parts(self, most: int) -> list[PostPages]:
        """The same, in parts of so many envelopes at most; labels in one, for they lie close together."""
        if self.envelopes is None or not self.envelopes.printed:
            return []
        if self.order.kind in LABELS:
            return [self.envelopes]
        parts = [self._addresses[first : first + most] for first in range(0, len(self._addresses), most)]
        return [pages for part in parts if (pages := envelope_pages(part, self.order.kind)).printed]

    @property
    def envelope_sheets(self) -> int:
        """How many pages these take."""
        printed, kind = self.envelopes.printed if self.envelopes else 0, self.order.kind
        if printed and kind in LABELS:
            return -(-(self.order.start - 1 + printed) // LABELS[kind].per_sheet)
        return printed

    @property
    def kind_name(self) -> str:
        return FORMATS[self.order.kind].name if self.order.kind else ""

    @property
    def is_on_labels(self) -> bool:
        return self.order.kind in LABELS

    @property
    def left_out_addresses(self) -> tuple[LeftOut, ...]:
        """Those that do not fit where they would stand, each told once."""
        left_out = self.envelopes.left_out if self.envelopes else ()
        return tuple({each.lines: each for each in left_out}.values())

    @property
    def letters(self) -> int:
        return sum(each.count for each in self.sets)

    @property
    def numbers(self) -> list[int]:
        """Those of all letters."""
        return [letter.number for each in self.sets for letter in each.everyone]

    @property
    def without_post(self) -> tuple[LetterSet, ...]:
        """Those whose recipient has no postal address on the sheet."""
        return tuple(each for each in self.sets if not each.has_post)

    def sets_of(self, action: PackAction) -> tuple[LetterSet, ...]:
        return tuple(each for each in self.sets if each.action is action)

    @property
    def stamps(self) -> tuple[tuple[str, int], ...]:
        """How many letters go by post to each country; within the country of the evening first, then those with most.

        Codes of countries (ISO 3166-1 alpha-2).
        """
        counts: Counter[str] = Counter()
        for each in self._posted:
            counts[each.addressee.country] += each.count
        here = self.order.posted_in[0]
        return tuple(sorted(counts.items(), key=lambda row: (row[0] != here, -row[1], row[0])))

    @cached_property
    def _addresses(self) -> list[tuple[str, ...]]:
        return [lines for each in self._posted for lines in [self._lines(each)] * each.count]

    @property
    def _posted(self) -> list[LetterSet]:
        return [each for each in self.sets if each.has_post]

    def _lines(self, letters: LetterSet) -> tuple[str, ...]:
        country, language = self.order.posted_in
        to = letters.addressee
        return lines_for_post(to.name_lines, country=to.country, posted_in=country, language=language)


def pack_of(order: PackOrder, *, tally_codes: Sequence[str] = ()) -> Pack:
    """The pack of an order. A recipient whose letter has signs that no font of ours has is left out, and told of."""
    sets: list[LetterSet] = []
    not_printed: list[NotPrinted] = []
    number = 1
    for action in order.actions:
        for model in _models(action, order):
            if missing := unprintable("\n".join(words.text for words in model.strings)):
                named = ", ".join(f"{sign} (U+{ord(sign):04X})" for sign in missing[:5])
                sentence = f"Our fonts lack signs that stand in its letter: {named}. Take the Word file of this action."
                not_printed.append(NotPrinted(action, model.office, sentence))
                continue
            signed = tuple(_signed(model, order.names, number))
            spare = tuple(_signed(model, [""] * order.spare, number + len(signed)))
            number += len(signed) + len(spare)
            sets.append(LetterSet(action, model.addressee, signed, spare))
    return Pack(order, tuple(sets), tuple(not_printed), tuple(tally_codes))


def _models(action: PackAction, order: PackOrder) -> tuple[Letter, ...]:
    """A letter to each recipient, whose writer is not known yet."""
    somebody = Writer(name=_SOMEBODY, place=order.place)
    content = replace(action.content, recipients=action.recipients)
    return letters_of(content, somebody, language=action.language, on=order.day)


def _signed(model: Letter, names: Sequence[str], number: int) -> Iterator[Letter]:
    for place, name in enumerate(names):
        line = Words(name, text_direction(name, direction(model.language)))
        yield replace(model, number=number + place, head=(line,) if name else (), signature=(line,))
