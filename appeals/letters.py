"""Letters: what a sheet asks, as one writer sends it to each of its recipients.

`letters_of` gives every string of every letter; paper, Word file, mail and page are made of that and add nothing.
What the sheet says is taken over as it is: a writer adds a name, a place and one sentence, and can take nothing out.
Nothing here is stored. It knows nothing of requests.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from appeals.directions import Words, isolated, paragraphs_of, text_direction
from appeals.letter_words import COPY_OF, LETTER_WORDS, OPENING, THANKS, VIA, LetterWords, language_of_words
from appeals.wording import DEFAULT_LANGUAGE
from campaigns.content import Addressee, Ask, SheetContent
from campaigns.letter_wording import OPENINGS
from campaigns.models import Recipient
from cases.languages import direction

_PARTICIPLE = re.compile(rf"(?:{'|'.join(sorted(OPENINGS, key=len, reverse=True))})\b", re.IGNORECASE)
_LOOSE_END = re.compile(r"[;,.\s]*(?:\band)?[;,.\s]*$")


@dataclass(frozen=True)
class Writer:
    """Who writes, as typed.

    Args:
        address: postal lines, where the writer wishes an answer.
        sentence: one of their own.
        is_safe: only initials and the place are to stand in the letter.
    """

    name: str
    place: str
    address: tuple[str, ...] = ()
    sentence: str = ""
    is_safe: bool = False

    @property
    def signature(self) -> str:
        """The name, or "A. B." of "Anna Beispiel"."""
        return initials_of(self.name) if self.is_safe else self.name

    @property
    def head(self) -> tuple[str, ...]:
        """The lines on top of the letter: name and address, or none."""
        return () if self.is_safe else (self.name, *self.address)


@dataclass(frozen=True)
class Letter:
    """Every string of one letter, in the order of the page."""

    number: int  # from 1, in the order of the sheet
    addressee: Addressee
    is_copy: bool
    language: str
    dir: str
    head: tuple[Words, ...]
    address: tuple[Words, ...]
    place: Words
    day: Words
    subject: Words
    salutation: Words
    body: tuple[Words, ...]
    close: Words
    signature: tuple[Words, ...]
    copy_line: Words | None
    via: Words | None = None  # under the address: the embassy that is asked to forward it
    is_embassy: bool = False  # it goes to the embassy in the writer's country, which the sheet does not name

    @property
    def key(self) -> str:
        """Its anchor on page and paper: "letter-1"."""
        return f"letter-{self.number}"

    @property
    def office(self) -> str:
        """To whom it goes, in a few words."""
        return office_of(self.addressee)

    @property
    def dated_words(self) -> str:
        """ "Bern, 13 July 2011", in the direction of the letter."""
        return f"{isolated(self.place.text, self.dir)}, {isolated(self.day.text, self.dir)}"

    @property
    def strings(self) -> tuple[Words, ...]:
        """All of it, to ask the fonts whether they have every sign."""
        last = tuple(line for line in (self.copy_line, self.via) if line)
        frame = (*self.head, *self.address, self.place, self.day, self.subject, self.salutation)
        return (*frame, *self.body, self.close, *self.signature, *last)


def letters_of(
    content: SheetContent,
    writer: Writer,
    *,
    language: str,
    on: date,
    embassy: Addressee | None = None,
    via: Mapping[int, Addressee] | None = None,
) -> tuple[Letter, ...]:
    """One letter to each recipient of a sheet, in its order; those who get a copy are told of whom it is one.

    Args:
        language: in which the letters begin and end; one that has no words falls back to English
            (`appeals.letter_words`). A salutation in it stands where the sheet has one.
        on: the date of the letters.
        embassy: one more to write to, after all others, which the sheet does not name.
        via: the embassy that is asked to forward a letter, by the key of the authority that it is written to.
    """
    maker = _Maker(content, writer, language, on, embassy, via or {})
    recipients = (*content.recipients, *((embassy,) if embassy else ()))
    return tuple(maker.letter(number, addressee) for number, addressee in enumerate(recipients, start=1))


def office_of(addressee: Addressee) -> str:
    """An authority in a few words: the office, or who holds it, or the first line of its address."""
    return next(filter(None, (addressee.office, addressee.holder, *addressee.postal_lines)), "")


def initials_of(name: str) -> str:
    """ "A. B." of "Anna Beispiel"; what begins with no letter is left out."""
    firsts = (next((sign for sign in word if sign.isalpha()), "") for word in name.split())
    return " ".join(f"{first.upper()}." for first in firsts if first)


def letter_sentence(ask: Ask) -> str:
    """What is asked, as a sentence of a letter.

    Where the sheet has no wording for letters, its own is carried by a sentence in which it reads: "Urging them to …"
    becomes "I join everybody who is urging them to …". It is never turned into other words, which nobody approved.
    """
    if ask.in_letter:
        return ask.in_letter
    text = _LOOSE_END.sub("", ask.on_sheet)
    if _PARTICIPLE.match(text):
        return f"I join everybody who is {text[0].lower()}{text[1:]}."
    return f"This is what I ask of you: {text}."


@dataclass(frozen=True)
class _Maker:
    content: SheetContent
    writer: Writer
    language: str
    on: date
    embassy: Addressee | None = None
    via: Mapping[int, Addressee] = field(default_factory=dict)

    @property
    def _speaks(self) -> str:
        return language_of_words(self.language)

    @property
    def _words(self) -> LetterWords:
        return LETTER_WORDS[self._speaks]

    def letter(self, number: int, addressee: Addressee) -> Letter:
        is_copy = addressee.role == Recipient.Role.COPIES and bool(self.content.appeals_to)
        writer, content = self.writer, self.content
        # Initials alone would leave no way to find out where in the world the letter comes from.
        signature = (writer.signature, writer.place) if writer.is_safe else (writer.signature,)
        return Letter(
            number=number,
            addressee=addressee,
            is_copy=is_copy,
            language=self._speaks,
            dir=direction(self._speaks),
            head=tuple(self._line(line) for line in writer.head),
            address=tuple(self._line(line) for line in addressee.name_lines),
            place=self._line(writer.place),
            day=self._said(self._words.day(self.on)),
            subject=_of_sheet(f"{content.headline} ({content.reference})"),
            salutation=self._salutation(addressee),
            body=self._body(is_copy=is_copy),
            close=self._said(self._words.close),
            signature=tuple(self._line(line) for line in signature),
            copy_line=None if is_copy else self._copy_line(addressee),
            via=self._via(addressee),
            is_embassy=addressee is self.embassy,
        )

    def _line(self, text: str) -> Words:
        """A line whose language nobody knows."""
        return Words(text, text_direction(text, direction(self._speaks)))

    def _said(self, text: str) -> Words:
        return Words(text, direction(self._speaks), self._speaks)

    def _salutation(self, addressee: Addressee) -> Words:
        """As the sheet has it in the language of the letter, else in that of its body; never in a third one."""
        known = dict(addressee.salutations)
        for code in dict.fromkeys((self.language, DEFAULT_LANGUAGE)):
            if code in known:
                words = LETTER_WORDS[language_of_words(code)]
                return Words(words.begin(known[code]), text_direction(known[code], direction(code)), code)
        return self._said(self._words.begin(self._words.dear))

    def _body(self, *, is_copy: bool) -> tuple[Words, ...]:
        offices = _offices(self.content.appeals_to, direction(DEFAULT_LANGUAGE))
        own = self.writer.sentence
        return (
            *((_of_sheet(COPY_OF.format(offices=offices)),) if is_copy else ()),
            _of_sheet(OPENING),
            *(Words(part.text, part.dir, DEFAULT_LANGUAGE) for part in paragraphs_of(self.content.summary, "ltr")),
            *((Words(own, text_direction(own, direction(self._speaks))),) if own else ()),
            *(_of_sheet(letter_sentence(ask)) for ask in self.content.demands),
            _of_sheet(THANKS),
        )

    def _via(self, addressee: Addressee) -> Words | None:
        embassy = self.via.get(addressee.authority_id)
        return _of_sheet(VIA.format(embassy=office_of(embassy))) if embassy else None

    def _copy_line(self, addressee: Addressee) -> Words | None:
        embassy = (self.embassy,) if self.embassy and self.embassy is not addressee else ()
        offices = _offices((*self.content.copies_to, *embassy), direction(self._speaks))
        return self._said(self._words.copy_to.format(offices=offices)) if offices else None


def _offices(addressees: Iterable[Addressee], around: str) -> str:
    return "; ".join(isolated(office_of(each), around) for each in addressees)


def _of_sheet(text: str) -> Words:
    """Words of the sheet, or of ours beside them, in its language."""
    return Words(text, text_direction(text), DEFAULT_LANGUAGE)
