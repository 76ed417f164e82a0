"""What is left of notices after their time: how many there were. It names no address and no action."""

from django.db import models

from campaigns.models.reminder import Reminder


class ReminderCount(models.Model):
    month = models.DateField(help_text="The first day of the month in which they were settled.")
    kind = models.CharField(max_length=16, choices=Reminder.Kind)
    status = models.CharField(max_length=10, choices=Reminder.Status)
    to_staff = models.BooleanField(help_text="Whether they went to staff rather than to followers.")
    number = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-month", "kind", "status", "to_staff")
        constraints = (
            models.UniqueConstraint(
                fields=("month", "kind", "status", "to_staff"),
                name="reminder_count_once",
                violation_error_message="There is a count of these notices already.",
            ),
            models.CheckConstraint(
                condition=models.Q(month__day=1),
                name="reminder_count_begins_with_its_month",
                violation_error_message="A month is written as its first day.",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="planned"),
                name="reminder_count_is_of_settled",
                violation_error_message="What is planned still is not counted yet.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}: {self.number} × {self.get_kind_display()}, {self.get_status_display()}"
