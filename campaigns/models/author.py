"""Who ever wrote in a sheet. They do not approve it, nor look it over after an emergency."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Max

from accounts.acts import current_act
from accounts.history import ADDED, CHANGED, Kept, Records
from campaigns.states import SheetStatus

# Fields of a sheet that say nothing to its readers: setting one is not writing. A new field counts as text.
UNSAID = (
    "action", "version", "status", "created_at", "created_by", "edited_by", "submitted_at", "approved_at",
    "approved_by", "approved_hash", "issued_at", "issued_by", "emergency_reason", "reviewed_at", "reviewed_by",
    "content_hash", "changes_proposed",
)  # fmt: skip
# Of these, the history says nothing to staff.
UNTOLD = (
    "version", "created_at", "created_by", "edited_by", "submitted_at", "approved_hash", "content_hash",
    "changes_proposed",
)  # fmt: skip


class SheetAuthor(Kept):
    sheet = models.ForeignKey("campaigns.Sheet", on_delete=models.CASCADE, related_name="authors")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()

    # Written once and never changed; what is kept are those that go with a sheet that is deleted.
    history = Records(part_of="sheet", deletions_only=True, named_by=("user",))

    class Meta:
        ordering = ("sheet", "since", "pk")
        verbose_name = "author of a sheet"
        verbose_name_plural = "authors of sheets"
        constraints = (
            models.UniqueConstraint(
                fields=("sheet", "user"),
                name="sheet_author_once",
                violation_error_message="This person is an author of the sheet already.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} wrote in {self.sheet}"


class TextRecords(Records):
    """The history of what a sheet says: whoever is recorded to have changed it becomes its author, in the same
    statement of the same transaction, by whichever door the change came.

    Args:
        sheet: the column with the number of the sheet.
        unsaid: fields that say nothing to a reader. What is not named here counts as text.
    """

    def __init__(self, *, sheet: str, unsaid: Sequence[str] = (), **options: Any) -> None:
        super().__init__(**options)
        self.sheet, self.unsaid = sheet, frozenset(unsaid)

    def write(self, rows: Sequence[models.Model], kind: str) -> None:
        written = self._reworded(rows) if kind == CHANGED else rows if kind == ADDED else ()
        self._note_author(written)
        super().write(rows, kind)

    def post_delete(self, instance: models.Model, using: str | None = None, origin: Any = None, **kwargs: Any) -> None:
        super().post_delete(instance, using, origin=origin, **kwargs)
        # Whoever takes a demand out has written; whoever deletes the whole sheet has not.
        if getattr(origin, "model", type(origin)) is type(instance) and self.sheet != instance._meta.pk.attname:
            self._note_author([instance])

    def _reworded(self, rows: Sequence[models.Model]) -> Sequence[models.Model]:
        """The rows that say something else than their last record."""
        if not rows or current_act().who() is None:
            return ()
        record: Any = type(rows[0]).history.model  # type: ignore[attr-defined]
        last = record.objects.filter(id__in=[row.pk for row in rows]).order_by().values("id")
        before = {
            one.id: one for one in record.objects.filter(pk__in=last.annotate(last=Max("history_id")).values("last"))
        }
        said = [field.attname for field in self.fields_included(rows[0]) if field.name not in self.unsaid]
        return [row for row in rows if _differs(before.get(row.pk), row, said)]

    def _note_author(self, rows: Sequence[models.Model]) -> None:
        act = current_act()
        who = act.who()
        if rows and who is not None and act.is_recorded:
            SheetAuthor.objects.bulk_create(
                [
                    SheetAuthor(sheet_id=pk, user_id=who, since=act.when())
                    for pk in {self._sheet_of(row) for row in rows}
                ],
                ignore_conflicts=True,
            )

    def _sheet_of(self, row: models.Model) -> Any:
        return getattr(row, self.sheet)


def _differs(record: Any, row: models.Model, columns: Sequence[str]) -> bool:
    return record is None or any(getattr(record, column) != getattr(row, column) for column in columns)


def check_is_draft(sheet: Any) -> None:
    """What was taken out of a sheet comes back only while it may be written.

    Raises:
        ValidationError: if it is no draft.
    """
    if sheet.status != SheetStatus.DRAFT:
        raise ValidationError(f"{sheet} is {sheet.get_status_display()}, and its text stays as it is.")
