"""Mails as they left, kept where no mail server is set up (the embedded mode and the demo)."""

from django.db import models
from django.utils import timezone


class SentMail(models.Model):
    sent_at = models.DateTimeField()
    message_id = models.CharField(max_length=200, blank=True)
    sender = models.CharField(max_length=320)
    recipient = models.CharField(max_length=320)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict)

    class Meta:
        ordering = ("-sent_at", "-pk")
        verbose_name = "sent mail"
        verbose_name_plural = "sent mail"

    def __str__(self) -> str:
        return f"{self.subject} ({timezone.localtime(self.sent_at):%Y-%m-%d %H:%M})"
