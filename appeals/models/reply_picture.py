"""A picture that somebody sent with what came back, made anew by us. Written and lost by `appeals.replies`."""

import uuid

from django.db import models
from django.db.models import Q


class ReplyPicture(models.Model):
    """JPEG bytes that we wrote ourselves (`appeals.pictures`); what a stranger sent is kept nowhere.

    No history: a picture that is removed must be gone.
    """

    reply = models.ForeignKey("appeals.Reply", on_delete=models.CASCADE, related_name="pictures")
    name = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # by lot; the file's own is not kept
    number = models.PositiveSmallIntegerField()  # from 1: pages of one scan
    jpeg = models.BinaryField()
    size = models.PositiveIntegerField()  # bytes

    class Meta:
        ordering = ("reply", "number")
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(
                fields=("reply", "number"),
                name="reply_picture_once_per_page",
                violation_error_message="This page is there already.",
            ),
            models.CheckConstraint(
                condition=Q(size__gt=0, number__gte=1),
                name="reply_picture_holds_something",
                violation_error_message="A picture holds something, and is counted from 1.",
            ),
        )

    def __str__(self) -> str:
        return f"picture {self.number}"
