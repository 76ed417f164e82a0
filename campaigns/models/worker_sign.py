"""When the worker of a queue was last heard of: one row for each queue that is watched, written over each minute."""

from django.db import models


class WorkerSign(models.Model):
    queue = models.CharField(max_length=40, unique=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.queue} at {self.seen_at:%Y-%m-%d %H:%M}"
