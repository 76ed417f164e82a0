"""Passwords that would be guessed: measured by how many guesses they take somebody who knows this desk."""

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from zxcvbn import zxcvbn

# Of the product, of the trade and of the roles; the names of the host and of the owner come to them.
WORDS = (
    "urgent", "action", "desk", "letter", "appeal", "campaign", "case", "amnesty", "human", "rights", "freedom",
    "justice", "prison", "torture", "volunteer", "admin", "administrator", "approver", "editor", "researcher",
    "keeper", "viewer", "staff", "password", "secret", "welcome",
)  # fmt: skip
# A shorter name ("de", "org") may stand in any word.
MOST_LETTERS_OF_NONE = 3
# Of zxcvbn's scores 0 to 4: over a hundred million guesses.
ENOUGH = 3
# What follows after so many signs is not looked at: measuring takes longer for each.
LOOKED_AT = 72

REFUSED = "This can be guessed. Take four or five words that have nothing to do with each other, nor with this desk."


class TakesManyGuesses:
    """A validator of Django's: leaked and common passwords, dates and rows of keys are no good.

    What is measured is what is left without the words of this desk and the names of its owner: for whoever knows them
    they are worth nothing.

    Source of the rule: OWASP ASVS 5.0, 6.2.4, 6.2.11 and 6.2.12.
    """

    def validate(self, password: str, user: object = None) -> None:
        """Measure a password.

        Raises:
            ValidationError: if it takes too few guesses.
        """
        rest = password.casefold()
        for word in sorted({*WORDS, *_names_of_the_host(), *_names_of(user)}, key=len, reverse=True):
            rest = rest.replace(word, "")
        if not rest.strip() or zxcvbn(rest[:LOOKED_AT])["score"] < ENOUGH:
            raise ValidationError(REFUSED, code="guessed")

    def get_help_text(self) -> str:
        return "Four or five words that have nothing to do with each other are good, and easy to keep in mind."


def _names_of_the_host() -> list[str]:
    return _words(urlsplit(settings.SITE_URL).hostname or "")


def _names_of(user: object) -> list[str]:
    return _words(getattr(user, "email", ""))


def _words(name: str) -> list[str]:
    return [part for part in re.split(r"[^\w]+", name.casefold()) if len(part) > MOST_LETTERS_OF_NONE]
