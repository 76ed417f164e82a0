"""The document from which a draft was read. For staff only: it reaches no page, search or file of the public."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from accounts.history import Kept, Records
from cases.text import LineField


class ImportedSource(Kept):
    """What somebody brought, as it was read, and what of it went where. Written once, by `campaigns.sheet_drafts`.

    Deleting it deletes the text for good: its history keeps the name and the hash of a file, never what it said.
    """

    class Kind(models.TextChoices):
        TEXT = "text", "text"
        HTML = "html", "web page"
        PDF = "pdf", "PDF"
        DOCX = "docx", "Word"

    sheet = models.OneToOneField("campaigns.Sheet", on_delete=models.CASCADE, related_name="imported_source")
    file_name = LineField(max_length=200, blank=True, help_text="Empty for what was pasted.")
    kind = models.CharField(max_length=4, choices=Kind)
    text = models.TextField(blank=True, help_text="As it was read; empty once it is gone.")
    # SHA-256 in hex: of the bytes as they were brought, and of the text that was read from them.
    file_hash = models.CharField(max_length=64)
    text_hash = models.CharField(max_length=64)
    reader_version = models.PositiveSmallIntegerField()
    # Where each field stands: its name, and [page, first line, last line, surety].
    places = models.JSONField(default=dict, blank=True)
    # What the reader found odd, and what did not go into the draft, in sentences.
    remarks = models.JSONField(default=list, blank=True)
    imported_at = models.DateTimeField()
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    # The text is private, and nobody should have to strike it out of a history: none is kept of it.
    history = Records(part_of="sheet", named_by=("file_name", "imported_at"), leaving_out=("text", "places", "remarks"))

    class Meta:
        ordering = ("-imported_at", "-pk")
        verbose_name = "source of a draft"
        verbose_name_plural = "sources of drafts"
        constraints = (
            models.UniqueConstraint(
                fields=("file_hash",),
                name="imported_source_once_by_file",
                violation_error_message="This very file has made a draft already.",
            ),
            models.UniqueConstraint(
                fields=("text_hash",),
                name="imported_source_once_by_text",
                violation_error_message="This very text has made a draft already.",
            ),
            models.CheckConstraint(
                condition=~Q(file_hash="") & ~Q(text_hash=""),
                name="imported_source_has_its_hashes",
                violation_error_message="A source is known by the hash of its file and of its text.",
            ),
        )

    def prepare_return(self) -> None:
        """Raises ValidationError: by itself it would come back without its text."""
        raise ValidationError("The text of a source is gone for good. Import the document anew.")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name of the file, or what stands for it."""
        return self.file_name or "pasted text"

    def places_of(self) -> dict[str, Any]:
        """Where each field stands; nothing once the text is gone."""
        return dict(self.places) if self.text else {}
