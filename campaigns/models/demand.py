"""What a sheet asks for, and how that is said in a letter."""

from django.db import models

from accounts.history import Kept
from campaigns.models.author import TextRecords, check_is_draft
from cases.text import ProseField


class Demand(Kept):
    """One thing asked, in the wording of the sheet and in that of a letter."""

    sheet = models.ForeignKey("campaigns.Sheet", on_delete=models.CASCADE, related_name="demands")
    order = models.PositiveSmallIntegerField(default=1)
    sheet_wording = ProseField(max_length=700, help_text="As on the sheet: “Urging the authorities not to extradite …”")
    letter_wording = ProseField(max_length=700, blank=True, help_text="As in a letter: “I urge you not to extradite …”")

    history = TextRecords(sheet="sheet_id", part_of="sheet", named_by=("sheet_wording",))

    class Meta:
        ordering = ("sheet", "order", "pk")

    def prepare_return(self) -> None:
        check_is_draft(self.sheet)

    def __str__(self) -> str:
        return self.sheet_wording[:60]
