"""What a piece of text may hold: the same rule for forms, import and every function that saves.

Leaf module: no models. A name that carries an invisible direction control can print as another person's
name (Unicode Technical Report 36, section 2.8, and UAX 9), so such characters are refused, with their
number, in everything that is shown or printed.
"""

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.functional import cached_property

# Embeddings, overrides and isolates (UAX 9), and line ends that are no line end to a reader.
_DIRECTION = "\u202a-\u202e\u2066-\u2069"
_INVISIBLE = "\u00ad\u200b\u2028\u2029\u2060-\u2064\ufeff\ufff9-\ufffb"
_CONTROL = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"

# Text in Arabic, Hebrew or Persian needs its marks and joiners, so these stay allowed in prose.
_IN_PROSE = re.compile(f"[{_DIRECTION}{_INVISIBLE}{_CONTROL}]")
# A name or an address line holds no tab, no line end, and no direction mark either.
_IN_LINE = re.compile(f"[{_DIRECTION}{_INVISIBLE}{_CONTROL}\t\n\r\u200e\u200f\u061c]")

# The longest word any language prints; a longer run cannot be broken into lines and spoils a page.
LONGEST_WORD = 200


def _refuse(pattern: re.Pattern[str], value: str) -> None:
    found = pattern.search(value)
    if found is None:
        return
    character = found.group()
    name = unicodedata.name(character, "control character")
    raise ValidationError(
        "This text holds an invisible character that can change how it reads (U+%(code)s, %(name)s, at place "
        "%(place)d). Delete it, or type the text anew instead of pasting it.",
        code="invisible_character",
        params={"code": f"{ord(character):04X}", "name": name.lower(), "place": found.start() + 1},
    )


def validate_line(value: str) -> None:
    """One line: a name, a title, an office. Raises ValidationError on invisible or control characters."""
    _refuse(_IN_LINE, value)


def validate_prose(value: str) -> None:
    """Several lines of text. Raises ValidationError on direction overrides and control characters."""
    _refuse(_IN_PROSE, value)
    longest = max((len(word) for word in value.split()), default=0)
    if longest > LONGEST_WORD:
        raise ValidationError(
            "This text has a word of %(length)d letters without a space; no page can print that. "
            "Put spaces in it (at most %(limit)d letters without one).",
            code="unbreakable_word",
            params={"length": longest, "limit": LONGEST_WORD},
        )


def tidy(value: str) -> str:
    """The text in composed form (NFC), line ends as ``\\n``, no white space at the ends."""
    return unicodedata.normalize("NFC", value).replace("\r\n", "\n").replace("\r", "\n").strip()


def lines_of(value: str) -> list[str]:
    """The lines of a block as typed, in order, without empty ones."""
    return [line.strip() for line in value.splitlines() if line.strip()]


class LineField(models.CharField):
    """One line of text that is shown or printed."""

    default_validators = [*models.CharField.default_validators, validate_line]

    def to_python(self, value: Any) -> Any:
        return tidy(value) if isinstance(value, str) else super().to_python(value)

    def formfield(self, **kwargs: Any) -> Any:
        # No maxlength on the box, as with prose: see there.
        return super().formfield(**{"max_length": None, **kwargs})


class ProseFormField(forms.CharField):
    """A box of several lines. Browsers end a line with two characters; what nobody touched is then no change."""

    def to_python(self, value: Any) -> Any:
        return (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")


class ProseField(models.TextField):
    """Paragraphs of text, at most `max_length` characters, checked by `full_clean` and so for every writer."""

    default_validators = [*models.TextField.default_validators, validate_prose]

    def __init__(self, *args: Any, max_length: int, **kwargs: Any) -> None:
        kwargs["max_length"] = max_length
        super().__init__(*args, **kwargs)

    @cached_property
    def validators(self) -> list[Any]:
        too_long = "This text has %(show_value)d characters; at most %(limit_value)d fit. Shorten it."
        return [MaxLengthValidator(self.max_length, message=too_long), *super().validators]

    def to_python(self, value: Any) -> Any:
        return tidy(value) if isinstance(value, str) else super().to_python(value)

    def formfield(self, **kwargs: Any) -> Any:
        # No maxlength on the box: a browser would cut a pasted text off without a word.
        return super().formfield(**{"max_length": None, "form_class": ProseFormField, **kwargs})


class LinesField(ProseField):
    """Lines kept as typed and in order: postal lines, e-mail addresses."""
