"""System checks: what printing sheets needs of the machine is said before somebody needs a sheet."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Warning, register

from appeals import pdf
from appeals.pdf_errors import FontsMissing


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
