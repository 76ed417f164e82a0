"""The letters of one writer as the page shows them: each with its ways to go, and what to know before posting."""

from collections.abc import Sequence
from dataclasses import dataclass

from appeals.letter_mail import MailLink, copied_to, letter_text, mail_link, mail_text
from appeals.letter_print import pages_of_letters, signs_missing
from appeals.letter_words import language_of_words
from appeals.letters import Letter
from appeals.pdf_errors import PDFError
from appeals.postage import Postage, in_money, letters_by_country, posted_to, total
from appeals.posting import PostAdvice, PostPlan, embassy_words
from appeals.wording import DEFAULT_LANGUAGE
from campaigns.content import SheetContent
from cases.languages import language_name
from cases.postage import Rates


@dataclass(frozen=True)
class ShownLetter:
    """One letter on the page.

    Args:
        pages: on paper; None where nobody could count them.
        mail: opens the mail program of the writer; None where there is no address, or where it `is_carried`.
        is_carried: its recipient gets a copy of the mail to another one.
        text: to paste into a mail or a form on the web.
        post: until when to post it, or by way of whom; None for one that no post takes there.
        postage: what its stamp costs; empty where none is posted, or nobody knows.
    """

    letter: Letter
    pages: int | None
    mail: MailLink | None
    is_carried: bool
    text: str
    post: PostAdvice | None = None
    postage: str = ""


@dataclass(frozen=True)
class LetterPage:
    """What stands below the form.

    Args:
        embassy: a sentence about the embassy in the writer's country; empty where its letter is among the others.
        postage: what the stamps of all of them cost; None where no price is known.
    """

    letters: tuple[ShownLetter, ...]
    notes: tuple[str, ...]
    posted_in: str = ""
    embassy: str = ""
    postage: Postage | None = None

    @property
    def too_long(self) -> int:
        """How many letters take more than one page."""
        return sum(1 for shown in self.letters if shown.pages is not None and shown.pages > 1)


def page_of_letters(
    letters: Sequence[Letter],
    content: SheetContent,
    *,
    paper: str,
    language: str,
    is_new_sheet: bool,
    plan: PostPlan | None = None,
    rates: Rates | None = None,
    to_embassy: bool = False,
) -> LetterPage:
    """The letters with their lengths, links and texts.

    Args:
        language: the one that was chosen.
        is_new_sheet: the form was opened while an older sheet held.
        plan: until when to post to each recipient, from where; None where nobody is asked about it.
        rates: what post costs there; None where nobody is asked about it.
        to_embassy: the writer wishes a letter to the embassy too.
    """
    notes = [_NEW_SHEET] if is_new_sheet else []
    notes += _of_language(language, letters)
    if missing := signs_missing(letters):
        notes.append(missing_words(missing))
    try:
        pages = pages_of_letters(letters, content, paper=paper)
    except PDFError as error:
        pages = {}
        notes.append(f"How long the letters are on paper cannot be told at the moment. {error}")
    shown = tuple(_shown(letters, pages, plan.advice if plan else (), rates))
    if plan is None:
        return LetterPage(shown, tuple(notes))
    is_asked_for = to_embassy or bool(content.diplomatic_note)
    return LetterPage(
        shown,
        tuple(notes),
        posted_in=plan.from_name,
        embassy=_of_embassy(content, plan) if is_asked_for else "",
        postage=total(letters_by_country(each.post for each in shown if each.post), rates) if rates else None,
    )


def missing_words(missing: Sequence[str]) -> str:
    """That a PDF cannot hold these signs, which they are, and what else there is."""
    named = ", ".join(f"{sign} (U+{ord(sign):04X})" for sign in missing[:10])
    return (
        f"Our fonts lack these signs, so the letters cannot be printed as PDF with them: {named}. Leave them out or "
        "choose another language; or take the Word file or the text, which keep them."
    )


_NEW_SHEET = (
    "The sheet of this action was replaced since you opened this page. The letters below are made of the new one: "
    "please read them before you send any, and throw away what you printed before."
)


def _of_embassy(content: SheetContent, plan: PostPlan) -> str:
    if plan.to_embassy is not None:
        return ""
    if plan.embassy and not plan.has_embassy:
        return f"The book has one for you: {plan.embassy.office}. Tick the box above for a letter to it."
    return embassy_words(content, plan)


def _of_language(language: str, letters: Sequence[Letter]) -> list[str]:
    if language == DEFAULT_LANGUAGE:
        return []
    name, english = language_name(language), language_name(DEFAULT_LANGUAGE)
    has_salutation = any(letter.salutation.lang == language for letter in letters)
    if language_of_words(language) != language:
        with_it = f", with the salutation in {name} where the sheet has one" if has_salutation else ""
        return [f"We have no words yet to end a letter in {name}, so the letters are in {english}{with_it}."]
    return [
        f"Salutation, date and close are in {name} as far as the sheet has them; what happened and what is asked "
        f"stands in {english}, as on the sheet. If you write {name} well, take the Word file and put it into your own "
        "words."
    ]


def _shown(
    letters: Sequence[Letter], pages: dict[int, int], advice: Sequence[PostAdvice], rates: Rates | None
) -> list[ShownLetter]:
    copies = copied_to(letters)
    posts = {each.addressee.authority_id: each for each in advice if each.addressee.postal_lines or each.via}
    shown = []
    for letter in letters:
        is_carried = letter.is_copy and bool(copies) and bool(letter.addressee.emails)
        mail = None if is_carried else mail_link(letter, cc=copies.get(letter.number, ()))
        post = posts.get(letter.addressee.authority_id)
        stamp = _stamp(post, rates) if post and rates else ""
        shown.append(ShownLetter(letter, pages.get(letter.number), mail, is_carried, mail_text(letter), post, stamp))
    return shown


def _stamp(post: PostAdvice, rates: Rates) -> str:
    rate = rates.to(posted_to(post)) if posted_to(post) else None
    return f"{in_money(rate.price, rate.currency)} (up to {rate.up_to_grams} g)" if rate else ""


def text_file_of(letters: Sequence[Letter]) -> bytes:
    """All letters as one text in UTF-8, a line of dashes between them."""
    between = f"\n\n\n{'-' * 60}\n\n\n"
    return f"{between.join(letter_text(letter) for letter in letters)}\n".encode()
