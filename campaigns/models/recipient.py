"""Whom a sheet asks people to write to."""

from django.db import models

from accounts.history import Kept
from campaigns.models.author import TextRecords, check_is_draft


class Recipient(Kept):
    """An authority on a sheet. What is printed of it is frozen in the sheet when that is issued."""

    class Role(models.TextChoices):
        APPEALS = "appeals", "appeals to"
        COPIES = "copies", "copies to"

    sheet = models.ForeignKey("campaigns.Sheet", on_delete=models.CASCADE, related_name="recipients")
    authority = models.ForeignKey("cases.Authority", on_delete=models.PROTECT, related_name="recipient_on")
    role = models.CharField(max_length=8, choices=Role, default=Role.APPEALS)
    order = models.PositiveSmallIntegerField(default=1)

    history = TextRecords(sheet="sheet_id", part_of="sheet", named_by=("role", "authority"))

    class Meta:
        ordering = ("sheet", "role", "order", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("sheet", "authority"),
                name="recipient_once_per_sheet",
                violation_error_message="This authority is on the sheet already. Each one is written to once.",
            ),
        )

    def prepare_return(self) -> None:
        check_is_draft(self.sheet)

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.authority.office}"
