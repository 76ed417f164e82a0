"""Why there is no PDF. Each is a sentence for whoever asked for it."""

from django.core.exceptions import ImproperlyConfigured


class PDFError(Exception):
    """No PDF could be made. The message is a sentence for the person who asked for it."""


class PDFEngineMissing(PDFError):
    """Pango is not installed here."""


class FontsMissing(PDFError, ImproperlyConfigured):
    """A font of ours is not there. Without any font at all the engine would take the whole process down."""


class SheetTooLong(PDFError):
    """More text than a sheet may have."""
