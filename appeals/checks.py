"""System checks: what printing sheets needs of the machine is said before somebody needs a sheet."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connection

from appeals import pdf
from appeals.pdf_errors import FontsMissing
from appeals.public_role import VIEWS_ARE_OLD, what_is_wrong


@register()
def fonts_are_there(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Without fonts there is no sheet, and they are part of the source: an error."""
    try:
        pdf.check_fonts()
    except FontsMissing as error:
        return [Error(str(error), id="desk.E002")]
    return []


@register()
def pango_is_installed(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Without Pango everything runs but the PDFs: a warning."""
    if pdf.pango_is_there():
        return []
    return [
        Warning(
            "PDFs cannot be made on this machine: the text library Pango is not installed. All else works.",
            hint=pdf.INSTALL_PANGO,
            id="desk.W001",
        )
    ]


@register(Tags.database)
def public_views_are_new(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Views of an older version show what it showed, and hold columns fast that a migration wants to change.

    `migrate` asks first. A site without such views, which is one process for all, has nothing to mend.
    """
    if not databases or connection.vendor != "postgresql" or what_is_wrong() != VIEWS_ARE_OLD:
        return []
    return [
        Error(
            VIEWS_ARE_OLD,
            hint="Before a migration run: manage.py public_role --drop. After it: manage.py public_role --apply.",
            id="desk.E007",
        )
    ]
