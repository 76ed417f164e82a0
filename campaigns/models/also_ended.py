"""Another action that a stop or an outcome sheet ends with its own. The sheet names it, and the approver reads it."""

from django.db import models

from accounts.history import Kept
from campaigns.models.author import TextRecords, check_is_draft


class AlsoEnded(Kept):
    sheet = models.ForeignKey("campaigns.Sheet", on_delete=models.CASCADE, related_name="endings")
    # Goes only together with the sheet that names it.
    action = models.ForeignKey("campaigns.UrgentAction", on_delete=models.RESTRICT, related_name="endings")

    history = TextRecords(sheet="sheet_id", part_of="sheet", named_by=("action",))

    class Meta:
        ordering = ("sheet", "action")
        verbose_name = "other action that ends with a sheet"
        verbose_name_plural = "other actions that end with a sheet"
        constraints = (
            models.UniqueConstraint(
                fields=("sheet", "action"),
                name="also_ended_once_per_sheet",
                violation_error_message="This sheet names that action already. Each ends once.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.action.reference} ends with {self.sheet}"

    def prepare_return(self) -> None:
        check_is_draft(self.sheet)
