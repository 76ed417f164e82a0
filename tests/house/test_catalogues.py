"""What followers read is translated whole: no sentence is missing, unsure, or compiled from an older text."""

import ast
import re

import pytest
from babel.messages.catalog import Catalog, Message
from django.conf import settings

from tests.house.catalogues import read_catalogue, read_compiled, sentences
from tests.house.source import ROOMS, modules, short

LANGUAGES = [code for code, _name in settings.LANGUAGES[1:]]
PLACEHOLDER = re.compile(r"%\(\w+\)s|%%")
TO_DO = "run `python -m tests.house.catalogues`, translate what is empty in the .po, and run it again"


def _forms(words: object) -> tuple[str, ...]:
    """One string, or the forms of a plural."""
    return tuple(str(word) for word in words) if isinstance(words, list | tuple) else (str(words),)


def _key(message: Message) -> tuple[str, str | None]:
    # Babel gives the context as bytes when it reads a compiled catalogue.
    context = message.context.decode() if isinstance(message.context, bytes) else message.context
    return _forms(message.id)[0], context


def _keys(catalogue: Catalog) -> set[tuple[str, str | None]]:
    return {_key(message) for message in catalogue if message.id}


def _translated(catalogue: Catalog) -> dict[tuple[str, str | None], tuple[str, ...]]:
    return {
        _key(message): _forms(message.string) for message in catalogue if message.id and any(_forms(message.string))
    }


def _disagrees(message: Message) -> bool:
    """Whether a translation names other placeholders than its sentence; of a plural the last form counts."""
    asked = set(PLACEHOLDER.findall(_forms(message.id)[-1]))
    return any(set(PLACEHOLDER.findall(form)) != asked for form in _forms(message.string) if form)


def test_each_language_of_the_mails_is_looked_at() -> None:
    assert LANGUAGES == ["fr", "de", "es"]
    assert len(_keys(sentences())) > 100


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_in_the_catalogue_and_no_other(language: str) -> None:
    found, marked = _keys(read_catalogue(language)), _keys(sentences())

    assert (sorted(map(str, marked - found)), sorted(map(str, found - marked))) == ([], []), TO_DO


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_translated_and_sure(language: str) -> None:
    catalogue = read_catalogue(language)

    wrong = [
        _forms(message.id)[0]
        for message in catalogue
        if message.id
        and (message.fuzzy or len(_forms(message.string)) != len(_forms(message.id)) or not all(_forms(message.string)))
    ]
    assert wrong == [], TO_DO


@pytest.mark.parametrize("language", LANGUAGES)
def test_translation_has_the_placeholders_of_its_sentence(language: str) -> None:
    assert [message.id for message in read_catalogue(language) if message.id and _disagrees(message)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_compiled_catalogue_says_what_its_text_says(language: str) -> None:
    text, binary = read_catalogue(language), read_compiled(language)

    assert _translated(binary) == _translated(text), TO_DO
    assert binary.plural_forms == text.plural_forms


@pytest.mark.parametrize(
    ("words", "expected"),
    [("%(day)s an %(office)s", False), ("%(day)s", True), ("%(tag)s an %(office)s", True), ("", False)],
)
def test_placeholder_that_is_missing_or_misspelt_is_found(words: str, expected: bool) -> None:
    assert _disagrees(Message("%(day)s to %(office)s", words)) is expected


def test_sentence_of_a_mail_template_is_found() -> None:
    places = {message.id: [place for place, _line in message.locations] for message in sentences() if message.id}

    assert places["End these mails"] == ["templates/emails/notices_to_follower/body.html"]


def test_no_sentence_hides_in_a_formatted_string() -> None:
    """The extractor of Python 3.11 does not look inside f-strings."""
    hidden = [
        f"{short(path)}:{call.lineno}"
        for path in modules(*ROOMS)
        for string in ast.walk(ast.parse(path.read_text()))
        if isinstance(string, ast.JoinedStr)
        for call in ast.walk(string)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in ("_", "gettext", "ngettext", "pgettext")
    ]

    assert hidden == []
