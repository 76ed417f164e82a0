"""The words of a letter around what the sheet says, by language: how it begins and ends, and who else gets it.

Only these few turn with the language of the letter. Facts and demands stand in it as the sheet has them, which nobody
has translated; so do the two sentences of ours between them (`OPENING`, `THANKS`), in the language of the sheets.

To let letters begin and end in another language, add one row to `LETTER_WORDS`.
"""

import unicodedata
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from appeals.wording import DEFAULT_LANGUAGE

OPENING = "I am writing to you because I am deeply concerned about the following."
COPY_OF = "This is, for your information, a copy of my letter to: {offices}."
THANKS = "Thank you for your attention."
# Under the address. It is read by the embassy, which works in many languages and in this one.
VIA = "By way of: {embassy} – please forward"


@dataclass(frozen=True)
class LetterWords:
    """The words of one language. Braces hold the places of values."""

    locale: str  # of the CLDR: the form of the date
    dear: str  # to whom the sheet knows no salutation
    after_salutation: str
    close: str
    copy_to: str

    def day(self, day: date) -> str:
        """``13 July 2011``, ``13 июля 2011 г.``"""
        return format_date(day, "long", locale=self.locale)

    def begin(self, salutation: str) -> str:
        """``Dear Minister,``; one that ends with a sign of its own stays as it is."""
        # A mark above or below the last letter, as Arabic and Hebrew write vowels, is part of it.
        ends_in_letter = unicodedata.category(salutation[-1:] or " ")[0] in "LMN"
        return f"{salutation}{self.after_salutation}" if ends_in_letter else salutation


LETTER_WORDS: dict[str, LetterWords] = {
    "en": LetterWords("en_GB", "Dear Sir or Madam", ",", "Yours faithfully,", "Copy to: {offices}"),
    "fr": LetterWords(
        "fr", "Madame, Monsieur", ",", "Je vous prie d’agréer mes salutations distinguées.", "Copie à : {offices}"
    ),
    "de": LetterWords("de", "Sehr geehrte Damen und Herren", ",", "Mit freundlichen Grüßen", "Kopie an: {offices}"),
    "es": LetterWords("es", "Estimados señores y señoras", ":", "Atentamente,", "Copia a: {offices}"),
    "ru": LetterWords("ru", "Уважаемые дамы и господа", ",", "С уважением,", "Копия: {offices}"),
    "ar": LetterWords("ar", "تحية طيبة وبعد", "،", "وتفضلوا بقبول فائق الاحترام والتقدير", "نسخة إلى: {offices}"),
    "fa": LetterWords("fa", "با سلام و احترام", "،", "با احترام", "رونوشت: {offices}"),
    "he": LetterWords("he", "א.ג.נ.", ",", "בכבוד רב,", "העתק: {offices}"),
}


def language_of_words(language: str) -> str:
    """The language in which a letter in `language` begins and ends: that one, or English where there are no words."""
    return language if language in LETTER_WORDS else DEFAULT_LANGUAGE
