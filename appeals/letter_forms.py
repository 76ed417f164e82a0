"""What a writer types into a letter: read, judged, used once. It has no model, and nothing of it is kept."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator

from appeals.filters import PlainSelect
from appeals.letters import Writer, initials_of
from appeals.sheets import Paper
from appeals.wording import DEFAULT_LANGUAGE
from appeals.writer import country_choices
from campaigns.content import SheetContent
from cases.languages import language_name
from cases.text import lines_of, tidy, validate_line, validate_prose

LONGEST_NAME = 80
LONGEST_PLACE = 60
LONGEST_ADDRESS = 240
MOST_ADDRESS_LINES = 5
LONGEST_SENTENCE = 300
_OWN = "own"  # the writer's own language, which on this site is that of its pages

PAPER_NAMES = {Paper.A4: "A4", Paper.LETTER: "US Letter"}


def _validate_lines(value: str) -> None:
    lines = value.split("\n")
    if len(lines) > MOST_ADDRESS_LINES:
        raise ValidationError(f"These are {len(lines)} lines; at most {MOST_ADDRESS_LINES} fit on a letter.")
    for line in lines:
        validate_line(line)


class TypedField(forms.CharField):
    """One line, whatever white space was typed or pasted in it."""

    checks: tuple[Callable[[str], None], ...] = (validate_line,)

    def __init__(self, *, longest: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        too_long = "This has %(show_value)d characters; at most %(limit_value)d fit on a letter. Shorten it."
        # No maxlength on the box: a browser would cut a pasted text off without a word.
        # Django's own check for NUL is left out: ours say which sign it is, at which place, and what to do.
        self.validators = [MaxLengthValidator(longest, message=too_long), *self.checks]

    def to_python(self, value: Any) -> str:
        return " ".join(tidy(str(value or "")).split())


class SentenceField(TypedField):
    """Prose, which may hold the marks that Arabic and Hebrew need beside other scripts."""

    checks = (validate_prose,)


class AddressField(TypedField):
    """A few lines, as typed."""

    checks = (_validate_lines,)

    def to_python(self, value: Any) -> str:
        return "\n".join(" ".join(line.split()) for line in lines_of(tidy(str(value or ""))))


class LetterForm(forms.Form):
    """Who writes, in which language, on which paper."""

    name = TypedField(
        label="Your name",
        longest=LONGEST_NAME,
        widget=forms.TextInput({"autocomplete": "name", "dir": "auto"}),
        error_messages={"required": "A letter needs a name under it. Type yours; with “Safe signature” only its "
                                    "initials are printed."},
    )  # fmt: skip
    place = TypedField(
        label="Place",
        longest=LONGEST_PLACE,
        widget=forms.TextInput({"autocomplete": "address-level2", "dir": "auto"}),
        error_messages={"required": "Type the town from which you write: it stands beside the date."},
    )
    address = AddressField(
        label="Your postal address (if you wish an answer)",
        longest=LONGEST_ADDRESS,
        required=False,
        widget=forms.Textarea({"autocomplete": "street-address", "dir": "auto", "rows": 3}),
    )
    sentence = SentenceField(
        label="A sentence of your own (if you like)",
        longest=LONGEST_SENTENCE,
        required=False,
        widget=forms.Textarea({"autocomplete": "off", "dir": "auto", "rows": 2}),
    )
    language = forms.ChoiceField(label="Language of the letter")
    writes_from = forms.ChoiceField(
        label="The country in which you post them", required=False, choices=country_choices, widget=PlainSelect
    )
    to_embassy = forms.BooleanField(label="A letter to the embassy in that country too", required=False)
    paper = forms.ChoiceField(label="Paper", choices=list(PAPER_NAMES.items()), initial=Paper.A4)
    is_safe = forms.BooleanField(label="Safe signature: only my initials and the place", required=False)
    with_fax = forms.BooleanField(label="A fax cover page for who has a fax", required=False)

    def __init__(self, data: Mapping[str, Any] | None, *, content: SheetContent, writes_from: str = "") -> None:
        """
        Args:
            writes_from: the country that a form begins with in which nothing is typed yet.
        """
        usual = {"writes_from": writes_from or settings.POST_FROM, "to_embassy": bool(content.diplomatic_note)}
        super().__init__(data, initial=usual)
        offered = offered_languages(content)
        language: Any = self.fields["language"]
        language.choices = offered
        language.initial = next((code for code, _ in offered if code in (DEFAULT_LANGUAGE, _OWN)), offered[0][0])
        for name in ("language", "writes_from", "paper"):
            self.fields[name].error_messages["invalid_choice"] = "This cannot be chosen (any more). Choose another."
        for name, field in self.fields.items():
            described = f"{name}-hint {name}-error" if name in _WITH_HINTS else f"{name}-error"
            field.widget.attrs["aria-describedby"] = described

    def clean(self) -> dict[str, Any]:
        name = self.cleaned_data.get("name", "")
        if name and self.cleaned_data.get("is_safe") and not initials_of(name):
            self.add_error("name", "There is no letter in this name to take as an initial. Type a name.")
        return self.cleaned_data

    @property
    def writer(self) -> Writer:
        """Who writes, of a form that is valid."""
        typed = self.cleaned_data
        return Writer(
            name=typed["name"],
            place=typed["place"],
            address=tuple(lines_of(typed["address"])),
            sentence=typed["sentence"],
            is_safe=typed["is_safe"],
        )

    @property
    def country(self) -> str:
        """In which the letters are posted, of a form that is valid."""
        return str(self.cleaned_data["writes_from"] or settings.POST_FROM)

    @property
    def chosen_language(self) -> str:
        """Its code, of a form that is valid."""
        return language_of_choice(self.cleaned_data["language"])


_WITH_HINTS = ("name", "address", "sentence", "language", "writes_from", "to_embassy", "is_safe", "with_fax")


def language_of_choice(chosen: str) -> str:
    """The code of a language that was chosen among `offered_languages`."""
    return DEFAULT_LANGUAGE if chosen == _OWN else chosen


def offered_languages(content: SheetContent) -> list[tuple[str, str]]:
    """Those of the sheet in its order, and the writer's own where the sheet asks for it or for none; as choices."""
    offered = [(code, language_name(code)) for code in content.languages]
    if (content.own_language or not offered) and DEFAULT_LANGUAGE not in content.languages:
        offered.append((_OWN, f"your own language ({language_name(DEFAULT_LANGUAGE)})"))
    return offered
