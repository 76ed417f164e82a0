"""Languages by their code (BCP 47), in an order that matters: the first one is the best to write in.

Leaf module: no models of ours. Names come from Babel's copy of the CLDR.
"""

from functools import lru_cache
from typing import Any

from babel import Locale
from django import forms
from django.core.exceptions import ValidationError
from django.db import models

_RIGHT_TO_LEFT = {"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"}
_ENGLISH = Locale("en").languages
_CODE_OF = {name.lower(): code for code, name in _ENGLISH.items() if "_" not in code}


def language_name(code: str, *, in_language: str = "en") -> str:
    """The name of a language ("Russian"), in English or in another language where that is known."""
    names = Locale.parse(in_language, sep="-").languages
    return names.get(code.replace("-", "_")) or _ENGLISH.get(code.replace("-", "_")) or code


def direction(code: str) -> str:
    """``rtl`` for a language written from right to left, else ``ltr`` (values of HTML's ``dir``)."""
    return "rtl" if code.split("-")[0] in _RIGHT_TO_LEFT else "ltr"


def parse_languages(text: str) -> list[str]:
    """Read ``Russian, English`` or ``ru, en`` into codes, in order.

    Raises:
        ValidationError: names the first word that is no language, or a language given twice.
    """
    codes: list[str] = []
    for word in text.replace(";", ",").split(","):
        word = word.strip()
        if not word:
            continue
        code = _CODE_OF.get(word.lower()) or word.lower()
        if code not in _ENGLISH:
            raise ValidationError(
                "“%(word)s” is not a language we know. Write its English name or its code: Russian or ru.",
                code="unknown_language",
                params={"word": word[:40]},
            )
        if code in codes:
            raise ValidationError("“%(word)s” is there twice.", code="language_twice", params={"word": word[:40]})
        codes.append(code)
    return codes


class LanguagesFormField(forms.CharField):
    """A text box: ``Russian, English``."""

    def clean(self, value: Any) -> Any:
        return parse_languages(super().clean(value) or "")

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(language_name(code) for code in value) if isinstance(value, list) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return list(initial or []) != parse_languages(data or "")
        except ValidationError:
            return True


class LanguagesField(models.JSONField):
    """A list of language codes in order of preference."""

    description = "Language codes, in order"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["default"] = list
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("default", None)
        return name, path, args, kwargs

    def in_words(self, value: list[str]) -> str:
        return ", ".join(language_name(code) for code in value)

    def validate(self, value: Any, model_instance: Any) -> None:
        super().validate(value, model_instance)
        if not isinstance(value, list) or parse_languages(", ".join(map(str, value))) != value:
            raise ValidationError("Give a list of language codes, such as ru and en.", code="invalid")

    def formfield(self, **kwargs: Any) -> Any:
        return models.Field.formfield(
            self,
            **{
                "form_class": LanguagesFormField,
                "help_text": "In order, the best first: Russian, English",
                **kwargs,
            },
        )


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    """Codes by the names of languages in the languages of sheets, and by what else they are called there."""
    codes: dict[str, str] = {}
    for edition in ("it", "de", "fr", "es"):
        codes |= {name.casefold(): code for code, name in Locale(edition).languages.items() if "_" not in code}
    codes |= _CODE_OF
    return codes | {
        "farsi": "fa", "castellano": "es", "mandarin": "zh", "cantonese": "yue", "kiswahili": "sw",
        "bahasa indonesia": "id", "bahasa malaysia": "ms",
    }  # fmt: skip


def language_code(name: str) -> str:
    """The code of a language by its name in English, Spanish, French, German or Italian; nothing if none is known."""
    code = _codes().get(name.strip().casefold(), "")
    return code if code in _ENGLISH else ""
