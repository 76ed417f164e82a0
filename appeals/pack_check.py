"""What is told of a pack before it is made: how much of everything, until when, and what needs a second look."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from appeals.embassies import embassy_beside
from appeals.letter_words import language_of_words
from appeals.letters import office_of
from appeals.pack_print import Measure, measure_of_pack
from appeals.pack_stamps import Stamps, postage_of_pack, stamps_of
from appeals.packs import LetterSet, Pack, PackAction, PackOrder
from appeals.postage import Postage
from appeals.posting import post_advice, post_lines
from appeals.wording import DEFAULT_LANGUAGE
from cases.countries import country_name
from cases.languages import language_name


@dataclass(frozen=True)
class CheckedSet:
    """The letters to one recipient.

    Args:
        pages: of its longest letter.
        ways: what there is besides the post, as "fax +41 00".
    """

    letters: LetterSet
    pages: int
    ways: tuple[str, ...]


@dataclass(frozen=True)
class CheckedAction:
    """One action of the pack, with what its writers should know."""

    action: PackAction
    days_after: int  # from the evening to its last good day
    sets: tuple[CheckedSet, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Unreached:
    """A recipient whom nothing reaches by the last good day, if posted on the day of the evening; and why."""

    reference: str
    office: str
    sentence: str


@dataclass(frozen=True)
class PackCheck:
    """All that the page shows."""

    pack: Pack
    measure: Measure
    actions: tuple[CheckedAction, ...]
    unreached: tuple[Unreached, ...]
    embassies: tuple[str, ...]
    stamps: tuple[Stamps, ...]
    postage: Postage | None

    @property
    def stamps_in_all(self) -> int:
        return sum(each.count for each in self.stamps if not each.is_suspended)

    @property
    def long(self) -> list[CheckedSet]:
        """Where letters take more than one page."""
        return [each for action in self.actions for each in action.sets if each.pages > 1]

    @property
    def without_post(self) -> list[CheckedSet]:
        return [each for action in self.actions for each in action.sets if not each.letters.has_post]

    @property
    def first_day(self) -> date:
        """The last good day of the action that ends first."""
        return min(each.action.content.last_good_day for each in self.actions)


def check_of_pack(pack: Pack) -> PackCheck:
    """Lays out as much of the pack as is needed to know its pages.

    Raises:
        PDFError: as `measure_of_pack`.
    """
    measure = measure_of_pack(pack)
    actions, stamps = pack.order.actions, stamps_of(pack)
    return PackCheck(
        pack,
        measure,
        tuple(_checked(pack, measure, action) for action in actions),
        tuple(one for action in actions for one in _unreached(action, pack.order)),
        tuple(sentence for action in actions if (sentence := _of_embassy(action, pack.order))),
        stamps,
        postage_of_pack(pack, stamps),
    )


def _unreached(action: PackAction, order: PackOrder) -> Iterator[Unreached]:
    for advice in post_advice(action.content, from_country=order.posted_in[0], on=order.day):
        if not advice.is_reachable and not advice.is_embassy:
            sentence = f"{advice.headline}. {advice.sentence}"
            yield Unreached(action.content.reference, office_of(advice.addressee), sentence)


def _of_embassy(action: PackAction, order: PackOrder) -> str:
    """What is to be known of the embassy of an action's country; nothing where nobody asks for it."""
    content, here = action.content, order.posted_in[0]
    if action.embassy:
        return f"{content.reference}: everybody writes to {office_of(action.embassy)} too."
    if order.with_embassies and content.country == here:
        return f"{content.reference}: its country is the one in which you post, so there is no embassy to write to."
    if order.with_embassies:
        return (
            f"{content.reference}: we know of no embassy of {content.country_name} for {country_name(here)} besides "
            "those that its sheet names."
        )
    if content.diplomatic_note and embassy_beside(content, from_country=here, on=order.day):
        return (
            f"{content.reference} asks for copies to the embassy, and this pack has none. Tick “Letters to the "
            "embassies too” if you want them."
        )
    return ""


def _checked(pack: Pack, measure: Measure, action: PackAction) -> CheckedAction:
    content, day = action.content, pack.order.day
    sets = tuple(
        CheckedSet(each, max(measure.pages[letter.number] for letter in each.everyone), tuple(_ways(each)))
        for each in pack.sets_of(action)
    )
    return CheckedAction(action, (content.last_good_day - day).days, sets, tuple(_notes(action, pack.order)))


def _notes(action: PackAction, order: PackOrder) -> Iterator[str]:
    content = action.content
    if language_of_words(action.language) != action.language:
        yield (
            f"We have no words yet to end a letter in {language_name(action.language)}, so its letters end in "
            f"{language_name(DEFAULT_LANGUAGE)}."
        )
    if content.late_note:
        yield content.late_note
    if content.diplomatic_note:
        yield content.diplomatic_note
    yield from post_lines(content, from_country=order.posted_in[0], on=order.day)


def _ways(letters: LetterSet) -> Iterator[str]:
    to = letters.addressee
    if to.fax:
        yield f"fax {to.fax}"
    for email in to.emails:
        yield f"e-mail {email}"
    if to.web_form:
        yield "a form on the web"
