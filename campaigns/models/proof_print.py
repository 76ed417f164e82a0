"""How a sheet prints as it stood at a moment: pages on each paper, and signs that no font has.

Made by `appeals.proofs`, which can print; judged by `campaigns.checks`, which cannot. It counts only while the content
still has the same hash, so nobody has to say that it is out of date.
"""

from django.db import models


class ProofPrint(models.Model):
    sheet = models.OneToOneField("campaigns.Sheet", on_delete=models.CASCADE, related_name="proof_print")
    content_hash = models.CharField(max_length=64, help_text="Of the content that was printed.")
    # None: more text than can be laid out at all.
    pages_on_a4 = models.PositiveSmallIntegerField(null=True)
    pages_on_letter = models.PositiveSmallIntegerField(null=True)
    unprintable = models.CharField(max_length=200, blank=True, help_text="Signs that none of the fonts has.")
    printed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"proof print of {self.sheet_id}"
