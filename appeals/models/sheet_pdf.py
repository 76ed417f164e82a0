"""The PDF of an issued sheet, byte for byte as it was first rendered."""

from django.db import models


class SheetPDF(models.Model):
    class Paper(models.TextChoices):
        A4 = "A4", "A4"
        LETTER = "Letter", "US Letter"

    sheet = models.ForeignKey("campaigns.Sheet", on_delete=models.CASCADE, related_name="pdfs")
    paper = models.CharField(max_length=6, choices=Paper)
    content_hash = models.CharField(max_length=64, help_text="Of the frozen sheet it shows.")
    pdf = models.BinaryField()
    pdf_hash = models.CharField(max_length=64, help_text="SHA-256 of the bytes.")
    rendered_at = models.DateTimeField()

    class Meta:
        ordering = ("sheet", "paper")
        verbose_name = "PDF of a sheet"
        verbose_name_plural = "PDFs of sheets"
        constraints = (
            models.UniqueConstraint(
                fields=("sheet", "paper"),
                name="sheet_pdf_once_per_paper",
                violation_error_message="This sheet has a PDF in this paper size already.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.sheet} on {self.paper}"
