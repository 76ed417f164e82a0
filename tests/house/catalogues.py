"""The catalogues of the mails: what must be in them, and how they are brought up to date.

``python -m tests.house.catalogues`` takes each sentence from the code and the templates into every catalogue, and
compiles them. Babel does it, so nothing of gettext needs to be installed, here or where the site runs.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from tests.house.source import ROOMS, ROOT, modules, project_files, short

_MAILS = ROOT / "templates" / "emails"
_KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def catalogue_file(language: str) -> Path:
    return ROOT / "locale" / language / "LC_MESSAGES" / "django.po"


def read_catalogue(language: str) -> Catalog:
    with catalogue_file(language).open("rb") as file:
        return read_po(file, locale=language)


def sentences() -> Catalog:
    """Every sentence that code and mails mark as one to translate, with the places where it stands."""
    found = Catalog()
    for path, text in _sources():
        for _line, message, comments, context in extract("python", BytesIO(text.encode()), keywords=_KEYWORDS):
            found.add(message, locations=[(short(path), 0)], auto_comments=comments, context=context)
    return found


def read_compiled(language: str) -> Catalog:
    """What Django reads at run time."""
    with catalogue_file(language).with_suffix(".mo").open("rb") as file:
        return read_mo(file)


def bring_up_to_date(language: str) -> None:
    """Take new sentences in, untranslated; drop those that are not there any more; compile."""
    path = catalogue_file(language)
    catalogue = read_catalogue(language)
    catalogue.update(sentences(), no_fuzzy_matching=True, update_creation_date=False)
    with path.open("wb") as file:
        write_po(file, catalogue, width=116, ignore_obsolete=True, include_lineno=False)
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, read_catalogue(language))


def _sources() -> Iterator[tuple[Path, str]]:
    for path in modules(*ROOMS):
        yield path, path.read_text()
    for path in project_files():
        if _MAILS in path.parents:
            # Django turns a template into something like Python; its lines must begin at the margin to be read as such.
            lines = templatize(path.read_text()).splitlines()
            yield path, "\n".join(line.lstrip() for line in lines)


if __name__ == "__main__":
    for folder in sorted((ROOT / "locale").iterdir()):
        bring_up_to_date(folder.name)
