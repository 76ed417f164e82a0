"""Letters on paper: one PDF, each letter from a page of its own, with a fax cover before it where that is wished.

Made anew each time and never kept: a name that somebody typed stands in it. The file's own title and dates are those
of the sheet, which name no writer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string

from appeals.check_codes import PrintedCheck, printed_check
from appeals.directions import Words, isolated, text_direction, words_of
from appeals.letters import Letter
from appeals.pdf import unprintable
from appeals.pdf_errors import PDFError, SheetTooLong
from appeals.print_room import html_to_pdf, pages_of_parts
from appeals.sheets import Labelled, Paper
from appeals.wording import DEFAULT_LANGUAGE, labels_in
from campaigns.content import SheetContent


class LettersTooLong(PDFError):
    """More letters than can be laid out at once."""


@dataclass(frozen=True)
class Part:
    """A letter, and what stands on the page before it."""

    letter: Letter
    cover: tuple[Labelled, ...] = ()


@dataclass(frozen=True)
class PrintedLetters:
    """Every printed string."""

    language: str
    paper: str
    title: str
    dated_iso: str  # for the document's metadata: the sheet's date, never the clock's
    foot: tuple[str, ...]
    check: PrintedCheck
    parts: tuple[Part, ...]


def pages_of_letters(letters: Sequence[Letter], content: SheetContent, *, paper: str) -> dict[int, int]:
    """How many pages each letter takes, by its number; a good one takes one.

    Raises:
        PDFError: if nothing can be printed on this machine, or not so much.
    """
    if not letters:
        return {}
    html = _html(content, [Part(letter) for letter in letters], paper)
    try:
        pages = pages_of_parts(html, [letter.key for letter in letters])
    except SheetTooLong as error:
        raise _too_long(letters) from error
    return {letter.number: count for letter, count in zip(letters, pages, strict=True)}


def pdf_of_letters(letters: Sequence[Letter], content: SheetContent, *, paper: str, with_fax: bool = False) -> bytes:
    """All letters as one tagged PDF (PDF/UA-1).

    Args:
        paper: a value of `Paper`.
        with_fax: a cover page before each letter whose recipient has a fax.

    Raises:
        PDFError: as `html_to_pdf`.
    """
    pages = pages_of_letters(letters, content, paper=paper) if with_fax else {}
    parts = [Part(letter, _cover(letter, content, pages)) for letter in letters]
    try:
        return html_to_pdf(_html(content, parts, paper))
    except SheetTooLong as error:
        raise _too_long(letters) from error


def signs_missing(letters: Sequence[Letter]) -> list[str]:
    """The signs that none of the fonts has, each once: they would be empty boxes on paper."""
    return unprintable("\n".join(words.text for letter in letters for words in letter.strings))


def _html(content: SheetContent, parts: Sequence[Part], paper: str) -> str:
    labels = labels_in(DEFAULT_LANGUAGE)
    printed = PrintedLetters(
        language=DEFAULT_LANGUAGE,
        paper=Paper(paper).value,
        title=f"Letters about {content.reference}",
        dated_iso=content.dated.isoformat(),
        foot=(
            f"{content.reference} · {labels.version.format(version=content.version)}",
            labels.last_good_day.format(day=labels.day(content.last_good_day)),
        ),
        check=printed_check(content),
        parts=tuple(parts),
    )
    return render_to_string("letters/print.html", {"printed": printed})


def _cover(letter: Letter, content: SheetContent, pages: Mapping[int, int]) -> tuple[Labelled, ...]:
    """What stands on a fax cover; nothing for who has no fax, or where none is wished."""
    if letter.number not in pages or not letter.addressee.fax:
        return ()
    name = letter.signature[0].text
    runs = text_direction(name)
    rows = (
        ("To", words_of(letter.office, "ltr")),
        ("Fax", Words(letter.addressee.fax, "ltr")),
        ("From", Words(f"{isolated(name, runs)}, {isolated(letter.place.text, runs)}", runs)),
        ("Date", letter.day),
        ("About", words_of(letter.subject.text, "ltr")),
        ("Pages", Words(f"{pages[letter.number] + 1}, this one included", "ltr")),
    )
    return tuple(Labelled(label, value) for label, value in rows)


def _too_long(letters: Sequence[Letter]) -> LettersTooLong:
    return LettersTooLong(
        f"These {len(letters)} letters are too long to print in one go. Take the Word file, or copy the text."
    )
